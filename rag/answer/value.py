"""A question for a value – a date, an amount, how many – → the sentences that give one, and whether it is the one asked for.

Papers are full of values near to what is asked: the licence of another product, the date of another contract. The weights are
round numbers that part the answerable from the near misses of the calibration half of the golden questions
(`make bench-questions`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rag.answer.candidates import Candidate, counting, quantities_of, units
from rag.answer.query import Query, stems_of
from rag.answer.stretch import stretch
from rag.ground.normalise import plain_text
from rag.knowledge.question_cues import load_question_cues


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each sign counts, and how much is enough."""

    held: float = 1.0  # share of the question's terms, by rarity, in sentence, heading and the sentences around it
    meaning: float = 1.0  # cosine of question and sentence
    missing_name: float = 0.4  # off for each name in the question that stands nowhere there
    other_count: float = 0.3  # off when what is counted stands away from every number
    enough: float = 0.83
    enough_by_words: float = 0.45  # … without the cosine, which tells little in languages that the model does not know


WEIGHTS = _Weights()


def giving_value(query: Query, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences whose quotation holds a quantity of a wanted kind, in the order given."""
    return [one for one in ranked if any(_gives(query, part.quote) for part in stretch(query, one))]


def _gives(query: Query, quote: str) -> bool:
    """Whether a quotation holds a wanted quantity; a plain number is a version only beside a name, or in a cell."""
    if "version" not in query.wants:
        return bool(quantities_of(quote, query.wants))
    quote, beside = plain_text(quote), _beside_version()
    return any(value.kind != "number" or beside.search(quote[: value.start]) for value in quantities_of(quote, query.wants))


@cache
def _beside_version() -> re.Pattern[str]:
    """The end of what stands before a version: the border of a cell, a name, a word for it."""
    words = "|".join(map(re.escape, load_question_cues().versions))
    return re.compile(rf"(?:[|\t;,]|\b[A-ZÀ-Þ][\w.+#-]*|\b(?i:{words})\.?)\s*$")


def belongs(query: Query, one: Candidate, importance: Mapping[str, float]) -> bool:
    """Whether the value that a sentence gives is that of what the question names."""
    around = _around(one)
    found = frozenset(stems_of(f"{one.passage.context}\n{around}", query))
    held = sum(weight for term, weight in importance.items() if term in found) / (sum(importance.values()) or 1.0)
    by_words = WEIGHTS.held * held - WEIGHTS.missing_name * len(query.names - found)
    by_words -= WEIGHTS.other_count * bool(query.counted and not _counts(query, one))
    return by_words >= WEIGHTS.enough_by_words or by_words + WEIGHTS.meaning * one.meaning >= WEIGHTS.enough


def _around(one: Candidate) -> str:
    """The sentence with those before and after it."""
    spans = units(one.passage.text)
    place = next((number for number, (start, _) in enumerate(spans) if start >= one.start), len(spans) - 1)
    return one.passage.text[spans[max(0, place - 1)][0] : spans[min(len(spans) - 1, place + 1)][1]]


def _counts(query: Query, one: Candidate) -> bool:
    """Whether what is counted stands beside a number, or heads the table."""
    return query.counted in stems_of(one.passage.context, query) or bool(counting(one.text, query))
