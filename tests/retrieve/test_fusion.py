"""Fusing two lists of scores."""

import numpy as np
import pytest

from rag.retrieve.fusion import HEADS, RERANKED_SHARE, fuse, lifted, min_max, moved_query, reranked


def test_min_max_brings_any_range_to_the_unit_interval() -> None:
    """The least becomes 0, the greatest 1; equal scores are all 1; no score is 0."""
    assert min_max(np.array([2.0, 4.0, 3.0])).tolist() == [0.0, 1.0, 0.5]
    assert min_max(np.array([7.0, 7.0])).tolist() == [1.0, 1.0]
    assert min_max(np.array([np.nan, -1.0, 1.0])).tolist() == [0.0, 0.0, 1.0]
    assert min_max(np.array([np.nan])).tolist() == [0.0]
    assert min_max(np.array([])).tolist() == []


def test_the_weight_is_the_share_of_the_dense_score() -> None:
    """With weight 1 only meaning counts, with 0 only words, between them the mix."""
    dense, lexical = np.array([0.1, 0.9]), np.array([8.0, 2.0])
    assert fuse(dense, lexical, 1.0).tolist() == [0.0, 1.0]
    assert fuse(dense, lexical, 0.0).tolist() == [1.0, 0.0]
    assert fuse(dense, lexical, 0.6) == pytest.approx([0.4, 0.6])


def test_without_a_vector_words_speak_for_both() -> None:
    """A chunk whose vector is still to come is neither lost nor put before one that both kinds find best."""
    dense, lexical = np.array([0.9, np.nan, 0.1]), np.array([8.0, 6.0, 0.0])
    assert fuse(dense, lexical, 0.6) == pytest.approx([1.0, 0.75, 0.0])


def test_one_kind_of_score_is_enough() -> None:
    """Without vectors words decide alone; where no word matches, meaning does."""
    assert fuse(None, np.array([0.0, 3.0]), 0.6).tolist() == [0.0, 1.0]
    assert fuse(np.array([0.2, 0.4]), np.array([0.0, 0.0]), 0.6) == pytest.approx([0.0, 0.6])


def test_the_query_moves_towards_its_best_chunks() -> None:
    """The moved query is nearer to them, still of length 1, and without any it stays."""
    query = np.array([1.0, 0.0], dtype=np.float32)
    best = np.array([0.0, 1.0], dtype=np.float32)
    moved = moved_query(query, [best])
    assert float(moved @ best) > 0
    assert float(moved @ query) > float(moved @ best)
    assert float(np.linalg.norm(moved)) == pytest.approx(1.0)
    assert moved_query(query, []).tolist() == query.tolist()


def test_the_weight_may_differ_by_chunk() -> None:
    """A chunk whose meaning counts less is ranked by its words, while another is by both."""
    dense, lexical = np.array([0.9, 0.9, 0.1]), np.array([0.0, 0.0, 4.0])
    assert fuse(dense, lexical, np.array([0.6, 0.2, 0.6])) == pytest.approx([0.6, 0.2, 0.4])


def test_the_reranker_decides_and_ties_are_settled_by_the_fused_scores() -> None:
    """What the reranker finds best leads; where it sees no difference the order stays; all stay within the span they had."""
    order, scores = reranked(np.array([0.9, 0.8, 0.5]), np.array([-7.0, -7.0, 3.0]))
    assert order == [2, 0, 1]
    assert [scores[place] for place in order] == sorted(scores, reverse=True)
    assert scores.min() >= 0.5
    assert scores.max() <= 0.9
    assert scores[2] == pytest.approx(0.5 + 0.4 * RERANKED_SHARE)
    assert reranked(np.array([0.9, 0.8]), np.array([1.0, 1.0]))[0] == [0, 1]
    assert reranked(np.array([0.4, 0.4]), np.array([1.0, 2.0]))[0] == [1, 0]


def test_what_the_heads_hold_lifts_within_the_span_of_the_fused_scores() -> None:
    """A chunk whose document's head holds much of the query passes a nearer one; none leaves the span of the scores read."""
    share = 0.5 / HEADS
    order, scores = lifted(np.array([0.9, 0.8, 0.5]), np.array([0.0, 0.0, share]))
    assert order == [2, 0, 1]
    assert scores == pytest.approx([0.7, 0.5, 0.9])
    order, _ = lifted(np.array([0.9, 0.8, 0.5]), np.array([0.0, 0.0, share / 2]))
    assert order == [0, 1, 2]
