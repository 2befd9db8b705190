"""Conditions as data: a list of `{field, op, value}` under `all` or `any`, over a mapping of values.

Unknown is not false: a test on an unknown field is None, and carries through `all` and `any` as in Kleene's three-valued logic.
A new operator is code here; there is no interpreter.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import model_validator

from rag.knowledge.tables import KnowledgeRow

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda have, want: bool(have == want),
    "ne": lambda have, want: bool(have != want),
    "lt": lambda have, want: bool(have < want),
    "le": lambda have, want: bool(have <= want),
    "gt": lambda have, want: bool(have > want),
    "ge": lambda have, want: bool(have >= want),
    "in": lambda have, want: have in want,
    "not_in": lambda have, want: have not in want,
    "contains": lambda have, want: want in have,
    "intersects": lambda have, want: not set(have).isdisjoint(want),
    "is_set": lambda have, want: bool(have) is bool(want),
}


Test = Callable[[Mapping[str, Any]], bool | None]


class Condition(KnowledgeRow):
    """Either one test, or `all` or `any` of several, possibly negated; an empty condition always holds."""

    field: str = ""
    op: str = ""
    value: Any = None
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
    negate: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Condition":
        if self.field and (self.all or self.any):
            raise ValueError("a condition is a test or a group, not both")
        if self.field and self.op not in OPERATORS:
            raise ValueError(f"unknown operator {self.op!r}; known: {', '.join(OPERATORS)}")
        return self

    @property
    def fields(self) -> frozenset[str]:
        """What it asks about."""
        return frozenset({self.field} if self.field else ()).union(*(part.fields for part in (*self.all, *self.any)))

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Whether it holds for `values`; None when an unknown field decides."""
        return self._test(values)

    @cached_property
    def _test(self) -> Test:
        """It as a function, made once: a round of the interview asks some ten thousand times."""
        if self.field:
            return _comparison(self.field, self.op, self.value, self.negate)
        parts = [part._test for part in self.all or self.any]
        return _group(parts, is_decisive=not self.all, negate=self.negate) if parts else lambda _: not self.negate


def _comparison(field: str, op: str, want: Any, negate: bool) -> Test:
    """What tests one field."""
    compare, may_be_unknown = OPERATORS[op], op == "is_set"

    def test(values: Mapping[str, Any]) -> bool | None:
        have = values.get(field)
        return None if have is None and not may_be_unknown else compare(have, want) is not negate

    return test


def _group(parts: Sequence[Test], *, is_decisive: bool, negate: bool) -> Test:
    """What several tests come to, read no further than decides it."""

    def test(values: Mapping[str, Any]) -> bool | None:
        result: bool | None = not is_decisive
        for part in parts:
            holds = part(values)
            if holds is is_decisive:
                return is_decisive is not negate
            if holds is None:
                result = None
        return None if result is None else result is not negate

    return test
