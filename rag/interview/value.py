"""What a question is worth: the change in the decision that its answers are expected to make.

Source: `advisor.md` C.3, expected decision change over the whole decision vector.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rag.brief.brief import Brief, Field, Provenance, Status
from rag.knowledge.questions import InterviewRules, QuestionRow

Vector = Mapping[str, str]  # decision component → what is decided
Decide = Callable[[Brief], Vector]


@dataclass(frozen=True, slots=True)
class Change:
    """How an answer is expected to change the decision."""

    expected: float  # EDC: Σ over answers p · Σ ω of the components that change
    by_component: dict[str, float]  # component → probability that it changes


def assume(brief: Brief, values: Mapping[str, Any]) -> Brief:
    """The brief as it would be if the user had answered with `values`."""
    fields = dict(brief.fields)
    for path, value in values.items():
        known = fields.get(path) or Field(path=path)
        fields[path] = known.model_copy(
            update={
                "value": value,
                "status": Status.STATED,
                "confidence": 0.95,
                "provenance": (Provenance(kind="answer"),),
            }
        )
    return brief.model_copy(update={"fields": fields})


class Expectation:
    """Expected decision changes from one state of knowledge, each question's worked out once."""

    def __init__(self, brief: Brief, decide: Decide, rules: InterviewRules) -> None:
        self._brief = brief
        self._decide = decide
        self._rules = rules
        self._base = decide(brief)
        self._known: dict[str, Change] = {}

    def of(self, question: QuestionRow) -> Change:
        """That of a question, over its quick replies and their priors."""
        if question.id not in self._known:
            self._known[question.id] = self._work_out(question)
        return self._known[question.id]

    def _work_out(self, question: QuestionRow) -> Change:
        by_component: dict[str, float] = {}
        for choice in question.choices:
            if choice.p <= 0 or not choice.values:
                continue
            changed = self._decide(assume(self._brief, choice.values))
            for component in self._rules.weights:
                if changed.get(component) != self._base.get(component):
                    by_component[component] = by_component.get(component, 0.0) + choice.p
        expected = sum(self._rules.weights[component] * p for component, p in by_component.items())
        return Change(expected, by_component)


def question_value(
    expected: float,
    confidence: float,
    answerability: float,
    rules: InterviewRules,
    *,
    settles_conflict: bool = False,
    is_core: bool = False,
    times_skipped: int = 0,
) -> float:
    """Q(q): what asking is worth now; a mandatory field and an open conflict add to it, having been skipped takes from it."""
    value = expected * (1 - confidence) * answerability
    value += rules.conflict_bonus if settles_conflict else 0.0
    value += rules.core_bonus if is_core else 0.0
    return value - rules.skip_penalty * times_skipped


def reason(question: QuestionRow, change: Change, rules: InterviewRules, names: Mapping[str, str]) -> str:
    """Why the question is asked: the two weightiest changes, in words; the bank's own reason when none stands out."""
    weighty = sorted(change.by_component.items(), key=lambda item: (-rules.weights[item[0]] * item[1], item[0]))[:2]
    parts = [f"{names[component]} ({round(100 * min(p, 1.0))} %)" for component, p in weighty if p >= 0.05]
    if not parts:
        return question.why[0].upper() + question.why[1:] + "."
    return f"Depending on your answer, {' and '.join(parts)} may change."
