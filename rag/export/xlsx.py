"""The proposal as a workbook: backlog, risks, coverage, running cost with live formulas, assumptions, evidence.

What documents say is written as text, never as a formula: a cell that begins with = + - @ carries the mark by which a
spreadsheet keeps it text, also when somebody edits it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from rag.export.archive import pin_zip
from rag.export.cost_sheet import write_costs
from rag.export.fitting import LINE, count_lines
from rag.export.nodes import Layout, clean
from rag.export.rows import RISKS, Rows
from rag.export.sources import source_of
from rag.propose.proposal import Evidence, Proposal
from rag.propose.wording import readable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MOST_CELL = 32_000  # characters; a cell holds 32,767
SIZE, HEADER, TALLEST = 10, 28.0, 400.0  # points; a row is 409 high at most
CHARACTER, PADDING = 7 / 96, 5 / 96  # inches: a character of the width of a column, and what stands around the text
Cell = str | float | None
Columns = Sequence[tuple[str, float]]  # header and width in characters


def to_xlsx(proposal: Proposal, layout: Layout) -> bytes:
    """The bytes of the workbook."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        day = datetime.fromisoformat(f"{layout.as_of}T00:00:00")
        book.set_properties({"title": layout.title, "author": layout.company, "subject": layout.product, "created": day})
        sheets = _Sheets(book, layout)
        rows = Rows(proposal)
        sheets.add("Backlog", BACKLOG, _backlog(proposal))
        sheets.add("Risks", RISK_COLUMNS, _risks(rows))
        sheets.add("Coverage", COVERAGE, _coverage(proposal))
        write_costs(book, proposal.handover.costs, sheets.header)
        sheets.add(
            "Assumptions", ASSUMPTIONS, [(a.id, a.text, a.effect, _yes(a.decides), a.field) for a in proposal.assumptions]
        )
        sheets.add("Evidence", EVIDENCE, [_evidence(entry) for entry in proposal.evidence])
    return pin_zip(buffer.getvalue())


class _Sheets:
    """Writes tables with a frozen header, a filter, wrapped cells and a page header that says what this is."""

    def __init__(self, book: Any, layout: Layout) -> None:
        self._book = book
        self._page = f"&L{_print(layout.title)}&R{_print(f'{layout.date}, version {layout.version}, {layout.status}')}"
        shared = {"valign": "top", "text_wrap": True, "font_name": "Calibri", "font_size": SIZE}
        self.header = book.add_format({**shared, "bold": True, "bottom": 1, "bg_color": "#E3EDF3"})
        self._text = book.add_format(shared)
        self._number = book.add_format({**shared, "num_format": "#,##0.0##", "align": "right"})
        self._guarded = book.add_format({**shared, "quote_prefix": True})

    def add(self, name: str, columns: Columns, rows: Iterable[Sequence[Cell]]) -> None:
        """One sheet."""
        sheet = self._book.add_worksheet(name)
        for number, (title, width) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, title, self.header)
        sheet.set_row(0, HEADER)
        last = 0
        for last, row in enumerate(rows, start=1):
            sheet.set_row(last, _height(row, columns))
            for number, cell in enumerate(row):
                self._cell(sheet, last, number, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_header(self._page)

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            text = "\n".join(clean(line) for line in cell.split("\n"))[:MOST_CELL]
            sheet.write_string(row, column, text, self._guarded if text.startswith(FORMULA_STARTS) else self._text)
        elif cell is not None:
            sheet.write_number(row, column, cell, self._number)
        else:
            sheet.write_blank(row, column, None, self._text)


BACKLOG: Columns = (
    *(("Id", 14), ("Epic", 18), ("Title", 44), ("Story", 44), ("Acceptance criteria", 60), ("Priority", 9), ("Order", 8)),
    *(("Milestone", 10), ("Best, weeks", 9), ("Likely, weeks", 9), ("Worst, weeks", 9), ("Depends on", 12)),
    *(("Constraints", 18), ("ASVS 5.0", 12), ("Owner", 14), ("Basis", 24)),
)
RISK_COLUMNS: Columns = (
    *(("No.", 6), ("Challenge", 50), ("Likelihood", 10), ("Impact", 8), ("Score", 7), ("Band", 10), ("Solution", 50)),
    *(("Trigger", 30), ("Owner", 18), ("Left", 7), ("Basis", 12)),
)
COVERAGE: Columns = (
    *(("Constraint id", 16), ("Constraint", 60), ("Category", 12), ("Kind", 8), ("State", 10), ("Met by", 50), ("Section", 20)),
    *(("Proof", 24), ("Reason", 30), ("Accepted by", 16), ("Evidence", 12)),
)
ASSUMPTIONS: Columns = (("No.", 7), ("Assumption", 50), ("If it is wrong", 60), ("Can change the decision", 14), ("Field", 24))
EVIDENCE: Columns = (("No.", 6), ("Source", 40), ("Place", 30), ("Words", 90), ("Page", 8), ("SHA-256", 24))


def _backlog(proposal: Proposal) -> list[tuple[Cell, ...]]:
    return [
        (
            *(item.id, item.epic, item.title, item.story, "\n".join(clean(text) for text in item.acceptance)),
            *(item.priority, item.score, item.milestone, item.optimistic, item.likely, item.pessimistic),
            *(", ".join(item.depends_on), ", ".join(item.constraint_ids), ", ".join(item.refs), item.owner, item.basis),
        )
        for item in proposal.handover.backlog
    ]


def _risks(rows: Rows) -> list[tuple[Cell, ...]]:
    found: list[tuple[Cell, ...]] = []
    for line in rows.table(RISKS):
        number, challenge, score, solution, trigger, owner, left = line.cells
        figures = next((claim.inputs for claim in line.claims if claim.formula == "F24"), {})
        found.append(
            (
                *(number, challenge, float(figures["likelihood"]), float(figures["impact"]), float(figures["result"])),
                *(score.rsplit(" ", 1)[-1], solution, trigger, owner, float(left), ", ".join(line.basis)),
            )
        )
    return found


def _coverage(proposal: Proposal) -> list[tuple[Cell, ...]]:
    titles = {section.id: f"{section.number} {section.title}".strip() for section in proposal.sections}
    return [
        (
            *(row.constraint_id, readable(row.text), row.category, "hard" if row.hard else "soft", row.status, row.how),
            *(titles.get(row.section, row.section) if row.status != "open" else "", row.verification, row.reason),
            *(row.accepted_by, ", ".join(row.evidence)),
        )
        for row in proposal.coverage
    ]


def _evidence(entry: Evidence) -> tuple[Cell, ...]:
    citation = entry.citation
    if citation is None:
        return entry.id, source_of(entry), "", entry.answer, None, ""
    page = float(citation.page) if citation.page is not None else None
    return entry.id, citation.document, citation.locator, citation.quote, page, citation.sha256


def _height(row: Sequence[Cell], columns: Columns) -> float:
    """Points that a row needs for its wrapped text: not every program works it out by itself."""
    most = 1
    for cell, (_, width) in zip(row, columns, strict=True):
        if isinstance(cell, str):
            room = width * CHARACTER - PADDING
            most = max(most, sum(count_lines(line, room, SIZE) for line in cell.split("\n")))
    return min(TALLEST, most * SIZE * LINE + 4)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _print(text: str) -> str:
    """Text for a page header, in which & begins a code; it holds 255 characters in all."""
    return text[:100].replace("&", "&&")
