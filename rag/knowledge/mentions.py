"""Words by which papers speak of something, whether or not a value of it can be read: `mentions.yaml`."""

from functools import cached_property
from pathlib import Path

from pydantic import ConfigDict

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table

OPEN, OUTDATED = "open", "outdated"  # topics of what a paper leaves undecided, and of what it says of its own words


class MentionTopic(KnowledgeRow):
    """One thing that papers speak of."""

    says: Pattern
    fields: tuple[str, ...] = ()  # of the Brief, whose defaults it is held beside


class Mentions(KnowledgeTable):
    """The table."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,), defer_build=True)

    most: int  # passages of a topic in one document
    longest_title: int  # words of a line above a list that says what the list is
    topics: dict[str, MentionTopic]
    open_title: Pattern
    outdated: Pattern

    @cached_property
    def by_field(self) -> dict[str, tuple[str, ...]]:
        """Field of the Brief → the topics that speak of it."""
        paths = dict.fromkeys(path for topic in self.topics.values() for path in topic.fields)
        return {path: tuple(name for name, topic in self.topics.items() if path in topic.fields) for path in paths}


def load_mentions(folder: Path = TABLES) -> Mentions:
    """The words.

    Raises:
        KnowledgeError: the table is missing or faulty.
    """
    return read_table("mentions", Mentions, folder)
