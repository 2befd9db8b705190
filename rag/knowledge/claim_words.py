"""The words by which a sentence says more, or less, than what it rests on: plans, conditions, scope, causes, synonyms."""

from functools import cache

from pydantic import Field

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class LanguageWords(KnowledgeRow):
    """The words of one language, all in lower case; `*` stands for any ending, ` .. ` for a few words between.

    Of two fields such as `condition` and `conditional` the first tells that a quotation says it; the second, which is wider,
    that a sentence keeps it.
    """

    id: str
    pronouns: tuple[str, ...]  # point back to the sentence before
    considered: tuple[str, ...]  # may or may not come
    weighing: tuple[str, ...]  # in a sentence they keep that something is only considered
    planned: tuple[str, ...]
    future: tuple[str, ...]
    done: tuple[str, ...]  # came to be
    present: tuple[str, ...]  # is so already
    past: tuple[str, ...]  # was so, and is no more
    ended: tuple[str, ...]
    condition: tuple[str, ...]
    conditional: tuple[str, ...]
    exception: tuple[str, ...]
    excepting: tuple[str, ...]
    regardless: tuple[str, ...]  # deny a condition or an exception
    universal: tuple[str, ...]
    only: tuple[str, ...]
    limiting: tuple[str, ...]
    partial: tuple[str, ...]
    cause: tuple[str, ...]
    causal: tuple[str, ...]
    attributed: tuple[str, ...]  # somebody says so
    attributing: tuple[str, ...]
    negative: tuple[str, ...]  # deny, as a negation does
    periods: tuple[str, ...]  # "every …"
    required: tuple[str, ...]  # tell of a requirement without a modal word
    every: tuple[str, ...]  # before a period
    times: tuple[str, ...]  # after a number, before a period
    often: dict[str, int]  # words for so many times
    determiners: tuple[str, ...]  # begin the name of a thing
    part_of: tuple[str, ...]  # between a part and its whole: "42 of 118"
    verbs: tuple[str, ...]  # auxiliaries
    uncertain: tuple[str, ...]  # may be so
    hedged: tuple[str, ...]
    also: tuple[str, ...]  # take back an "only"
    told: tuple[str, ...]  # orders to whoever reads the document
    compared: tuple[str, ...]
    ordered: tuple[str, ...]  # between two things that must not change places
    generic: tuple[str, ...]  # carry no topic
    synonyms: tuple[tuple[str, ...], ...]  # may stand for each other


class ExclusiveGroup(KnowledgeRow):
    """Words of all languages, in sets that exclude each other."""

    id: str
    sets: tuple[tuple[str, ...], ...] = Field(min_length=2)
    compares: bool = False  # "A is faster than B" says that B is slower than A


class ClaimWords(KnowledgeTable):
    """corpus/tables/claim_words.yaml."""

    languages: tuple[LanguageWords, ...]
    exclusive: tuple[ExclusiveGroup, ...]


@cache
def load_claim_words() -> ClaimWords:
    """The table, read once: it is part of the program and never changes while it runs.

    Raises:
        KnowledgeError: the table does not hold to its schema.
    """
    return read_table("claim_words", ClaimWords)
