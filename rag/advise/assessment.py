"""The Brief → everything the score rests on: readings, regimes, cost base, levels and the situation to rank."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from rag.advise.currency import currency_of
from rag.advise.decision import Obligation
from rag.advise.deployment import Form, cost_band, price_region, recovery_tier, reference_deployment
from rag.advise.levels import Placed, Readings, assumed_demands, place_levels
from rag.advise.obligations import derive_places, find_obligations, regimes_in_force
from rag.advise.readings import derive, read_brief
from rag.advise.scoring import Incumbent, Situation, leader
from rag.advise.workplan import plan_work
from rag.brief.brief import Brief
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import Tier
from rag.numbers.cost import LOW
from rag.numbers.effort import duration_weeks

MONEY = ("currency", "currency_rate")  # for texts that name an amount
USUAL_INCUMBENT = "LY"  # what a system of which nobody says more is taken for
CONTRADICTIONS = ("cost_over_cap", "late")  # limits that turn into a finding when no style can meet them


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is known, in the engine's own terms."""

    readings: Readings
    obligations: tuple[Obligation, ...]
    tier: Tier  # of recovery
    base_cost: float | None  # a month of the reference deployment; None while the load is unknown or nothing is rented
    usual_cost: float  # the same, with the usual load while it is unknown
    placed: Mapping[str, Placed]  # level code → level
    situation: Situation
    lead: tuple[str, tuple[str, ...]]  # the leading style, "" without one, and the overlays


Lead = Callable[[Situation], tuple[str, tuple[str, ...]]]


def assess(brief: Brief, knowledge: AdviseKnowledge, lead: Lead | None = None) -> Assessment:
    """Reads a brief; nothing is asked of it but that its paths are the table's.

    Args:
        brief: what is known.
        knowledge: the tables.
        lead: finds the leading style of a situation; by default `leader`.
    """
    find = lead or partial(leader, knowledge=knowledge)
    readings = read_brief(brief, knowledge)
    values: dict[str, Any] = dict(readings.values)
    known = set(readings.known)
    paths = dict(readings.paths)
    derive_places(values, knowledge)
    obligations = find_obligations(brief, values, knowledge)
    _note_regimes(values, known, paths, obligations, knowledge)
    derive(values, knowledge)
    currency = currency_of(brief, knowledge)
    values.update(currency=currency.code, currency_rate=currency.rate)
    _note_origins(known, paths)
    tier = recovery_tier(values, knowledge)
    usual_cost = _cost(values, tier, knowledge)
    is_rented = not price_region(values, knowledge).yardstick
    base_cost = usual_cost if values.get("peak_rps") is not None and is_rented else None
    use_cost = base_cost and _cost(values, tier, knowledge, "use")
    if base_cost and values.get("budget") is not None:
        values["budget_ratio"] = values["budget"] / base_cost
        paths["budget_ratio"] = (*paths["budget"], *paths.get("peak_rps", ()))
        if "budget" in known:
            known.add("budget_ratio")
    complete = Readings(values, known, paths)
    placed = place_levels(values, knowledge.levels)
    situation = Situation(
        demands={row.code: placed[row.code].value for row in knowledge.levels.demands},
        capabilities={row.code: placed[row.code].value for row in knowledge.levels.capabilities},
        context=_context(values, knowledge),
        incumbent=read_incumbent(brief, bool(values.get("leaving"))),
        weights=knowledge.factors(values.get("objective", "")),
        by_style=_limits(brief, complete, base_cost, use_cost, knowledge),
        assumed=assumed_demands(placed, complete, knowledge.levels),
    )
    first = find(situation)
    if not first[0]:
        situation = replace(situation, by_style=_choosing(situation.by_style))
        first = find(situation)
    return Assessment(complete, obligations, tier, base_cost, usual_cost, placed, situation, first)


def read_incumbent(brief: Brief, is_leaving: bool = False) -> Incumbent | None:
    """The style in place today, if the brief says: told by itself, else the usual one where only its size is known.

    `is_leaving`: the company leaves what it has, whatever comes; then the way there is no reason to stay.
    """
    value = brief.value("legacy.incumbent")
    if not isinstance(value, Mapping) or not value or str(value.get("style", "")).lower() == "none":
        return None
    style = value.get("style") or brief.value("legacy.style") or USUAL_INCUMBENT
    return Incumbent(str(style), float(value.get("size", 0.5)), is_leaving or bool(value.get("forced", False)))


def _note_regimes(
    values: dict[str, Any],
    known: set[str],
    paths: dict[str, tuple[str, ...]],
    obligations: tuple[Obligation, ...],
    knowledge: AdviseKnowledge,
) -> None:
    """Regimes count as known once a place, a document or an answer has spoken; the default policy alone says nothing."""
    found = [one for one in obligations if one.rule not in knowledge.default_rules]
    if not found and not values.get("places"):
        return
    values["regimes"] = regimes_in_force(obligations) or ["none"]
    paths["regimes"] = tuple(dict.fromkeys(path for one in found for path in one.fields))
    if found or not known.isdisjoint(("company_countries", "market_countries")):
        known.add("regimes")


def _note_origins(known: set[str], paths: dict[str, tuple[str, ...]]) -> None:
    """Derived readings are known when one they follow from is."""
    origins = {
        "tenancy": ("tenancy_asked", "tenancy_model"),
        "regulated": ("industry", "regimes"),
        "critical": ("data", "safety"),
        "validated": ("regimes",),
    }
    for name, sources in origins.items():
        paths[name] = tuple(dict.fromkeys(path for source in sources for path in paths.get(source, ())))
        if not known.isdisjoint(sources):
            known.add(name)


def _cost(values: Mapping[str, Any], tier: Tier, knowledge: AdviseKnowledge, form: Form = "plain") -> float:
    peak = values.get("peak_rps")
    rps = knowledge.estimates.load.default_peak_rps if peak is None else peak
    return cost_band(reference_deployment(rps, values, 24, knowledge, values.get("eps"), form), tier, values, knowledge).base


def _context(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> dict[str, Any]:
    context = {name: values[name] for name in (*knowledge.readings.context, *MONEY) if values.get(name) is not None}
    context["constraint_ids"] = values.get("constraint_ids", {})
    return context


def _limits(
    brief: Brief, readings: Readings, base_cost: float | None, use_cost: float | None, knowledge: AdviseKnowledge
) -> dict[str, dict[str, Any]]:
    """What a hard constraint, a fixed budget or a fixed date rules out, by style."""
    values = readings.values
    limits: dict[str, dict[str, Any]] = {}
    forbidden = set(values.get("forbidden") or ())
    binds = values.get("budget_hard") or (values.get("budget_cap") and "budget_cap" in readings.known)
    cap = values.get("budget") if binds else None
    must_weeks = _must_weeks(brief, readings, knowledge) if values.get("deadline_hard") else None
    for style in knowledge.styles.styles:
        own: dict[str, Any] = {}
        excluded = forbidden.intersection(style.requires)
        if excluded:
            own.update(forbidden_requirement=True, requirement=", ".join(sorted(excluded)))
        cost = use_cost if style.code in knowledge.estimates.deployment.by_use.styles else base_cost
        if cap is not None and cost is not None and LOW * cost * style.cost_factor > cap:
            own["cost_over_cap"] = True
        if must_weeks is not None and style.family != "buy" and must_weeks * style.effort_factor > values["weeks"]:
            own["late"] = True
        if own:
            limits[style.code] = own
    return limits


def _choosing(limits: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The limits without those that no style can meet: they do not choose between styles, they contradict the rest.

    A budget or a date that rules out every style is reported as a contradiction, with what would have to give way.
    """
    return {code: {name: value for name, value in own.items() if name not in CONTRADICTIONS} for code, own in limits.items()}


# What is left out where a fixed date rules styles out: data that nobody named a system for, and what a small size spares.
UNCOUNTED = {"takeover": False, "peak_rps": None}


def _must_weeks(brief: Brief, readings: Readings, knowledge: AdviseKnowledge) -> float | None:
    """Likely weeks for what must be there, where team and date are known."""
    values = readings.values
    if "eng" not in readings.known or not values.get("eng") or values.get("weeks") is None:
        return None
    plan = plan_work(brief, {**values, **UNCOUNTED}, True, knowledge)
    return duration_weeks(plan.must_effort.mean, values["eng"])
