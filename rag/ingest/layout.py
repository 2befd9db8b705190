"""Lines of a paged document → blocks: running headers dropped, headings, paragraphs, list items and table rows told apart.

What it goes by: the size and weight of letters against the document's own body text, gaps between lines, bookmarks, numbering,
and gaps inside lines that repeat at the same place (columns).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.ingest.columns import Table, find_tables
from rag.ingest.document import NO_TEXT, UNSURE, Block, BlockKind, Page, Quarantine
from rag.ingest.lines import BULLET, is_capitals, is_contents_entry, is_list_item, is_page_number, is_title, numbered_level
from rag.ingest.printed import Line, PageLines
from rag.ingest.quarantine import set_aside
from rag.ingest.writer import HeadingTrail, short_title, squeeze

MARGIN = 0.1  # share of the page's height in which running headers and footers stand
REPEATED_SHARE = 0.3  # of the pages: a margin line on so many is a running header or footer
LARGER = 1.12  # a heading is at least so much larger than body text
MIN_CONTENTS = 4  # lines that end in rising page numbers make a table of contents
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_KEY = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”»)\]]*$")


def title_key(text: str) -> str:
    """A heading's letters and digits, to compare it with a bookmark."""
    return _KEY.sub("", text).casefold()


def build_pages(
    pages: Sequence[PageLines], labels: Sequence[str], outline: Mapping[int, Mapping[str, int]]
) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Pages with blocks, and what a person should know about pages that were not read whole."""
    style = _Style(pages, outline)
    trail = HeadingTrail()
    built: list[Page] = []
    warnings: list[str] = []
    for index, source in enumerate(pages):
        number = index + 1
        label = labels[index] if labels[index] and labels[index] != str(number) else None
        locator = f"p. {label} (PDF {number})" if label else f"p. {number}"
        blocks = tuple(_PageBuilder(source, index, locator, style, trail).blocks())
        blocks = set_aside(source.text, blocks, source.hidden, Quarantine.HIDDEN)
        if source.problem:
            warnings.append(f"page {number}: {source.problem}")
        if source.needs_ocr:
            warnings.append(f"page {number}: {NO_TEXT}")
        elif not source.problem and not source.text.strip():
            warnings.append(f"page {number}: blank")
        page = Page(source.text, blocks, number, label, source.needs_ocr, source.problem, scan=source.scan)
        built.append(_with_notes(page, locator, source.notes))
    return tuple(built), (*warnings, *scan_remarks(built))


def _with_notes(page: Page, locator: str, notes: Sequence[tuple[str, str]]) -> Page:
    """A page with what is filled in or written over it, after its own text."""
    text, blocks = page.text, list(page.blocks)
    for kind, note in notes:
        text = f"{text}\n{note}" if text else note
        blocks.append(Block(BlockKind.NOTE, len(text) - len(note), len(text), f"{locator}, {kind}"))
    return replace(page, text=text, blocks=tuple(blocks)) if notes else page


def scan_remarks(pages: Sequence[Page], noun: str = "page") -> list[str]:
    """Which pages OCR has read, and how sure it was; the doubtful ones one by one."""
    read = [(page.number, page.scan.confidence) for page in pages if page.scan is not None and page.blocks]
    sure = [(number, confidence) for number, confidence in read if confidence >= UNSURE]
    said = []
    if sure:
        mean = sum(confidence for _, confidence in sure) / len(sure)
        numbers = ranges([number for number, _ in sure if number is not None])
        said.append(f"{noun}{'s' if len(sure) > 1 else ''} {numbers}".strip() + f": read by OCR, {mean:.0f} % sure")
    return said + [
        f"{noun} {number or ''}".strip()
        + f": read by OCR, only {confidence} % sure; compare it with the picture before you rely on it"
        for number, confidence in read
        if confidence < UNSURE
    ]


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers in words: "1–4, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


class _Style:
    """What holds for the whole document: the size of body text, the sizes of headings, lines that repeat in the margins."""

    def __init__(self, pages: Sequence[PageLines], outline: Mapping[int, Mapping[str, int]]) -> None:
        self.outline = outline
        self.count = len(pages)
        weights: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                weights[_round(line.size)] += len(line.text)
        self.body = max(weights.items(), key=lambda item: (item[1], -item[0]), default=(10.0, 0))[0]
        self._repeated = self._find_repeated(pages)
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                if _round(line.size) >= self.body * LARGER and is_title(line.text):
                    sizes[_round(line.size)] += 1
        self.ranks = {size: min(rank, 5) for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}

    def is_margin(self, page: PageLines, line: Line) -> bool:
        """Whether a line is a running header, a footer or a page number."""
        zone = _zone(page, line)
        return zone != 0 and (is_page_number(line.text) or (zone, _margin_key(line.text)) in self._repeated)

    def _find_repeated(self, pages: Sequence[PageLines]) -> set[tuple[int, str]]:
        counts: Counter[tuple[int, str, str]] = Counter()
        for page in pages:
            found = {(zone, _margin_key(line.text), line.text) for line in page.lines if (zone := _zone(page, line))}
            counts.update({(zone, key, text if len(pages) == 2 else "") for zone, key, text in found})
        needed = max(min(3, len(pages)), 2, REPEATED_SHARE * len(pages))  # of two pages both, word for word
        return {(zone, key) for (zone, key, _), count in counts.items() if count >= needed}


def _round(size: float) -> float:
    return round(size * 2) / 2


def _margin_key(text: str) -> str:
    return _DIGITS.sub("#", squeeze(text).casefold())


def _zone(page: PageLines, line: Line) -> int:
    """1 in the top margin, −1 in the bottom margin, else 0."""
    if page.height <= 0:
        return 0
    return int(line.baseline > (1 - MARGIN) * page.height) - int(line.baseline < MARGIN * page.height)


def _whole_lines(lines: Sequence[Line], text: str) -> list[Line]:
    """`lines` with those joined that stand side by side: table cells and leaders come one by one."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        beside = last is not None and abs(last.baseline - line.baseline) < 0.2 * line.size and line.left >= last.right - 1
        if last is None or not beside or text[last.end : line.start].strip():
            whole.append(line)
            continue
        first = replace(line.pieces[0], gap=(line.left - last.right) / max(0.1, line.size))
        pieces = (*last.pieces, first, *line.pieces[1:])
        whole[-1] = replace(last, end=line.end, text=text[last.start : line.end], pieces=pieces)
    return whole


def _with_mark(line: Line, text: str) -> Line:
    """`line` with a bullet or a heading's number joined to what it marks, though a wide gap parts them."""
    if len(line.pieces) < 2:
        return line
    first, second = line.pieces[:2]
    mark = text[first.start : first.end]
    if BULLET.match(f"{mark} x") or (len(line.pieces) == 2 and numbered_level(f"{mark} {text[second.start : second.end]}")):
        return replace(line, pieces=(replace(first, end=second.end, right=second.right), *line.pieces[2:]))
    return line


class _PageBuilder:
    """The blocks of one page."""

    def __init__(self, page: PageLines, index: int, locator: str, style: _Style, trail: HeadingTrail) -> None:
        self._page = page
        self._locator = locator
        self._style = style
        self._trail = trail
        self._bookmarks = style.outline.get(index, {})
        self._hidden = [line for line in page.lines if any(s <= line.start and line.end <= e for s, e in page.hidden)]
        unseen = {line.start for line in self._hidden}
        lines = [line for line in page.lines if line.start not in unseen and not style.is_margin(page, line)]
        self._lines = [_with_mark(line, page.text) for line in _whole_lines(lines, page.text)]
        self._width = max((line.right for line in self._lines), default=0) - min((line.left for line in self._lines), default=0)
        gaps = sorted(
            above.baseline - below.baseline
            for above, below in zip(self._lines, self._lines[1:], strict=False)
            if 0 < above.baseline - below.baseline < 3 * above.size and abs(above.size - below.size) < 0.6
        )
        self._gap = gaps[len(gaps) // 3] if gaps else 1.2 * style.body

    def blocks(self) -> list[Block]:
        """The page's blocks in reading order."""
        built: list[Block] = []
        tables = {table.first: table for table in find_tables(self._lines, self._page.text, self._gap)}
        contents = self._contents()
        at = 0
        while at < len(self._lines):
            if at in contents:
                at += 1
            elif at in tables:
                built += self._table_rows(tables[at])
                at = tables[at].after
            elif level := self._heading_level(at):
                at = self._heading(at, level, built)
            else:
                at = self._paragraph(at, tables, contents, built)
        path = self._trail.path
        built += [Block(BlockKind.PARAGRAPH, line.start, line.end, self._locator, path) for line in self._hidden]
        return sorted(built, key=lambda block: block.start)

    def _heading(self, at: int, level: int, built: list[Block]) -> int:
        """Add the heading that starts at line `at`; the line after it."""
        first = self._lines[at]
        after = at + 1
        while after < len(self._lines) and after - at < 3:
            line = self._lines[after]
            same = abs(line.size - first.size) < 0.3 and line.bold == first.bold and len(line.cells) == 1
            near = 0 < self._lines[after - 1].baseline - line.baseline < 1.6 * first.size
            if not (same and near and self._heading_level(after) == level and not numbered_level(line.text)):
                break
            after += 1
        start, end = first.start, self._lines[after - 1].end
        title = short_title(self._page.text[start:end])
        path = self._trail.path_above(level)
        self._trail.enter(level, title)
        built.append(Block(BlockKind.HEADING, start, end, self._locator, path, level=level))
        return after

    def _heading_level(self, at: int) -> int:
        """Level of the heading that line `at` is; 0 when it is none."""
        line = self._lines[at]
        text = squeeze(line.text)
        if len(line.cells) > 1 or is_contents_entry(text):
            return 0
        if (bookmark := self._bookmarks.get(title_key(text))) is not None:
            return min(6, bookmark)
        if not is_title(text) or (BULLET.match(text) and not numbered_level(text)):
            return 0
        numbered = numbered_level(text)
        if _round(line.size) >= self._style.body * LARGER:
            return numbered or self._style.ranks.get(_round(line.size), 5)
        if line.size < 0.95 * self._style.body or not self._stands_alone(at):
            return 0
        if line.bold and ": " not in text:  # a bold label with its value is no heading
            return numbered or min(6, len(self._style.ranks) + 1)
        return numbered if numbered > 1 or (numbered and is_capitals(text)) else 0

    def _stands_alone(self, at: int) -> bool:
        """Whether a gap, the page's edge or another look parts line `at` from the line above."""
        line = self._lines[at]
        if at == 0:
            return True
        above = self._lines[at - 1]
        gap = above.baseline - line.baseline
        return gap < 0 or gap > 1.2 * self._gap or above.bold != line.bold or abs(above.size - line.size) > 0.6

    def _paragraph(self, at: int, tables: Mapping[int, Table], contents: set[int], built: list[Block]) -> int:
        """Add the paragraph or list item that starts at line `at`; the line after it."""
        after = at + 1
        while (
            after < len(self._lines)
            and after not in tables
            and after not in contents
            and self._goes_on(self._lines[after - 1], self._lines[after])
            and not self._heading_level(after)
        ):
            after += 1
        start, end = self._lines[at].start, self._lines[after - 1].end
        kind = BlockKind.PARAGRAPH
        if is_list_item(self._lines[at].text):
            mark = BULLET.match(self._page.text[start:end])
            kind, start = BlockKind.LIST_ITEM, start + (mark.end() if mark else 0)
        if any(char.isalnum() for char in self._page.text[start:end]):
            built.append(Block(kind, start, end, self._locator, self._trail.path))
        return after

    def _goes_on(self, above: Line, below: Line) -> bool:
        """Whether `below` continues the paragraph of `above`."""
        if is_list_item(below.text) or abs(above.size - below.size) > 0.15 * above.size:
            return False
        if self._page.text[above.end : below.start].strip():
            return False  # a running header stands between them
        gap = above.baseline - below.baseline
        open_end = not _SENTENCE_END.search(above.text)
        if gap <= 0:  # the next column
            return open_end and below.text[:1].islower()
        if gap > 1.3 * self._gap + 0.5:
            return open_end and below.text[:1].islower() and gap < 2 * self._gap
        short = above.right < below.left + 0.6 * self._width
        return not (short and not open_end and below.text[:1].isupper())

    def _table_rows(self, table: Table) -> list[Block]:
        header: tuple[str, ...] = ()
        blocks: list[Block] = []
        for row in table.rows:
            cells = tuple((cell.start, cell.end) for cell in row.cells)
            path = self._trail.path
            blocks.append(Block(BlockKind.TABLE_ROW, cells[0][0], row.end, self._locator, path, header=header, cells=cells))
            header = header or table.header
        return blocks

    def _contents(self) -> set[int]:
        """Lines of a table of contents: they end in page numbers that rise, or in dotted leaders."""
        found: set[int] = set()
        run: list[int] = []
        last = 0
        for at, line in enumerate(self._lines):
            number = re.search(r"(?:^|\s)(\d{1,4})$", line.text)
            wide = len(line.cells) == 2 and number is not None and line.cells[1].end - line.cells[1].start == len(number[1])
            if is_contents_entry(squeeze(line.text)) or (wide and number and last <= int(number[1]) <= self._style.count):
                run.append(at)
                last = int(number[1]) if number else last
                continue
            if len(run) >= MIN_CONTENTS:
                found.update(run)
            run, last = [], 0
        if len(run) >= MIN_CONTENTS:
            found.update(run)
        return found
