"""Conditions as data: a list of `{field, op, value}` under `all` or `any`, over a mapping of values.

Unknown is not false: a test on an unknown field is None, and carries through `all` and `any` as in Kleene's three-valued logic.
A new operator is code here; there is no interpreter.
"""

from collections.abc import Callable, Iterable, Mapping
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
        if self.field:
            have = values.get(self.field)
            result = None if have is None and self.op != "is_set" else OPERATORS[self.op](have, self.value)
        elif self.all:
            result = _kleene(self.all, values, decisive=False)
        elif self.any:
            result = _kleene(self.any, values, decisive=True)
        else:
            result = True
        return None if result is None else result is not self.negate


def _kleene(parts: Iterable[Condition], values: Mapping[str, Any], *, decisive: bool) -> bool | None:
    """What a group comes to, read no further than decides it."""
    result: bool | None = not decisive
    for part in parts:
        holds = part.holds(values)
        if holds is decisive:
            return decisive
        if holds is None:
            result = None
    return result
