"""A question for a value – a date, an amount, how many – → the sentences that give one.

Papers are full of values near to what is asked: the licence of another product, the date of another contract. Whether it is the
one asked for, `support.py` weighs.
"""

import re
from collections.abc import Sequence
from functools import cache

from rag.answer.candidates import Candidate, counting, counts, measured, names_in, quantities_of
from rag.answer.query import Query, kin_held, stems_of
from rag.answer.somebody import is_named
from rag.answer.stretch import Extract, stretch
from rag.ground.lexicon import default_lexicon
from rag.ground.normalise import plain_text
from rag.ground.quantity import Quantity
from rag.knowledge.question_cues import load_question_cues

NAMED_SHARE = 0.85  # of the score of the best one that gives a value, which one that holds a name of the question needs
MONTH_CHARS = 3  # a month with a longer name is read as one without a day or year; "may" may be a verb
_AFTER_NAME = re.compile(r"\w[,;]?\s[A-ZÀ-Þ][\w.+#-]*\s$")
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d{2}(?![\w-]|[.,]\d)")


def giving_value(query: Query, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that give what is wanted, a quantity with what is quoted along with it, in the order given."""
    if "name" in query.wants:
        return [one for one in ranked if (is_named(query, one.text) if query.is_who else names_in(one.text, query))]
    giving = [
        one
        for one in ranked
        if _speaks_of(query, one)
        and (
            _gives(query, measured(one.passage, one.start, one.end))
            or any(_goes_on(query, one, part) for part in stretch(query, one))
        )
    ]
    return sorted(giving, key=lambda one: (_counts_else(query, one), _misses_name(query, one, giving[0])))


def _speaks_of(query: Query, one: Candidate) -> bool:
    """Whether a sentence, or what heads it, holds a word of what is asked about: what stands around speaks for no other."""
    text = f"{one.passage.context}\n{one.text}"
    return not set(query.topic).isdisjoint({*stems_of(text, query), *kin_held(query, text, one.passage.text)})


def _counts_else(query: Query, one: Candidate) -> bool:
    """Whether a number is asked for, and what is counted stands beside none."""
    return bool(query.counted) and not counts(query, one.passage, one.start, one.end)


def _misses_name(query: Query, one: Candidate, best: Candidate) -> bool:
    """Whether a sentence, with its headings, holds none of the names in the question, or is far worse than the best."""
    if not query.names or one.score < NAMED_SHARE * best.score:
        return True
    return query.names.isdisjoint(stems_of(f"{one.passage.context}\n{one.text}", query))


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
    if "contact" in query.wants:
        return bool(_contact().search(quote))
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
def _contact() -> re.Pattern[str]:
    return re.compile(load_question_cues().contact)


@cache
def _after_version_word() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_question_cues().versions))
    return re.compile(rf"(?<!\w)(?:{words})\.?\s*$", re.IGNORECASE)


@cache
def _beside_version() -> re.Pattern[str]:
    """The end of what stands before a version: the border of a cell, a name, a word for it."""
    words = "|".join(map(re.escape, load_question_cues().versions))
    return re.compile(rf"(?:[|\t;,]|\b[A-ZÀ-Þ][\w.+#-]*|\b(?i:{words})\.?)\s*$")
