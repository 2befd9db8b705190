"""The proposal → a plain sequence of nodes with resolved markers and links; every format draws these, so all say the same."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rag.export.markers import Markers
from rag.export.sources import source_of, words_of
from rag.propose.coverage import MOST_ROWS
from rag.propose.proposal import (
    BlockType,
    BulletList,
    Checklist,
    Claim,
    Code,
    Diagram,
    Evidence,
    Kept,
    Paragraph,
    Proposal,
    Section,
    Table,
)
from rag.propose.wording import readable, shorten, show_date, upper_first

ANSWER = 300  # characters of an answer in the evidence index
CONSTRAINT = 220  # characters of a constraint in the complete matrix
LABELS = ("Company", "Date", "Version", "Status", "Contents", "Table", "Figure")  # that formats print themselves
UNNAMED = ("the system", "the company", "")
STATUS_WORDS = {"provisional": "Provisional", "ready": "Ready for decision", "final": "Final"}


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
    labels: Mapping[str, str] = field(default_factory=lambda: {name: name for name in LABELS})

    def headings(self) -> list[Heading]:
        """The table of contents."""
        return [node for node in self.nodes if isinstance(node, Heading)]


@dataclass(frozen=True, slots=True)
class Edition:
    """A proposal for some of its readers; numbers and markers are those of the whole."""

    name: str = ""  # “short”, “board”, “short-engineering-de”
    sections: frozenset[str] | None = None  # None: all
    say: Callable[[str], str] = field(default=str, compare=False)  # English label → label in the readers' language


WHOLE = Edition()


def lay_out(proposal: Proposal, edition: Edition = WHOLE) -> Layout:
    """All nodes of a proposal in reading order, the indexes last; of a part of it, with what these lead to."""
    return Layout(
        title=clean(edition.say(title_of(proposal))),
        company=clean(proposal.company),
        product=clean(proposal.product),
        as_of=proposal.as_of,
        date=show_date(proposal.as_of),
        version=proposal.version,
        status=edition.say(STATUS_WORDS[proposal.status]),
        status_reason=clean(proposal.status_reason),
        nodes=tuple(_Printer(proposal, edition).nodes()),
        edition=edition.name,
        labels={name: edition.say(name) for name in LABELS},
    )


def title_of(proposal: Proposal) -> str:
    """“Architecture proposal for …”, with the product or else the company, as far as either has a name."""
    named = next((name for name in (proposal.product, proposal.company) if name not in UNNAMED), "")
    return f"Architecture proposal for {named}" if named else "Architecture proposal"


def clean(text: str) -> str:
    """Text without control characters, without marks that turn the direction of reading, in one line."""
    return " ".join(UNPRINTABLE.sub("", text).split()) if text.strip() else text


class _Printer:
    """Walks a proposal once, numbering tables and pictures."""

    def __init__(self, proposal: Proposal, edition: Edition) -> None:
        self.proposal = proposal
        self.say = edition.say
        self.is_part = edition.sections is not None
        self.shown = [one for one in proposal.sections if edition.sections is None or one.id in edition.sections]
        self.markers = Markers(proposal)
        self.tables = 0
        self.pictures = 0
        self.letter = max((ord(s.number) for s in proposal.sections if len(s.number) == 1 and s.number.isalpha()), default=64)
        self.sections = {section.title: section for section in self.shown}
        self.assumptions = {assumption.id for assumption in proposal.assumptions}

    def nodes(self) -> Iterator[Node]:
        """Sections, then the indexes."""
        body = list(self.body())
        yield from body
        yield from _used(self.indexes(), body) if self.is_part else self.indexes()

    def body(self) -> Iterator[Node]:
        """The sections."""
        if self.is_part:
            counts = f"{len(self.shown)} of {len(self.proposal.sections)} sections"
            yield Text(_plain(self.say(f"An excerpt: {counts}, numbered as in the whole proposal.")), "note")
        for section in self.proposal.sections:
            nodes = list(self.section(section))  # of all, since tables and pictures are counted
            if section in self.shown:
                yield from nodes

    def section(self, section: Section) -> Iterator[Node]:
        """One section."""
        yield Heading(section.level, section.number, self.say(section.title), f"s-{section.id}", section.template)
        if section.kept is not None:
            yield Text(_plain(_kept(section.kept)), "note")
        for block in section.blocks:
            yield from self.block(block, section)

    def block(self, block: BlockType, section: Section) -> Iterator[Node]:
        """The nodes of one block."""
        match block:
            case Paragraph(claims=claims):
                yield Text(self.run(claims))
            case BulletList(items=items, ordered=ordered):
                yield Items(tuple(self.run(item) for item in items), "ordered" if ordered else "bullet")
            case Checklist(items=items):
                yield Items(tuple(self.run(item) for item in items), "check")
            case Table():
                yield self.grid(block)
            case Diagram():
                yield from self.picture(block)
            case Code(language=language, caption=caption, source=source, claims=claims):
                yield Listing(language, caption, source)
                if claims:
                    yield Text(self.run(claims), "note")

    def grid(self, table: Table) -> Grid:
        """A table with its row anchors."""
        self.tables += 1
        rows = tuple(tuple(self.cell(cell) for cell in row) for row in table.rows)
        anchors = tuple(f"a-{row[0]}" if isinstance(row[0], str) and row[0] in self.assumptions else "" for row in table.rows)
        widths = table.widths or tuple(1.0 for _ in table.header)
        header = tuple(map(self.say, table.header))
        return Grid(
            self.say(clean(table.caption)),
            header,
            rows,
            widths,
            anchors if any(anchors) else (),
            self.tables,
            self._numbered("Table", self.tables),
        )

    def picture(self, diagram: Diagram) -> Iterator[Node]:
        """A diagram and the table of what it shows."""
        self.pictures += 1
        caption, alt = self.say(clean(diagram.caption)), upper_first(clean(diagram.alt))
        yield Picture(
            diagram.id, caption, alt, diagram.source, diagram.svg, self.pictures, self._numbered("Figure", self.pictures)
        )
        if diagram.claims:
            yield Text(self.run(diagram.claims), "note")
        if diagram.nodes:
            rows = tuple(tuple(_plain(cell) for cell in row) for row in diagram.nodes)
            header = tuple(map(self.say, diagram.header))
            yield Grid(self.say(clean(f"In words: {diagram.caption}")), header, rows, (2.4, 1.6, 3.4))

    def _numbered(self, kind: str, number: int) -> str:
        return f"{self.say(kind)} {number}"

    def cell(self, cell: tuple[Claim, ...] | str) -> Runs:
        """A table cell; the title of a section becomes a link to it."""
        if not isinstance(cell, str):
            return self.run(cell, BREAK)
        section, shown = self.sections.get(cell), self.say(clean(cell))
        return (Run(f"{section.number} {shown}".strip(), href=f"s-{section.id}"),) if section else (Run(shown),)

    def run(self, claims: Sequence[Claim], between: Run = SPACE) -> Runs:
        """Sentences with their markers; a basis shared by neighbours is marked once, after the last of them."""
        runs: list[Run] = []
        for number, claim in enumerate(claims):
            marks = self.markers.of(claim)
            following = self.markers.of(claims[number + 1]) if number + 1 < len(claims) else None
            sentence = Run(clean(claim.sentence))
            runs += [sentence] if number == 0 else [between, sentence]
            if marks != following:
                runs += [Run(mark.text, href=mark.href, is_marker=True, title=clean(mark.title)) for mark in marks]
        return tuple(runs)

    def next_letter(self) -> str:
        """The next appendix letter."""
        self.letter += 1
        return chr(self.letter)

    def index(self, anchor: str, title: str, grid: Grid) -> Iterator[Node]:
        """An appendix that is one table; nothing when the table is empty."""
        if grid.rows:
            yield Heading(1, self.next_letter(), self.say(title), anchor)
            yield replace(grid, header=tuple(map(self.say, grid.header)))

    def indexes(self) -> Iterator[Node]:
        """Evidence, documents, library, formulas, judgements, versions, what is missing."""
        if len(self.proposal.coverage) > MOST_ROWS:
            yield from self.index("x-coverage", "Coverage matrix, complete", self._coverage())
        yield from self.index("x-evidence", "Evidence index", self._evidence())
        yield from self.index("x-documents", "Documents", self._documents())
        entries = self.markers.library
        grid = _grid(
            ("No.", "Entry", "Title"),
            [(mark, id_, self.proposal.library.get(id_, "")) for id_, mark in entries.items()],
            (0.5, 3, 4),
            [f"l-{mark}" for mark in entries.values()],
        )
        yield from self.index("x-library", "Library entries", grid)
        formulas = self.markers.formulas
        grid = _grid(
            ("No.", "Formula", "Inputs", "Used for"),
            [(row.mark, row.formula, row.inputs, row.sentence) for row in formulas],
            (0.6, 0.9, 3.4, 3.4),
            [f"f-{row.mark}" for row in formulas],
        )
        yield from self.index("x-formulas", "Formula ledger", grid)
        traces = self.markers.traces
        grid = _grid(
            ("No.", "Reasoning"),
            [(mark, trace) for trace, mark in traces.items()],
            (0.5, 7),
            [f"j-{mark}" for mark in traces.values()],
        )
        yield from self.index("x-judgements", "Judgements", grid)
        yield from self.index("x-hand", "Changed by hand", self._by_hand())
        yield from self._versions()
        if self.proposal.not_in_version:
            yield Heading(1, self.next_letter(), self.say("Not in this version"), "x-missing")
            yield Items(tuple(_plain(text) for text in self.proposal.not_in_version), "bullet")

    def _coverage(self) -> Grid:
        """Every constraint with what became of it, hard ones first."""
        titles = {section.id: section for section in self.proposal.sections}
        shown = {section.id for section in self.shown}
        rows = []
        for row in sorted(self.proposal.coverage, key=lambda row: not row.hard):
            section = titles.get(row.section)
            quoted = tuple(Run(f"[{id_}]", href=f"e-{id_}", is_marker=True) for id_ in row.evidence)
            text = (Run(clean(shorten(readable(row.text), CONSTRAINT))), *quoted)
            how = "; ".join(part.rstrip(".") for part in (row.how, row.reason) if part)
            where: Runs = _plain("–")
            if section is not None and row.status != "open":
                named = f"{section.number} {self.say(section.title)}".strip()
                where = (Run(named, href=f"s-{section.id}" if section.id in shown else ""),)
            rows.append(
                (text, _plain("hard" if row.hard else "soft"), _plain(row.status), _plain(shorten(how, CONSTRAINT)), where)
            )
        return Grid("", ("Constraint", "Kind", "State", "Met by", "Where"), tuple(rows), (3.6, 0.5, 0.9, 3.2, 1.5))

    def _by_hand(self) -> Grid:
        """What people wrote into the text, with what would stand there."""
        titles = {section.id: f"{section.number} {section.title}".strip() for section in self.proposal.sections}
        rows = []
        for change in self.proposal.by_hand:
            if not change.by:
                continue
            who = f"{change.by}, {show_date(change.at[:10])}" if change.at else change.by
            now = change.text if change.kind == "edit" else f"Kept as in version {change.version}"
            shown = shorten(now, CONSTRAINT) or "left out"
            before = shorten(change.before, CONSTRAINT) or "–"
            rows.append((titles.get(change.section, change.section), who, shown, before, change.state))
        return _grid(("Section", "By", "Now", "Without the change", "State"), rows, (1.5, 1.2, 2.8, 2.8, 1))

    def _versions(self) -> Iterator[Node]:
        by_version: dict[str, list[str]] = {}
        for name, version in sorted(self.proposal.tables.items()):
            by_version.setdefault(version, []).append(name)
        if by_version:
            yield Heading(1, self.next_letter(), self.say("Versions of the knowledge used"), "x-versions")
            items = tuple(_plain(f"{show_date(version)}: {', '.join(names)}") for version, names in sorted(by_version.items()))
            yield Items(items, "bullet")

    def _evidence(self) -> Grid:
        evidence = self.proposal.evidence
        rows = [(entry.id, *_source(entry)) for entry in evidence]
        return _grid(("No.", "Source and place", "Words"), rows, (0.5, 2.5, 5), [f"e-{entry.id}" for entry in evidence])

    def _documents(self) -> Grid:
        rows = []
        for document in self.proposal.documents:
            notes = [document.note] if document.note else []
            if document.pages_without_text:
                pages = ", ".join(str(page) for page in document.pages_without_text[:12])
                more = " …" if len(document.pages_without_text) > 12 else ""
                notes.append(f"no text on page {pages}{more}")
            cells = (
                document.shown or document.document,
                str(document.pages),
                str(document.facts),
                str(document.cited),
                document.sha256[:12],
                "; ".join(notes) or "–",
            )
            rows.append(cells)
        header = ("Document", "Pages", "Facts", "Cited", "SHA-256", "Note")
        return _grid(header, rows, (3.4, 0.7, 0.7, 0.7, 1.3, 2))


def _used(indexes: Iterator[Node], body: Sequence[Node]) -> Iterator[Node]:
    """Of the indexes, the rows that a marker leads to; those that nothing leads to row by row whole."""
    listed = list(indexes)
    whole = [node for node in listed if not (isinstance(node, Grid) and node.anchors)]
    led = {run.href for node in (*body, *whole) for run in runs_of(node)}
    heading: Heading | None = None
    for node in listed:
        if isinstance(node, Heading):
            heading = node
            continue
        if isinstance(node, Grid) and node.anchors:
            kept = [number for number, anchor in enumerate(node.anchors) if anchor in led]
            rows, anchors = tuple(node.rows[n] for n in kept), tuple(node.anchors[n] for n in kept)
            node = replace(node, rows=rows, anchors=anchors)
            if not kept:
                continue
        if heading is not None:
            yield heading
            heading = None
        yield node


def runs_of(node: Node) -> Iterator[Run]:
    """All stretches of text of a node that can lead somewhere."""
    match node:
        case Text(runs=runs):
            yield from runs
        case Items(items=items):
            yield from (run for item in items for run in item)
        case Grid(rows=rows):
            yield from (run for row in rows for cell in row for run in cell)


def _kept(kept: Kept) -> str:
    if not kept.by:
        return f"As in version {kept.version}; only another section was written anew."
    at = f" on {show_date(kept.at[:10])}" if kept.at else ""
    return f"Kept as in version {kept.version} by {kept.by}{at}; what is known may have moved on since."


def _plain(text: str) -> Runs:
    return (Run(clean(text)),)


def _grid(
    header: tuple[str, ...], rows: Sequence[Sequence[str]], widths: tuple[float, ...], anchors: Sequence[str] = ()
) -> Grid:
    """An index: plain cells, not counted among the tables."""
    return Grid("", header, tuple(tuple(_plain(cell) for cell in row) for row in rows), widths, tuple(anchors))


def _source(entry: Evidence) -> tuple[str, str]:
    words = words_of(entry)
    if entry.citation is None:
        words = shorten(words, ANSWER)
    return source_of(entry), f"“{words}”" if words else "–"
