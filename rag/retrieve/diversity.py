"""Passages in order of score → the same passages, with repetitions of a better one put last.

A repetition says the same words *and* the same numbers: two pages that differ only in "4 h" and "8 h" are a contradiction worth
seeing, never a repetition.
"""

import re
from collections.abc import Iterable, Mapping

import numpy as np

from rag.index.embedder import Vectors
from rag.retrieve.passage import Passage

SAME_COSINE = 0.93
SAME_WORDS = 0.8  # share of words in common (Jaccard)
_WORD = re.compile(r"\w+")
_COUNT = re.compile(r"^[ \t]*(?:#+[ \t]*)?\d+(?:\.\d+)*[.)][ \t]", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")


def without_repetitions(passages: Iterable[Passage], vectors: Mapping[str, Vectors], enough: int) -> list[Passage]:
    """The first `enough` passages that say something new; repetitions fill up only where those run out.

    Args:
        passages: best first.
        vectors: by chunk id, of length 1; a passage without one is compared by its words alone.
        enough: how many are wanted.
    """
    kept: list[Passage] = []
    words: list[frozenset[str]] = []
    repeated: list[Passage] = []
    for passage in passages:
        if len(kept) >= enough:
            break
        own = frozenset(_WORD.findall(passage.text.casefold()))
        if any(_repeats(passage, own, other, seen, vectors) for other, seen in zip(kept, words, strict=True)):
            repeated.append(passage)
        else:
            kept.append(passage)
            words.append(own)
    return (kept + repeated)[:enough]


def _repeats(
    passage: Passage, words: frozenset[str], other: Passage, seen: frozenset[str], vectors: Mapping[str, Vectors]
) -> bool:
    """Whether `passage` says what `other` says already."""
    if words == seen:
        return _same_numbers(passage, other)
    if min(len(words), len(seen)) < SAME_WORDS * max(len(words), len(seen)) or len(words & seen) < SAME_WORDS * len(
        words | seen
    ):
        return False
    one, two = vectors.get(passage.chunk_id), vectors.get(other.chunk_id)
    if one is None or two is None or float(np.dot(one, two)) < SAME_COSINE:
        return False
    return _same_numbers(passage, other)


def _same_numbers(passage: Passage, other: Passage) -> bool:
    """Whether both hold the same numbers in the same order."""
    return _numbers(passage.text) == _numbers(other.text)


def _numbers(text: str) -> list[str]:
    """The numbers said; those that count items or headings are not."""
    return _NUMBER.findall(_COUNT.sub(" ", text))
