"""The tables at the start of an RTF file: fonts and their code pages, colours, styles, title and date."""

import codecs
from dataclasses import dataclass
from enum import Enum, auto

from rag.ingest.flow import PLAIN, ParagraphStyle, named_style

TEMPLATE_YEAR = "2013"  # of the empty template of python-docx, which lives on in what is converted from it
BODY_LEVEL = 9  # the outline level of what is no heading
MAX_PARENTS = 10  # of a style
NO_PARAGRAPH = -1  # the number of styles for characters and tables
Color = tuple[int, int, int]
_CHARSETS = {  # of a font → code page of its bytes
    0: 1252,
    2: 1252,
    77: 10000,
    128: 932,
    129: 949,
    130: 1361,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
    254: 437,
    255: 850,
}
_CODECS = {1361: "johab", 10000: "mac_roman", 65001: "utf-8", 936: "gb18030"}


class Destination(Enum):
    """What the text of a group is."""

    TEXT = auto()
    FRAME = auto()  # says how something looks; a group inside may hold text
    SKIPPED = auto()
    FONTS = auto()
    COLORS = auto()
    STYLES = auto()
    STYLE = auto()
    INFO = auto()


@dataclass(slots=True)
class _Style:
    """A style that is being read."""

    number: int = 0
    name: str = ""
    level: int = BODY_LEVEL
    based_on: int = -1


class Tables:
    """What the tables say, as they are read."""

    def __init__(self) -> None:
        self.codec = "cp1252"  # of the file
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._colors: list[Color | None] = []
        self._rgb: dict[str, int] = {}
        self._styles: dict[int, _Style] = {}
        self._style = _Style()
        self._info: dict[str, str] = {}
        self._field = ""
        self._dates: dict[str, dict[str, int]] = {}

    @property
    def title(self) -> str:
        """The document's title; "" when it has none."""
        return self._info.get("title", "")

    @property
    def dated(self) -> str:
        """ISO date of the last change; "" when it is not said."""
        dated = _iso(self._dates.get("revtim", {})) or _iso(self._dates.get("creatim", {}))
        is_template = dated.startswith(TEMPLATE_YEAR) and "python-" in self._info.get("doccomm", "")
        return "" if is_template else dated

    def codec_of(self, font: int) -> str:
        """The codec of text in a font."""
        return self._fonts.get(font, self.codec)

    def color(self, number: int) -> Color | None:
        """A colour; None for the automatic one."""
        return self._colors[number] if 0 < number < len(self._colors) else None

    def paragraph_style(self, number: int) -> ParagraphStyle:
        """What a style says, or what it is based on."""
        for _ in range(MAX_PARENTS):
            style = self._styles.get(number)
            if style is None:
                break
            level = style.level + 1 if 0 <= style.level < BODY_LEVEL else 0
            found = named_style(style.name.strip().rstrip(";"), level)
            if found != PLAIN:
                return found
            number = style.based_on
        return PLAIN

    def start_style(self) -> None:
        """Start a style; the words and the text that follow are its."""
        self._style = _Style()

    def end_style(self) -> None:
        """End a style."""
        if self._style.number != NO_PARAGRAPH and self._style.name.strip():
            self._styles.setdefault(self._style.number, self._style)

    def take_word(self, destination: Destination, word: str, value: int | None) -> None:
        """Take in a control word of one of the tables."""
        number = value or 0
        if destination is Destination.FONTS:
            if word == "f":
                self._font = number
            elif word == "cpg" or (word == "fcharset" and number in _CHARSETS):
                self._fonts[self._font] = codec_of_page(number if word == "cpg" else _CHARSETS[number])
        elif destination is Destination.COLORS and word in ("red", "green", "blue"):
            self._rgb[word] = number
        elif destination is Destination.STYLE:
            self._take_style_word(word, number)
        elif destination is Destination.INFO:
            if word in ("yr", "mo", "dy"):
                self._dates.setdefault(self._field, {})[word] = number
            elif value is None:
                self._field = word
                self._info.pop(word, None)

    def take_text(self, destination: Destination, text: str) -> None:
        """Take in the text of one of the tables."""
        if destination is Destination.STYLE:
            self._style.name += text
        elif destination is Destination.INFO:
            self._info[self._field] = self._info.get(self._field, "") + text
        elif destination is Destination.COLORS:
            for _ in range(text.count(";")):
                named = (self._rgb.get("red", 0), self._rgb.get("green", 0), self._rgb.get("blue", 0))
                self._colors.append(named if self._rgb else None)
                self._rgb = {}

    def _take_style_word(self, word: str, number: int) -> None:
        if word == "s":
            self._style.number = number
        elif word == "outlinelevel":
            self._style.level = number
        elif word == "sbasedon":
            self._style.based_on = number
        elif word in ("cs", "ts", "ds"):
            self._style.number = NO_PARAGRAPH


def codec_of_page(page: int) -> str:
    """The codec of a code page; that of Western Europe for one that nobody knows."""
    name = _CODECS.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _iso(date: dict[str, int]) -> str:
    year, month, day = date.get("yr", 0), date.get("mo", 0), date.get("dy", 0)
    return f"{year}-{month:02}-{day:02}" if 1990 < year < 10_000 and 0 < month < 13 and 0 < day < 32 else ""
