"""Pages as a first visitor meets them, and what a person does there."""

import time
from typing import Any

from streamlit.testing.v1 import AppTest

from pages.parts import session, sources
from rag.store.job import JobState
from tests.pages.conftest import Open, texts

PAGES = {
    "chat": "Groundplan",
    "documents": "Documents",
    "facts": "Facts",
    "brief": "Brief",
    "decision": "Decision",
    "proposal": "Proposal",
    "settings": "Settings",
}


def start_with_a_question(app: AppTest) -> None:
    """Ask to be interviewed before any document is there."""
    next(button for button in app.button if button.label == "Start with a question").click().run()


def finished(job: JobState[Any, Any] | None) -> bool:
    """Whether background work has ended."""
    return job is not None and not job.is_running


def test_pages_draw_with_nothing_in_them(empty_app: Open) -> None:
    """A first visitor can open every page."""
    for page, title in PAGES.items():
        app = empty_app(page)
        assert not app.exception, page
        assert app.title[0].value == title


def test_a_workspace_that_does_not_exist_is_explained(empty_app: Open) -> None:
    """A wrong address says which workspaces there are."""
    app = empty_app(workspace="nowhere")
    assert not app.exception
    assert "default" in app.error[0].value


def test_a_quick_reply_is_understood(empty_app: Open) -> None:
    """A choice under the question fills the brief and stays in the conversation."""
    app = empty_app("chat")
    start_with_a_question(app)
    first = next(button for button in app.button if button.key and button.key.endswith("-0"))
    first.click().run()
    assert not app.exception
    consultation = session.application().consultation("default")
    assert [turn.role for turn in consultation.conversation.turns()] == ["groundplan", "user", "groundplan"]
    assert consultation.overview().known


def test_who_answers_is_asked_once(empty_app: Open) -> None:
    """Beside the first question; what is chosen is kept and not asked again."""
    app = empty_app("chat")
    start_with_a_question(app)
    groups: list[Any] = list(app.get("button_group"))
    asked = [group for group in groups if "Who is answering" in group.label]
    assert len(asked) == 1
    asked[0].select("IT").run()
    assert not app.exception
    assert session.application().consultation("default").interview.respondent == "IT"
    assert not app.get("button_group")


def test_a_question_may_be_skipped(empty_app: Open) -> None:
    """Skipping a question puts another one."""
    app = empty_app("chat")
    start_with_a_question(app)
    before = session.application().consultation("default").interview.open_question()
    app.button(key=f"{before.id if before else ''}-skip").click().run()
    after = session.application().consultation("default").interview.open_question()
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
    while not finished(consultation.arrivals.job()):
        assert time.monotonic() < patience
        time.sleep(0.1)
    app.run()
    said = texts(app)
    assert "good.md" in said
    assert "broken.pdf" in said
    assert "Took in 1 of 2 documents" in said


def test_text_of_documents_is_no_markdown() -> None:
    """Markup in a name or a quotation is shown, not followed."""
    assert sources.plain("![x](http://example.org/a.png)") == r"\!\[x\]\(http\:\/\/example\.org/a\.png\)".replace(r"\/", "/")
    assert sources.plain("<b>a</b>\n# b") == r"\<b\>a\</b\> \# b"


def test_the_decision_of_an_empty_workspace_says_that_nothing_is_known(empty_app: Open) -> None:
    """Before anything is known the page says so, and draws what the usual levels give."""
    app = empty_app("decision")
    assert not app.exception
    assert "Nothing is known yet" in texts(app)
