"""How the styles that remain compare: fit, what is deducted from it, and the score that is left."""

from collections.abc import Mapping

from rag.advise.decision import StyleScore
from rag.propose.charts.canvas import DARK, GRID, LIGHT, MIDDLE, QUIET, WARM, Canvas, text_width, ticks
from rag.propose.draft import Draft
from rag.propose.options import MOST_STYLES, TERMS
from rag.propose.proposal import Diagram
from rag.propose.wording import shorten, upper_first

WIDTH, ROW, TOP, LEFT, RIGHT = 760, 40, 62, 250, 60
DEDUCTIONS = ((*TERMS[1:], ("tax", "Tax for distribution")), (WARM, "#b4868a", "#a3a38a", "#8d94a8"))
MOST_NAME = 27


def options_chart(draft: Draft) -> Diagram | None:
    """The best styles with their score; None where fewer than two are left to compare."""
    ranking = draft.inputs.decision.ranking[:MOST_STYLES]
    if len(ranking) < 2:
        return None
    keys = {option.style: option.key for option in draft.inputs.decision.options}
    rows = tuple(
        (
            _name(score, keys),
            f"{score.total:.1f}",
            "; ".join(f"{label.lower()} {getattr(score, name):.1f}" for name, label in (*TERMS, DEDUCTIONS[0][-1])),
        )
        for score in ranking
    )
    first, second = ranking[0], ranking[1]
    alt = draft.say(
        "chart.options_alt",
        first=upper_first(first.name),
        score=f"{first.total:.1f}",
        second=second.name,
        behind=f"{second.total:.1f}",
    )
    return Diagram(
        id="chart-options",
        caption=draft.say("chart.options"),
        source="",
        alt=alt,
        nodes=rows,
        header=("Style", "Score", "Fit, less deductions"),
        is_told=True,
        is_long=True,
        svg=_drawn(draft, list(ranking), keys),
    )


def _name(score: StyleScore, keys: Mapping[str, str]) -> str:
    key = keys.get(score.style)
    return f"{key}: {upper_first(score.name)}" if key else upper_first(score.name)


def _drawn(draft: Draft, ranking: list[StyleScore], keys: Mapping[str, str]) -> str:
    height = TOP + ROW * len(ranking) + 34
    sheet = Canvas(WIDTH, height)
    steps = ticks(max(score.fit for score in ranking))

    def x(points: float) -> float:
        return LEFT + max(points, 0.0) / steps[-1] * (WIDTH - LEFT - RIGHT)

    _legend(draft, sheet, ranking)
    for value in steps:
        sheet.line([(x(value), TOP), (x(value), height - 30)], GRID)
        sheet.text(x(value), height - 10, f"{value:g}", anchor="middle", fill=QUIET)
    for number, score in enumerate(ranking):
        top = TOP + ROW * number + 6
        is_option = score.style in keys
        name = shorten(_name(score, keys), MOST_NAME)
        sheet.text(LEFT - 10, top + 19, name, anchor="end", bold=number == 0)
        sheet.box(x(0), top, x(score.total) - x(0), ROW - 12, DARK if is_option else MIDDLE)
        at = score.total
        for (term, _), fill in zip(*DEDUCTIONS, strict=True):
            value = getattr(score, term)
            sheet.box(x(at), top, x(at + value) - x(at), ROW - 12, fill)
            at += value
        label, fill = f"{score.total:.1f}", "#ffffff"
        inside = x(score.total) - x(0) > text_width(label) + 12
        sheet.text(
            x(score.total) - 8 if inside else x(at) + 6,
            top + 19,
            label,
            anchor="end" if inside else "start",
            bold=True,
            fill=fill if inside else DARK,
        )
    return sheet.svg()


def _legend(draft: Draft, sheet: Canvas, ranking: list[StyleScore]) -> None:
    """What the colours stand for; deductions that nobody has are left out."""
    entries = [(draft.say("chart.score"), DARK)]
    used = [name for name, _ in DEDUCTIONS[0] if any(round(getattr(score, name), 1) for score in ranking)]
    entries += [(label, fill) for (name, label), fill in zip(*DEDUCTIONS, strict=True) if name in used]
    at, line = 8.0, 18.0
    for label, fill in entries:
        width = 22 + text_width(label, 14) + 14
        if at + width > WIDTH:
            at, line = 8.0, line + 22
        sheet.box(at, line - 11, 14, 14, fill, LIGHT)
        sheet.text(at + 20, line + 1, label, size=14)
        at += width
