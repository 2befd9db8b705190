"""What a proposal is laid out as: a plain sequence of nodes with resolved markers and links, which every format draws."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

LABELS = ("Company", "Date", "Version", "Status", "Contents", "Table", "Figure", "In words")  # that formats print themselves
UNNAMED = ("the system", "the company", "")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; a marker is small and leads to its basis."""

    text: str
    href: str = ""  # anchor in this document
    is_marker: bool = False
    title: str = ""  # what a marker stands for, in short
    is_strong: bool = False
    is_break: bool = False  # a line break, without text


Runs = tuple[Run, ...]
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
SPACE, BREAK = Run(" "), Run("", is_break=True)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a section."""

    level: int
    number: str
    title: str
    anchor: str
    badge: str = ""  # T1 … T7


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    runs: Runs
    kind: Literal["body", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Runs, ...]
    kind: Literal["bullet", "ordered", "check"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `anchors` name the rows that markers lead to."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...]
    anchors: tuple[str, ...] = ()
    number: int = 0  # 0: an index, not counted
    label: str = ""  # “Table 3”
    name: str = ""  # of an index: what it is called where a caption would stand twice


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram or chart with its text alternative; the table of what it shows follows as a Grid."""

    id: str
    caption: str
    alt: str
    source: str
    svg: str
    number: int
    label: str  # “Figure 2”
    words: str = ""  # anchor of its table in words, in the appendix

    @property
    def remark(self) -> str:
        """What stands behind the caption: of a chart what it shows; a diagram needs none for those who see it."""
        return self.alt if not self.source else ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Code."""

    language: str
    caption: str
    source: str


Node = Heading | Text | Items | Grid | Picture | Listing


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything a format needs."""

    title: str
    company: str
    product: str
    as_of: str  # ISO date
    date: str  # in words
    version: int
    status: str
    status_reason: str
    nodes: tuple[Node, ...]
    edition: str = ""  # its name, as “short-board”
    has_contents: bool = True  # a table of contents is printed
    template: str = ""  # path of the company's own Word document
    logo: bytes = b""  # PNG; empty: none
    labels: Mapping[str, str] = field(default_factory=lambda: {name: name for name in LABELS})

    def headings(self) -> list[Heading]:
        """The table of contents."""
        return [node for node in self.nodes if isinstance(node, Heading)]


@dataclass(frozen=True, slots=True)
class Edition:
    """A proposal for some of its readers; numbers and markers are those of the whole."""

    name: str = ""  # “short”, “board”, “short-engineering-de”
    sections: frozenset[str] | None = None  # None: all
    audience: str = ""  # whose blocks are printed; "": everybody's
    is_short: bool = False  # without the blocks of the full profile
    template: str = ""  # path of the company's own Word document
    logo: bytes = b""  # PNG; empty: none
    say: Callable[[str], str] = field(default=str, compare=False)  # English label → label in the readers' language


WHOLE = Edition()


def clean(text: str) -> str:
    """Text without control characters, without marks that turn the direction of reading, in one line."""
    return " ".join(UNPRINTABLE.sub("", text).split()) if text.strip() else text


def runs_of(node: Node) -> Iterator[Run]:
    """All stretches of text of a node that can lead somewhere."""
    match node:
        case Text(runs=runs):
            yield from runs
        case Items(items=items):
            yield from (run for item in items for run in item)
        case Grid(rows=rows):
            yield from (run for row in rows for cell in row for run in cell)


def plain(text: str) -> Runs:
    """A text as one stretch, cleaned."""
    return (Run(clean(text)),)
