"""The bank's question behind a question as a person put it."""

import pytest

from rag.interview.read import AnswerReader
from rag.knowledge.knowledge import Knowledge


@pytest.fixture(scope="module")
def reader() -> AnswerReader:
    """A reader with the bank; no document rules are needed to find a question."""
    knowledge = Knowledge()
    extract = knowledge.extract
    return AnswerReader(
        knowledge.questions,
        knowledge.replies,
        extract.quantities,
        extract.gazetteer,
        extract.countries,
        knowledge.goals,
        knowledge.brief.fields,
        lambda _text: {},
        lambda _path, value: str(value),
        "2026-11-21",
    )


@pytest.mark.parametrize(
    ("asked", "id_"),
    [
        ("Q09", "Q09"),
        (" q09 ", "Q09"),
        ("At the busiest moment, how many people use it at once?", "Q09"),
        ("How many simultaneous users do you expect at peak?", "Q09"),
        ("Wie viele Nutzer arbeiten gleichzeitig?", "Q09"),
        ("What is the primary goal of the project?", "Q01"),
        ("Who will use the system?", "Q05"),
        ("How big is your team?", "Q51"),
        ("What is your budget?", "Q48"),
        ("Wie hoch ist das Budget?", "Q48"),
        ("When do you have to go live?", "Q49"),
        ("Which legacy systems must be integrated?", "Q32"),
        ("Are there any technological constraints?", "Q40"),
        ("What are the main challenges?", "Q47"),
        ("What is the recovery time objective (RTO)?", "Q19"),
        ("How much data loss is acceptable?", "Q20"),
        ("Which regulations apply: GDPR, HIPAA, PCI?", "Q45"),
        ("Should it run in the cloud or on-premises?", "Q41"),
    ],
)
def test_a_question_is_known_by_its_sense(reader: AnswerReader, asked: str, id_: str) -> None:
    """The id, the bank's own words and other people's words lead to the same question."""
    found = reader.find_question(asked)
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "What about the cafeteria?",
        "Which colour has the logo?",
        "Who is the chairman?",
        "Is the slope slow?",
        "What is the termination clause?",
        "Q99",
    ],
)
def test_a_strange_question_is_none_of_ours(reader: AnswerReader, asked: str) -> None:
    """A question that the bank does not have stays free text."""
    assert reader.find_question(asked) is None


def test_a_question_per_system_keeps_its_subject(reader: AnswerReader) -> None:
    """A question that is asked for each system is found for the one that was named."""
    found = reader.find_question("Q34", "SAP ECC")
    assert found is not None
    assert found.id == "Q34:SAP ECC"
    again = reader.find_question("Q34:SAP ECC")
    assert again is not None
    assert again.id == "Q34:SAP ECC"


def test_texts_have_no_open_slots() -> None:
    """Only questions that are asked per subject have names to be filled in."""
    for row in Knowledge().questions.rows:
        assert row.per or "{" not in row.text, row.id
