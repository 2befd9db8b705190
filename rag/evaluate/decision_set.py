"""Companies whose interview and proposal are checked by machine: what a person there answers, and what a good proposal says.

In: files or folders of them (format: tests/golden/README.md). Out: `Scenario`s, each with the folder of its documents.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from rag.errors import UsageError
from rag.knowledge.tables import CORPUS, SAFE_LOADER

FOLDER = CORPUS.parent / "tests" / "golden" / "decisions"
TODAY = "2026-11-29"  # on which our own scenarios play
CHECKS = ("says", "pick", "chosen", "drawn", "style", "regime", "covers")


def _text(value: Any) -> str:
    """YAML reads 99.9 as a number and no as a flag."""
    return {True: "yes", False: "no", None: ""}[value] if isinstance(value, bool | None) else str(value)


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


Text = Annotated[str, BeforeValidator(_text)]
Pattern = Annotated[str, BeforeValidator(_text), AfterValidator(_pattern)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScriptedAnswer(_Row):
    """What a person of the company answers to a question."""

    question: str  # id without the part that names a system or a contradiction: Q24, Q33, Q71
    about: Pattern = ""  # in the question's words; "": whatever it is about
    answer: Text

    def matches(self, words: str) -> bool:
        """Whether the question's words are what it is about."""
        return re.search(self.about, words, re.IGNORECASE) is not None


class Check(_Row):
    """Something that the proposal says, chooses or draws; a regular expression, upper and lower case alike."""

    name: str  # what it is, for the report
    says: Pattern = ""  # in a sentence or cell of the sections
    sections: tuple[str, ...] = ()  # ids that `says` looks in; none: all
    pick: Pattern = ""  # in "component: name" of a technology
    chosen: Pattern = ""  # in a technology, a part drawn as new, or the title of the recommendation
    drawn: Pattern = ""  # in the name of a diagram's node
    style: Pattern = ""  # in the codes of the recommended style and its overlays, "MM EB HX"
    regime: Pattern = ""  # in the name of a law or standard that applies or probably applies
    covers: Pattern = ""  # in a constraint that is satisfied or partly satisfied

    @model_validator(mode="after")
    def _looks_for_one_thing(self) -> "Check":
        if sum(bool(getattr(self, one)) for one in CHECKS) != 1:
            raise ValueError(f"{self.name}: give one of {', '.join(CHECKS)}")
        return self


class Plant(_Row):
    """A sentence that the proposal has to quote."""

    document: str
    quote: str  # verbatim, or so much of it that it tells


class DecisionSet(_Row):
    """A file."""

    set: str
    company: str = ""
    note: str = ""
    held_out: bool = False  # no rule for reading documents was changed because of it
    documents: str  # folder, from the file's own
    accept: tuple[str, ...]  # styles
    options: tuple[str, ...] = ()  # those that the option set should hold; told, never a fault
    answers: tuple[ScriptedAnswer, ...]  # the first one that fits is given; none: "I don't know"
    must: tuple[Check, ...] = ()
    must_not: tuple[Check, ...] = ()
    plants: tuple[Plant, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """A set and where its documents are."""

    content: DecisionSet
    folder: Path


def read_scenarios(paths: Sequence[Path], only: Sequence[str] = ()) -> tuple[Scenario, ...]:
    """The scenarios of files or folders, by file name.

    Args:
        paths: files, or folders of such files.
        only: beginnings of the names of those that are wanted; none: all.

    Raises:
        UsageError: there is none, a file does not hold to the format, or its documents are missing.
    """
    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    found = [_read(file) for file in files]
    wanted = tuple(one for one in found if not only or one.content.set.startswith(tuple(only)))
    if not wanted:
        raise UsageError(f"{', '.join(map(str, paths))}: no scenarios to evaluate. Our own are part of Groundplan's source.")
    return wanted


def _read(file: Path) -> Scenario:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - it is the safe loader
        scenario = DecisionSet.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{file}: cannot be read as YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    folder = file.parent / scenario.documents
    if not folder.is_dir():
        raise UsageError(f"{file}: there is no folder {folder} with its documents.")
    return Scenario(scenario, folder)
