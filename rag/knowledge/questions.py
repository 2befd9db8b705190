"""The question bank: `corpus/tables/questions.yaml`."""

from functools import cached_property
from typing import Any, Literal

from pydantic import ConfigDict

from rag.knowledge.condition import Condition
from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table

For = Literal["manager", "it", "specialist"]  # whom a question is for


class ChoiceRow(KnowledgeRow):
    """A quick reply: what it sets, and how likely it is before anything is known (0…1)."""

    label: str
    said_as: tuple[str, ...] = ()  # words that name it as well, in any language; a star stands for any ending of a word
    says: tuple[str, ...] = ()  # patterns that say it in a sentence: {list} of `replies.yaml`, {~4} a gap of up to four words
    values: dict[str, Any] = {}  # field path → value
    lowers: bool = False  # what is said in one breath with it counts as no more
    yields: bool = False  # is not meant where another one is named as well
    agrees: bool = False  # what a yes stands for that says no more
    p: float = 0.0


class QuestionRow(KnowledgeRow):
    """One question of the bank."""

    id: str
    topic: str  # at most two questions of a topic in a round
    text: str  # {system}, {field}, {a}, {b}, {quote} … are filled in
    asked_as: tuple[str, ...] = ()  # beginnings of words that a person's wording of it holds, all of one phrase
    fields: tuple[str, ...]
    why: str
    form: Literal["choice", "multi", "number", "date", "text", "yes_no", "rank"]
    answerable: For
    unit: str = ""  # of a bare number in an answer
    frame: str = ""  # a sentence with {} for a bare answer, in which the rules for documents read it
    bare: str = ""  # behind a bare number, before the rules read it in the frame
    reads: Literal[
        "",
        "countries",
        "goals",
        "rate",
        "rhythm",
        "share",
        "experience",
        "code_size",
        "words",
        "bands",
        "people",
        "measure",
        "left_out",
        "user_groups",
        "features",
        "tools",
        "owners",
        "windows",
        "heads",
        "residency",
    ] = ""  # how its answers are read where no form of an amount or a choice fits
    per: Literal["", "system", "conflict", "vague", "confirmation", "assumption"] = ""
    core: bool = False  # fills a mandatory field
    wished: bool = False  # asks how it shall be: what is wanted counts before what is today
    highest: bool = False  # of several quick replies that an answer names, the one furthest down counts
    between: tuple[float, float] | None = None  # a number outside is none that it asks for
    cuts: dict[float, float] = {}  # of `code_size`: least lines of code → size, 0…1
    bands: dict[float, str] = {}  # of `bands`: least amount → value
    several: str = ""  # label of the quick reply that stands for several of the others together
    rest: dict[str, str] = {}  # field path → the question where only that field is still open
    beside: dict[str, str] = {}  # field path that the answer may tell as well → a sentence with {} in which the rules read it
    instead: dict[str, Pattern] = {}  # field path → words that say that the value is of it, and not of the field asked for
    stances: dict[str, Pattern] = {}  # of technologies: field path → words beside one that say it is meant
    kinds: dict[str, dict[str, Pattern]] = {}  # field path → kind of technologies → words by which it is meant there
    skip_when: Condition = Condition()  # over brief values; the empty condition means never
    choices: tuple[ChoiceRow, ...] = ()


class InterviewRules(KnowledgeRow):
    """Constants of the interview."""

    first_round: int  # questions in the first round
    round: int
    last_round: int  # when little is left to win
    last_round_below: float  # Σ Q under which a round is short
    per_topic: int
    systems: int  # of which it is asked what becomes of them; the others stay among the open points
    system_value: float  # what such a question is worth
    not_asked: tuple[
        str, ...
    ] = ()  # gazetteer categories of systems of which it is not asked: nobody replaces a cloud by itself
    not_in_passing: frozenset[str]  # fields that an answer to another question never fills
    confirmations: int  # per round
    opening: tuple[str, ...]  # always first, in this order
    decisive: tuple[str, ...]  # from the second round on, before others: without them a lead says nothing
    stop_single: float  # stop when no question is worth this
    stop_sum: float  # or all together are not
    stop_margin: (
        float  # or the recommendation leads by this many points, no open conflict weighs, no question may turn it round,
    )
    stop_led_sum: float  # and all together are not worth this
    most: int  # questions answered, after which it stops asking
    answerability: dict[str, dict[For, float]]  # who answers → whom a question is for → how likely an answer is, 0…1
    weights: dict[str, float]  # decision component → ω
    known_confidence: float  # a field at least this sure is not asked
    confirm_from: float  # a documented field between this and known_confidence is confirmed, not asked for
    confirm_change: float  # if the decision is expected to change by at least so much with it
    confirm_kinds: tuple[str, ...]  # kinds of hard constraints that may exclude options
    conflict_bonus: float
    core_bonus: float
    skip_penalty: float
    default_confidence: float  # of a field that nobody spoke about

    def answerability_for(self, respondent: object) -> dict[For, float]:
        """How likely each kind of question is answered by the one who answers; the first kind of people while nobody says."""
        return self.answerability.get(str(respondent)) or next(iter(self.answerability.values()))


class QuestionTable(KnowledgeTable):
    """All questions, and the rules by which they are chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,), defer_build=True)

    rules: InterviewRules
    components: dict[str, str]  # decision component → how a person calls it
    rows: tuple[QuestionRow, ...]

    @cached_property
    def by_id(self) -> dict[str, QuestionRow]:
        """Questions by id."""
        return {row.id: row for row in self.rows}


def load_questions() -> QuestionTable:
    """The question bank."""
    return read_table("questions", QuestionTable)
