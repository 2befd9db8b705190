"""How people tell what they tried and gave up: `tried.yaml`."""

from pathlib import Path

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table


class TriedThing(KnowledgeRow):
    """A thing of architecture that can be tried."""

    styles: tuple[str, ...]  # codes of styles and overlays that are built around it
    pattern: Pattern


class TriedCues(KnowledgeTable):
    """The table."""

    things: tuple[TriedThing, ...]
    categories: dict[str, tuple[str, ...]]  # of products → the styles that are built around them
    before: Pattern  # words of a thing before its noun
    tried: Pattern  # a trial
    changed: Pattern  # what was built or put in place, and may have lasted
    attempt: Pattern  # a trial as a noun
    taken_back: Pattern  # it was taken back, whatever is said before
    dropped: Pattern  # the same, after a trial
    badly: Pattern  # it went badly, after a trial
    after: Pattern  # a later sentence that takes it back
    never: Pattern  # with it, nothing was tried and given up
    beside: Pattern  # before a technology that was not tried itself
    replaced: Pattern  # before what was to be replaced
    because: Pattern  # what follows is the reason
    rejected: tuple[Pattern, ...]  # frames that say that {what} was turned down
    turning: Pattern  # one of these words stands in each such frame
    weighed: Pattern  # a frame that says that {what} was looked at
    unfit: Pattern  # after that: it was turned down, or did not fit
    reason: Pattern  # of what was turned down: what follows, further on in the sentence
    reason_next: Pattern  # a next sentence that tells the reason
    kept: Pattern  # with it, what was looked at was not turned down
    rejected_heading: Pattern  # what stands in the list or table below was turned down before it was in use
    heading: Pattern  # what stands in the list or table below was tried and given up


def load_tried(folder: Path = TABLES) -> TriedCues:
    """The words.

    Raises:
        KnowledgeError: the table is missing or faulty.
    """
    return read_table("tried", TriedCues, folder)
