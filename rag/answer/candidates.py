"""Passages → sentences that may answer a question, scored."""

import csv
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.answer.query import Query, kin_held, stems_of
from rag.ground.clauses import split_sentences
from rag.ground.lexicon import default_lexicon
from rag.ground.normalise import plain_text
from rag.ground.quantity import Quantity, read_quantities
from rag.knowledge.question_cues import load_question_cues
from rag.retrieve.passage import Passage

CONTEXT_SHARE = 0.6  # what a term is worth that stands in the title, heading or table header above the sentence
NEIGHBOUR_SHARE = 0.3  # … in the sentence before or after
KIN_SHARE = 0.5  # … for which the sentence has a word that may stand for it
KIND, PASSAGE, NEARNESS, FRAGMENT, QUESTION = 0.3, 0.3, 0.1, -0.3, -0.3  # beside coverage, which counts 1
MEANING = 1.5  # … and this for the cosine of sentence and question, where it is known
BESIDE = 3  # words between a number and what it counts
MIN_WORDS = 4  # a shorter sentence is a heading or a fragment

_QUANTITIES = frozenset({"number", "money", "percent", "duration", "size", "date", "time", "version"})
_CAPITAL = r"[A-ZÀ-Þ][\w&.-]*\w"
_NAME = re.compile(rf"(?<!\w){_CAPITAL}(?:\s(?:(?:of|de|und|and|&)\s)?{_CAPITAL})*")
_NUMBERING = re.compile(r"(?:^|[\n.;:])[^\w\n]*(\d+(?:\.\d+)+)\.?\s+(?=[A-ZÀ-Þ])")  # of a clause: "8.2 All meters …"
_INNER = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")  # "LiftLog" is a name wherever it stands
_YEAR = re.compile(r"(?:19|20)\d{2}")  # counts nothing
_BARE = re.compile(r"\d[\d.,' ]*")
_STARTS = re.compile(r"(?:^|[.!?:|*#\t\n-])\W*$")

Nearness = Callable[[Sequence[str]], Sequence[float]]  # texts → cosine of each with the question


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage."""

    passage: Passage
    rank: int  # of the passage, from 0
    start: int  # offset in passage.text
    end: int
    stems: frozenset[str]
    coverage: float  # share of the question's terms that sentence, heading and neighbours hold, by rarity, 0…1
    has_kind: bool  # holds the kind of thing that the question asks for
    score: float
    meaning: float = 0.0  # cosine of sentence and question, −1…1; 0 while it is not known

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.passage.text[self.start : self.end]


def rank_sentences(query: Query, passages: Sequence[Passage], nearness_to: Nearness | None = None) -> list[Candidate]:
    """All sentences of the passages, best first.

    Args:
        query: what is asked.
        passages: best first.
        nearness_to: how near in meaning each of some texts is to the question; None while that is not known.
    """
    weights = term_weights(query, passages)
    found = [one for rank, passage in enumerate(passages) for one in _sentences(query, passage, rank, weights)]
    if nearness_to is not None and found:
        meanings = nearness_to([readable(one.passage, one.start, one.end) for one in found])
        found = [
            replace(one, meaning=meaning, score=one.score + MEANING * meaning)
            for one, meaning in zip(found, meanings, strict=True)
        ]
    return sorted(found, key=lambda one: (-one.score, one.rank, one.start))


def term_weights(query: Query, passages: Sequence[Passage]) -> dict[str, float]:
    """How much each term of the question tells: the rarer among the passages, the more."""
    sets = [frozenset(stems_of(f"{passage.context}\n{passage.text}", query)) for passage in passages]
    weights = {}
    for term in query.terms:
        count = sum(term in one for one in sets)
        weights[term] = math.log(2 + len(sets) / (1 + count))
    return weights


def quantities_of(text: str, wants: Sequence[str]) -> tuple[Quantity, ...]:
    """The quantities in `text` that are of a wanted kind."""
    plain = plain_text(text)
    numberings = [found.span(1) for found in _NUMBERING.finditer(plain)]
    return tuple(
        one
        for one in read_quantities(plain, default_lexicon())
        if one.kind in wants and not any(start <= one.start < end for start, end in numberings)
    )


def counting(text: str, query: Query) -> tuple[Quantity, ...]:
    """The quantities in `text` that stand beside what the question wants counted, in its words or such as stand for them."""
    text = plain_text(text)
    values = [one for one in quantities_of(text, query.wants) if not _YEAR.fullmatch(one.text)]
    edges = [0, *(edge for value in values for edge in (value.start, value.end)), len(text)]
    found = []
    for number, value in enumerate(values):
        before, after = text[edges[2 * number] : value.start], text[value.end : edges[2 * number + 3]]  # up to the next number
        beside = " ".join([*before.split()[-BESIDE:], value.text, *after.split()[:BESIDE]])
        if names_counted(beside, query, text):
            found.append(value)
    return tuple(found)


def names_counted(text: str, query: Query, written: str) -> bool:
    """Whether `text` speaks of what the question wants counted; of `written`, which it is part of, the language is told."""
    return not set(query.counted).isdisjoint({*stems_of(text, query), *kin_held(query, text, written)})


def counts(query: Query, passage: Passage, start: int, end: int) -> bool:
    """Whether a slice of a passage counts it: beside a number, or as a row or in a table that is headed by it."""
    text, header = passage.text[start:end], _header(passage)
    if not is_row(passage, start, end):
        return bool(counting(text, query)) or names_counted(passage.context, query, passage.text)
    cells = [cell for cell in _cells(text, len(header)) if cell]
    headed = names_counted(f"{''.join(cells[:1])}\n{passage.context}", query, passage.text)
    return headed or any(counting(cell, query) for cell in cells)


def names_in(text: str, query: Query) -> list[str]:
    """Names in `text` that the question does not hold itself; one capital word at the beginning of a sentence is no name.

    Neither is what belongs to a time or a quantity: a weekday, a month, a currency.
    """
    values = [(one.start, one.end) for one in read_quantities(text, default_lexicon())]
    return [
        found.group()
        for found in _NAME.finditer(text)
        if (" " in found.group() or _INNER.search(found.group()) or not _STARTS.search(text[: found.start()]))
        and not set(stems_of(found.group(), query)) & set(query.terms)
        and found.group().lower() not in load_question_cues().moments
        and found.group().lower() not in default_lexicon().months
        and not any(start < found.end() and found.start() < end for start, end in values)
    ]


def readable(passage: Passage, start: int, end: int) -> str:
    """A slice of a passage on one line; a table row with the names of its columns."""
    quote = passage.text[start:end]
    header = _header(passage)
    cells = _cells(quote, len(header))
    if len(header) > 1 and len(cells) == len(header):
        return "; ".join(f"{name}: {cell}" for name, cell in zip(header, cells, strict=True) if cell)
    return re.sub(r"\*\*|__|`", "", plain_text(quote.replace("\t", " · ")))


def _header(passage: Passage) -> list[str]:
    """Names of the columns, when the passage is of a table."""
    last = passage.context.split("\n")[-1]
    return last.split(" | ") if " | " in last else []


def _cells(row: str, columns: int = 0) -> list[str]:
    """Cells of a row; those of a file of separated values where that makes as many as there are columns."""
    for separator in ",;" if columns > 1 and len(row.splitlines()) == 1 else "":
        cells = next(csv.reader([row], delimiter=separator), [])
        if len(cells) == columns:
            return [cell.strip() for cell in cells]
    return [cell.strip() for cell in re.split(r"\t|\|", row.strip().strip("|"))]


def is_row(passage: Passage, start: int, end: int) -> bool:
    """Whether a slice of a passage is a row of a table, which says nothing together with the next."""
    text, columns = passage.text[start:end], len(_header(passage))
    return "\t" in text or " | " in text or (columns > 1 and len(_cells(text, columns)) == columns)


def is_letterhead(query: Query, one: Candidate) -> bool:
    """Whether a sentence of its document's head holds nothing of the question but names: it says who writes, no more."""
    if one.has_kind or not set(query.topic) - query.names or one.text not in one.passage.head:
        return False
    return one.stems & set(query.terms) <= query.names


def measured(passage: Passage, start: int, end: int) -> str:
    """A slice of a passage; a row of a table with the unit that the head of a column names behind each bare number."""
    row, header = passage.text[start:end], _header(passage)
    cells = _cells(row, len(header))
    if len(header) < 2 or len(cells) != len(header):
        return row
    return " | ".join(
        f"{cell} {_unit(name)}" if _BARE.fullmatch(cell) else cell for name, cell in zip(header, cells, strict=True)
    )


def _unit(column: str) -> str:
    """The unit or currency in the head of a column, "GBP" of "Yearly cost GBP"; "" for none."""
    lexicon = default_lexicon()
    words = re.findall(r"[^\W\d_]+|[€$£¥%]", column)
    return next((word for word in reversed(words) if word.lower() in lexicon.units or word.lower() in lexicon.currencies), "")


def around(one: Candidate) -> str:
    """The sentence with those before and after it."""
    spans = spans_of(one.passage)
    place = next((number for number, (start, _) in enumerate(spans) if start >= one.start), len(spans) - 1)
    return one.passage.text[spans[max(0, place - 1)][0] : spans[min(len(spans) - 1, place + 1)][1]]


def spans_of(passage: Passage) -> list[tuple[int, int]]:
    """Spans of what may answer by itself: sentences, and rows of tables whole, whatever full stops their cells hold."""
    text, columns = passage.text, len(_header(passage))
    lines = [found.span() for found in re.finditer(r"\S[^\n]*", text)]
    if columns > 1 and lines and all(len(_cells(text[start:end], columns)) == columns for start, end in lines):
        return lines
    return units(text)


def units(text: str) -> list[tuple[int, int]]:
    """The same of a text that is no table of its own."""
    spans: list[tuple[int, int]] = []
    for start, end in split_sentences(text):
        if spans and "\n" not in text[spans[-1][1] : start] and _in_row(text, start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _in_row(text: str, place: int) -> bool:
    line = text[text.rfind("\n", 0, place) + 1 : place + (text[place:].find("\n") + 1 or len(text))]
    return "\t" in line or " | " in line


def _sentences(query: Query, passage: Passage, rank: int, weights: dict[str, float]) -> list[Candidate]:
    header = _header(passage)
    spans = [
        (start, end) for start, end in spans_of(passage) if not header or _cells(passage.text[start:end], len(header)) != header
    ]
    stems = [stems_of(passage.text[start:end], query) for start, end in spans]
    head = frozenset(stems_of(passage.head, query))
    context = head | frozenset(stems_of(passage.context, query))
    total = sum(weights.values()) or 1.0
    found = []
    for place, (start, end) in enumerate(spans):
        near = frozenset(one for other in (place - 1, place + 1) if 0 <= other < len(spans) for one in stems[other])
        own = frozenset(stems[place])
        said = own - head if passage.text[start:end] in passage.head else own  # a letterhead says nothing of its own
        text = passage.text[start:end]
        kin = kin_held(query, text, passage.text)
        got = sum(
            weight
            * max(
                1.0 if term in said else CONTEXT_SHARE if term in context else NEIGHBOUR_SHARE if term in near else 0.0,
                KIN_SHARE if term in kin else 0.0,
            )
            for term, weight in weights.items()
        )
        coverage, has_kind = got / total, _has_kind(query, measured(passage, start, end))
        score = coverage + KIND * has_kind + PASSAGE * passage.score + NEARNESS * _nearness(query, stems[place])
        score += FRAGMENT * (len(text.split()) < MIN_WORDS) + QUESTION * text.rstrip("*_ ").endswith("?")
        found.append(Candidate(passage, rank, start, end, own, coverage, has_kind, score))
    return found


def _has_kind(query: Query, sentence: str) -> bool:
    wanted = [kind for kind in query.wants if kind in _QUANTITIES]
    if wanted and quantities_of(sentence, wanted):
        return True
    if "reason" in query.wants:
        low = sentence.lower()
        return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", low) for word in load_question_cues().reasons)
    return "name" in query.wants and bool(names_in(sentence, query))


def _nearness(query: Query, stems: Sequence[str]) -> float:
    """How close together the question's terms stand, 0…1."""
    places = [place for place, one in enumerate(stems) if one in query.terms]
    if len(places) < 2:
        return 0.0
    return len(places) / (places[-1] - places[0] + 1)
