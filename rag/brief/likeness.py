"""Whether two statements speak of the same thing: by the words they share, and by what sets their cases apart."""

import re

from rag.extract.fact import Fact, Time
from rag.knowledge.brief_fields import Comparison

_WORD = re.compile(r"[^\W\d_]{3,}")
_ROW = " | "
_LONGEST_SHARED = 14  # a word is compared by its beginning: inflections differ at the end
_SHORTEST_STEM = 4


def is_same_place(one: Fact, other: Fact) -> bool:
    """Whether both stand in one sentence, or in rows of one document's tables: what they say was written to go together."""
    if one.citation.sha256 != other.citation.sha256:
        return False
    rows = one.rule.startswith("B4") and other.rule.startswith("B4")
    return rows or one.statement == other.statement or (_ROW in one.statement and _ROW in other.statement)


def is_other_case(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether a number, a month or a letter sets apart what they speak of (`plant 1`, `plant 2`), or one only supposes."""
    if any(re.search(table.supposed, fact.statement, re.IGNORECASE) for fact in (one, other)):
        return True
    left, right = (_cases(fact.statement, table) for fact in (one, other))
    return any(noun in right and right[noun] != case for noun, case in left.items())


def is_other_time(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether one is of today and the other a plan."""
    if {one.time, other.time} == {Time.CURRENT, Time.PLANNED}:
        return True
    said = [
        (re.search(table.now, fact.statement, re.IGNORECASE), re.search(table.plan, fact.statement, re.IGNORECASE))
        for fact in (one, other)
    ]
    return any(now and plan and not is_planned for (now, is_planned), (_, plan) in (said, said[::-1]))


def shared_words(left: str, right: str, table: Comparison) -> set[str]:
    """The stems that two statements have in common, without those that every statement of the kind has."""
    return stems(left, table) & stems(right, table)


def stems(text: str, table: Comparison) -> set[str]:
    """The beginnings of the words that tell what a text is about."""
    return {stem for word in _WORD.findall(text.casefold()) if word not in table.general_words and (stem := _stem(word))}


def _stem(word: str) -> str:
    for ending in ("ies", "es", "en", "s", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:_LONGEST_SHARED]


def _cases(statement: str, table: Comparison) -> dict[str, str]:
    return {match["noun"].casefold(): match["case"].casefold() for match in re.finditer(table.cases, statement, re.IGNORECASE)}
