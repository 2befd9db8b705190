"""The backlog as files that Jira, Azure Boards and GitHub take in, with risks and coverage beside it, in one archive.

Column names are those that the importers document. Text that a spreadsheet would run as a formula gets an apostrophe in front.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from rag.export.archive import make_zip
from rag.export.nodes import Layout, clean
from rag.export.rows import RISKS, Rows
from rag.propose.handover import BacklogItem
from rag.propose.proposal import Proposal
from rag.propose.wording import readable, show_date

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WEEK_S = 5 * 8 * 3600  # of work, which trackers count in: 144,000
LABELS = 4  # columns of this name that Jira gets: it takes one label from each
JIRA_PRIORITY = {"must": "High", "should": "Medium", "may": "Low"}
AZURE_PRIORITY = {"must": "1", "should": "2", "may": "3"}
Table = list[Sequence[str]]
README = """Backlog of the {title}, {date}

backlog-jira.csv          Jira, import of work items from CSV. Map "Issue ID" and "Parent"; "Labels" has several columns.
backlog-azure-boards.csv  Azure Boards, Queries, Import work items. Types of the Agile process; Title 1 and 2 give the tree.
backlog-github.csv        title, body, labels: for tools that create GitHub issues from CSV, such as github-csv-tools.
risks.csv                 the risk register
coverage.csv              every constraint with what became of it

All files are UTF-8. An apostrophe stands before text that a spreadsheet would run as a formula. Estimates are person-weeks
of five days of eight hours; items without one are part of another item's estimate.
"""


def to_csv_pack(proposal: Proposal, layout: Layout) -> bytes:
    """The archive."""
    items = proposal.handover.backlog
    names = {m.id: f"{m.id} {m.name} ({show_date(m.start)} to {show_date(m.end)})" for m in proposal.handover.milestones}
    files = {
        "README.txt": README.format(title=layout.title, date=layout.date),
        "backlog-jira.csv": write_csv(_jira(items, names)),
        "backlog-azure-boards.csv": write_csv(_azure(items, names)),
        "backlog-github.csv": write_csv(_github(items, names)),
        "risks.csv": write_csv(_risks(Rows(proposal))),
        "coverage.csv": write_csv(_coverage(proposal)),
    }
    return make_zip({name: text.encode() for name, text in files.items()})


def write_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 asks: commas, quotes where needed, lines that end in CRLF."""
    buffer = StringIO(newline="")
    csv.writer(buffer).writerows([[guard(cell) for cell in row] for row in rows])
    return buffer.getvalue()


def guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _jira(items: Sequence[BacklogItem], milestones: dict[str, str]) -> Table:
    header = (
        "Issue ID",
        "Parent",
        "Issue Type",
        "Summary",
        "Description",
        "Priority",
        "Original Estimate",
        *["Labels"] * LABELS,
    )
    rows: Table = [header]
    epics = _epics(items)
    for epic, number in epics.items():
        rows.append((str(number), "", "Epic", epic, "", "", "", *[""] * LABELS))
    for number, item in enumerate(items, start=len(epics) + 1):
        labels = [_label(item.id), *_labels(item)][:LABELS]
        estimate = str(round(item.likely * WEEK_S)) if item.likely is not None else ""
        text = _body(item, milestones, heading="{}:", bullet="{}")
        row = (str(number), str(epics[item.epic]), "Story", _title(item), text, JIRA_PRIORITY[item.priority], estimate)
        rows.append((*row, *labels, *[""] * (LABELS - len(labels))))
    return rows


def _azure(items: Sequence[BacklogItem], milestones: dict[str, str]) -> Table:
    rows: Table = [("Work Item Type", "Title 1", "Title 2", "Description", "Acceptance Criteria", "Priority", "Tags")]
    for epic in _epics(items):
        rows.append(("Feature", epic, "", "", "", "", ""))
        for item in items:
            if item.epic == epic:
                text = _body(item, milestones, heading="{}:", bullet="{}", accept=False)
                tags = "; ".join([_label(item.id), *_labels(item)])
                accept = "\n".join(clean(one) for one in item.acceptance)
                rows.append(("User Story", "", _title(item), text, accept, AZURE_PRIORITY[item.priority], tags))
    return rows


def _github(items: Sequence[BacklogItem], milestones: dict[str, str]) -> Table:
    rows: Table = [("title", "body", "labels")]
    for item in items:
        body = _body(item, milestones, heading="### {}", bullet="* [ ] {}")
        rows.append((_title(item), body, ",".join([_label(item.epic), *_labels(item)])))
    return rows


def _epics(items: Sequence[BacklogItem]) -> dict[str, int]:
    """Epic → its number, in the order of the items."""
    return {epic: number for number, epic in enumerate(dict.fromkeys(item.epic for item in items), start=1)}


def _title(item: BacklogItem) -> str:
    return f"{item.id} {clean(item.title)}"


def _labels(item: BacklogItem) -> list[str]:
    return [item.milestone, item.priority, *[_label(ref) for ref in item.refs]]


def _label(text: str) -> str:
    """A label without spaces and commas, which trackers split at."""
    return "-".join(text.replace(",", " ").lower().split())


def _body(item: BacklogItem, milestones: dict[str, str], *, heading: str, bullet: str, accept: bool = True) -> str:
    """Story, criteria and what else a planner needs, in lines."""
    lines = [clean(item.story), ""]
    if accept:
        lines += [heading.format("Acceptance criteria"), *(bullet.format(clean(text)) for text in item.acceptance), ""]
    facts = [f"Milestone: {milestones.get(item.milestone, item.milestone)}", f"Order: {item.score:g}"]
    if item.likely is not None:
        facts.append(f"Estimate in person-weeks: {item.optimistic:g} best, {item.likely:g} likely, {item.pessimistic:g} worst")
    named = (("Depends on", item.depends_on), ("Constraints", item.constraint_ids), ("ASVS 5.0", item.refs))
    facts += [f"{label}: {', '.join(values)}" for label, values in named if values]
    facts += [f"{label}: {clean(value)}" for label, value in (("Owner", item.owner), ("Basis", item.basis)) if value]
    return "\n".join([*lines, *facts])


def _risks(rows: Rows) -> Table:
    header = (*(name for name in rows.header(RISKS)), "Basis")
    return [header, *((*line.cells, " ".join(line.basis)) for line in rows.table(RISKS))]


def _coverage(proposal: Proposal) -> Table:
    header = (
        "Constraint id",
        "Constraint",
        "Category",
        "Kind",
        "State",
        "Met by",
        "Section",
        "Proof",
        "Reason",
        "Accepted by",
        "Evidence",
    )
    rows: Table = [header]
    for row in proposal.coverage:
        kind = "hard" if row.hard else "soft"
        texts = (row.constraint_id, clean(readable(row.text)), row.category, kind, row.status, clean(row.how), row.section)
        rows.append((*texts, row.verification, clean(row.reason), clean(row.accepted_by), " ".join(row.evidence)))
    return rows
