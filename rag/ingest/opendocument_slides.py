"""ODP → one page per slide, as the PowerPoint reader gives it: title, texts from top to bottom, tables, speaker notes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rag.errors import UnreadableDocument
from rag.ingest.document import NO_TEXT, BlockKind, Page, Quarantine
from rag.ingest.flow import FlowRow
from rag.ingest.grid import GridRow, lay_out
from rag.ingest.opendocument import MAX_DEPTH, open_document, parsed, parsed_or_none, properties, qn
from rag.ingest.opendocument_content import TABLE, ContentReader, Place
from rag.ingest.opendocument_paragraph import DRAWN, Deletions, Paragraph
from rag.ingest.opendocument_styles import Look, Styles, points, style_groups
from rag.ingest.writer import PageWriter, Reading, short_title, squeeze

ROW_HEIGHT = 24.0  # points; shapes whose tops differ by less (a third of an inch) stand in one row
_CLASS = qn("presentation:class")
_GROUP = DRAWN + "g"
_IN_COLOUR = Place(Look(shaded=True))  # white text can be read: what lies behind it is not known
_MOVED = re.compile(r"translate\s*\(\s*(\S+)[\s,]+([^\s)]+)")


def read_opendocument_slides(content: bytes) -> Reading:
    """An ODP file.

    Raises:
        EncryptedDocument: it needs a password.
        UnreadableDocument: the package or its main part is damaged, or holds no slide.
        DocumentTooLarge: it unpacks to more than the limit.
    """
    document = open_document(content)
    root = parsed(document.content)
    shared = style_groups(parsed_or_none(document.styles), "office:styles")
    styles = Styles([*shared, *style_groups(root, "office:styles", "office:automatic-styles")])
    reader = ContentReader(styles, Deletions(root))
    pages: list[Page] = []
    warnings: list[str] = []
    for deck in root.iter(qn("office:presentation")):
        for number, slide in enumerate(deck.iterchildren(qn("draw:page")), start=1):
            page = _read_slide(slide, number, reader)
            if page.needs_ocr:
                warnings.append(f"slide {number}: {NO_TEXT}")
            shown = styles.properties("drawing-page", slide.get(qn("draw:style-name")), "style:drawing-page-properties")
            if shown is not None and shown.get(qn("presentation:visibility")) == "hidden":
                warnings.append(f"slide {number} is hidden in the file; it was read")
            pages.append(page)
    if not pages:
        raise UnreadableDocument(
            "The OpenDocument file has no slide that can be read. Open it in LibreOffice and save it again."
        )
    title, dated = properties(document)
    headings = (p.text[b.start : b.end] for p in pages for b in p.blocks if b.kind is BlockKind.HEADING)
    title = short_title(next(headings, title))
    return Reading(tuple(pages), title=title, dated=dated, warnings=(*warnings, *reader.warnings()))


def _read_slide(slide: Any, number: int, reader: ContentReader) -> Page:
    writer = PageWriter(number)
    place = f"slide {number}"
    path: tuple[str, ...] = ()
    tables = 0
    has_picture = False
    for shape in _in_order(slide, 0):
        inside = reader.within(shape, _IN_COLOUR)
        if (table := shape.find(TABLE)) is not None:
            tables += 1
            _add_table(writer, reader.flow_rows(reader.rows(table, inside)), f"{place}, table {tables}", path)
            continue
        has_picture = has_picture or shape.find(qn("draw:image")) is not None
        paragraphs = [p for p in reader.paragraphs(shape, inside) if (p.seen + p.concealed).strip()]
        if _is_title(shape) and not path:
            title = squeeze(" ".join(p.seen for p in paragraphs))
            writer.add(BlockKind.HEADING, title, place, level=1)
            path = (short_title(title),) if title else ()
            paragraphs = [Paragraph(concealed=p.concealed) for p in paragraphs]
        _add_paragraphs(writer, paragraphs, place, path, is_placeholder=shape.get(_CLASS) is not None)
    no_text = not writer.blocks
    for frame in slide.iterfind(f"{qn('presentation:notes')}/{qn('draw:frame')}"):
        if frame.get(_CLASS) == "notes":
            for paragraph in reader.paragraphs(frame, _IN_COLOUR):
                writer.add(BlockKind.NOTE, paragraph.seen, f"{place} notes", path)
    for comment in slide.iterchildren(qn("office:annotation")):
        for paragraph in reader.paragraphs(comment, _IN_COLOUR):
            writer.add(BlockKind.NOTE, paragraph.seen, f"{place} comment", path)
    return writer.page(needs_ocr=no_text and has_picture)


def _in_order(parent: Any, depth: int) -> Iterator[Any]:
    """Shapes in reading order: the title, then rows from top to bottom, each from left to right; groups opened."""

    def key(shape: Any) -> tuple[bool, float, float]:
        left, top = _position(shape)
        return not _is_title(shape), top // ROW_HEIGHT, left

    shapes = [shape for shape in parent.iterchildren() if isinstance(shape.tag, str) and shape.tag.startswith(DRAWN)]
    for shape in sorted(shapes, key=key):
        if shape.tag in (_GROUP, DRAWN + "a") and depth < MAX_DEPTH:
            yield from _in_order(shape, depth + 1)
        elif shape.get(qn("presentation:placeholder")) != "true" and shape.get(_CLASS) != "page-number":
            yield shape


def _position(shape: Any) -> tuple[float, float]:
    """Left and top of a shape, in points; those of the outermost shapes for a group."""
    if shape.tag in (_GROUP, DRAWN + "a"):
        placed = [
            _corner(inner) for inner in shape.iterdescendants() if inner.get(qn("svg:y")) or inner.get(qn("draw:transform"))
        ]
        return min((left for left, _ in placed), default=0.0), min((top for _, top in placed), default=0.0)
    return _corner(shape)


def _corner(shape: Any) -> tuple[float, float]:
    moved = _MOVED.search(shape.get(qn("draw:transform"), "")[:500])
    left = points(shape.get(qn("svg:x")) or shape.get(qn("svg:x1")) or (moved[1] if moved else ""))
    top = points(shape.get(qn("svg:y")) or shape.get(qn("svg:y1")) or (moved[2] if moved else ""))
    return left or 0.0, top or 0.0


def _is_title(shape: Any) -> bool:
    return bool(shape.get(_CLASS) == "title" and shape.get(qn("presentation:placeholder")) != "true")


def _add_paragraphs(
    writer: PageWriter, paragraphs: list[Paragraph], place: str, path: tuple[str, ...], *, is_placeholder: bool
) -> None:
    several = len(paragraphs) > 1
    for paragraph in paragraphs:
        listed = paragraph.lists > 1 or (several and (is_placeholder or paragraph.lists > 0))
        writer.add(BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH, paragraph.seen, place, path)
        writer.add(BlockKind.PARAGRAPH, paragraph.concealed, place, path, quarantine=Quarantine.HIDDEN)


def _add_table(writer: PageWriter, rows: Sequence[FlowRow], place: str, path: tuple[str, ...]) -> None:
    grid = lay_out([GridRow(row.cells, row.joins, row.is_header) for row in rows])
    for number, (row, cells) in enumerate(zip(rows, grid.rows, strict=True)):
        where = f"{place} row {number + 1}"
        writer.add_row(cells, where, path, grid.header_of(number))
        writer.add_row(row.hidden, where, path, quarantine=Quarantine.HIDDEN)
