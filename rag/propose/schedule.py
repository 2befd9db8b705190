"""When things happen: the start, the milestones one after the other, and the periods in which nothing may change."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rag.brief.periods import Period, closed_on, closed_periods, start_of_work
from rag.knowledge.delivery_plan import MilestoneRow
from rag.propose.draft import Draft
from rag.propose.situation import replaced_systems
from rag.propose.wording import sentence

DEFAULT_WEEKS = 26.0
MOST_WEEKS = 520.0  # a plan over more than ten years is no plan
LEAST_DAYS = 7  # of a milestone
LEAST_LEFT = 2 / 3  # of its time, where a milestone ends before a period instead of behind it
NEAR_DAYS = 28  # a period so near to a date is told beside it
FARTHEST = 3.0  # times to the first release that a plan reaches
FIRST_RELEASE = "time.first_release"


@dataclass(frozen=True, slots=True)
class Span:
    """A milestone with its dates."""

    row: MilestoneRow
    start: date
    end: date


def first_release_weeks(draft: Draft) -> float:
    """Weeks from the start to the first release."""
    value = draft.inputs.brief.value(FIRST_RELEASE)
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
    return min(sizing.plan.release_weeks, MOST_WEEKS) if sizing is not None and sizing.plan.weeks > 0 else DEFAULT_WEEKS


def start_date(draft: Draft) -> date:
    """The first Monday at least two weeks after the proposal."""
    return start_of_work(draft.inputs.brief.as_of)


def schedule(draft: Draft) -> list[Span]:
    """The milestones that apply, one after the other; nothing goes live in a period in which nothing may change."""
    start, total = start_date(draft), first_release_weeks(draft) * 7
    periods = closed_periods(draft.inputs.brief, start, start + timedelta(days=round(total * FARTHEST)))
    day, planned, spans = start, 0.0, dict[str, Span]()
    for row in draft.knowledge.milestones.milestones:
        if row.when.holds(draft.values) is not True:
            continue
        beside = spans.get(row.after)
        if beside is not None or planned >= 1:  # behind the first release the time runs from where it really came
            begins = beside.end if beside is not None else day
            days = max(LEAST_DAYS, round(total * row.share))
            most = row.bought_weeks * 7 if draft.is_bought and row.bought_weeks else days
            end = begins + timedelta(days=min(days, most))
        else:
            begins = day
            end = max(start + timedelta(days=round(total * (planned + row.share))), begins + timedelta(days=LEAST_DAYS))
        planned += row.share
        spans[row.id] = Span(row, begins, _live(draft, row, begins, end, periods))
        day = spans[row.id].end
    return list(spans.values())


def _live(draft: Draft, row: MilestoneRow, begins: date, end: date, periods: tuple[Period, ...]) -> date:
    """The end of a milestone, moved out of a period in which nothing may change; the day that the company set stays."""
    if row.moves_out:
        closed = (min(end, one.end) - max(begins, one.start) for one in periods if one.start <= end and one.end >= begins)
        end += sum(closed, timedelta())  # what waits in a period goes on behind it
    period = closed_on(periods, end) if row.goes_live else None
    if period is not None and not (row.is_release and draft.has(FIRST_RELEASE)):
        before = period.start - timedelta(days=1)
        is_early = not row.is_release and (before - begins) >= (end - begins) * LEAST_LEFT
        end = before if is_early else period.end + timedelta(days=1)
    if row.moves_out:
        ends = [date.fromisoformat(s.contract_end) for s in replaced_systems(draft.inputs.brief) if is_date(s.contract_end)]
        end = min([end, *(day for day in ends if day >= begins + timedelta(days=LEAST_DAYS))])
    return end


def closed_in(draft: Draft, span: Span) -> tuple[Period, ...]:
    """The periods in which nothing may change, as far as they concern a milestone that goes live."""
    if not span.row.goes_live:
        return ()
    near = timedelta(days=0 if span.row.moves_out else NEAR_DAYS if span.row.is_release else 1)
    first = span.start if span.row.moves_out else span.end - near
    return closed_periods(draft.inputs.brief, first, span.end + near)


def accepted(draft: Draft, row: MilestoneRow) -> list[str]:
    """What is shown before a milestone counts, as far as it applies here."""
    words = {"product": draft.product, "company": draft.company}
    rows = (draft.is_bought and row.bought) or row.accept
    return [sentence(one.text.format_map(words)) for one in rows if one.when.holds(draft.values) is True]


def frozen(draft: Draft, first: str, last: str) -> list[tuple[str, str]]:
    """Start and end (ISO dates) of the periods between two days in which nothing may change."""
    periods = closed_periods(draft.inputs.brief, date.fromisoformat(first), date.fromisoformat(last))
    return [(max(first, period.start.isoformat()), period.end.isoformat()) for period in periods]


def is_date(value: Any) -> bool:
    """Whether it is an ISO date."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
