"""Is a quotation where its citation says? A quotation and page texts → `CitationState`, and the exact span."""

import re
from collections.abc import Callable, Iterable, Iterator

from rag.ground.citation import Citation, CitationState
from rag.ground.normalise import BREAK, Normalised, normalise, plain_text

MIN_FRAGMENT_WORDS = 3  # a shorter stretch of a quotation found by itself proves nothing
MAX_FRAGMENTS = 6

_ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:\.\s?\.\s?\.|…)\.?\s*[\])]?\s*")
_LETTER = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u052f]")  # scripts that put blanks between words
_WORD = re.compile(r"\w+")
_HIDES = re.compile(
    r"[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff\ufb00-\ufb06\uff00-\uffef\U0001d400-\U0001d7ff]|[-\u2010]\s*[\r\n]"
)


def find_span(quote: str, page_text: str) -> tuple[int, int] | None:
    """Where `quote` stands in `page_text`: offsets of the page's own text, end exclusive; None when it does not.

    An exact place wins over one that differs in white space, marks or hyphenation. A place that would cut a word or a number in
    two does not count: "99.9 %" is no quotation of "99.95 %".
    """
    return _find_exact(quote, page_text) or _find_normalised(quote, page_text)


def check_quote(citation: Citation, page_text: str, other_pages: Callable[[], Iterable[str]] = lambda: ()) -> CitationState:
    """What can be said of a citation's quotation.

    Args:
        citation: the quotation with its place; its own `state` is not believed.
        page_text: text of the cited page; "" when there is no such page.
        other_pages: texts of all other pages that could have been meant; asked only when the cited page does not hold it.
    """
    return resolve(citation, page_text, other_pages).state


def resolve(citation: Citation, page_text: str, other_pages: Callable[[], Iterable[str]] = lambda: ()) -> Citation:
    """The citation with its true state and, where it passes, its offsets."""
    quote = citation.quote.strip()
    if not quote:
        return _with(citation, CitationState.ABSENT)
    start, end = citation.start, citation.end
    if start >= 0 and page_text[start:end] == citation.quote and not _cuts(page_text, start, end, digits_only=True):
        return _with(citation, CitationState.EXACT, (start, end))
    if span := _find_exact(quote, page_text):
        return _with(citation, CitationState.EXACT, span)
    if span := _find_normalised(quote, page_text):
        return _with(citation, CitationState.NORMALISED, span)
    others = list(other_pages())
    if any(find_span(quote, other) for other in others):
        return _with(citation, CitationState.MISATTRIBUTED)
    if _is_stitched(quote, [page_text, *others]):
        return _with(citation, CitationState.STITCHED)
    return _with(citation, CitationState.ABSENT)


def _with(citation: Citation, state: CitationState, span: tuple[int, int] = (-1, -1)) -> Citation:
    return citation.model_copy(update={"state": state, "start": span[0], "end": span[1]})


def _find_exact(quote: str, text: str) -> tuple[int, int] | None:
    for start in _occurrences(quote, text):
        if not _cuts(text, start, start + len(quote)):
            return start, start + len(quote)
    return None


def _find_normalised(quote: str, text: str) -> tuple[int, int] | None:
    needle = normalise(quote).text.strip()
    if not needle or not _may_hold(needle, text):
        return None
    return _search(needle, normalise(text))


def _search(needle: str, page: Normalised) -> tuple[int, int] | None:
    """The needle in a normalised page; a hyphen at a line end matches with and without the hyphen."""
    if BREAK not in needle and BREAK not in page.text:
        for start in _occurrences(needle, page.text):
            if not _cuts(page.text, start, start + len(needle)):
                return page.original_span(start, start + len(needle))
        return None
    kept = [index for index, char in enumerate(page.text) if char not in (BREAK, "-")]
    squeezed = "".join(page.text[index] for index in kept)
    bare = needle.replace(BREAK, "").replace("-", "")
    for start in _occurrences(bare, squeezed):
        low, high = kept[start], kept[start + len(bare) - 1] + 1
        low -= len(needle) - len(needle.lstrip("-"))
        high += len(needle) - len(needle.rstrip("-"))
        if low >= 0 and _same(page.text[low:high], needle) and not _cuts(page.text, low, high):
            return page.original_span(low, high)
    return None


def _same(one: str, other: str) -> bool:
    """Whether two texts agree when a `BREAK` of either stands for a hyphen of the other or for nothing."""
    i = j = 0
    while i < len(one) or j < len(other):
        a, b = one[i : i + 1], other[j : j + 1]
        if a == b:
            i, j = i + 1, j + 1
        elif a == BREAK:
            i, j = i + 1, j + (b == "-")
        elif b == BREAK:
            j, i = j + 1, i + (a == "-")
        else:
            return False
    return True


def _occurrences(needle: str, text: str) -> Iterator[int]:
    start = text.find(needle) if needle else -1
    while start >= 0:
        yield start
        start = text.find(needle, start + 1)


def _cuts(text: str, start: int, end: int, *, digits_only: bool = False) -> bool:
    """Whether the span begins or ends inside a number or a word."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    first, last = text[start], text[end - 1]
    if first.isdigit() and re.search(r"\d[.,]?$", before):
        return True
    if last.isdigit() and re.match(r"[.,]?\d", after):
        return True
    if digits_only:
        return False
    pairs = ((before[-1:], first), (last, after[:1]))
    return any(_LETTER.match(left) and _LETTER.match(right) for left, right in pairs if left and right)


def _may_hold(needle: str, text: str) -> bool:
    """A quick look: a page that holds none of the quotation's longest plain words cannot hold the quotation."""
    words = sorted({word for word in _WORD.findall(needle) if word.isascii()}, key=lambda word: (-len(word), word))[:4]
    return not words or any(word in text for word in words) or _HIDES.search(text) is not None


def _is_stitched(quote: str, pages: list[str]) -> bool:
    """Whether the quotation is put together from parts that the pages hold, but not next to each other."""
    whole = "\x00".join(plain_text(page) for page in pages)
    parts = [plain_text(part) for part in _ELLIPSIS.split(quote) if part.strip()]
    if parts and parts[0] != plain_text(quote):
        return all(_holds(whole, part) for part in parts) and any(len(part.split()) >= MIN_FRAGMENT_WORDS for part in parts)
    return _in_fragments(plain_text(quote).split(), whole)


def _in_fragments(words: list[str], whole: str) -> bool:
    """Whether the words, in order, fall into a few stretches that stand somewhere in `whole`."""
    at = 0
    for count in range(1, MAX_FRAGMENTS + 1):
        first, length = at, 0
        if len(words) - at < MIN_FRAGMENT_WORDS:  # the rest is too short alone: it borrows from the stretch before
            first = max(0, len(words) - MIN_FRAGMENT_WORDS)
        while first + length < len(words) and _holds(whole, " ".join(words[first : first + length + 1])):
            length += 1
        if length < MIN_FRAGMENT_WORDS:
            return False
        at = first + length
        if at >= len(words):
            return count > 1
    return False


def _holds(whole: str, part: str) -> bool:
    return any(not _cuts(whole, at, at + len(part)) for at in _occurrences(part, whole))
