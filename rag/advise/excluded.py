"""Binding constraints about hosting and technology → what is excluded, and which constraints say so."""

import re
from collections.abc import Mapping
from typing import Any

from rag.brief.brief import Brief, Constraint
from rag.knowledge.readings import ReadingTable

NEGATIVE = ("must_not", "should_not")
DROPPED = ("waived", "rejected")
SCOPES = ("data_class", "scope", "data")  # slots that limit a constraint to a part of the data
FORBIDDEN, MANDATED = "forbidden", "mandated"  # values of a preference that bind even without a “must”


def hard_constraints(brief: Brief) -> list[Constraint]:
    """The constraints that bind the design."""
    return [one for one in brief.constraints if one.hard and one.state not in DROPPED]


def named_technologies(brief: Brief) -> list[tuple[Constraint, bool]]:
    """Binding statements about a technology, with True for those that ask for it and False for those that exclude it."""
    found = []
    for one in brief.constraints:
        if one.kind == "preference" and one.state not in DROPPED and (one.hard or one.value in (FORBIDDEN, MANDATED)):
            excluded = one.value == FORBIDDEN or one.modality in NEGATIVE
            found.append((one, not excluded))
    return found


def constraint_words(constraint: Constraint) -> set[str]:
    """What a constraint is about, in lower case: its value and slots, not its sentence."""
    found = [constraint.value, *constraint.slots.values()]
    return {str(word).lower().replace("_", " ").strip() for word in found if isinstance(word, str) and word}


def read_exclusions(brief: Brief, values: Mapping[str, Any], table: ReadingTable) -> dict[str, Any]:
    """`cloud_forbidden` (all or part), `forbidden` tags and, under `constraint_ids`, the constraints behind each."""
    hosting = [one for one in hard_constraints(brief) if one.kind == "hosting"]
    cloud = [one for one in hosting if _forbids_cloud(one, table)]
    sources: dict[str, tuple[str, ...]] = {}
    found: dict[str, Any] = {"constraint_ids": sources}
    if cloud:
        found["cloud_forbidden"] = "part" if all(_is_scoped(one, table) for one in cloud) else "all"
        sources["hosting"] = tuple(one.id for one in cloud)
    elif any(str(name).lower().replace("_", " ") in table.cloud_words for name in values.get("host_forbidden") or ()):
        found["cloud_forbidden"] = "all"
    excluded = [one for one in hosting if one.modality in NEGATIVE]
    excluded += [one for one, wanted in named_technologies(brief) if not wanted]
    ids = {word: one.id for one in excluded for word in constraint_words(one)}
    words = {*ids, *(str(name).lower() for name in values.get("banned") or ())}
    tags = [row.tag for row in table.exclusions if not words.isdisjoint(row.words)]
    if tags:
        found["forbidden"] = sorted(tags)
        named = [ids[word] for row in table.exclusions for word in row.words if word in ids]
        sources["forbidden"] = tuple(dict.fromkeys(named))
    return found


def _forbids_cloud(constraint: Constraint, table: ReadingTable) -> bool:
    words = constraint_words(constraint)
    if constraint.modality in NEGATIVE:
        return not words.isdisjoint(table.cloud_words)
    return constraint.modality == "must" and not words.isdisjoint(table.premises_words)


def _is_scoped(constraint: Constraint, table: ReadingTable) -> bool:
    """Whether the constraint speaks about a part of the data only."""
    if any(constraint.slots.get(name) for name in SCOPES):
        return True
    text = constraint.text
    part = re.search(table.part_of_data, text, re.IGNORECASE)
    return part is not None and re.search(table.all_data, text, re.IGNORECASE) is None
