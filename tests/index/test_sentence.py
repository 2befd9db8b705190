"""What goes through the model together."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rag.index.sentence import SentenceEmbedder, passes


@given(some.lists(some.integers(0, 300), max_size=60), some.integers(1, 600))
def test_every_row_goes_through_once(lengths: list[int], limit: int) -> None:
    """Each text is in one pass; a pass holds at most the limit with its padding, or a single text."""
    found = list(passes(lengths, limit))
    assert sorted(row for rows in found for row in rows) == list(range(len(lengths)))
    for rows in found:
        assert (
            len(rows) == 1 or len(rows) * max(lengths[row] for row in rows) <= limit or max(lengths[row] for row in rows) == 0
        )


@pytest.mark.model
def test_a_text_has_the_same_vector_in_any_company() -> None:
    """Which texts go through the model together changes no vector by more than rounding."""
    embedder = SentenceEmbedder()
    texts = ["Orders must survive the loss of a site.", "Short.", "word " * 400, "The ERP is back within 4 hours."]
    together = embedder.encode(texts)
    for row, text in enumerate(texts):
        assert float(together[row] @ embedder.encode([text])[0]) == pytest.approx(1.0, abs=1e-5)
