"""What is known and what is still open, in the few lines that stand beside the conversation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rag.advise.decision import Decision
from rag.brief.brief import Brief, Field, Status, System
from rag.ground.citation import Citation

Show = Callable[[str, Any, str], str]  # field path, value, unit of this value ("" for the field's own) → words


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One value with where it comes from."""

    path: str
    label: str
    shown: str
    status: Status
    source: str  # "dr-policy.pdf, p. 2", "your answer", "assumed"
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The panel beside the conversation."""

    known: tuple[KnownRow, ...]  # mandatory fields first
    systems: tuple[KnownRow, ...]  # systems that exist today
    missing: tuple[str, ...]  # labels of mandatory fields that nobody spoke about
    conflicts: int
    hard_constraints: int
    soft_constraints: int
    leaning: str  # "Modular monolith with event backbone"; "" before anything is known
    label: str  # clear, leaning, toss-up, none
    flips: tuple[str, ...]  # "below 10 engineers → microservices"


def overview(brief: Brief, decision: Decision, labels: Mapping[str, str], core: tuple[str, ...], show: Show) -> Overview:
    """Sum up a brief and its decision.

    Args:
        brief: what is known.
        decision: what follows from it.
        labels: field path → label for a person.
        core: paths of the mandatory fields, in order.
        show: renders a value of a field.
    """
    leaves = [path for path in brief.fields if "." in path]  # con, reg and legacy hold lists that have places of their own
    paths = [*core, *(path for path in leaves if path not in core)]
    known = tuple(_row(brief.fields[path], labels, show) for path in paths if path in brief.fields and brief.is_known(path))
    option = decision.recommended
    names = {score.style: score.name for score in (*decision.ranking, *decision.vetoed)}
    return Overview(
        known=known,
        systems=tuple(_system_rows(brief)),
        missing=tuple(labels.get(path, path) for path in core if not brief.is_known(path)),
        conflicts=sum(1 for conflict in brief.conflicts if conflict.kind == "unresolved"),
        hard_constraints=sum(1 for c in brief.constraints if c.hard and c.state != "rejected"),
        soft_constraints=sum(1 for c in brief.constraints if not c.hard and c.state != "rejected"),
        leaning="" if option is None else option.title,
        label=decision.label,
        flips=tuple(f"{flip.condition} → {names.get(flip.style, 'no option left')}" for flip in decision.flips[:3]),
    )


def _row(field: Field, labels: Mapping[str, str], show: Show) -> KnownRow:
    citation = next((source.citation for source in field.provenance if source.citation is not None), None)
    return KnownRow(
        field.path,
        labels.get(field.path, field.path),
        show(field.path, field.value, field.unit),
        field.status,
        _source(field),
        citation,
    )


def _source(field: Field) -> str:
    if field.status is Status.ASSUMED:
        return "assumed"
    if any(source.kind == "answer" for source in field.provenance):
        return "your answer"
    citation = next((source.citation for source in field.provenance if source.citation is not None), None)
    return f"{citation.document}, {citation.locator}" if citation else "derived"


def _system_rows(brief: Brief) -> list[KnownRow]:
    fates = {"keep": "stays", "replace": "to be replaced", "retire": "to be retired", "unknown": ""}
    rows = []
    for system in brief.systems:
        citation = next((source.citation for source in system.provenance if source.citation is not None), None)
        name = _system_name(system)
        source = f"{citation.document}, {citation.locator}" if citation else "your answer"
        rows.append(KnownRow(system.name, name, fates[system.disposition], Status.DOCUMENTED, source, citation))
    return rows


def _system_name(system: System) -> str:
    """Like “Integration: BizTalk Server 2016”; the version once."""
    known_as = system.technology or system.name
    full = known_as if not system.version or system.version in known_as else f"{known_as} {system.version}"
    return full if system.name.casefold() in full.casefold() else f"{system.name}: {full}"
