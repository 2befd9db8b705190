"""What readers build pages with: a page writer that keeps offsets exact, and the trail of headings that names places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.ingest.document import Block, BlockKind, Page, Quarantine, Scan

MAX_TITLE_CHARS = 160  # of a heading in a path or locator; the block itself keeps the whole text
_CONTROL = dict.fromkeys((*range(9), 11, *range(14, 32), 127), " ") | {
    0x0C: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one format's reader returns; the rest of a `Document` is the same for all formats."""

    pages: tuple[Page, ...]
    title: str = ""
    dated: str = ""  # ISO date from the format's own metadata
    warnings: tuple[str, ...] = ()


def clean(text: str) -> str:
    """`text` with one kind of line break, and without characters that no store or export can carry (length kept after that)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def squeeze(text: str) -> str:
    """`text` on one line with single spaces."""
    return _SPACES.sub(" ", text).strip()


def short_title(text: str, limit: int = MAX_TITLE_CHARS) -> str:
    """`text` as it appears in a path: one line, cut at a word."""
    line = squeeze(text)
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + "…"


class PageWriter:
    """Text and blocks of one page, growing together."""

    def __init__(self, number: int | None = None, label: str | None = None) -> None:
        self.number = number
        self.label = label
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    def write(self, text: str) -> tuple[int, int]:
        """Append cleaned `text` without a block; its (start, end)."""
        text = clean(text)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start, self._length

    def add(
        self,
        kind: BlockKind,
        text: str,
        locator: str,
        path: tuple[str, ...] = (),
        *,
        level: int = 0,
        quarantine: Quarantine | None = None,
    ) -> None:
        """Append `text` on a line of its own as one block; blank text adds nothing."""
        text = clean(text).strip()
        if not text:
            return
        if self._length:
            self.write("\n")
        start, end = self.write(text)
        if not any(char.isalnum() for char in text):
            return  # a rule or an ornament: kept in the text, no block
        self.blocks.append(Block(kind, start, end, locator, path, level=level, quarantine=quarantine))

    def add_row(
        self,
        cells: Sequence[str],
        locator: str,
        path: tuple[str, ...] = (),
        header: tuple[str, ...] = (),
        quarantine: Quarantine | None = None,
    ) -> None:
        """Append a table row, its cells separated by tabs; a row of blank cells adds nothing."""
        texts = [squeeze(clean(cell)) for cell in cells]
        if not any(texts):
            return
        if self._length:
            self.write("\n")
        spans: list[tuple[int, int]] = []
        for index, text in enumerate(texts):
            if index:
                self.write("\t")
            spans.append(self.write(text))
        start = next(s for s, e in spans if e > s)
        end = max(e for s, e in spans if e > s)
        spans = [(min(max(s, start), end), min(max(e, start), end)) for s, e in spans]
        self.blocks.append(
            Block(BlockKind.TABLE_ROW, start, end, locator, path, header=header, cells=tuple(spans), quarantine=quarantine)
        )

    def page(self, *, needs_ocr: bool = False, problem: str = "", scan: Scan | None = None) -> Page:
        """The finished page; one that OCR has read needs it no more."""
        blocks = tuple(self.blocks)
        return Page("".join(self._parts), blocks, self.number, self.label, needs_ocr and scan is None, problem, scan=scan)


@dataclass(slots=True)
class HeadingTrail:
    """The headings above the current place, and the names under which a person finds it."""

    _stack: list[tuple[int, str]] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)
    _name: str = ""
    _paragraphs: int = 0
    _tables: int = 0

    @property
    def path(self) -> tuple[str, ...]:
        """Headings above, outermost first."""
        return tuple(title for _, title in self._stack)

    @property
    def section(self) -> str:
        """The current section as a locator: "§ Recovery targets", or "" before the first heading."""
        return f"§ {self._name}" if self._name else ""

    def path_above(self, level: int) -> tuple[str, ...]:
        """Headings above a heading of `level`."""
        return tuple(title for above, title in self._stack if above < level)

    def enter(self, level: int, text: str) -> None:
        """Step under the heading `text` of `level` (1 is outermost)."""
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        title = short_title(text)
        if not title:
            return
        self._stack.append((level, title))
        self._paragraphs = self._tables = 0
        self._name = self._unique(title)

    def paragraph(self) -> str:
        """Locator of the next paragraph: "§ Recovery targets ¶2"."""
        self._paragraphs += 1
        return f"{self.section} ¶{self._paragraphs}".strip()

    def table(self) -> str:
        """Locator of the next table: "§ Recovery targets, table 1"."""
        self._tables += 1
        return f"{self.section}, table {self._tables}".removeprefix(", ")

    def line(self, number: int) -> str:
        """Locator of a line: "§ Recovery targets, line 14"."""
        return f"{self.section}, line {number}".removeprefix(", ")

    def _unique(self, title: str) -> str:
        """`title`, with the heading above it or a count when the document used that name before."""
        parent = self._stack[-2][1] if len(self._stack) > 1 else ""
        for name in (title, f"{parent} › {title}" if parent else title):
            if name not in self._seen:
                self._seen[name] = 1
                return name
        self._seen[name] += 1
        return f"{name} ({self._seen[name]})"
