"""Whether two statements speak of the same thing: by the words they share, and by what sets their cases apart."""

import re

from rag.extract.fact import Fact, Time
from rag.knowledge.brief_fields import Comparison

_WORD = re.compile(r"[^\W\d_]{3,}")
_ROW = " | "
_LONGEST_SHARED = 14  # a word is compared by its beginning: inflections differ at the end
_SHORTEST_STEM = 4
_MOST_TEXTS = 8192  # whose stems are kept


def is_same_place(one: Fact, other: Fact) -> bool:
    """Whether both stand in one sentence, or in rows of one document's tables: what they say was written to go together."""
    if one.citation.sha256 != other.citation.sha256:
        return False
    rows = one.rule.startswith("B4") and other.rule.startswith("B4")
    return rows or one.statement == other.statement or (_ROW in one.statement and _ROW in other.statement)


def is_other_case(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether a number, a month or a letter sets apart what they speak of (`plant 1`, `plant 2`), or one only supposes."""
    if any(_says(table.supposed, fact) for fact in (one, other)):
        return True
    left, right = (_cases(fact.statement, table) for fact in (one, other))
    return any(noun in right and right[noun] != case for noun, case in left.items())


def is_other_time(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether one is of today and the other a plan."""
    if {one.time, other.time} == {Time.CURRENT, Time.PLANNED}:
        return True
    said = [(_says(table.now, fact), _says(table.plan, fact)) for fact in (one, other)]
    return any(now and plan and not is_planned for (now, is_planned), (_, plan) in (said, said[::-1]))


def is_other_load(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether one is a load on ordinary days and the other the highest one."""
    calm = [bool(_says(table.usual, fact)) and not fact.slots.get("peak") for fact in (one, other)]
    high = [fact.slots.get("peak") or (_says(table.highest, fact) and not _says(table.usual, fact)) for fact in (one, other)]
    return bool((calm[0] and high[1]) or (calm[1] and high[0]))


def is_other_thing(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether two targets are for things that their sentences name differently, or over times that cannot be compared."""
    if one.kind == "availability":
        spells = [_says(table.spell, fact) is not None for fact in (one, other)]
        if spells[0] != spells[1]:
            return True
    left, right = (_named(fact.statement, table) for fact in (one, other))
    return bool(left and right) and not left & right


def _says(pattern: str, fact: Fact) -> re.Match[str] | None:
    return re.search(pattern, fact.statement, re.IGNORECASE)


def _named(statement: str, table: Comparison) -> frozenset[str]:
    found = re.search(table.named, statement, re.IGNORECASE)
    return stems(found[found.lastgroup or 0], table) if found else frozenset()


def shared_words(left: str, right: str, table: Comparison) -> frozenset[str]:
    """The stems that two statements have in common, without those that every statement of the kind has."""
    return stems(left, table) & stems(right, table)


def stems(text: str, table: Comparison) -> frozenset[str]:
    """The beginnings of the words that tell what a text is about; words that mean the same are one."""
    known = table.known_stems
    if text not in known:
        if len(known) >= _MOST_TEXTS:
            known.clear()
        plain = table.equivalent.sub(lambda found: f" {found.lastgroup} ", text) if table.equivalent else text
        words = [word for word in _WORD.findall(plain.casefold()) if word not in table.general_words]
        known[text] = frozenset(stem for stem in map(_stem, words) if stem and stem not in table.general_words)
    return known[text]


def _stem(word: str) -> str:
    for ending in ("ies", "es", "en", "s", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:_LONGEST_SHARED]


def _cases(statement: str, table: Comparison) -> dict[str, str]:
    return {match["noun"].casefold(): match["case"].casefold() for match in re.finditer(table.cases, statement, re.IGNORECASE)}
