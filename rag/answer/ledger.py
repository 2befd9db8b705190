"""What an answer asks of the ledger of facts: what a passage was read as, who else says so, who says otherwise, and lists.

The types are the answer's own; who keeps the facts fills them (`rag/brief/lookup.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.ground.citation import Citation
from rag.knowledge.asked_facts import ListRow


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a document states."""

    key: str  # equal for facts that state the same of the same thing
    kind: str  # of fact: rto, budget …
    about: str  # what it is of; "" for the whole
    measure: str  # duration, date, money, percent, number, or "" for words
    shown: str  # the value in words: "4 h"
    citation: Citation
    dated: str = ""  # date of the document in words, "3 February 2026"
    is_compared: bool = False  # the Brief sets it against others, so silence means that nothing contradicts it


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Documents that state different values of the same thing."""

    label: str  # "availability target of Orders portal"
    kind: str
    about: str
    sides: tuple[Said, ...]  # one for each value; the one that is believed first comes first
    used: str  # the value that the design uses
    is_overtaken: bool = False  # a newer document has settled it


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a document is believed; the greater of two is believed first."""

    rank: int = 0
    date: str = ""  # ISO; "" when unknown
    dated: str = ""  # the same in words

    @property
    def order(self) -> tuple[int, str]:
        """Authority, then date."""
        return self.rank, self.date


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with one citation for each document that names it."""

    text: str
    citations: tuple[Citation, ...]
    statement: str  # what the documents say of it, to narrow a list by


class Ledger(Protocol):
    """The facts of every document of the workspace."""

    def said_in(self, document_id: str, page_index: int, start: int, end: int) -> Sequence[Said]:
        """The values stated within a stretch of a page; offsets in the page's text, from 0, half-open."""

    def alike(self, said: Said) -> Sequence[Said]:
        """The same statement in other documents, one for each, the one believed first in front."""

    def disagreements(self) -> Sequence[Disagreement]:
        """Where documents contradict each other."""

    def items(self, row: ListRow) -> Sequence[Item]:
        """Everything of one kind that any document names, each once, in order of its text."""

    def standing(self, document_id: str) -> Standing:
        """How far a document is believed; the least when no fact is of it."""
