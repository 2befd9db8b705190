"""PPTX → one page per slide: title, texts from top to bottom, tables, speaker notes."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from rag.errors import UnreadableDocument
from rag.ingest.document import NO_TEXT, BlockKind, Page
from rag.ingest.layout import scan_remarks
from rag.ingest.limits import open_package
from rag.ingest.picture import add_pictures
from rag.ingest.scan import Scanner
from rag.ingest.writer import PageWriter, Reading, short_title, squeeze

DAMAGED = "The PowerPoint file is damaged and cannot be opened. Open it in PowerPoint or LibreOffice and save it again."
MAX_DEPTH = 20  # of groups in groups
ROW_HEIGHT = 300_000  # shapes whose tops differ by less (in EMU, a third of an inch) stand in one row


def read_slides(content: bytes, scanner: Scanner | None = None) -> Reading:
    """A PPTX file; a slide that cannot be read is kept with its problem said, one of pictures only is read by `scanner`.

    Raises:
        UnreadableDocument: the presentation is damaged.
        DocumentTooLarge: it unpacks to more than the limit.
    """
    open_package(content).close()
    pages: list[Page] = []
    warnings: list[str] = []
    title = ""
    try:
        deck = pptx.Presentation(io.BytesIO(content))
        slides = list(deck.slides)
    except Exception as error:  # python-pptx raises KeyError, ValueError, lxml's and zipfile's errors on damaged files
        raise UnreadableDocument(DAMAGED) from error
    for number, slide in enumerate(slides, start=1):
        try:
            page = _read_slide(slide, number, scanner)
        except Exception as error:  # noqa: BLE001 - see above; one damaged slide loses only itself
            page = Page("", (), number, problem=f"cannot be read ({type(error).__name__})")
        if page.needs_ocr:
            warnings.append(f"slide {number}: {NO_TEXT}")
        elif page.problem:
            warnings.append(f"slide {number}: {page.problem}")
        if slide.element.get("show") == "0":
            warnings.append(f"slide {number} is hidden in the file; it was read")
        title = title or next((page.text[b.start : b.end] for b in page.blocks if b.kind is BlockKind.HEADING), "")
        pages.append(page)
    return Reading(
        tuple(pages), title=short_title(title), dated=_dated(deck), warnings=(*warnings, *scan_remarks(pages, "slide"))
    )


def _dated(deck: Any) -> str:
    try:
        stamp = deck.core_properties.modified
        return stamp.date().isoformat() if stamp is not None and stamp.year > 2013 else ""  # 2013: python-pptx's template
    except Exception:  # noqa: BLE001 - damaged properties raise ValueError, KeyError and lxml's errors; they lose only the date
        return ""


def _read_slide(slide: Any, number: int, scanner: Scanner | None) -> Page:
    writer = PageWriter(number)
    place = f"slide {number}"
    path: tuple[str, ...] = ()
    tables = 0
    pictures: list[Any] = []
    for shape in _in_order(slide.shapes, 0):
        if _is_title(shape) and not path:
            writer.add(BlockKind.HEADING, shape.text_frame.text.replace("\v", " "), place, level=1)
            title = short_title(shape.text_frame.text)
            path = (title,) if title else ()
        elif shape.has_text_frame:
            _add_paragraphs(writer, shape, place, path)
        elif getattr(shape, "has_table", False) and shape.has_table:
            tables += 1
            _add_table(writer, shape.table, f"{place}, table {tables}", path)
        pictures += [shape] if shape.shape_type == MSO_SHAPE_TYPE.PICTURE else []
    no_text = not writer.blocks
    scan = None
    if no_text and pictures and scanner is not None:
        scan = add_pictures(writer, _blobs(pictures), place, path, scanner)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in frame.paragraphs:
            writer.add(BlockKind.NOTE, paragraph.text, f"{place} notes", path)
    return writer.page(needs_ocr=no_text and bool(pictures), scan=scan)


def _blobs(pictures: list[Any]) -> Iterator[bytes]:
    """The files of pictures on a slide; one that is only linked, or damaged, loses only itself."""
    for shape in pictures:
        with suppress(Exception):  # python-pptx raises KeyError, ValueError and more
            yield shape.image.blob


def _in_order(shapes: Any, depth: int) -> Iterator[Any]:
    """Shapes in reading order: the title, then rows from top to bottom, each from left to right; groups opened."""

    def key(shape: Any) -> tuple[bool, int, int]:
        return not _is_title(shape), (shape.top or 0) // ROW_HEIGHT, shape.left or 0

    for shape in sorted(shapes, key=key):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < MAX_DEPTH:
            yield from _in_order(shape.shapes, depth + 1)
        else:
            yield shape


def _is_title(shape: Any) -> bool:
    return bool(
        shape.is_placeholder
        and shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        and shape.has_text_frame
        and shape.text_frame.text.strip()
    )


def _add_paragraphs(writer: PageWriter, shape: Any, place: str, path: tuple[str, ...]) -> None:
    paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
    listed = len(paragraphs) > 1 and shape.is_placeholder
    for paragraph in paragraphs:
        kind = BlockKind.LIST_ITEM if listed or paragraph.level else BlockKind.PARAGRAPH
        writer.add(kind, paragraph.text.replace("\v", "\n"), place, path)


def _add_table(writer: PageWriter, table: Any, place: str, path: tuple[str, ...]) -> None:
    header: tuple[str, ...] = ()
    for number, row in enumerate(table.rows, start=1):
        cells = ["" if cell.is_spanned else cell.text for cell in row.cells]
        writer.add_row(cells, f"{place} row {number}", path, header)
        if number == 1 and sum(bool(cell.strip()) for cell in cells) > 1:
            header = tuple(squeeze(cell) for cell in cells)
