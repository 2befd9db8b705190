"""Work items with three-point estimates → effort, weeks and, for a fixed date, the cut in scope.

Source: `advisor.md` F.5; ranges are `estimates.yaml`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rag.advise.wording import word_runs
from rag.brief.brief import Brief, System
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import Item
from rag.numbers.effort import Effort, duration_weeks, least_weeks, pert, scope_cut, total_effort

MUST = "must"
TIGHT = 0.05  # a smaller cut is within what a count can tell
GROUND = ("enabler", "compliance")  # kinds of what any function needs
PAYMENT, NO_PAYMENT = "payment", "none"  # a type of function, and that nothing is paid here, whatever a function is called
TASK = "task"  # type of what users ask, and of what others make: told, but nothing that is built


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A piece of work in person-weeks."""

    id: str  # W1, W2 …
    title: str
    kind: str  # enabler, feature, integration, migration, compliance
    milestone: str  # M0 … M5
    optimistic: float
    likely: float
    pessimistic: float
    priority: str  # must, should, may
    estimate: str  # id of the reference range
    factor: float = 1.0
    is_assumed: bool = False  # nobody named it; it stands for a usual share of work


@dataclass(frozen=True, slots=True)
class Workplan:
    """All items and what they add up to."""

    items: tuple[WorkItem, ...]
    effort: Effort  # person-weeks
    release_effort: Effort  # of the items up to the first release
    must_effort: Effort  # of the items that must be there
    longest: float  # person-weeks of the longest item of each milestone, added up: they follow each other
    must_longest: float
    engineers: float
    engineers_assumed: bool
    weeks: float  # for the effort with 80 % certainty; 0 without engineers
    release_weeks: float  # for that up to the first release
    deadline_weeks: float | None
    cut: float | None  # share of the work up to the first release that has to wait for the deadline, 0…1


def plan_work(
    brief: Brief,
    values: Mapping[str, Any],
    known: bool,
    knowledge: AdviseKnowledge,
    factor: float = 1.0,
    *,
    bought: bool = False,
) -> Workplan:
    """The work of a brief.

    Args:
        brief: what is known.
        values: readings, levels' context included.
        known: whether the number of engineers was said.
        knowledge: the tables.
        factor: of the chosen style.
        bought: whether it is a product, so that the work is to choose, configure and check it.
    """
    items = tuple(_numbered(brief, values, _in_words_of(knowledge, bought=bought), factor))
    effort = _effort(items)
    first = [item for item in items if item.milestone <= knowledge.estimates.release]
    release = _effort(first)
    musts = [item for item in items if item.priority == MUST]
    must = _effort(musts)
    engineers = values.get("eng")
    team = 4.0 if engineers is None else float(engineers)
    longest = _longest(items)
    weeks = max(duration_weeks(effort.p80, team), least_weeks(longest)) if team > 0 else 0.0
    until = max(duration_weeks(release.p80, team), least_weeks(_longest(first))) if team > 0 else 0.0
    deadline = values.get("weeks_left")
    cut = scope_cut(release.p80, team, deadline) if deadline is not None and team > 0 else None
    return Workplan(items, effort, release, must, longest, _longest(musts), team, not known, weeks, until, deadline, cut)


def _effort(items: Iterable[WorkItem]) -> Effort:
    return total_effort((item.optimistic, item.likely, item.pessimistic) for item in items)


def _in_words_of(knowledge: AdviseKnowledge, *, bought: bool) -> AdviseKnowledge:
    """The tables, with the work named as what it is where a product is bought."""
    if not bought:
        return knowledge
    items = tuple(item.model_copy(update={"title": item.bought or item.title}) for item in knowledge.estimates.items)
    return replace(knowledge, estimates=knowledge.estimates.model_copy(update={"items": items}))


def _longest(items: Iterable[WorkItem]) -> float:
    """Person-weeks (means) of the longest item of each milestone, added up."""
    found: dict[str, float] = {}
    for item in items:
        mean, _ = pert(item.optimistic, item.likely, item.pessimistic)
        found[item.milestone] = max(found.get(item.milestone, 0.0), mean)
    return sum(found.values())


def _numbered(brief: Brief, values: Mapping[str, Any], knowledge: AdviseKnowledge, factor: float) -> Iterator[WorkItem]:
    regulated = knowledge.estimates.factors.regulated if values.get("regulated") else 1.0
    ground = knowledge.estimates.factors.small_ground if _is_small(values, knowledge) else 1.0
    for number, (item, title, priority, extra, is_assumed) in enumerate(_items(brief, values, knowledge), start=1):
        scale = factor * regulated * extra * (ground if item.kind in GROUND else 1.0)
        low, likely, high = (round(weeks * scale, 2) for weeks in item.range)
        yield WorkItem(
            f"W{number}", title, item.kind, item.milestone, low, likely, high, priority, item.id, round(scale, 3), is_assumed
        )


def _is_small(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> bool:
    """Whether it is known to run on one instance in one place, so that there is little to set up, harden and drill."""
    rules, peak = knowledge.estimates.deployment, values.get("peak_rps")
    is_light = (values.get("slo") or rules.default_slo) < rules.standby_from_slo
    return peak is not None and is_light and any(row.single and peak < row.below for row in rules.sizes)


Found = tuple[Item, str, str, float, bool]  # item, title, priority, extra factor, assumed


def _items(brief: Brief, values: Mapping[str, Any], knowledge: AdviseKnowledge) -> Iterator[Found]:
    estimates = knowledge.estimates
    for item in estimates.items:
        if not item.per and item.when.holds(values):
            yield item, item.title, MUST, 1.0, False
    features = [feature for feature in _features(brief) if feature[1] != TASK]
    kinds = {kind: item for item in estimates.items for kind in item.per}
    plain = next(item for item in estimates.items if item.per)
    for name, kind, priority in features:
        item = plain if kind == PAYMENT and values.get("payment") == NO_PAYMENT else kinds.get(kind, plain)
        yield item, f"{item.title}: {name}" if name else item.title, priority, 1.0, False
    if not features:
        for number in range(1, estimates.default_features + 1):
            yield plain, f"{plain.title} {number}", MUST, 1.0, True
    yield from _interfaces(brief, knowledge)
    yield from _takeover(brief, values, knowledge)


def _takeover(brief: Brief, values: Mapping[str, Any], knowledge: AdviseKnowledge) -> Iterator[Found]:
    """What is taken over from each system that is replaced, or from what nobody named but whose data moves.

    Without a system that leaves there are no waves: all of it comes with the first release.
    """
    estimates = knowledge.estimates
    replaced = [system for system in brief.systems if system.disposition == "replace" and _holds_data(system, knowledge)]
    incumbent = brief.value("legacy.incumbent")
    size = float(incumbent.get("size") or 0.0) if isinstance(incumbent, Mapping) and len(replaced) < 2 else 0.0
    scale = next((factor for most, factor in sorted(estimates.sizes.items()) if 0 < size <= most), 1.0)
    names = [(system.name, scale * _age_factor(system, knowledge)) for system in replaced]
    if not names and values.get("takeover"):
        scale = scale if size else min(estimates.sizes.values())
        names = [(estimates.unnamed, scale)]
    is_guessed = not replaced and not any(values.get(name) for name in ("goes", "moved", "sheets"))
    for name, factor in names:
        for item in estimates.takeover:
            late = item.milestone > estimates.release and not values.get("replaced")
            placed = item.model_copy(update={"milestone": estimates.release}) if late else item
            yield placed, item.title.format(system=name), MUST, factor, is_guessed


def _features(brief: Brief) -> Iterator[tuple[str, str, str]]:
    """Name, type and priority of every feature of this project, as the Brief holds them."""
    value = brief.value("cap.features")
    for feature in value if isinstance(value, list | tuple) else [value] if value else []:
        if isinstance(feature, Mapping):
            yield str(feature.get("name") or ""), str(feature.get("type") or "crud"), str(feature.get("priority") or MUST)
        else:
            yield str(feature), str(feature).lower(), MUST


def _interfaces(brief: Brief, knowledge: AdviseKnowledge) -> Iterator[Found]:
    systems = {system.name.lower(): system for system in brief.systems}
    seen: set[str] = set()
    for integration in brief.integrations:
        if integration.system.lower() in seen:
            continue
        seen.add(integration.system.lower())
        words = {"protocols": word_runs(integration.protocol), "frequency": integration.frequency.lower()}
        item = next(item for item in knowledge.estimates.interfaces if item.when.holds(words))
        system = systems.get(integration.system.lower())
        extra = _age_factor(system, knowledge) if system else 1.0
        yield item, item.title.format(system=integration.system), MUST, extra, False
    last = knowledge.estimates.interfaces[-1]
    for name, system in systems.items():
        if system.disposition == "keep" and system.is_legacy and name not in seen and _holds_data(system, knowledge):
            yield last, last.title.format(system=system.name), MUST, _age_factor(system, knowledge), False


def _holds_data(system: System, knowledge: AdviseKnowledge) -> bool:
    """Whether there is something to move or to exchange: an application server and a tool hold nothing."""
    return system.category not in knowledge.legacy.means


def _age_factor(system: System, knowledge: AdviseKnowledge) -> float:
    factors = knowledge.estimates.factors
    return factors.old_platform if system.category in factors.old_categories else 1.0
