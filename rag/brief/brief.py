"""The Brief: all that is known about the company, its systems and its constraints.

Field paths, types, units, defaults and labels are data: `corpus/tables/brief_fields.yaml`.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rag.ground.citation import Citation

SCHEMA_VERSION = 1


class Status(StrEnum):
    """How a value came to be known."""

    UNKNOWN = "unknown"
    ASSUMED = "assumed"  # a default; the proposal lists it as an assumption
    STATED = "stated"  # the user said it
    DOCUMENTED = "documented"  # read from a document
    CONFIRMED = "confirmed"  # the user confirmed a documented or assumed value
    CONFLICTED = "conflicted"  # sources disagree; the stricter value is used until it is settled
    NOT_APPLICABLE = "not_applicable"


class Provenance(BaseModel):
    """Where a value comes from."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: Literal["document", "answer", "structured_file", "derived", "default", "llm_candidate"]
    citation: Citation | None = None  # document, structured_file
    fact_id: str = ""
    question: str = ""  # answer: question id
    by: str = ""  # answer: who
    at: str = ""  # ISO date of the answer
    text: str = ""  # answer: the words; default: the reason
    parents: tuple[str, ...] = ()  # derived: field paths
    formula: str = ""  # derived: F id
    rule: str = ""
    read_by: str = ""  # answer: the model that read this value in the words, where the person accepted its reading


class Alternative(BaseModel):
    """A value that lost."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    value: Any
    provenance: tuple[Provenance, ...]
    reason: str  # why the other one is used


class Field(BaseModel):
    """One leaf of the Brief."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    path: str  # "rel.rto"
    value: Any = None  # scalar, list, or {"day1":…, "m6":…, "m24":…} for scale fields
    unit: str = ""
    status: Status = Status.UNKNOWN
    confidence: float = 0.0  # 0…1
    provenance: tuple[Provenance, ...] = ()
    hard: bool = False
    alternatives: tuple[Alternative, ...] = ()
    note: str = ""
    as_of: str = ""  # ISO date of the source
    item_provenance: tuple[tuple[Provenance, ...], ...] = ()  # of a list: where each of its items comes from, in their order

    def sources_of(self, is_meant: Callable[[Any], bool]) -> tuple[Provenance, ...]:
        """Where the items of a list come from that are meant; all sources where items do not have their own."""
        if not isinstance(self.value, list) or len(self.item_provenance) != len(self.value):
            return self.provenance
        own = [
            source
            for item, sources in zip(self.value, self.item_provenance, strict=True)
            if is_meant(item)
            for source in sources
        ]
        return tuple(own) or self.provenance


class Constraint(BaseModel):
    """One row of the ledger of constraints."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str  # stable over document versions: hash of kind, subject and statement
    text: str  # in readable form
    category: str  # what it is about: `categories` of `brief_fields.yaml`
    hard: bool
    modality: str
    kind: str  # fact kind that carries it
    subject: str = ""
    slots: dict[str, Any] = {}
    value: Any = None
    unit: str = ""
    state: Literal["extracted", "confirmed", "edited", "waived", "rejected", "disputed"] = "extracted"
    reason: str = ""  # waived: why, and who accepted it
    provenance: tuple[Provenance, ...] = ()
    fact_ids: tuple[str, ...] = ()


class System(BaseModel):
    """A system that exists today."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    technology: str = ""  # canonical name
    technology_id: str = ""  # gazetteer id
    version: str = ""
    category: str = ""  # gazetteer category
    is_legacy: bool = False
    disposition: Literal["keep", "replace", "retire", "unknown"] = "unknown"
    disposition_hard: bool = False
    owner: str = ""
    contract_end: str = ""  # ISO date
    support_end: str = ""  # ISO date, from the lifecycle table
    support_of: str = ""  # the part whose support ends first, "RabbitMQ 3.13"; "" when a document or a person says the date
    support_note: str = ""  # "extended support, paid", snapshot date and source
    criticality: str = ""  # "Tier 1", as the inventory has it
    origins: dict[str, Provenance] = {}  # field of this row → the statement or answer that it comes from
    provenance: tuple[Provenance, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What others may call it, in small letters: its name, that without or in brackets, its technology."""
        short = re.findall(r"\(([A-Z0-9][\w-]+)\)", self.name)
        found = (self.name, re.sub(r"\s*\(.*?\)", "", self.name), *short, self.technology)
        return tuple(dict.fromkeys(name.lower() for name in found if name))

    @property
    def is_part_first(self) -> bool:
        """Whether support ends first for a part other than the technology shown: for the database below an application."""
        own = (self.name, self.technology, f"{self.technology} {self.version}".strip())
        return bool(self.support_of) and self.support_of not in own and not self.support_of.startswith(f"{self.name} ")

    @property
    def supported(self) -> str:
        """What the end of support is of: the system, or "RabbitMQ 3.13 in Temperature tracking"."""
        return f"{self.support_of} in {self.name}" if self.is_part_first else self.name


class Integration(BaseModel):
    """A connection to a system that the new one needs."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    system: str
    protocol: str = ""
    direction: str = ""
    frequency: str = ""
    provenance: tuple[Provenance, ...] = ()


class Product(BaseModel):
    """A product on the market that the company means to take."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    covers: str = ""  # how much of the need, "74 of 82", as it was counted
    provenance: tuple[Provenance, ...] = ()


class Conflict(BaseModel):
    """Sources that disagree about the same thing."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    kind: Literal["superseded", "unresolved", "scope", "cross_field"] = "unresolved"
    field: str  # field path
    subject: str = ""
    fact_ids: tuple[str, ...]
    replaced: tuple[str, ...] = ()  # superseded: those of them that no longer hold
    suggested: Any = None
    used: Any = None
    reason: str = ""
    question: str = ""


class Brief(BaseModel):
    """What is known. Reconciling the same facts and answers in any order gives the same Brief."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    schema_version: int = SCHEMA_VERSION
    as_of: str  # ISO date that "today" means
    fields: dict[str, Field]  # by path, sorted; every path of the table is there
    constraints: tuple[Constraint, ...] = ()
    systems: tuple[System, ...] = ()
    integrations: tuple[Integration, ...] = ()
    product: Product | None = None  # the one that is to be taken, where it is named
    conflicts: tuple[Conflict, ...] = ()
    missing_core: tuple[str, ...] = ()  # mandatory fields that are not even assumed and shown

    def value(self, path: str, default: Any = None) -> Any:
        """The value of a field, or `default` when it is unknown."""
        field = self.fields.get(path)
        return default if field is None or field.status is Status.UNKNOWN or field.value is None else field.value

    def is_known(self, path: str) -> bool:
        """Whether a person or a document said it (not a default)."""
        field = self.fields.get(path)
        return field is not None and field.status in (
            Status.STATED,
            Status.DOCUMENTED,
            Status.CONFIRMED,
            Status.CONFLICTED,
        )


class Suggestion(BaseModel):
    """What a connected model reads in an answer; it counts once the person accepts it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    path: str  # of the field
    values: dict[str, Any]  # its value, and at times that of a field beside it (a currency), as our own readers made them
    words: str  # of the answer, on which it rests
    by: str  # the model


class AnswerRecord(BaseModel):
    """One answer as the record keeps it: what was asked, said and understood."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    question: str  # question id, or "" for a remark outside any question
    text: str  # the words
    values: dict[str, Any] = {}  # field path → normalised value
    confidence: float = 0.95
    skipped: bool = False
    dont_know: bool = False
    subject: str = ""
    by: str = ""
    at: str = ""  # ISO date
    accepts: str = ""  # constraint, conflict or fact id that the answer settles
    suggested: tuple[Suggestion, ...] = ()  # what a model reads in it, until the person says yes or no
    read_by: dict[str, str] = {}  # path of an accepted reading → the model

    @property
    def is_note(self) -> bool:
        """Whether nothing was understood of it, and it only stands there."""
        return not (self.values or self.accepts or self.skipped or self.dont_know or self.suggested)

    def source(self, path: str) -> Provenance:
        """Where the value of a field comes from that this answer sets."""
        said = {"question": self.question, "by": self.by, "at": self.at, "text": self.text}
        return Provenance(kind="answer", read_by=self.read_by.get(path, ""), **said)
