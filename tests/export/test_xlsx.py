"""The workbook, read by openpyxl: the same content as the proposal, live formulas, and no formula that a document wrote."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from rag.advise.wording import approximate
from rag.export.nodes import Layout
from rag.export.rows import KNOWN_TABLES, RISKS, Rows
from rag.export.xlsx import to_xlsx
from rag.propose.handover import Handover
from rag.propose.proposal import Proposal

SHEETS = ["Backlog", "Risks", "Coverage", "Costs", "Assumptions", "Evidence"]
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", '@SUM(1)*HYPERLINK("http://x.example")', "=cmd\n=cmd"]


@pytest.fixture(scope="module")
def content(proposal: Proposal, layout: Layout) -> bytes:
    """The file."""
    return to_xlsx(proposal, layout)


def load(content: bytes, *, values: bool = False) -> Any:
    """The workbook; with `values`, the results that were written beside the formulas."""
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def column(sheet: Any, name: str) -> list[Any]:
    """The cells under a header in the first row."""
    header = [cell.value for cell in sheet[1]]
    return [row[header.index(name)].value for row in sheet.iter_rows(min_row=2)]


def test_every_table_that_the_files_draw_is_found(proposal: Proposal) -> None:
    """A section that renames the head of a table does not drop it from the files unnoticed."""
    rows = Rows(proposal)
    assert [place for place in KNOWN_TABLES if not rows.table(place)] == []


def test_sheets_hold_what_the_proposal_says(proposal: Proposal, content: bytes) -> None:
    """Backlog, risks, coverage, assumptions and evidence have the rows, ids and figures of the proposal."""
    book = load(content)
    assert book.sheetnames == SHEETS
    assert column(book["Backlog"], "Id") == [item.id for item in proposal.handover.backlog]
    assert column(book["Backlog"], "Likely, weeks") == [item.likely for item in proposal.handover.backlog]
    scores = [f"{line.claims[-2].inputs['result']}" for line in Rows(proposal).table(RISKS)]
    assert [str(score) for score in column(book["Risks"], "Score")] == scores
    assert column(book["Coverage"], "State") == [row.status for row in proposal.coverage]
    assert column(book["Assumptions"], "No.") == [assumption.id for assumption in proposal.assumptions]
    quotes = [entry.citation.quote if entry.citation else entry.answer for entry in proposal.evidence]
    assert column(book["Evidence"], "Words") == quotes


def test_sheets_can_be_read_and_filtered(content: bytes) -> None:
    """Heads stay in sight, every table filters, columns are wide enough to read."""
    book = load(content)
    for name in SHEETS:
        assert book[name].freeze_panes is not None
        assert book[name].auto_filter.ref
        assert all(size.width >= 6 for size in book[name].column_dimensions.values())


def test_cost_is_that_of_the_proposal(proposal: Proposal, content: bytes) -> None:
    """Base figure, low and high at each point in time are those in the text."""
    costs = proposal.handover.costs
    assert costs is not None
    rows = {row[1].value: [cell.value for cell in row[7:10]] for row in load(content, values=True)["Costs"].iter_rows()}
    assert rows["Base figure"] == pytest.approx(costs.totals)
    said = [claim.sentence for claim in proposal.claims()]
    assert [f"{approximate(total):,} EUR" in said for total in costs.totals] == [True] * 3
    band = f"{approximate(rows['Low'][-1]):,} to {approximate(rows['High'][-1]):,} EUR"
    assert band in said


class Sheet:
    """Calculates the few kinds of formulas of the cost sheet, as a spreadsheet would."""

    def __init__(self, sheet: Any) -> None:
        self.cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}

    def value(self, name: str) -> Any:
        """The value of a cell."""
        value = self.cells.get(name.replace("$", ""))
        return self.formula(value[1:]) if isinstance(value, str) and value.startswith("=") else value or 0.0

    def formula(self, text: str) -> float:
        """The result of a formula without its equals sign."""
        text = re.sub(r'SUMIF\(([^,]+),"([^"]+)",([^)]+)\)', lambda m: repr(self.sum(m[3], m[1], m[2])), text)
        text = re.sub(r"SUM\(([^)]+)\)", lambda m: repr(self.sum(m[1])), text)
        return float(eval(re.sub(r"\$?[A-Z]+\$?\d+", lambda m: repr(self.value(m[0])), text)))  # noqa: S307 - our own formula

    def sum(self, span: str, names: str = "", wanted: str = "") -> float:
        """The sum of a column's cells, of all or of those beside a name."""
        places = self.span(span)
        beside = self.span(names) if names else places
        return float(
            sum(self.value(at) for at, name in zip(places, beside, strict=True) if not names or self.value(name) == wanted)
        )

    def span(self, text: str) -> list[str]:
        """B2:B4 → B2, B3, B4."""
        match = re.fullmatch(r"([A-Z]+)(\d+):[A-Z]+(\d+)", text.replace("$", ""))
        assert match is not None
        return [f"{match[1]}{row}" for row in range(int(match[2]), int(match[3]) + 1)]


def test_a_changed_price_changes_the_total(proposal: Proposal, content: bytes) -> None:
    """The totals are formulas: calculated, they are the proposal's; with another price, they follow it."""
    costs = proposal.handover.costs
    assert costs is not None
    sheet = Sheet(load(content)["Costs"])
    (row,) = [name[1:] for name, value in sheet.cells.items() if value == "Base figure"]
    assert [sheet.value(f"{letter}{row}") for letter in "HIJ"] == pytest.approx(costs.totals)
    (price,) = [f"D{name[1:]}" for name, value in sheet.cells.items() if value == "Database CPU, standby included"]
    cpu = next(item for item in costs.items if item.name == "Database CPU, standby included")
    sheet.cells[price] = 2 * cpu.price
    share = costs.recovery_factor + costs.test_share  # what the recovery tier and the test environments add to a database
    more = cpu.price * cpu.quantities[-1] * share * (1 + costs.overhead) * costs.price_factor / costs.exchange_rate
    assert sheet.value(f"J{row}") == pytest.approx(costs.totals[-1] + more)


def test_a_changed_rate_changes_the_total(proposal: Proposal, content: bytes) -> None:
    """Prices stay in the currency of the list, totals are in the company's, and the rate between them is a cell of its own."""
    costs = proposal.handover.costs
    assert costs is not None
    assert (costs.currency, costs.price_currency) == ("EUR", "USD")
    sheet = Sheet(load(content)["Costs"])
    names = {value: name[1:] for name, value in sheet.cells.items() if isinstance(value, str)}
    assert "Price, USD" in names
    sheet.cells[f"C{names['Rate of exchange: USD for 1 EUR']}"] = 2 * costs.exchange_rate
    assert sheet.value(f"J{names['Base figure']}") == pytest.approx(costs.totals[-1] / 2)


def test_no_document_writes_a_formula(proposal: Proposal, layout: Layout) -> None:
    """Whatever a document or a person wrote stays text, and stays it when the cell is edited."""
    coverage = tuple(
        row.model_copy(update={"text": text, "how": text}) for row, text in zip(proposal.coverage, HOSTILE, strict=False)
    )
    assumptions = tuple(a.model_copy(update={"text": text}) for a, text in zip(proposal.assumptions, HOSTILE, strict=False))
    items = tuple(
        i.model_copy(update={"title": t, "acceptance": (t,)}) for i, t in zip(proposal.handover.backlog, HOSTILE, strict=False)
    )
    handover = proposal.handover.model_copy(update={"backlog": items})
    changed = proposal.model_copy(update={"coverage": coverage, "assumptions": assumptions, "handover": handover})
    book = load(to_xlsx(changed, layout))
    guarded = 0
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if sheet.title != "Costs":
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
            if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")) and sheet.title != "Costs":
                assert cell.quotePrefix, (sheet.title, cell.coordinate)
                guarded += 1
    assert guarded >= len(HOSTILE) * 3
    assert not [cell.hyperlink for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_a_version_from_before_says_what_is_missing(proposal: Proposal, layout: Layout) -> None:
    """A version that was drafted without quantities still gives a workbook, and its cost sheet says why it is empty."""
    book = load(to_xlsx(proposal.model_copy(update={"handover": Handover()}), layout))
    assert "Draft again" in book["Costs"]["A1"].value
    assert len(column(book["Coverage"], "State")) == len(proposal.coverage)
