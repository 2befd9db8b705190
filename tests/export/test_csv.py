"""The archive of CSV files: columns that the importers document, the same content as the proposal, no formula."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from rag.export.csv import guard, to_csv_pack
from rag.export.nodes import Layout
from rag.export.rows import RISKS, Rows
from rag.propose.proposal import Proposal

Table = list[list[str]]


@pytest.fixture(scope="module")
def tables(proposal: Proposal, layout: Layout) -> dict[str, Table]:
    """File name → rows, the header first."""
    with ZipFile(BytesIO(to_csv_pack(proposal, layout))) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert all(text.count("\r\n") >= 2 for name, text in texts.items() if name.endswith(".csv"))
    return {name: list(csv.reader(StringIO(text, newline=""))) for name, text in texts.items()}


def test_jira_gets_epics_and_stories(proposal: Proposal, tables: dict[str, Table]) -> None:
    """Every item is a story below an epic that stands above it in the file; estimates are seconds of work."""
    header, *rows = tables["backlog-jira.csv"]
    assert {"Summary", "Issue Type", "Issue ID", "Parent", "Description", "Priority", "Labels", "Original Estimate"} == set(
        header
    )
    assert {len(row) for row in rows} == {len(header)}
    records = [dict(zip(header, row, strict=True)) for row in rows]
    epics = {record["Issue ID"] for record in records if record["Issue Type"] == "Epic"}
    stories = [record for record in records if record["Issue Type"] == "Story"]
    assert {record["Parent"] for record in stories} == epics
    assert len({record["Issue ID"] for record in records}) == len(records)
    items = proposal.handover.backlog
    assert [record["Summary"].split(" ")[0] for record in stories] == [item.id for item in items]
    base = next(record for record in stories if record["Summary"].startswith("W1 "))
    likely = next(item.likely for item in items if item.id == "W1")
    assert likely is not None
    assert int(base["Original Estimate"]) == likely * 5 * 8 * 3600


def test_azure_boards_gets_a_tree(proposal: Proposal, tables: dict[str, Table]) -> None:
    """Each row has a title in one column of the tree; every story stands below the feature that is its epic."""
    header, *rows = tables["backlog-azure-boards.csv"]
    assert header[:3] == ["Work Item Type", "Title 1", "Title 2"]
    assert "ID" not in header
    epics, epic = {}, ""
    for kind, feature, story, *_ in rows:
        assert bool(feature) != bool(story)
        assert kind == ("Feature" if feature else "User Story")
        epic = feature or epic
        if story:
            epics[story.split(" ")[0]] = epic
    assert epics == {item.id: item.epic for item in proposal.handover.backlog}


def test_github_gets_issues(proposal: Proposal, tables: dict[str, Table]) -> None:
    """Title, body with the criteria to tick, and labels without spaces."""
    header, *rows = tables["backlog-github.csv"]
    assert header == ["title", "body", "labels"]
    items = proposal.handover.backlog
    assert len(rows) == len(items)
    for (_, body, labels), item in zip(rows, items, strict=True):
        assert body.count("* [ ] Given ") == len(item.acceptance)
        assert " " not in labels
        assert item.milestone in labels.split(",")


def test_risks_and_coverage(proposal: Proposal, tables: dict[str, Table]) -> None:
    """The register and the matrix have all rows of the proposal."""
    lines = Rows(proposal).table(RISKS)
    assert [row[:-1] for row in tables["risks.csv"][1:]] == [list(line.cells) for line in lines]
    assert [row[0] for row in tables["coverage.csv"][1:]] == [row.constraint_id for row in proposal.coverage]
    assert [row[4] for row in tables["coverage.csv"][1:]] == [row.status for row in proposal.coverage]


def test_no_cell_is_a_formula(proposal: Proposal, layout: Layout) -> None:
    """Text that a spreadsheet would run gets an apostrophe; text inside a cell stays as it is."""
    assert [guard(text) for text in ("=1", "+1", "-1", "@x", "\tx", "a=1")] == ["'=1", "'+1", "'-1", "'@x", "'\tx", "a=1"]
    coverage = tuple(row.model_copy(update={"text": "=HYPERLINK(1)", "category": "@c"}) for row in proposal.coverage)
    items = tuple(item.model_copy(update={"epic": "=epic", "owner": "+1"}) for item in proposal.handover.backlog)
    handover = proposal.handover.model_copy(update={"backlog": items})
    content = to_csv_pack(proposal.model_copy(update={"coverage": coverage, "handover": handover}), layout)
    with ZipFile(BytesIO(content)) as archive:
        for name in (name for name in archive.namelist() if name.endswith(".csv")):
            cells = [cell for row in csv.reader(StringIO(archive.read(name).decode(), newline="")) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], name
