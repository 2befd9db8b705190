"""A question for somebody – who, which supplier – → whether a sentence tells of one: by name, or by a word for people."""

import re
from functools import cache

from rag.answer.candidates import Candidate, is_row, names_in
from rag.answer.query import Query, kin_in, language_in
from rag.answer.stretch import stretch
from rag.knowledge.countries import load_countries
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.kin import persons
from rag.knowledge.question_cues import load_question_cues

_CAPITAL_CELL = re.compile(r"(?:^|[|\t;,])\s*[A-ZÀ-Þ]")


def tells_who(query: Query, one: Candidate) -> bool:
    """Whether what is quoted names somebody, speaks of people, or is a row with a cell that may be a name."""
    if is_row(one.passage, one.start, one.end) and _CAPITAL_CELL.search(one.text):
        return True
    text = " ".join(part.quote for part in stretch(query, one))
    asked: frozenset[str] = frozenset().union(*query.kin.values())
    return is_named(query, text) or bool(kin_in(text, language_in(one.passage.text)) & persons() - asked)


def is_named(query: Query, text: str) -> bool:
    """Whether a text holds a name that may be somebody's: neither a place nor a language, a format or a protocol."""
    return any(name.casefold() not in _no_persons() for name in names_in(text, query))


@cache
def _no_persons() -> frozenset[str]:
    things = load_question_cues().nobody
    techniques = (name for one in load_gazetteer().technologies if one.category in things for name in one.names)
    return frozenset(name.casefold() for name in (*techniques, *load_countries().in_answers))
