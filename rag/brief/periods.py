"""When work starts, and the periods in which nothing may change, as days of a calendar."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from rag.brief.brief import Brief

FIELD = "time.frozen_periods"
START_DAYS = 14  # from the day of the Brief to the first working day
YEARLY = "--"  # what a day begins with that comes every year: “--11-01”


class Period(NamedTuple):
    """Days in which nothing may change."""

    start: date
    end: date  # inclusive


def start_of_work(as_of: str) -> date:
    """The first Monday at least two weeks after the day of the Brief."""
    day = date.fromisoformat(as_of) + timedelta(days=START_DAYS)
    return day + timedelta(days=-day.weekday() % 7)


def closed_periods(brief: Brief, first: date, last: date) -> tuple[Period, ...]:
    """Those that touch the days from `first` to `last`, in order; what comes every year is there once for each year."""
    value: Any = brief.value(FIELD) or []
    items = value if isinstance(value, list | tuple) else [value]
    found = {period for item in items if isinstance(item, Mapping) for period in _periods(item, first, last)}
    return tuple(sorted(found))


def closed_on(periods: tuple[Period, ...], day: date) -> Period | None:
    """The period that a day lies in."""
    return next((period for period in periods if period.start <= day <= period.end), None)


def _periods(item: Mapping[str, Any], first: date, last: date) -> Iterator[Period]:
    start, end = str(item.get("from") or ""), str(item.get("to") or "")
    for year in range(first.year - 1, last.year + 1) if start.startswith(YEARLY) else (0,):
        begins, ends = _day(start, year), _day(end, year)
        if begins is not None and ends is not None and ends < begins and end.startswith(YEARLY):
            ends = _day(end, begins.year + 1)
        if begins is not None and ends is not None and begins < ends and begins <= last and ends >= first:
            yield Period(begins, ends)


def _day(text: str, year: int) -> date | None:
    """An ISO date, or the day of a year; None for anything else."""
    try:
        return date.fromisoformat(f"{year:04d}{text[1:]}" if text.startswith(YEARLY) else text)
    except ValueError:
        return None
