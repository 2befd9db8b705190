"""Sentences of two documents: the same, a contradiction, or neither; a false alarm is worse than a miss."""

import pytest

from rag.answer.candidates import Candidate, rank_sentences
from rag.answer.likeness import Likeness, compare
from rag.answer.query import read_query
from tests.answer.passages import passage

QUESTION = "Within what time must the order database be restored after a failure?"
POLICY = "Continuity policy › Recovery"
RUNBOOK = "Operations runbook › Restart"


def likeness(
    one: str, other: str, question: str = QUESTION, contexts: tuple[str, str] = (POLICY, RUNBOOK)
) -> tuple[Likeness, tuple[str, str]]:
    """How two documents of one sentence each stand to each other."""
    query = read_query(question)
    found: list[Candidate] = []
    for number, (text, context) in enumerate(zip((one, other), contexts, strict=True)):
        found += rank_sentences(query, [passage(number, text, context)])[:1]
    result = compare(query, found[0], found[1])
    assert compare(query, found[1], found[0]).likeness == result.likeness, "the order of two sentences makes no difference"
    return result.likeness, result.values


RESTORED = "The order database must be restored within 4 h after a failure."


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        (RESTORED, "The order database must be restored within 8 h after a failure.", ("4 h", "8 h")),
        (RESTORED, "The order database is restored within one day after a failure.", ("4 h", "one day")),
        (
            "The order database restore of the year is rehearsed on 4 May 2027.",
            "The order database restore of the year is rehearsed on 9 June 2027.",
            ("4 May 2027", "9 June 2027"),
        ),
        (
            "A restore of the order database after failure costs EUR 4,000.",
            "A restore of the order database after failure costs EUR 9,000.",
            ("EUR 4,000", "EUR 9,000"),
        ),
        (
            "After a failure the order database is restored from 95 % of the logs.",
            "After a failure the order database is restored from 80 % of the logs.",
            ("95 %", "80 %"),
        ),
        (
            "Operators must restore the order database after a failure by hand.",
            "Operators must not restore the order database after a failure by hand.",
            ("", ""),
        ),
        (
            "Die Bestelldatenbank muss nach einem Ausfall binnen 4 Stunden wiederhergestellt werden.",
            "Die Bestelldatenbank muss nach einem Ausfall binnen 8 Stunden wiederhergestellt werden.",
            ("4 Stunden", "8 Stunden"),
        ),
    ],
)
def test_one_value_that_differs_is_a_contradiction(one: str, other: str, values: tuple[str, str]) -> None:
    """Durations, dates, money, percentages, must against must not."""
    question = "Wie schnell muss die Bestelldatenbank wiederhergestellt werden?" if one.startswith("Die") else QUESTION
    assert likeness(one, other, question) == (Likeness.OPPOSED, values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RESTORED, "The order database is restored within four hours after a failure."),
        (RESTORED, "The order database must be restored within 240 minutes after a failure."),
        (RESTORED, RESTORED),
    ],
)
def test_the_same_value_in_other_words_is_the_same(one: str, other: str) -> None:
    """Another notation of a value is no other value."""
    assert likeness(one, other)[0] is Likeness.SAME


@pytest.mark.parametrize(
    "other",
    [
        "The order database of tier 2 must be restored within 8 h after a failure.",
        "The order database in Odense must be restored within 8 h after a failure.",
        "The standby order database must be restored within 8 h after a failure.",
        "The order database was restored within 8 h after a failure.",
        "The order database was actually restored within 8 h after the failure.",
        "The order database had to be restored within 8 h after a failure until 2024.",
        "The order database will be restored within 2 h after a failure.",
        "The order database must be restored within 8 h after a failure at night.",
        "The order database must be restored within 8 h after a failure, in 2 steps.",
        "The order database must be restored at least 2 times after a failure.",
        "The price list must be copied within 8 h after an import.",
        "The order database costs EUR 8 after a failure.",
    ],
)
def test_what_is_of_something_else_is_no_contradiction(other: str) -> None:
    """Tiers, places, systems, periods, history, plans and measured values are told apart."""
    assert likeness(RESTORED, other)[0] is Likeness.OTHER


@pytest.mark.parametrize(
    "contexts",
    [
        ("Payroll runbook › Restart", "Shop runbook › Restart"),
        ("Continuity policy › Tier 1", "Operations runbook › Tier 2"),
        ("Continuity policy › Targets", "Operations runbook › Measured"),
        ("IT strategy 2023 › Recovery", "IT strategy 2026 › Recovery"),
        ("Continuity policy › Recovery", "Draft of a concept › Recovery"),
        ("Payroll › Restart", "Order database › Restart"),
    ],
)
def test_where_it_stands_tells_statements_apart(contexts: tuple[str, str]) -> None:
    """Two runbooks, two tiers, target and measured, two years, a draft, two things of which the question names one."""
    other = "The order database must be restored within 8 h after a failure."
    question = "Within what time must the payroll order database be restored after a failure?"
    assert likeness(RESTORED, other, question, contexts)[0] is Likeness.OTHER


def test_two_contracts_do_not_contradict_each_other() -> None:
    """What a paper says of itself and its parties holds for that paper."""
    one = "Either party may terminate the agreement with written notice of 9 months to the year's end."
    other = one.replace("9 months", "6 months")
    contexts = ("Hosting › Term", "Cleaning › Term")
    assert likeness(one, other, "How long is the period of notice?", contexts)[0] is Likeness.OTHER


def test_a_row_of_a_table_is_never_compared() -> None:
    """Rows are what the ledger reads; as sentences they have too few words to be of the same thing."""
    header = "Inventory\nSystem | RTO | Owner"
    got = likeness("Order database\t4 h\tthe order team", "Order database\t8 h\tthe order team", QUESTION, (header, header))
    assert got[0] is Likeness.OTHER


def test_sentences_of_one_document_are_not_set_against_each_other() -> None:
    """A document may repeat itself for different cases; which, nobody knows."""
    query = read_query(QUESTION)
    text = f"{RESTORED} The order database must be restored within 8 h after a failure."
    ranked = rank_sentences(query, [passage(1, text, POLICY)])
    assert compare(query, ranked[0], ranked[1]).likeness is Likeness.OTHER
