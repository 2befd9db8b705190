"""XLSX → one page per sheet, hidden ones too and marked; rows with their header, values as the sheet shows them."""

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string

from rag.errors import RagError, UnreadableDocument
from rag.ingest.document import BlockKind, Page
from rag.ingest.limits import MAX_ROWS, open_package
from rag.ingest.rows import CURRENCY, MAX_COLUMNS, Merge, Row, shown_amount, shown_percentage, write_rows
from rag.ingest.sheet_notes import sheet_notes
from rag.ingest.writer import PageWriter, Reading, squeeze

DAMAGED = "The Excel file is damaged and cannot be opened. Open it in Excel or LibreOffice and save it again."
MAX_EMPTY_ROWS = 1_000  # in a row: what formatting leaves below the data
MAX_MERGES = 20_000  # merged cells of one sheet
TAIL = 60  # bytes that one merged cell's entry takes at most
_MERGE = re.compile(rb'mergeCell[^<>]{0,20}ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_NO_VALUE = "{count} formulas have no stored value and were left out; open the file in Excel, save it, and add it again"


def read_spreadsheet(content: bytes) -> Reading:
    """An XLSX file with the values that its program stored for formulas.

    Raises:
        UnreadableDocument: the workbook is damaged.
        DocumentTooLarge: it unpacks to more than the limit.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every extension that it does not know
            with open_package(content) as package:
                return _read_book(content, package)
    except RagError:
        raise
    except Exception as error:  # openpyxl raises KeyError, ValueError, TypeError, zipfile's and XML errors on damaged files
        raise UnreadableDocument(DAMAGED) from error


def _read_book(content: bytes, package: zipfile.ZipFile) -> Reading:
    sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
    scans = {name: _scan(package, name) for name in sheets}
    has_formulas = any(scan.has_formulas for scan in scans.values())
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = _formula_cells(content) if has_formulas else {}
    pages: list[Page] = []
    notes: list[str] = []
    for number, sheet in enumerate(book.worksheets, start=1):
        try:
            part = str(sheet._worksheet_path).lstrip("/")
            beside = sheet_notes(package, part)
            page, found = _read_sheet(sheet, number, formulas.get(sheet.title, set()), scans[part].merges, beside)
        except Exception as error:  # noqa: BLE001 - see above; one damaged sheet loses only itself
            page = Page("", (), number, sheet.title, problem=f"cannot be read ({type(error).__name__})")
            found = [f"sheet {sheet.title!r} is damaged and was not read"]
        pages.append(page)
        notes += found
    if not pages:
        raise UnreadableDocument("The Excel file has no sheet that can be read. Open it in Excel and save it as .xlsx again.")
    stamp = book.properties.modified
    known = isinstance(stamp, datetime.datetime) and book.properties.creator != "openpyxl"
    title = squeeze(book.properties.title or "")
    return Reading(tuple(pages), title=title, dated=stamp.date().isoformat() if known else "", warnings=tuple(notes))


@dataclass(slots=True)
class _Scan:
    """What a sheet's own file says that openpyxl does not give when it reads row by row."""

    has_formulas: bool = False
    merges: dict[Merge, None] = field(default_factory=dict)


def _scan(package: zipfile.ZipFile, name: str) -> _Scan:
    scan = _Scan()
    tail = b""
    with package.open(name) as part:
        while block := part.read(1 << 20):
            text = tail + block
            scan.has_formulas = scan.has_formulas or b"<f>" in text or b"<f " in text
            for left, top, right, bottom in _MERGE.findall(text) if len(scan.merges) < MAX_MERGES else ():
                first, last = (column_index_from_string(letters.decode()) for letters in (left, right))
                scan.merges[int(top), first, int(bottom), last] = None
            tail = text[-TAIL:]
    return scan


def _formula_cells(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Places of the formulas of every sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    found: dict[str, set[tuple[int, int]]] = {}
    for sheet in book.worksheets:
        places = found.setdefault(sheet.title, set())
        try:
            for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
                places.update((cell.row, cell.column) for cell in row if cell.value is not None and cell.data_type == "f")
        except Exception:  # noqa: BLE001 - a damaged sheet raises whatever its XML provokes; reading its values tells it
            places.clear()
    return found


def _read_sheet(
    sheet: Any,
    number: int,
    formulas: set[tuple[int, int]],
    merges: Collection[Merge],
    beside: Sequence[tuple[str, str]],
) -> tuple[Page, list[str]]:
    """One sheet as a page; what to know about it."""
    name = sheet.title
    notes = [] if sheet.sheet_state == "visible" else [f"sheet {name!r} is hidden in the file; it was read"]
    path = (name,) if not notes else (f"{name} (hidden sheet)",)
    sheet.reset_dimensions()  # the file's own word on its size is often wrong
    writer = PageWriter(number, name)
    found: set[tuple[int, int]] = set()
    write_rows(writer, name, path, list(_rows(sheet, notes, found)), list(merges))
    for place, text in beside:
        writer.add(BlockKind.NOTE, text, f"{name}!{place}" if place[0].isupper() else f"{name}, {place}", path)
    missing = len(formulas - found)
    if missing:
        notes.append(f"sheet {name!r}: " + _NO_VALUE.format(count=missing))
    return writer.page(), notes


def _rows(sheet: Any, notes: list[str], found: set[tuple[int, int]]) -> Iterator[Row]:
    """Rows that hold something."""
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > MAX_ROWS:
            notes.append(f"sheet {sheet.title!r}: only the first {MAX_ROWS:,} rows were read")
            return
        cells = [(index, text) for index, cell in enumerate(row, start=1) if (text := _shown(cell))]
        empty = 0 if cells else empty + 1
        if empty > MAX_EMPTY_ROWS:
            return
        if cells:
            found.update((number, index) for index, _ in cells)
            yield number, cells


def _shown(cell: Any) -> str:
    """A cell's value about as the sheet shows it: percentages, dates and currencies in their form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    return squeeze(str(value))


def _number(value: float, style: str) -> str:
    style = style.split(";", 1)[0]
    if style.rstrip("_) ").endswith("%"):
        return shown_percentage(value)
    currency = CURRENCY.search(style)
    if currency:
        return shown_amount(value, currency.group(), currency.start() < style.find("0"))
    return str(value) if isinstance(value, int) else f"{value:.15g}"
