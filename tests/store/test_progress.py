"""How long taking in will still take: files of other kinds, and reading beside embedding, do not mislead it."""

import pytest

from rag.store.progress import Pace


class Clock:
    """Time that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_unknown_until_something_is_embedded() -> None:
    """Before the first passages are embedded nothing is promised."""
    clock = Clock()
    pace = Pace(clock)
    pace.expect(".md", 1000)
    assert pace.left_s() == 0.0
    pace.stored(".md", 1000, 10)
    pace.wait(10)
    clock.now += 1
    assert pace.left_s() == 0.0


def test_embedding_decides_where_it_is_slower() -> None:
    """What is stored and what is still to be read are both counted, in passages."""
    clock = Clock()
    pace = Pace(clock)
    for _ in range(4):
        pace.expect(".md", 1000)
    pace.stored(".md", 1000, 10)
    pace.wait(10)
    pace.stored(".md", 1000, 10)
    pace.wait(10)
    clock.now += 5
    pace.embedded(10)
    assert pace.left_s() == pytest.approx(5 / 10 * (10 + 20))
    pace.embedded(10)
    pace.stored(".md", 2000, 0)
    assert pace.left_s() == 0.0


def test_a_large_scan_does_not_count_by_its_bytes() -> None:
    """Small files full of text and large ones with little are told apart by their kind."""
    clock = Clock()
    pace = Pace(clock)
    pace.expect(".pdf", 10_000_000)
    pace.expect(".pdf", 10_000_000)
    pace.expect(".md", 10_000)
    pace.expect(".md", 10_000)
    pace.stored(".pdf", 10_000_000, 2)
    pace.wait(2)
    pace.stored(".md", 10_000, 100)
    pace.wait(100)
    clock.now += 51
    pace.embedded(51)
    assert pace.left_s() == pytest.approx(51 + 2 + 100)


def test_a_file_without_work_is_not_waited_for() -> None:
    """A failure, or a file that is there already, leaves the count."""
    clock = Clock()
    pace = Pace(clock)
    pace.expect(".md", 1000)
    pace.expect(".md", 9000)
    pace.stored(".md", 1000, 10)
    pace.wait(10)
    clock.now += 1
    pace.embedded(10)
    assert pace.left_s() > 0
    pace.drop(".md", 9000)
    assert pace.left_s() == 0.0
