"""Markdown → one page of the file's own text; headings, list items and table rows carry the line they stand on."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.ingest.document import Block, BlockKind, Page, Quarantine
from rag.ingest.encoding import decode_text
from rag.ingest.limits import MAX_TEXT_BYTES, check_size
from rag.ingest.quarantine import set_aside
from rag.ingest.structured.fences import Fence, fenced_elements
from rag.ingest.writer import HeadingTrail, Reading, squeeze

_MARKS = re.compile(r"^(?:[ \t]*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*[ \t]*(?:\[[ xX]\][ \t]+)?")
_CELL = re.compile(r"(?:\\.|`[^`\n]*`|[^|\\\n])*")
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)(?:---|\.\.\.)\n", re.DOTALL)
_HEADING_MARKS = re.compile(r"^#{1,6}[ \t]+|[ \t]+#+[ \t]*$")
_BARE_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_LETTERS = re.compile(r"[^\W\d_]")
_UNSEEN = re.compile(  # what the page does not show when it is rendered
    r"<!--.*?-->|<(script|style|template)\b[^>]*>.*?</\1\s*>"
    r"|<(\w+)\b[^>]*(?:\bhidden\b|style\s*=\s*[\"'][^\"'>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0)[^>]*)>.*?</\2\s*>",
    re.DOTALL | re.IGNORECASE,
)
MIN_HIDDEN_LETTERS = 3
_CONTENTS_LINK = re.compile(r"\s*\[[^\]]*\]\(#[^)\s]*\)\s*$")  # an entry of the document's own table of contents
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.*?-->", re.DOTALL)


def read_markdown(content: bytes) -> Reading:
    """A Markdown file; markup inside a sentence stays, since quotations are slices of the file's text."""
    check_size(len(content), MAX_TEXT_BYTES)
    text, _ = decode_text(content)
    parse = _Parse(text)
    hidden = [found.span() for found in _UNSEEN.finditer(text) if len(_LETTERS.findall(found.group())) >= MIN_HIDDEN_LETTERS]
    blocks = set_aside(text, tuple(parse.blocks()), hidden, Quarantine.HIDDEN)
    title = next((squeeze(text[b.start : b.end]) for b in blocks if b.kind is BlockKind.HEADING and b.level == 1), "")
    page = Page(text, blocks, elements=fenced_elements(text, parse.fences))
    return Reading((page,), title=parse.front_title or title)


class _Parse:
    """One pass over the tokens of a file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.front_title = ""
        self.fences: list[Fence] = []
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._trail = HeadingTrail()
        self._first_line = 0  # of what is left after the front matter
        self._header: tuple[str, ...] = ()

    def blocks(self) -> Iterator[Block]:
        """The blocks in the order of the file."""
        body = self.text
        if found := _FRONT_MATTER.match(body):
            yield from self._front_matter(found)
            body = body[found.end() :]
        parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
        depth = 0
        end_of_last = 0
        for token in parser.parse(body):
            depth += token.nesting if token.type.startswith("list_item") else 0
            for block in self._token_blocks(token, in_list=depth > 0):
                if block.start >= end_of_last and block.end > block.start:
                    end_of_last = block.end
                    yield block

    def _front_matter(self, found: re.Match[str]) -> Iterator[Block]:
        self._first_line = found.group(0).count("\n")
        for number in range(1, self._first_line - 1):
            start, end = self._span(number, number + 1)
            line = self.text[start:end]
            if line.lower().startswith("title:"):
                self.front_title = squeeze(line[6:]).strip("\"'")
            if line.strip():
                yield Block(BlockKind.PARAGRAPH, start, end, f"line {number + 1}")

    def _token_blocks(self, token: Token, *, in_list: bool) -> Iterator[Block]:
        if token.map is None:
            return
        first, last = token.map[0] + self._first_line, token.map[1] + self._first_line
        match token.type:
            case "heading_open":
                yield from self._heading(first, last, int(token.tag[1:]))
            case "paragraph_open":
                start, end = self._span(first, last)
                start += self._marks(start, end)
                if _CONTENTS_LINK.match(self.text[start:end]):
                    return
                kind = BlockKind.LIST_ITEM if in_list else BlockKind.PARAGRAPH
                yield from self._stripped(kind, start, end, first)
            case "fence" | "code_block":
                inner = (1, 1) if token.type == "fence" else (0, 0)
                first, last = first + inner[0], max(first + inner[0], last - inner[1])
                self.fences += [(word.strip("{}."), *self._span(first, last)) for word in token.info.split()[:1]]
                yield from self._code(first, last)
            case "html_block":
                start, end = self._span(first, last)
                if len(_LETTERS.findall(_BARE_TAG.sub("", self.text[start:end]))) >= MIN_HIDDEN_LETTERS:
                    yield from self._stripped(BlockKind.PARAGRAPH, start, end, first)
            case "table_open":
                self._header = ()
                self._table = self._trail.table()
            case "tr_open":
                yield from self._row(first)
            case _:
                return

    def _heading(self, first: int, last: int, level: int) -> Iterator[Block]:
        start, end = self._span(first, first + 1 if last - first < 2 else last - 1)
        line = self.text[start:end]
        start += self._marks(start, end)
        marks = list(_HEADING_MARKS.finditer(self.text[start:end]))
        offset = start
        for mark in marks:
            if mark.start() == 0:
                start = offset + mark.end()
            else:
                end = offset + mark.start()
        title = plain(self.text[start:end]) or squeeze(line)
        path = self._trail.path_above(level)
        self._trail.enter(level, title)
        yield from self._stripped(BlockKind.HEADING, start, end, first, level=level, path=path)

    def _code(self, first: int, last: int) -> Iterator[Block]:
        """Code, cut at its blank lines."""
        begin = first
        for number in range(first, last + 1):
            start, end = self._span(number, number + 1)
            if number == last or not self.text[start:end].strip():
                if number > begin:
                    start, end = self._span(begin, number)
                    yield from self._stripped(BlockKind.CODE, start, end, begin)
                begin = number + 1

    def _row(self, number: int) -> Iterator[Block]:
        start, end = self._span(number, number + 1)
        cells = self._cells(start + self._marks(start, end), end)
        filled = [cell for cell in cells if cell[1] > cell[0]]
        if not filled:
            return
        begin, stop = filled[0][0], filled[-1][1]
        spans = tuple((min(max(s, begin), stop), min(max(e, begin), stop)) for s, e in cells)
        yield Block(
            BlockKind.TABLE_ROW, begin, stop, self._trail.line(number + 1), self._trail.path, header=self._header, cells=spans
        )
        if not self._header:
            self._header = tuple(plain(self.text[s:e]) for s, e in cells)

    def _cells(self, start: int, end: int) -> list[tuple[int, int]]:
        """Spans of the cells between the bars of one line."""
        line = self.text[start:end].rstrip()
        at = 1 if line.startswith("|") else 0
        cells = []
        while at <= len(line):
            found = _CELL.match(line, at)
            stop = max(at, found.end()) if found else at
            part = line[at:stop]
            left = at + len(part) - len(part.lstrip())
            right = stop - (len(part) - len(part.rstrip()))
            if stop < len(line) or part.strip():
                cells.append((start + min(left, right), start + right))
            at = stop + 1
        return cells

    def _marks(self, start: int, end: int) -> int:
        found = _MARKS.match(self.text[start:end])
        return found.end() if found else 0

    def _span(self, first: int, last: int) -> tuple[int, int]:
        """Start and end of the lines `first` (from 0) up to `last` (exclusive), without the last line break."""
        last = min(last, len(self._starts) - 1)
        start = self._starts[min(first, last)]
        return start, max(start, self._starts[last] - 1)

    def _stripped(
        self, kind: BlockKind, start: int, end: int, line: int, *, level: int = 0, path: tuple[str, ...] | None = None
    ) -> Iterator[Block]:
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end -= len(part) - len(part.rstrip())
        if end > start:
            yield Block(kind, start, end, self._trail.line(line + 1), self._trail.path if path is None else path, level=level)


_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)|!?\[([^\]\[]*)\]\[[^\]]*\]")
_EMPHASIS = re.compile(r"(\*\*|__|~~|`+)(.+?)\1|(?<!\w)[*_](\S(?:.*?\S)?)[*_](?!\w)")


def plain(text: str) -> str:
    """`text` without Markdown's inline marks, for titles and column headers."""
    text = _LINK.sub(lambda m: m.group(1) or m.group(2) or "", _TAG.sub("", text))
    text = _EMPHASIS.sub(lambda m: m.group(2) or m.group(3) or "", text)
    return squeeze(text.replace("\\", ""))
