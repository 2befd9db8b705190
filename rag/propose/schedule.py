"""When things happen: the start, the milestones one after the other, and the periods in which nothing may change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rag.knowledge.delivery_plan import MilestoneRow
from rag.propose.draft import Draft
from rag.propose.wording import sentence

START_DAYS = 14  # from the day of the proposal to the first working day of milestone 0
DEFAULT_WEEKS = 26.0
MOST_WEEKS = 520.0  # a plan over more than ten years is no plan


@dataclass(frozen=True, slots=True)
class Span:
    """A milestone with its dates."""

    row: MilestoneRow
    start: date
    end: date


def first_release_weeks(draft: Draft) -> float:
    """Weeks from the start to the first release."""
    value = draft.inputs.brief.value("time.first_release")
    if isinstance(value, int | float) and value > 0:
        return min(float(value), MOST_WEEKS)
    if isinstance(value, str):
        try:
            days = (date.fromisoformat(value[:10]) - start_date(draft)).days
        except ValueError:
            return _planned_weeks(draft)
        return min(max(2.0, days / 7), MOST_WEEKS)
    return _planned_weeks(draft)


def _planned_weeks(draft: Draft) -> float:
    sizing = draft.inputs.sizing
    return min(sizing.plan.weeks, MOST_WEEKS) if sizing is not None and sizing.plan.weeks > 0 else DEFAULT_WEEKS


def start_date(draft: Draft) -> date:
    """The first Monday at least two weeks after the proposal."""
    day = date.fromisoformat(draft.inputs.brief.as_of) + timedelta(days=START_DAYS)
    return day + timedelta(days=-day.weekday() % 7)


def schedule(draft: Draft) -> list[Span]:
    """The milestones that apply, one after the other."""
    total = first_release_weeks(draft) * 7
    day, spans = start_date(draft), []
    for row in draft.knowledge.milestones.milestones:
        if row.when.holds(draft.values) is True:
            end = day + timedelta(days=max(7, round(total * row.share)))
            spans.append(Span(row, day, end))
            day = end
    return spans


def accepted(draft: Draft, row: MilestoneRow) -> list[str]:
    """What is shown before a milestone counts, as far as it applies here."""
    words = {"product": draft.product, "company": draft.company}
    rows = (draft.is_bought and row.bought) or row.accept
    return [sentence(one.text.format_map(words)) for one in rows if one.when.holds(draft.values) is True]


def frozen(draft: Draft, first: str, last: str) -> list[tuple[str, str]]:
    """Start and end (ISO dates) of the periods between two days in which nothing may change."""
    items: Any = draft.inputs.brief.value("time.frozen_periods") or []
    found = [
        (max(first, str(item["from"])), str(item["to"]))
        for item in (items if isinstance(items, list | tuple) else [items])
        if isinstance(item, Mapping) and is_date(item.get("from")) and is_date(item.get("to")) and str(item["from"]) <= last
    ]
    return [(start, end) for start, end in found if start < end]


def is_date(value: Any) -> bool:
    """Whether it is an ISO date."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
