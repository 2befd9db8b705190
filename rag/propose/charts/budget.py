"""How fast the error budget is gone at each pace that raises an alert, and what the target allows in a month and a quarter."""

from rag.advise.wording import show_number
from rag.numbers.slo import HOURS_PER_WEEK, alert_threshold, budget_burned, downtime_minutes
from rag.propose.charts.canvas import ACCENT, DARK, GRID, INK, MIDDLE, QUIET, RED, Canvas
from rag.propose.draft import Draft
from rag.propose.proposal import Diagram
from rag.propose.slo import target_slo, weekly_hours
from rag.propose.wording import show_seconds

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 270, 70, 150, 40, 52
QUARTER_DAYS = 90
COLOURS = (RED, ACCENT, DARK)
TICKS = (0, 25, 50, 75, 100)  # percent of the budget


def budget_chart(draft: Draft) -> Diagram | None:
    """The budget as it goes down at each alerting pace; None without a target."""
    slo = target_slo(draft)
    if slo is None:
        return None
    policy = draft.knowledge.slo_policy
    hours = weekly_hours(draft)
    month, quarter = (downtime_minutes(slo, days, hours) for days in (policy.window_days, QUARTER_DAYS))
    rows = [
        (draft.say("chart.in_days", days=show_number(days)), draft.say("chart.minutes", minutes=show_number(minutes)), "–")
        for days, minutes in ((policy.window_days, month), (QUARTER_DAYS, quarter))
    ]
    for row in policy.burn:
        burned = 100 * budget_burned(row.rate, row.window_h, policy.window_days * 24)
        gone = draft.say("chart.gone_after", time=show_seconds(policy.window_days * 86400 / row.rate))
        alert = draft.say(
            "chart.alert",
            action=row.action,
            window=show_seconds(row.window_h * 3600),
            share=show_number(burned),
            errors=show_number(round(alert_threshold(row.rate, slo), 4)),
        )
        rows.append((f"{show_number(row.rate)}×", gone, alert))
    weekly = {} if hours == HOURS_PER_WEEK else {"hours": hours}
    inputs = {"slo": slo, "days": QUARTER_DAYS, **weekly, "result": round(quarter, 4)}
    text = draft.say("chart.quarter", minutes=show_number(quarter), days=QUARTER_DAYS)
    fastest = policy.burn[0]
    alt = draft.say(
        "chart.budget_alt",
        minutes=show_number(month),
        days=show_number(policy.window_days),
        rate=show_number(fastest.rate),
        time=show_seconds(policy.window_days * 86400 / fastest.rate),
    )
    return Diagram(
        id="chart-budget",
        caption=draft.say("chart.error_budget", slo=draft.shown("rel.slo")),
        source="",
        alt=alt,
        nodes=tuple(rows),
        header=("Pace or time", "Budget", "Alert"),
        is_told=True,
        is_long=True,
        svg=_drawn(draft, month),
        claims=(draft.ledger.figured(text, "F11", inputs, fields=("rel.slo",)),),
    )


def _drawn(draft: Draft, month: float) -> str:
    policy = draft.knowledge.slo_policy
    sheet, days = Canvas(WIDTH, HEIGHT), policy.window_days

    def x(day: float) -> float:
        return LEFT + day / days * (WIDTH - LEFT - RIGHT)

    def y(left: float) -> float:
        return HEIGHT - BOTTOM - left / 100 * (HEIGHT - TOP - BOTTOM)

    sheet.text(LEFT, 22, draft.say("chart.budget_axis", minutes=show_number(month)), fill=QUIET)
    for share in TICKS:
        sheet.line([(LEFT, y(share)), (WIDTH - RIGHT, y(share))], GRID)
        sheet.text(LEFT - 8, y(share) + 5, f"{share} %", anchor="end", fill=QUIET)
    for day in range(0, int(days) + 1, 5):
        sheet.text(x(day), HEIGHT - BOTTOM + 22, str(day), anchor="middle", fill=QUIET)
    sheet.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, draft.say("chart.days"), anchor="middle", fill=INK)
    for number, row in enumerate(policy.burn):
        colour = COLOURS[number] if number < len(COLOURS) else MIDDLE
        end = days / row.rate
        sheet.line([(x(0), y(100)), (x(end), y(0))], colour, 2.5)
        burned = 100 * budget_burned(row.rate, row.window_h, days * 24)
        sheet.dot(x(row.window_h / 24), y(100 - burned), colour, 5)
        label = f"{show_number(row.rate)}×: {row.action}"
        sheet.line([(WIDTH - RIGHT + 8, TOP + 14 + 24 * number), (WIDTH - RIGHT + 28, TOP + 14 + 24 * number)], colour, 3)
        sheet.text(WIDTH - RIGHT + 34, TOP + 19 + 24 * number, label, fill=colour, bold=True)
    sheet.dot(WIDTH - RIGHT + 18, TOP + 14 + 24 * len(policy.burn), QUIET, 5)
    sheet.text(WIDTH - RIGHT + 34, TOP + 19 + 24 * len(policy.burn), draft.say("chart.alert_here"), fill=QUIET)
    return sheet.svg()
