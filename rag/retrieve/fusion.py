"""Two lists of scores that have nothing in common → one: each brought to 0…1 over the same chunks, then mixed.

Source: Bruch, Gai, Ingber (2023), "An Analysis of Fusion Functions for Hybrid Retrieval": a convex mix of min-max scores beats
reciprocal ranks; measured here too, and exact scores of the union beat those of the two lists alone (see benchmarks/README.md).
Feedback after Rocchio (1971), on vectors after Li et al. (2023), "Pseudo Relevance Feedback with Deep Language Models".
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.index.embedder import Vectors

FEEDBACK = 2  # best chunks that the query moves towards, and how far: see benchmarks/README.md
FEEDBACK_WEIGHT = 0.5
UNKNOWN_SHARE = 1 / 3  # of the dense score's share that a chunk keeps whose language the embedding model does not know
HEADS = 0.65  # what a passage gains whose document's head holds all of the query: see benchmarks/README.md
RERANKED_SHARE = 0.75  # of the reranker's score; the rest is the fused one, which also settles ties

Scores = NDArray[np.float64]


def min_max(scores: Scores) -> Scores:
    """`scores` brought to 0…1; equal ones all become 1. NaN, for a chunk without a score, becomes 0."""
    known = scores[~np.isnan(scores)]
    if not known.size:
        return np.zeros_like(scores)
    low, high = known.min(), known.max()
    scaled = (scores - low) / (high - low) if high > low else np.where(np.isnan(scores), np.nan, 1.0)
    return np.nan_to_num(scaled, nan=0.0)


def fuse(dense: Scores | None, lexical: Scores, dense_weight: float | Scores) -> Scores:
    """One score per chunk, 0…1, higher is nearer.

    Args:
        dense: cosine by chunk; NaN where it has no vector yet: its words then speak for both. None when the query has none.
        lexical: BM25 by chunk, 0 where no word matches.
        dense_weight: share of the dense score, 0…1; by chunk where it differs.
    """
    by_words = min_max(lexical) if lexical.any() else np.zeros_like(lexical)
    if dense is None:
        return by_words
    by_meaning = np.where(np.isnan(dense), by_words, min_max(dense))
    return dense_weight * by_meaning + (1 - dense_weight) * by_words


def reranked(fused: Scores, relevance: Scores) -> tuple[list[int], Scores]:
    """The best chunks in a new order.

    Args:
        fused: their fused scores.
        relevance: the reranker's scores of the same chunks, on any scale, higher is better.

    Returns:
        Their places, best first, and by place their new scores: within the span of the fused ones, so that they stay above
        those of chunks that were not read.
    """
    return _within(fused, RERANKED_SHARE * min_max(relevance) + (1 - RERANKED_SHARE) * min_max(fused))


def lifted(fused: Scores, shares: Scores) -> tuple[list[int], Scores]:
    """The best chunks in a new order, those lifted that belong to what the query names.

    Args:
        fused: their fused scores.
        shares: of the query, by chunk, that its document's head holds, 0…1.

    Returns:
        As of `reranked`.
    """
    return _within(fused, min_max(fused + HEADS * shares))


def _within(fused: Scores, anew: Scores) -> tuple[list[int], Scores]:
    """Places by new scores of 0…1, best first, and those brought to the span of the fused ones: above chunks not looked at."""
    low, high = float(fused.min()), float(fused.max())
    return sorted(range(len(fused)), key=lambda place: (-anew[place], place)), low + (high - low) * anew


def moved_query(query: Vectors, vectors: Sequence[Vectors]) -> Vectors:
    """The query's vector moved towards those of its best chunks, of length 1."""
    if not vectors:
        return query
    moved = query + FEEDBACK_WEIGHT * np.mean(np.stack(vectors), axis=0)
    return np.asarray(moved / (np.linalg.norm(moved) or 1.0), dtype=np.float32)
