"""What counts as a repetition, and what happens to it."""

import numpy as np
import pytest

from rag.retrieve.diversity import without_repetitions
from tests.retrieve.memory import passage

RULE = (
    "Backups of the order database are kept for 30 days in two regions and are tested once every quarter by the platform team."
)


def test_a_repetition_gives_way_to_something_new() -> None:
    """The same text of another document comes after what is new."""
    passages = [passage("a", RULE), passage("copy", RULE.upper()), passage("b", "Something else.")]
    assert [p.chunk_id for p in without_repetitions(passages, {}, 2)] == ["a", "b"]


def test_repetitions_fill_up_when_nothing_else_is_left() -> None:
    """Nothing that was found is lost while there is room."""
    passages = [passage("a", RULE), passage("copy", RULE), passage("b", "Something else.")]
    assert [p.chunk_id for p in without_repetitions(passages, {}, 10)] == ["a", "b", "copy"]


def test_another_number_is_not_a_repetition() -> None:
    """Two rules that differ only in a number are a contradiction worth seeing."""
    same = np.array([1.0, 0.0], dtype=np.float32)
    passages = [passage("a", RULE), passage("b", RULE.replace("30", "90"))]
    assert [p.chunk_id for p in without_repetitions(passages, {"a": same, "b": same}, 1)] == ["a"]
    assert [p.chunk_id for p in without_repetitions([*passages, passage("c", "New.")], {"a": same, "b": same}, 2)] == ["a", "b"]


@pytest.mark.parametrize(("cosine", "kept"), [(0.99, ["a", "c"]), (0.5, ["a", "b"])])
def test_nearly_the_same_words_need_the_same_sense(cosine: float, kept: list[str]) -> None:
    """One word more is a repetition only where the vectors agree too."""
    one = np.array([1.0, 0.0], dtype=np.float32)
    other = np.array([cosine, np.sqrt(1 - cosine**2)], dtype=np.float32)
    passages = [passage("a", RULE), passage("b", RULE.replace("kept", "always kept")), passage("c", "New.")]
    assert [p.chunk_id for p in without_repetitions(passages, {"a": one, "b": other}, 2)] == kept


def test_a_numbered_copy_of_a_list_is_a_repetition() -> None:
    """Numbers that count items differ between a slide and its text; those that are said do not."""
    slide = passage("slide", "We replace the old system in steps\nWe keep 4 interfaces of the old system")
    paper = passage("paper", "1. We replace the old system in steps\n2. We keep 4 interfaces of the old system")
    other = passage("other", "1. We replace the old system in steps\n2. We keep 8 interfaces of the old system")
    vector = np.full(4, 0.5, dtype=np.float32)
    vectors = dict.fromkeys(("slide", "paper", "other"), vector)
    kept = without_repetitions([slide, paper, other], vectors, 2)
    assert [one.chunk_id for one in kept] == ["slide", "other"]
