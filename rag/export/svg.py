"""A drawn diagram → SVG that is safe to put into a page, and PNG for formats that want pixels."""

import re

import typst
from lxml import etree

from rag.export.fonts import fonts

NAMESPACE = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    *(
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "marker",
        "style",
    ),
    *("title", "desc", "clipPath", "linearGradient", "stop"),
}
UNSAFE_STYLE = re.compile(r"@import|expression\s*\(|javascript:|url\(\s*['\"]?(?!#)", re.IGNORECASE)
LEAST_LETTER, MOST_LETTER = 9.0, 15.0  # pixels on a screen
LEAST_PRINT_LETTER, PRINT_LETTER = 2.0, 2.3  # mm on paper: legible, and as large as small text
USUAL_HEIGHT = 105.0  # mm of a drawing on paper, unless its letters ask for more
PNG_WIDTH = 1500.0  # pixels: sharp over the width of a printed page
POINT = 72.0  # pixels an inch at which a point is one pixel


def safe_svg(svg: str, prefix: str, alt: str) -> str:
    """The SVG with drawing elements only, no scripts, links or foreign content, and ids that are unique in a page.

    Args:
        svg: as drawn.
        prefix: put before every id, and before every reference to one.
        alt: becomes the accessible name.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(svg.encode(), parser=parser)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag.removeprefix(NAMESPACE) not in ALLOWED:
            _drop(element)
        else:
            _clean(element)
    root.set("role", "img")
    root.set("aria-label", alt)
    for name in ("aria-roledescription", "aria-labelledby", "aria-describedby"):
        root.attrib.pop(name, None)
    text: str = etree.tostring(root, encoding="unicode")
    ids = sorted(set(re.findall(r'\bid="([^"]+)"', text)), key=len, reverse=True)
    if not ids:
        return text
    one = "|".join(map(re.escape, ids))
    return re.sub(rf'(id="|#)({one})(?=["\')\s.{{:>,])', rf"\g<1>{prefix}-\g<2>", text)


def to_png(svg: str) -> bytes:
    """A drawing in pixels, on white; drawn by the printer of the PDF, so that both look alike."""
    page = f"#set page(width: {PNG_WIDTH:g}pt, height: auto, margin: 0pt, fill: white)\n"
    image = '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    drawing = {"svg": safe_svg(svg, "d", "")}
    return typst.compile((page + image).encode(), format="png", ppi=POINT, sys_inputs=drawing, font_paths=fonts())


def aspect(svg: str) -> float:
    """Width over height, from the view box; 1 when there is none."""
    match = re.search(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', svg)
    return float(match[1]) / float(match[2]) if match and float(match[2]) else 1.0


def width_at(svg: str, letter: float) -> float:
    """The width at which a drawing's usual letters are so high, in the unit of `letter`; 0 when their height is not known."""
    box = re.search(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)', svg)
    own = re.search(r'font-size[:=]"?([\d.]+)', svg)
    return float(box[1]) * letter / float(own[1]) if box and own and float(own[1]) else 0.0


def screen_widths(svg: str) -> tuple[int, int]:
    """Least and most pixels of width on a screen: below, letters could not be read and the place scrolls; above, they shout."""
    return round(width_at(svg, LEAST_LETTER)), round(width_at(svg, MOST_LETTER))


def print_width(svg: str, width: float, height: float) -> float:
    """Millimetres of width on paper, inside `width` × `height`: of a usual height, with letters neither tiny nor loud."""
    most = min(width, height * aspect(svg))
    wanted = min(most, USUAL_HEIGHT * aspect(svg), width_at(svg, PRINT_LETTER) or most)
    return max(wanted, min(most, width_at(svg, LEAST_PRINT_LETTER)))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _clean(element: etree._Element) -> None:
    for name, value in list(element.attrib.items()):
        local = name.split("}")[-1].lower()
        if local.startswith("on") or local in ("href", "src") or UNSAFE_STYLE.search(value):
            del element.attrib[name]
    if element.tag == f"{NAMESPACE}style" and UNSAFE_STYLE.search(element.text or ""):
        element.text = ""
