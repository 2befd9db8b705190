"""Which facts that were read are which annotated ones: one to one, by the most that their quotations have in common.

A mention of something (a technology, a class of data, a law …) counts once for each document and value, wherever it stands in
it. Everything else has to stand where the annotation says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.evaluate.fact_places import DocumentText, Quotation
from rag.evaluate.fact_set import GoldFact
from rag.evaluate.fact_value import (
    MENTIONS,
    NO,
    ValueComparison,
    holds,
    key_of,
    same_polarity,
    same_time,
    same_version,
    written,
)
from rag.extract.fact import Fact

Closeness = tuple[float, ...]
OTHER_TIME, OTHER_POLARITY, TAKEN = "another time", "denied or not", "stands for another one"
OTHER_VALUE, OTHER_KIND = "another value", "another kind"
NEAR = (OTHER_TIME, OTHER_POLARITY, TAKEN, OTHER_VALUE, OTHER_KIND)  # nearest first


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annotated fact."""

    gold: GoldFact
    document: str
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Found:
    """A fact that was read; of a mention all that say the same in the document."""

    facts: tuple[Fact, ...]
    document: str
    quotations: tuple[Quotation, ...]

    @property
    def first(self) -> Fact:
        """The first of them."""
        return self.facts[0]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that read it."""
        return tuple(dict.fromkeys(fact.rule for fact in self.facts))


def annotated(facts: Iterable[GoldFact], document: str, text: DocumentText, *, versions: bool = False) -> list[Wanted]:
    """The annotated facts of a document, each mention once.

    Args:
        facts: as annotated.
        document: its name.
        text: what it says.
        versions: tell mentions of two versions apart.
    """
    merged: dict[tuple[object, ...], GoldFact] = {}
    for number, gold in enumerate(facts):
        if gold.kind in MENTIONS and gold.alternatives:
            value = key_of(gold.alternatives[0])
            key: tuple[object, ...] = (gold.kind, value, holds(gold.time), gold.polarity, gold.version if versions else "")
        else:
            key = (number,)
        if key not in merged or (merged[key].optional and not gold.optional):
            merged[key] = gold
    return [Wanted(gold, document, text.find(gold.quote)) for gold in merged.values()]


def read(facts: Iterable[Fact], document: str, text: DocumentText, *, versions: bool = False) -> list[Found]:
    """The facts that were read in a document, each mention once. Arguments as for `annotated`."""
    merged: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.kind in MENTIONS and written(fact):
            version = str(fact.slots.get("version") or "") if versions else ""
            key: tuple[object, ...] = (fact.kind, key_of(written(fact)), holds(fact.time), fact.polarity, version)
        else:
            key = (fact.id,)
        merged.setdefault(key, []).append(fact)
    return [
        Found(tuple(own), document, tuple(text.at(f.citation.page_index, f.citation.start, f.citation.end) for f in own))
        for own in merged.values()
    ]


class Matcher:
    """Says how close an annotated fact and one that was read are."""

    def __init__(self, values: ValueComparison) -> None:
        """`values` compares the values."""
        self._values = values

    def closeness(self, wanted: Wanted, found: Found) -> Closeness | None:
        """More is closer; None when they are not the same fact."""
        gold = wanted.gold
        if gold.kind != found.first.kind or wanted.document != found.document:
            return None
        if not same_time(gold, found.facts) or not same_polarity(gold, found.facts):
            return None
        likeness = self._values.likeness(gold, found.first)
        place = max(one.closeness(wanted.quotation) for one in found.quotations)
        subject = float(bool(gold.subject) and key_of(gold.subject) == key_of(found.first.subject))
        if gold.kind in MENTIONS and gold.alternatives:
            is_near = gold.kind == "practice" and place > 0  # any short word will do for a practice
            return (likeness, place, subject) if likeness != NO or is_near else None
        return (place, likeness, subject) if likeness != NO and place else None

    def closeness_with_version(self, wanted: Wanted, found: Found) -> Closeness | None:
        """The same, of technologies that have to have the same version."""
        version = str(found.first.slots.get("version") or "")
        return self.closeness(wanted, found) if same_version(wanted.gold.version, version) else None

    def near_miss(self, wanted: Wanted, found: Found) -> str:
        """Why two facts that are near each other are not the same, one of NEAR; "" when they are not near."""
        gold = wanted.gold
        if wanted.document != found.document:
            return ""
        is_here = any(one.closeness(wanted.quotation) for one in found.quotations)
        if gold.kind != found.first.kind:
            return OTHER_KIND if is_here else ""
        if self._values.likeness(gold, found.first) == NO:
            return OTHER_VALUE if is_here else ""
        is_mention = gold.kind in MENTIONS and bool(gold.alternatives)
        if not is_here and not is_mention:
            return ""
        if not same_time(gold, found.facts):
            return OTHER_TIME
        return TAKEN if same_polarity(gold, found.facts) else OTHER_POLARITY


def pair(
    wanted: Sequence[Wanted], found: Sequence[Found], closeness: Callable[[Wanted, Found], Closeness | None]
) -> dict[int, int]:
    """Position of each matched annotated fact → position of the fact that was read; as many as can be, one to one.

    Facts that have to be there are served before optional ones, each with the closest one that leaves the others theirs.
    """
    choices = {index: _closest(one, found, closeness) for index, one in enumerate(wanted)}
    owner: dict[int, int] = {}
    for index in sorted(choices, key=lambda place: wanted[place].gold.optional):
        _serve(index, choices, owner, set())
    return {index: place for place, index in owner.items()}


def _closest(one: Wanted, found: Sequence[Found], closeness: Callable[[Wanted, Found], Closeness | None]) -> list[int]:
    close = {place: near for place, other in enumerate(found) if (near := closeness(one, other)) is not None}
    return sorted(close, key=lambda place: close[place], reverse=True)


def _serve(index: int, choices: Mapping[int, list[int]], owner: dict[int, int], asked: set[int]) -> bool:
    """Give a fact its place, moving others on where they have another one (Kuhn's augmenting paths)."""
    for place in choices[index]:
        if place not in asked:
            asked.add(place)
            if place not in owner or _serve(owner[place], choices, owner, asked):
                owner[place] = index
                return True
    return False
