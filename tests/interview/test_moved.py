"""What is said of what an answer changed."""

from rag.interview.moved import what_changed
from rag.knowledge.questions import load_questions

TABLE = load_questions()
BEFORE = dict.fromkeys(TABLE.rules.weights, "a")
SAME = ("Modular monolith", "Modular monolith")


def test_nothing_changed_is_not_told() -> None:
    """The same decision with other points behind it says nothing."""
    assert what_changed(BEFORE, dict(BEFORE), SAME, TABLE) == ""


def test_parts_are_told_by_weight_and_the_recommendation_stays() -> None:
    """The weightiest parts with what they were and are, a long one by its name, the rest counted."""
    after = BEFORE | {"dr": "warm standby", "hosting": "b" * 60, "elasticity": "b", "tenancy": "b"}
    assert what_changed(BEFORE, after, SAME, TABLE) == (
        "This changes where it runs, the recovery tier (a → warm standby), how capacity follows load (a → b) "
        "and one more part. The recommendation stays."
    )


def test_another_recommendation_comes_first() -> None:
    """The title tells the style and what is added to it."""
    after = BEFORE | {"style": "SB", "overlays": "EB", "cost": "b"}
    said = what_changed(BEFORE, after, ("Modular monolith", "Services with events"), TABLE)
    assert said == "The recommendation is now: Services with events. This changes the cost band (a → b)."
    assert what_changed(BEFORE, after, ("Modular monolith", ""), TABLE).startswith(
        "The recommendation is now: no option is left."
    )
