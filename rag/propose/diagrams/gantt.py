"""Bars over time: the plan, and the way of replaced systems out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.propose.diagrams.mermaid import draw, plain
from rag.propose.draft import Draft
from rag.propose.proposal import Claim, Diagram
from rag.propose.wording import join_names, shorten, show_date

MOST_BAR_NAME = 23  # characters; longer names wrap into the next bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, with ISO dates; a milestone has the same start and end."""

    section: str
    name: str
    start: str
    end: str
    kind: str = ""  # "", crit, milestone
    note: str = ""  # what happens in it, for the table in words

    @property
    def dates(self) -> str:
        """“5 April 2027 to 30 June 2027”."""
        return show_date(self.start) if self.start == self.end else f"{show_date(self.start)} to {show_date(self.end)}"


def plan_chart(draft: Draft, bars: Sequence[Bar]) -> Diagram:
    """The plan as a Gantt chart."""
    source = gantt(bars)
    alt = draft.say(
        "diagram.plan_alt",
        first=show_date(bars[0].start),
        last=show_date(max(bar.end for bar in bars)),
        bars=join_names(f"{bar.name} ({bar.dates})" if bar.kind else bar.name for bar in bars),
    )
    rows = tuple((bar.name, bar.section, bar.dates) for bar in bars)
    return gantt_diagram(draft, "plan", source, alt, rows).model_copy(update={"is_told": True})


def gantt(bars: Sequence[Bar]) -> str:
    """The source of a chart of bars, one section after the other."""
    lines = ["gantt", "  dateFormat YYYY-MM-DD", "  axisFormat %b %Y", "  todayMarker off"]
    section = ""
    for number, bar in enumerate(bars):
        if bar.section != section:
            section = bar.section
            lines.append(f"  section {plain(section)}")
        tag = f"{bar.kind}, " if bar.kind else ""
        days = 0 if bar.kind == "milestone" else (date.fromisoformat(bar.end) - date.fromisoformat(bar.start)).days
        lines.append(f"  {shorten(plain(bar.name), MOST_BAR_NAME)} :{tag}b{number}, {bar.start}, {days}d")
    return "\n".join(lines)


def gantt_diagram(
    draft: Draft, id_: str, source: str, alt: str, rows: tuple[tuple[str, str, str], ...], claims: Sequence[Claim] = ()
) -> Diagram:
    """A chart of bars with a row for each bar."""
    return Diagram(
        id=id_,
        caption=draft.say(f"picture.{id_}"),
        source=source,
        alt=alt,
        nodes=rows,
        header=("Bar", "Part", "Dates"),
        svg=draw(source),
        claims=tuple(claims),
    )
