"""A person's words about a fact become edits in the record's own units; what cannot be read is refused."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UsageError
from rag.extract.fact import Fact, Scalar, Time
from rag.ground.citation import Citation
from rag.knowledge.quantities import load_quantities
from rag.ledger.edit import in_words, read_edits, words_of

QUANTITIES = load_quantities()
PLACE = Citation(document_id="d", document="policy.md", sha256="0", page=1, page_index=0, locator="p. 1", quote="words")


def fact_of(value: Scalar, unit: str = "", **more: Any) -> Fact:
    """A fact with this value."""
    return Fact(id="f", kind="rto", statement="words", value=value, unit=unit, citation=PLACE, **more)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(14400.0, "s", "4 h"), (99.9, "%", "99.9 %"), (300000.0, "EUR", "EUR 300,000"), ("2027-03-31", "date", "31 March 2027")],
)
def test_a_fact_is_shown_as_people_write(value: Scalar, unit: str, shown: str) -> None:
    """The form shows the value in words, not in the record's units."""
    assert words_of(fact_of(value, unit)).value == shown


@pytest.mark.parametrize(
    ("value", "unit", "said", "said_unit", "expected"),
    [
        (14400.0, "s", "8 h", "s", (28800.0, "s")),
        (14400.0, "s", "15 minutes", "s", (900.0, "s")),
        (14400.0, "s", "30", "min", (1800.0, "s")),
        (14400.0, "s", "4 h", "min", (240.0, "s")),
        (99.9, "%", "99.95", "%", (99.95, "%")),
        (300000.0, "EUR", "450 k€", "EUR", (450000.0, "EUR")),
        (300000.0, "EUR", "EUR 300,000", "USD", (300000.0, "USD")),
        (200.0, "GB", "1.5 TB", "GB", (1500.0, "GB")),
        (10.0, "years", "6 months", "years", (0.500041068, "years")),
        (500.0, "ms", "1.2 s", "ms", (1200.0, "ms")),
        (12.0, "users", "15 users", "users", (15.0, "users")),
        (12.0, "users", "15", "devices", (15.0, "devices")),
        (5.0, "1/s", "8 per second", "1/s", (8.0, "1/s")),
    ],
)
def test_amounts_keep_their_dimension(value: float, unit: str, said: str, said_unit: str, expected: tuple[float, str]) -> None:
    """An amount is read in its own dimension and converted; a range around the old value goes."""
    fact = fact_of(value, unit, low=1.0)
    edits = read_edits(fact, replace(words_of(fact), value=said, unit=said_unit), QUANTITIES)
    assert (edits["value"], edits["unit"]) == expected
    assert edits["low"] is None


@pytest.mark.parametrize(
    ("value", "unit", "said", "said_unit", "message"),
    [
        (14400.0, "s", "soon", "s", "“soon” is not understood. Write it like 4 h"),
        (14400.0, "s", "8", "s", "“8” is not understood"),
        (14400.0, "s", "7", "crates", "with the unit crates"),
        (99.9, "%", "200 %", "%", "is not understood"),
        (300000.0, "EUR", "7", "crates", "is not understood"),
        ("2027-03-31", "date", "soon", "date", "is no date"),
        ("SQL Server", "", "Oracle", "GB", "is no number"),
        (True, "", "perhaps", "", "neither yes nor no"),
        (14400.0, "s", "  ", "s", "The value is empty"),
        ("SQL Server", "", "x" * 300, "", "300 characters"),
        (14400.0, "s", "4 h", "s", "Nothing is changed"),
    ],
)
def test_what_cannot_be_read_is_refused(value: Scalar, unit: str, said: str, said_unit: str, message: str) -> None:
    """The message says which words, and how such a value is written."""
    fact = fact_of(value, unit)
    with pytest.raises(UsageError, match=message):
        read_edits(fact, replace(words_of(fact), value=said, unit=said_unit), QUANTITIES)


def test_only_what_changed_is_edited() -> None:
    """Subject, time and weight are edits of their own; a date, a name and a yes are taken as they are meant."""
    fact = fact_of(14400.0, "s")
    said = replace(words_of(fact), subject=" the  ERP ", time=Time.PLANNED, hard=True)
    assert read_edits(fact, said, QUANTITIES) == {"subject": "the ERP", "time": "planned", "hard": True}
    assert in_words({"value": 28800.0, "unit": "s", "hard": True}, fact) == "value 8 h, hard"
    date = fact_of("2027-03-31", "date")
    assert read_edits(date, replace(words_of(date), value="30 April 2027"), QUANTITIES) == {"value": "2027-04-30"}
    yes = fact_of(True)
    assert read_edits(yes, replace(words_of(yes), value="no"), QUANTITIES) == {"value": False}
    name = fact_of("SQL Server")
    assert read_edits(name, replace(words_of(name), value="Oracle 19c"), QUANTITIES) == {"value": "Oracle 19c"}


@given(
    st.text(max_size=40), st.text(max_size=8), st.sampled_from([(14400.0, "s"), (99.9, "%"), (12.0, ""), ("x", ""), (None, "")])
)
def test_any_words_are_read_or_refused(said: str, unit: str, held: tuple[Scalar, str]) -> None:
    """Whatever is typed, the edits make a sound fact or there is a message."""
    fact = fact_of(*held)
    try:
        edits = read_edits(fact, replace(words_of(fact), value=said, unit=unit), QUANTITIES)
    except UsageError:
        return
    Fact.model_validate({**fact.model_dump(), **edits})
