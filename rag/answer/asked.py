"""A question → what it asks of the ledger: a list, the value of some kind, a comparison."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.answer.query import Query, read_query, stems_of
from rag.ground.words import WORD, content_stems
from rag.knowledge.asked_facts import AskedFacts, ListRow, load_asked_facts

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AskedList:
    """A list that a question asks for."""

    row: ListRow
    narrowed: str = ""  # in the question's words; "" for all there are
    phrases: tuple[tuple[str, ...], ...] = ()  # stems; an item has to hold each of them, a phrase as it stands

    def holds(self, text: str, query: Query) -> bool:
        """Whether an item of which `text` is said is asked for."""
        stems = stems_of(text, query)
        return all(_holds(stems, phrase) for phrase in self.phrases)


def asked_list(query: Query, table: AskedFacts | None = None) -> AskedList | None:
    """The list that is asked for; None where the question wants something else, or more than a list can tell."""
    table = table or load_asked_facts()
    low = query.text.lower()
    begun = table.list_question.match(low)
    if begun is None:
        return None
    words = [(found.group(), found.start()) for found in WORD.finditer(low, begun.end())]
    if any(word in table.refuses for word, _ in words):
        return None
    telling = [(word, at) for word, at in words if not _is_filler(word, table) and content_stems(word, query.language.cues)]
    phrases: list[tuple[str, ...]] = []
    for place, (word, at) in enumerate(telling):
        stems = tuple(stems_of(word, query))
        before = telling[place - 1] if place else ("", -1)
        if word[0].isdigit() and place and low[before[1] + len(before[0]) : at] == " ":  # "tier 2", not any 2
            phrases[-1] += stems
        else:
            phrases.append(stems)
    narrowed = query.text[telling[0][1] :].strip(" ?!.") if telling else ""
    return AskedList(table.list_by_cue[begun["noun"]], narrowed, tuple(phrases))


def asks_for_all(question: str) -> bool:
    """Whether a question asks for a whole list, in as many words that it needs nothing said before it."""
    query = read_query(question)
    asked = asked_list(query)
    return asked is not None and not asked.phrases and len(WORD.findall(query.text)) > BARE


BARE = 2  # words of "which systems?", which points back


def asked_kinds(query: Query, table: AskedFacts | None = None) -> frozenset[str]:
    """Kinds of facts whose value the question may ask for; empty when its words do not tell."""
    low = query.text.lower()
    return frozenset(row.kind for row in (table or load_asked_facts()).values if row.pattern.search(low))


def compared_sides(question: str, table: AskedFacts | None = None) -> tuple[str, ...]:
    """The two or three things that a question sets side by side, in its own words; () when it compares nothing."""
    table = table or load_asked_facts()
    words = [found.group() for found in re.finditer(r"\S+", question)]
    plain = ["".join(_WORD.findall(word.lower())) for word in words]
    if not any(word in table.comparisons for word in plain):
        return ()
    sides: list[list[str]] = [[]]
    for word, low in zip(words, plain, strict=True):
        if low in table.joints and sides[-1]:
            sides.append([])
        elif low not in table.comparisons and low not in table.joints:
            sides[-1].append(word)
    found = tuple(" ".join(side).strip(" ?!.,") for side in sides if side)
    return found if 1 < len(found) <= MAX_SIDES else ()


MAX_SIDES = 3  # more pieces than these are no comparison but a long sentence


def named_documents(query: Query, documents: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Ids of the documents that a question names by their title, or by the words of it that tell."""
    terms = set(query.terms)
    found = []
    for document_id, title in documents:
        stems = set(stems_of(title, query))
        if len(stems) > 1 and len(stems & terms) >= max(2, TITLE_SHARE * len(stems)):
            found.append(document_id)
    return tuple(found)


TITLE_SHARE = 0.6  # share of a title's words that name its document


def _is_filler(word: str, table: AskedFacts) -> bool:
    return word in table.fillers or all(part in table.fillers for part in word.split("-"))


def _holds(stems: list[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(stems[at : at + len(phrase)]) == phrase for at in range(len(stems) - len(phrase) + 1))
