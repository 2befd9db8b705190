"""The master of the deck: wide slides with our fonts, sizes and places, made from the package's own template."""

from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

FONT, TITLE_FONT = "Calibri", "Georgia"
WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.65  # inches
TITLE_TOP, TITLE_HEIGHT = 0.4, 0.95
TOP, BOTTOM = 1.55, 6.85  # of what stands under the title
ROOM = BOTTOM - TOP
BODY, FOOT = 20, 12  # points
TITLE_SLIDE, CONTENT, TITLE_ONLY = 0, 1, 5  # layouts of the template


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


BODY_BOX = Box(MARGIN, TOP, WIDTH - 2 * MARGIN, ROOM)


def shape_master(deck: Any) -> dict[int, Any]:
    """Changes master and layouts of a new presentation; the layouts that are used, by number. The others are removed."""
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    layouts = {number: deck.slide_layouts[number] for number in (TITLE_SLIDE, CONTENT, TITLE_ONLY)}
    for part in (deck.slide_master, *layouts.values()):
        for shape in part.placeholders:
            _place(shape, part is layouts[TITLE_SLIDE])
    _style(deck.slide_master, "titleStyle", TITLE_FONT, 28)
    _style(deck.slide_master, "bodyStyle", FONT, BODY)
    for layout in list(deck.slide_layouts):
        if layout not in layouts.values():
            deck.slide_layouts.remove(layout)
    return layouts


def emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    """Left, top, width and height in the unit of the format."""
    left, top, width, height = (Emu(Inches(part)) for part in (box.left, box.top, box.width, box.height))
    return left, top, width, height


def _place(shape: Any, is_first: bool) -> None:
    """Puts a placeholder of master or layout where wide slides want it."""
    kind, width = shape.placeholder_format.type, WIDTH - 2 * MARGIN
    name = str(kind).split(" ", 1)[0].rsplit(".", 1)[-1]
    boxes = {
        "TITLE": Box(MARGIN, TITLE_TOP, width, TITLE_HEIGHT),
        "CENTER_TITLE": Box(MARGIN, 2.0, width, 1.6),
        "SUBTITLE": Box(MARGIN, 3.8, width, 2.2),
        "BODY": BODY_BOX,
        "OBJECT": BODY_BOX,
        "DATE": Box(MARGIN, 6.95, 2.0, 0.35),
        "FOOTER": Box(MARGIN, 6.95, 9.0, 0.35),
        "SLIDE_NUMBER": Box(WIDTH - MARGIN - 1.5, 6.95, 1.5, 0.35),
    }
    if name in boxes:
        shape.left, shape.top, shape.width, shape.height = emu(boxes[name])
    if name in ("FOOTER", "SLIDE_NUMBER"):
        for properties in shape._element.xpath(".//a:lvl1pPr"):
            properties.set("algn", "l" if name == "FOOTER" else "r")
    if is_first and name in ("CENTER_TITLE", "SUBTITLE"):
        for properties in shape._element.xpath(".//a:lvl1pPr"):
            properties.set("algn", "l")
        shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if name == "CENTER_TITLE" else MSO_ANCHOR.TOP


def _style(master: Any, name: str, font: str, size: float) -> None:
    """Font and size of the first level, left aligned, for titles or bodies."""
    for level in master._element.xpath(f".//p:{name}/a:lvl1pPr"):
        level.set("algn", "l")
        for properties in level.findall(qn("a:defRPr")):
            properties.set("sz", str(int(size * 100)))
            for latin in properties.findall(qn("a:latin")):
                latin.set("typeface", font)
