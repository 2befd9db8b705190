"""Of what a document speaks, sentence by sentence, whether or not a value of it can be read.

In: a document. Out: the sentences that speak of a topic of `mentions.yaml`, and what stands in its lists of open points. Where
a default would stand in for something, or something would be denied, these passages are shown.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rag.extract.clauses import sentences
from rag.extract.guarded import Guarded
from rag.ingest.document import Block, BlockKind, Document
from rag.knowledge.mentions import OPEN, OUTDATED, Mentions

_LEAST = 3  # words of what is open, or of a sentence that speaks of something
_MOST_OPEN = 12  # points of one document


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage that speaks of a topic."""

    topic: str
    page_index: int
    block: int
    start: int
    end: int


class MentionReader:
    """Compiled words."""

    def __init__(self, table: Mentions, abbreviations: frozenset[str]) -> None:
        """`abbreviations`: behind which a full stop ends no sentence."""
        self._table = table
        self._abbreviations = abbreviations
        words = {name: topic.says for name, topic in table.topics.items()} | {OUTDATED: table.outdated}
        self._topics = [(name, Guarded(rf"(?<!\w)(?:{says})(?!\w)", groups=False)) for name, says in words.items()]
        self._open = re.compile(table.open_title, re.IGNORECASE)

    def read(self, document: Document) -> Iterator[Mention]:
        """The first passages of each topic, in reading order."""
        told: Counter[str] = Counter()
        for index, page in enumerate(document.pages):
            under = ""  # the line above a list of open points
            for number, block in enumerate(page.blocks):
                if block.quarantine is not None:
                    continue
                text = page.text[block.start : block.end]
                if block.kind is not BlockKind.LIST_ITEM:
                    under = text if self._names_open(text) else ""
                for topic, start, end in self._topics_of(text, bool(under), block):
                    told[topic] += 1
                    if told[topic] <= (_MOST_OPEN if topic == OPEN else self._table.most):
                        at = block.start + start
                        if topic == OUTDATED:  # a comment behind what it speaks of
                            at = page.text.rfind("\n", 0, at) + 1
                        yield Mention(topic, index, number, at, block.start + end)

    def _topics_of(self, text: str, is_under: bool, block: Block) -> Iterator[tuple[str, int, int]]:
        """Topic and place of every passage of a block that speaks of something."""
        if block.kind is BlockKind.HEADING:
            return
        in_list = is_under and block.kind is BlockKind.LIST_ITEM
        if in_list or (block.heading_path and self._names_open(block.heading_path[-1])):
            if len(text.split()) >= _LEAST:
                yield OPEN, 0, len(text)
            return
        topics = [one for one in self._topics if one[1].may_match(text)]
        spans = list(sentences(text, self._abbreviations)) if topics else []
        if block.kind is BlockKind.TABLE_ROW and spans:
            spans = [(spans[0][0], spans[-1][1])]
        for start, end in spans:
            if len(text[start:end].split()) >= _LEAST:
                yield from ((name, start, end) for name, says in topics if says.search(text, start, end) is not None)

    def _names_open(self, title: str) -> bool:
        return len(title.split()) <= self._table.longest_title and self._open.match(title.strip()) is not None
