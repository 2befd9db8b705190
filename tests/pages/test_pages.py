"""Each page draws, empty and full, and forwards what a person does."""

import re
import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import session, sources
from rag.store.job import JobState
from tests.pages.conftest import Open

PAGES = {
    "chat": "Groundplan",
    "documents": "Documents",
    "facts": "Facts",
    "brief": "Brief",
    "proposal": "Proposal",
    "settings": "Settings",
}


def texts(app: AppTest) -> str:
    """All that a page says in words, without Markdown's backslashes."""
    parts: list[Any] = [*app.markdown, *app.caption, *app.error, *app.warning, *app.get("html")]
    return "\n".join(re.sub(r"\\(?=\W)", "", str(getattr(part, "value", "") or part.proto.body)) for part in parts)


def finished(job: JobState[Any, Any] | None) -> bool:
    """Whether background work has ended."""
    return job is not None and not job.is_running


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_with_nothing_in_it(empty_app: Open, page: str) -> None:
    """A first visitor can open every page."""
    app = empty_app(page)
    assert not app.exception
    assert app.title[0].value == PAGES[page]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_the_sample_company(sample_app: Open, page: str) -> None:
    """Every page shows a worked workspace without a fault."""
    app = sample_app(page)
    assert not app.exception
    assert not app.error
    assert app.title


def test_a_workspace_that_does_not_exist_is_explained(empty_app: Open) -> None:
    """A wrong address says which workspaces there are."""
    app = empty_app(workspace="nowhere")
    assert not app.exception
    assert "default" in app.error[0].value


def test_a_question_is_answered_with_quotations_and_kept(sample_app: Open) -> None:
    """An answer shows the words of the documents; a new session shows it again."""
    app = sample_app("chat")
    app.chat_input[0].set_value("What is the total budget?").run()
    assert "must not exceed" in texts(app)
    assert "must not exceed" in texts(sample_app("chat"))


def test_a_chip_opens_the_passage(sample_app: Open) -> None:
    """A source chip opens the viewer on its document, with the passage marked."""
    app = sample_app("facts")
    chips: list[Any] = [row for row in app.get("button_group") if str(row.key).startswith("chips-constraint-")]
    chips[0].set_value([chips[0].options[0]]).run()
    assert not app.exception
    said = texts(app)
    assert "<mark>" in said or "Page image with the passage highlighted" in said


def test_a_quick_reply_is_understood(empty_app: Open) -> None:
    """A choice under the question fills the brief and stays in the conversation."""
    app = empty_app("chat")
    first = next(button for button in app.button if button.key and button.key.endswith("-0"))
    first.click().run()
    assert not app.exception
    consultation = session.application().consultation("default")
    assert [turn.role for turn in consultation.turns()] == ["groundplan", "user", "groundplan"]
    assert consultation.overview().known


def test_a_question_may_be_skipped(empty_app: Open) -> None:
    """Skipping a question puts another one."""
    app = empty_app("chat")
    before = session.application().consultation("default").open_question()
    app.button(key=f"{before.id if before else ''}-skip").click().run()
    after = session.application().consultation("default").open_question()
    assert before is not None
    assert after is not None
    assert after.id != before.id


def test_a_broken_file_is_named_and_the_others_go_on(empty_app: Open) -> None:
    """Dropped files are read in the background; what cannot be read is named with what to do."""
    app = empty_app("chat")
    app.chat_input[0].upload("good.md", b"# Recovery\n\nThe shop must be back within 4 hours.\n")
    app.chat_input[0].upload("broken.pdf", b"%PDF-1.7 nothing").run()
    consultation = session.application().consultation("default")
    patience = time.monotonic() + 60
    while not finished(consultation.job()):
        assert time.monotonic() < patience
        time.sleep(0.1)
    app.run()
    said = texts(app)
    assert "good.md" in said
    assert "broken.pdf" in said
    assert "Took in 1 of 2 documents" in said


def test_a_constraint_can_be_confirmed(sample_app: Open) -> None:
    """Confirm under a constraint is kept."""
    app = sample_app("facts")
    button = next(button for button in app.button if button.key and button.key.startswith("confirmed-"))
    button.click().run()
    brief = session.application().consultation("sample").brief()
    assert any(constraint.state == "confirmed" for constraint in brief.constraints)


def test_a_value_can_be_said(empty_app: Open) -> None:
    """A value set on the page Brief is known from then on."""
    app = empty_app("brief")
    app.selectbox[0].select("budget.build_amount")
    app.text_input[0].set_value("450 k€")
    next(button for button in app.button if button.label == "Set").click().run()
    assert not app.exception
    assert "450" in texts(app)


def test_the_proposal_is_drawn_once_and_reads_whole(sample_app: Open) -> None:
    """All sections are there with their anchors, markers lead to evidence, and no markup of a document is live."""
    app = sample_app("proposal")
    said = texts(app)
    for anchor in ("s-summary", "s-options", "s-coverage", "x-evidence"):
        assert f'id="{anchor}"' in said
    assert 'href="#e-1"' in said
    assert "<script" not in said


def test_text_of_documents_is_no_markdown() -> None:
    """Markup in a name or a quotation is shown, not followed."""
    assert sources.plain("![x](http://example.org/a.png)") == r"\!\[x\]\(http\:\/\/example\.org/a\.png\)".replace(r"\/", "/")
    assert sources.plain("<b>a</b>\n# b") == r"\<b\>a\</b\> \# b"
