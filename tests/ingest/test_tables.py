"""Tables as people make them: joined cells, headers of two rows, several on a sheet; each row stands by itself."""

import datetime
import io
import zipfile
from collections.abc import Callable

import docx
import pptx
import pytest
import xlsxwriter
from pptx.util import Inches

from rag.ingest.document import Block, BlockKind, Document
from rag.ingest.grid import GridRow, Join, header_names, lay_out
from rag.ingest.reader import read_document

HEADER = ("System", "Technology", "Recovery RTO (h)", "Recovery RPO (min)")
ROWS = [["System", "Technology", "Recovery", ""], ["", "", "RTO (h)", "RPO (min)"], ["Shop", "Java 8", "4", "15"]]
LAST = ["", "Tomcat", "8", "60"]


def docx_table() -> bytes:
    """Word's way: spans and vertical merges."""
    document = docx.Document()
    table = document.add_table(rows=4, cols=4)
    for row, texts in zip(table.rows, [*ROWS, LAST], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for first, last in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((2, 0), (3, 0))):
        table.cell(*first).merge(table.cell(*last))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pptx_table() -> bytes:
    """PowerPoint's way."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    table = slide.shapes.add_table(4, 4, Inches(1), Inches(1), Inches(6), Inches(2)).table
    for number, texts in enumerate([*ROWS, LAST]):
        for column, text in enumerate(texts):
            table.cell(number, column).text = text
    for first, last in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((2, 0), (3, 0))):
        table.cell(*first).merge(table.cell(*last))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def html_table() -> bytes:
    """HTML's way: spans of both kinds, covered cells left out."""
    return b"""<table><tr><th rowspan=2>System</th><th rowspan=2>Technology</th><th colspan=2>Recovery</th></tr>
    <tr><th>RTO (h)</th><th>RPO (min)</th></tr><tr><td rowspan="2">Shop</td><td>Java 8</td><td>4</td><td>15</td></tr>
    <tr><td>Tomcat</td><td>8</td><td>60</td></tr></table>"""


def odf_table(kind: str) -> bytes:
    """OpenDocument's way: spans, and covered cells that stand there."""
    high, wide = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="2"'
    covered = "<table:covered-table-cell/>"

    def cell(text: str, span: str = "") -> str:
        return f'<table:table-cell office:value-type="string" {span}><text:p>{text}</text:p></table:table-cell>'

    rows = [
        cell("System", high) + cell("Technology", high) + cell("Recovery", wide) + covered,
        covered * 2 + cell("RTO (h)") + cell("RPO (min)"),
        cell("Shop", high) + cell("Java 8") + cell("4") + cell("15"),
        covered + cell("Tomcat") + cell("8") + cell("60"),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    names = {"office": "office", "text": "text", "table": "table"}
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names.items())
    table = f'<table:table table:name="Systems">{body}</table:table>'
    content = f"<office:document-content {spaces}><office:body><office:{kind}>{table}</office:{kind}></office:body>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", f"{content}</office:document-content>")
    return buffer.getvalue()


def xlsx_table() -> bytes:
    """Excel's way: merged ranges."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Systems")
        for number, texts in enumerate([*ROWS, LAST]):
            sheet.write_row(number, 0, [int(text) if text.isdecimal() else text for text in texts])
        for place, text in (("A1:A2", "System"), ("B1:B2", "Technology"), ("C1:D1", "Recovery"), ("A3:A4", "Shop")):
            sheet.merge_range(place, text)
    return buffer.getvalue()


def rows_of(document: Document) -> list[tuple[str, Block]]:
    """Text and block of each table row."""
    return [
        (page.text[block.start : block.end], block)
        for page in document.pages
        for block in page.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("t.docx", docx_table),
        ("t.pptx", pptx_table),
        ("t.html", html_table),
        ("t.odt", lambda: odf_table("text")),
        ("t.ods", lambda: odf_table("spreadsheet")),
        ("t.xlsx", xlsx_table),
    ],
)
def test_joined_cells_count_for_each_row_and_two_header_rows_name_each_column(name: str, make: Callable[[], bytes]) -> None:
    """In every format a row below a two-row header has the names of both, and what a joined cell says for several rows."""
    found = rows_of(read_document(name, make()))
    assert [block.header for _, block in found] == [(), (), HEADER, HEADER]
    assert [text for text, _ in found[2:]] == ["Shop\tJava 8\t4\t15", "Shop\tTomcat\t8\t60"]


def test_a_group_without_names_below_is_a_header_of_one_row() -> None:
    """Values below a wide header cell are no second row of names, nor are texts beside it."""
    wide = (Join.OWN, Join.OWN, Join.LEFT)
    values = lay_out([GridRow(["System", "Figures", ""], wide), GridRow(["Shop", "12", "40"])])
    assert (values.names, values.header) == (1, ("System", "Figures", "Figures"))
    texts = lay_out([GridRow(["System", "Owners", ""], wide), GridRow(["Shop", "Anna", "Ben"])])
    assert texts.names == 1


def test_a_title_over_the_whole_table_names_no_column() -> None:
    """The row below such a title is the header."""
    grid = lay_out([GridRow(["Our systems", ""], (Join.OWN, Join.LEFT)), GridRow(["App", "Version"]), GridRow(["Shop", "2"])])
    assert [grid.header_of(number) for number in range(3)] == [(), (), ("App", "Version")]


def test_a_name_that_repeats_its_group_stands_alone() -> None:
    """Under "Contract", the name "Contract end" stays as it is."""
    rows = [GridRow(["Contract", ""], (Join.OWN, Join.LEFT)), GridRow(["Contract end", "Notice"])]
    assert header_names(rows) == ("Contract end", "Contract Notice")


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    """Each keeps its own header and cells; a single empty column parts nothing."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("S")
        sheet.write("A1", "Interfaces")
        for row, (left, right) in enumerate([(["From", "To"], ["Team", "Head count"]), (["Shop", "ERP"], ["Dev", 6])], start=1):
            sheet.write_row(row, 0, left)
            sheet.write_row(row, 4, right)
        spaced = book.add_worksheet("Spaced")
        spaced.write_row(0, 0, ["App", "Owner", "", "Version", "Users"])
        spaced.write_row(1, 0, ["Shop", "Anna", "", "2", 40])
    found = rows_of(read_document("s.xlsx", buffer.getvalue()))
    assert [(text, block.header, block.locator) for text, block in found[:4]] == [
        ("From\tTo", (), "S!A2:B2"),
        ("Shop\tERP", ("From", "To"), "S!A3:B3"),
        ("Team\tHead count", (), "S!E2:F2"),
        ("Dev\t6", ("Team", "Head count"), "S!E3:F3"),
    ]
    assert found[5][0] == "Shop\tAnna\t\t2\t40"


def test_comments_and_boxes_of_a_sheet_are_notes() -> None:
    """What reviewers wrote at a cell, and what lies over the cells, is read with its place."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Apps")
        sheet.write_row(0, 0, ["App", "Window"])
        sheet.write("A2", "Shop")
        sheet.write_datetime("B2", datetime.time(22, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_comment("A2", "To be replaced in 2027")
        sheet.insert_textbox("D3", "Must run on-premises")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Apps!$B$2:$B$2"})
        chart.set_title({"name": "Orders a day"})
        sheet.insert_chart("F10", chart)
    document = read_document("a.xlsx", buffer.getvalue())
    page = document.pages[0]
    notes = [(b.locator, page.text[b.start : b.end]) for b in page.blocks if b.kind is BlockKind.NOTE]
    assert notes == [
        ("Apps!A2 comment", "To be replaced in 2027"),
        ("Apps, text box", "Must run on-premises"),
        ("Apps, chart", "Orders a day"),
    ]
    assert "Shop\t22:30" in page.text


def test_long_durations_are_hours() -> None:
    """A cell in the form [h]:mm shows hours beyond a day."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write("A1", 1.5, book.add_format({"num_format": "[h]:mm"}))
    assert read_document("d.xlsx", buffer.getvalue()).pages[0].text == "36:00"


def test_what_stands_above_a_csv_table_is_no_header() -> None:
    """Lines of an export that say where it comes from are text; the first row as wide as the table names the columns."""
    content = b"Report,,\nFrom,2026-01-01,\n\nApp,Version,End\nShop,2,2027\nERP,6,2030\n"
    document = read_document("export.csv", content)
    assert [(block.kind, block.locator, block.header) for block in document.pages[0].blocks] == [
        (BlockKind.PARAGRAPH, "line 1", ()),
        (BlockKind.PARAGRAPH, "line 2", ()),
        (BlockKind.TABLE_ROW, "line 4", ()),
        (BlockKind.TABLE_ROW, "line 5", ("App", "Version", "End")),
        (BlockKind.TABLE_ROW, "line 6", ("App", "Version", "End")),
    ]


def test_a_csv_that_names_its_delimiter_has_its_header_below() -> None:
    """Excel's "sep=;" is no row."""
    rows = rows_of(read_document("sep.csv", b"sep=;\r\nApp;Cost\r\nShop;1,50\r\n"))
    assert [(text, block.header) for text, block in rows] == [("App;Cost", ()), ("Shop;1,50", ("App", "Cost"))]


def test_a_csv_of_one_column_has_rows() -> None:
    """Without any delimiter each line is a row."""
    assert [text for text, _ in rows_of(read_document("names.csv", b"Name\nShop\nERP\n"))] == ["Name", "Shop", "ERP"]


def test_a_header_narrower_than_its_rows_stays_one() -> None:
    """A column without a name costs no other its own."""
    rows = rows_of(read_document("notes.csv", b"App,Version\nShop,2,to be replaced\nERP,6,kept as it is\n"))
    assert [block.header for _, block in rows] == [(), ("App", "Version"), ("App", "Version")]


def test_a_table_of_data_in_a_layout_of_tables_keeps_its_rows() -> None:
    """As in mails and old intranet pages; the table around it is running text, and so is one that holds a page's parts."""
    content = b"""<table><tr><td><h1>Systems</h1><p>What we run.</p>
    <table><tr><td>App</td><td>Version</td></tr><tr><td>Shop</td><td>2</td></tr></table>
    <table><tr><td><h2>Left</h2></td><td>beside</td></tr></table></td></tr></table>"""
    document = read_document("page.html", content)
    assert [(text, block.header) for text, block in rows_of(document)] == [
        ("App\tVersion", ()),
        ("Shop\t2", ("App", "Version")),
    ]
    page = document.pages[0]
    assert [page.text[b.start : b.end] for b in page.blocks if b.kind is BlockKind.HEADING] == ["Systems", "Left"]


def test_a_deletion_in_html_is_resolved() -> None:
    """As tracked changes are: what was taken back is no text."""
    page = read_document("p.html", b"<p>Available at <del>99.5 %</del><ins>99.9 %</ins> a month.</p>").pages[0]
    assert page.text == "Available at 99.9 % a month."
