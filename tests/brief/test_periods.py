"""Periods in which nothing may change, as days of a calendar."""

from datetime import date

from rag.brief.brief import Brief, Field, Status
from rag.brief.periods import FIELD, closed_on, closed_periods, start_of_work


def closing(*periods: dict[str, str]) -> Brief:
    """A brief with these periods."""
    return Brief(as_of="2026-11-29", fields={FIELD: Field(path=FIELD, value=list(periods), status=Status.DOCUMENTED)})


def test_a_season_comes_every_year() -> None:
    """A span of days without a year is there once for each year, and may run over New Year."""
    brief = closing({"from": "--11-01", "to": "--01-15"})
    found = closed_periods(brief, date(2027, 1, 1), date(2028, 6, 1))
    assert [(one.start.isoformat(), one.end.isoformat()) for one in found] == [
        ("2026-11-01", "2027-01-15"),
        ("2027-11-01", "2028-01-15"),
    ]
    assert closed_on(found, date(2028, 1, 15)) == found[1]
    assert closed_on(found, date(2028, 1, 16)) is None


def test_dates_are_taken_as_they_are_and_words_are_left() -> None:
    """A period with years is there once; one without days is none."""
    brief = closing({"from": "2026-12-15", "to": "2027-01-10"}, {"from": "", "to": "harvest"})
    assert len(closed_periods(brief, date(2026, 12, 1), date(2030, 1, 1))) == 1
    assert not closed_periods(brief, date(2027, 2, 1), date(2030, 1, 1))


def test_work_starts_on_a_monday() -> None:
    """The first Monday at least two weeks ahead."""
    assert start_of_work("2026-11-29") == date(2026, 12, 14)
