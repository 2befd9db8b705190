"""Open questions → a form that colleagues fill in; the filled form, read as a document → answers with name, role and date.

Whatever comes back – the workbook, the text, a table pasted into a letter – is read by its column headers.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import xlsxwriter

from rag.errors import UsageError
from rag.extract.moments import MomentFinder
from rag.ingest.document import BlockKind, Document
from rag.interview.answers_file import AnswerEntry
from rag.interview.question import Question

NUMBER, ANSWER, NAME, ROLE, DATE = "No.", "Your answer", "Your name", "Your role", "Date"
COLUMNS = (NUMBER, "Question", "Why it is asked", "Possible answers", "Until somebody says", ANSWER, NAME, ROLE, DATE)
_WIDTHS = (12, 60, 40, 40, 30, 50, 22, 22, 14)
_LOOSE = "free text"
_FIXED_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - xlsxwriter takes no time zone
_HINT = (
    "Answer what you know, in your own words; leave the rest empty. “Don't know” is an answer, too. "
    "Name and role count for the rows below until another name stands there; they are printed beside what you say."
)
Meanwhile = Callable[[Question], str]


def to_workbook(questions: Sequence[Question], meanwhile: Meanwhile, about: str) -> bytes:
    """The form as a workbook; the same questions give the same bytes.

    Args:
        questions: most valuable first.
        meanwhile: what is assumed or read until somebody answers; "" for nothing.
        about: for the second sheet: whose questions these are, and of when.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": about, "created": _FIXED_DATE})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        to_fill = book.add_format(
            {"text_wrap": True, "valign": "top", "bg_color": "#FFF7E6", "border": 1, "border_color": "#D9C9A3"}
        )
        sheet = book.add_worksheet("Questions")
        for column, (title, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for row, cells in enumerate(_rows(questions, meanwhile), start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, wrapped)
            for column in range(len(cells), len(COLUMNS)):
                sheet.write_blank(row, column, None, to_fill)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        notes = book.add_worksheet("How to")
        notes.set_column(0, 0, 100)
        for row, line in enumerate((about, _HINT)):
            notes.write_string(row, 0, line, wrapped)
    return content.getvalue()


def to_text(questions: Sequence[Question], meanwhile: Meanwhile, about: str) -> str:
    """The form as Markdown, for a mail."""
    lines = [f"# {about}", "", _HINT, "", _line(COLUMNS), _line("---" for _ in COLUMNS)]
    filler = [""] * (len(COLUMNS) - COLUMNS.index(ANSWER))
    lines += [_line([*cells, *filler]) for cells in _rows(questions, meanwhile)]
    return "\n".join(lines) + "\n"


def read_form(document: Document, moments: MomentFinder) -> tuple[AnswerEntry, ...]:
    """The answers of a filled form, in its order; rows without an answer are passed over.

    Raises:
        UsageError: no table of it has the columns of numbers and answers.
    """
    found: list[AnswerEntry] = []
    is_form = False
    name = role = ""
    for row in _filled_rows(document):
        is_form = True
        name, role = (row[NAME] or name, row[ROLE] if row[NAME] or row[ROLE] else role)
        if row[ANSWER]:
            day = next((str(one.value) for one in moments.find(row[DATE]) if one.kind == "DATE"), "")
            found.append(
                AnswerEntry(question=row[NUMBER], answer=row[ANSWER], by=", ".join(filter(None, (name, role))), at=day)
            )
    if not is_form:
        raise UsageError(
            f"{document.name} has no table with the columns “{NUMBER}” and “{ANSWER}”. Give the form that was exported."
        )
    return tuple(found)


def _filled_rows(document: Document) -> Iterator[dict[str, str]]:
    """The rows of the form by the titles of its columns."""
    wanted = (NUMBER, ANSWER, NAME, ROLE, DATE)
    for page in document.pages:
        for block in page.blocks:
            titles = [title.strip().casefold() for title in block.header]
            if block.kind is BlockKind.TABLE_ROW and NUMBER.casefold() in titles and ANSWER.casefold() in titles:
                cells = [" ".join(page.text[start:end].split()) for start, end in block.cells]
                by_title = dict(zip(titles, cells, strict=False))
                yield {title: by_title.get(title.casefold(), "") for title in wanted}


def _rows(questions: Sequence[Question], meanwhile: Meanwhile) -> Iterator[tuple[str, ...]]:
    for question in questions:
        choices = " · ".join(choice.label for choice in question.choices) or _LOOSE
        yield question.id, question.text, question.why, choices, meanwhile(question)


def _line(cells: Sequence[str] | Iterator[str]) -> str:
    return f"| {' | '.join(' '.join(cell.replace('|', '/').split()) for cell in cells)} |"
