"""Words that OCR saw → the lines of a page, as if they had been printed there: what `layout.py` makes blocks of.

In: words with their places in a picture of the page. Out: `PageLines` whose sizes and places are estimates in points. A page's
own text, where it has some, comes first and stays as it is.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from PIL import Image

from rag.errors import IngestError
from rag.ingest.document import SCAN_PARTS, Scan
from rag.ingest.ocr import PAGE_TIMEOUT_S, Ocr, Recognition, Word, mean_confidence, recognise
from rag.ingest.printed import PIECE_GAP, Cell, Line, PageLines

MAX_PAGES = 500  # of one document that are read by OCR
PAGE_S = 20.0  # that a page may take on average; a page takes 1 to 5
FOUND_NOTHING = "OCR found no text on it"
UNREADABLE = 40  # percent: what was read with less on the whole page is no text
TOO_MANY = f"is not among the first {MAX_PAGES} pages to be read by OCR; split the document"
TOO_SLOW = "was not read by OCR: the pages before it took too long; split the document, or set fewer GROUNDPLAN_WORKERS"
LIKE_BODY = 0.15  # letters that differ less in size from body text are body text: OCR measures no better
# What letters take of the size of their font, from the baseline up and down: the middle of Times, Helvetica and Calibri.
SMALL, TALL, DEEP = 0.48, 0.70, 0.21
_DEEP_LETTERS = frozenset("gjpqyçQJ,;()[]{}|/ß§µ")
_SMALL_LETTERS = frozenset("acegmnopqrsuvwxyzç.,;:-–+~_·•")


def longest_s(pages: int) -> float:
    """How long reading a document with so many pages for OCR takes at most, besides reading all else."""
    return PAGE_S * min(pages, MAX_PAGES) + 2 * PAGE_TIMEOUT_S


class Scanner:
    """Reads the pages of one document by OCR, within bounds of number and time."""

    def __init__(self, ocr: Ocr) -> None:
        self._ocr = ocr
        self._pages = 0
        self._spent_s = 0.0

    def read(self, picture: Image.Image, seen: PageLines) -> PageLines:
        """`seen` with what OCR reads on the page's picture; when it cannot, with the reason as the page's problem."""
        if self._pages >= MAX_PAGES:
            return replace(seen, problem=TOO_MANY)
        if self._spent_s > PAGE_S * self._pages + PAGE_TIMEOUT_S:
            return replace(seen, problem=TOO_SLOW)
        self._pages += 1
        started = time.monotonic()
        try:
            found = recognise(self._ocr, picture)
        except IngestError as error:
            return replace(seen, problem=f"was not read by OCR: {error}")
        finally:
            self._spent_s += time.monotonic() - started
        return add_words(seen, found, picture.width, picture.height)


def add_words(seen: PageLines, found: Recognition, width: int, height: int) -> PageLines:
    """The page with the words that OCR saw on its picture of `width` × `height` pixels, after its own text."""
    points = seen.height / height
    words = [word for word in found.words if not _is_printed(found.box(word), seen, points)]
    words = words if mean_confidence(words) >= UNREADABLE else []
    slope = _slope(words)
    lines: list[Line] = []
    places: list[tuple[int, int, int, int, int]] = []
    hidden = list(seen.hidden)
    parts = [seen.text] if seen.text.strip() else []
    offset = len(seen.text) + 1 if parts else 0
    for _, group in groupby(words, key=lambda word: word.line):
        line, starts = _line(list(group), offset, points, found.height * points, slope)
        lines.append(line)
        parts.append(line.text)
        places += [(start, *_share(found.box(word), width, height)) for start, word in starts]
        for start, word in starts:
            if not word.is_visible and hidden and start - hidden[-1][1] <= 1:
                hidden[-1] = (hidden[-1][0], start + len(word.text))
            elif not word.is_visible:
                hidden.append((start, start + len(word.text)))
        offset += len(line.text) + 1
    scan = Scan(round(mean_confidence(words)), tuple(places))
    problem = "" if words or seen.text.strip() else FOUND_NOTHING
    text, lines = "\n".join(parts), [*seen.lines, *_levelled(lines)]
    return replace(seen, text=text, lines=tuple(lines), hidden=tuple(hidden), problem=problem, scan=scan)


def _line(words: list[Word], offset: int, points: float, height: float, slope: float) -> tuple[Line, list[tuple[int, Word]]]:
    """The line that starts at `offset` of the page's text, and where each of its words starts."""
    size = median(_size(word, slope) for word in words) * points
    pieces: list[Cell] = []
    starts: list[tuple[int, Word]] = []
    at, gap = offset, 0.0
    for index, word in enumerate(words):
        end = at + len(word.text)
        gap = (word.left - words[index - 1].right) * points / max(size, 0.1) if index else 0.0
        if pieces and gap <= PIECE_GAP:
            pieces[-1] = replace(pieces[-1], end=end, right=word.right * points)
        else:
            pieces.append(Cell(at, end, word.left * points, word.right * points, gap))
        starts.append((at, word))
        at = end + 1
    text = " ".join(word.text for word in words)
    baseline = height - median(_baseline(word, slope) for word in words) * points
    return Line(offset, offset + len(text), text, size, False, baseline, tuple(pieces)), starts


def _levelled(lines: list[Line]) -> list[Line]:
    """`lines` with one size for body text and steps of half a point for the rest, so that noise makes no headings."""
    if not lines:
        return []
    sizes = sorted((line.size, len(line.text)) for line in lines)
    half, passed, body = sum(count for _, count in sizes) / 2, 0, sizes[-1][0]
    for size, count in sizes:
        passed += count
        if passed >= half:
            body = size
            break
    return [
        replace(line, size=body if abs(line.size - body) <= LIKE_BODY * body else max(1.0, round(line.size * 2) / 2))
        for line in lines
    ]


def _slope(words: Sequence[Word]) -> float:
    """By how much the page's lines fall to the right, in pixels a pixel."""
    found = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        width = line[-1].left - line[0].left
        if len(line) >= 4 and width > 0:
            found.append((_baseline(line[-1], 0.0) - _baseline(line[0], 0.0)) / width)
    return max(-0.1, min(0.1, median(found))) if found else 0.0


def _extent(word: Word) -> tuple[float, float]:
    """Share of the font's size that a word's letters take above and below the baseline."""
    up = SMALL if all(char in _SMALL_LETTERS for char in word.text) else TALL
    return up, DEEP if any(char in _DEEP_LETTERS for char in word.text) else 0.0


def _size(word: Word, slope: float) -> float:
    """Size of a word's font, in pixels."""
    up, down = _extent(word)
    height = (word.bottom - word.top) - abs(slope) * (word.right - word.left)
    return max(1.0, height) / (up + down)


def _baseline(word: Word, slope: float) -> float:
    """Where the line of a word would stand at the page's left edge, in pixels from the top."""
    up, down = _extent(word)
    return word.bottom - (word.bottom - word.top) * down / (up + down) - slope * (word.left + word.right) / 2


def _is_printed(box: tuple[int, int, int, int], seen: PageLines, points: float) -> bool:
    """Whether the page's own text has this word already, at this place."""
    x = (box[0] + box[2]) / 2 * points
    y = seen.height - (box[1] + box[3]) / 2 * points
    return any(
        line.left <= x <= line.right and line.baseline - DEEP * line.size <= y <= line.baseline + line.size
        for line in seen.lines
    )


def _share(box: tuple[int, int, int, int], width: int, height: int) -> tuple[int, int, int, int]:
    """A place in parts of the page."""
    across, down = SCAN_PARTS / width, SCAN_PARTS / height
    return round(box[0] * across), round(box[1] * down), round(box[2] * across), round(box[3] * down)
