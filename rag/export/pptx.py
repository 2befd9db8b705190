"""The board's deck: some ten slides of short lines with their sources in the speaker notes."""

from collections.abc import Iterable, Sequence

from rag.advise.wording import approximate
from rag.export.markers import show_inputs
from rag.export.nodes import UNNAMED, Layout, clean
from rag.export.rows import ACTIONS, DECISIONS, FLIPS, MILESTONES, QUESTIONS, RISKS, Line, Rows
from rag.export.slides import Columns, Deck, Sheet
from rag.export.sources import source_of, words_of
from rag.export.svg import aspect, to_png
from rag.propose.proposal import BulletList, Claim, ClaimType, Diagram, Evidence, Proposal, Table
from rag.propose.wording import shorten

MOST = {"points": 7, "decisions": 6, "risks": 5, "questions": 4, "flips": 6, "documents": 9, "parts": 9}
SHORT, USUAL, LONG = 60, 110, 170  # characters of a cell
ASPECTS = ("For", "Against", "Risks", "Cost", "Time")
QUOTE = 220  # characters of a quotation in the notes
LAST_HORIZON = -1


def to_pptx(proposal: Proposal, layout: Layout) -> bytes:
    """The bytes of the presentation."""
    return _Board(proposal, layout).write()


class _Board:
    """Chooses what the board sees of a proposal."""

    def __init__(self, proposal: Proposal, layout: Layout) -> None:
        self.proposal = proposal
        self.layout = layout
        self.rows = Rows(proposal)
        self.evidence = {entry.id: entry for entry in proposal.evidence}
        self.assumptions = {assumption.id: assumption.text for assumption in proposal.assumptions}
        self.deck = Deck(shorten(f"{layout.title} · {layout.date} · {layout.status}", 110))

    def write(self) -> bytes:
        """All slides."""
        layout = self.layout
        status = f"{layout.status}: {layout.status_reason}" if layout.status_reason else layout.status
        named = [] if layout.company in UNNAMED else [layout.company]
        lines = [*named, f"{layout.date} · version {layout.version}", shorten(status, 160)]
        self.deck.title(
            shorten(layout.title, 90),
            lines,
            "Every sentence of the proposal says where it comes from; the notes name the sources.",
            layout.logo,
            layout.company,
        )
        self._proposal()
        self._decisions()
        self._options()
        self._picture()
        self._costs()
        self._plan()
        self._risks()
        self._needs()
        self._flips()
        self._sources()
        return self.deck.save(layout.title, layout.company, layout.product, layout.as_of)

    def _proposal(self) -> None:
        claims = self.rows.first_claims("summary")[: MOST["points"]]
        items = [shorten(clean(claim.sentence), LONG + 30) for claim in claims]
        if items:
            self.deck.bullets("What we propose", items, [self._note([claim]) for claim in claims])

    def _decisions(self) -> None:
        lines = self.rows.table(DECISIONS)[: MOST["decisions"]]
        cells = [(shorten(line.cells[0], USUAL), shorten(line.cells[1], LONG), line.cells[2]) for line in lines]
        self._table("Key decisions", ("Decision", "Because", "Confidence"), cells, (3.3, 5.1, 1.6), lines)

    def _options(self) -> None:
        options = self.proposal.decision.options
        aspects = self._aspects()
        rows: list[tuple[str, ...]] = []
        claims: list[Claim] = []
        scores = tuple(f"{option.score:.1f}" if option.score is not None else "–" for option in options)
        if any(option.score is not None for option in options):
            rows.append(("Points", *scores))
        for name in ASPECTS:
            found = [aspects.get(option.key, {}).get(name, ()) for option in options]
            if any(found):
                rows.append(
                    (
                        name,
                        *(
                            shorten(" ".join(clean(c.sentence) for c in cell), 2 * LONG // len(options)) or "–"
                            for cell in found
                        ),
                    )
                )
                claims += [claim for cell in found for claim in cell]
        if rows:
            header = (
                "",
                *(shorten(f"{o.key}: {o.title}" + (" (recommended)" if n == 0 else ""), SHORT) for n, o in enumerate(options)),
            )
            sheet = Sheet(header, tuple(rows), (1.0, *[9.0 / len(options)] * len(options)))
            self.deck.table("The options compared", sheet, self._note(claims))

    def _aspects(self) -> dict[str, dict[str, tuple[Claim, ...]]]:
        """Key of an option → aspect → its sentences, from the table that sets them side by side."""
        section = next((s for s in self.proposal.sections if s.id == "options"), None)
        found: dict[str, dict[str, tuple[Claim, ...]]] = {}
        for block in section.blocks if section is not None else ():
            if isinstance(block, Table) and block.header[0] == "Aspect":
                for column, name in enumerate(block.header[1:], start=1):
                    said = {str(row[0]): row[column] for row in block.rows}
                    found[name[:1]] = {aspect: cell for aspect, cell in said.items() if not isinstance(cell, str)}
        return found

    def _picture(self) -> None:
        blocks = [block for section in self.proposal.sections for block in section.blocks if isinstance(block, Diagram)]
        drawings = [block for block in blocks if block.id in ("context", "container")]
        if drawings:
            drawing = max(drawings, key=lambda block: aspect(block.svg))  # the wider one is the larger one on a slide
            notes = [clean(drawing.alt), self._note(drawing.claims)]
            self.deck.picture("What it looks like", to_png(drawing.svg), clean(drawing.alt), notes)

    def _costs(self) -> None:
        costs = self.proposal.handover.costs
        if costs is None:
            return
        series = tuple(
            (name, tuple(float(approximate(total * factor)) for total in costs.totals))
            for name, factor in (("Low", costs.low), ("Base", 1.0), ("High", costs.high))
        )
        last = {name: f"{values[LAST_HORIZON]:,.0f}" for name, values in series}
        title = f"Running cost, {costs.currency} a month"
        when = costs.horizons[LAST_HORIZON]
        alt = (
            f"Column chart: {title}, {', '.join(costs.horizons)}; {when} {last['Low']} to {last['High']}, base {last['Base']}."
        )
        chart = Columns(tuple(h[:1].upper() + h[1:] for h in costs.horizons), series, title, alt)
        parts = self.rows.table(("capacity", "Part"))
        rows = [(line.cells[0], line.cells[1], line.cells[2]) for line in parts[: MOST["parts"]]]
        if len(parts) > MOST["parts"]:
            rows.append((parts[-1].cells[0], parts[-1].cells[1], parts[-1].cells[2]))
        header = (f"Part, {when}", "A month", "Share")
        claims = [*self.rows.first_claims("capacity"), *(claim for line in parts for claim in line.claims)]
        self.deck.chart_and_table(
            "What it costs to run", chart, Sheet(header, tuple(rows), (2.2, 1.5, 0.9)), [self._note(claims)]
        )

    def _plan(self) -> None:
        lines = self.rows.table(MILESTONES)
        cells = [(*line.cells[:3], shorten(clean(line.claims[0].sentence), LONG) if line.claims else "–") for line in lines]
        self._table(
            "The plan",
            ("Milestone", "When", "Goal", "Accepted when, among others"),
            cells,
            (1.8, 2.3, 2.6, 3.8),
            lines,
            self.rows.first_claims("plan"),
        )

    def _risks(self) -> None:
        lines = self.rows.table(RISKS)
        shown = lines[: MOST["risks"]]
        title = "The gravest risks" if len(shown) < len(lines) else "Risks"
        cells = [
            (line.cells[0], shorten(line.cells[1], LONG - 20), line.cells[2], shorten(line.cells[3], LONG - 40), line.cells[5])
            for line in shown
        ]
        note = f"{len(shown)} of {len(lines)}; the proposal holds all of them." if len(shown) < len(lines) else ""
        self._table(
            title, ("No.", "Challenge", "Score", "Solution", "Owner"), cells, (0.5, 3.6, 1.5, 3.7, 1.3), shown, note=note
        )

    def _needs(self) -> None:
        lines = self.rows.table(ACTIONS)
        cells = [(shorten(line.cells[1], LONG), line.cells[2].strip("[]"), line.cells[3]) for line in lines]
        self._table("What we need from you", ("Next step", "Who", "Until"), cells, (5.6, 2.2, 1.8), lines)
        lines = self.rows.table(QUESTIONS)[: MOST["questions"]]
        if self.rows.header(QUESTIONS)[1:2] == ("Question",):
            asked = [(shorten(line.cells[1], LONG), shorten(line.cells[2], USUAL)) for line in lines]
            self._table("Questions only you can answer", ("Question", "Why it matters"), asked, (6, 4), lines)

    def _flips(self) -> None:
        lines = self.rows.table(FLIPS)[: MOST["flips"]]
        cells = [tuple(shorten(text, USUAL) for text in line.cells) for line in lines]
        self._table("What would change this", ("If …", "Today", "… then"), cells, (4, 3.4, 2.8), lines)
        dates = self.rows.first_claims("sensitivity", BulletList)
        if dates:
            items = [shorten(clean(claim.sentence), LONG) for claim in dates[: MOST["points"]]]
            self.deck.bullets("Dates to look again", items, [self._note([claim]) for claim in dates])

    def _sources(self) -> None:
        used = sorted(self.proposal.documents, key=lambda document: -document.cited)
        rows = [
            (shorten(clean(d.document), SHORT), str(d.pages), str(d.facts), str(d.cited)) for d in used[: MOST["documents"]]
        ]
        if rows:
            rest = len(used) - len(rows)
            note = f"{rest} further documents stand in the proposal. " if rest else ""
            quoted = [self._quoted(entry) for entry in self.proposal.evidence]
            sheet = Sheet(("Document", "Pages", "Facts read", "Times cited"), tuple(rows), (5, 1.2, 1.5, 1.5))
            self.deck.table("Sources", sheet, note + f"{len(quoted)} places and answers are cited in the proposal.")

    def _table(
        self,
        title: str,
        header: tuple[str, ...],
        cells: Iterable[tuple[str, ...]],
        widths: tuple[float, ...],
        lines: Sequence[Line],
        lead: Sequence[Claim] = (),
        note: str = "",
    ) -> None:
        """A table with the sources of each row in the notes; nothing when there are no rows."""
        rows = tuple(cells)
        if rows:
            notes = tuple(self._note(line.claims) for line in lines)
            self.deck.table(title, Sheet(header, rows, widths, notes), "\n".join(t for t in (note, self._note(lead)) if t))

    def _note(self, claims: Sequence[Claim]) -> str:
        """What the sentences rest on, a line for each."""
        return "\n".join(dict.fromkeys(f"{clean(claim.sentence)} – {self._basis(claim)}" for claim in claims))

    def _basis(self, claim: Claim) -> str:
        parts = [self._quoted(self.evidence[id_]) for id_ in claim.evidence if id_ in self.evidence]
        match claim.type:
            case ClaimType.KNOWLEDGE:
                parts += [f"library: {self.proposal.library.get(entry, entry)}" for entry in claim.entries[:1]]
            case ClaimType.NUMBER:
                parts.append(f"formula {claim.formula}: {show_inputs(claim.inputs)}")
            case ClaimType.ASSUMPTION:
                parts.append(f"assumption {claim.assumption}: {self.assumptions.get(claim.assumption, '')}")
            case ClaimType.JUDGEMENT:
                parts.append(f"judgement: {claim.trace}")
            case ClaimType.COMPANY:
                pass
        return clean("; ".join(parts))

    def _quoted(self, entry: Evidence) -> str:
        return f"[{entry.id}] {source_of(entry)}: “{shorten(words_of(entry), QUOTE)}”"
