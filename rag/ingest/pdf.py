"""PDF: opens, decrypts, reads lines with their size and place, sees hidden text, renders a page with quotations boxed.

PDFium does the work: it opens every file that pypdf opens and more, and reads pages several times faster; pypdf says why a file
that PDFium refuses cannot be opened. What the lines mean is `layout.py`'s part. PDFium is not safe in threads and may crash on
hostile files: callers run this module in a process of its own (`workers.py`).
"""

import ctypes
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

from rag.errors import DocumentTooLarge, EncryptedDocument, UnreadableDocument
from rag.ingest.document import MOSTLY_PICTURE
from rag.ingest.highlight import Box, PageImage, letters, lines_of_boxes
from rag.ingest.layout import build_pages, title_key
from rag.ingest.limits import MAX_PAGES
from rag.ingest.ocr import DPI, MAX_SIDE
from rag.ingest.printed import PIECE_GAP, Cell, Line, PageLines
from rag.ingest.scan import Scanner
from rag.ingest.writer import Reading, clean, squeeze

DAMAGED = "The PDF is damaged and cannot be opened. Open it in a PDF viewer and save or print it as a new PDF."
LOCKED = "The PDF is protected by a password. Give its password, or save a copy without protection."
MAX_PAGE_CHARS = 200_000  # of one page; a page with more is a drawing or an attack
TINY_POINTS = 2.0  # text smaller than this cannot be read on paper
WHITE = 250  # red, green and blue from here on are paper white
MAX_OUTLINE = 5_000  # bookmarks
INVISIBLE_MODE = 3  # render mode: neither filled nor stroked
FILLING_MODES = {0, 2, 4, 6}  # render modes that fill letters with the fill colour
BOLD_WEIGHT = 600  # of 100…900
FEW_CHARS = 60  # a page with fewer beside a picture of its size is a scan with a stamp
MAX_BACKGROUNDS = 3_000  # areas looked at behind white text
MAX_NOTES = 2_000  # annotations of one page
MAX_NOTE_BYTES = 100_000
COMMENTS = {
    raw.FPDF_ANNOT_TEXT,
    raw.FPDF_ANNOT_FREETEXT,
    raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_STRIKEOUT,
    raw.FPDF_ANNOT_STAMP,
}
_BREAK = re.compile(r"\r\n|\r|\n|(?<=[\ufffe\x02])(?![\r\n])")  # PDFium leaves a break out where a hyphen ends the line
_WORD = re.compile(r"\S+")
_DATE = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")
_HYPHENS = str.maketrans(dict.fromkeys("\ufffe\x02\xad", "-"))  # the first two end a line


def read_pdf(content: bytes, password: str = "", scanner: Scanner | None = None) -> Reading:
    """A PDF file; a page that cannot be read is kept with its problem said, one without text is read by `scanner`.

    Raises:
        EncryptedDocument: it needs a password, or the given one is wrong.
        UnreadableDocument: it cannot be opened.
        DocumentTooLarge: it has too many pages.
    """
    pdf = _open(content, password)
    try:
        count = len(pdf)
        if count > MAX_PAGES:
            raise DocumentTooLarge(f"The PDF has {count:,} pages; the limit is {MAX_PAGES:,}. Split it into smaller files.")
        if count == 0:
            raise UnreadableDocument(DAMAGED)
        metadata = pdf.get_metadata_dict()
        pages = [_read_page(pdf, index, scanner) for index in range(count)]
        built, problems = build_pages(pages, _labels(pdf, count), _outline(pdf))
    finally:
        pdf.close()
    title = squeeze(clean(metadata.get("Title", "")))
    dated = _iso_date(metadata.get("ModDate", "")) or _iso_date(metadata.get("CreationDate", ""))
    return Reading(built, title=title, dated=dated, warnings=problems)


def draw_page(content: bytes, number: int, quotes: Sequence[str], *, dpi: int = 110, password: str = "") -> PageImage:
    """Page `number` (from 1) as an image, with the rectangles of every quotation that stands on it.

    Raises:
        UnreadableDocument: the file cannot be opened or has no such page.
    """
    pdf = _open(content, password)
    try:
        if not 1 <= number <= len(pdf):
            raise UnreadableDocument(f"The document has {len(pdf)} pages; there is no page {number}.")
        page = pdf[number - 1]
        scale = min(dpi / 72, 4000 / max(1.0, *page.get_size()))
        image = page.render(scale=scale).to_pil().convert("RGB")
        boxes = [_to_pixels(page, box, image.width, image.height) for box in _quote_boxes(page, quotes)]
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=3)
        return PageImage(buffer.getvalue(), image.width, image.height, tuple(boxes))
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"Page {number} cannot be shown: the PDF is damaged there.") from error
    finally:
        pdf.close()


def _open(content: bytes, password: str) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content, password=password or None)
    except pdfium.PdfiumError as error:
        raise _why_not(content, password, error) from error


def _why_not(content: bytes, password: str, error: pdfium.PdfiumError) -> EncryptedDocument | UnreadableDocument:
    """What to tell about a file that PDFium refuses."""
    if "password" not in str(error).lower() and "security" not in str(error).lower():
        return UnreadableDocument(DAMAGED)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), password=password or None)
        len(reader.pages)
    except WrongPasswordError:
        return EncryptedDocument("The password does not open this PDF. Check it and try again.")
    except (FileNotDecryptedError, DependencyError):
        return EncryptedDocument(LOCKED if not password else "The password does not open this PDF. Check it and try again.")
    except Exception:  # noqa: BLE001 - pypdf raises ValueError, KeyError and more on damaged files; PDFium's word stands
        return EncryptedDocument(LOCKED)
    return EncryptedDocument("The PDF uses a kind of protection that cannot be opened. Save a copy without protection.")


def _read_page(pdf: pdfium.PdfDocument, index: int, scanner: Scanner | None) -> PageLines:
    """Lines of one page; any failure is told on the page and loses nothing else."""
    try:
        page = pdf[index]
        textpage = page.get_textpage()
    except (pdfium.PdfiumError, ValueError, OSError) as error:
        return PageLines("", (), problem=f"cannot be read ({type(error).__name__})")
    try:
        lines = _lines_of(page, textpage)
        return _scanned(page, lines, scanner) if scanner is not None and lines.lacks_text else lines
    except (pdfium.PdfiumError, ValueError, OverflowError, ctypes.ArgumentError) as error:
        return PageLines("", (), problem=f"its text cannot be read ({type(error).__name__})")
    finally:
        textpage.close()
        page.close()


def _scanned(page: pdfium.PdfPage, lines: PageLines, scanner: Scanner) -> PageLines:
    """`lines` with what OCR reads on the page."""
    scale = min(DPI / 72, MAX_SIDE / max(1.0, *page.get_size()))
    try:
        picture = page.render(scale=scale, grayscale=True).to_pil()
    except (pdfium.PdfiumError, ValueError) as error:
        return replace(lines, problem=f"cannot be drawn for OCR ({type(error).__name__})")
    return scanner.read(picture, lines)


def _lines_of(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> PageLines:
    text = _text_of(textpage)
    problem = ""
    if len(text) > MAX_PAGE_CHARS:
        text, problem = text[:MAX_PAGE_CHARS], f"only its first {MAX_PAGE_CHARS:,} characters were read"
    width, height = page.get_size()
    probe = _Probe(page, textpage, text)
    lines: list[Line] = []
    parts: list[str] = []
    offset = start = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        part = clean(text[start:end].translate(_HYPHENS)).replace("\n", " ")
        if part.strip():
            lines.append(probe.line(part, start, offset))
        parts.append(part)
        offset += len(part) + 1
        start = found.end() if found else end
    has_text = any(char.isalnum() for char in text)
    has_marks = has_text or raw.FPDFPage_CountObjects(page) > 0
    if has_text and len(text) < FEW_CHARS and _largest_image(page) > 0.8 * width * height:
        problem = MOSTLY_PICTURE
    notes = tuple(_notes(page))
    return PageLines("\n".join(parts), tuple(lines), probe.hidden_spans(), has_marks, height, problem, notes=notes)


def _notes(page: pdfium.PdfPage) -> Iterator[tuple[str, str]]:
    """What is filled into the fields of a form, and what reviewers wrote on the page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        is_shown = not raw.FPDFAnnot_GetFlags(note) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW)
        if is_shown and kind == raw.FPDF_ANNOT_WIDGET:
            name, value = (squeeze(clean(_note_text(note, key))) for key in (b"T", b"V"))
            if name and value not in ("", "Off"):
                yield "form field", f"{name}: {value}"
        elif is_shown and kind in COMMENTS and (text := squeeze(clean(_note_text(note, b"Contents")))):
            yield "comment", text
        raw.FPDFPage_CloseAnnot(note)


def _note_text(note: Any, key: bytes) -> str:
    """A text of an annotation, cut where it is absurdly long."""
    size = min(raw.FPDFAnnot_GetStringValue(note, key, None, 0), MAX_NOTE_BYTES)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _text_of(textpage: pdfium.PdfTextPage) -> str:
    """The page's text; one character for each of PDFium's, so that offsets are its character indices. Hyphens are its marks."""
    count = textpage.count_chars()
    if count <= 0:
        return ""
    text = str(textpage.get_text_range())
    if len(text) != count:  # characters without a meaning are left out, those beyond 16 bits count twice
        code = raw.FPDFText_GetUnicode
        points = (code(textpage, index) for index in range(min(count, MAX_PAGE_CHARS + 1)))
        text = "".join(chr(point) if 0 < point < 0xD800 or 0xDFFF < point < 0x110000 else " " for point in points)
    return text


def _largest_image(page: pdfium.PdfPage) -> float:
    """Area of the largest picture on a page, in square points."""
    areas = [0.0]
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        areas.append((right - left) * (top - bottom))
    return max(areas)


class _Probe:
    """Looks at single characters of a page; every call into PDFium costs, so only as many as lines and words need."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str) -> None:
        self._page = page
        self._textpage = textpage
        self._text = text
        self._matrix = raw.FS_MATRIX()
        self._edges = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        self._edge_refs = [ctypes.byref(edge) for edge in self._edges]
        self._color = [ctypes.c_uint() for _ in range(4)]
        self._color_refs = [ctypes.byref(part) for part in self._color]
        self._bounds = page.get_bbox()
        self._hidden_objects: dict[int, bool] = {}
        self._hidden: list[tuple[int, int]] = []
        self._covers: tuple[list[Box], list[Box]] | None = None

    def line(self, part: str, source: int, offset: int) -> Line:
        """The line `part`, which starts at `source` in PDFium's characters and at `offset` in our text."""
        words = [(found.start(), found.end()) for found in _WORD.finditer(part)]
        pieces = self._pieces(words, source, offset)
        first, last = words[0][0], words[-1][1]
        middle = words[len(words) // 2][0] + source
        raw.FPDFText_GetCharOrigin(self._textpage, source + first, self._edge_refs[0], self._edge_refs[2])
        baseline = self._edges[2].value
        weight = raw.FPDFText_GetFontWeight(self._textpage, middle)
        size = max(self._size(source + first), self._size(middle))
        return Line(offset + first, offset + last, part[first:last], size, weight >= BOLD_WEIGHT, baseline, pieces)

    def hidden_spans(self) -> tuple[tuple[int, int], ...]:
        """Spans of the lines seen so far that a reader of the page does not see, neighbours joined."""
        joined: list[tuple[int, int]] = []
        for start, end in self._hidden:
            if joined and start - joined[-1][1] <= 2:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return tuple(joined)

    def _pieces(self, words: list[tuple[int, int]], source: int, offset: int) -> tuple[Cell, ...]:
        """The words of a line, parted where a gap is wider than a space."""
        pieces: list[Cell] = []
        start, left, gap = words[0][0], self._box(source + words[0][0])[0], 0.0
        last_object = -1
        for index, (begin, end) in enumerate(words):
            key = self._object_at(source + begin)
            if self._hidden_objects[key]:
                self._hidden.append((offset + begin, offset + end))
            before = words[index - 1][1]
            if index and (key != last_object or begin - before > 1):
                here, right = self._box(source + begin)[0], self._box(source + before - 1)[1]
                wide = (here - right) / max(0.1, self._size(source + begin))
                if wide > PIECE_GAP:
                    pieces.append(Cell(offset + start, offset + before, left, right, gap))
                    start, left, gap = begin, here, wide
            last_object = key
        right = self._box(source + words[-1][1] - 1)[1]
        pieces.append(Cell(offset + start, offset + words[-1][1], left, right, gap))
        return tuple(pieces)

    def _object_at(self, index: int) -> int:
        """A key for the run of text that a character belongs to; a new run is checked for being hidden."""
        pointer = raw.FPDFText_GetTextObject(self._textpage, index)
        key = ctypes.addressof(pointer.contents) if pointer else 0
        if key not in self._hidden_objects:
            self._hidden_objects[key] = bool(pointer) and self._is_hidden(pointer, index)
        return key

    def _box(self, index: int) -> Box:
        """Left, right, bottom and top of a character, in points from the page's lower left."""
        left, right, bottom, top = self._edge_refs
        raw.FPDFText_GetCharBox(self._textpage, index, left, right, bottom, top)
        return self._edges[0].value, self._edges[1].value, self._edges[2].value, self._edges[3].value

    def _size(self, index: int) -> float:
        """Size of a character on the page, in points."""
        nominal = raw.FPDFText_GetFontSize(self._textpage, index)
        if not raw.FPDFText_GetMatrix(self._textpage, index, self._matrix):
            return float(nominal)
        m = self._matrix
        return float(nominal * abs(m.a * m.d - m.b * m.c) ** 0.5)

    def _is_hidden(self, text_object: Any, index: int) -> bool:
        """Whether a run of text is off the page, too small, invisible or paper white."""
        size = self._size(index)
        if 0 < size < TINY_POINTS:
            return True
        box = self._box(index)
        left, bottom, right, top = self._bounds
        if box[1] < left - 1 or box[0] > right + 1 or box[3] < bottom - 1 or box[2] > top + 1:
            return True
        mode = raw.FPDFTextObj_GetTextRenderMode(text_object)
        if mode == INVISIBLE_MODE:
            return not _lies_on(box, self._backgrounds()[1])  # an OCR layer lies on the picture that it reads
        raw.FPDFText_GetFillColor(self._textpage, index, *self._color_refs)
        red, green, blue, alpha = (part.value for part in self._color)
        if alpha == 0 and mode in FILLING_MODES:
            return True
        if mode not in FILLING_MODES or min(red, green, blue) < WHITE:
            return False
        fills, images = self._backgrounds()
        return not _lies_on(box, fills + images)

    def _backgrounds(self) -> tuple[list[Box], list[Box]]:
        """Boxes of the page's coloured areas and of its pictures; looked at only when a text is white or invisible."""
        if self._covers is None:
            fills: list[Box] = []
            images: list[Box] = []
            kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM]
            for item in islice(self._page.get_objects(filter=kinds, max_depth=4), MAX_BACKGROUNDS):
                left, bottom, right, top = item.get_bounds()
                box = (left, right, bottom, top)
                if item.type == raw.FPDF_PAGEOBJ_IMAGE:
                    images.append(box)
                elif item.type == raw.FPDF_PAGEOBJ_SHADING or (item.type == raw.FPDF_PAGEOBJ_PATH and self._is_coloured(item)):
                    fills.append(box)
            self._covers = (fills, images)
        return self._covers

    def _is_coloured(self, path: pdfium.PdfObject) -> bool:
        if not raw.FPDFPageObj_GetFillColor(path, *self._color_refs):
            return False
        red, green, blue, alpha = (part.value for part in self._color)
        return min(red, green, blue) < WHITE and alpha > 0


def _lies_on(box: Box, areas: Iterable[Box]) -> bool:
    x, y = (box[0] + box[1]) / 2, (box[2] + box[3]) / 2
    return any(left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1 for left, right, bottom, top in areas)


def _labels(pdf: pdfium.PdfDocument, count: int) -> list[str]:
    """Printed page labels, "" where the file gives none."""
    return [squeeze(clean(pdf.get_page_label(index) or "")) for index in range(count)]


def _outline(pdf: pdfium.PdfDocument) -> dict[int, dict[str, int]]:
    """Bookmarks: page index → normalised title → level from 1."""
    found: dict[int, dict[str, int]] = {}
    try:
        for bookmark in islice(pdf.get_toc(max_depth=6), MAX_OUTLINE):
            target = bookmark.get_dest()
            index = target.get_index() if target is not None else None
            if index is not None:
                found.setdefault(index, {})[title_key(bookmark.get_title())] = bookmark.level + 1
    except (pdfium.PdfiumError, ValueError):
        return found  # a damaged outline loses only the outline
    return found


def _iso_date(stamp: str) -> str:
    found = _DATE.match(stamp)
    if not found:
        return ""
    year, month, day = found.groups()
    return f"{year}-{month}-{day}" if "1990" < year < "2100" and "01" <= month <= "12" and "01" <= day <= "31" else ""


def _quote_boxes(page: pdfium.PdfPage, quotes: Sequence[str]) -> Iterator[Box]:
    """Boxes of the quotations in points; found whatever the line breaks, hyphens and ligatures."""
    textpage = page.get_textpage()
    haystack, places = letters(_text_of(textpage).translate(_HYPHENS))
    for quote in quotes:
        wanted, _ = letters(quote)
        at = haystack.find(wanted) if wanted else -1
        if at < 0:
            continue
        first, last = places[at], places[at + len(wanted) - 1]
        count = textpage.count_rects(first, last - first + 1)
        yield from lines_of_boxes([textpage.get_rect(index) for index in range(count)])


def _to_pixels(page: pdfium.PdfPage, box: Box, width: int, height: int) -> tuple[float, float, float, float]:
    """A box in points as (x0, y0, x1, y1) on the rendered page, whatever its rotation and crop."""
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for across, up in ((box[0], box[2]), (box[1], box[3])):
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, across, up, ctypes.byref(x), ctypes.byref(y))
        corners.append((x.value, y.value))
    (x0, y0), (x1, y1) = corners
    return float(min(x0, x1)), float(min(y0, y1)), float(max(x0, x1)), float(max(y0, y1))
