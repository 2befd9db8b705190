"""Facts → those that a person asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.extract.fact import Fact


@dataclass(frozen=True, slots=True)
class FactFilter:
    """What a fact has to be; empty: anything."""

    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()  # names
    states: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    words: str = ""  # each of them is in its statement, quotation, subject, value or document's name


def find_facts(facts: Iterable[Fact], wanted: FactFilter) -> tuple[Fact, ...]:
    """The facts that are so, in their order."""
    words = wanted.words.casefold().split()
    return tuple(
        fact
        for fact in facts
        if (not wanted.kinds or fact.kind in wanted.kinds)
        and (not wanted.documents or fact.citation.document in wanted.documents)
        and (not wanted.states or fact.state.value in wanted.states)
        and (not wanted.times or fact.time.value in wanted.times)
        and _holds(fact, words)
    )


def _holds(fact: Fact, words: Sequence[str]) -> bool:
    if not words:
        return True
    place = fact.citation
    said = f"{fact.kind} {fact.subject} {fact.statement} {fact.value} {place.quote} {place.document} {place.locator}".casefold()
    return all(word in said for word in words)
