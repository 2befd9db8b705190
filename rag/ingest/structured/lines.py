"""Places of elements: the whole lines that say something, short enough to be quoted."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element

MAX_QUOTE_CHARS = 300  # as long as a fact's quotation may be


def line_span(text: str, start: int, end: int, *, otherwise: tuple[int, int] | None = None) -> tuple[int, int]:
    """The lines of `text` from offset `start` to `end` (exclusive), without the white space around them.

    When they are too long to quote, the lines of the span `otherwise`, or the beginning of the first line.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(start, end - 1))
    last = len(text) if last < 0 else last
    part = text[first:last]
    first, last = first + len(part) - len(part.lstrip()), last - (len(part) - len(part.rstrip()))
    if last - first <= MAX_QUOTE_CHARS:
        return first, max(first, last)
    if otherwise is not None:
        return line_span(text, *otherwise)
    return (first, last) if last - first <= MAX_QUOTE_CHARS else (first, _line_end(text, first))


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, without the white space around it, and the offset where it starts."""
    for found in re.finditer(r"[^\n]+", text):
        line = found.group()
        if line.strip():
            yield found.start() + len(line) - len(line.lstrip()), line.strip()


def in_order(elements: list[Element]) -> tuple[Element, ...]:
    """Elements by place, each once."""
    return tuple(sorted(dict.fromkeys(elements), key=lambda element: (element.start, element.end)))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return min(end, start + MAX_QUOTE_CHARS)
