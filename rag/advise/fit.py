"""The count of the work, held against what was said: the date, the budget, the size of what is replaced.

In: the work items, the readings. Out: what fits, what waits, and whether the count can be all of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rag.advise.assessment import Assessment
from rag.advise.figures import yearly_rates
from rag.advise.workplan import MUST, WorkItem, Workplan
from rag.brief.brief import Brief
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import EstimateTable
from rag.numbers.effort import duration_weeks, people_cost, total_effort

FEATURE = "feature"


@dataclass(frozen=True, slots=True)
class Fit:
    """What holds together."""

    waits: tuple[str, ...] = ()  # titles of the functions below “must” that come after the date, the first to wait first
    waiting_musts: int = 0  # how many that must be there have to wait too: no priority says which
    musts: int = 0
    ground_fits: bool = True  # what is needed for any function is done by the date
    budget: Literal["", "covers", "low", "below"] = ""  # the people's work, or only at low rates, or not at all
    times: float = 0.0  # how often the budget pays the counted work
    is_large: bool = False  # what it replaces is too large for so little work
    is_assumed: bool = False  # no function was named

    @property
    def is_thin(self) -> bool:
        """Whether the count can only be a part of the work."""
        return self.is_large or self.times > 0


def check_fit(brief: Brief, plan: Workplan, assessment: Assessment, knowledge: AdviseKnowledge, *, bought: bool) -> Fit:
    """Holds the plan against the date, the whole budget and the size of what is there today.

    Args:
        brief: what is known.
        plan: the work.
        assessment: the readings.
        knowledge: the tables.
        bought: whether a product is recommended: then the budget pays its vendor, and the count is of the company's own work.
    """
    estimates = knowledge.estimates
    gone, ground_fits = _waiting(plan, estimates)
    features = [item for item in plan.items if item.kind == FEATURE]
    total = assessment.readings.values.get("budget_total")
    incumbent = brief.value("legacy.incumbent")
    size = float(incumbent.get("size") or 0.0) if isinstance(incumbent, dict) else 0.0
    budget: Literal["", "covers", "low", "below"] = ""
    times = 0.0
    if total is not None and plan.engineers > 0 and not bought:
        low, high = (people_cost(plan.effort.p80, plan.engineers, rate) for rate in yearly_rates(assessment, knowledge))
        budget = "covers" if high <= total else "low" if low <= total else "below"
        ratio = 2 * total / (low + high)
        times = ratio if ratio >= estimates.thin.budget_times else 0.0
    least = max((weeks for of, weeks in estimates.thin.person_weeks.items() if size >= of), default=0.0)
    return Fit(
        waits=tuple(item.title for item in gone if item.priority != MUST),
        waiting_musts=sum(1 for item in gone if item.priority == MUST),
        musts=sum(1 for item in features if item.priority == MUST),
        ground_fits=ground_fits,
        budget=budget,
        times=times,
        is_large=not bought and plan.effort.p80 < least,
        is_assumed=any(item.is_assumed for item in features),
    )


def _waiting(plan: Workplan, estimates: EstimateTable) -> tuple[tuple[WorkItem, ...], bool]:
    """The functions that wait until the rest fits the date, lowest priority first; and whether it then fits."""
    if not plan.cut or plan.deadline_weeks is None or plan.engineers <= 0:
        return (), True
    stay = [item for item in plan.items if item.milestone <= estimates.release]
    order = {name: number for number, name in enumerate(estimates.priorities)}
    leave = sorted(
        (item for item in reversed(stay) if item.kind == FEATURE), key=lambda item: -order.get(item.priority, len(order))
    )
    gone: list[WorkItem] = []
    for item in leave:
        stay.remove(item)
        gone.append(item)
        if _weeks(stay, plan.engineers) <= plan.deadline_weeks:
            return tuple(gone), True
    return tuple(gone), False


def _weeks(items: Iterable[WorkItem], engineers: float) -> float:
    return duration_weeks(total_effort((item.optimistic, item.likely, item.pessimistic) for item in items).p80, engineers)
