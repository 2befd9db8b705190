"""The Brief → the Decision: levels, ranking, options, technology, obligations and what would change it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rag.advise.assessment import Assessment, assess
from rag.advise.decision import Decision, Level, Overlay, Pick
from rag.advise.levels import describe_levels
from rag.advise.options import build_options, label, overlay_fits, say_what_is_minded
from rag.advise.scoring import Ranking, Situation, condition_values, leader, rank_situation
from rag.advise.sensitivity import find_flips, find_steady
from rag.advise.technology import connect_systems, pick_technologies
from rag.brief.brief import Brief, Status
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.condition import Condition
from rag.knowledge.styles import ATTRIBUTES

NO = (False, "none", "no", 0)  # values of a default that say that there is nothing of it


def decide(brief: Brief, knowledge: AdviseKnowledge) -> Decision:
    """The recommendation for a brief, with its whole trace; an empty brief is decided on assumptions."""
    assessment = assess(brief, knowledge)
    situation = assessment.situation
    demands, capabilities = describe_levels(assessment.readings, knowledge.levels)
    ranking = rank_situation(situation, knowledge)
    values = condition_values(situation, knowledge)
    levels = {**demands, **capabilities}
    fields = {code: level.fields for code, level in levels.items()}
    picks = _picks(brief, assessment, ranking, values, knowledge)
    known = {name: assessment.readings.values.get(name) for name in assessment.readings.known}
    seen = {**values, "licences": assessment.readings.values.get("licences")}
    product = brief.product.name if brief.product is not None else ""
    options = build_options(ranking, seen, situation.incumbent, knowledge, product)
    return Decision(
        demands=demands,
        capabilities=capabilities,
        context={name: values.get(name) for name in knowledge.readings.context},
        weights={code: situation.weights.get(code, 1.0) for code in ATTRIBUTES},
        ranking=ranking.viable,
        vetoed=ranking.vetoed,
        overlays=_overlays(ranking.overlays, assessment, levels, knowledge),
        options=say_what_is_minded(options, picks, capabilities),
        margin=ranking.margin,
        label=label(ranking.margin, len(ranking.viable), knowledge),
        flips=find_flips(situation, assessment.placed, fields, knowledge, _denied(levels, brief)) if ranking.viable else (),
        steady=find_steady(situation, assessment.placed, fields, knowledge, known) if ranking.viable else (),
        picks=picks,
        obligations=assessment.obligations,
        tables=knowledge.versions(),
        own=knowledge.own,
        by_our_weights=_by_our_weights(situation, assessment, knowledge),
    )


def _denied(levels: Mapping[str, Level], brief: Brief) -> list[str]:
    """Levels that rest on defaults alone, each of which says no or none."""
    by_code = {code: [brief.fields.get(path) for path in level.fields] for code, level in levels.items() if level.is_assumed}
    return [
        code
        for code, behind in by_code.items()
        if behind and all(one and one.status is Status.ASSUMED and one.value in NO for one in behind)
    ]


def _by_our_weights(situation: Situation, assessment: Assessment, knowledge: AdviseKnowledge) -> str:
    ours = knowledge.weights.objectives.get(assessment.readings.values.get("objective", ""), {})
    return leader(replace(situation, weights=ours), knowledge)[0] if situation.weights != ours else ""


def _picks(
    brief: Brief, assessment: Assessment, ranking: Ranking, values: dict[str, Any], knowledge: AdviseKnowledge
) -> tuple[Pick, ...]:
    style = ranking.viable[0].style if ranking.viable else ""
    overlays = [code for code in ranking.overlays if style and overlay_fits(code, style, knowledge)]
    seen = {**assessment.readings.values, **values}
    parts = pick_technologies(brief, seen, style, overlays, knowledge)
    family = knowledge.styles.style(style).family if style else ""
    return (*parts, *connect_systems(brief, seen, parts, knowledge, family))


def derive_levels(brief: Brief, knowledge: AdviseKnowledge) -> tuple[dict[str, Level], dict[str, Level]]:
    """Demands and capabilities of a brief, by code."""
    return describe_levels(assess(brief, knowledge).readings, knowledge.levels)


def _overlays(
    codes: tuple[str, ...], assessment: Assessment, levels: dict[str, Level], knowledge: AdviseKnowledge
) -> tuple[Overlay, ...]:
    values = condition_values(assessment.situation, knowledge)
    found = []
    for row in knowledge.overlays.overlays:
        if row.code in codes:
            causes = [levels[name].reason for name in _causes(row.when, values) if name in levels]
            reason = row.benefit + (f" ({'; '.join(causes)})" if causes else "")
            found.append(Overlay(code=row.code, name=row.name, entry=row.entry, reason=reason))
    return tuple(found)


def _causes(when: Condition, values: dict[str, Any]) -> list[str]:
    """The fields whose tests hold."""
    if when.field:
        return [when.field] if when.holds(values) else []
    return [name for part in (*when.all, *when.any) for name in _causes(part, values)]
