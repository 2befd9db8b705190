"""What a sentence takes a stand on, by its words alone: `stances.yaml`."""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from rag.knowledge.patterns import Pattern, any_case
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table

StanceValue = Literal[
    "span", "rhythm", "percent", "money", "date", "count", "rate", "place", "who", "product", "version", "side"
]


class Topic(KnowledgeRow):
    """A matter on which papers can take two stands."""

    id: str
    path: str  # field of the Brief
    kind: str  # of the fact that a person may make of it
    value: StanceValue
    words: Pattern = ""  # what has to stand in the sentence; sides have their own
    unless: Pattern = ""  # with these in it, the sentence is about something else
    sides: dict[str, Pattern] = {}  # stand → its words
    least: float = 0.0  # of its number
    most: float = 1e15
    bare: bool = False  # a value alone, where no topic of its kind is spoken of
    rule: bool = False  # a rule of the house binds what it does not name
    whole: bool = False  # the whole sentence tells what a side is taken on, and not only the words near by
    of: str = ""  # the topic whose stands these are, where they have words of their own
    names: tuple[str, ...] = ()  # products that its words stand for: no cloud of a country forbids each that comes from there

    @model_validator(mode="after")
    def _has_words(self) -> "Topic":
        if not (self.words or self.sides or self.bare):
            raise ValueError(f"{self.id}: neither words nor sides")
        return self


class Rhythm(KnowledgeRow):
    """A span of time in words."""

    seconds: float
    pattern: Pattern


class Above(KnowledgeRow):
    """Two topics of which one limits the other: what is copied too seldom is lost."""

    slow: str
    allows: str


class Stances(KnowledgeTable):
    """All topics, and what sets stands apart."""

    topics: tuple[Topic, ...]
    every: Pattern
    rhythms: tuple[Rhythm, ...]
    spans: tuple[Rhythm, ...]
    above: tuple[Above, ...]
    floor: Pattern  # before a value that is the least
    floor_behind: Pattern
    ceiling: Pattern  # before one that is the most
    void: Pattern  # a statement that takes itself back
    past: Pattern
    apart: Pattern  # a test environment, a pilot
    share: Pattern  # each for itself, or all together
    calm: Pattern  # ordinary days
    net: Pattern  # a sum without tax
    gross: Pattern  # with it
    everyone: Pattern  # a rule that leaves nobody out
    rules: tuple[str, ...]  # types of document in which rules stand
    practice: tuple[str, ...]  # those that tell what is done
    general: str  # words that say nothing about what a sentence is about
    nouns: str  # words that tell something, though a comparison passes over them
    parts: Pattern  # where a part of a sentence ends that speaks of something else
    pronoun: Pattern
    double: Pattern  # nobody without is everybody with
    denies: Pattern
    never: Pattern  # denies all
    rate: Pattern  # groups `what` and `per`: so many of something in a span of time
    rate_seconds: dict[str, float]  # group within `per` → its length
    monthly: Pattern
    yearly: Pattern
    leaves: Pattern  # what may not leave a place stays there
    every_word: Pattern  # begins a span that is a rhythm

    @model_validator(mode="after")
    def _topics_are_known(self) -> "Stances":
        known = {topic.id for topic in self.topics}
        unknown = {id_ for pair in self.above for id_ in (pair.slow, pair.allows)} - known
        if unknown or len(known) != len(self.topics):
            raise ValueError(f"above names no topic {sorted(unknown)}, or two topics have one id")
        return self

    @cached_property
    def by_id(self) -> dict[str, Topic]:
        """Id → topic."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words of `nouns`."""
        return frozenset(self.nouns.split())

    @cached_property
    def general_words(self) -> frozenset[str]:
        """The words of `general`."""
        return frozenset(self.general.split())


def whole_words(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled, found only where words begin and end."""
    return any_case(rf"(?<!\w)(?:{pattern})(?!\w)")


def load_stances(folder: Path = TABLES) -> Stances:
    """The table of stances under `folder`.

    Raises:
        KnowledgeError: it is missing or faulty.
    """
    return read_table("stances", Stances, folder)
