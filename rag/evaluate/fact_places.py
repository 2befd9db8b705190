"""Where quotations stand in a document: letters and digits alone count, so that line breaks and marks do not matter.

In: a document and quotations, or places in its pages. Out: spans, half-open, in the letters and digits of the whole document.
"""

import difflib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.evaluate.fact_set import Part
from rag.ingest.document import Document

LEAST_SHARE = 0.5  # of the shorter quotation that two have to have in common
Span = tuple[int, int]


def plain(text: str) -> str:
    """Letters and digits, in small letters."""
    return "".join(char.casefold() for char in text if char.isalnum())


def in_common(one: Span, other: Span) -> int:
    """Letters and digits that two spans have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def is_within(span: Span, parts: Iterable[Span]) -> bool:
    """Whether at least half of a span lies in one of the parts."""
    return any(2 * in_common(span, part) >= max(1, span[1] - span[0]) for part in parts)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation and where it stands."""

    text: str  # letters and digits
    spans: tuple[Span, ...]  # all its places; none when the document, as read, does not hold it

    def closeness(self, other: "Quotation") -> float:
        """Share of all their words that two quotations have in common, 0…1; 0 below half of the shorter one."""
        if self.spans and other.spans:
            return max(_share(in_common(a, b), a[1] - a[0], b[1] - b[0]) for a in self.spans for b in other.spans)
        matcher = difflib.SequenceMatcher(None, self.text, other.text, autojunk=False)
        return _share(matcher.find_longest_match().size, len(self.text), len(other.text))


def _share(common: int, one: int, other: int) -> float:
    if not common or common < LEAST_SHARE * min(one, other):
        return 0.0
    return common / (one + other - common)


class DocumentText:
    """A document's letters and digits, with the way back and forth to its pages."""

    def __init__(self, document: Document) -> None:
        chars: list[str] = []
        self._offsets: list[list[int]] = []  # of each letter, in its page's text
        self._starts: list[int] = []  # of each page, in the letters of the document
        self._numbers = [page.number or index for index, page in enumerate(document.pages, start=1)]
        for page in document.pages:
            self._starts.append(len(chars))
            offsets: list[int] = []
            for offset, char in enumerate(page.text):
                if char.isalnum():
                    for folded in char.casefold():
                        chars.append(folded)
                        offsets.append(offset)
            self._offsets.append(offsets)
        self._text = "".join(chars)

    def at(self, page_index: int, start: int, end: int) -> Quotation:
        """The quotation at these offsets of a page."""
        offsets, first = self._offsets[page_index], self._starts[page_index]
        span = (first + bisect_left(offsets, start), first + bisect_left(offsets, end))
        return Quotation(self._text[span[0] : span[1]], (span,))

    def find(self, quote: str) -> Quotation:
        """A quotation with all its places."""
        wanted, spans, place = plain(quote), [], -1
        while wanted and (place := self._text.find(wanted, place + 1)) >= 0:
            spans.append((place, place + len(wanted)))
        return Quotation(wanted, tuple(spans))

    def parts(self, parts: Sequence[Part]) -> tuple[list[Span], list[str]]:
        """Where the parts are, and the first words of those that are not there."""
        found: list[Span] = []
        missing: list[str] = []
        for part in parts:
            span = self._part(part)
            if span is None:
                missing.append(f"{part.first[:60]} … {part.last[-60:]} (p. {part.page})")
            else:
                found.append(span)
        return found, missing

    def _part(self, part: Part) -> Span | None:
        if part.page not in self._numbers:
            return None
        index = self._numbers.index(part.page)
        low, high = self._starts[index], self._starts[index] + len(self._offsets[index])
        first, last = plain(part.first), plain(part.last)
        start = self._text.find(first, low, high)
        if start < 0:
            return None
        if not last:
            return start, high
        end = self._text.find(last, start, high)
        return (start, end + len(last)) if end >= 0 else None
