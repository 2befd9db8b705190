"""The day that a person names."""

import pytest

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.quantities import load_quantities
from rag.knowledge.replies import load_replies

AMOUNTS = AmountReader(
    load_quantities(), load_gazetteer(), load_replies().spoken, load_brief_knowledge().fields.told, "2026-11-29"
)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("31.12.2027", "2027-12-31"),
        ("El 15 de mayo, creo, pero de 2028", "2028-05-15"),
        ("el 15 de mayo", "2027-05-15"),
        ("Ende Juni", "2027-06-30"),
        ("in December", "2026-12-31"),
        ("September", "2027-09-30"),
        ("au plus tard en juin", "2027-06-30"),
        ("End of next year, and they want three months' notice", "2027-12-31"),
        ("March next year", "2027-12-31"),
        ("in March next year", "2027-03-31"),
        ("next summer", "2027-06-30"),
        ("in twelve weeks", "2027-02-21"),
        ("spring 2028", "2028-04-30"),
        ("29 February", "2027-02-28"),
        ("El 29 de febrero, creo, pero de 2028", "2028-02-29"),
        ("in February next year", "2027-02-28"),
    ],
)
def test_the_day_is_read(said: str, day: str) -> None:
    """A date; a day or a month without a year is the one that comes, a year that stands apart is its own."""
    assert AMOUNTS.read(normalise(said).text, "time.first_release", "weeks") == {"time.first_release": day}


@pytest.mark.parametrize(
    "said",
    ["three people", "it ran out in March", "it renewed in January for three years", "before the summer", "when it is ready"],
)
def test_no_day_is_made_up(said: str) -> None:
    """A number of something else, what is past, a contract that began earlier, a time of the year without a year."""
    assert AMOUNTS.read(normalise(said).text, "legacy.contract_end", "weeks") == {}


@pytest.mark.parametrize(
    ("said", "unit", "path"),
    [("three clicks", "ms", "perf.latency"), ("two people", "s", "rel.rto"), ("Forty", "EUR", "budget.total")],
)
def test_a_number_of_something_else_is_no_figure(said: str, unit: str, path: str) -> None:
    """“Three clicks” are no milliseconds, and forty is no budget."""
    assert AMOUNTS.read(normalise(said).text, path, unit) == {}
