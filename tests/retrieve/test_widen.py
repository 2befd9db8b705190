"""A search result with further passages."""

from dataclasses import replace

from rag.retrieve.widen import widened
from tests.answer.passages import BUDGET, RECOVERY, TABLE, found


def test_further_passages_stand_behind_and_weigh_no_more() -> None:
    """Each once, the result's own first and unchanged; a score of another search never outranks them."""
    low = replace(BUDGET, score=0.4)
    result = found("?", [RECOVERY, low])
    more = widened(result, [found("a", [low, TABLE]), found("b", [TABLE])])
    assert more.passages[:2] == result.passages
    assert [one.chunk_id for one in more.passages] == [RECOVERY.chunk_id, low.chunk_id, TABLE.chunk_id]
    assert more.passages[2].score == min(0.4, TABLE.score)


def test_without_further_passages_nothing_changes() -> None:
    """An empty result stays empty."""
    result = found("?", [])
    assert widened(result, []) == result
    assert widened(result, [found("a", [TABLE])]).passages[0].score == 0.0
