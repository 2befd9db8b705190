"""A form for colleagues: every open question goes out, and what comes back is read by its columns, with name, role and date."""

import io
from pathlib import Path

import openpyxl
import pytest

from rag.errors import UsageError
from rag.extract.moments import MomentFinder
from rag.ingest.document import Document
from rag.ingest.reader import read_document
from rag.interview.answers_file import AnswerEntry
from rag.interview.form import ANSWER, COLUMNS, DATE, NAME, ROLE, read_form, to_text, to_workbook
from rag.interview.question import Choice, Question
from rag.knowledge.quantities import load_quantities
from tests.command import Shell

QUESTIONS = (
    Question(
        id="Q09", text="How many engineers are there?", why="It decides the style.", form="number", fields=("team.engineers",)
    ),
    Question(
        id="Q24:c1",
        text="=SUM(1) | Which one holds?",
        why="",
        form="choice",
        choices=(Choice(label="4 h"), Choice(label="8 h")),
    ),
)
ABOUT = "Questions about Acme, 2 June 2026"
MOMENTS = MomentFinder(load_quantities())


def workbook(fill: dict[str, str], row: int = 2) -> bytes:
    """The form with cells of one row filled, by title."""
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(QUESTIONS, lambda _: "6 people", ABOUT)))
    for title, text in fill.items():
        book["Questions"].cell(row, COLUMNS.index(title) + 1, text)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def answers(document: Document) -> list[tuple[object, ...]]:
    """What is read from a form."""
    return [(one.question, one.text, one.by, one.at) for one in read_form(document, MOMENTS)]


def test_the_workbook_shows_every_question_as_text() -> None:
    """Question, reason, choices and what holds meanwhile; what looks like a formula stays text; same input, same bytes."""
    content = to_workbook(QUESTIONS, lambda _: "6 people", ABOUT)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Questions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert tuple(rows[0]) == COLUMNS
    assert rows[1][:5] == ["Q09", "How many engineers are there?", "It decides the style.", "free text", "6 people"]
    assert rows[2][1] == "=SUM(1) | Which one holds?"
    assert sheet.cell(3, 2).data_type == "s"
    assert content == to_workbook(QUESTIONS, lambda _: "6 people", ABOUT)


def test_a_filled_workbook_is_read() -> None:
    """The answer with who said it and when; rows without an answer are passed over."""
    filled = workbook({ANSWER: "eight, two of them half time", NAME: "Ada Byron", ROLE: "Head of IT", DATE: "3 June 2026"})
    assert answers(read_document("form.xlsx", filled)) == [
        ("Q09", "eight, two of them half time", "Ada Byron, Head of IT", "2026-06-03")
    ]


def test_a_filled_text_is_read_and_the_name_counts_on() -> None:
    """In Markdown, too; the name of a row holds for those below it."""
    text = to_text(QUESTIONS, lambda _: "", ABOUT)
    first, second = [line for line in text.splitlines() if line.startswith("| Q")]
    text = text.replace(first, first.removesuffix("|  |  |  |  |") + "| eight | Ada |  |  |")
    text = text.replace(second, second.removesuffix("|  |  |  |  |") + "| 4 h |  |  |  |")
    assert answers(read_document("form.md", text.encode())) == [("Q09", "eight", "Ada", ""), ("Q24:c1", "4 h", "Ada", "")]


def test_what_is_no_form_is_refused() -> None:
    """The message names the columns that are missing."""
    with pytest.raises(UsageError, match="Your answer"):
        read_form(read_document("note.md", b"# Note\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"), MOMENTS)


def test_a_date_that_is_none_is_refused_in_a_list_of_answers() -> None:
    """In the YAML list a date is an ISO date."""
    with pytest.raises(ValueError, match="at"):
        AnswerEntry(question="Q09", answer="8", at="yesterday")


def test_the_command_line_hands_out_and_takes_back(tmp_path: Path) -> None:
    """`interview --form` writes the form; `--answers` reads the filled one, and the Brief names who said it."""
    shell = Shell(tmp_path / "data")
    (tmp_path / "note.md").write_text("# Note\n\nThe shop has 48,000 registered customers.\n", encoding="utf-8")
    shell("ingest", tmp_path / "note.md")
    form = tmp_path / "form.xlsx"
    shell("interview", "--form", form)
    book = openpyxl.load_workbook(form)
    sheet = book["Questions"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "Q51")
    for title, text in {ANSWER: "eight developers", NAME: "Ada Byron", ROLE: "Head of IT"}.items():
        sheet.cell(row, COLUMNS.index(title) + 1, text)
    book.save(form)
    read = shell("interview", "--answers", form, "--json").json["read"]
    assert [one["question"] for one in read] == ["Q51"]
    fields = shell("brief", "--json").json["fields"].values()
    assert "Ada Byron, Head of IT" in {source["by"] for field in fields for source in field["provenance"]}
    assert "an .xlsx or .md file" in shell("interview", "--form", tmp_path / "form.pdf", status=1).err
