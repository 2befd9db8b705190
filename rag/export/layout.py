"""The proposal → nodes in reading order; every format draws these, so all say the same."""

from collections.abc import Iterator, Sequence

from rag.export.indexes import Indexes, used
from rag.export.markers import Markers
from rag.export.nodes import (
    BREAK,
    LABELS,
    SPACE,
    UNNAMED,
    WHOLE,
    Edition,
    Grid,
    Heading,
    Items,
    Layout,
    Listing,
    Node,
    Picture,
    Run,
    Runs,
    Text,
    clean,
    plain,
)
from rag.propose.proposal import (
    BlockType,
    BulletList,
    Checklist,
    Claim,
    Code,
    Diagram,
    Kept,
    Paragraph,
    Proposal,
    Section,
    Table,
)
from rag.propose.wording import show_date, upper_first

WHERE = "Where"  # header of a column of sections
STATUS_WORDS = {"provisional": "Provisional", "ready": "Ready for decision", "final": "Final"}


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
        has_contents=not edition.is_short,
        template=edition.template,
        logo=edition.logo,
        labels={name: edition.say(name) for name in LABELS},
    )


def title_of(proposal: Proposal) -> str:
    """“Architecture proposal for …”, with the product or else the company, as far as either has a name."""
    named = next((name for name in (proposal.product, proposal.company) if name not in UNNAMED), "")
    return f"Architecture proposal for {named}" if named else "Architecture proposal"


class _Printer:
    """Walks a proposal once, numbering tables and pictures."""

    def __init__(self, proposal: Proposal, edition: Edition) -> None:
        self.proposal = proposal
        self.say = edition.say
        self.edition = edition
        self.words: list[tuple[str, Grid]] = []  # of the pictures that are printed: anchor and table
        self.is_part = edition.sections is not None
        self.shown = [one for one in proposal.sections if edition.sections is None or one.id in edition.sections]
        self.markers = Markers(proposal, is_short=edition.is_short)
        self.tables = 0
        self.pictures = 0
        self.sections = {section.title: section for section in self.shown}
        self.assumptions = {assumption.id for assumption in proposal.assumptions}

    def nodes(self) -> Iterator[Node]:
        """Sections, then the indexes."""
        body = list(self.body())
        yield from body
        shown = frozenset(one.id for one in self.shown)
        is_brief = self.edition.is_short or self.edition.audience == "board"
        indexes = Indexes(self.proposal, self.markers, shown, self.say, self.words, is_brief=is_brief).nodes()
        yield from used(indexes, body)

    def body(self) -> Iterator[Node]:
        """The sections."""
        if self.is_part:
            counts = f"{len(self.shown)} of {len(self.proposal.sections)} sections"
            yield Text(plain(self.say(f"An excerpt: {counts}, numbered as in the whole proposal.")), "note")
        for section in self.proposal.sections:
            is_shown, words = section in self.shown, len(self.words)
            nodes = list(self.section(section))  # of all, since tables and pictures are counted
            if is_shown:
                yield from nodes
            else:
                del self.words[words:]

    def section(self, section: Section) -> Iterator[Node]:
        """One section, without what other readers ask for."""
        yield Heading(section.level, section.number, self.say(section.title), f"s-{section.id}", section.template)
        if section.kept is not None:
            yield Text(plain(_kept(section.kept)), "note")
        for block in section.blocks:
            words = len(self.words)
            nodes = list(self.block(block, section))
            if self.is_wanted(block):
                yield from nodes
            else:
                del self.words[words:]

    def is_wanted(self, block: BlockType) -> bool:
        """Whether the readers of this edition ask for a block."""
        of_others = self.edition.audience and block.audience not in ("", self.edition.audience)
        return not of_others and not (block.is_long and self.edition.is_short)

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
        short = [name == WHERE for name in table.header]  # there the number of a section is enough
        rows = tuple(tuple(self.cell(cell, is_short=one) for cell, one in zip(row, short, strict=True)) for row in table.rows)
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
        label = self._numbered("Figure", self.pictures)
        has_words = bool(diagram.nodes) and not diagram.is_told
        words = f"w-{diagram.id}" if has_words else ""
        yield Picture(diagram.id, caption, alt, diagram.source, diagram.svg, self.pictures, label, words)
        if diagram.claims:
            yield Text(self.run(diagram.claims), "note")
        if has_words:
            rows = tuple(tuple(plain(cell) for cell in row) for row in diagram.nodes)
            header = tuple(map(self.say, diagram.header))
            title = f"{label}: {caption}"
            anchors = (words, *("" for _ in rows[1:]))
            self.words.append((words, Grid(title, header, rows, (2.4, 1.6, 3.4), anchors)))

    def _numbered(self, kind: str, number: int) -> str:
        return f"{self.say(kind)} {number}"

    def cell(self, cell: tuple[Claim, ...] | str, *, is_short: bool = False) -> Runs:
        """A table cell; the title of a section becomes a link to it, or its number where that is enough."""
        if not isinstance(cell, str):
            return self.run(cell, BREAK)
        section, shown = self.sections.get(cell), self.say(clean(cell))
        named = section.number if section and section.number and is_short else f"{section.number if section else ''} {shown}"
        return (Run(named.strip(), href=f"s-{section.id}"),) if section else (Run(shown),)

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


def _kept(kept: Kept) -> str:
    if not kept.by:
        return f"As in version {kept.version}; only another section was written anew."
    at = f" on {show_date(kept.at[:10])}" if kept.at else ""
    return f"Kept as in version {kept.version} by {kept.by}{at}; what is known may have moved on since."
