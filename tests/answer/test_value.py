"""A question for a value is answered by that value or declined, never by a value of something else."""

from collections.abc import Sequence

import pytest

from rag.answer.extract_answer import NOT_FOUND, extract_answer
from rag.answer.query import read_query
from tests.answer.passages import cite, found, passage

PAPERS = (
    passage(1, "Hosting costs us 212 USD per month at the moment, all of it on one card."),
    passage(2, "The pilot contract expires on 1 April 2027. To prolong it we need 30 days' notice in writing."),
    passage(
        3,
        "The archive may be down for at most 4 hours. Claims Tech is 58 badges: 31 engineers and 9 analysts.",
    ),
    passage(4, "ARIES has no API, but can be reached by its PostgreSQL database. It holds 14,000 applications."),
    passage(7, "Sentry collects the errors of the app and of the portal."),
    passage(5, "Der Vertrag mit Konvera endet am 31.12.2027. Das Labor wird durch LabCore bedient."),
    passage(6, "Inventaire | Paris | 32 000 €", context="Coûts\nSystème | Lieu | Par an"),
)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What does hosting cost us per month?", "212 USD"),
        ("When does the pilot contract expire?", "1 April 2027"),
        ("How long may the archive be down?", "4 hours"),
        ("How many engineers does Claims Tech have?", "31"),
        ("How many applications does ARIES hold?", "14,000"),
        ("Wann endet der Vertrag mit Konvera?", "31.12.2027"),
        ("Combien coûte l'Inventaire par an ?", "32 000 €"),
    ],
)
def test_the_value_asked_for(question: str, value: str) -> None:
    """It is quoted, and marked as what answers."""
    answer = extract_answer(question, found(question, PAPERS), cite)
    assert answer.is_answered
    assert value in answer.citations[0].decisive


@pytest.mark.parametrize(
    "question",
    [
        "What does Sentry cost us per month?",  # a price, of something else
        "When does the pilot with Ribeiro start?",  # a date, of another event
        "Which version of PostgreSQL does ARIES run on?",  # named, without a version
        "How many analysts does Konvera have?",
        "What availability does Sentry guarantee?",
        "Was kostet LabCore im Jahr?",
        "In welchem Jahr wurde LabCore eingeführt?",
    ],
)
@pytest.mark.parametrize("has_meaning", [True, False])
def test_a_value_of_something_else_is_no_answer(question: str, has_meaning: bool) -> None:
    """Neither where the meaning of sentences is known nor without; the nearest passages are shown all the same."""

    def nearness(texts: Sequence[str]) -> list[float]:
        return [0.4 for _ in texts]

    answer = extract_answer(question, found(question, PAPERS), cite, nearness if has_meaning else None)
    assert not answer.is_answered
    assert answer.text == NOT_FOUND
    assert answer.nearest


def test_no_quantity_at_all() -> None:
    """Nothing that was found holds a quantity of the kind: the question is declined however near the words are."""
    text = "The search tool goes live in production as soon as the workers have said what they think of it."
    question = "On which date does the search tool go live in production?"
    answer = extract_answer(question, found(question, [passage(1, text)]), cite, lambda texts: [0.9 for _ in texts])
    assert not answer.is_answered
    assert [one.citation.quote for one in answer.nearest] == [text]


@pytest.mark.parametrize(
    ("question", "wants", "needs_value", "counted"),
    [
        ("How many engineers do we have?", "number", True, "engin"),
        ("Combien d'ingénieurs avons-nous ?", "number", True, "ingénieur"),
        ("Wie hoch ist die Verfügbarkeit der Datenbank?", "percent", True, ""),
        ("What does the licence of Orbis cost?", "money", True, ""),
        ("When in doubt, who decides?", "date", False, ""),
        ("How often is it backed up?", "duration", False, ""),
        ("How does the cost of hosting compare with that of licences?", "money", False, ""),
        ("Which systems are there?", "", False, ""),
    ],
)
def test_what_a_question_asks_for(question: str, wants: str, needs_value: bool, counted: str) -> None:
    """The kind of value, whether nothing else would answer, and what is counted."""
    query = read_query(question)
    assert (query.wants[:1], query.needs_value, query.counted) == ((wants,) if wants else (), needs_value, counted)


def test_nouns_with_a_capital_are_no_names() -> None:
    """German writes every noun so; elsewhere a capital inside the question makes a name."""
    assert read_query("Wie lange läuft der Vertrag mit der Werkstatt?").names == frozenset()
    assert len(read_query("Wie viel kostet die Wartung von LabCore in diesem Jahr?").names) == 1
    assert read_query("How long does the contract with Konvera run?").names
