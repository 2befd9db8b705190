"""How people answer: `corpus/tables/replies.yaml`."""

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class Spoken(KnowledgeRow):
    """How people tell amounts in passing; all are regular expressions but for the numbers."""

    spans: dict[str, float]  # a length of time without a number → seconds
    seasons: dict[str, str]  # a time of the year → MM-DD on which it is there at the latest
    joins: str  # between hundreds and what comes on top, in words
    later: str  # says that a figure is of another time than the one before
    grows: str  # behind or before an amount: what comes on top
    halves: dict[str, float]  # a part of the whole → share
    periods: dict[str, str]  # day, week, month, quarter, year → words for it
    since: str  # before a year: from then on
    clock_before: str  # before a number that is a time of day
    clock_behind: str  # behind one
    factor: str  # behind a number: so many times as much
    per: str  # before a period: so often in it
    every: str  # before a period, or a number of them: once in it
    every_second: str  # before a period or a day of the week: one of two
    of_two: str  # the same, behind it
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    lines: str  # of code
    groups: str  # of people
    as_much: str  # behind a number, in one word with it: so many times as much
    within: str  # before a month of the year, as `every` is
    often: dict[str, float]  # how many times, without a number → times
    times: str  # behind a number: so many times
    adverbs: dict[str, str]  # words for once in a period → day … year
    fold: dict[str, float]  # a factor in one word → factor


class ReplyTable(KnowledgeTable):
    """Words that stand for a whole answer, and patterns inside one."""

    dont_know: frozenset[str]
    skip: frozenset[str]
    not_relevant: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    hedges: str  # a regular expression: the answer is given with doubt
    correction: str  # opens an answer that corrects an earlier one
    wants: str  # before what is wanted, where what is today may stand in the same answer
    leaves_out: str  # what only counts for something else
    sums_up: str  # before what somebody says in the end, having thought aloud
    instead_of: str  # the part of a correction that says what does not hold
    separators: str  # between the items of an enumeration
    commas: str  # between items, where the words between the last two may also stand inside one
    tells_nothing: Pattern  # a whole answer in free words that fills nothing
    asides: str  # opens a remark of who lists the items
    clauses: str  # between parts of an answer of which one may be denied and the other not
    either: str  # between things of which one is meant, and it is not said which
    denies: str  # before what is denied, within its part
    denied_by: str  # right behind what is denied
    within: str  # before the name of a place: in it
    spoken: Spoken
    stop_words: frozenset[str]  # tell nothing about which question is meant


def load_replies() -> ReplyTable:
    """The reply lists."""
    return read_table("replies", ReplyTable)
