"""CSV and TSV → rows with their header; every cell is a slice of the file's own text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from rag.ingest.document import Block, BlockKind, Page
from rag.ingest.encoding import decode_text
from rag.ingest.limits import MAX_ROWS, MAX_TEXT_BYTES, check_size
from rag.ingest.writer import Reading, squeeze

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 30
_DELIMITER_LINE = re.compile(r"\ufeff?\"?sep=([,;|\t])\"?[ \t]*(?=\n)", re.IGNORECASE)  # what Excel takes for its own use
_QUANTITY = re.compile(r"^[€$£+~<>≤≥-]?\s?(?!(?:19|20)\d\d\b)\d")  # a value; a year may name a column

Cell = tuple[int, int]


def read_delimited(content: bytes) -> Reading:
    """A table in text form; the delimiter and whether the first row is a header are found from the rows."""
    check_size(len(content), MAX_TEXT_BYTES)
    text, _ = decode_text(content)
    said = _DELIMITER_LINE.match(text)
    delimiter = said[1] if said else find_delimiter(text)
    blocks: list[Block] = []
    header: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_first = True  # row of the table
    width = _table_width(text, delimiter)
    is_above = width > 1  # the table, where it says who exported it when
    for count, (line, cells) in enumerate(_rows(text, delimiter)):
        if count >= MAX_ROWS:
            warnings = (f"only the first {MAX_ROWS:,} rows were read",)
            break
        if said and line == 1:
            continue
        filled = [(start, end) for start, end in cells if end > start]
        if not filled:
            continue
        values = tuple(squeeze(text[start:end]) for start, end in cells)
        start, end = filled[0][0], filled[-1][1]
        if is_above and _reach(cells) < width:
            blocks.append(Block(BlockKind.PARAGRAPH, start, end, f"line {line}"))
            continue
        spans = tuple((min(max(s, start), end), min(max(e, start), end)) for s, e in cells)
        blocks.append(Block(BlockKind.TABLE_ROW, start, end, f"line {line}", header=header, cells=spans))
        if is_first and looks_like_header(values):
            header = values
        is_above = is_first = False
    return Reading((Page(text, tuple(blocks)),), warnings=warnings)


def _reach(cells: Sequence[Cell]) -> int:
    """Columns up to the last filled cell."""
    return max((number for number, (start, end) in enumerate(cells, start=1) if end > start), default=0)


def _table_width(text: str, delimiter: str) -> int:
    """The columns that most of the first rows reach, when the first of these rows is a header; else 0."""
    rows = [cells for _, cells in islice(_rows(text, delimiter), SAMPLE_LINES) if _reach(cells)]
    reached = Counter(map(_reach, rows))
    width = max(reached.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]
    first = next((cells for cells in rows if _reach(cells) >= width), [])
    return width if looks_like_header(tuple(squeeze(text[start:end]) for start, end in first)) else 0


def looks_like_header(values: tuple[str, ...]) -> bool:
    """Whether a first row names columns: at least two names, no value among them, no name twice, none a label or a sentence."""
    names = [value for value in values if value]
    return len(names) >= 2 and len(names) * 2 > len(values) and len(set(names)) == len(names) and all(map(is_name, names))


def is_name(text: str) -> bool:
    """Whether a cell may name a column or row: no value, label or sentence."""
    return not (_QUANTITY.match(text) or len(text) > 60 or text[-1] in ":=")


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most of the first lines into the same number (two or more) of cells; a comma in doubt."""
    lines = [line for line in text[:100_000].split("\n")[:SAMPLE_LINES] if line.strip()]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = Counter(re.sub(r'"[^"]*"', "", line).count(delimiter) for line in lines)
        common, times = max(counts.items(), key=lambda item: (item[1] if item[0] else 0, item[0]), default=(0, 0))
        score = times / max(1, len(lines)) + min(common, 20) / 100 if common else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[Cell]]]:
    """Line number from 1 and cells of every row; quoted cells may hold delimiters and line breaks."""
    mark = re.escape(delimiter)
    token = re.compile(rf'[ ]*"((?:[^"]|"")*)"[^{mark}\n]*|([^{mark}\n]*)')
    at, line = 0, 1
    while at < len(text):
        cells: list[Cell] = []
        first_line = line
        while True:
            found = token.match(text, at)
            group = 1 if found and found.group(1) is not None else 2
            start, end = found.span(group) if found else (at, at)
            line += text.count("\n", start, end)
            part = text[start:end]
            end -= len(part) - len(part.rstrip())
            cells.append((min(start + len(part) - len(part.lstrip()), end), end))
            at = found.end() if found else at
            if at >= len(text) or text[at] == "\n":
                break
            at += 1
        yield first_line, cells
        at, line = at + 1, line + 1
