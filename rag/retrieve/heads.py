"""Who writes to whom stands once, in a document's head, and holds for all of it: a query's words that heads add to passages.

In a folder of many organisations a question names one of them, and the passage that answers does not: by words and by meaning
it is no nearer than those of the others. The head's own passages get nothing, for what they say counts already.
"""

import math
from collections.abc import Sequence

import numpy as np

from rag.index.words import WordReader
from rag.retrieve.fusion import Scores
from rag.retrieve.passage import Passage


def held_by_heads(query: str, passages: Sequence[Passage]) -> Scores:
    """Share of the query's words that stand in the head of a passage's document and not in the passage, 0…1 by passage.

    A word counts the more, the fewer of the documents at hand have it in their heads.
    """
    reader, shares = WordReader(), np.zeros(len(passages))
    heads = {head: _words(reader, head) for head in {passage.head for passage in passages}}
    asked = {language: frozenset(reader.read_as(query, language)) for language, _ in heads.values()}
    for place, passage in enumerate(passages):
        language, head = heads[passage.head]
        held = asked[language] & head
        if held:
            held -= frozenset(reader.read_as(f"{passage.context}\n{passage.text}", language))
        if held:
            rarity = {word: _rarity(word, [words for _, words in heads.values()]) for word in asked[language]}
            shares[place] = sum(rarity[word] for word in held) / sum(rarity.values())
    return shares


def _words(reader: WordReader, text: str) -> tuple[str, frozenset[str]]:
    language, words = reader.read(text)
    return language, frozenset(words)


def _rarity(word: str, heads: Sequence[frozenset[str]]) -> float:
    return math.log((len(heads) + 1) / (sum(word in head for head in heads) + 0.5))
