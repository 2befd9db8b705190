"""draw.io diagrams → shapes with their labels, and the arrows between them.

A page may be packed (deflate in base64). Then its shapes have no lines of their own: they are cited by the line of their page.
"""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span
from rag.ingest.structured.products import built_with
from rag.ingest.structured.xml import MAX_CHARS, XmlNode, parse_xml

MAX_UNPACKED = MAX_CHARS  # characters that all packed pages of a file may unpack to
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ICONS = (  # of a vendor's library, the more exact one first
    re.compile(r"(?:resIcon|grIcon)=mxgraph\.([\w.]+)"),
    re.compile(r"image=img/lib/([\w./-]+)\.svg"),
    re.compile(r"shape=mxgraph\.([\w.]+)"),
)
_PLACEHOLDER = re.compile(r"%(\w+)%")


def read_drawio(name: str, text: str) -> Iterator[Element]:
    """Elements of all pages."""
    root = parse_xml(text)
    pages = list(root.walk("diagram")) or [root]
    left = MAX_UNPACKED
    for page in pages:
        packed = page.text.strip()
        if not packed or page.children:
            yield from _page(text, page, page.get("name"), None)
        else:
            unpacked = _unpacked(packed, left)
            left -= len(unpacked)
            place = line_span(text, page.start, page.close)
            yield from _page(unpacked, parse_xml(unpacked), page.get("name"), place)


def _unpacked(packed: str, limit: int) -> str:
    """The XML of a packed page; "" for one that is damaged or unpacks to more than `limit` characters."""
    try:
        inflate = zlib.decompressobj(-15)
        content = inflate.decompress(base64.b64decode(packed.encode("ascii", "ignore")), max(limit, 1))
    except (binascii.Error, zlib.error, ValueError):
        return ""
    return "" if inflate.unconsumed_tail else unquote(content.decode("utf-8", "replace"))


def _page(text: str, root: XmlNode, page: str, place: tuple[int, int] | None) -> Iterator[Element]:
    """Shapes and arrows; each is cited by its tag, or by `place` where that is given."""
    cells = [(cell, around) for around in root.walk("mxCell", "UserObject", "object") for cell in [_cell(around)] if cell]
    cells = [(cell, around) for cell, around in cells if around.get("id") or cell.get("id")]
    labels = {around.get("id"): _label(around) for cell, around in cells}
    arrows = {around.get("id") for cell, around in cells if cell.get("edge") == "1"}
    on_arrows: dict[str, list[str]] = {}
    for cell, around in cells:
        if cell.get("parent") in arrows and _label(around):
            on_arrows.setdefault(cell.get("parent"), []).append(_label(around))
    for cell, around in cells:
        span = place or line_span(text, around.start, around.end)
        if cell.get("edge") == "1":
            source, target = labels.get(cell.get("source"), ""), labels.get(cell.get("target"), "")
            label = " ".join([_label(around), *on_arrows.get(around.get("id"), [])[:4]])
            details = given(("label", label), ("technology", around.get("c4Technology")), ("page", page))
            if source and target:
                yield Element(ElementKind.RELATION, source, *span, type="arrow", target=target, details=details)
        elif _label(around) and cell.get("parent") not in arrows:
            yield from built_with(_shape(span, cell, around, page), around.get("c4Technology"))


def _cell(node: XmlNode) -> XmlNode:
    """The cell of a shape; a shape with data of its own wraps it."""
    return node if node.name == "mxCell" else node.first("mxCell")


def _label(node: XmlNode) -> str:
    """What a reader of the diagram sees, without markup; the names of fields are filled in."""
    said = node.get("c4Name") or node.get("label") or node.get("value")
    said = _PLACEHOLDER.sub(lambda found: node.get(found.group(1)), said) if "%" in said else said
    return " ".join(html.unescape(_TAG.sub(" ", said)).split())


def _shape(span: tuple[int, int], cell: XmlNode, node: XmlNode, page: str) -> Element:
    style = cell.get("style")
    icon = next((found.group(1) for pattern in _ICONS if (found := pattern.search(style))), "")
    details = given(("icon", re.sub(r"[./_]", " ", icon)), ("description", node.get("c4Description")), ("page", page))
    is_store = "cylinder" in style or "datastore" in style or "database" in style
    type_ = node.get("c4Type").lower() or ("store" if is_store else "swimlane" if "swimlane" in style else "shape")
    return Element(ElementKind.DATA if is_store else ElementKind.SYSTEM, _label(node), *span, type=type_, details=details)
