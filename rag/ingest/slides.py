"""PPTX → one page per slide: title, texts from top to bottom, tables, speaker notes."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pptx
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from rag.errors import UnreadableDocument
from rag.ingest.document import NO_TEXT, BlockKind, Page, Quarantine
from rag.ingest.drawings import add_chart, diagram_texts, parsed_part, written_paragraphs
from rag.ingest.grid import GridRow, Join, lay_out
from rag.ingest.layout import scan_remarks
from rag.ingest.limits import open_package
from rag.ingest.picture import add_pictures
from rag.ingest.scan import Scanner
from rag.ingest.writer import PageWriter, Reading, short_title, squeeze

DAMAGED = "The PowerPoint file is damaged and cannot be opened. Open it in PowerPoint or LibreOffice and save it again."
MAX_DEPTH = 20  # of groups in groups
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
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
    tables = charts = 0
    pictures: list[Any] = []
    width = slide.part.package.presentation_part.presentation.slide_width or 0
    for shape in _in_order(slide.shapes, 0):
        if _is_title(shape) and not path:
            writer.add(BlockKind.HEADING, shape.text_frame.text.replace("\v", " "), place, level=1)
            title = short_title(shape.text_frame.text)
            path = (title,) if title else ()
        elif shape.has_text_frame:
            _add_paragraphs(writer, shape, place, path, is_off=_is_off(shape, width))
        elif getattr(shape, "has_table", False) and shape.has_table:
            tables += 1
            _add_table(writer, shape.table, f"{place}, table {tables}", path)
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            charts += 1
            add_chart(writer, shape.chart.part.blob, f"{place}, chart {charts}", path)
        elif diagram := _diagram(shape):
            with suppress(etree.XMLSyntaxError):
                for text in diagram_texts(diagram):
                    writer.add(BlockKind.LIST_ITEM, text, place, path)
        pictures += [shape] if shape.shape_type == MSO_SHAPE_TYPE.PICTURE else []
    no_text = not writer.blocks
    scan = None
    if no_text and pictures and scanner is not None:
        scan = add_pictures(writer, _blobs(pictures), place, path, scanner)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in frame.paragraphs:
            writer.add(BlockKind.NOTE, paragraph.text, f"{place} notes", path)
    for text in _comments(slide):
        writer.add(BlockKind.NOTE, text, f"{place} comment", path)
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


def _is_off(shape: Any, width: int) -> bool:
    """Whether a shape stands beside the slide, left or right, where nobody sees it; one of a group is placed by its group."""
    if None in (shape.left, shape.width) or not width or shape.element.getparent().tag.endswith("}grpSp"):
        return False
    return bool(shape.left + shape.width <= 0 or shape.left >= width)


def _diagram(shape: Any) -> bytes:
    """The part with the texts of a SmartArt drawing; empty for another shape, or when it is missing."""
    for ids in shape.element.iter(_DIAGRAM + "relIds"):
        with suppress(KeyError):
            return bytes(shape.part.related_part(ids.get(_DATA, "")).blob)
    return b""


def _comments(slide: Any) -> Iterator[str]:
    """What reviewers wrote beside a slide, in the form of today and that of earlier years."""
    for relation in slide.part.rels.values():
        if str(relation.reltype).rsplit("/", 1)[-1] == "comments" and not relation.is_external:
            with suppress(etree.XMLSyntaxError):
                root = parsed_part(relation.target_part.blob)
                yield from (squeeze(element.text or "") for element in root.iter("{*}text"))
                yield from written_paragraphs(root)


def _add_paragraphs(writer: PageWriter, shape: Any, place: str, path: tuple[str, ...], *, is_off: bool) -> None:
    paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
    listed = len(paragraphs) > 1 and shape.is_placeholder
    for paragraph in paragraphs:
        kind = BlockKind.LIST_ITEM if listed or paragraph.level else BlockKind.PARAGRAPH
        quarantine = Quarantine.HIDDEN if is_off else None
        writer.add(kind, paragraph.text.replace("\v", "\n"), place, path, quarantine=quarantine)


def _add_table(writer: PageWriter, table: Any, place: str, path: tuple[str, ...]) -> None:
    rows = [[(cell, _join(cell._tc)) for cell in row.cells] for row in table.rows]
    grid = lay_out(
        [GridRow(["" if join else cell.text for cell, join in row], [join or Join.OWN for _, join in row]) for row in rows]
    )
    for number, cells in enumerate(grid.rows):
        writer.add_row(cells, f"{place} row {number + 1}", path, grid.header_of(number))


def _join(cell: Any) -> Join | None:
    """What a covered cell belongs to; None for a cell of its own."""
    if cell.get("hMerge") in ("1", "true"):
        return Join.LEFT
    return Join.ABOVE if cell.get("vMerge") in ("1", "true") else None
