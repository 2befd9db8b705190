"""What running it costs over 24 months: the band, its middle, and the budget as far as it is known."""

from rag.advise.sizing import Sizing
from rag.advise.wording import approximate, show_number
from rag.propose.charts.canvas import ACCENT, DARK, GRID, LIGHT, MIDDLE, QUIET, Anchor, Canvas, ticks
from rag.propose.draft import Draft
from rag.propose.proposal import Diagram
from rag.propose.wording import show_date, upper_first

WIDTH, HEIGHT = 760, 290
LEFT, RIGHT, TOP, BOTTOM = 86, 150, 40, 52
MONTHS = {"day1": 0, "m6": 6, "m24": 24}
BUDGET = "budget a month"  # input of the figure that compares it with the cost


def cost_chart(draft: Draft) -> Diagram | None:
    """Low, base and high of the monthly cost at the three points in time of the table; None without sizing."""
    sizing = draft.inputs.sizing
    if sizing is None:
        return None
    points = _points(sizing)
    budget = _budget(sizing)
    rows = [
        (
            upper_first(horizon.label),
            f"{show_number(base)} {draft.currency}",
            f"{show_number(low)} to {show_number(high)} {draft.currency}",
        )
        for horizon, (_, low, base, high) in zip(sizing.horizons, points, strict=True)
    ]
    if budget:
        stated = draft.say("chart.stated", value=draft.shown("budget.monthly_run")) if draft.has("budget.monthly_run") else "–"
        rows.append((draft.say("chart.budget"), f"{show_number(round(budget))} {draft.currency}", stated))
    base, told = points[-1][2], sizing.told.cost
    low, high = approximate(told.low), approximate(told.high)
    phrase = "chart.cost_flat" if points[0][2] == base else "chart.cost_alt"
    alt = draft.say(
        phrase,
        first=show_number(points[0][2]),
        base=show_number(base),
        low=show_number(low),
        high=show_number(high),
        currency=draft.currency,
        when=sizing.told.label,
        budget=_against(draft, budget, high, low),
    )
    return Diagram(
        id="chart-cost",
        caption=draft.say("chart.cost", date=show_date(sizing.price_as_of)),
        source="",
        alt=alt,
        nodes=tuple(rows),
        header=("When", "A month, middle", "Band"),
        is_told=True,
        svg=_drawn(draft, points, budget),
    )


def _points(sizing: Sizing) -> list[tuple[float, float, float, float]]:
    """Month, low, base and high, rounded as in the text."""
    return [
        (MONTHS[one.id], approximate(one.cost.low), approximate(one.cost.base), approximate(one.cost.high))
        for one in sizing.horizons
    ]


def _budget(sizing: Sizing) -> float:
    """The budget a month; 0 where it is not known."""
    figure = None if sizing.is_bought else sizing.figure("budget_ratio")  # a vendor's fee is paid of it, not these servers
    value = figure.inputs.get(BUDGET) if figure is not None else None
    return float(value) if isinstance(value, int | float) else 0.0


def _against(draft: Draft, budget: float, high: float, low: float) -> str:
    if draft.is_bought:
        return draft.say("chart.bought")
    if not budget:
        return draft.say("chart.yardstick" if draft.inputs.sizing and draft.inputs.sizing.is_own_place else "chart.no_budget")
    phrase = "chart.above" if budget >= high else "chart.below" if budget < low else "chart.within"
    return draft.say(phrase, budget=show_number(round(budget)), currency=draft.currency)


def _drawn(draft: Draft, points: list[tuple[float, float, float, float]], budget: float) -> str:
    sheet = Canvas(WIDTH, HEIGHT)
    steps = ticks(max(budget, *(high for *_, high in points)))
    span = max(month for month, *_ in points) or 1

    def x(month: float) -> float:
        return LEFT + month / span * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value / steps[-1] * (HEIGHT - TOP - BOTTOM)

    sheet.text(LEFT, 22, draft.say("chart.cost_axis", currency=draft.currency), fill=QUIET)
    for value in steps:
        sheet.line([(LEFT, y(value)), (WIDTH - RIGHT, y(value))], GRID)
        sheet.text(LEFT - 8, y(value) + 5, show_number(value), anchor="end", fill=QUIET)
    sheet.area([*((x(m), y(high)) for m, _, _, high in points), *((x(m), y(low)) for m, low, _, _ in reversed(points))], LIGHT)
    for index in (1, 3):
        sheet.line([(x(one[0]), y(one[index])) for one in points], MIDDLE, 1.5)
    sheet.line([(x(month), y(base)) for month, _, base, _ in points], DARK, 3)
    labels = []
    for month, _, base, _ in points:
        sheet.dot(x(month), y(base), DARK)
        anchor: Anchor = "start" if month == 0 else "middle"
        sheet.text(x(month), HEIGHT - BOTTOM + 24, draft.say("chart.month", month=int(month)), anchor=anchor)
    for name, value, fill in zip(("high", "middle", "low"), reversed(points[-1][1:]), (MIDDLE, DARK, MIDDLE), strict=True):
        labels.append((y(value), f"{show_number(value)} {name}", fill))
    if budget:
        sheet.line([(LEFT, y(budget)), (WIDTH - RIGHT, y(budget))], ACCENT, 2, "7 4")
        labels.append((y(budget), f"{show_number(round(budget))} {draft.say('chart.budget').lower()}", ACCENT))
    for height, text, fill in _apart(labels):
        sheet.text(WIDTH - RIGHT + 10, height + 5, text, fill=fill, bold=fill == DARK)
    return sheet.svg()


def _apart(labels: list[tuple[float, str, str]], least: float = 19) -> list[tuple[float, str, str]]:
    """Labels from the top down, none nearer to the one above than `least` pixels."""
    placed: list[tuple[float, str, str]] = []
    for height, text, fill in sorted(labels):
        placed.append((max(height, placed[-1][0] + least) if placed else height, text, fill))
    return placed
