"""What a question is worth."""

import pytest

from rag.brief.brief import Brief
from rag.interview.value import Change, Expectation, assume, question_value, reason
from rag.knowledge.questions import load_questions

TABLE = load_questions()


@pytest.mark.parametrize(
    ("expected", "confidence", "answerability", "is_core", "value"),
    [(1.10, 0.20, 1.0, True, 1.28), (0.90, 0.20, 1.0, False, 0.72), (0.75, 0.20, 0.7, False, 0.42)],
)
def test_worked_values(expected: float, confidence: float, answerability: float, is_core: bool, value: float) -> None:
    """The three worked examples of the formula: residency, recovery time, skills that IT answers for."""
    found = question_value(expected, confidence, answerability, TABLE.rules, is_core=is_core)
    assert found == pytest.approx(value, abs=0.005)


def test_conflict_adds_and_skipping_takes() -> None:
    """A question that settles a conflict is worth more, one that was skipped twice is worth less."""
    plain = question_value(1.0, 0.2, 1.0, TABLE.rules)
    assert question_value(1.0, 0.2, 1.0, TABLE.rules, settles_conflict=True) == pytest.approx(plain + 0.6)
    assert question_value(1.0, 0.2, 1.0, TABLE.rules, times_skipped=2) == pytest.approx(plain - 0.2)


def test_expected_change_counts_only_what_changes() -> None:
    """The probability of the answers that change a component, weighted, is the expected change."""
    row = TABLE.by_id["Q26"]

    def decide(brief: Brief) -> dict[str, str]:
        rule = brief.value("data.residency", {}).get("rule", "none")
        return {"style": "MM", "hosting": "cloud" if rule == "none" else rule}

    change = Expectation(Brief(as_of="2026-11-21", fields={}), decide, TABLE.rules).of(row)
    assert change.by_component == {"hosting": pytest.approx(0.55)}
    assert change.expected == pytest.approx(0.55 * TABLE.rules.weights["hosting"])
    assert "where it runs (55 %)" in reason(row, change, TABLE.rules, TABLE.components)


def test_reason_falls_back_to_the_bank() -> None:
    """A question that changes no component says what it is for."""
    row = TABLE.by_id["Q02"]
    assert (
        reason(row, Change(0.0, {}), TABLE.rules, TABLE.components)
        == "It becomes the measure of success and the test of acceptance."
    )


def test_assume_leaves_the_brief_alone() -> None:
    """Trying an answer out changes a copy."""
    brief = Brief(as_of="2026-11-21", fields={})
    assert assume(brief, {"rel.rto": 3600}).value("rel.rto") == 3600
    assert brief.value("rel.rto") is None
