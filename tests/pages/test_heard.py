"""What a connected model reads in an answer, on the page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import session
from tests.llm.server import chat_server
from tests.pages.conftest import Open, _app_on, _open, texts

ANSWER = "Forty of us sit here until the evening, and all we do is look for folders that somebody else has on the desk"
LABEL = "Primary objective"
SAID = {
    "values": [
        {"field": "objective.primary", "value": "efficiency", "words": "look for folders"},
        {"field": "rel.slo", "value": "99.9 %", "words": "until the evening"},
    ]
}


@pytest.fixture
def connected_app(empty_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the app on an empty record, with a model that reads the answer so."""
    with chat_server("given") as server:
        server.given = json.dumps(SAID)
        monkeypatch.setenv("GROUNDPLAN_LLM_BASE_URL", server.base_url)
        monkeypatch.setenv("GROUNDPLAN_LLM_MODEL", "a-model")
        for _ in _app_on(empty_record, tmp_path, monkeypatch):
            yield _open


def answered(app: AppTest) -> AppTest:
    """The page after the first question was answered in these words."""
    next(button for button in app.button if button.label == "Start with a question").click().run()
    return app.chat_input[0].set_value(ANSWER).run()


def press(app: AppTest, label: str) -> AppTest:
    """The page after this button."""
    return next(button for button in app.button if button.label == label).click().run()


def test_a_reading_is_shown_and_taken(connected_app: Open) -> None:
    """Value and words stand on the page with what was left out and why; no question is put meanwhile; a press records it."""
    app = answered(connected_app("chat"))
    assert not app.exception
    said = texts(app)
    assert "Primary objective: internal efficiency" in said.replace("*", "")
    assert "look for folders" in said
    assert "a figure that is not in your words" in said
    assert "Why I ask" not in said
    assert not session.application().consultation("default").brief().is_known("objective.primary")
    press(app, "Take it")
    assert not app.exception
    assert "Why I ask" in texts(app)
    assert session.application().consultation("default").brief().value("objective.primary") == "internal_efficiency"


def test_a_reading_is_changed(connected_app: Open) -> None:
    """Other words are taken in its place; what cannot be read is said, and the reading goes on waiting."""
    app = answered(connected_app("chat"))
    next(one for one in app.text_input if one.label == LABEL).set_value("purple")
    press(app, "Take it so")
    assert "not understood" in texts(app)
    next(one for one in app.text_input if one.label == LABEL).set_value("compliance")
    press(app, "Take it so")
    assert not app.exception
    assert session.application().consultation("default").brief().value("objective.primary") == "compliance"


def test_a_reading_is_rejected(connected_app: Open) -> None:
    """After a no nothing of it is known, and the conversation goes on."""
    app = press(answered(connected_app("chat")), "Not so")
    assert not app.exception
    assert "Why I ask" in texts(app)
    assert not session.application().consultation("default").brief().is_known("objective.primary")
