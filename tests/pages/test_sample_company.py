"""Pages of a workspace that has been worked in, and what a person does there."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from pages.parts import session
from tests.pages.conftest import Open, texts

PAGES = ("chat", "documents", "facts", "brief", "proposal", "settings")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_the_sample_company(sample_app: Open, page: str) -> None:
    """Every page shows a worked workspace without a fault."""
    app = sample_app(page)
    assert not app.exception
    assert not app.error
    assert app.title


def test_a_question_is_answered_with_quotations_and_kept(sample_app: Open) -> None:
    """An answer shows the words of the documents; a new session shows it again."""
    app = sample_app("chat")
    app.chat_input[0].set_value("What is the total budget?").run()
    assert "must not exceed" in texts(app)
    assert "must not exceed" in texts(sample_app("chat"))


def test_documents_that_differ_are_told_above_their_quotations(sample_app: Open) -> None:
    """Both values with document and date, what the design uses, and the words of both documents."""
    app = sample_app("chat")
    app.chat_input[0].set_value("What is the budget for the project?").run()
    assert not app.exception
    said = texts(app)
    assert "6 October 2026" in said
    assert "The newer statement counts: the design uses EUR 780,000" in said.replace("\\", "")
    assert "must not exceed <mark>EUR 780,000</mark>" in said
    assert "total budget of <mark>EUR 450,000</mark>" in said


def test_a_list_is_drawn_with_its_count_and_sources(sample_app: Open) -> None:
    """Items with numbers, one row of chips for all of them, and what the list is not."""
    app = sample_app("chat")
    app.chat_input[0].set_value("Which integrations are there?").run()
    assert not app.exception
    said = texts(app).replace("\\", "")
    assert "7 integrations, named in 1 document" in said
    assert "- Bank, SEPA pain.008 file, daily [2]" in said
    assert "no proof that nothing is missing" in said
    assert any(str(row.key).endswith("-list") for row in app.get("button_group"))


def test_a_chip_opens_the_passage(sample_app: Open) -> None:
    """A source chip opens the viewer on its document, with the passage marked."""
    app = sample_app("facts")
    chips: list[Any] = [row for row in app.get("button_group") if str(row.key).startswith("chips-constraint-")]
    chips[0].set_value([chips[0].options[0]]).run()
    assert not app.exception
    said = texts(app)
    assert "<mark>" in said or "Page image with the passage highlighted" in said


def test_a_constraint_can_be_confirmed(sample_app: Open) -> None:
    """Confirm under a constraint is kept."""
    app = sample_app("facts")
    button = next(button for button in app.button if button.key and button.key.startswith("confirmed-"))
    button.click().run()
    brief = session.application().consultation("sample").brief()
    assert any(constraint.state == "confirmed" for constraint in brief.constraints)


def test_the_proposal_is_drawn_once_and_reads_whole(sample_app: Open) -> None:
    """All sections are there with their anchors, markers lead to evidence, and no markup of a document is live."""
    app = sample_app("proposal")
    said = texts(app)
    for anchor in ("s-summary", "s-options", "s-coverage", "x-evidence"):
        assert f'id="{anchor}"' in said
    assert 'href="#e-1"' in said
    assert "<script" not in said
    buttons = {button.proto.label: button for button in app.get("download_button")}
    assert list(buttons)[:6] == ["PDF", "Word", "Web page", "Markdown", "JSON", "Evidence pack"]
    assert list(buttons)[6:] == ["Slides", "Workbook", "Backlog CSV", "Starter repository"]
    assert "More files" in [expander.label for expander in app.sidebar.expander]


def test_every_field_is_there(sample_app: Open) -> None:
    """Known, assumed and unknown fields stand part by part, with status, source and what they drive."""
    app = sample_app("brief")
    app.pills(key="fields-group").set_value("everything").run()
    while more := [button for button in app.button if button.label.startswith("Show more")]:
        more[0].click().run()
    said = texts(app)
    for part in ("Availability target", "assumed", "nobody said", "drives recovery tier", "if wrong:"):
        assert part in said
    shown = [button for button in app.button if str(button.key).startswith("edit-")]
    assert len(shown) == len(session.application().consultation("sample").entries())


def test_what_was_searched_opens_over_the_page(sample_app: Open) -> None:
    """Beside a field that nobody spoke about stands what was searched for it."""
    app = sample_app("brief")
    app.pills(key="fields-group").set_value("nobody said").run()
    next(button for button in app.button if str(button.key).startswith("searched-")).click().run()
    assert not app.exception
    assert "All 10 documents" in texts(app)


def test_the_systems_are_listed_with_their_sources(sample_app: Open) -> None:
    """One row a system; the selected one shows where each value stands."""
    app = sample_app("facts")
    app.segmented_control(key="facts-view").set_value("systems").run()
    table = app.dataframe[0].value
    row = table.index[table["System"] == "SAP ECC"][0]
    assert table.loc[row, "Criticality"] == "Tier 1"
    assert "systems-inventory.xlsx" in table.loc[row, "Sources"]
    app.session_state[str(app.dataframe[0].key)] = {"selection": {"rows": [int(row)], "columns": [], "cells": []}}
    app.run()
    said = texts(app)
    assert "Owner: **Karen Vollertsen" in said
    chips: list[Any] = [one for one in app.get("button_group") if str(one.key) == "chips-system-owner"]
    assert "systems" in chips[0].options[0]
    assert not app.exception


def test_a_paragraph_is_put_into_ones_own_words(sample_app: Open) -> None:
    """In the dialog of a section; the page then shows them, the comment beside, and the words of before when taken back."""
    app = sample_app("proposal")
    assert not [button for button in app.button if str(button.key).startswith("annotate-")]
    app.toggle(key="editing").set_value(True).run()

    def in_the_dialog(act: Callable[[], Any] = lambda: None) -> None:
        """The test driver closes a dialog with every run, so each act opens it again."""
        app.button(key="annotate-summary").click()
        act()
        app.run()
        assert not app.exception

    in_the_dialog()
    in_the_dialog(lambda: app.text_input[0].set_value("Ana Roth"))
    words = app.text_area(key="annotate-text-summary-0")
    in_the_dialog(lambda: words.set_value(f"{words.value} The works council hears of it first."))
    in_the_dialog(lambda: app.button(key="annotate-save").click())
    assert "The works council hears of it first." in texts(app)
    in_the_dialog()
    in_the_dialog(lambda: app.text_area(key="comment-text").set_value("Did they agree?"))
    in_the_dialog(lambda: app.button(key="comment-add").click())
    assert app.button(key="annotate-summary").label == "Change · 1 comment"
    in_the_dialog()
    in_the_dialog(lambda: app.button(key="annotate-back").click())
    assert "The works council hears of it first." not in texts(app)


def test_a_version_is_declared_final_and_compared_with_the_next(sample_app: Open) -> None:
    """Declared final it is kept so; after an answer the next draft is not final, and tells what changed and why."""
    app = sample_app("proposal")
    next(button for button in app.button if button.label == "Declare final").click().run()
    assert not app.exception
    assert not [button for button in app.button if button.label == "Declare final"]
    consultation = session.application().consultation("sample")
    final = consultation.drafts.version(0)
    assert final.status == "final"
    consultation.interview.tell("team.engineers", "31 engineers")
    app = sample_app("proposal")
    next(button for button in app.button if button.label == "Draft again").click().run()
    assert not app.exception
    said = texts(app).replace("\\", "")
    assert "**31 people" in said
    assert "31 engineers" in said
    next(box for box in app.selectbox if box.label == "Version").select(final.version).run()
    assert not app.exception
    assert [one.value for one in app.info] == [f"This is version {final.version}; the latest is version {final.version + 1}."]


def test_a_logo_is_kept_for_the_workspace_and_can_be_removed(sample_app: Open) -> None:
    """An uploaded picture stands in the files from then on; what is none is told, and one click takes it away again."""
    picture = BytesIO()
    Image.new("RGB", (400, 100), "#aa0000").save(picture, "PNG")
    app = sample_app("proposal")
    _give(app, "notes.png", b"no picture")
    assert any("is no PNG or JPEG picture" in error.value for error in app.error)
    _give(app, "firma.png", picture.getvalue())
    assert not app.error
    assert "firma.png" in texts(app).replace("\\", "")
    drafts = session.application().consultation("sample").drafts
    latest = drafts.latest()
    assert latest is not None
    assert b'class="logo"' in drafts.export_bytes(latest, "html", drafts.edition())
    next(button for button in sample_app("proposal").button if button.label == "Remove the logo").click().run()
    assert drafts.logo() is None
    assert b'class="logo"' not in drafts.export_bytes(latest, "html", drafts.edition())


def _give(app: Any, name: str, content: bytes) -> None:
    """Put a file into the first uploader of a page."""
    app.get("file_uploader")[0].upload(name, content, "image/png").run()
