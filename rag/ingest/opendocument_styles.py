"""What the styles of an OpenDocument file say about its text: what it is, and whether a reader sees it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rag.ingest.flow import PLAIN, ParagraphStyle, named_style
from rag.ingest.opendocument import qn

TINY_POINTS = 2.0  # font sizes up to 2 pt cannot be read
MAX_PARENTS = 20  # of a style
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|px)$")
_ESCAPED = re.compile(r"_([0-9a-fA-F]{1,6})_")  # "Heading_20_1" is "Heading 1"
_CONTENTS = re.compile(r"Contents \d+$")  # the styles of a table of contents, which may have lost its frame
_PROPERTIES = (
    *(
        qn(f"style:{kind}-properties")
        for kind in ("text", "paragraph", "table-cell", "table-row", "table", "graphic", "section")
    ),
    qn("loext:graphic-properties"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks; None where nothing is said, so that what is around it decides."""

    absent: bool | None = None  # marked as hidden
    clear: bool | None = None  # transparent
    white: bool | None = None
    tiny: bool | None = None
    shaded: bool | None = None  # on a background of its own, where white text can be read
    in_hidden_part: bool = False  # of the document, whatever the text itself says

    @property
    def conceals(self) -> bool:
        """Whether a reader does not see the text."""
        return bool(self.in_hidden_part or self.absent or self.clear or self.tiny or (self.white and not self.shaded))

    def inside(self, outer: "Look") -> "Look":
        """This look for text inside of what looks like `outer`."""
        return Look(
            outer.absent if self.absent is None else self.absent,
            outer.clear if self.clear is None else self.clear,
            outer.white if self.white is None else self.white,
            outer.tiny if self.tiny is None else self.tiny,
            self.shaded or outer.shaded,
            self.in_hidden_part or outer.in_hidden_part,
        )


VISIBLE = Look()


class Styles:
    """Every style by family and name; a later group overrides an earlier one."""

    def __init__(self, groups: Iterable[Any]) -> None:
        self._styles: dict[tuple[str, str], Any] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._kinds: dict[str, ParagraphStyle] = {}
        for group in groups:
            for style in group.iterchildren(qn("style:style")):
                self._styles[style.get(qn("style:family"), ""), style.get(qn("style:name"), "")] = style

    def look(self, family: str, name: str | None) -> Look:
        """How the text in a style looks, with what the styles above it say."""
        key = (family, name or "")
        if key not in self._looks:
            look = VISIBLE
            for style in self._chain(*key):
                look = look.inside(_look(style))
            self._looks[key] = look
        return self._looks[key]

    def paragraph(self, name: str | None) -> ParagraphStyle:
        """What a paragraph style makes of its paragraphs."""
        name = name or ""
        if name not in self._kinds:
            kinds = (_kind(style) for style in self._chain("paragraph", name))
            self._kinds[name] = next((kind for kind in kinds if kind != PLAIN), PLAIN)
        return self._kinds[name]

    def properties(self, family: str, name: str | None, properties: str) -> Any:
        """The element `properties` of a style; None when it has none."""
        style = self._styles.get((family, name or ""))
        return style.find(qn(properties)) if style is not None else None

    def _chain(self, family: str, name: str) -> list[Any]:
        """The style and those it is derived from."""
        chain: list[Any] = []
        while (style := self._styles.get((family, name))) is not None and len(chain) < MAX_PARENTS:
            chain.append(style)
            name = style.get(qn("style:parent-style-name"), "")
        return chain


def style_groups(root: Any, *names: str) -> list[Any]:
    """The groups of styles called `names` in a part; none when it is missing."""
    return [group for name in names for group in root.iterchildren(qn(name))] if root is not None else []


def points(length: str | None) -> float | None:
    """A length like "3.5cm" in points; None for what is none."""
    found = _LENGTH.match(length or "")
    return float(found.group(1)) * _POINTS[found.group(2)] if found else None


def _kind(style: Any) -> ParagraphStyle:
    name = style.get(qn("style:display-name")) or _ESCAPED.sub(_unescaped, style.get(qn("style:name"), ""))
    level = style.get(qn("style:default-outline-level")) or ""
    kind = named_style(name, int(level) if level.isdecimal() and len(level) < 3 else 0)
    return replace(kind, is_contents=True) if _CONTENTS.match(name) else kind


def _unescaped(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    return chr(code) if code < 0x110000 else ""


def _look(style: Any) -> Look:
    absent = clear = white = tiny = shaded = None
    for properties in style.iterchildren(*_PROPERTIES):
        if properties.tag == qn("style:text-properties"):
            display, color = properties.get(qn("text:display")), properties.get(qn("fo:color"))
            absent = display == "none" if display is not None else None
            if properties.get(qn("style:use-window-font-color")) == "true":
                clear = white = False  # the colour then says nothing, nor does its opacity
            elif color is not None:
                white = color.lower() == "#ffffff"
                clear = properties.get(qn("loext:opacity")) == "0%"
            size = points(properties.get(qn("fo:font-size")))
            tiny = size <= TINY_POINTS if size is not None else None
        shaded = _is_shaded(properties) or shaded
    return Look(absent, clear, white, tiny, shaded)


def _is_shaded(properties: Any) -> bool:
    """Whether an element has a background that is not white, so that white text on it can be read."""
    background = (properties.get(qn("fo:background-color")) or "transparent").lower()
    fill = properties.get(qn("draw:fill")) or "none"
    fill_color = (properties.get(qn("draw:fill-color")) or "").lower()
    return background not in ("transparent", "#ffffff") or (
        fill != "none" and not (fill == "solid" and fill_color == "#ffffff")
    )
