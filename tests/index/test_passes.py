"""What goes through a model together."""

from hypothesis import given
from hypothesis import strategies as some

from rag.index.passes import passes


@given(some.lists(some.integers(0, 300), max_size=60), some.integers(1, 600))
def test_every_row_goes_through_once(lengths: list[int], limit: int) -> None:
    """Each text is in one pass; a pass holds at most the limit with its padding, or a single text."""
    found = list(passes(lengths, limit))
    assert sorted(row for rows in found for row in rows) == list(range(len(lengths)))
    for rows in found:
        assert (
            len(rows) == 1 or len(rows) * max(lengths[row] for row in rows) <= limit or max(lengths[row] for row in rows) == 0
        )
