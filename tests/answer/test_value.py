"""A question for a value is answered by that value or declined, never by a value of something else."""

from collections.abc import Sequence
from dataclasses import replace

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


PORT = (
    passage(
        1, "8.2 All meters in the outer harbour report to the office. Turnover in 2025 was EUR 96 million, up from the start."
    ),
    passage(
        2, "Bookings are held in Chapel Diary, version 4.1, on PostgreSQL 14. LiftLog's upkeep swallows EUR 145,000 a year."
    ),
    passage(3, "The old planner is switched off once the new one has run for a quarter."),
    passage(4, "The contractor patches the servers on the last Sunday of the month."),
    passage(5, "The Head of Records signs off every move. The clerk of works is Moira Finn."),
    passage(6, "The Nielsen contract entitles us to 40 downloads a day."),
)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Harbour turnover 2025", "EUR 96 million"),
        ("When is the old planner switched off?", "once the new one has run"),  # a time without a date
        ("Who is the clerk of works?", "Moira Finn"),
        ("How many Nielsen downloads does the contract allow?", "40"),
        ("On which days does the contractor patch the servers?", "Sunday"),
    ],
)
def test_values_that_are_no_plain_quantity(question: str, value: str) -> None:
    """Keywords ask as whole questions do; an event tells a time, a name tells who."""
    answer = extract_answer(question, found(question, PORT), cite)
    assert answer.is_answered
    assert value in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Harbour turnover 2024",  # last year's stands there
        "What was the turnover in 2024?",
        "How many meters does the outer harbour have?",  # 8.2 is the number of the clause
        "How many bookings does Chapel Diary hold?",  # 4.1 and 14 are versions
        "What does Chapel Diary cost a year?",  # the price behind it is of what that sentence names
        "Who is the Head of Records?",  # the post is named, nobody who holds it
        "Which firm is the contractor that patches the servers?",
    ],
)
def test_what_looks_like_the_value_is_none(question: str) -> None:
    """Numbers of clauses, versions and other years are no values of what is asked for."""
    assert not extract_answer(question, found(question, PORT), cite).is_answered


def test_rows_of_separated_values() -> None:
    """Each line of a file of separated values answers by itself, and the head of its column says what a number is of."""
    header = "Inventory\nSystem | Supplier | Yearly cost GBP | Ends"
    table = passage(1, "Porterline,Facilis,132500,2028-06-30\nBedWeb,own,4100,-", header)
    question = "What does Porterline cost a year?"
    answer = extract_answer(question, found(question, [table]), cite)
    assert answer.citations[0].citation.quote == "Porterline,Facilis,132500,2028-06-30"
    assert "Yearly cost GBP: 132500" in answer.sentences[0].text
    bare = passage(1, table.text, "Inventory\nSystem | Supplier | Seats | Ends")
    assert not extract_answer(question, found(question, [bare]), cite).is_answered


def test_who_writes_is_said_by_the_whole_paper() -> None:
    """A name in a letterhead is missing in no sentence of its paper, and the letterhead itself is no answer."""
    letterhead = "Tararua Water Board, Pahiatua. Agreement with Kowhai Systems."
    parts = (
        replace(passage(1, letterhead, document="agreement.md"), head=letterhead),
        replace(passage(2, "The telemetry intake is up 99.95 % of each month.", document="agreement.md"), head=letterhead),
    )
    question = "What availability did Kowhai promise Tararua for the telemetry intake?"
    answer = extract_answer(question, found(question, parts), cite)
    assert answer.sentences[0].text == parts[1].text
    strangers = [replace(one, head="") for one in parts]
    assert not extract_answer(question, found(question, strangers), cite).is_answered


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
        ("How many Tally Prime licences do we hold?", "number", True, "licenc"),
        ("How many hours does it take?", "duration", True, "hour"),
        ("notice period Aspsms", "duration", True, ""),
        ("What is the notice period of Orbis?", "duration", True, ""),
        ("How many service engineers do we have?", "number", True, "servic engin"),
        ("¿Cuántos buzos hay en cada centro?", "number", True, "buz"),
        ("What time does the shop open?", "time", True, ""),
        ("Quanto paga a associação por prova?", "money", True, ""),
        ("Which supplier delivers the sensors?", "name", True, ""),
        ("Which sensors does the supplier deliver?", "", False, ""),
        ("In which year was it built?", "date", True, ""),
        ("Who is the Director of Finance?", "name", True, ""),
    ],
)
def test_what_a_question_asks_for(question: str, wants: str, needs_value: bool, counted: str) -> None:
    """The kind of value, whether nothing else would answer, and what is counted."""
    query = read_query(question)
    assert (query.wants[:1], query.needs_value, query.counted) == (
        (wants,) if wants else (),
        needs_value,
        tuple(counted.split()),
    )


def test_nouns_with_a_capital_are_no_names() -> None:
    """German writes every noun so; elsewhere a capital inside the question makes a name."""
    assert read_query("Wie lange läuft der Vertrag mit der Werkstatt?").names == frozenset()
    assert len(read_query("Wie viel kostet die Wartung von LabCore in diesem Jahr?").names) == 1
    assert read_query("How long does the contract with Konvera run?").names


def test_a_sentence_without_a_word_of_the_question_gives_no_value_of_it() -> None:
    """A price of something else is not the price of the thing that another paper speaks of."""
    text = "Running the platform may eat up £4,500 a month."
    question = "How much do the dome controllers cost per month?"
    thing = passage(1, "The dome controllers of Harrowgate lapse in June.")
    answer = extract_answer(question, found(question, [thing, passage(2, text)]), cite, lambda texts: [0.6 for _ in texts])
    assert not answer.is_answered
    own = passage(2, text.replace("Running the platform", "The dome controllers"))
    assert "£4,500" in extract_answer(question, found(question, [thing, own]), cite).text


def test_a_month_is_no_name() -> None:
    """Nobody who could be asked for is named by "from May on"."""
    question = "Which firm does our accounting?"
    text = "The accounting costs us 600 EUR per month; accounting may be cheaper from May on."
    assert not extract_answer(question, found(question, [passage(1, text)]), cite).is_answered
    named = text.replace("from May on", "with Brightleaf")
    assert "Brightleaf" in extract_answer(question, found(question, [passage(1, named)]), cite).text


def test_prices_in_many_currencies() -> None:
    """What follows the number tells that it is a price, wherever that currency is paid."""
    for price in ("1 450 000 FCFA", "KES 420,000", "₦1,200,000", "3,500 AED"):
        question = "What does the VSAT link cost per month?"
        answer = extract_answer(question, found(question, [passage(1, f"The VSAT link comes to {price} per month.")]), cite)
        assert answer.is_answered
        assert price in answer.citations[0].decisive
