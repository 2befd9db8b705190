"""Charts beside the tables that hold their numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.propose.charts.budget import budget_chart
from rag.propose.charts.cost import cost_chart
from rag.propose.charts.options import options_chart
from rag.propose.charts.risks import risk_chart
from rag.propose.draft import Draft
from rag.propose.proposal import BlockType, Diagram, Table


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the table that it stands beside, by the first word of its header."""

    table: str
    side: Literal["before", "after"]
    paint: Callable[[Draft], Diagram | None]


CHARTS = {
    "options": Chart("Style", "after", options_chart),
    "capacity": Chart("Measure", "after", cost_chart),
    "slo": Chart("Burn rate", "after", budget_chart),
    "challenges": Chart("No.", "before", risk_chart),
}


def with_chart(draft: Draft, section: str, blocks: Sequence[BlockType]) -> list[BlockType]:
    """The blocks of a section with its chart, where it has one and the table of its numbers is there."""
    chart, found = CHARTS.get(section), list(blocks)
    at = next((n for n, b in enumerate(found) if chart and isinstance(b, Table) and b.header[0] == chart.table), None)
    if chart is None or at is None:
        return found
    drawn = chart.paint(draft)
    place = at + 1 if chart.side == "after" else at
    return [*found[:place], drawn, *found[place:]] if drawn is not None else found
