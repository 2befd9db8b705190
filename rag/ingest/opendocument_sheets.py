"""ODS → one page per sheet, hidden ones too and marked; rows with their header, values as the Excel reader shows them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rag.errors import UnreadableDocument
from rag.ingest.document import BlockKind, Page
from rag.ingest.limits import MAX_ROWS
from rag.ingest.opendocument import open_document, properties, qn, walked
from rag.ingest.opendocument_paragraph import PARAGRAPHS, Deletions, read_paragraph
from rag.ingest.opendocument_styles import VISIBLE, Styles
from rag.ingest.rows import CURRENCY, MAX_COLUMNS, Merge, Row, cell_place, shown_amount, shown_percentage, write_rows
from rag.ingest.writer import PageWriter, Reading, squeeze

MAX_COPIED_CHARS = 2_000_000  # of a file: what cells and rows say that only repeat the ones before
MIN_ROW_CHARS = 200  # what a copied row counts at least, since it is as wide as its header
MAX_CELL_CHARS = 32_767  # of one cell; LibreOffice and Excel keep no more
_TABLE, _CELL, _COVERED, _STYLE = (
    qn(n) for n in ("table:table", "table:table-cell", "table:covered-table-cell", "style:style")
)
_CACHE = re.compile(r"'.+'#")  # the name under which values of another file are kept for formulas: "'file:///a.ods'#Sheet1"
_DURATION = re.compile(r"P(?:(\d{1,6})D)?T(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S$")
_UNIT = re.compile(r"[^\W\d_]{2,}|[hdwms°]$")  # letters that a number format adds: "12 months", "4 h"; "1.5E+05" has none
_NO_VALUE = "{count} formulas have no stored value and were left out; open the file in LibreOffice, save it, and add it again"


def read_opendocument_sheets(content: bytes) -> Reading:
    """An ODS file with the values that its program stored for formulas.

    Raises:
        EncryptedDocument: it needs a password.
        UnreadableDocument: the package or its main part is damaged, or holds no sheet.
        DocumentTooLarge: it unpacks to more than the limit.
    """
    document = open_document(content)
    book = _Book()
    for event, element in walked(document.content, "table:table", "table:table-row", "style:style"):
        book.take(event, element)
    if not book.pages:
        raise UnreadableDocument(
            "The OpenDocument file has no sheet that can be read. Open it in LibreOffice and save it again."
        )
    title, dated = properties(document)
    return Reading(tuple(book.pages), title=title, dated=dated, warnings=tuple(book.notes))


@dataclass(slots=True)
class _Sheet:
    """The sheet that is being read."""

    name: str
    is_hidden: bool
    rows: list[Row] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)  # column, row, text
    merges: list[Merge] = field(default_factory=list)
    row: int = 0  # number of the last row
    is_cut: bool = False
    is_thinned: bool = False
    missing: int = 0  # formulas without a value


class _Book:
    """Sheets, as the file is parsed."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.notes: list[str] = []
        self._hidden_styles: set[str] = set()
        self._sheet: _Sheet | None = None
        self._depth = 0  # of tables; one in a cell is no sheet
        self._copies_left = MAX_COPIED_CHARS
        self._plain = Styles(())

    def take(self, event: str, element: Any) -> None:
        """Take the start or end of an element in."""
        is_end = event == "end"
        if element.tag == _TABLE:
            self._depth += -1 if is_end else 1
            if is_end and self._depth == 0 and self._sheet is not None:
                self._finish(self._sheet)
                self._sheet = None
            elif not is_end and self._depth == 1:
                self._sheet = self._started(element)
        elif element.tag == _STYLE and is_end:
            shown = element.find(qn("style:table-properties"))
            if shown is not None and shown.get(qn("table:display")) == "false":
                self._hidden_styles.add(element.get(qn("style:name"), ""))
        elif is_end and self._sheet is not None and self._depth == 1:
            self._row(element, self._sheet)

    def _started(self, table: Any) -> _Sheet | None:
        name = squeeze(table.get(qn("table:name"), ""))
        if _CACHE.match(name):
            return None
        return _Sheet(name or f"Sheet{len(self.pages) + 1}", table.get(qn("table:style-name"), "") in self._hidden_styles)

    def _row(self, element: Any, sheet: _Sheet) -> None:
        times = _times(element, "table:number-rows-repeated")
        cells = [] if sheet.is_cut else list(self._cells(element, sheet))
        if cells and sheet.row + 1 > MAX_ROWS:
            sheet.is_cut = True
        elif cells:
            size = max(sum(len(text) for _, text in cells) + cells[-1][0], MIN_ROW_CHARS)
            wanted = min(times, MAX_ROWS - sheet.row)
            sheet.is_cut = sheet.is_cut or wanted < times
            copies = self._copies(wanted - 1, size, sheet)
            sheet.rows += [(sheet.row + number, cells) for number in range(1, copies + 2)]
        sheet.row += times
        parent = element.getparent()
        element.clear()  # large sheets would not fit into memory as a tree
        while parent is not None and len(parent) > 1 and parent[0] is not element:
            del parent[0]

    def _cells(self, row: Any, sheet: _Sheet) -> Iterator[tuple[int, str]]:
        """Filled cells as (column from 1, text)."""
        column = 0
        for cell in row.iterchildren(_CELL, _COVERED):
            times = _times(cell, "table:number-columns-repeated")
            if cell.tag == _CELL and column < MAX_COLUMNS and (len(cell) or len(cell.attrib)):
                text = self._text(cell)
                sheet.missing += bool(not text and cell.get(qn("table:formula")))
                for comment in cell.iterchildren(qn("office:annotation")):
                    sheet.comments.append((column + 1, sheet.row + 1, self._paragraphs(comment)))
                high, wide = (_times(cell, f"table:number-{way}-spanned") for way in ("rows", "columns"))
                if text and (high > 1 or wide > 1):
                    sheet.merges.append((sheet.row + 1, column + 1, sheet.row + high, column + wide))
                if text:
                    copies = self._copies(min(times, MAX_COLUMNS - column) - 1, len(text) + 1, sheet)
                    yield from ((column + number, text) for number in range(1, copies + 2))
            column += times

    def _copies(self, wanted: int, size: int, sheet: _Sheet) -> int:
        """How many of the `wanted` copies of `size` characters are given: a short file may claim millions."""
        given = min(wanted, self._copies_left // size)
        self._copies_left -= given * size
        sheet.is_thinned = sheet.is_thinned or given < wanted
        return given

    def _text(self, cell: Any) -> str:
        shown = squeeze(self._paragraphs(cell))[:MAX_CELL_CHARS]
        return _shown(cell, shown) or shown

    def _paragraphs(self, parent: Any) -> str:
        found = (read_paragraph(p, self._plain, VISIBLE, Deletions(p)).seen for p in parent.iterchildren(*PARAGRAPHS))
        return "\n".join(text for text in found if text.strip())

    def _finish(self, sheet: _Sheet) -> None:
        """Turn the sheet into a page."""
        path = (f"{sheet.name} (hidden sheet)",) if sheet.is_hidden else (sheet.name,)
        writer = PageWriter(len(self.pages) + 1, sheet.name)
        write_rows(writer, sheet.name, path, sheet.rows, sheet.merges)
        for column, row, text in sheet.comments:
            writer.add(BlockKind.NOTE, text, f"{cell_place(sheet.name, column, row)} comment", path)
        self.pages.append(writer.page())
        if sheet.is_hidden:
            self.notes.append(f"sheet {sheet.name!r} is hidden in the file; it was read")
        if sheet.is_cut:
            self.notes.append(f"sheet {sheet.name!r}: only the first {MAX_ROWS:,} rows were read")
        if sheet.is_thinned:
            self.notes.append(f"sheet {sheet.name!r}: cells or rows that are repeated very often were read only a few times")
        if sheet.missing:
            self.notes.append(f"sheet {sheet.name!r}: " + _NO_VALUE.format(count=sheet.missing))


def _times(element: Any, name: str) -> int:
    """How often a row or cell stands there."""
    value = element.get(qn(name), "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1


def _shown(cell: Any, text: str) -> str:
    """A typed cell's value in the form of the Excel reader; "" for a string, or for what is said better by its `text`."""
    kind = cell.get(qn("office:value-type"), "")
    if kind == "boolean":
        return (cell.get(qn("office:boolean-value")) or "").upper()
    if kind == "date":
        date, _, time = (cell.get(qn("office:date-value")) or "")[:40].partition("T")
        return date if not time.strip("0:.,") else f"{date} {time[:5]}"
    if kind == "time":
        found = _DURATION.match((cell.get(qn("office:time-value")) or "")[:40])
        return f"{int(found[1] or 0) * 24 + int(found[2]):02}:{found[3]:0>2}:{found[4]:0>2}" if found else ""
    value = _number(cell.get(qn("office:value")))
    if value is None or kind not in ("float", "percentage", "currency"):
        return (cell.get(qn("office:string-value")) or "")[:MAX_CELL_CHARS] if not text else ""
    if kind == "percentage":
        return shown_percentage(value)
    sign = CURRENCY.search(text)
    if sign is not None or (kind == "currency" and cell.get(qn("office:currency"))):
        digits = re.search(r"\d", text)
        first = sign is not None and digits is not None and sign.start() < digits.start()
        return shown_amount(value, sign.group() if sign else squeeze(cell.get(qn("office:currency"))), first)
    if kind == "currency" or _UNIT.search(text):
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else f"{value:.15g}"


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value and len(value) < 40 else None
    except ValueError:
        return None
    return number if number is not None and abs(number) < float("inf") else None
