"""A question for a value – a date, an amount, how many – → the sentences that give one, and whether it is the one asked for.

Papers are full of values near to what is asked: the licence of another product, the date of another contract. The weights are
round numbers that part the answerable from the near misses of the calibration half of the golden questions
(`make bench-questions`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rag.answer.candidates import Candidate, counting, measured, names_in, quantities_of, spans_of
from rag.answer.query import Query, stems_of
from rag.answer.stretch import Extract, stretch
from rag.ground.lexicon import default_lexicon
from rag.ground.normalise import plain_text
from rag.ground.quantity import Quantity
from rag.knowledge.question_cues import load_question_cues

MONTH_CHARS = 3  # a month with a longer name is read as one without a day or year; "may" may be a verb
_AFTER_NAME = re.compile(r"\w[,;]?\s[A-ZÀ-Þ][\w.+#-]*\s$")
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d{2}(?![\w-]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each sign counts, and how much is enough."""

    held: float = 1.0  # share of what the question is about, by rarity, in sentence, heading and the sentences around it
    nearby: float = 0.8  # what a word counts that stands only in the sentence before or after
    meaning: float = 1.0  # cosine of question and sentence
    missing_name: float = 0.4  # off for each name in the question that stands nowhere there
    other_count: float = 0.5  # off when what is counted stands away from every number
    enough: float = 0.83
    enough_by_words: float = 0.6  # … without the cosine, which tells little in languages that the model does not know


WEIGHTS = _Weights()


def giving_value(query: Query, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that give what is wanted, a quantity with what is quoted along with it, in the order given."""
    if "name" in query.wants:
        return [one for one in ranked if names_in(one.text, query)]
    return [
        one
        for one in ranked
        if _gives(query, measured(one.passage, one.start, one.end))
        or any(_goes_on(query, one, part) for part in stretch(query, one))
    ]


def _goes_on(query: Query, one: Candidate, part: Extract) -> bool:
    """Whether what follows a sentence gives the value and still speaks of the same: it names nothing else."""
    rest = one.passage.text[max(part.start, one.end) : part.end]
    is_list = one.text.rstrip("*_ ").endswith(":")
    return _gives(query, part.quote) and (is_list or not names_in(rest, query))


def is_of_another_year(query: Query, one: Candidate) -> bool:
    """Whether the question names a year and what would be quoted only others: last year's figure is no answer."""
    asked = set() if "date" in query.wants else set(_YEAR.findall(query.text))
    said = {year for part in stretch(query, one) for year in _YEAR.findall(part.quote)} if asked else set()
    return bool(said) and not asked & {*said, *_YEAR.findall(one.passage.context)}


def _gives(query: Query, quote: str) -> bool:
    """Whether a quotation holds a wanted quantity; a plain number is a version only beside a name, or in a cell."""
    if "moment" in query.wants and _moments().search(quote.lower()):
        return True
    plain, values = plain_text(quote), quantities_of(quote, query.wants)
    if "version" in query.wants:
        return any(value.kind != "number" or _beside_version().search(plain[: value.start]) for value in values)
    if query.counted and counting(quote, query):
        return True
    return any(value.kind != "number" or not _is_designation(query, plain[: value.start], value) for value in values)


def _is_designation(query: Query, before: str, value: Quantity) -> bool:
    """Whether a plain number is a year, a version or part of a name, as "PostgreSQL 14": it counts nothing."""
    follows_name = _AFTER_NAME.search(before) and query.language.cues.id not in load_question_cues().capital_nouns
    return bool(_YEAR.fullmatch(value.text) or follows_name or _after_version_word().search(before))


@cache
def _moments() -> re.Pattern[str]:
    """Words that tell a time without a date; months by their full names, for "may" is none."""
    words = (*load_question_cues().moments, *(month for month in default_lexicon().months if len(month) > MONTH_CHARS))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


@cache
def _after_version_word() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_question_cues().versions))
    return re.compile(rf"(?<!\w)(?:{words})\.?\s*$", re.IGNORECASE)


@cache
def _beside_version() -> re.Pattern[str]:
    """The end of what stands before a version: the border of a cell, a name, a word for it."""
    words = "|".join(map(re.escape, load_question_cues().versions))
    return re.compile(rf"(?:[|\t;,]|\b[A-ZÀ-Þ][\w.+#-]*|\b(?i:{words})\.?)\s*$")


def belongs(query: Query, one: Candidate, importance: Mapping[str, float]) -> bool:
    """Whether the value that a sentence gives is that of what the question names.

    What stands in the document's head, such as who writes, is said by the whole of it: it speaks neither for a sentence nor
    against it. Around a sentence that holds nothing of the question, others may speak of it; a name has to stand in one that
    itself speaks of what is asked.
    """
    is_name = "name" in query.wants
    own = frozenset(stems_of(one.text if is_name else f"{one.passage.context}\n{one.text}", query))
    if not own & set(query.topic):
        return False
    found = own if is_name or _is_of_another(query, one, own) else own | frozenset(stems_of(_around(one), query))
    head = frozenset(stems_of(one.passage.head, query))
    telling = [term for term in query.topic if term in found or term not in head] or query.topic
    held = sum(importance[term] * (1.0 if term in own else WEIGHTS.nearby) for term in telling if term in found)
    held /= sum(importance[term] for term in telling)
    by_words = WEIGHTS.held * held - WEIGHTS.missing_name * len(query.names - found - head)
    by_words -= WEIGHTS.other_count * bool(query.counted and not _counts(query, one))
    return by_words >= WEIGHTS.enough_by_words or by_words + WEIGHTS.meaning * one.meaning >= WEIGHTS.enough


def _is_of_another(query: Query, one: Candidate, own: frozenset[str]) -> bool:
    """Whether a sentence names something and nothing that the question names: what stands around it is not of that."""
    if not query.names or query.names & own or query.language.cues.id in load_question_cues().capital_nouns:
        return False
    return bool(names_in(one.text, query))


def _around(one: Candidate) -> str:
    """The sentence with those before and after it."""
    spans = spans_of(one.passage)
    place = next((number for number, (start, _) in enumerate(spans) if start >= one.start), len(spans) - 1)
    return one.passage.text[spans[max(0, place - 1)][0] : spans[min(len(spans) - 1, place + 1)][1]]


def _counts(query: Query, one: Candidate) -> bool:
    """Whether what is counted stands beside a number, or heads the table."""
    return query.counted in stems_of(one.passage.context, query) or bool(counting(one.text, query))
