"""The tables with a person's own weights and figures in the place of ours.

In: the tables and the choices. Out: tables that every engine reads as it reads ours, so that nothing else has to know. What is
a person's own stays marked: `AdviseKnowledge.own`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.weighing import MONEY, FigureRow, OwnChoice


def adopt(knowledge: AdviseKnowledge, choices: Sequence[OwnChoice]) -> AdviseKnowledge:
    """The tables with these choices in force; a choice whose row is not in the table any more is passed over."""
    known = tuple(one for one in choices if knowledge.weighing.group(one.id) or knowledge.weighing.figure(one.id))
    if not known:
        return knowledge
    adopted = replace(knowledge, own=known)
    rows = [(knowledge.weighing.figure(choice.id), choice) for choice in known]
    figures = [(row, choice) for row, choice in rows if row is not None]
    for row, choice in sorted(figures, key=lambda one: one[0].unit == MONEY):  # after the rates of exchange that it is said in
        adopted = _with_figure(adopted, row, choice)
    return adopted


def values_of(knowledge: AdviseKnowledge, row: FigureRow) -> tuple[float, ...]:
    """What holds for a figure, in the row's unit, money in the currency of the price table; two values are a band."""
    found = [_get(knowledge, path.split(".")) for path in row.paths]
    return tuple(float(value) * (100 if row.share else 1) for value in found)


def _get(value: Any, path: Sequence[str]) -> Any:
    """What stands at `path`."""
    for name in path:
        value = value[name] if isinstance(value, Mapping) else getattr(value, name)
    return value


def converted(knowledge: AdviseKnowledge, row: FigureRow, value: float, unit: str) -> float | None:
    """A value in the row's unit, money in the currency of the price table; None when the unit does not fit."""
    if row.unit == MONEY:
        rate = knowledge.prices.exchange.get(unit or knowledge.prices.currency)
        return None if rate is None else value * rate
    if unit in ("", row.unit):
        return value
    factor = knowledge.weighing.units.get(row.unit, {}).get(unit)
    return None if factor is None else value * factor


def _with_figure(knowledge: AdviseKnowledge, row: FigureRow, choice: OwnChoice) -> AdviseKnowledge:
    value = converted(knowledge, row, choice.value, choice.unit)
    if value is None:
        return knowledge
    changes: list[tuple[str, Any]] = [(path, value / 100 if row.share else value) for path in row.paths]
    changes += [(row.note_path, knowledge.own_words(choice))] if row.note_path else []
    tables: dict[str, Any] = {}
    for place, new in changes:
        table, *path = place.split(".")
        tables[table] = _put(tables.get(table, getattr(knowledge, table)), path, new)
    return replace(knowledge, **tables)


def _put(value: Any, path: Sequence[str], new: Any) -> Any:
    """A copy of `value` with `new` at `path`."""
    if not path:
        return new
    head, *rest = path
    if isinstance(value, BaseModel):
        return value.model_copy(update={head: _put(getattr(value, head), rest, new)})
    return {**value, head: _put(value[head], rest, new)}
