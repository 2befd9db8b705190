"""Slides with real placeholders, tables that fit, native charts and speaker notes; the same bytes for the same content."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Emu, Inches, Pt

from rag.export.archive import make_zip
from rag.export.fitting import pages, text_height
from rag.export.logo import size_in
from rag.export.slide_master import (
    BODY,
    BODY_BOX,
    CONTENT,
    FONT,
    MARGIN,
    ROOM,
    TITLE_ONLY,
    TITLE_SLIDE,
    TOP,
    WIDTH,
    Box,
    emu,
    shape_master,
)

Color: Any = RGBColor  # the package has no types
ChartData: Any = CategoryChartData
LOGO = (2.6, 0.8)  # inches of its place on the first slide
INK, QUIET, ACCENT, PAPER = (
    Color(0x1D, 0x23, 0x27),
    Color(0x5C, 0x64, 0x69),
    Color(0x1F, 0x4E, 0x6B),
    Color(0xE3, 0xED, 0xF3),
)
SERIES = (Color(0x8F, 0xB2, 0xC6), ACCENT, Color(0xC9, 0x8A, 0x2E))
CELLS = (18, 16, 14)  # points of a table: the largest with which it stands on one slide, else the smallest on several
CHART = 14  # points
CELL_PADDING = 0.1  # inches, on each side
ROW_PADDING = 0.1  # inches, above and below together
PARAGRAPH_GAP = 10  # points
CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to be drawn: relative widths, and what to say in the notes for each row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    notes: tuple[str, ...] = ()

    def heights(self, width: float, size: float) -> list[float]:
        """Heights of header and rows in inches, in a table of a width in inches at a font size in points."""
        return [self._height(row, self.columns(width), size) for row in (self.header, *self.rows)]

    def columns(self, width: float) -> list[float]:
        """Widths of the columns in inches."""
        return [width * part / sum(self.widths) for part in self.widths]

    def size(self, width: float, room: float) -> float:
        """The largest font size with which all rows fit into the room, else the smallest."""
        return next((size for size in CELLS if sum(self.heights(width, size)) <= room), CELLS[-1])

    def spans(self, width: float, room: float) -> list[range]:
        """The rows of each slide."""
        head, *rows = self.heights(width, self.size(width, room))
        return pages(rows, room - head)

    def part(self, span: range) -> "Sheet":
        """Some of its rows under the same header."""
        return Sheet(self.header, tuple(self.rows[number] for number in span), self.widths)

    def _height(self, row: Sequence[str], columns: Sequence[float], size: float) -> float:
        lines = (text_height(text, width - 2 * CELL_PADDING, size) for text, width in zip(row, columns, strict=True))
        return max(lines) + ROW_PADDING


class Deck:
    """A presentation in the making."""

    def __init__(self, foot: str) -> None:
        self._deck: Any = Presentation()
        self._foot = foot
        self._layouts = shape_master(self._deck)

    def title(self, title: str, lines: Sequence[str], notes: str, logo: bytes = b"", owner: str = "") -> None:
        """The first slide, with the logo of its owner, where there is one."""
        slide = self._deck.slides.add_slide(self._layouts[TITLE_SLIDE])
        slide.shapes.title.text_frame.text = title
        _write(slide.placeholders[1].text_frame, lines, 18, QUIET)
        slide.notes_slide.notes_text_frame.text = notes
        if logo:
            width, height = (Inches(side) for side in size_in(logo, *LOGO))
            shape = slide.shapes.add_picture(BytesIO(logo), Inches(MARGIN), Inches(MARGIN), width, height)
            describe(shape, "Logo", owner)

    def bullets(self, title: str, items: Sequence[str], notes: Sequence[str]) -> None:
        """Short paragraphs, on as many slides as they need."""
        width = BODY_BOX.width - 0.5
        heights = [text_height(item, width, BODY) + PARAGRAPH_GAP / 72 for item in items]
        for page, span in enumerate(pages(heights, ROOM - 0.15), start=1):
            slide = self._slide(CONTENT, _counted(title, page), [notes[number] for number in span])
            _write(slide.placeholders[1].text_frame, [items[number] for number in span], BODY, INK)

    def table(self, title: str, sheet: Sheet, note: str = "") -> None:
        """A table, on as many slides as it needs, with the header on each."""
        size = sheet.size(BODY_BOX.width, ROOM)
        for page, span in enumerate(sheet.spans(BODY_BOX.width, ROOM), start=1):
            notes = [note, *(sheet.notes[number] for number in span if sheet.notes)]
            slide = self._slide(TITLE_ONLY, _counted(title, page), notes)
            draw_table(slide, sheet.part(span), BODY_BOX, title, size)

    def picture(self, title: str, png: bytes, alt: str, notes: Sequence[str]) -> None:
        """A drawing as large as the slide allows, with its text alternative."""
        slide = self._slide(TITLE_ONLY, title, notes)
        shape = slide.shapes.add_picture(BytesIO(png), 0, Inches(TOP))
        scale = min(Inches(BODY_BOX.width) / shape.width, Inches(ROOM) / shape.height)
        shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
        shape.left = Emu((Inches(WIDTH) - shape.width) // 2)
        describe(shape, title, alt)

    def chart_and_table(self, title: str, chart: "Columns", sheet: Sheet, notes: Sequence[str]) -> None:
        """A column chart on the left, a table on the right that fits beside it."""
        slide = self._slide(TITLE_ONLY, title, notes)
        left = Box(MARGIN, TOP, 7.1, ROOM)
        right = Box(MARGIN + 7.4, TOP, WIDTH - 2 * MARGIN - 7.4, ROOM)
        draw_columns(slide, chart, left)
        span = next(iter(sheet.spans(right.width, ROOM)), range(0))
        draw_table(slide, sheet.part(span), right, title, CELLS[-1])

    def save(self, title: str, author: str, subject: str, as_of: str) -> bytes:
        """The bytes of the file."""
        core = self._deck.core_properties
        core.title, core.author, core.subject, core.last_modified_by = title, author, subject, author
        core.created = core.modified = datetime.fromisoformat(f"{as_of}T00:00:00")
        core.revision, core.language, core.keywords = 1, "en", "architecture proposal"
        buffer = BytesIO()
        self._deck.save(buffer)
        return _pinned(buffer.getvalue(), as_of)

    def _slide(self, layout: int, title: str, notes: Sequence[str]) -> Any:
        slide = self._deck.slides.add_slide(self._layouts[layout])
        slide.shapes.title.text_frame.text = title
        slide.notes_slide.notes_text_frame.text = "\n".join(note for note in notes if note) or "No sources."
        self._add_foot(slide)
        return slide

    def _add_foot(self, slide: Any) -> None:
        """Footer and number as placeholders of the layout; the package leaves them out of new slides."""
        for placeholder in slide.slide_layout.placeholders:
            if placeholder.placeholder_format.idx in (11, 12):
                element = deepcopy(placeholder._element)
                slide.shapes._spTree.append(element)
        for shape in slide.placeholders:
            if shape.placeholder_format.idx == 11:
                shape.text_frame.text = self._foot


@dataclass(frozen=True, slots=True)
class Columns:
    """A column chart: what stands on the axis, and a value of each series for each of these."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    title: str
    alt: str
    number_format: str = "#,##0"


def draw_columns(slide: Any, chart: Columns, box: Box) -> None:
    """A native chart that can be edited in the presentation."""
    data = ChartData(number_format=chart.number_format)
    data.categories = chart.categories
    for name, values in chart.series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *emu(box), data)
    describe(frame, chart.title, chart.alt)
    drawn = frame.chart
    drawn.has_legend, drawn.has_title = len(chart.series) > 1, True
    drawn.chart_title.text_frame.text = chart.title
    _font(drawn.chart_title.text_frame.paragraphs[0].runs[0].font, CHART, INK, is_bold=True)
    drawn.font.size, drawn.font.name = Pt(CHART), FONT
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 60, -5, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = chart.number_format, False
    plot.data_labels.font.size = Pt(CHART)
    drawn.value_axis.visible, drawn.value_axis.has_major_gridlines = False, False
    for series, color in zip(plot.series, SERIES, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = color


def draw_table(slide: Any, sheet: Sheet, box: Box, title: str, size: float) -> None:
    """A table whose rows are as high as their text needs at a font size in points."""
    frame = slide.shapes.add_table(len(sheet.rows) + 1, len(sheet.header), *emu(box))
    describe(frame, title, f"Table: {', '.join(name for name in sheet.header if name)}; {len(sheet.rows)} rows.")
    table = frame.table
    table.horz_banding = False
    for column, width in zip(table.columns, sheet.columns(box.width), strict=True):
        column.width = Inches(width)
    heights = sheet.heights(box.width, size)
    for row, height, cells in zip(table.rows, heights, (sheet.header, *sheet.rows), strict=True):
        row.height = Inches(height)
        for cell, text in zip(row.cells, cells, strict=True):
            _cell(cell, text, size, is_head=cells is sheet.header)
    frame.height = Inches(sum(heights))


def describe(shape: Any, name: str, alt: str) -> None:
    """Name and text alternative of a picture, chart or table."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", alt)


def _cell(cell: Any, text: str, size: float, *, is_head: bool) -> None:
    cell.text = text
    cell.vertical_anchor = MSO_ANCHOR.TOP
    cell.margin_left = cell.margin_right = Inches(CELL_PADDING)
    cell.margin_top = cell.margin_bottom = Inches(ROW_PADDING / 2)
    cell.fill.solid()
    cell.fill.fore_color.rgb = PAPER if is_head else Color(0xFF, 0xFF, 0xFF)
    for paragraph in cell.text_frame.paragraphs:
        _font(paragraph.font, size, INK, is_bold=is_head)


def _font(font: Any, size: float, color: Any, *, is_bold: bool = False, name: str = FONT) -> None:
    font.size, font.name, font.bold, font.color.rgb = Pt(size), name, is_bold, color


def _write(frame: Any, lines: Sequence[str], size: float, color: Any) -> None:
    frame.auto_size, frame.word_wrap = MSO_AUTO_SIZE.NONE, True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.space_after, paragraph.space_before = Pt(PARAGRAPH_GAP), Pt(0)
        _font(paragraph.font, size, color)


def _counted(title: str, page: int) -> str:
    return title if page == 1 else f"{title} ({page})"


def _pinned(content: bytes, as_of: str) -> bytes:
    """The archive with fixed dates, also in the workbooks behind its charts."""
    with ZipFile(BytesIO(content)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    day = rb"\g<1>" + f"{as_of}T00:00:00Z".encode() + rb"\g<2>"
    for name, data in files.items():
        if name.endswith(".xlsx"):
            files[name] = _pinned(data, as_of)
        elif name == "docProps/core.xml":
            files[name] = CREATED.sub(day, data)
    return make_zip(files)
