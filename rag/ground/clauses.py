"""Text → sentences and clauses, as offsets."""

import re
from collections.abc import Iterator

SHORT_LINE = 0.75  # of the longest line: a wrapped line is longer
_ABBREVIATIONS = frozenset(
    {
        *("e.g", "i.e", "etc", "approx", "incl", "excl", "vs", "ca", "cf", "al", "mr", "mrs", "ms", "dr", "prof", "inc", "ltd"),
        *("co", "corp", "dept", "est", "st", "jr", "sr", "resp", "vol", "bzw", "usw", "z.b", "d.h", "u.a", "o.ä", "s.o", "ggf"),
        *("inkl", "evtl", "std", "mio", "mrd", "tel", "bspw", "sog", "vgl", "p.ex", "par", "ex", "env", "réf", "p.ej", "ej"),
        *("aprox", "sra", "av", "eua", "u.s", "u.k"),
    }
)
_BEFORE_NUMBERS = frozenset({"no", "nr", "fig", "sec", "art", "max", "min", "p", "pp", "abs", "núm", "pág", "n.º", "vers", "v"})
_BULLET = r"(?:[-*+•●○■▪◦➢➤✓–·]|\d{1,3}[.)]|[a-z]\)|#{1,6})"
_END = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?=\s|$)"  # a full stop, with what closes after it
    r"|\n[ \t]*\n"  # a blank line
    rf"|\n(?=[ \t]*(?:{_BULLET}|\|)[ \t|])"  # before an item or a heading
    r"|(?<=\|)[ \t]*\n|\n(?=[^\n]*(?:\t\S|[ ]\|[ ]))"  # after and before a table row
)
_LEAD = re.compile(rf"(?:{_BULLET}|>)[ \t]+|\s+")
_OPENS = re.compile(r"\s*[\"'“„«(\[]*(?:[^\W\d_a-z]|\d|[a-z]\w*[A-Z(])", re.UNICODE)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`, in order, without the white space, bullets and marks around them.

    A sentence ends at its full stop, not at that of an abbreviation, an initial or a number; at a blank line; and before a
    bullet, a heading or a table row.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in sorted(set(_ends(text))):
        span = _trimmed(text, start, end)
        if span:
            spans.append(span)
        start = end
    return spans


def _ends(text: str) -> Iterator[int]:
    yield from _short_lines(text)
    for found in _END.finditer(text):
        if "\n" in found.group() or not found.group().startswith(".") or _ends_sentence(text, found):
            yield found.end()
    yield len(text)


def _short_lines(text: str) -> Iterator[int]:
    """Ends of lines that stop early without a mark before a capital: headings, labels and table rows of a printed page."""
    lines = list(re.finditer(r"^[^\r\n]*\r?\n", text, re.MULTILINE))
    full = max((len(line.rstrip()) for line in text.splitlines()), default=0)
    for line in lines:
        written = line.group().rstrip()
        if (
            written
            and len(written) < SHORT_LINE * full
            and written[-1] not in ".,;:!?…-–"
            and text[line.end() : line.end() + 1].isupper()
        ):
            yield line.end()


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Whether a full stop ends its sentence."""
    before = re.search(r"[\w.º]+$", text[max(0, stop.start() - 12) : stop.start()])
    word = before.group().lower() if before else ""
    rest = text[stop.end() : stop.end() + 40]
    if (
        (word in _ABBREVIATIONS and not re.search(r"\d\s*$", text[: stop.start() - len(word)]))  # "500 ms." is no "Ms."
        or (word in _BEFORE_NUMBERS and re.match(r"\s+\d", rest))
        or (len(word) == 1 and word.isalpha() and text[stop.start() - 1].isupper())
    ):
        return False
    if word.isdigit() and len(word) <= 2 and text[: stop.start() - len(word)].rpartition("\n")[2].strip(" \t#>-*") == "":
        return False  # "4. Recovery": the number of an item
    if word.isdigit() and len(word) <= 2:  # "am 3. Mai": an ordinal before a word that begins no sentence
        return re.match(r"\s+(?:[^\W\d_]*[a-zà-ÿ]{2,}\s+\d{4}|[a-zà-ÿ])", rest) is None
    return not rest.strip() or "\n" in rest[:2] or _OPENS.match(rest) is not None or "”" in stop.group()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while lead := _LEAD.match(text, start, end):
        start = lead.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start and re.search(r"\w", text[start:end]) else None
