"""The decision in short: what each part of it would be, cheap enough to ask hundreds of times.

Source: `advisor.md` C.3; what is compared is `decisions.yaml`.
"""

from bisect import bisect_right

from rag.advise.assessment import Lead, assess
from rag.advise.obligations import assurance_level
from rag.advise.options import overlay_fits
from rag.advise.scoring import Situation, condition_values, leader
from rag.advise.technology import pick_technologies
from rag.advise.workplan import plan_work
from rag.brief.brief import Brief
from rag.knowledge.advise import AdviseKnowledge


class Leads:
    """Which style leads, worked out once for each situation: most of the answers that are tried change none of its levels."""

    def __init__(self, knowledge: AdviseKnowledge) -> None:
        """Begin with none."""
        self._knowledge = knowledge
        self._known: dict[str, tuple[str, tuple[str, ...]]] = {}

    def __call__(self, situation: Situation) -> tuple[str, tuple[str, ...]]:
        """That of a situation."""
        key = repr(situation)
        if key not in self._known:
            self._known[key] = leader(situation, self._knowledge)
        return self._known[key]


def leading_style(brief: Brief, knowledge: AdviseKnowledge, lead: Lead | None = None) -> str:
    """The code of the style that leads with a brief; "" where none is left. `lead` as for `decision_vector`."""
    return assess(brief, knowledge, lead).lead[0]


def decision_vector(brief: Brief, knowledge: AdviseKnowledge, lead: Lead | None = None) -> dict[str, str]:
    """Component → what is decided, in words; two briefs with equal vectors get the same proposal in all that weighs.

    Args:
        brief: what is known.
        knowledge: the tables.
        lead: `Leads` where many briefs are tried that differ little.
    """
    assessment = assess(brief, knowledge, lead)
    situation = assessment.situation
    style, codes = assessment.lead
    overlays = [code for code in codes if style and overlay_fits(code, style, knowledge)]
    values = {**assessment.readings.values, **condition_values(situation, knowledge)}
    plan = plan_work(brief, values, "eng" in assessment.readings.known, knowledge)
    values.update(
        tier=assessment.tier.name,
        assurance_level=assurance_level(assessment.obligations, knowledge),
        incumbent=situation.incumbent.style if situation.incumbent else None,
        cut=plan.cut,
        cost_band=_band(assessment.usual_cost, knowledge),
    )
    compared = [code for code in overlays if code not in knowledge.decisions.passed_over]
    vector = {"style": style or "none", "overlays": ", ".join(compared) or "none"}
    for component in knowledge.decisions.components:
        rule = next(rule for rule in component.rules if rule.when.holds(values))
        vector[component.id] = rule.value.format_map(values)
    wanted = [name for names in knowledge.decisions.picked.values() for name in names]
    picks = {pick.component: pick.name for pick in pick_technologies(brief, values, style, overlays, knowledge, wanted)}
    for name, parts in knowledge.decisions.picked.items():
        vector[name] = "; ".join(picks[part] for part in parts if part in picks) or "none"
    return vector


def _band(cost: float, knowledge: AdviseKnowledge) -> str:
    """The band of a running cost: “500–3,000 USD a month”."""
    bands = knowledge.decisions.cost_bands
    place = bisect_right(bands, cost)
    low, high = (f"{bands[at]:,.0f}" if 0 <= at < len(bands) else "" for at in (place - 1, place))
    amount = f"{low}–{high}" if low and high else f"under {high}" if high else f"over {low}"
    return f"{amount} {knowledge.prices.currency} a month"
