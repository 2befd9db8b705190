"""The risks by likelihood and impact: a field of five by five with the numbers of the register's rows."""

from collections import defaultdict

from rag.numbers.risk import risk_score
from rag.propose.charts.canvas import INK, QUIET, Canvas, text_width
from rag.propose.draft import Draft
from rag.propose.proposal import Diagram
from rag.propose.risks import number_of
from rag.propose.wording import shorten, upper_first

LEVELS = range(1, 6)
CELL_WIDTH, CELL_HEIGHT, LEFT, TOP = 118, 46, 96, 12
BANDS = {"low": "#eef3e8", "medium": "#faf0d7", "high": "#f3d3b8", "critical": "#e4aaa3"}
MOST_TEXT = 90


def risk_chart(draft: Draft) -> Diagram | None:
    """Every risk of the register at its place; None where there is none."""
    if not draft.risks:
        return None
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    rows = []
    for number, risk in enumerate(draft.risks, start=1):
        row = risk.row
        cells[row.likelihood, row.impact].append(number_of(number))
        score = f"{row.likelihood} × {row.impact} = {risk.score} {risk.band}"
        rows.append((f"{number_of(number)} {shorten(risk.cause, MOST_TEXT)}", score, upper_first(row.event)))
    counts = {band: sum(risk.band == band for risk in draft.risks) for band in BANDS}
    told = ", ".join(f"{count} {band}" for band, count in reversed(counts.items()) if count)
    return Diagram(
        id="chart-risks",
        caption=draft.say("chart.risks"),
        source="",
        alt=draft.say("chart.risks_alt", counts=told),
        nodes=tuple(rows),
        header=("Risk", "Likelihood × impact", "What then happens"),
        is_told=True,
        is_long=True,
        svg=_drawn(draft, cells),
    )


def _drawn(draft: Draft, cells: dict[tuple[int, int], list[str]]) -> str:
    width, height = LEFT + CELL_WIDTH * len(LEVELS) + 12, TOP + CELL_HEIGHT * len(LEVELS) + 84
    sheet = Canvas(width, height)
    for likelihood in LEVELS:
        for impact in LEVELS:
            x, y = LEFT + CELL_WIDTH * (likelihood - 1), TOP + CELL_HEIGHT * (len(LEVELS) - impact)
            sheet.box(x, y, CELL_WIDTH, CELL_HEIGHT, BANDS[risk_score(likelihood, impact).band], "#ffffff")
            for line, text in enumerate(_lines(cells.get((likelihood, impact), []))):
                sheet.text(x + CELL_WIDTH / 2, y + 26 + 20 * line, text, anchor="middle", bold=True)
    for level in LEVELS:
        sheet.text(LEFT + CELL_WIDTH * (level - 0.5), height - 62, str(level), anchor="middle", fill=QUIET)
        sheet.text(LEFT - 12, TOP + CELL_HEIGHT * (len(LEVELS) - level + 0.55), str(level), anchor="end", fill=QUIET)
    middle = LEFT + CELL_WIDTH * len(LEVELS) / 2
    sheet.text(middle, height - 38, upper_first(draft.say("chart.likelihood")), anchor="middle", fill=INK)
    sheet.text(8, TOP + CELL_HEIGHT * len(LEVELS) / 2 + 5, upper_first(draft.say("chart.impact")), fill=INK)
    at = float(LEFT)
    for band, fill in reversed(BANDS.items()):
        sheet.box(at, height - 22, 14, 14, fill, QUIET)
        sheet.text(at + 20, height - 10, band, size=14)
        at += 20 + text_width(band, 14) + 22
    return sheet.svg()


def _lines(names: list[str]) -> list[str]:
    """The numbers in one cell, in lines that fit."""
    lines: list[str] = []
    for name in names:
        if lines and text_width(f"{lines[-1]}  {name}") < CELL_WIDTH:
            lines[-1] = f"{lines[-1]}  {name}"
        else:
            lines.append(name)
    return lines
