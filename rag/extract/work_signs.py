"""What most of the work of a system is, by the many small signs of it in a whole document.

In: a document. Out: for each sort of work how many of its sentences show a sign of it, and the one that shows most.
A single sign says nothing, so no rule for sentences could read this; who counts them over all documents decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rag.extract.clauses import sentences
from rag.extract.guarded import Guarded
from rag.ingest.document import Document
from rag.knowledge.work_signs import WorkSigns


@dataclass(frozen=True, slots=True)
class WorkSign:
    """How a document speaks of one sort of work."""

    kind: str
    sentences: int  # that show a sign
    signs: tuple[str, ...]  # the different ones
    words: int  # of the document
    page_index: int  # where the most telling sentence stands
    block: int
    start: int
    end: int


class WorkSignReader:
    """Compiled signs."""

    def __init__(self, table: WorkSigns, abbreviations: frozenset[str]) -> None:
        """`abbreviations`: behind which a full stop ends no sentence."""
        self._abbreviations = abbreviations
        self._signs = [
            (row.kind, name, Guarded(rf"(?<!\w)(?:{pattern})(?!\w)", groups=False))
            for row in table.kinds
            for name, pattern in row.signs.items()
        ]

    def read(self, document: Document) -> Iterator[WorkSign]:
        """One for each sort of work of which there is any sign."""
        found: dict[str, list[tuple[frozenset[str], tuple[int, int, int, int]]]] = {}
        words = 0
        for index, page in enumerate(document.pages):
            for number, block in enumerate(page.blocks):
                if block.quarantine is not None:
                    continue
                text = page.text[block.start : block.end]
                words += len(text.split())
                signs = [sign for sign in self._signs if sign[2].may_match(text)]
                for start, end in sentences(text, self._abbreviations) if signs else ():
                    place = (index, number, block.start + start, block.start + end)
                    for kind, shown in _shown(signs, text, start, end).items():
                        found.setdefault(kind, []).append((shown, place))
        for kind, told in found.items():
            most = max(told, key=lambda one: len(one[0]))[1]
            signs_shown = frozenset().union(*(shown for shown, _ in told))
            yield WorkSign(kind, len(told), tuple(sorted(signs_shown)), words, *most)


def _shown(signs: list[tuple[str, str, Guarded]], text: str, start: int, end: int) -> dict[str, frozenset[str]]:
    """Sort of work → the signs of it that stand in a sentence."""
    shown: dict[str, frozenset[str]] = {}
    for kind, name, pattern in signs:
        if pattern.search(text, start, end) is not None:
            shown[kind] = shown.get(kind, frozenset()) | {name}
    return shown
