"""Where sentences end: full stops that close one, in Western and CJK scripts, not those of abbreviations and numbers."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”’]*|\n[ \t]*\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:e\.g|i\.e|etc|approx|incl|excl|resp|cf|vs|no|nos|nr|vol|fig|tab|sec|art|par|pp?|ch|ca|dr|mr|mrs|ms|prof|st"
    r"|inc|ltd|corp|co|dept|est|max|min|z\.\s?b|d\.\s?h|u\.\s?a|bzw|vgl|abs|ggf|sog|usw|evtl|inkl|zzgl|abb|tel|jan|feb|mar|apr|jun"
    r"|jul|aug|sept?|oct|nov|dec|okt|dez|(?-i:[A-Z]))\.$",
    re.IGNORECASE,
)


_NUMBER = re.compile(r"(?:^|\s)\d{1,2}\.$")
_INITIAL = re.compile(r"[A-Z]\.(?!\w)")  # "z. B.", "J. R. Smith"
_MONTH = re.compile(r"(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)\w*\b", re.IGNORECASE)


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`, without white space around them."""
    end = len(text) if end is None else end
    at = start
    for found in _END.finditer(text, start, end):
        if _closes(text, at, found, end):
            yield from _trimmed(text, at, found.end())
            at = found.end()
    yield from _trimmed(text, at, end)


def _closes(text: str, start: int, found: re.Match[str], end: int) -> bool:
    """Whether a stop ends a sentence: no abbreviation stands before it, and no small letter after it."""
    mark = found.group()
    if mark[0] in "。！？\n":
        return True
    following = text[found.end() : min(end, found.end() + 8)].lstrip()
    if following[:1].islower() or _INITIAL.match(following):
        return False
    if mark[0] != ".":
        return True
    before = text[max(start, found.start() - 12) : found.start() + 1]
    if _NUMBER.search(before):  # "3. Oktober", and the number of a list item
        return not _MONTH.match(following) and before.strip() != text[start : found.start() + 1].strip()
    return not _ABBREVIATION.search(before)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    if end > start:
        yield start, end
