"""What would change the recommendation: one level at a time, in the user's own units, nearest first.

Source: `advisor.md` D.8.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from rag.advise.decision import Flip
from rag.advise.levels import HIGHEST, Placed
from rag.advise.scoring import Situation, leader
from rag.advise.wording import show, show_money
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.levels import LevelRow, LevelTable

REACH = 10.0  # times what is known: growth that a plan may reckon with


def find_flips(
    situation: Situation,
    placed: Mapping[str, Placed],
    fields: Mapping[str, tuple[str, ...]],
    knowledge: AdviseKnowledge,
    denied: Collection[str] = (),
) -> tuple[Flip, ...]:
    """Every single change of a level that makes another style lead, the smallest changes first.

    Args:
        situation: what the recommendation rests on.
        placed: each level with the rule that set it, for the wording.
        fields: level code → brief paths.
        knowledge: the tables.
        denied: codes of levels whose defaults say already that there is none of it: less of it is no change in words.
    """
    best, _ = leader(situation, knowledge)
    found: list[tuple[int, int, Flip]] = []
    for order, row in enumerate((*knowledge.levels.demands, *knowledge.levels.capabilities)):
        now = situation.demands.get(row.code, situation.capabilities.get(row.code, row.lowest))
        seen: set[tuple[bool, str]] = set()
        for level in sorted(range(row.lowest, HIGHEST + 1), key=lambda level: abs(level - now)):
            if level == now:
                continue
            style, _ = leader(with_level(situation, row.code, level), knowledge)
            if style == best or (level > now, style) in seen:
                continue
            seen.add((level > now, style))
            condition = describe_change(row, level, now, placed.get(row.code), situation.context, knowledge.levels)
            if condition and not (level < now and row.code in denied):
                flip = Flip(code=row.code, level=level, condition=condition, style=style, fields=fields.get(row.code, ()))
                found.append((abs(level - now), order, flip))
    return tuple(flip for _, _, flip in sorted(found, key=lambda item: item[:2]))


def find_steady(
    situation: Situation,
    placed: Mapping[str, Placed],
    fields: Mapping[str, tuple[str, ...]],
    knowledge: AdviseKnowledge,
    values: Mapping[str, Any],
) -> tuple[Flip, ...]:
    """What may grow without another style leading: the furthest growth within reach of each such level, and the style.

    `values` are the readings that somebody said: what is many times as much says nothing about the company.
    """
    best, _ = leader(situation, knowledge)
    found = []
    for row in knowledge.levels.demands:
        now = situation.demands.get(row.code, row.lowest)
        if row.code not in knowledge.levels.growth or now == HIGHEST:
            continue
        top = _within_reach(row, now, placed.get(row.code), values)
        leaders = {leader(with_level(situation, row.code, level), knowledge)[0] for level in range(now + 1, top + 1)}
        condition = describe_change(row, top, now, placed.get(row.code), situation.context, knowledge.levels)
        if leaders == {best} and condition:
            found.append(Flip(code=row.code, level=top, condition=condition, style=best, fields=fields.get(row.code, ())))
    return tuple(found)


def _within_reach(row: LevelRow, now: int, placed: Placed | None, values: Mapping[str, Any]) -> int:
    """The highest level to which a known value leads when it grows about tenfold; the present one where none does."""
    part = placed.part if placed else None
    value = values.get(part.reading) if part is not None else None
    if placed is None or part is None or not part.cuts or not isinstance(value, int | float):
        return now
    reached = part.level(REACH * value, row.lowest)
    return now if reached is None else max(now, min(HIGHEST, reached + placed.added))


def describe_change(
    row: LevelRow, level: int, now: int, placed: Placed | None, context: Mapping[str, Any], table: LevelTable
) -> str:
    """The change of a level in the units in which it was asked; "" when no value of its reading leads there."""
    part = placed.part if placed and placed.part else next(iter(row.parts), None)
    if level in row.phrases and not (part and part.cuts and part.at_least):
        return row.phrases[level]
    if part is None or not part.cuts:
        return row.phrases.get(level, "")
    rise = level > now
    target = level - (placed.added if placed else 0)
    index = target - row.lowest - 1 if rise else target - row.lowest
    if not 0 <= index < len(part.cuts) or (target == row.lowest and level in row.phrases):
        return row.phrases.get(level, "")
    cut = part.cuts[index]
    people = (cut - 1) * part.divide_up + 1 if part.divide_up else cut
    told = part.at_least if rise else part.below
    if part.money:
        rate, code = context.get("currency_rate", 1.0), context.get("currency", table.currency)
        return told.format(cut=show_money(cut / rate), currency=code)
    return told.format(cut=show(cut), people=show(people))


def with_level(situation: Situation, code: str, level: int) -> Situation:
    """The situation with one demand or capability at another level."""
    if code in situation.demands:
        return replace(situation, demands={**situation.demands, code: level}, assumed=situation.assumed - {code})
    return replace(situation, capabilities={**situation.capabilities, code: level})
