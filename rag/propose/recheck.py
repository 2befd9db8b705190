"""Whether what is handed over agrees with itself and with the brief: totals, alert thresholds, names of constraints and items.

In: a proposal, perhaps edited by hand since. Out: a sentence for each thing that does not hold.
"""

from collections.abc import Iterator

from rag.advise.wording import show_number
from rag.numbers.slo import alert_threshold, downtime_minutes
from rag.propose.handover import CostBasis, ServiceLevel
from rag.propose.proposal import Proposal

RELATIVE = 1e-4  # amounts, totals and thresholds are kept with four digits behind the point or more


def recheck(proposal: Proposal) -> Iterator[str]:
    """Everything in the hand-over that does not hold."""
    handover = proposal.handover
    constraints = {constraint.id for constraint in proposal.brief.constraints}
    ids = [item.id for item in handover.backlog]
    for item in handover.backlog:
        lost = [id_ for id_ in item.constraint_ids if id_ not in constraints] + [
            id_ for id_ in item.depends_on if id_ not in ids
        ]
        if lost:
            yield f"item {item.id} names {', '.join(lost)}, which is not there."
    if handover.costs is not None:
        yield from _costs(handover.costs)
    if handover.service_level is not None:
        yield from _service_level(handover.service_level, proposal.brief.value("rel.slo"))


def total(costs: CostBasis, horizon: int) -> float:
    """The base figure of a month at a horizon, from amounts, prices and factors."""
    sums: dict[str, float] = {}
    for item in costs.items:
        sums[item.part] = sums.get(item.part, 0.0) + item.price * item.quantities[horizon]
    stateful = sums.get("compute", 0.0) + sums.get("database", 0.0)
    tests = costs.test_share * (stateful + sums.get("cache", 0.0))
    whole = sum(sums.values()) + (costs.recovery_factor - 1) * stateful + tests
    return whole * (1 + costs.overhead) * costs.price_factor * costs.design_factor / costs.exchange_rate


def _costs(costs: CostBasis) -> Iterator[str]:
    for number, (when, said) in enumerate(zip(costs.horizons, costs.totals, strict=False)):
        computed = total(costs, number)
        if not _agrees(said, computed):
            amounts = f"{show_number(round(computed, 2))} {costs.currency}, not {show_number(round(said, 2))}"
            yield f"the running cost {when} is {amounts}, by its own amounts and prices."


def _service_level(level: ServiceLevel, known: object) -> Iterator[str]:
    if isinstance(known, int | float) and level.target != known:
        yield f"the service level is {level.target:g} %, the brief says {known:g} %."
    if not _agrees(level.budget_minutes, downtime_minutes(level.target, level.window_days, level.weekly_hours)):
        yield f"the error budget of {level.target:g} % is not {level.budget_minutes:g} minutes."
    for alert in level.alerts:
        if not _agrees(alert.threshold, alert_threshold(alert.rate, level.target)):
            yield f"the alert {alert.id} fires above {alert.threshold:g} %, which is not {alert.rate:g} times the budget."


def _agrees(said: float, computed: float) -> bool:
    return abs(said - computed) <= max(RELATIVE * abs(computed), RELATIVE)
