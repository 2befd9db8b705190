"""The words by which a claim is compared with its quotations: negation, obligation, bounds, number words, units, currencies."""

from fractions import Fraction
from functools import cache

from pydantic import Field

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class LanguageCues(KnowledgeRow):
    """The cue words of one language, all in lower case."""

    id: str
    function_words: frozenset[str]  # tell the language, and carry no topic
    negations: tuple[str, ...]
    masked: tuple[str, ...]  # phrases with a negation word that deny nothing: "no later than"
    privative: tuple[str, ...]  # deny what follows, but set a condition after another negation: "not without consent"
    latest: tuple[str, ...]  # "no later than 20 minutes before": at least 20 minutes
    prior: tuple[str, ...]
    limits: tuple[str, ...]  # after a negation they make a limit: "must not be kept longer than"
    later_negation: dict[str, str] = Field(
        default={}, description="modality → what it is when a negation follows in its clause"
    )
    light: tuple[str, ...]  # skipped between a negation and what it denies
    contrast: tuple[str, ...]  # begin a clause of their own
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    should: tuple[str, ...]
    should_not: tuple[str, ...]
    may: tuple[str, ...]
    can: tuple[str, ...]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    numbers: dict[str, int]
    articles: tuple[str, ...]
    halves: tuple[str, ...]
    fractions: dict[str, Fraction]  # before a unit: "three quarters of an"
    and_half: tuple[str, ...]  # after a unit: "a year and a half"
    months: dict[str, int] = Field(description="1…12")
    year_end: tuple[str, ...]  # before a year: 31 December
    or_more: tuple[str, ...]  # after a number
    or_less: tuple[str, ...]
    within: tuple[str, ...]  # before "an hour": one hour is meant


class Unit(KnowledgeRow):
    """A unit of measurement."""

    id: str
    dimension: str  # base unit; units of one dimension convert
    factor: Fraction  # of the base unit
    names: tuple[str, ...]


class NamedGroup(KnowledgeRow):
    """Names of one currency, or of one kind of counted thing."""

    id: str
    names: tuple[str, ...]


class ClaimCues(KnowledgeTable):
    """corpus/tables/claim_cues.yaml."""

    languages: tuple[LanguageCues, ...]
    units: tuple[Unit, ...]
    currencies: tuple[NamedGroup, ...]
    multipliers: dict[str, int]
    counted: tuple[NamedGroup, ...]
    per: tuple[str, ...]  # between a number and its period
    periods: dict[str, str]  # words that make a number a rate by themselves → unit


@cache
def load_claim_cues() -> ClaimCues:
    """The table, read once: it is part of the program and never changes while it runs.

    Raises:
        KnowledgeError: the table does not hold to its schema.
    """
    return read_table("claim_cues", ClaimCues)
