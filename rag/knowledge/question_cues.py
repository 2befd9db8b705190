"""What the words of a question ask for: a date, a number, a name, a reason."""

from functools import cache, cached_property

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class QuestionKind(KnowledgeRow):
    """One kind of question."""

    id: str
    wants: tuple[str, ...]  # kinds of quantities, `name`, `reason`, `moment`
    cues: tuple[str, ...]  # words of a question; "…" stands for some in between
    value: bool = False  # nothing answers but what is of these kinds
    counts: bool = False  # the words after the cue say what is counted
    holds: tuple[str, ...] = ()  # rows of kin.yaml; the question has to hold a word of one
    next: tuple[str, ...] = ()  # rows of kin.yaml; the word after the cue has to be in one
    person: bool = False  # somebody is asked for
    bare: bool = False  # for questions in keywords alone


class Interrogatives(KnowledgeRow):
    """How a language asks."""

    language: str
    words: frozenset[str]  # that ask for something: "which", not "is"
    letters: str = ""  # that hardly another of the languages has


class QuestionCues(KnowledgeTable):
    """corpus/tables/question_cues.yaml."""

    kinds: tuple[QuestionKind, ...]
    reasons: tuple[str, ...]  # words that introduce a reason
    moments: tuple[str, ...]  # words that tell a time without a date
    asking: frozenset[str]  # words that make a question more than a row of keywords
    interrogatives: tuple[Interrogatives, ...]
    joints: tuple[str, ...]  # words between two questions in one
    versions: tuple[str, ...]  # words before a number that make it a version
    idle: frozenset[str]  # words of a question that carry no topic
    back: tuple[str, ...]  # words that point back to the question before
    capital_nouns: frozenset[str]  # languages that write every noun with a capital: there it makes no name
    nobody: frozenset[str]  # categories of the gazetteer whose names are never somebody's
    short: dict[str, str]  # short forms of words that ask → what they stand for
    contact: Pattern  # how a way to reach somebody looks
    open_nouns: frozenset[str]  # languages that write one noun in two words

    @cached_property
    def all_interrogatives(self) -> frozenset[str]:
        """Words of all languages that ask for something."""
        return frozenset().union(*(one.words for one in self.interrogatives))


@cache
def load_question_cues() -> QuestionCues:
    """The table, read once: it is part of the program and never changes while it runs.

    Raises:
        KnowledgeError: the table does not hold to its schema.
    """
    return read_table("question_cues", QuestionCues)
