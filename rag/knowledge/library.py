"""The library of reference architectures: `corpus/<kind>/<slug>.md` → frozen, validated entries.

In: a folder whose kinds are folders of Markdown files, each with YAML front matter between `---` lines and the sections of
`HEADINGS`. Out: a `Library`. A fault names the file and the field. Nothing is read on import; what the entries are worth for
a query or a decision is left to the steps that use them.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from rag.errors import KnowledgeError
from rag.knowledge.condition import Condition
from rag.knowledge.styles import ATTRIBUTES, NEEDS
from rag.knowledge.tables import CORPUS, SAFE_LOADER, KnowledgeRow

HEADINGS = (
    "When it fits",
    "When to avoid",
    "How it works",
    "Structure",
    "Decisions you must make",
    "Failure modes and tests",
    "Numbers to check",
    "Team and cost",
    "Migration in / exit out",
    "Constraints it respects or breaks",
    "Checklist",
    "Sources",
)
_DIAGRAM = re.compile(r"^```mermaid\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## +(.+?) *$", re.MULTILINE)


class Kind(StrEnum):
    """What an entry is about; also the name of its folder."""

    STYLE = "style"
    PATTERN = "pattern"
    BLUEPRINT = "blueprint"
    MIGRATION = "migration"
    DATA = "data"
    SECURITY = "security"
    RELIABILITY = "reliability"
    DELIVERY = "delivery"
    COMPLIANCE = "compliance"
    OPS = "ops"


class Confidence(StrEnum):
    """How sure we are of an entry."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class EntrySource(KnowledgeRow):
    """A publication behind an entry."""

    name: str
    url: str = ""  # "" for our own judgement
    accessed: date | None = None


class FrontMatter(KnowledgeRow):
    """What stands between the `---` lines of an entry."""

    title: str
    kind: Kind
    summary: str = Field(max_length=240)
    aliases: tuple[str, ...] = ()  # other names that people search for
    tags: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()  # none: any
    styles: tuple[str, ...] = ()  # codes of the base styles it goes with; none: any
    attributes: dict[str, int] = {}  # demand attribute → effect, -2 … +2; what is missing is 0
    needs: dict[str, int] = {}  # capability → what it asks for, 0 … 5
    triggers: tuple[Condition, ...] = ()  # over levels and readings: each that holds speaks for it
    vetoes: tuple[Condition, ...] = ()  # each that holds speaks against it
    requires: tuple[str, ...] = ()  # ids of entries it does not work without
    conflicts: tuple[str, ...] = ()  # ids of entries it does not go with
    components: tuple[str, ...] = ()  # component kinds of the technology tables
    regimes: tuple[str, ...] = ()
    asvs: tuple[str, ...] = ()  # chapters or requirements of OWASP ASVS 5.0
    numbers: tuple[str, ...] = ()  # formula ids
    questions: tuple[str, ...] = ()  # question ids
    sources: tuple[EntrySource, ...]
    reviewed: date
    version: int
    author: str
    confidence: Confidence

    @field_validator("attributes")
    @classmethod
    def _are_effects(cls, effects: dict[str, int]) -> dict[str, int]:
        for code, effect in effects.items():
            if code not in ATTRIBUTES or not -2 <= effect <= 2:
                raise ValueError(f"{code}: {effect} is not one of {', '.join(ATTRIBUTES)} with an effect from -2 to 2")
        return effects

    @field_validator("needs")
    @classmethod
    def _are_needs(cls, needs: dict[str, int]) -> dict[str, int]:
        for code, need in needs.items():
            if code not in NEEDS or not 0 <= need <= 5:
                raise ValueError(f"{code}: {need} is not one of {', '.join(NEEDS)} with a need from 0 to 5")
        return needs


class Entry(FrontMatter):
    """One reference architecture."""

    id: str  # kind and slug, from its path: `style/modular-monolith`
    path: Path
    content: str  # the file without its front matter
    sections: Mapping[str, str]  # heading → text, in the order of the file

    @property
    def diagram(self) -> str:
        """The Mermaid source of its Structure section; "" when there is none."""
        found = _DIAGRAM.search(self.sections.get("Structure", ""))
        return found[1] if found else ""


class Library(BaseModel):
    """All entries, in the order of their ids."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    entries: tuple[Entry, ...]

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    def entry(self, entry_id: str) -> Entry:
        """The entry with this id.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[entry_id]

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._by_id


def load_library(folder: Path = CORPUS) -> Library:
    """Every entry under `folder`; folders that are no kind of entry are left alone.

    Raises:
        KnowledgeError: a file cannot be read, or does not hold to the format.
    """
    paths = sorted(path for kind in Kind for path in (folder / kind).glob("*.md"))
    entries = [read_entry(path, folder) for path in paths]
    return Library(entries=tuple(sorted(entries, key=lambda entry: entry.id)))


def read_entry(path: Path, folder: Path = CORPUS) -> Entry:
    """The entry of one file.

    Raises:
        KnowledgeError: the file cannot be read, or does not hold to the format.
    """
    name = path.relative_to(folder).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{name}: cannot be read ({error}).") from error
    matter, content = _split(name, text)
    values = {**matter, "id": name.removesuffix(".md"), "path": path, "content": content, "sections": _sections(content)}
    try:
        entry = Entry.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise KnowledgeError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if entry.kind != path.parent.name:
        raise KnowledgeError(f"{name}: kind: is {entry.kind}, but the file stands in {path.parent.name}/.")
    return entry


def _split(name: str, text: str) -> tuple[dict[str, Any], str]:
    """Front matter and the rest."""
    opening, _, after = text.partition("\n")
    matter, closing, content = after.partition("\n---\n")
    if opening.rstrip() != "---" or not closing:
        raise KnowledgeError(f"{name}: front matter: the file must begin with YAML between two lines of three hyphens.")
    try:
        values = yaml.load(matter, Loader=SAFE_LOADER)  # noqa: S506 - it is the safe loader
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{name}: front matter: is not YAML: {error}") from error
    if not isinstance(values, dict):
        raise KnowledgeError(f"{name}: front matter: must be a mapping of fields.")
    return values, content.lstrip("\n")


def _sections(content: str) -> dict[str, str]:
    """Heading → text below it."""
    parts = _SECTION.split(content)
    return {heading: text.strip() for heading, text in zip(parts[1::2], parts[2::2], strict=True)}
