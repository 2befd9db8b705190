"""Annotated documents: what a careful reader notes down in them, read from files.

In: files or folders of them (format: tests/golden/README.md). Out: `AnnotatedSet`s, each with the folder that its documents lie
in, and pairs of statements. An invented set has its documents beside it; those of a pack of real documents lie elsewhere, and
only parts of them are annotated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rag.errors import UsageError
from rag.knowledge.tables import CORPUS, SAFE_LOADER

FOLDER = CORPUS.parent / "tests" / "golden" / "facts"
INVENTED, PACKS = "invented", "packs"
KINDS = frozenset(
    {
        *("objective", "users", "concurrency", "throughput", "data_volume", "latency", "availability", "rto", "rpo"),
        *("freshness", "integration", "technology", "legacy_system", "owner", "contract_end", "disposition"),
        *("constraint", "compliance", "data_class", "residency", "retention", "team", "skill", "budget", "cost"),
        *("deadline", "hosting", "preference", "build_buy", "practice", "window", "quota", "risk", "exclusion"),
        *("organisation", "standard"),
    }
)


def _kind(kind: Any) -> Any:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of fact")
    return kind


def _text(value: Any) -> str:
    """YAML reads 2027-03-31 as a date and 19 as a number."""
    return "" if value is None else str(value)


Kind = Annotated[str, BeforeValidator(_kind)]
Text = Annotated[str, BeforeValidator(_text)]
Split = Literal["", "tune", "dev", "test"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldFact(_Row):
    """A fact that a careful reader would note down."""

    kind: Kind
    quote: str  # verbatim
    value: Text = ""  # normalised; alternatives between " || "; "": any
    subject: Text = ""
    unit: Text = ""
    version: Text = ""
    hard: bool | None = None  # None: not said
    time: Literal["current", "planned", "historic", "hypothetical"] = "current"
    polarity: bool = True  # False: the document denies it
    modality: str = ""
    cap: bool | None = None  # of a budget: no more than this
    optional: bool = False  # may or may not be noted down: neither missed nor false
    note: str = ""

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The values that are right; none when any is."""
        return tuple(part.strip() for part in self.value.split("||") if part.strip())


class Part(_Row):
    """A part of a document that is annotated."""

    page: int = 1  # as printed in citations, from 1; 1 where the format has no pages
    first: str = Field("", alias="from")  # the words that it begins with; "": the page's first
    last: str = Field("", alias="to")  # the words that it ends with; "": the page's last


class GoldDocument(_Row):
    """A document and its facts."""

    document: str  # path within the set's folder
    split: Split = ""  # where it is not that of the set
    parts: tuple[Part, ...] = ()  # only these are annotated; none: all of it
    facts: tuple[GoldFact, ...] = ()


class Place(_Row):
    """Where one side of a contradiction stands."""

    document: str
    quote: str


class Pair(_Row):
    """Two statements that contradict each other, or only seem to."""

    a: Place
    b: Place
    about: str = ""
    optional: bool = False


class FactSet(_Row):
    """A file."""

    set: str
    split: Split = ""
    company: str = ""
    language: str = ""
    note: str = ""
    documents: tuple[GoldDocument, ...]
    contradictions: tuple[Pair, ...] = ()
    not_contradictions: tuple[Pair, ...] = ()
    several_houses: bool = False  # each paper is of another house: what one says is never held against another


class Statement(_Row):
    """What a document says that consists of nothing else."""

    document_type: str = "other"
    dated: Text = ""  # ISO date
    text: str


class StatementPair(_Row):
    """Two statements of one company, and whether they contradict each other."""

    id: str
    company: str = ""
    a: Statement
    b: Statement
    about: str = ""
    is_contradiction: bool
    why: str = ""


class PairFile(_Row):
    """A file of pairs."""

    split: Split = ""
    pairs: tuple[StatementPair, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedSet:
    """A set and where its documents are."""

    content: FactSet
    folder: Path
    origin: str  # invented, packs

    def of_split(self, split: str) -> "AnnotatedSet":
        """Only the documents of the split, and the contradictions between them; all of them for ""."""
        content = self.content
        documents = tuple(one for one in content.documents if split in ("", one.split or content.split))
        names = {one.document for one in documents}

        def between(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
            return tuple(pair for pair in pairs if {pair.a.document, pair.b.document} <= names)

        kept = {
            "documents": documents,
            "contradictions": between(content.contradictions),
            "not_contradictions": between(content.not_contradictions),
        }
        return replace(self, content=content.model_copy(update=kept))


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that is to be evaluated."""

    sets: tuple[AnnotatedSet, ...]
    pairs: Mapping[str, tuple[StatementPair, ...]]  # by the name of their file
    left_out: tuple[str, ...]  # in words


def read_annotations(paths: Sequence[Path], documents: Path | None = None, split: str = "") -> Annotations:
    """The annotations of files, by file name.

    Args:
        paths: files of sets or of pairs, or folders of such files.
        documents: the folder of the documents that do not lie beside their set, or the folder above it.
        split: tune, dev or test; "": all.

    Raises:
        UsageError: there is nothing to evaluate, or a file does not hold to the format, or a document is missing.
    """
    sets: list[AnnotatedSet] = []
    pairs: dict[str, tuple[StatementPair, ...]] = {}
    left_out: list[str] = []
    for file in _files(paths):
        content = _read(file)
        if isinstance(content, PairFile):
            if split in ("", content.split):
                pairs[file.stem] = content.pairs
            continue
        found = _locate(file, content, documents)
        if found is None:
            left_out.append(f"{content.set}: its documents lie elsewhere; say where with --documents DIR.")
        elif (chosen := found.of_split(split)).content.documents:
            sets.append(chosen)
    if not sets and not pairs:
        said = " ".join(left_out) or "Give a folder or a file of annotated documents, or another --split."
        raise UsageError(f"{', '.join(map(str, paths))}: no annotated documents to evaluate. {said}")
    return Annotations(tuple(sets), pairs, tuple(left_out))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.yaml"))
        elif path.is_file():
            yield path
        else:
            raise UsageError(f"{path}: there is no such file or folder. Our own sets are part of Groundplan's source.")


def _read(file: Path) -> FactSet | PairFile:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - it is the safe loader
        schema = PairFile if isinstance(content, dict) and "pairs" in content else FactSet
        return schema.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{file}: cannot be read as YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _locate(file: Path, content: FactSet, documents: Path | None) -> AnnotatedSet | None:
    """The set with its documents' folder; None for a pack without one."""
    names = [one.document for one in content.documents]
    beside = file.with_suffix("")
    if beside.is_dir():
        places, origin = [beside], INVENTED
    elif documents is None:
        return None
    else:
        places, origin = [documents, documents / content.set, documents / content.set.removeprefix("pack-")], PACKS
    whole = next((place for place in places if all((place / name).is_file() for name in names)), None)
    if whole is None:
        missing = next(name for name in names if not (places[-1] / name).is_file())
        raise UsageError(f"{file}: the document {missing} is not in {places[-1]}.")
    return AnnotatedSet(content, whole, origin)
