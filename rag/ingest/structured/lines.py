"""Places of elements: the whole lines that say something, short enough to be quoted."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from rag.ingest.element import Element

MAX_QUOTE_CHARS = 300  # as long as a fact's quotation may be
_NO_BREAK = re.compile(r"[^\n]")
_NEAR = 3 * MAX_QUOTE_CHARS  # where the ends of a line are looked for; the rest may be indentation


def line_span(text: str, start: int, end: int, *, otherwise: tuple[int, int] | None = None) -> tuple[int, int]:
    """The lines of `text` from offset `start` to `end` (exclusive), without the white space around them.

    When they are too long to quote, the lines of the span `otherwise`, or the line where it starts; of a line that is too long
    itself, as in a file without line breaks, the words themselves. Only the nearest lines are looked at, so that a
    span costs the same in a file of any length.
    """
    place, stop = otherwise or (start, end)
    for first, last in ((start, end), otherwise or (start, end), (place, place)):
        found = _stripped(text, _line_start(text, first), _line_end(text, max(first, last - 1)))
        if found is not None:
            return found
    if _line_end(text, start) >= end > start:
        place, stop = start, end
    return _stripped(text, place, min(max(place, stop), _line_end(text, place), place + MAX_QUOTE_CHARS)) or (place, place)


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, without the white space around it, and the offset where it starts."""
    for found in re.finditer(r"[^\n]+", text):
        line = found.group()
        if line.strip():
            yield found.start() + len(line) - len(line.lstrip()), line.strip()


def in_order(elements: list[Element]) -> tuple[Element, ...]:
    """Elements by place, each once."""
    return tuple(sorted(dict.fromkeys(elements), key=lambda element: (element.start, element.end)))


def _stripped(text: str, first: int, last: int) -> tuple[int, int] | None:
    """The span without the white space around it; None when it is too long to quote."""
    if last - first > _NEAR:
        return None
    part = text[first:last]
    first, last = first + len(part) - len(part.lstrip()), last - (len(part) - len(part.rstrip()))
    return (first, max(first, last)) if last - first <= MAX_QUOTE_CHARS else None


def _line_start(text: str, at: int) -> int:
    """Where the line of offset `at` starts, or a place too far before it to be quoted with it."""
    low = max(0, at - _NEAR)
    found = text.rfind("\n", low, at)
    return found + 1 if found >= 0 else low


def _line_end(text: str, at: int) -> int:
    """Where the line of offset `at` ends, or a place too far behind it to be quoted with it."""
    high = min(len(text), at + _NEAR)
    found = text.find("\n", at, high)
    return found if found >= 0 else high


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """`text` with spaces for what `pattern` finds (comments, strings): all else stays at its place, line breaks too."""
    return pattern.sub(lambda found: _NO_BREAK.sub(" ", found.group()), text)


def given(*details: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The details that have a value, each on one line."""
    return tuple((name, " ".join(value.split())) for name, value in details if value.strip())


def listed(values: Iterable[str], limit: int = 40) -> str:
    """Up to `limit` values as one: "id, name, address"."""
    return ", ".join(islice((value for value in values if value), limit))
