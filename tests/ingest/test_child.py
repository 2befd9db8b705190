"""Child: what a function does in its own process harms nobody else."""

from collections.abc import Iterator

import pytest

from rag.errors import DocumentTooLarge, EmptyDocument, UnreadableDocument
from rag.ingest.child import Child


@pytest.fixture
def children() -> Iterator[list[Child]]:
    """Children that are ended when the test ends."""
    started: list[Child] = []
    yield started
    for child in started:
        child.close()


def test_answers_and_stays_warm(children: list[Child]) -> None:
    """Requests are answered by one process that is not this one."""
    child = Child("tests.ingest.misbehaving:process_id", memory_mb=1024)
    children.append(child)
    first = child.run(20)
    assert first == child.run(20)
    child.close()
    assert child.run(20) != first


def test_an_error_of_ours_arrives_as_it_is(children: list[Child]) -> None:
    """A RagError keeps its class and message, and the process lives on."""
    child = Child("tests.ingest.misbehaving:refuse", memory_mb=1024)
    children.append(child)
    for _ in range(2):
        with pytest.raises(EmptyDocument, match="nothing in it"):
            child.run(20, "nothing in it")


def test_an_unexpected_error_shows_no_document_text(children: list[Child]) -> None:
    """A bug fails its document only, and its message says the kind of error but not what was in the file."""
    child = Child("tests.ingest.misbehaving:fail", memory_mb=1024)
    children.append(child)
    with pytest.raises(UnreadableDocument, match="KeyError") as caught:
        child.run(20)
    assert "secret" not in str(caught.value)


def test_time_limit(children: list[Child]) -> None:
    """A child over its time is ended, says so, and a new one answers next time."""
    child = Child("tests.ingest.misbehaving:sleep", memory_mb=1024)
    children.append(child)
    with pytest.raises(DocumentTooLarge, match="longer than 1 s"):
        child.run(1, 60)
    assert child.run(20, 0) is None


def test_a_crash_is_survived(children: list[Child]) -> None:
    """A segmentation fault is an error message, and the next request gets a new process."""
    child = Child("tests.ingest.misbehaving:crash", memory_mb=1024)
    children.append(child)
    for _ in range(2):
        with pytest.raises(UnreadableDocument, match="crash"):
            child.run(20)


def test_memory_limit(children: list[Child]) -> None:
    """A function cannot take more memory than it was given; less is fine."""
    child = Child("tests.ingest.misbehaving:eat", memory_mb=512)
    children.append(child)
    assert child.run(20, 64) == 64 << 20
    with pytest.raises(DocumentTooLarge, match="512 MB"):
        child.run(20, 4000)
    assert child.run(20, 64) == 64 << 20


def test_what_libraries_print_does_not_disturb(children: list[Child]) -> None:
    """Output of the function does not end up among the replies."""
    child = Child("tests.ingest.misbehaving:print_noise", memory_mb=1024)
    children.append(child)
    assert [child.run(20), child.run(20)] == ["answer", "answer"]


def test_close_ends_a_busy_child() -> None:
    """A child in the middle of its work is ended at once, and closing twice is harmless."""
    with Child("tests.ingest.misbehaving:echo", memory_mb=1024) as child:
        assert child.run(20, "x" * 5_000_000) == "x" * 5_000_000
    child.close()
