"""Readings of the Brief → the fourteen demand levels and the five capability levels.

Source: `advisor.md` D.3; every cut point is a row of `cutpoints.yaml`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.advise.decision import Level
from rag.advise.wording import approximate, show, show_money
from rag.knowledge.levels import LevelRow, LevelTable, Part

HIGHEST = 5
WHOLE_FROM = 100  # a reading from here on is shown without decimals


@dataclass(frozen=True, slots=True)
class Readings:
    """What the engine has read from the Brief, under short names; a name that is missing is unknown."""

    values: Mapping[str, Any]
    known: Collection[str] = ()  # names whose value somebody said, not a default
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # name → brief paths


@dataclass(frozen=True, slots=True)
class Placed:
    """A level with the part of its rule that set it."""

    value: int
    part: Part | None  # None: nothing is known, or only conditions set it
    added: int  # by conditions
    reasons: tuple[str, ...]


def place_levels(values: Mapping[str, Any], table: LevelTable) -> dict[str, Placed]:
    """Every level by code, from readings alone."""
    seen: dict[str, Any] = {"currency": table.currency, "currency_rate": 1.0, **values}
    placed: dict[str, Placed] = {}
    for row in (*table.demands, *table.capabilities):
        placed[row.code] = _place(row, seen)
        seen[row.code] = placed[row.code].value
    return placed


def assumed_demands(placed: Mapping[str, Placed], readings: Readings, table: LevelTable) -> frozenset[str]:
    """Codes of the demands of which nobody has said anything."""
    return frozenset(row.code for row in table.demands if not _is_said(row, placed[row.code], readings))


def describe_levels(readings: Readings, table: LevelTable) -> tuple[dict[str, Level], dict[str, Level]]:
    """Demands and capabilities by code, each with its reason, its fields and whether it is assumed."""
    placed = place_levels(readings.values, table)
    demands = {row.code: _describe(row, placed[row.code], readings) for row in table.demands}
    capabilities = {row.code: _describe(row, placed[row.code], readings) for row in table.capabilities}
    return demands, capabilities


def _place(row: LevelRow, seen: Mapping[str, Any]) -> Placed:
    best: tuple[int, Part] | None = None
    for part in row.parts:
        value = seen.get(part.reading)
        level = None if value is None else part.level(value, row.lowest)
        if level is not None and (best is None or level > best[0]):
            best = (level, part)
    floors = [floor for floor in row.floors if floor.when.holds(seen)]
    if best is None and row.base is None and not floors:
        return Placed(_unknown(row, seen), None, 0, ())
    start = best[0] if best else row.base if row.base is not None else _unknown(row, seen)
    extras = [plus for plus in row.plus if plus.when.holds(seen)]
    reasons = [show_reason(best[1], seen)] if best else []
    value = start + sum(plus.add for plus in extras)
    reasons += [plus.reason for plus in extras]
    for floor in floors:
        if floor.level > value:
            value, reasons = floor.level, [*reasons, floor.reason]
    value = min(HIGHEST, max(row.lowest, value))
    return Placed(value, best[1] if best else None, value - start, tuple(reasons))


def _unknown(row: LevelRow, seen: Mapping[str, Any]) -> int:
    if not row.unknown_at_most:
        return row.unknown
    return max(row.lowest, min(row.unknown, int(seen[row.unknown_at_most])))


def show_reason(part: Part, seen: Mapping[str, Any]) -> str:
    """The reason of a part with its value filled in."""
    value = seen[part.reading]
    if part.money:
        return part.reason.format(value=show_money(value / seen["currency_rate"]), currency=seen["currency"])
    if isinstance(value, float) and value >= WHOLE_FROM:
        value = approximate(round(value))
    elif isinstance(value, float) and value:
        value = round(value, 2)
    if part.said:
        value = [part.said.get(str(one), one) for one in ([value] if isinstance(value, str) else value)]
    return part.reason.format(value=show(value))


def _describe(row: LevelRow, placed: Placed, readings: Readings) -> Level:
    names = _behind(row, placed)
    paths = dict.fromkeys(path for name in names for path in readings.paths.get(name, ()))
    told = placed.part is not None and placed.part.scale == "level" and not placed.added
    words = row.phrases.get(placed.value, "") if told else ""  # “level 3 of 5” says less than what that is
    reason = words or "; ".join(placed.reasons)
    said = _is_said(row, placed, readings)
    return Level(
        code=row.code,
        name=row.name,
        value=placed.value,
        is_assumed=not said,
        reason=reason
        or (row.phrases.get(placed.value, "") if said else "")
        or "nothing is known yet; the usual level is assumed",
        fields=tuple(paths),
    )


def _behind(row: LevelRow, placed: Placed) -> list[str]:
    """Names of the readings that a level rests on."""
    names = [part.reading for part in row.parts] + list(row.needs)
    return names + [name for floor in row.floors if floor.reason in placed.reasons for name in sorted(floor.when.fields)]


def _is_said(row: LevelRow, placed: Placed, readings: Readings) -> bool:
    return any(name in readings.known for name in _behind(row, placed))
