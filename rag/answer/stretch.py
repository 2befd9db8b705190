"""What is quoted of a sentence: itself, the telling part of a long one, or what follows a short one along with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.answer.candidates import Candidate, counting, is_row, names_in, quantities_of, spans_of
from rag.answer.query import Query, stems_of
from rag.ground.citation import Citation

MAX_EXTRACTS = 3
MAX_CHARS = 300  # of a quotation
SHORT_CHARS = 60  # a shorter sentence takes the one after it along, to be understood

_ITEM = re.compile(r"[ \t]*(?:[-*+•●○■▪◦➢➤✓–·]|\d{1,3}[.)]|[a-z]\))[ \t]")


@dataclass(slots=True)
class Extract:
    """A stretch of the answer around a sentence, and further places that say the same."""

    best: Candidate
    start: int  # in the passage's text
    end: int
    same: list[Candidate] = field(default_factory=list)
    also: list[Citation] = field(default_factory=list)  # places that the ledger knows to say the same

    @property
    def quote(self) -> str:
        """The stretch, verbatim."""
        return self.best.passage.text[self.start : self.end]

    @property
    def documents(self) -> set[str]:
        """Paths of the documents that stand behind it."""
        named = [self.best.passage.document, *(one.passage.document for one in self.same)]
        return {*named, *(one.document for one in self.also)}


def stretch(query: Query, one: Candidate) -> list[Extract]:
    """What is quoted of a sentence: itself, or of a long one its telling part.

    One that is short, opens a list or does not hold what is asked for takes along what follows; a list goes on in further
    quotations.
    """
    text = one.passage.text
    if one.end - one.start > MAX_CHARS:
        return [Extract(one, *_window(query, one))]
    opens = one.text.rstrip("*_ ").endswith(":")
    if is_row(one.passage, one.start, one.end) or not (opens or not one.has_kind or one.end - one.start < SHORT_CHARS):
        return [Extract(one, one.start, one.end)]
    stretches = [(one.start, one.end)]
    for start, end in spans_of(one.passage):
        if start < one.end:
            continue
        if end - stretches[-1][0] <= MAX_CHARS:
            stretches[-1] = (stretches[-1][0], end)
        elif (
            opens
            and len(stretches) < MAX_EXTRACTS
            and end - start <= MAX_CHARS
            and _ITEM.match(text[text.rfind("\n", 0, start) + 1 :])
        ):
            stretches.append((start, end))
        else:
            break
    return [Extract(one, start, end) for start, end in stretches]


def unquoted_part(extracts: Sequence[Extract], new: Extract) -> Extract:
    """The stretch as far as nothing of it is quoted already."""
    own = [other for other in extracts if other.best.passage.chunk_id == new.best.passage.chunk_id]
    end = min((other.start for other in own if new.start < other.start < new.end), default=new.end)
    text = new.best.passage.text[new.start : end].rstrip()
    return replace(new, end=new.start + len(text))


def decisive_words(query: Query, extract: Extract) -> str:
    """The words that answer: the value or name asked for, or the sentence itself; always a slice of the quotation."""
    one, quote = extract.best, extract.best.passage.text[extract.start : extract.end]
    for text in (one.text, quote):
        found = (*(counting(text, query) if query.counted else ()), *quantities_of(text, query.wants))
        values = [value.text for value in found if value.text in quote]
        values += [name for name in names_in(text, query) if name in quote] if "name" in query.wants else []
        if values:
            return values[0]
    return one.text if one.text in quote else quote


def _window(query: Query, one: Candidate) -> tuple[int, int]:
    """The stretch of at most `MAX_CHARS` of a long sentence, from word to word, with most of the question's terms."""
    words = [(found.start() + one.start, found.end() + one.start) for found in re.finditer(r"\S+", one.text)]
    wanted = set(query.terms)
    hits = [len(wanted & set(stems_of(one.passage.text[start:end], query))) for start, end in words]
    kinds = [float(bool(query.wants and re.search(r"\d", one.passage.text[start:end]))) for start, end in words]
    best, equal = -1.0, [(one.start, one.start + MAX_CHARS)]
    last = 0
    for first in range(len(words)):
        last = max(last, first)
        while last + 1 < len(words) and words[last + 1][1] - words[first][0] <= MAX_CHARS:
            last += 1
        value = sum(hits[first : last + 1]) + 0.5 * sum(kinds[first : last + 1])
        if words[last][1] - words[first][0] > MAX_CHARS or value < best:
            continue
        equal = [*equal, (words[first][0], words[last][1])] if value == best else [(words[first][0], words[last][1])]
        best = value
    return equal[len(equal) // 2]
