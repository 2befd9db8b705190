"""The question bank: `corpus/tables/questions.yaml`."""

from functools import cached_property
from typing import Any, Literal

from pydantic import ConfigDict

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class ChoiceRow(KnowledgeRow):
    """A quick reply: what it sets, and how likely it is before anything is known (0…1)."""

    label: str
    values: dict[str, Any] = {}  # field path → value
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
    answerable: Literal["manager", "it", "specialist"]
    unit: str = ""  # of a bare number in an answer
    per: Literal["", "system", "conflict", "vague", "confirmation", "assumption"] = ""
    core: bool = False  # fills a mandatory field
    skip_when: Condition = Condition()  # over brief values; the empty condition means never
    choices: tuple[ChoiceRow, ...] = ()


class InterviewRules(KnowledgeRow):
    """Constants of the interview."""

    first_round: int  # questions in the first round
    round: int
    last_round: int  # when little is left to win
    last_round_below: float  # Σ Q under which a round is short
    per_topic: int
    confirmations: int  # per round
    opening: tuple[str, ...]  # always first, in this order
    stop_single: float  # stop when no question is worth this
    stop_sum: float  # or all together are not
    stop_margin: float  # or the recommendation leads by this many points and no open conflict weighs
    most: int  # questions answered, after which it stops asking
    answerability: dict[str, float]
    weights: dict[str, float]  # decision component → ω
    known_confidence: float  # a field at least this sure is not asked
    confirm_from: float  # a field between this and known_confidence is confirmed
    conflict_bonus: float
    core_bonus: float
    skip_penalty: float
    default_confidence: float  # of a field that nobody spoke about


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
