"""Verbatim page text → text that rules can read, with a way back to every original offset.

Unified: blanks and line breaks, hyphens at line ends, soft hyphens, quotation marks, dashes, compatibility forms (NFKC).
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_SPECIAL = re.compile(r"[^\S ]\s*| \s+|[A-Za-z]?[^\x00-\x7f]+")  # a single blank is none
_LINE_BREAK_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad\u2010]\s*\n\s*(?=[a-zà-ÿ])")
_QUOTES = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "\u00ad": None, "\u200b": None, "\ufeff": None,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Normalised:
    """Text for the rules, and where each stretch of it comes from."""

    text: str
    _starts: tuple[int, ...]  # offsets in `text` where a stretch begins
    _origins: tuple[int, ...]  # their offsets in the original
    _length: int

    def original(self, offset: int) -> int:
        """The offset in the original text of the character at `offset`."""
        if offset >= len(self.text):
            return self._length
        place = bisect_right(self._starts, offset) - 1
        origin = self._origins[place] + offset - self._starts[place]
        limit = self._origins[place + 1] if place + 1 < len(self._origins) else self._length
        return min(origin, max(limit - 1, self._origins[place]))


def normalise(text: str, start: int = 0, end: int | None = None) -> Normalised:
    """`text[start:end]` in unified form; offsets lead back into `text`."""
    end = len(text) if end is None else end
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0

    def put(piece: str, origin: int) -> None:
        nonlocal length
        if piece:
            starts.append(length)
            origins.append(origin)
            pieces.append(piece)
            length += len(piece)

    def plain(low: int, high: int) -> None:
        position = low
        for match in _SPECIAL.finditer(text, low, high):
            put(text[position : match.start()], position)
            put(_unify(match.group()), match.start())
            position = match.end()
        put(text[position:high], position)

    position = start
    for hyphen in _LINE_BREAK_HYPHEN.finditer(text, start, end) if text.find("\n", start, end) >= 0 else ():
        plain(position, hyphen.start())
        position = hyphen.end()
    plain(position, end)
    return Normalised("".join(pieces), tuple(starts), tuple(origins), end)


def _unify(piece: str) -> str:
    if piece.isspace():
        return " "
    return unicodedata.normalize("NFKC", piece.translate(_QUOTES)).translate(_QUOTES)


def squeeze(text: str) -> str:
    """`text` in unified form on one line, to compare wordings with."""
    if text.isascii():  # nothing to unify but blanks
        return " ".join((_LINE_BREAK_HYPHEN.sub("", text) if "\n" in text else text).split())
    return re.sub(r"\s+", " ", normalise(text).text).strip()
