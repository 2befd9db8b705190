"""The indexes at the end of a proposal: coverage, evidence, documents, library, formulas, judgements, changes, versions."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.export.markers import Markers
from rag.export.nodes import Grid, Heading, Items, Node, Picture, Run, Runs, Text, clean, plain, runs_of
from rag.export.reasons import Reasons
from rag.export.sources import source_of, words_of
from rag.propose.coverage import in_text
from rag.propose.proposal import Evidence, Proposal, block_claims
from rag.propose.wording import readable, shorten, show_date

ANSWER = 300  # characters of an answer in the evidence index
WRITTEN = 220  # characters of a paragraph that was changed by hand
CONSTRAINT = 110  # characters of a constraint
ASKING = ("violated", "open")  # soft ones that nobody has to decide about stand in the workbook


class Indexes:
    """Walks the indexes once, lettering them after the sections' own appendices."""

    def __init__(
        self,
        proposal: Proposal,
        markers: Markers,
        shown: frozenset[str],
        say: Callable[[str], str],
        words: Sequence[tuple[str, Grid]] = (),
        *,
        is_brief: bool = False,
    ) -> None:
        """Begin them.

        Args:
            proposal: the whole of it.
            markers: what leads to the rows.
            shown: ids of the sections that are printed.
            say: English label → label in the readers' language.
            words: what the pictures show, as tables with their anchors.
            is_brief: without the constraints that the text does not show.
        """
        self.proposal = proposal
        self.markers = markers
        self.shown = shown
        self.say = say
        self.words = words
        self.is_brief = is_brief
        self.letter = max((ord(s.number) for s in proposal.sections if len(s.number) == 1 and s.number.isalpha()), default=64)

    def next_letter(self) -> str:
        """The next appendix letter."""
        self.letter += 1
        return chr(self.letter)

    def index(self, anchor: str, title: str, grid: Grid) -> Iterator[Node]:
        """An appendix that is one table; nothing when the table is empty."""
        if grid.rows:
            yield Heading(1, self.next_letter(), self.say(title), anchor)
            yield replace(grid, header=tuple(map(self.say, grid.header)), name=self.say(title))

    def nodes(self) -> Iterator[Node]:
        """Evidence, documents, library, formulas, judgements, versions, what is missing."""
        if not self.is_brief:
            yield from self.index("x-coverage", "Further constraints", self._coverage())
        if self.words:
            yield Heading(1, self.next_letter(), self.say("Figures in words"), "x-words")
            yield from self._words()
        yield from self.index("x-evidence", "Evidence index", self._evidence())
        yield from self.index("x-documents", "Documents", self._documents())
        entries = self.markers.library
        grid = _grid(
            ("No.", "Entry"),
            [(mark, self.proposal.library.get(id_, "") or id_) for id_, mark in entries.items()],
            (0.5, 7),
            [f"l-{mark}" for mark in entries.values()],
        )
        yield from self.index("x-library", "Library entries", grid)
        formulas = self.markers.formulas
        grid = _grid(
            ("No.", "Formula", "Inputs"),
            [(row.mark, row.formula, row.inputs) for row in formulas],
            (0.6, 0.9, 6.8),
            [f"f-{row.mark}" for row in formulas],
        )
        yield from self.index("x-formulas", "Formula ledger", grid)
        reasons, behind = Reasons(self.proposal), dict[str, list[str]]()
        for trace, mark in self.markers.traces.items():
            behind.setdefault(mark, []).append(trace)
        grid = _grid(
            ("No.", "Reasoning"),
            [(mark, reasons.of_all(traces)) for mark, traces in behind.items()],
            (0.5, 7),
            [f"j-{mark}" for mark in behind],
        )
        yield from self.index("x-judgements", "Judgements", grid)
        yield from self.index("x-hand", "Changed by hand", self._by_hand())
        yield from self._versions()
        if self.proposal.not_in_version:
            yield Heading(1, self.next_letter(), self.say("Not in this version"), "x-missing")
            yield Items(tuple(plain(text) for text in self.proposal.not_in_version), "bullet")

    def _words(self) -> Iterator[Grid]:
        """What the pictures show; what an earlier one has described is only named again."""
        described: set[tuple[Runs, ...]] = set()
        for _, grid in self.words:
            rows = tuple((*row[:-1], plain("–")) if row in described else row for row in grid.rows)
            described.update(grid.rows)
            kept = _joined(rows)
            anchors = (grid.anchors[0], *("" for _ in kept[1:])) if grid.anchors else ()
            yield replace(grid, rows=kept, anchors=anchors)

    def _coverage(self) -> Grid:
        """The constraints that the text has no room for and that somebody has to decide about; same words once."""
        sections = {section.id: section for section in self.proposal.sections}
        in_matrix = in_text(self.proposal.brief, self.proposal.coverage)
        told = {shorten(readable(row.text), CONSTRAINT) for row in in_matrix}
        found: dict[tuple[str, str], tuple[Runs, dict[str, Run]]] = {}
        for row in self.proposal.coverage:
            text = shorten(readable(row.text), CONSTRAINT)
            if row.status not in ASKING or text in told:
                continue
            quoted = tuple(Run(f"[{id_}]", href=f"e-{id_}", is_marker=True) for id_ in row.evidence)
            _, places = found.setdefault((text, row.status), ((Run(clean(text)), *quoted), {}))
            section = sections.get(row.section) if row.status != "open" else None
            if section is not None:
                href = f"s-{row.section}" if row.section in self.shown else ""
                places.setdefault(row.section, Run(section.number or self.say(section.title), href=href))
        rows = [(runs, plain(status), _listed(tuple(places.values()))) for (_, status), (runs, places) in found.items()]
        return Grid("", ("Constraint", "State", "Where"), tuple(rows), (6, 0.9, 1.2))

    def _by_hand(self) -> Grid:
        """What people wrote into the text, with what would stand there."""
        titles = {section.id: f"{section.number} {section.title}".strip() for section in self.proposal.sections}
        rows = []
        for change in self.proposal.by_hand:
            if not change.by:
                continue
            who = f"{change.by}, {show_date(change.at[:10])}" if change.at else change.by
            now = change.text if change.kind == "edit" else f"Kept as in version {change.version}"
            shown = shorten(now, WRITTEN) or "left out"
            before = shorten(change.before, WRITTEN) or "–"
            rows.append((titles.get(change.section, change.section), who, shown, before, change.state))
        return _grid(("Section", "By", "Now", "Without the change", "State"), rows, (1.5, 1.2, 2.8, 2.8, 1))

    def _versions(self) -> Iterator[Node]:
        """How old the tables are; which has which version stands in the JSON file."""
        versions = sorted(set(self.proposal.tables.values()))
        if versions:
            yield Heading(1, self.next_letter(), self.say("Versions of the knowledge used"), "x-versions")
            count, first, last = len(self.proposal.tables), show_date(versions[0]), show_date(versions[-1])
            yield Text(plain(f"{count} tables, of {first}{f' to {last}' if last != first else ''}; the JSON file lists them."))

    def _evidence(self) -> Grid:
        evidence, today = self.proposal.evidence, self.proposal.as_of
        printed = self._quoted()
        rows = [(entry.id, *_source(entry, today, printed.get(entry.id, ""))) for entry in evidence]
        return _grid(("No.", "Source and place", "Words"), rows, (0.5, 2.5, 5), [f"e-{entry.id}" for entry in evidence])

    def _quoted(self) -> dict[str, str]:
        """Evidence → where the text repeats its words in full, so that they need not stand twice."""
        words = {entry.id: _bare(words_of(entry)) for entry in self.proposal.evidence}
        found: dict[str, str] = {}
        for section in (one for one in self.proposal.sections if one.id in self.shown and one.number):
            for claim in (claim for block in section.blocks for claim in block_claims(block)):
                for id_ in claim.evidence:
                    if words.get(id_) and words[id_] == _bare(claim.sentence):
                        found.setdefault(id_, section.number)
        return found

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


def used(indexes: Iterator[Node], body: Sequence[Node]) -> Iterator[Node]:
    """Of the indexes, the rows that a marker leads to; those that nothing leads to row by row whole."""
    listed = list(indexes)
    whole = [node for node in listed if not (isinstance(node, Grid) and node.anchors)]
    led = {run.href for node in (*body, *whole) for run in runs_of(node)}
    led |= {node.words for node in body if isinstance(node, Picture)}
    heading: Heading | None = None
    for node in listed:
        if isinstance(node, Heading):
            heading = node
            continue
        if isinstance(node, Grid) and node.anchors:
            kept = [number for number, anchor in enumerate(node.anchors) if anchor in led or not anchor]
            rows, anchors = tuple(node.rows[n] for n in kept), tuple(node.anchors[n] for n in kept)
            node = replace(node, rows=rows, anchors=anchors)
            if not kept:
                continue
        if heading is not None:
            yield heading
            heading = None
        yield node


def _grid(
    header: tuple[str, ...], rows: Sequence[Sequence[str]], widths: tuple[float, ...], anchors: Sequence[str] = ()
) -> Grid:
    """An index: plain cells, not counted among the tables."""
    return Grid("", header, tuple(tuple(plain(cell) for cell in row) for row in rows), widths, tuple(anchors))


def _joined(rows: Sequence[tuple[Runs, ...]]) -> tuple[tuple[Runs, ...], ...]:
    """Rows one behind the other that say the same of different things, as one."""
    kept: list[tuple[Runs, ...]] = []
    for row in rows:
        if kept and len(row) > 1 and row[1:] == kept[-1][1:]:
            kept[-1] = ((*kept[-1][0], Run(", "), *row[0]), *row[1:])
        else:
            kept.append(row)
    return tuple(kept)


def _listed(places: Runs) -> Runs:
    """Places one after the other: “2.7, 2.14”."""
    parted = [run for place in places for run in (Run(", "), place)][1:]
    return tuple(parted) or plain("–")


def _bare(text: str) -> str:
    """Words alone, for comparison."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _source(entry: Evidence, today: str, printed: str) -> tuple[str, str]:
    """Where it is said and in which words; the day of the proposal itself stands on its first page."""
    entry = entry.model_copy(update={"at": ""}) if entry.at[:10] == today else entry
    if printed:
        return source_of(entry), f"as quoted in {printed}"
    words = words_of(entry)
    if entry.citation is None:
        words = shorten(words, ANSWER)
    return source_of(entry), f"“{words}”" if words else "–"
