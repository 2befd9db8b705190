"""How much room text takes: widths from a table of letters, lines by words, rows to pages. No font file is needed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

NARROW, WIDE, WIDEST = 0.31, 0.72, 0.9  # of the font size
USUAL, FULL = 0.54, 1.0
SAFETY = 1.06  # fonts that stand in for ours are wider
LINE = 1.22  # height of a line, of the font size
POINTS = 72.0  # to an inch
MOST_WORD = 24  # characters of a word that is kept whole
STEPS = 20  # tries to fill pages evenly


def text_width(text: str, size: float) -> float:
    """Width of a line in inches at a font size in points, rather too wide than too narrow."""
    return sum(map(_letter, text)) * size * SAFETY / POINTS


def _letter(character: str) -> float:
    if character in "ijlIft.,;:'’|!()[]/ ":
        return NARROW
    if character in "mwMW%@—…":
        return WIDEST
    if ord(character) >= 0x2E80:  # ideographs and what is as wide
        return FULL
    return WIDE if character.isupper() else USUAL


def count_lines(text: str, width: float, size: float) -> int:
    """Lines that a paragraph takes in a column of a width in inches; words longer than it are broken."""
    lines, used = 1, 0.0
    space = text_width(" ", size)
    for word in text.split():
        length = text_width(word, size)
        if used and used + space + length > width:
            lines, used = lines + 1, 0.0
        if length > width:
            lines += ceil(length / width) - 1
            length %= width
        used += (space if used else 0.0) + length
    return lines


def column_widths(shares: Sequence[float], longest: Sequence[float], room: float) -> list[float]:
    """Widths of columns that fill a room in proportion to their shares, none narrower than its longest word.

    Args:
        shares: what each column would have of the room.
        longest: what each needs, in the unit of the room; where all needs together exceed it, shares alone decide.
        room: width of the table.
    """
    if sum(longest) > room:
        longest = [0.0] * len(shares)
    fixed: set[int] = set()
    while True:
        rest = room - sum(longest[column] for column in fixed)
        total = sum(share for column, share in enumerate(shares) if column not in fixed)
        widths = [need if column in fixed else rest * shares[column] / total for column, need in enumerate(longest)]
        short = {column for column, width in enumerate(widths) if column not in fixed and width < longest[column]}
        if not short:
            return widths
        fixed |= short


def longest_word(texts: Iterable[str], size: float) -> float:
    """Width in inches of the widest word, which is broken where it would not fit; a path or an address may break anywhere."""
    words = {word for text in texts for word in re.split(r"[\s/–-]+", text) if len(word) <= MOST_WORD}
    return max((text_width(word, size) for word in words), default=0.0)


def text_height(text: str, width: float, size: float) -> float:
    """Height of a paragraph in inches."""
    return count_lines(text, width, size) * size * LINE / POINTS


def pages(heights: Sequence[float], room: float) -> list[range]:
    """Rows of given heights in the order given, as ranges that each fit into the room, on as few pages as it takes.

    The pages are filled evenly, so that no single row is left for the last; a row that never fits stands alone.
    """
    fewest = list(_greedy(heights, room))
    least = min(room, sum(heights) / max(1, len(fewest)))
    for step in range(STEPS):
        even = list(_greedy(heights, least + (room - least) * step / STEPS))
        if len(even) <= len(fewest):
            return even
    return fewest


def _greedy(heights: Sequence[float], room: float) -> Iterator[range]:
    start, used = 0, 0.0
    for number, height in enumerate(heights):
        if number > start and used + height > room:
            yield range(start, number)
            start, used = number, 0.0
        used += height
    if start < len(heights):
        yield range(start, len(heights))
