"""How far each input moves the lead: one level at a time over its whole scale, those that change it first, then the widest.

The lead is what the recommended style has over its best rival. Where it falls below zero another style leads, which is what
`sensitivity` tells as a flip; both look at the same changes.

Source: `advisor.md` D.8.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rag.advise.levels import HIGHEST, Placed
from rag.advise.scoring import Situation, leader, totals
from rag.advise.sensitivity import describe_change, with_level
from rag.knowledge.advise import AdviseKnowledge


@dataclass(frozen=True, slots=True)
class Moved:
    """What one other level of an input would do."""

    level: int
    condition: str  # in the user's own units: "fewer than 10 engineers"
    style: str  # that would lead; "" when none is left
    lead: float | None  # points; None: the recommended style would be ruled out, or would have no rival


@dataclass(frozen=True, slots=True)
class Swing:
    """One input and what its other levels would do."""

    code: str
    name: str
    now: int  # its level
    lead: float  # today
    moves: tuple[Moved, ...]  # by level, upwards
    fields: tuple[str, ...] = ()  # brief paths it was computed from

    def loses(self, style: str) -> bool:
        """Whether one of its levels would give the lead to another style."""
        return any(move.style != style for move in self.moves)

    @property
    def least(self) -> float:
        """The smallest lead that it can leave, today's included."""
        return min([self.lead, *(move.lead for move in self.moves if move.lead is not None)])

    @property
    def most(self) -> float:
        """The largest lead that it can give, today's included."""
        return max([self.lead, *(move.lead for move in self.moves if move.lead is not None)])


def find_swings(
    situation: Situation, placed: Mapping[str, Placed], fields: Mapping[str, tuple[str, ...]], knowledge: AdviseKnowledge
) -> tuple[Swing, ...]:
    """Every input that can move the lead or rule the recommended style out; none where there is no rival to lead.

    Args:
        situation: what the recommendation rests on.
        placed: each level with the rule that set it, for the wording.
        fields: level code → brief paths.
        knowledge: the tables.
    """
    best, _ = leader(situation, knowledge)
    today = _lead(best, totals(situation, knowledge))
    if today is None:
        return ()
    swings = []
    for row in (*knowledge.levels.demands, *knowledge.levels.capabilities):
        now = situation.demands.get(row.code, situation.capabilities.get(row.code, row.lowest))
        moves = []
        for level in range(row.lowest, HIGHEST + 1):
            change = describe_change(row, level, now, placed.get(row.code), situation.context, knowledge.levels)
            condition = "" if level == now else change
            if condition:
                scores = totals(with_level(situation, row.code, level), knowledge)
                first = min(scores, key=lambda code: (-scores[code], code), default="")
                moves.append(Moved(level, condition, first, _lead(best, scores)))
        swing = Swing(row.code, row.name, now, today, tuple(moves), fields.get(row.code, ()))
        if swing.most > swing.least or swing.loses(best):
            swings.append(swing)
    return tuple(sorted(swings, key=lambda swing: (not swing.loses(best), swing.least - swing.most)))


def _lead(style: str, scores: Mapping[str, float]) -> float | None:
    rivals = [score for code, score in scores.items() if code != style]
    return scores[style] - max(rivals) if style in scores and rivals else None
