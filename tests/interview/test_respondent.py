"""Who answers decides which questions come first: asked once, kept, and never in place of an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.knowledge.questions import For, load_questions
from rag.settings import Settings
from tests.command import TODAY

TABLE = load_questions()


@pytest.fixture
def consultation(tmp_path: Path) -> Iterator[Consultation]:
    """An empty workspace."""
    settings = Settings(data_dir=tmp_path, embedder="hashing", ocr="off", libreoffice="off")
    with open_application(settings, writing=True, as_of=TODAY, indexes=False) as application:
        yield application.consultation("default")


def places(consultation: Consultation, whom: For) -> list[int]:
    """Where the questions for somebody stand among all open ones."""
    rows = {row.id: row.answerable for row in TABLE.rows}
    return [place for place, question in enumerate(consultation.interview.round().open) if rows.get(question.id) == whom]


def test_their_own_questions_come_earlier(consultation: Consultation) -> None:
    """IT is asked earlier what IT knows, and management what management knows."""
    by_default = places(consultation, "it"), places(consultation, "specialist")
    for_management = places(consultation, "manager")
    consultation.interview.set_respondent("IT")
    assert sum(places(consultation, "it")) < sum(by_default[0])
    consultation.interview.set_respondent("specialist")
    assert sum(places(consultation, "specialist")) < sum(by_default[1])
    consultation.interview.set_respondent("management")
    assert (places(consultation, "it"), places(consultation, "specialist")) == by_default
    assert places(consultation, "manager") == for_management


def test_it_is_no_answer_to_a_question(consultation: Consultation) -> None:
    """The first round is as long as before, begins with the goal, and no field of the decision changes."""
    before = consultation.interview.round().questions
    assert consultation.interview.respondent == ""
    consultation.interview.set_respondent("IT")
    assert consultation.interview.respondent == "IT"
    after = consultation.interview.round().questions
    assert (len(after), after[0].id) == (len(before), before[0].id) == (TABLE.rules.first_round, "Q01")


@pytest.mark.parametrize("whom", ["manager", "it", "specialist"])
def test_nobody_is_more_likely_to_answer_than_those_whom_it_is_for(whom: For) -> None:
    """The table: each kind of question is worth most to the people whom it is for."""
    likely = {who: by_kind[whom] for who, by_kind in TABLE.rules.answerability.items()}
    own = {"manager": "management", "it": "IT", "specialist": "specialist"}[whom]
    assert likely[own] == max(likely.values()) == 1.0
