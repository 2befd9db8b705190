"""Hard constraints about hosting and technology → what is excluded, and which constraints say so."""

from collections.abc import Iterable
from typing import Any

from rag.brief.brief import Brief, Constraint
from rag.knowledge.readings import ReadingTable

NEGATIVE = ("must_not", "should_not")
DROPPED = ("waived", "rejected")
SCOPES = ("data_class", "applies_to", "scope", "data")  # slots that limit a constraint to a part of the data


def hard_constraints(brief: Brief) -> list[Constraint]:
    """The constraints that bind the design."""
    return [one for one in brief.constraints if one.hard and one.state not in DROPPED]


def constraint_words(constraint: Constraint) -> set[str]:
    """What a constraint is about, in lower case: its value and slots, not its sentence."""
    found = [constraint.value, *constraint.slots.values()]
    return {str(word).lower().replace("_", " ").strip() for word in found if isinstance(word, str) and word}


def read_exclusions(brief: Brief, table: ReadingTable) -> dict[str, Any]:
    """`cloud_forbidden` (all or part), `forbidden` tags and, under `constraint_ids`, the constraints behind each."""
    cloud = [one for one in hard_constraints(brief) if _forbids_cloud(one, table.cloud_words)]
    sources: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {"constraint_ids": sources}
    if cloud:
        values["cloud_forbidden"] = "part" if all(_is_scoped(one) for one in cloud) else "all"
        sources["hosting"] = tuple(one.id for one in cloud)
    forbidden: dict[str, list[str]] = {}
    for constraint in hard_constraints(brief):
        words = constraint_words(constraint) if constraint.modality in NEGATIVE else set()
        for exclusion in table.exclusions:
            if words.intersection(exclusion.words):
                forbidden.setdefault(exclusion.tag, []).append(constraint.id)
    if forbidden:
        values["forbidden"] = sorted(forbidden)
        sources["forbidden"] = tuple(dict.fromkeys(id_ for ids in forbidden.values() for id_ in ids))
    return values


def _forbids_cloud(constraint: Constraint, cloud_words: Iterable[str]) -> bool:
    if constraint.kind not in ("hosting", "residency") and constraint.category != "hosting":
        return False
    words = constraint_words(constraint)
    if constraint.modality in NEGATIVE:
        return not words.isdisjoint(cloud_words)
    return constraint.modality == "must" and any("prem" in word or "own data cent" in word for word in words)


def _is_scoped(constraint: Constraint) -> bool:
    return any(constraint.slots.get(name) for name in SCOPES)
