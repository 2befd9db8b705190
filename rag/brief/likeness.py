"""Whether two statements speak of the same thing: by the words they share, and by what sets their cases apart."""

import re

from rag.extract.fact import Fact, Modality, Time
from rag.knowledge.brief_fields import Comparison

_WORD = re.compile(r"[^\W\d_]{3,}")
_ROW = " | "
_LEAST_COLUMNS = 3  # marks between the columns of a row
_LONGEST_SHARED = 14  # a word is compared by its beginning: inflections differ at the end
_SHORTEST_STEM = 4
_PLURALS = (
    ("ções", "ção"),
    ("sões", "são"),
    ("ões", "ão"),
    ("ciones", "ción"),
    ("siones", "sión"),
    ("eaux", "eau"),
    ("aux", "al"),
)
_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "one first eins erste ersten erster erstes un premier première uno primer primera um primeiro primeira",
            "two second zwei zweite zweiten zweiter zweites deux deuxième dos segundo segunda dois",
            "three third drei dritte dritten dritter drittes trois troisième tres tercer tercera três terceiro terceira",
        ),
        start=1,
    )
    for word in words.split()
}
_SENTENCE = 5  # words; a line with fewer names a value, and its heading names the thing
_SHARED = 2  # words in common of two sentences of one paper on one thing
_MOST_TEXTS = 8192  # whose stems are kept


def is_same_place(one: Fact, other: Fact) -> bool:
    """Whether both stand in one sentence, or in rows of one document's tables: what they say was written to go together."""
    if one.citation.sha256 != other.citation.sha256:
        return False
    rows = one.rule.startswith("B4") and other.rule.startswith("B4")
    return rows or one.statement == other.statement or (_is_row(one) and _is_row(other))


def is_beside(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether two statements of one paper are on two things: lines of a list, or sentences that share one word at most."""
    if any(len(fact.statement.split()) < _SENTENCE for fact in (one, other)):
        return True
    about = [stems(fact.statement, table) for fact in (one, other)]
    return all(about) and len(about[0] & about[1]) < min(_SHARED, *map(len, about))


def _is_row(fact: Fact) -> bool:
    """Whether a statement is a row of a table, or of a list with columns."""
    return _ROW in fact.statement or len(re.findall(r";(?=\S)", fact.statement)) >= _LEAST_COLUMNS


def is_other_case(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether a number, a month or a letter sets apart what they speak of (`plant 1`, `plant 2`), or one only supposes."""
    if any(_says(table.supposed, fact) for fact in (one, other)) or _is_other_moment(one, other, table):
        return True
    left, right = (_cases(fact.statement, table) for fact in (one, other))
    return any(noun in right and right[noun] != case for noun, case in left.items()) or is_other_place(one, other, table)


def _is_other_moment(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether both are points of a record of events, and not of the same moment."""
    moments = [found["moment"] if (found := _says(table.moment, fact)) else "" for fact in (one, other)]
    return all(moments) and moments[0] != moments[1]


def is_other_place(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether both name countries, and not the same ones; rules on where data stay are compared by their places."""
    if one.kind == "residency" or "place" in (one.slots.get("compares"), other.slots.get("compares")):
        return False
    left, right = ({code for code, name in table.place if name.search(fact.statement)} for fact in (one, other))
    return bool(left and right) and not left & right


def is_other_time(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether one is of today and the other a plan."""
    if {one.time, other.time} == {Time.CURRENT, Time.PLANNED}:
        return not any(fact.time is Time.CURRENT and _asks(fact) for fact in (one, other))  # what has to be is no more of today
    if _is_of_past_year(one, table) != _is_of_past_year(other, table):
        return True
    said = [(_says(table.now, fact), _says(table.plan, fact)) for fact in (one, other)]
    return any(now and plan and not is_planned for (now, is_planned), (_, plan) in (said, said[::-1]))


def _is_of_past_year(fact: Fact, table: Comparison) -> bool:
    """Whether a statement is about a year that was over when its document was written: "In 2022 there were …"."""
    said = _says(table.of_year, fact)
    return said is not None and bool(fact.dated) and said["year"] < fact.dated[:4]


def is_demand(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether one is a load of today, and the other what the new system has to bear or is expected to bear."""
    wanted = [fact.time is Time.PLANNED or _asks(fact) for fact in (one, other)]
    counted = [_says(table.counted, fact) is not None for fact in (one, other)]
    return wanted[0] != wanted[1] or counted[0] != counted[1]


def is_measured(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether one tells what was measured of a service, and the other what it should be."""
    measured = [not _asks(fact) and _says(table.measured, fact) is not None for fact in (one, other)]
    happened = [_says(table.moment, fact) is not None for fact in (one, other)]
    return measured[0] != measured[1] or happened[0] != happened[1]


def _asks(fact: Fact) -> bool:
    return fact.modality in (Modality.MUST, Modality.SHOULD)


def is_other_load(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether one is a load on ordinary days and the other the highest one."""
    calm = [
        bool(_says(table.usual, fact))
        and not fact.slots.get("peak" if fact.kind == "throughput" else "")
        and (fact.kind == "throughput" or not _says(table.highest, fact))
        for fact in (one, other)
    ]
    high = [fact.slots.get("peak") or (_says(table.highest, fact) and not _says(table.usual, fact)) for fact in (one, other)]
    above = _above(one, other)
    return bool((calm[0] and (high[1] or above < 0)) or (calm[1] and (high[0] or above > 0)))


def is_other_thing(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether two targets are for things that their sentences name differently, or over times that cannot be compared."""
    if one.kind == "availability":
        spells = [_says(table.spell, fact) is not None for fact in (one, other)]
        if spells[0] != spells[1]:
            return True
    left, right = (_named(fact.statement, table) for fact in (one, other))
    if one.kind == "practice":  # a team's habit is of the whole where nothing is named
        left, right = left or frozenset(), right or frozenset()
    return left is not None and right is not None and left != right and not left & right


def is_other_purpose(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether the sums are for different things, or for the whole and for a part of its time."""
    parts = [found.group().casefold() if (found := _says(table.part_budget, fact)) else "" for fact in (one, other)]
    if parts[0] != parts[1] or {one.slots.get("period"), other.slots.get("period")} == {"total", "year"}:
        return True
    left, right = (_says(table.purpose, fact) for fact in (one, other))
    what = [stems(found["what"], table) for found in (left, right) if found]
    return len(what) > 1 and what[0] != what[1] and not what[0] & what[1]


def is_other_team(one: Fact, other: Fact, table: Comparison) -> bool:
    """Whether the people are of different teams; a team that is named is a part of the whole."""
    found = [_says(table.team, fact) for fact in (one, other)]
    which = [
        " ".join(filter(None, (team["which"], team["where"], team["of"]))).casefold().split() if team else [] for team in found
    ]
    return which[0] != which[1]


def _says(pattern: str, fact: Fact) -> re.Match[str] | None:
    return re.search(pattern, fact.statement, re.IGNORECASE)


def _above(one: Fact, other: Fact) -> float:
    if not isinstance(one.value, int | float) or not isinstance(other.value, int | float):
        return 0.0
    return float(one.value - other.value)


def _named(statement: str, table: Comparison) -> frozenset[str] | None:
    """What a sentence is about; nothing where that is the whole, None where the sentence does not tell."""
    found = re.search(table.named, statement, re.IGNORECASE)
    return stems(found[found.lastgroup or 0], table) if found else None


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
    for plural, singular in _PLURALS:
        if word.endswith(plural) and len(word) - len(plural) >= _SHORTEST_STEM - 1:
            word = word.removesuffix(plural) + singular
            break
    for ending in ("ies", "es", "en", "s", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word[:_LONGEST_SHARED]


def _cases(statement: str, table: Comparison) -> dict[str, str]:
    found = re.finditer(table.cases, statement, re.IGNORECASE)
    return {_either(match, "noun").casefold(): _NUMBERS.get(case := _either(match, "case").casefold(), case) for match in found}


def _either(match: re.Match[str], name: str) -> str:
    """The group of a name that took part: `noun`, `noun2`, `noun3`."""
    return match[name] or match[f"{name}2"] or match[f"{name}3"]
