"""A paragraph that is a list, “Our conditions: 1. … 2. …”, “(a) …; (b) …”, “Erstens …” → its lead and its items, each a block.

Only marks that count on from the first one make a list; whether it is split is decided by who reads it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.ingest.document import Block, BlockKind

_LEAST = 2  # items of a list
_MARK = re.compile(
    r"(?:^|(?<=\n)|(?<=[:;,.]\s)|(?<=[–—]\s))[ \t]*"
    r"(?:\(?(?P<number>\d{1,2})[.)]|\((?P<letter>[a-z])\)|(?P<letter2>[a-z])\)|\(?(?P<roman>[ivx]{1,4})\)|(?P<word>[^\W\d_]{4,12}),?)(?=\s)",
    re.IGNORECASE,
)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def list_marks(text: str, ordinals: Sequence[Sequence[str]]) -> list[re.Match[str]]:
    """The marks of the list that a text holds, in order; none where it holds no list.

    Args:
        text: of a paragraph.
        ordinals: words that count, each sequence from the first: “erstens, zweitens, …”.
    """
    found = list(_MARK.finditer(text))
    if len(found) < _LEAST:
        return []
    series = ([_place(match, kind, ordinals) for match in found] for kind in ("number", "letter", "roman", "word"))
    best: list[re.Match[str]] = []
    for places in series:
        marks: list[re.Match[str]] = []
        for match, place in zip(found, places, strict=True):
            if place == len(marks):
                marks.append(match)
        best = marks if len(marks) > len(best) else best
    return best if len(best) >= _LEAST else []


def marked(block: Block, text: str) -> Block | None:
    """A paragraph that begins with a letter as an item of a list, “a) …”; None for others."""
    mark = _MARK.match(text)
    if mark is None or not (mark["letter"] or mark["letter2"] or mark["roman"]):
        return None
    return replace(block, kind=BlockKind.LIST_ITEM, start=block.start + mark.end())


def _place(match: re.Match[str], kind: str, ordinals: Sequence[Sequence[str]]) -> int:
    """Which item of a list of a kind it marks, from 0; -1 for none."""
    if kind == "number":
        return int(match["number"]) - 1 if match["number"] else -1
    letter = (match["letter"] or match["letter2"] or match["roman"] or "").lower()
    if kind == "letter":
        return ord(letter) - ord("a") if len(letter) == 1 else -1
    if kind == "roman":
        return _ROMANS.index(letter) if letter in _ROMANS else -1
    word = (match["word"] or "").lower()
    return next((words.index(word) for words in ordinals if word in words), -1)


def parts(block: Block, text: str, marks: Sequence[re.Match[str]]) -> Iterator[Block]:
    """The lead as a paragraph, and each item.

    Args:
        block: of the paragraph.
        text: its text.
        marks: of its list.
    """
    if text[: marks[0].start()].strip():
        yield replace(block, end=block.start + marks[0].start())
    stops = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, stop in zip(marks, stops, strict=True):
        start = mark.end() if mark["word"] is None else mark.start()
        body = text[start:stop]
        low, high = start + len(body) - len(body.lstrip()), start + len(body.rstrip(" \t\n;,"))
        if low < high:
            yield replace(block, kind=BlockKind.LIST_ITEM, start=block.start + low, end=block.start + high)
