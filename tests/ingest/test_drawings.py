"""Charts, SmartArt and reviewers' comments of presentations, and what stands beside a slide."""

import io
import zipfile
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from rag.ingest.document import BlockKind, Page, Quarantine
from rag.ingest.reader import read_document

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def saved(deck: pptx.presentation.Presentation) -> bytes:
    """The bytes of a presentation."""
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def blocks(page: Page) -> list[tuple[BlockKind, str, str]]:
    """Kind, place and text of each block."""
    return [(block.kind, block.locator, page.text[block.start : block.end]) for block in page.blocks]


def test_a_chart_is_the_table_behind_it() -> None:
    """Each point is a row under the names of the series; shares are percentages."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2025", "2026"]
    data.add_series("Orders a day", (15000, 21000.5))
    data.add_series("Online", (0.4, 0.55), number_format="0%")
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(5), Inches(3), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Growth"
    page = read_document("c.pptx", saved(deck)).pages[0]
    assert blocks(page) == [
        (BlockKind.PARAGRAPH, "slide 1, chart 1", "Growth"),
        (BlockKind.TABLE_ROW, "slide 1, chart 1 row 1", "Orders a day\tOnline"),
        (BlockKind.TABLE_ROW, "slide 1, chart 1 row 2", "2025\t15000\t40%"),
        (BlockKind.TABLE_ROW, "slide 1, chart 1 row 3", "2026\t21000.5\t55%"),
    ]
    assert page.blocks[-1].header == ("", "Orders a day", "Online")


def with_diagram(data: str) -> bytes:
    """A slide with SmartArt and a reviewer's comment, as PowerPoint saves them."""
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[6])
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="Diagram"/><p:cNvGraphicFramePr/><p:nvPr/>'
        "</p:nvGraphicFramePr>"
        '<p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{DIAGRAM}"><d:relIds xmlns:d="{DIAGRAM}" xmlns:r="{RELATIONS}" r:dm="rId20"/></a:graphicData>'
        "</a:graphic></p:graphicFrame></p:spTree>"
    )
    parts = {
        "ppt/diagrams/data1.xml": (f"{RELATIONS}/diagramData", "rId20", data),
        "ppt/comments/comment1.xml": (
            f"{RELATIONS}/comments",
            "rId21",
            f'<p:cmLst xmlns:p="{SLIDES}"><p:cm><p:text>Too late, says the CFO</p:text></p:cm></p:cmLst>',
        ),
    }
    relations = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="/{name}"/>' for name, (kind, key, _) in parts.items())
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(deck))) as source, zipfile.ZipFile(buffer, "w") as package:
        for name in source.namelist():
            content = source.read(name).decode("utf-8", "surrogateescape")
            if name == "ppt/slides/slide1.xml":
                content = content.replace("</p:spTree>", frame)
            elif name == "ppt/slides/_rels/slide1.xml.rels":
                content = content.replace("</Relationships>", relations + "</Relationships>")
            elif name == "[Content_Types].xml":
                types = "".join(f'<Override PartName="/{part}" ContentType="application/xml"/>' for part in parts)
                content = content.replace("</Types>", types + "</Types>")
            package.writestr(name, content.encode("utf-8", "surrogateescape"))
        for name, (_, _, content) in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def test_smart_art_and_comments_are_read() -> None:
    """The steps of a drawing are items of a list, a comment is a note; a damaged drawing loses only itself."""
    runs = "<a:r><a:t>Phase 1: </a:t></a:r><a:r><a:t>move the shop</a:t></a:r>"
    point = f'<d:pt><d:t><a:p xmlns:a="{MAIN}">{runs}</a:p></d:t></d:pt>'
    data = f'<d:dataModel xmlns:d="{DIAGRAM}"><d:ptLst><d:pt type="doc"/>{point}</d:ptLst></d:dataModel>'
    comment = (BlockKind.NOTE, "slide 1 comment", "Too late, says the CFO")
    page = read_document("s.pptx", with_diagram(data)).pages[0]
    assert blocks(page) == [(BlockKind.LIST_ITEM, "slide 1", "Phase 1: move the shop"), comment]
    assert blocks(read_document("s.pptx", with_diagram("<broken")).pages[0]) == [comment]


def test_what_stands_beside_the_slide_is_set_aside() -> None:
    """Text that no audience sees is shown as hidden and not used."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for left, text in ((1, "Kept in Germany"), (-5, "Off to the left"), (20, "Off to the right")):
        slide.shapes.add_textbox(Inches(left), Inches(1), Inches(3), Inches(1)).text_frame.text = text
    page = read_document("o.pptx", saved(deck)).pages[0]
    found = {page.text[block.start : block.end]: block.quarantine for block in page.blocks}
    assert found == {
        "Kept in Germany": None,
        "Off to the left": Quarantine.HIDDEN,
        "Off to the right": Quarantine.HIDDEN,
    }
