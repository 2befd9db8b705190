"""How people answer: `corpus/tables/replies.yaml`."""

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class Spoken(KnowledgeRow):
    """How people tell amounts in passing; all are regular expressions but for the numbers."""

    takes_back: Pattern  # behind a figure: the next one holds in its place
    too_much: Pattern  # the same, as the figure before is too much
    concludes: Pattern  # before a figure to which what was said before comes
    point: str  # the decimal mark in words
    digits: dict[str, str]  # digits in words that are no numbers elsewhere → digit
    stacks: dict[str, int]  # what is written in one word with the number before and after it → how many it stands for
    parts_before: dict[str, float]  # parts and wholes in one word with these → number
    half_of: str  # before a unit
    one_of: str  # before a unit
    parts: dict[str, float]  # parts of a unit → of one
    of_unit: str  # between a part and its unit
    that_many: str  # behind “ten times”: of the figure before
    doubled: dict[str, float]  # so many times a figure that is told beside
    one_head: Pattern  # one person, without a number
    two_heads: Pattern  # two of them
    builders: Pattern  # beside a number of people: they build
    compared: str  # behind such a word
    step: str  # before a unit: once in {many} of it
    of_all: str  # between how many are met and how many there are
    one_in: str  # before a number: one of so many
    ordinals: dict[str, int]  # one of so many
    each_weekday: str  # before a day of the week: on each of them
    each_nth: str  # before an ordinal
    spans: dict[str, float]  # a length of time without a number → seconds
    at_month: str  # before a month without a year
    next_year: Pattern
    this_year: Pattern
    renewed: Pattern  # beside a span of time: it began then, and not today
    next_season: Pattern  # beside a time of the year: the next one
    ended: Pattern  # it is past already
    notice: Pattern  # behind a span of time: it is one of giving notice
    seasons: dict[str, str]  # a time of the year → MM-DD on which it is there at the latest
    and_a_half: str  # behind thousands or millions, or before them
    half_behind: str  # the same, in one word with the number before it
    joins: str  # between hundreds and what comes on top, in words
    breaks: str  # words behind which another part of an answer begins
    goes_wrong: Pattern  # of a release: it fails
    takes: Pattern  # beside a span of time: from the wish for a change to its use
    unplanned: str  # behind a number: releases outside the rhythm
    each_of: str  # before a number of teams, each of which does so
    at_peak: str  # beside a load: it is the highest one
    ordinary: Pattern  # beside a load: it is that of most of the time
    at_worst: Pattern  # beside another load than the ordinary one: it is that of the busiest moments
    on_other_days: Pattern  # between two spans: one of them holds at some times, and the other one at all others
    replayed: Pattern  # beside what may be lost: it is put in again, so that losing it does no harm
    never_lost: Pattern  # and yet it must not be lost
    people: Pattern  # behind a number: it is one of people
    too_late: Pattern  # beside a response time: what comes later is of no use
    ends_there: Pattern  # beside an amount of money: there is no more
    shown: Pattern  # beside a day: something is shown or tried then, and not yet used
    in_use: Pattern  # beside a day: it is used from then on
    per_place: str  # before one of `places` or `machines`: what is told is of each of them
    machines: str
    ceiling: Pattern  # beside a rate: it is the most that somebody else takes
    days_a_year: str  # behind a number: days on which it is busy at all
    else_nothing: Pattern  # beside them: on the others nothing happens
    within_a_day: float  # times the average of such a day that its busiest moment is
    a_year_on: str  # a span to a point in time, and no rate: “after half a year”
    unforeseen: Pattern  # when it gets busy is not known before
    over: str  # before a number of hours or minutes: in all of them together
    later: str  # says that a figure is of another time than the one before
    stays: Pattern  # of a load: it does not grow
    shrinks: Pattern  # beside a percentage: it gets less
    grown: dict[str, float]  # it becomes so many times as much → how many
    more_before: str  # before a number: so many on top of those that were told
    more_behind: str  # the same, behind it
    grows: str  # behind or before an amount: what comes on top
    halves: dict[str, float]  # a part of the whole → share
    periods: dict[str, str]  # day, week, month, quarter, year → words for it
    since: str  # before a year: from then on
    time: Pattern  # days, months and times of the year
    clock_before: str  # before a number that is a time of day
    clock_behind: str  # behind one
    few: str  # once in a few, before a unit of time
    only_one: Pattern  # beside what is known: in one place alone
    factor: str  # behind a number: so many times as much
    per: str  # before a period: so often in it
    every: str  # before a period, or a number of them: once in it
    every_second: str  # before a period or a day of the week: one of two
    of_two: str  # the same, behind it
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    only_once: str  # beside a month: once in the year
    places: str  # behind a number: it is one of places, and not of people
    bare_behind: str  # right behind a number that counts nothing else
    lines: str  # of code
    programs: str  # behind a number: programs that run apart
    groups: str  # of people
    factor_before: str  # before a number: so many times as much
    rises: str  # before the ordinary one of two loads
    rises_to: str  # between it and the other one
    foreseen: Pattern  # when it gets busy is known before
    as_much: str  # behind a number, in one word with it: so many times as much
    within: str  # before a month of the year, as `every` is
    often: dict[str, float]  # how many times, without a number → times
    times: str  # behind a number: so many times
    adverbs: dict[str, str]  # words for once in a period → day … year
    fold: dict[str, float]  # a factor in one word → factor


class Rows(KnowledgeRow):
    """Rows that an answer lists; all are regular expressions."""

    sentences: Pattern  # between sentences
    kinds: dict[str, Pattern]  # kind of users → words for them
    at: Pattern  # opens an item that names no one, but where they are: our own people there
    approximately: Pattern  # before a group, beside how many they are
    behind_group: Pattern  # behind its name: how it is said, and in what time
    spread_over: str  # between a group and the number of places that it is in
    ours: Pattern  # our own people, as a pronoun
    nobody_named: Pattern  # those who are not named at all
    head: Pattern  # behind it stands what a group has, and not who it is
    of_them: Pattern  # words about a figure that say nothing of whom
    among_them: Pattern  # an item that tells something of those of another
    having: Pattern  # before what a group has, which are people of its own
    piece: Pattern  # what is no function alone: a question, a verb with a pronoun, a noun with where it goes
    no_group: Pattern  # begins what names no group: a part of those before, or a remark; or is all of it
    describes: Pattern  # begins what only says what the group before does
    kinds_of: Pattern  # behind a figure: it counts groups, and not people
    another: str  # before a group: it is one of its own
    we_are: Pattern  # beside a figure: it is of ourselves
    possessive: Pattern  # before a group: it is of our own
    shut_out: Pattern  # in an item without a figure: who has no part in it
    entities: dict[str, Pattern]  # what a record is of → words for it
    capital: Pattern  # a name that no table has, where only names have capitals
    german: Pattern  # marks words as German, where every noun has one
    german_name: Pattern  # a name there
    no_system: Pattern  # first words of an answer on a system that are no name of it
    no_name: Pattern  # has a capital for another reason
    systems: Pattern  # systems that have no name of their own
    left_before: Pattern  # before what is left out
    left_behind: Pattern  # what is said of it
    inside: Pattern  # not to leave a place: in it
    confines: Pattern  # beside a place: it is that and no other
    neither: Pattern  # between things of which none is meant
    remark: Pattern  # an item that is only said of another
    today: Pattern  # beside a figure of today
    wanted: Pattern  # beside one that is wanted
    earlier: Pattern  # beside one that is past


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
    afterthought: Pattern  # in a sentence behind the first: what matters less
    slightly: Pattern  # in a part of an answer: it changes little
    sums_up: str  # before what somebody says in the end, having thought aloud
    others: Pattern  # tells what somebody else says
    turns: Pattern  # behind what others say, or what was: before what holds
    wishes: Pattern  # what somebody would like
    not_all: Pattern  # behind a figure, which is one of more than is asked for
    past: Pattern  # in a sentence: it tells what was
    was_before: Pattern  # what was, up to the word behind which it says what is
    rhetorical: Pattern  # a question, within an answer, that tells nothing
    instead_of: str  # the part of a correction that says what does not hold
    separators: str  # between the items of an enumeration
    commas: str  # between items, where the words between the last two may also stand inside one
    tells_nothing: Pattern  # a whole answer in free words that fills nothing
    adds: Pattern  # between two sentences: the second names one more
    tags: Pattern  # at the end of what is told: asked for agreement
    none_but: Pattern  # before what is left out: that is all there is
    no_denial: Pattern  # begins with a no, and says none
    all_the_same: Pattern  # behind words that tell nothing: what is said in spite of that
    denied_first: Pattern  # opens an answer with what is not meant
    defers: Pattern  # the same, anywhere in it: it is put off, or is none
    asides: str  # opens a remark of who lists the items
    clauses: str  # between parts of an answer of which one may be denied and the other not
    either: str  # between things of which one is meant, and it is not said which
    denies: str  # before what is denied, within its part
    denied_by: str  # right behind what is denied
    sighs: Pattern  # before a yes or a no at the beginning
    flips_to_yes: Pattern  # a no at the beginning that is taken back
    flips_to_no: Pattern  # a yes that is
    verdict: Pattern  # a thing and, as a sentence of its own, the no to it
    within: str  # before the name of a place: in it
    lists: dict[str, str]  # words of one meaning, for the patterns of quick replies
    portuguese: str  # marks words as Portuguese, where “no” is “in the” and denies nothing
    rows: Rows
    spoken: Spoken
    stop_words: frozenset[str]  # tell nothing about which question is meant


def load_replies() -> ReplyTable:
    """The reply lists."""
    return read_table("replies", ReplyTable)
