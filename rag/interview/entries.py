"""The Brief, field by field, as a person reads and edits it: value, where it comes from, what it drives, what else was said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rag.brief.brief import Brief, Field, Provenance, Status
from rag.brief.resolve import DISAGREE
from rag.ground.citation import Citation
from rag.interview.field_words import STRUCTURED
from rag.knowledge.brief_fields import BriefField, BriefFields
from rag.knowledge.questions import QuestionTable

Show = Callable[[str, Any, str], str]  # field path, value, unit of this value ("" for the field's own) → words
NOBODY = (Status.UNKNOWN, Status.ASSUMED)
MOST_CITED = 4  # chips of one value


@dataclass(frozen=True, slots=True)
class OtherValue:
    """A value that is not used."""

    shown: str
    reason: str  # why not
    is_rival: bool  # nobody has decided yet which of the two holds
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One field."""

    path: str
    label: str
    part: str  # of the Brief: "Load"
    status: Status
    shown: str  # "" where nothing is known or assumed
    origin: str  # "your answer: “four hours”", the reason of an assumption; "" where only citations tell
    citations: tuple[Citation, ...]
    note: str  # "older than 24 months"; of an assumption, what changes if it is wrong
    hard: bool
    drives: tuple[str, ...]  # decisions and sections
    why: str  # why the interview asks for it; "" when it does not
    others: tuple[OtherValue, ...]
    is_said: bool  # on this page, so that it can be taken back
    choices: tuple[str, ...]  # the values that it can have; empty: any
    draft: str  # what stands in the field of its form; "" where words are added to what is known

    @property
    def is_known(self) -> bool:
        """Whether somebody, or a document, said it."""
        return self.status not in NOBODY


def list_entries(brief: Brief, fields: BriefFields, questions: QuestionTable, show: Show) -> tuple[Entry, ...]:
    """Every field that belongs to the whole, part by part; fields of single systems stand in the inventory.

    Args:
        brief: what is known.
        fields: the table of fields.
        questions: the question bank; says why a field is asked for.
        show: renders a value of a field.
    """
    parts = list(dict.fromkeys(fields.parts.values()))
    rows = [row for row in fields.fields if "." in row.path and not row.per_system and row.path in brief.fields]
    found = [_entry(row, brief.fields[row.path], fields, questions, show) for row in rows]
    return tuple(sorted(found, key=lambda entry: parts.index(entry.part)))


def _entry(row: BriefField, field: Field, fields: BriefFields, questions: QuestionTable, show: Show) -> Entry:
    shown = "" if field.status is Status.UNKNOWN or field.value is None else show(row.path, field.value, field.unit)
    asked = questions.by_id.get(row.question)
    why = "" if asked is None else asked.why
    if field.status is Status.NOT_APPLICABLE:
        shown = "does not apply"
    return Entry(
        path=row.path,
        label=row.label,
        part=fields.parts[row.path.partition(".")[0]],
        status=field.status,
        shown=shown,
        origin=_origin(field),
        citations=_citations(field.provenance),
        note=field.note,
        hard=field.hard,
        drives=row.drives,
        why=f"{why[:1].upper()}{why[1:]}",
        others=tuple(_others(field, show)),
        is_said=any(source.question == f"field:{row.path}" for source in field.provenance),
        choices=("yes", "no") if row.type == "flag" else tuple(value.replace("_", " ") for value in row.values),
        draft="" if row.path in STRUCTURED or not _is_plain(field.value) or field.status in NOBODY else shown,
    )


def _is_plain(value: Any) -> bool:
    """Whether its words can be read back."""
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str | int | float)


def _origin(field: Field) -> str:
    if field.status is Status.ASSUMED:
        return next((source.text for source in field.provenance if source.text), "assumed")
    answer = next((source for source in field.provenance if source.kind == "answer"), None)
    if answer is not None:
        said = f"said by {answer.by}" if answer.by and answer.by != "user" else "your answer"
        read = f", read by the model {answer.read_by} and accepted" if answer.read_by else ""
        return f"{said}: “{answer.text}”{read}" if answer.text else f"{said}{read}"
    derived = next((source for source in field.provenance if source.kind == "derived"), None)
    return "" if derived is None else derived.text


def _others(field: Field, show: Show) -> Iterator[OtherValue]:
    for other in field.alternatives:
        is_rival = field.status is Status.CONFLICTED and other.reason == DISAGREE
        yield OtherValue(show(field.path, other.value, field.unit), other.reason, is_rival, _citations(other.provenance))


def _citations(provenance: tuple[Provenance, ...]) -> tuple[Citation, ...]:
    places = {source.citation.model_dump_json(): source.citation for source in provenance if source.citation is not None}
    return tuple(places.values())[:MOST_CITED]
