"""The page Facts: filter, select, decide, edit, take back; contradictions, systems, what was searched, what was added."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import session
from rag.consultation import Consultation
from rag.extract.fact import Fact, FactState
from tests.pages.conftest import Open, texts

POLICY = """# Recovery policy

Version of 1 May 2026

The order system must be recovered within 4 hours (RTO 4 hours).

The availability of the platform must be 99.95 %.

Visitors of the building ring at the
gate.
"""
RUNBOOK = """# Operations runbook

Version of 2 June 2026

The order system must be recovered within 8 hours (RTO 8 hours).
"""


def here() -> Consultation:
    """The work of the default workspace."""
    return session.application().consultation("default")


@pytest.fixture
def papers(empty_app: Open, tmp_path: Path) -> Open:
    """The app with two papers that contradict each other."""
    session.application().wait()
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "policy.md").write_text(POLICY, encoding="utf-8")
    (folder / "runbook.md").write_text(RUNBOOK, encoding="utf-8")
    here().ingest([folder])
    return empty_app


def view(app: AppTest, name: str) -> AppTest:
    """Another view of the page."""
    app.segmented_control(key="facts-view").set_value(name).run()
    assert not app.exception
    return app


def shown(app: AppTest) -> list[str]:
    """Statements in the table."""
    return list(app.dataframe[0].value["Statement"])


def select(app: AppTest, *facts: Fact) -> AppTest:
    """Tick rows of the table."""
    statements, kinds = shown(app), list(app.dataframe[0].value["Kind"])
    rows = [list(zip(statements, kinds, strict=True)).index((fact.statement, fact.kind.replace("_", " "))) for fact in facts]
    key = str(app.dataframe[0].key)
    app.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this name."""
    return next(button for button in app.button if button.label == label).click().run()


def fact(kind: str, part: str = "") -> Fact:
    """The fact of a kind whose statement holds `part`."""
    return next(one for one in here().facts() if one.kind == kind and part in one.statement)


def test_the_table_is_filtered(papers: Open) -> None:
    """Kind, document, state, time and words narrow the table, together."""
    app = view(papers("facts"), "facts")
    assert len(shown(app)) == len(here().facts())
    app.multiselect[0].set_value(["rto"]).run()
    assert len(shown(app)) == 2
    app.text_input[0].set_value("8 HOURS runbook").run()
    assert shown(app) == ["The order system must be recovered within 8 hours (RTO 8 hours)."]
    app.multiselect[2].set_value([]).run()
    app.text_input[0].set_value("nothing like this").run()
    assert "No fact is like that" in texts(app)
    assert not app.exception


def test_several_are_decided_at_once_with_a_reason(papers: Open) -> None:
    """What is ticked is waived in one go; a second look at one shows who decided, and why; it can be taken back."""
    app = view(papers("facts"), "facts")
    four, eight = fact("rto", "4 hours"), fact("rto", "8 hours")
    select(app, four, eight)
    assert "2 selected" in texts(app)
    app.text_input(key="facts-reason").set_value("the board said so")
    press(app, "Waive")
    assert [one.state for one in here().facts() if one.kind == "rto"] == [FactState.WAIVED] * 2
    assert app.text_input(key="facts-reason").value == ""
    select(app, four)
    said = texts(app)
    assert "waived · user · “the board said so”" in said
    assert "The order system must be recovered within 4 hours" in said
    press(app, "Take back")
    assert [one.state for one in here().facts() if one.kind == "rto"] == [FactState.EXTRACTED, FactState.WAIVED]
    assert "taken back · user" in texts(app)
    assert not app.exception


def test_a_fact_is_edited_in_words(papers: Open) -> None:
    """A value that is none is refused and stays in its field; a good one is kept, shown, and in the Brief at once."""
    app = view(papers("facts"), "facts")
    select(app, fact("availability"))
    value = next(field for field in app.text_input if field.label == "Value")
    assert value.value == "99.95 %"
    value.set_value("high")
    press(app, "Save")
    assert "“high” is not understood" in texts(app)
    assert next(field for field in app.text_input if field.label == "Value").value == "high"
    assert fact("availability").state is FactState.EXTRACTED
    next(field for field in app.text_input if field.label == "Value").set_value("99.5 %")
    press(app, "Save")
    assert (fact("availability").value, fact("availability").state) == (99.5, FactState.EDITED)
    assert here().brief().value("rel.slo") == 99.5
    assert "edited · value 99.5 % · user" in texts(app)
    assert not app.exception


def test_a_missed_constraint_is_added(papers: Open) -> None:
    """A sentence that no rule read is picked and added; it is in the ledger, and words that stand nowhere are refused."""
    app = view(papers("facts"), "add")
    before = len(here().brief().constraints)
    sentences = next(box for box in app.selectbox if box.label.startswith("Sentence"))
    sentences.set_value(next(text for text in sentences.options if "building" in text)).run()
    assert app.text_area[0].value == "Visitors of the building ring at the\ngate."
    press(app, "Add to the ledger")
    assert "Added as a hard constraint" in "".join(box.value for box in app.success)
    added = here().brief().constraints
    assert len(added) == before + 1
    assert next(one for one in added if "building" in one.text).state == "confirmed"
    assert app.text_area[0].value == ""
    app.text_area[0].set_value("All data stays on Mars.")
    press(app, "Add to the ledger")
    assert "do not stand in" in texts(app)
    assert app.text_area[0].value == "All data stays on Mars."
    assert not app.exception


def test_a_contradiction_is_settled_and_opened_again(papers: Open) -> None:
    """Both sides stand beside each other with document, date and authority; taking one settles it until it is opened again."""
    app = view(papers("facts"), "contradictions")
    said = texts(app)
    for part in ("which one holds?", "1 May 2026 · Policy or standard", "2 June 2026", "Suggested: 4 h"):
        assert part in said
    press(app, "Take 8 h")
    assert not here().brief().conflicts
    assert here().brief().value("rel.rto") == 28800
    assert "8 h" in texts(app)
    press(app, "Open again")
    assert [one.kind for one in here().brief().conflicts] == ["unresolved"]
    assert not app.exception


def test_what_was_searched_is_said(papers: Open) -> None:
    """For a field that nothing was found for: the documents, the kinds and the cue words that were looked for."""
    app = view(papers("facts"), "nothing")
    box = app.selectbox[0]
    wanted = next(option for option in box.options if option.startswith("Data that may be lost"))
    box.select(wanted).run()
    said = texts(app)
    assert "All 2 documents" in said
    assert "Looked for: rpo" in said
    assert "recovery point" in said
    assert "annotated by hand" in said
    assert not app.exception


def test_constraints_begin_where_there_are_some(empty_app: Open, tmp_path: Path) -> None:
    """Without hard ones the soft ones are shown, not an empty list."""
    session.application().wait()
    (tmp_path / "wishes.md").write_text("The archive should stay in Norway.\n", encoding="utf-8")
    here().ingest([tmp_path / "wishes.md"])
    app = empty_app("facts")
    assert app.pills(key="constraint-kind").value == "soft"
    assert "archive should stay in Norway" in texts(app)
