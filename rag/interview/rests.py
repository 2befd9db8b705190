"""Does a value rest on a person's own words? What a model reads in an answer may say nothing that is not there.

Figures have to be figures of the words, whatever their notation; names have to be names in them. Only what a table of ours
stands for (a quick reply, a name of a country) may be said in other words.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rag.extract.entities import Entity
from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader

ALIKE = frozenset(
    {"NUM", "MONEY", "PCT", "SIZE"}
)  # a bare number in the words may be any of these; a span of time has its unit


def leaves(value: Any) -> Iterator[Any]:
    """What a value holds: numbers, words, truth values."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield value


def figures_rest(said: Sequence[Entity], held: Sequence[Entity], numbers: Collection[Any], read: Collection[Any]) -> bool:
    """Whether every figure of a value is one of the words.

    Args:
        said: the figures with which the value was said.
        held: the figures of the words.
        numbers: the figures of the value in the field's own form.
        read: what the field's own reader makes of each figure of the words.
    """
    if all(any(_same(one, other) for other in held) for one in said):
        return True
    return bool(numbers) and set(numbers) <= set(read)


def _same(one: Entity, other: Entity) -> bool:
    if one.value != other.value:
        return False
    return one.kind == other.kind or (one.kind in ALIKE and other.kind in ALIKE and "NUM" in (one.kind, other.kind))


def names_rest(names: Collection[str], words: str, known: Collection[Any], amounts: AmountReader) -> bool:
    """Whether every name of a value stands in the words, as it is or under another of its names.

    Args:
        names: of the value, in any letter case.
        words: of the person.
        known: what needs not stand there: values of our own tables, and what our own readers read in the words.
        amounts: knows the names of technologies and currencies.
    """
    plain = normalise(words).text
    held = _tokens(plain)
    technologies = {name for found in amounts.technologies(plain, "").values() for name in found}
    free = {str(one).casefold() for one in known} | {name.casefold() for name in technologies}
    free |= {amounts.money.currency(plain).casefold()}
    return all(name.casefold() in free or _tokens(name) <= held for name in names)


def _tokens(text: str) -> set[str]:
    cleaned = "".join(char if char.isalnum() else " " for char in text.casefold())
    return set(cleaned.split())
