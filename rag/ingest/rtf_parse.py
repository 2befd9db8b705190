"""RTF marks → paragraphs and tables: what stands where, what is hidden, what is deleted."""

import copy
from dataclasses import dataclass

from rag.ingest.flow import HEADING_LEVELS, ParagraphStyle
from rag.ingest.rtf_story import MAX_CELLS, Part, RtfDocument, Story
from rag.ingest.rtf_tables import BODY_LEVEL, Destination, Tables, codec_of_page
from rag.ingest.rtf_tokens import Mark, Token, tokens

MAX_GROUPS = 1_000  # inside each other; real files stay below 50
TINY_HALF_POINTS = 4  # font sizes up to 2 pt cannot be read
_WHITE = (255, 255, 255)
_PARTS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), Part.HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), Part.FOOTER),
    "footnote": Part.FOOTNOTE,
    "annotation": Part.COMMENT,
    "shptxt": Part.BOX,
    "dptxbxtext": Part.BOX,
}
_DESTINATIONS = {
    "fonttbl": Destination.FONTS,
    "colortbl": Destination.COLORS,
    "stylesheet": Destination.STYLES,
    "info": Destination.INFO,
    **dict.fromkeys(("object", "shp", "shpinst", "do", "upr"), Destination.FRAME),
    **dict.fromkeys(("result", "ud"), Destination.TEXT),  # what an object shows; the Unicode form of what "upr" says twice
    **dict.fromkeys(
        (
            *("pict", "shppict", "nonshppict", "shprslt", "fldinst", "listtext", "pntext", "nonesttables", "mmath", "falt"),
            *("xe", "tc", "tcn", "rxe", "txe", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"),
            *("revtbl", "listtable", "filetbl"),
        ),
        Destination.SKIPPED,
    ),
}
_CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "~": "\xa0",
    "_": "\u2011",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
_SWITCHES = {"v": "is_hidden", "webhidden": "is_hidden", "deleted": "is_deleted", "mvf": "is_deleted"}
_NUMBERS = {
    "f": "font",
    "af": "far_font",
    "fs": "size",
    "cf": "color",
    "uc": "fallback",
    "s": "style",
    "ls": "list_number",
    "highlight": "back",
    "cb": "back",
    "chcbpat": "back",
    "cbpat": "paragraph_back",
    "outlinelevel": "level",
}


@dataclass(slots=True)
class _State:
    """What holds until the end of a group."""

    destination: Destination
    story: Story
    font: int = -1
    far_font: int = -1  # of East Asian text
    is_far: bool = False
    size: int = 24  # half-points
    color: int = 0
    back: int = 0  # colours behind characters and paragraph
    paragraph_back: int = 0
    is_hidden: bool = False
    is_deleted: bool = False
    fallback: int = 1  # bytes that stand for a Unicode character in old programs
    style: int = 0
    level: int = BODY_LEVEL
    list_number: int = 0
    in_table: bool = False


def parse_rtf(content: bytes) -> RtfDocument:
    """What the file says; whatever is wrong in it loses only itself."""
    parser = _Parser()
    for token in tokens(content):
        parser.take(token)
    return parser.finished()


class _Parser:
    """One pass over the marks."""

    def __init__(self) -> None:
        self._document = RtfDocument()
        self._state = _State(Destination.TEXT, Story(Part.BODY))
        self._stack: list[_State] = []
        self._ignored = 0  # groups inside each other of which nothing is read
        self._is_starred = False  # the next word may be skipped with its group
        self._bytes = bytearray()  # of text since the last mark
        self._uncounted = 0  # bytes still to come that only repeat a Unicode character
        self._tables = Tables()
        self._default_font = -1
        self._edges: list[int] = []
        self._shades: list[int] = []  # colour behind each cell
        self._shade = 0
        self._is_header_row = False

    def take(self, token: Token) -> None:
        """Take one mark in."""
        if self._ignored:
            self._ignored += (token.mark is Mark.OPEN) - (token.mark is Mark.CLOSE)
            if not self._ignored:
                self._close()
        elif token.mark is Mark.TEXT:
            text = token.text
            if self._uncounted:
                text, self._uncounted = text[self._uncounted :], max(0, self._uncounted - len(text))
            self._bytes += text
        else:
            self._flush()
            self._uncounted = 0
            if token.mark is Mark.OPEN:
                self._open()
            elif token.mark is Mark.CLOSE:
                self._close()
            else:
                self._word(token.word, token.number)

    def finished(self) -> RtfDocument:
        """The document; groups that the file does not close are closed."""
        self._flush()
        while self._stack:
            self._close()
        self._end_story(self._state)
        self._document.title, self._document.dated = self._tables.title, self._tables.dated
        return self._document

    def _open(self) -> None:
        if len(self._stack) >= MAX_GROUPS:
            self._document.is_too_deep = True
            self._stack.append(self._state)
            self._ignored = 1
            return
        self._stack.append(self._state)
        self._state = copy.copy(self._state)
        if self._state.destination is Destination.STYLES:
            self._state.destination = Destination.STYLE
            self._tables.start_style()
        self._is_starred = False

    def _close(self) -> None:
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        self._is_starred = False
        if ended.destination is Destination.STYLE and self._state.destination is Destination.STYLES:
            self._tables.end_style()
        if ended.story is not self._state.story:
            self._end_story(ended)

    def _end_story(self, state: _State) -> None:
        state.story.finish(self._paragraph_style(state))
        if state.story.part is Part.BOX:
            self._state.story.add_box(state.story)
        else:
            self._document.stories.setdefault(state.story.part, []).append(state.story)

    def _word(self, word: str, number: int | None) -> None:
        if word == "*":
            self._is_starred = True
        elif word in _PARTS or word in _DESTINATIONS:
            self._enter(word)
        elif self._is_starred:
            self._ignore()
        elif self._state.destination is Destination.TEXT:
            self._text_word(word, number)
        else:
            self._tables.take_word(self._state.destination, word, number)

    def _enter(self, word: str) -> None:
        """Start a destination; the group that it stands in belongs to it."""
        self._is_starred = False
        state = self._state
        self._document.has_pictures = self._document.has_pictures or word in ("pict", "shppict")
        self._document.objects += word == "object"
        if word in ("listtext", "pntext") and self._stack:
            self._stack[-1].list_number = self._stack[-1].list_number or 1
        part = _PARTS.get(word)
        if part is not None:
            self._state = _State(Destination.TEXT, Story(part), state.font, fallback=state.fallback)
            return
        destination = _DESTINATIONS[word]
        if word == "ud" and len(self._stack) > 1:
            destination = self._stack[-2].destination  # of what "upr" stands in
        if destination is Destination.SKIPPED:
            self._ignore()
        else:
            state.destination = destination

    def _ignore(self) -> None:
        """Read nothing up to the end of the current group."""
        self._is_starred = False
        if self._stack:
            self._ignored = 1

    def _text_word(self, word: str, number: int | None) -> None:
        state = self._state
        if word in _CHARACTERS:
            self._emit(_CHARACTERS[word])
        elif word in _SWITCHES:
            setattr(state, _SWITCHES[word], number != 0)
        elif word in _NUMBERS:
            setattr(state, _NUMBERS[word], number or 0)
            state.is_far = state.is_far and word != "f"
        elif word == "u":
            self._unicode(number or 0)
        elif word in ("dbch", "loch", "hich"):
            state.is_far = word == "dbch"
        elif word in ("pard", "plain", "intbl", "ftnalt"):
            self._reset(word)
        elif word in ("par", "sect", "nestcell"):
            state.story.end_paragraph(self._paragraph_style(state), in_table=state.in_table or word == "nestcell")
        elif word == "cell":
            state.story.end_cell(self._paragraph_style(state))
        elif word == "row":
            state.story.end_row(tuple(self._edges), is_header=self._is_header_row)
        else:
            self._row_word(word, number or 0)

    def _reset(self, word: str) -> None:
        state = self._state
        if word == "pard":
            state.style, state.level, state.list_number = 0, BODY_LEVEL, 0
            state.paragraph_back, state.in_table = 0, False
        elif word == "plain":
            state.font, state.far_font, state.is_far = -1, -1, False
            state.size, state.color, state.back = 24, 0, 0
            state.is_hidden = state.is_deleted = False
        elif word == "intbl":
            state.in_table = True
        elif state.story.part is Part.FOOTNOTE:
            state.story.part = Part.ENDNOTE

    def _row_word(self, word: str, number: int) -> None:
        """What defines the next row, or the code page of the file."""
        if word == "trowd":
            self._edges, self._shades, self._shade, self._is_header_row = [], [], 0, False
        elif word == "cellx" and len(self._edges) < MAX_CELLS:
            self._edges.append(number)
            self._shades.append(self._shade)
            self._shade = 0
        elif word in ("clcbpat", "clcfpat"):
            self._shade = self._shade or number
        elif word == "deff":
            self._default_font = number
        elif word == "trhdr":
            self._is_header_row = True
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._tables.codec = codec_of_page({"mac": 10000, "pc": 437, "pca": 850}.get(word, number))

    def _flush(self) -> None:
        """Decode the bytes that came since the last mark."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        state = self._state
        font = state.far_font if state.is_far and state.far_font >= 0 else state.font
        font = font if font >= 0 else self._default_font
        self._is_starred = False
        self._emit(data.decode(self._tables.codec_of(font), "replace"))

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        self._emit(bytes([code - 0xF000]).decode("cp1252", "replace") if 0xF020 <= code <= 0xF0FF else chr(code))
        self._uncounted = min(max(self._state.fallback, 0), 16)

    def _emit(self, text: str) -> None:
        """Put text where the current group says."""
        state = self._state
        if state.destination is Destination.TEXT:
            if not state.is_deleted:
                state.story.add(text, concealed=self._conceals(state))
        else:
            self._tables.take_text(state.destination, text)

    def _conceals(self, state: _State) -> bool:
        """Whether text is hidden, too small to read, or white on no shading."""
        if state.is_hidden or 0 < state.size <= TINY_HALF_POINTS:
            return True
        if self._tables.color(state.color) != _WHITE:
            return False
        column = len(state.story.cells)
        cell = self._shades[column] if state.in_table and column < len(self._shades) else 0
        return all(self._tables.color(behind) in (None, _WHITE) for behind in (state.back, state.paragraph_back, cell))

    def _paragraph_style(self, state: _State) -> ParagraphStyle:
        style = self._tables.paragraph_style(state.style)
        level = state.level + 1 if 0 <= state.level < BODY_LEVEL else style.level
        return ParagraphStyle(
            min(level, HEADING_LEVELS), style.is_list or state.list_number > 0, style.is_title, style.is_contents
        )
