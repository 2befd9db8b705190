"""A contradiction → its sides: each value with the statements that carry it, as a person compares them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from rag.brief.brief import Conflict
from rag.brief.offers import OfferMaker
from rag.brief.resolve import differ
from rag.brief.show import show, show_date
from rag.extract.fact import Fact
from rag.ground.citation import Citation
from rag.knowledge.brief_fields import BriefField, BriefKnowledge

ACROSS = "cross_field"  # kind of a contradiction between statements that no single field brings together


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a side."""

    citation: Citation
    dated: str  # "6 October 2026"; "" without a date
    authority: str  # "Policy or standard"


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a contradiction."""

    value: Any
    shown: str  # "4 h"; unlike that of every other side
    statements: tuple[Statement, ...]  # the weightiest first
    fact_ids: tuple[str, ...]  # of the statements
    is_suggested: bool  # precedence speaks for it
    is_used: bool  # holds until somebody decides
    is_replaced: bool  # a newer statement supersedes it


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A conflict of the Brief with its sides."""

    conflict: Conflict
    question: str  # "Time to run again after a disaster of Orders portal: which one holds?"
    sides: tuple[Side, ...]  # the suggested one first


def compare(conflict: Conflict, facts: Mapping[str, Fact], knowledge: BriefKnowledge, as_of: str) -> Contradiction:
    """The sides of a conflict.

    Args:
        conflict: as the Brief has it.
        facts: all facts by id; those that are gone are left out.
        knowledge: fields and authority.
        as_of: ISO date that "today" means.
    """
    table = knowledge.fields
    row = table.by_path.get(conflict.field) or BriefField(path=conflict.field, type="text", label=conflict.field)
    members = [facts[id_] for id_ in conflict.fact_ids if id_ in facts]
    offers = OfferMaker(knowledge, as_of).offers(members).get(conflict.field, [])
    values = {one.fact.id: one.value for one in offers}
    groups: list[tuple[Any, list[Fact]]] = []
    for fact in sorted(members, key=lambda one: (table.rank(one.doc_type, one.authority), one.dated, one.id), reverse=True):
        value = values.get(fact.id, fact.value)
        alike = [] if conflict.kind == ACROSS else [held for known, held in groups if not differ(row, known, value)]
        group = next(iter(alike), None)
        if group is None:
            groups.append((value, [fact]))
        else:
            group.append(fact)
    sides = _told_apart([_side(conflict, row, value, found, knowledge) for value, found in groups], facts)
    sides.sort(key=lambda side: not side.is_suggested)
    return Contradiction(conflict, _question(conflict, row), tuple(sides))


def _told_apart(sides: list[Side], facts: Mapping[str, Fact]) -> list[Side]:
    """Sides that show unlike: by value, by version, or by where they stand."""

    def is_unlike() -> bool:
        return len({side.shown for side in sides}) == len(sides)

    if not is_unlike():
        versions = [str(facts[side.fact_ids[0]].slots.get("version") or "") for side in sides]
        sides = [replace(side, shown=f"{side.shown} {version}".strip()) for side, version in zip(sides, versions, strict=True)]
    if not is_unlike() or len({facts[side.fact_ids[0]].kind for side in sides}) > 1:
        return [replace(side, shown=_place(side)) for side in sides]
    return sides


def _place(side: Side) -> str:
    """Where a side is said, when its value does not tell it from the others."""
    citation = side.statements[0].citation
    return f"{PurePath(citation.document).name}, {citation.locator}"


def _question(conflict: Conflict, row: BriefField) -> str:
    """The question without what the sides say anyway."""
    if row.path == "legacy.disposition":
        return f"What becomes of {conflict.subject}?"
    about = f"{row.label} of {conflict.subject}" if conflict.subject else row.label
    if conflict.kind == ACROSS and conflict.subject:  # the subject is the thing itself: a law, a technology
        about = f"{row.label}, {conflict.subject}"
    return about if conflict.kind == "superseded" else f"{about}: which one holds?"


def _side(conflict: Conflict, row: BriefField, value: Any, facts: Sequence[Fact], knowledge: BriefKnowledge) -> Side:
    table = knowledge.fields
    labels = {one.id: one.label for one in table.authority_classes}
    statements = tuple(
        Statement(
            fact.citation,
            show_date(fact.dated) if fact.dated else "",
            labels.get(fact.authority or table.authority_of(fact.doc_type), ""),
        )
        for fact in facts
    )
    return Side(
        value=value,
        shown=show(row.path, value, table, facts[0].unit if row.type == "money" else ""),
        statements=statements,
        fact_ids=tuple(fact.id for fact in facts),
        is_suggested=not differ(row, value, conflict.suggested),
        is_used=not differ(row, value, conflict.used),
        is_replaced=all(fact.id in conflict.replaced for fact in facts),
    )
