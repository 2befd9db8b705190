"""Load, capacity and cost at launch, after 6 and after 24 months."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rag.advise.currency import currency_of
from rag.advise.deployment import Form, Reference, cost_band, reference_deployment
from rag.advise.levels import Readings
from rag.advise.load import PeakLoad, peak_load
from rag.advise.readings import read_brief
from rag.brief.brief import Brief
from rag.brief.growth import guessed
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import Tier
from rag.numbers.cost import Band

HORIZONS = {"day1": ("at launch", 0), "m6": ("after 6 months", 6), "m24": ("after 24 months", 24)}


@dataclass(frozen=True, slots=True)
class Horizon:
    """One point in time."""

    id: str  # day1, m6, m24
    label: str  # "after 24 months"
    load: PeakLoad
    reference: Reference
    cost: Band  # a month, in the company's currency


def build_horizon(
    id_: str,
    brief: Brief,
    values: Mapping[str, Any],
    tier: Tier,
    knowledge: AdviseKnowledge,
    design_factor: float = 1.0,
    form: Form = "usual",
) -> Horizon:
    """Load, capacity and cost at `id_`; the table's default peak stands in where nothing is known.

    Args:
        id_: day1, m6 or m24.
        brief: what is known.
        values: readings and context.
        tier: of recovery.
        knowledge: the tables.
        design_factor: of the chosen style on the running cost.
        form: of what runs.
    """
    label, months = HORIZONS[id_]
    readings = read_brief(brief, knowledge, id_)
    load = peak_load(readings.values, readings.known, knowledge)
    load = _default_load(id_, knowledge) if load is None else _with_growth(load, id_, brief, readings, knowledge)
    events = readings.values.get("eps")
    reference = reference_deployment(
        load.rps, values if events is None else {**values, "eps": events}, months, knowledge, events, form
    )
    rate = currency_of(brief, knowledge).rate
    return Horizon(id_, label, load, reference, cost_band(reference, tier, values, knowledge, rate, design_factor))


def is_guessed(last: Horizon, brief: Brief, knowledge: AdviseKnowledge) -> bool:
    """Whether the load of the last horizon rests on a growth that nobody said."""
    if not last.load.source:
        return False
    paths = read_brief(brief, knowledge, last.id).paths[last.load.source]
    field = brief.fields.get(paths[0])
    return field is not None and last.id in guessed(field)


def _with_growth(load: PeakLoad, id_: str, brief: Brief, readings: Readings, knowledge: AdviseKnowledge) -> PeakLoad:
    """Adds the growth to the inputs where the brief gives another horizon than this one."""
    path = readings.paths[load.source][0]
    value = brief.value(path)
    if not isinstance(value, Mapping) or value.get(id_) is not None:
        return load
    growth = f"growth between the horizons of {path} that are given"
    inputs = {**load.inputs, growth: knowledge.estimates.load.growth}
    return replace(load, inputs=inputs, assumed=(*load.assumed, growth))


def _default_load(id_: str, knowledge: AdviseKnowledge) -> PeakLoad:
    load = knowledge.estimates.load
    share = {"day1": 1 / load.growth, "m6": load.growth**0.25 / load.growth, "m24": 1.0}[id_]
    rps = load.default_peak_rps * share
    return PeakLoad(rps, "", {"assumed peak": rps}, ("assumed peak",), "")
