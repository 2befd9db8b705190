"""Widths of columns: shares of the room, and no word broken that need not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.export.fitting import column_widths, longest_word


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    """The others give up what it lacks, by their shares."""
    assert column_widths([8, 1, 1], [0, 20, 5], 100) == pytest.approx([71.11, 20, 8.89], abs=0.01)
    assert column_widths([1, 1], [10, 10], 100) == [50, 50]


def test_where_nothing_fits_shares_decide() -> None:
    """Then words are broken, evenly."""
    assert column_widths([3, 1], [90, 90], 100) == [75, 25]


@given(st.lists(st.tuples(st.floats(0.1, 10), st.floats(0, 60)), min_size=1, max_size=9))
def test_the_room_is_filled(columns: list[tuple[float, float]]) -> None:
    """Whatever is asked for; and where all needs fit, all are met."""
    shares, needs = [share for share, _ in columns], [need for _, need in columns]
    widths = column_widths(shares, needs, 170)
    assert sum(widths) == pytest.approx(170)
    assert sum(needs) > 170 or all(width >= need - 1e-6 for width, need in zip(widths, needs, strict=True))


def test_the_longest_word() -> None:
    """Parts of a compound may stand on lines of their own; a path may break anywhere."""
    assert longest_word(["Confidence low"], 10) == longest_word(["Confidence"], 10) > longest_word(["low"], 10)
    assert longest_word(["read/write"], 10) == max(longest_word([word], 10) for word in ("read", "write"))
    assert longest_word(["x" * 60], 10) == 0
