"""Conditions over a mapping of values."""

import pytest
from pydantic import ValidationError

from rag.knowledge.condition import Condition


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ({}, {}, True),
        ({"field": "team", "op": "lt", "value": 3}, {"team": 2}, True),
        ({"field": "team", "op": "lt", "value": 3}, {"team": 3}, False),
        ({"field": "team", "op": "lt", "value": 3}, {}, None),
        ({"field": "team", "op": "lt", "value": 3, "negate": True}, {"team": 3}, True),
        ({"field": "note", "op": "is_set", "value": False}, {}, True),
        ({"field": "regimes", "op": "intersects", "value": ["GDPR", "PCI"]}, {"regimes": ["PCI"]}, True),
        (
            {"all": [{"field": "a", "op": "eq", "value": 1}, {"field": "b", "op": "eq", "value": 1}]},
            {"a": 2},
            False,
        ),
        ({"all": [{"field": "a", "op": "eq", "value": 1}, {"field": "b", "op": "eq", "value": 1}]}, {"a": 1}, None),
        ({"any": [{"field": "a", "op": "eq", "value": 1}, {"field": "b", "op": "eq", "value": 1}]}, {"b": 1}, True),
        ({"any": [{"field": "a", "op": "eq", "value": 1}, {"field": "b", "op": "eq", "value": 1}]}, {"b": 2}, None),
    ],
)
def test_three_valued(condition: dict[str, object], values: dict[str, object], expected: bool | None) -> None:
    """Unknown is neither true nor false, and decides only where nothing else does."""
    assert Condition.model_validate(condition).holds(values) is expected


def test_unknown_operator_is_refused() -> None:
    """A misspelt operator fails when the table is read, not when it is used."""
    with pytest.raises(ValidationError, match="unknown operator"):
        Condition.model_validate({"field": "a", "op": "=>", "value": 1})
