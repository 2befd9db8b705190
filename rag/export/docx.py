"""The proposal as DOCX with real headings, lists, tables, pictures and internal links; the same bytes for the same proposal."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from rag.export.archive import pin_zip
from rag.export.fitting import column_widths, longest_word
from rag.export.logo import HEIGHT_MM, WIDTH_MM, size_in
from rag.export.nodes import Grid, Heading, Items, Layout, Listing, Node, Picture, Run, Text
from rag.export.svg import print_width, to_png
from rag.export.word_template import open_template

INK, QUIET, LINK = RGBColor(0x1D, 0x23, 0x27), RGBColor(0x5C, 0x64, 0x69), RGBColor(0x1F, 0x4E, 0x6B)
FONT = "Georgia"
PAGE_WIDTH, DRAWING_HEIGHT = 170.0, 218.0  # mm
LIST_STYLES = {"bullet": "List Bullet", "ordered": "List Number", "check": "List Paragraph"}
SMALL = 7.5  # points, in the appendix
CELL_MARGINS = 5.2  # mm, left and right together, with room for a font that stands in for ours and is wider
NAME = 60  # characters up to which the first cell of a row is what it is called
STYLES = {"Heading 1": 17, "Heading 2": 13, "Title": 24, "Caption": 9.5}


def to_docx(layout: Layout) -> bytes:
    """The bytes of the file.

    Raises:
        UsageError: the company's own template cannot be used.
    """
    writer = _Writer(layout)
    writer.write()
    buffer = BytesIO()
    writer.document.save(buffer)
    return pin_zip(buffer.getvalue())


class _Writer:
    """Writes nodes into one document."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.is_framed = bool(layout.template)
        self.document: DocxDocument = open_template(Path(layout.template)) if layout.template else Document()
        self.is_appendix = False  # what is looked up rather than read: in two columns of small type
        self.bookmarks = count(1)
        self.drawings = count(1)

    def write(self) -> None:
        """The whole document."""
        if not self.is_framed:
            self._styles()
            self._footer()
        self._properties()
        self._logo()
        self.document.add_paragraph(self.layout.title, style="Title")
        facts = f"{self.layout.company} · {self.layout.date} · version {self.layout.version} · {self.layout.status}"
        reason = f": {self.layout.status_reason}" if self.layout.status_reason else ""
        self.document.add_paragraph(facts + reason, style="Subtitle")
        contents = next((n for n in self.layout.nodes if isinstance(n, Heading) and n.anchor != "s-summary"), None)
        for node in self.layout.nodes:
            if node is contents and self.layout.has_contents:
                self._contents()
            if isinstance(node, Heading) and node.number.isalpha() and not self.is_appendix:
                self._two_columns()
            self._node(node)

    def _node(self, node: Node) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Text(runs=runs, kind=kind):
                paragraph = self.document.add_paragraph()
                self._runs(paragraph, runs, size=self._size(), color=QUIET if kind == "note" else None)
            case Items(items=items, kind=kind):
                for item in items:
                    paragraph = self.document.add_paragraph(style=LIST_STYLES[kind])
                    if kind == "check":
                        paragraph.add_run("☐ ")
                    self._runs(paragraph, item, size=self._size())
            case Grid():
                self._entries(node) if self.is_appendix else self._grid(node)
            case Picture():
                self._picture(node)
            case Listing(source=source, caption=caption):
                paragraph = self.document.add_paragraph()
                paragraph.add_run(source).font.name = "Consolas"
                self.document.add_paragraph(caption, style="Caption")

    def _logo(self) -> None:
        if self.layout.logo:
            width, _ = size_in(self.layout.logo, WIDTH_MM, HEIGHT_MM)
            shape = self.document.add_paragraph().add_run().add_picture(BytesIO(self.layout.logo), width=Mm(width))
            shape._inline.docPr.set("descr", self.layout.company)
            shape._inline.docPr.set("name", "Logo")

    def _heading(self, node: Heading) -> None:
        paragraph = self.document.add_paragraph(style=f"Heading {min(node.level, 2)}")
        text = " ".join(part for part in (node.number, node.title) if part)
        self._bookmark(paragraph, node.anchor)
        run = paragraph.add_run(text)
        run.font.size = Pt(11) if self.is_appendix else None
        if node.badge:
            badge = paragraph.add_run(f"  {node.badge}")
            badge.font.size, badge.font.color.rgb, badge.font.bold = Pt(8), QUIET, False

    def _grid(self, grid: Grid) -> None:
        if grid.caption:
            caption = self.document.add_paragraph(style="Caption")
            caption.paragraph_format.keep_with_next = True
            caption.add_run(f"{grid.label}  {grid.caption}" if grid.label else grid.caption)
        table = self.document.add_table(rows=1, cols=len(grid.header), style="Table Grid")
        table.autofit = False
        _only_rules(table)
        size = 8.5 if grid.caption else 8
        widths = self._widths(grid, size)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for cell, name, width in zip(table.rows[0].cells, grid.header, widths, strict=True):
            cell.width = width
            _tighten(cell)
            run = cell.paragraphs[0].add_run(name)
            run.bold, run.font.size, run.font.color.rgb = True, Pt(size), QUIET
        _repeat(table.rows[0])
        for number, row in enumerate(grid.rows):
            self._row(table.add_row(), row, widths, size, grid.anchors[number] if grid.anchors else "")
        self.document.add_paragraph().paragraph_format.space_after = Pt(4)

    def _widths(self, grid: Grid, size: float) -> list[Length]:
        """Widths of the columns: as the layout shares them, but no word is broken that need not be."""
        columns = [(name, [row[number] for row in grid.rows]) for number, name in enumerate(grid.header)]
        longest = [
            longest_word((name, *(run.text for cell in cells for run in cell if not run.is_marker)), size)
            for name, cells in columns
        ]
        needed = [CELL_MARGINS + Inches(width).mm for width in longest]
        return [Mm(width) for width in column_widths(grid.widths, needed, self._width())]

    def _size(self) -> float | None:
        return SMALL if self.is_appendix else None

    def _two_columns(self) -> None:
        """Everything from here on stands in two columns, on a page of its own."""
        self.is_appendix = True
        section = self.document.add_section(WD_SECTION.NEW_PAGE)._sectPr
        columns = section.find(qn("w:cols"))
        if columns is None:
            columns = OxmlElement("w:cols")
            section.find(qn("w:pgMar")).addnext(columns)
        columns.set(qn("w:num"), "2")
        columns.set(qn("w:space"), str(Mm(8).twips))

    def _entries(self, grid: Grid) -> None:
        """A table that is looked up: a paragraph for each row, the names of the columns once above."""
        if grid.caption:
            caption = self.document.add_paragraph(style="Caption")
            caption.paragraph_format.keep_with_next = True
            caption.add_run(f"{grid.label}  {grid.caption}" if grid.label else grid.caption).font.size = Pt(SMALL)
        names = Run(" · ".join(name for name in grid.header if name))
        self._runs(self._entry(), (names,), size=SMALL, color=QUIET)
        for number, row in enumerate(grid.rows):
            paragraph = self._entry()
            if grid.anchors and grid.anchors[number]:
                self._bookmark(paragraph, grid.anchors[number])
            said = [cell for cell in row if "".join(run.text for run in cell).strip() not in ("", "–")]
            for place, cell in enumerate(said):
                between = (Run(" · "),) if place else ()
                is_name = place == 0 and sum(len(run.text) for run in cell) <= NAME
                shown = tuple(replace(run, is_strong=True) for run in cell) if is_name else cell
                self._runs(paragraph, (*between, *shown), size=SMALL)

    def _entry(self) -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(3), Mm(-3)
        return paragraph

    def _row(self, row: object, cells: Iterable[tuple[Run, ...]], widths: list[Length], size: float, anchor: str) -> None:
        for number, (cell, runs) in enumerate(zip(row.cells, cells, strict=True)):  # type: ignore[attr-defined] # python-docx row
            cell.width = widths[number]
            _tighten(cell)
            if number == 0 and anchor:
                self._bookmark(cell.paragraphs[0], anchor)
            self._runs(cell.paragraphs[0], runs, size=size)
        _keep_whole(row)

    def _picture(self, picture: Picture) -> None:
        width = print_width(picture.svg, self._width(), DRAWING_HEIGHT)
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(to_png(picture.svg)), width=Mm(width))
        properties = shape._inline.docPr
        properties.set("descr", picture.alt)
        properties.set("name", f"Figure {next(self.drawings)}")
        caption = self.document.add_paragraph(style="Caption")
        caption.add_run(f"{picture.label}  {picture.caption}.")
        remark = caption.add_run(f" {picture.remark}".rstrip())
        remark.bold = False
        if picture.words:
            caption.add_run(" ")
            self._runs(caption, (Run(self.layout.labels["In words"], href=picture.words),))

    def _runs(
        self, paragraph: Paragraph, runs: Iterable[Run], *, size: float | None = None, color: RGBColor | None = None
    ) -> None:
        for run in runs:
            if run.is_break:
                paragraph.add_run().add_break(WD_BREAK.LINE)
                continue
            element = paragraph.add_run(run.text)
            element.bold = True if run.is_strong else None
            if size:
                element.font.size = Pt(size)
            if color is not None:
                element.font.color.rgb = color
            if run.is_marker:
                element.font.superscript = True
            if run.href:
                element.font.color.rgb = LINK
                _link(paragraph, element, run.href)

    def _bookmark(self, paragraph: Paragraph, name: str) -> None:
        number = str(next(self.bookmarks))
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), number)
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), _bookmark_name(name))
            paragraph._p.append(mark)

    def _contents(self) -> None:
        """A contents field that is filled already; the word processor adds page numbers when it updates it."""
        style = "TOC Heading" if "TOC Heading" in self.document.styles else "Heading 1"
        self.document.add_paragraph(self.layout.labels["Contents"], style=style)
        headings = self.layout.headings()
        for number, heading in enumerate(headings):
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(6 * (heading.level - 1))
            paragraph.paragraph_format.space_after = Pt(1)
            if number == 0:
                _field(paragraph, 'TOC \\o "1-2" \\h \\z', end=False)
            text = " ".join(part for part in (heading.number, heading.title) if part)
            self._runs(paragraph, (Run(text, href=heading.anchor),), size=10)
            if number == len(headings) - 1:
                _field_end(paragraph)

    def _width(self) -> float:
        """Of the text, in mm."""
        section = self.document.sections[0]
        if not self.is_framed or not section.page_width:
            return PAGE_WIDTH
        return float(Length(section.page_width - (section.left_margin or 0) - (section.right_margin or 0)).mm)

    def _styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10), INK
        normal.paragraph_format.space_after = Pt(5)
        for name, size in STYLES.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
            style.font.italic = False
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
        for name in ("List Bullet", "List Number", "List Paragraph"):
            styles[name].paragraph_format.space_after = Pt(3)
        styles["Subtitle"].font.name, styles["Subtitle"].font.size = FONT, Pt(10.5)
        styles["Subtitle"].font.color.rgb, styles["Subtitle"].font.italic = QUIET, False
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin = section.bottom_margin = Mm(21)

    def _properties(self) -> None:
        core = self.document.core_properties
        day = datetime.fromisoformat(f"{self.layout.as_of}T00:00:00")
        core.title, core.author, core.subject = self.layout.title, self.layout.company, self.layout.product
        core.created = core.modified = core.last_printed = day
        core.last_modified_by, core.comments, core.keywords = self.layout.company, "", "architecture proposal"
        core.language, core.revision = "en", 1

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{self.layout.company} · {self.layout.date} · page ").font.size = Pt(8)
        _field(paragraph, "PAGE", end=True)


def _only_rules(table: object) -> None:
    """Horizontal rules only."""
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 0), ("left", 0), ("bottom", 4), ("right", 0), ("insideH", 4), ("insideV", 0)):
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single" if size else "nil")
        if size:
            border.set(qn("w:sz"), str(size))
            border.set(qn("w:color"), "C9C5BA")
        borders.append(border)
    table._tbl.tblPr.append(borders)  # type: ignore[attr-defined]


def _repeat(row: object) -> None:
    header = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(header)  # type: ignore[attr-defined]
    _keep_whole(row)


def _keep_whole(row: object) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]


def _tighten(cell: _Cell) -> None:
    cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    cell.paragraphs[0].paragraph_format.space_before = Pt(1)


def _link(paragraph: Paragraph, run: object, anchor: str) -> None:
    """Moves a run into an internal hyperlink."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _bookmark_name(anchor))
    link.set(qn("w:history"), "1")
    paragraph._p.append(link)
    link.append(run._r)  # type: ignore[attr-defined]


def _field(paragraph: Paragraph, instruction: str, *, end: bool) -> None:
    for kind in ("begin", "separate"):
        run = paragraph.add_run()
        if kind == "separate":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = instruction
            run._r.append(text)
            run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
    if end:
        paragraph.add_run("1").font.size = Pt(8)
        _field_end(paragraph)


def _field_end(paragraph: Paragraph) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(mark)


def _bookmark_name(anchor: str) -> str:
    """Word takes letters, digits and underscores, at most 40."""
    return "".join(character if character.isalnum() else "_" for character in anchor)[:40]
