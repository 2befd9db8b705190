"""Scores the styles against demand and capability levels: fit − burden − premium − switch − tax, after vetoes.

A shortfall is penalised, a surplus is not rewarded, so the least complex style that meets the demands leads.

Source: `advisor.md` D.4 and D.5. Ratings, effects, vetoes and constants are tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.advise.decision import StyleScore, Term, Veto
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.overlays import OverlayRow
from rag.knowledge.styles import ATTRIBUTES, NEEDS, Style
from rag.knowledge.vetoes import VetoRow

DEDUCTIONS = ("burden", "premium", "switch", "tax")  # from the fit
MOST = 4.0  # the largest shortfall on scales of 1 … 5


@dataclass(frozen=True, slots=True)
class Incumbent:
    """The style in place today."""

    style: str
    size: float  # 0.25 small … 1 huge
    is_forced: bool = False  # it has to be replaced anyway


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the score depends on."""

    demands: Mapping[str, int]  # SCA … EXT → 1 … 5
    capabilities: Mapping[str, int]  # TEAM … TIME → 0 … 5
    context: Mapping[str, Any] = field(default_factory=dict)  # workload, duty, hosting, saas_fit …
    incumbent: Incumbent | None = None
    weights: Mapping[str, float] = field(default_factory=dict)  # attribute or capability → factor, 1 where missing
    by_style: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # style → values of its own for vetoes
    assumed: frozenset[str] = frozenset()  # demands of which nobody said anything


@dataclass(frozen=True, slots=True)
class Rated:
    """A style's ratings after overlays and conditional ratings."""

    ratings: dict[str, int]
    needs: dict[str, int]
    complexity: float


@dataclass(frozen=True, slots=True)
class Points:
    """The parts of a score, in points."""

    fit: float
    burden: float
    premium: float
    switch: float
    tax: float

    @property
    def total(self) -> float:
        """Fit less the deductions."""
        return self.fit - self.burden - self.premium - self.switch - self.tax


@dataclass(frozen=True, slots=True)
class Ranking:
    """All styles: those that may be recommended, best first, and those that may not."""

    viable: tuple[StyleScore, ...]
    vetoed: tuple[StyleScore, ...]
    overlays: tuple[str, ...]  # codes, in table order

    @property
    def margin(self) -> float | None:
        """Points between first and second; None with fewer than two viable styles."""
        return self.viable[0].total - self.viable[1].total if len(self.viable) > 1 else None


def rank(
    demands: Mapping[str, int],
    capabilities: Mapping[str, int],
    context: Mapping[str, Any] | None = None,
    incumbent: Incumbent | None = None,
    weights: Mapping[str, float] | None = None,
    *,
    knowledge: AdviseKnowledge,
) -> Ranking:
    """Ranks every style for the given levels."""
    return rank_situation(Situation(demands, capabilities, context or {}, incumbent, weights or {}), knowledge)


def rank_situation(situation: Situation, knowledge: AdviseKnowledge) -> Ranking:
    """Ranks every style: by score, equal scores by style code."""
    values = condition_values(situation, knowledge)
    overlays = active_overlays(values, knowledge)
    viable: list[StyleScore] = []
    vetoed: list[StyleScore] = []
    for style in knowledge.styles.styles:
        rated = rate(style, values, overlays)
        vetoes = tuple(_vetoes(style, rated, situation, values, knowledge))
        score = _score(style, rated, situation, vetoes, knowledge)
        (vetoed if vetoes else viable).append(score)
    viable.sort(key=lambda score: (-score.total, score.style))
    return Ranking(tuple(viable), tuple(vetoed), tuple(overlay.code for overlay in overlays))


def leader(situation: Situation, knowledge: AdviseKnowledge) -> tuple[str, tuple[str, ...]]:
    """The style that `rank_situation` would put first and the overlays, without the trace; "" when all are vetoed."""
    values = condition_values(situation, knowledge)
    overlays = active_overlays(values, knowledge)
    rated = {style.code: rate(style, values, overlays) for style in knowledge.styles.styles}
    by_score = sorted(
        knowledge.styles.styles, key=lambda style: (-points(style, rated[style.code], situation, knowledge).total, style.code)
    )
    allowed = (style.code for style in by_score if not any(_vetoes(style, rated[style.code], situation, values, knowledge)))
    return next(allowed, ""), tuple(overlay.code for overlay in overlays)


def condition_values(situation: Situation, knowledge: AdviseKnowledge) -> dict[str, Any]:
    """Levels and context under one roof, as the tables' conditions name them."""
    return {**knowledge.readings.context_defaults, **situation.context, **situation.demands, **situation.capabilities}


def active_overlays(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> list[OverlayRow]:
    """The overlays whose trigger holds, in table order."""
    return [overlay for overlay in knowledge.overlays.overlays if overlay.when.holds(values)]


def rate(style: Style, values: Mapping[str, Any], overlays: Sequence[OverlayRow]) -> Rated:
    """The style's ratings, needs and complexity with overlays and conditional ratings applied."""
    ratings, needs, complexity = dict(style.ratings), dict(style.needs), style.complexity
    for overlay in overlays:
        if style.code not in overlay.allowed:
            continue
        for effect in overlay.effects:
            if not effect.styles or style.code in effect.styles:
                have = ratings[effect.attribute]
                ratings[effect.attribute] = max(have, min(effect.cap, have + effect.by))
        for need, least in overlay.needs.items():
            needs[need] = max(needs[need], least)
        complexity += overlay.complexity
    for conditional in style.conditional:
        if conditional.when.holds(values):
            ratings.update(conditional.set)
            needs.update(conditional.needs)
    return Rated(ratings, needs, complexity)


def points(style: Style, rated: Rated, situation: Situation, knowledge: AdviseKnowledge) -> Points:
    """The parts of the style's score."""
    constants = knowledge.weights
    demands, capabilities, factors = situation.demands, situation.capabilities, situation.weights
    earned = possible = 0.0
    for attribute in ATTRIBUTES:
        weight = constants.demand_weight[demands[attribute]] * factors.get(attribute, 1.0)
        possible += weight
        earned += weight * (1 - _shortfall(attribute, rated.ratings[attribute], situation, knowledge))
    lacking = sum(
        constants.need_weight[need] * factors.get(need, 1.0) * max(0, rated.needs[need] - capabilities[need]) / MOST
        for need in NEEDS
    )
    platform = min(capabilities["OPS"], capabilities["SKILL"])
    independence = max(demands["DEP"], demands["ISO"], demands["ELA"])
    return Points(
        fit=100 * earned / possible if possible else 100.0,
        burden=constants.burden_factor * 100 * lacking / sum(constants.need_weight.values()),
        premium=constants.premium_points * (rated.complexity - 1) / MOST * (6 - platform) / 5,
        switch=_switch(style, situation.incumbent, knowledge),
        tax=constants.tax_points * style.tax_units * constants.tax_by_need[independence],
    )


def _shortfall(attribute: str, rating: int, situation: Situation, knowledge: AdviseKnowledge) -> float:
    """How far a rating is below its demand, 0…1; below one of which nobody said anything counts less."""
    short = max(0, situation.demands[attribute] - rating) / MOST
    return short * knowledge.weights.assumed if attribute in situation.assumed else short


def totals(situation: Situation, knowledge: AdviseKnowledge) -> dict[str, float]:
    """Score of every style that may be recommended, without the trace."""
    values = condition_values(situation, knowledge)
    overlays = active_overlays(values, knowledge)
    found = {}
    for style in knowledge.styles.styles:
        rated = rate(style, values, overlays)
        if not any(_vetoes(style, rated, situation, values, knowledge)):
            found[style.code] = points(style, rated, situation, knowledge).total
    return found


def points_lost(score: StyleScore) -> dict[str, float]:
    """Where a style loses points: by attribute and by deduction; 100 less all of them is its score."""
    weight = sum(term.weight for term in score.terms) or 1.0
    lost = {term.code: 100 * term.weight * term.shortfall / weight for term in score.terms}
    return {**lost, **{name: getattr(score, name) for name in DEDUCTIONS}}


def differences(first: StyleScore, second: StyleScore) -> dict[str, float]:
    """Why `first` leads `second`: points per attribute and per deduction; they add up to the difference of the totals."""
    ours, theirs = points_lost(first), points_lost(second)
    return {name: theirs[name] - ours[name] for name in ours}


def _switch(style: Style, incumbent: Incumbent | None, knowledge: AdviseKnowledge) -> float:
    if incumbent is None:
        return 0.0
    constants = knowledge.weights
    factor = constants.forced_switch_factor if incumbent.is_forced else 1.0
    return constants.switch_points * knowledge.distances.between(incumbent.style, style.code) / MOST * incumbent.size * factor


def _vetoes(
    style: Style, rated: Rated, situation: Situation, values: dict[str, Any], knowledge: AdviseKnowledge
) -> Iterator[Veto]:
    own = situation.by_style.get(style.code)
    seen = {**values, **own} if own else values
    for rule in knowledge.vetoes.vetoes:
        if not rule.concerns(style.code):
            continue
        if rule.per_attribute:
            yield from _attribute_vetoes(rule, rated, situation, knowledge)
        elif rule.when.holds(seen):
            yield Veto(rule=rule.id, reason=rule.reason.format_map(_Words(seen)), constraint_ids=_behind(rule, seen))


def _attribute_vetoes(rule: VetoRow, rated: Rated, situation: Situation, knowledge: AdviseKnowledge) -> Iterator[Veto]:
    limits = knowledge.attribute_limits[rule.id]
    for attribute in ATTRIBUTES:
        rating = rated.ratings[attribute]
        if (situation.demands[attribute], rating) in limits:
            name = knowledge.level_names[attribute]
            yield Veto(rule=rule.id, reason=rule.reason.format(attribute=name[0].upper() + name[1:], rating=rating))


def _behind(rule: VetoRow, seen: Mapping[str, Any]) -> tuple[str, ...]:
    sources = seen.get("constraint_ids") or {}
    return tuple(dict.fromkeys(id_ for key in rule.context for id_ in sources.get(key, ())))


class _Words(dict[str, Any]):
    """Leaves an unknown slot of a reason empty instead of failing."""

    def __missing__(self, key: str) -> str:
        return ""


def _score(
    style: Style, rated: Rated, situation: Situation, vetoes: tuple[Veto, ...], knowledge: AdviseKnowledge
) -> StyleScore:
    parts = points(style, rated, situation, knowledge)
    terms = []
    for attribute in ATTRIBUTES:
        demand, rating = situation.demands[attribute], rated.ratings[attribute]
        weight = knowledge.weights.demand_weight[demand] * situation.weights.get(attribute, 1.0)
        short = _shortfall(attribute, rating, situation, knowledge)
        terms.append(Term(code=attribute, weight=weight, demand=demand, rating=rating, shortfall=short))
    return StyleScore(
        style=style.code,
        name=style.name,
        entry=style.entry,
        fit=parts.fit,
        burden=parts.burden,
        premium=parts.premium,
        switch=parts.switch,
        tax=parts.tax,
        total=parts.total,
        complexity=rated.complexity,
        terms=tuple(terms),
        needs=rated.needs,
        vetoes=vetoes,
    )
