"""Capacity and cost: load, containers and money at three points in time, cost lines, further numbers, with formulas."""

from collections.abc import Mapping
from typing import Any

from rag.advise.currency import FIELD as CURRENCY_FIELD
from rag.advise.deployment import REGION
from rag.advise.figure import Figure
from rag.advise.sizing import Sizing
from rag.advise.wording import approximate, show, show_number
from rag.knowledge.styles import Style
from rag.propose.draft import Cell, Draft, only, table
from rag.propose.own import own_figures
from rag.propose.proposal import BlockType, Claim, Paragraph
from rag.propose.wording import show_date, upper_first

HORIZONS = ("day1", "m6", "m24")
BY_HORIZON = ("peak_rps", "instances", "instances_zone", "readers")
ELSEWHERE = {
    "downtime_month",
    "downtime_year",
    "alert_fast",
    "alert_slow",
    "alert_ticket",
    "restore",
    "effort",
    "weeks",
    "cut",
    "people",
    "rate",
    "budget_ratio",
}
FUNCTIONS, FUNCTIONS_STYLE = "break_even", "SL"
PARTS = {
    "nonprod": "Test environments",
    "transfer": "Data transfer",
    "compute": "Containers or functions",
    "design": "What the chosen style runs beside",
}
STREAM = "scale.events_per_s"  # field
WHOLE = {"weeks", "person-weeks", "h"}  # from ten on, a tenth would be false precision


def compose_capacity(draft: Draft) -> list[BlockType]:
    """What it has to carry and what that costs, with every input one click away."""
    sizing = draft.inputs.sizing
    if sizing is None:
        return []
    if draft.values.get("alone"):
        told = draft.based(draft.say("capacity.installed"), "reading alone", fields=("host.preference", "cap.client"))
        return [Paragraph(claims=(told,)), *own_figures(draft)]
    blocks: list[BlockType] = [Paragraph(claims=tuple(_opening(draft, sizing))), *own_figures(draft)]
    reference = sizing.told.reference
    counted: tuple[str, ...] = BY_HORIZON[:1] if reference.is_by_use else BY_HORIZON  # functions are not held ready
    counted = tuple(key for key in counted if key != "instances_zone" or reference.deployment.zones)
    rows = [row for key in counted if (row := _horizon_row(draft, sizing, key)) is not None]
    rows += _cost_rows(draft, sizing)
    header = ("Measure", "At launch", "After 6 months", "After 24 months")
    blocks.append(table(draft.say("capacity.table"), header, rows, (2.4, 1.4, 1.4, 1.4)))
    if sizing.is_bought:
        return blocks  # a yardstick needs no parts, and the vendor sizes the rest
    if not sizing.is_yardstick:
        blocks.append(only(_cost_lines(draft, sizing), is_long=True))
    further = [figure for figure in sizing.figures if _is_further(draft, figure)]
    if further:
        cells = [_further_row(draft, figure) for figure in further]
        numbers = table(draft.say("capacity.further"), ("Number", "Value", "How", "Note"), cells, (2.4, 1.2, 2.6, 2))
        blocks.append(only(numbers, audience="engineering", is_long=True))
    return blocks


def round_weeks(weeks: float) -> float:
    """Weeks as they are said: whole ones from ten on, tenths below."""
    return round(weeks) if weeks >= 10 else round(weeks, 1)


def figure_claim(draft: Draft, figure: Figure, text: str = "{value}") -> Claim:
    """A figure as a claim; {value} in the text is the number with its unit, as far as it is known."""
    value = round_weeks(figure.value) if figure.unit in WHOLE else approximate(figure.value)
    shown = text.format(value=show_amount(value, figure.unit), number=show_number(value))
    if not figure.id:
        return draft.based(shown, f"given: {_show_inputs(figure.inputs)}", fields=figure.fields)
    return draft.ledger.figured(shown, figure.id, {**figure.inputs, "result": value}, fields=figure.fields)


def show_amount(value: float, unit: str) -> str:
    """“1,990 USD”, “43.2 minutes”, “28 %”."""
    if unit == "share":
        return f"{show_number(round(100 * value, 1))} %"
    if unit == "h":
        return f"{show_number(value)} hours"
    if value == 1 and unit.endswith("s") and len(unit) > 2:
        unit = unit[:-1]
    return f"{show_number(value)} {unit.replace('1/s', 'per second')}".strip()


def _opening(draft: Draft, sizing: Sizing) -> list[Claim]:
    claims = []
    if sizing.load_is_assumed:
        told = "load_of_events" if sizing.horizons[-1].reference.events else "load_assumed"
        claims.append(draft.ledger.judged(draft.say(f"capacity.{told}"), "brief: neither users nor requests are known"))
    if sizing.horizons[-1].reference.events and draft.has(STREAM):
        claims.append(draft.value_claim(STREAM, draft.say("capacity.stream", value=draft.shown(STREAM))))
    peak = sizing.figure("peak_rps_m24")
    if peak is not None and not sizing.load_is_assumed:
        claims.append(figure_claim(draft, peak, draft.say("capacity.peak", number="{number}")))
    phrase = "bought" if sizing.is_bought else "own" if sizing.is_own_place else ""
    phrase = f"capacity.prices{'_' if phrase else ''}{phrase}"
    words = {"currency": sizing.currency.code, "prices": sizing.price_currency, "date": show_date(sizing.price_as_of)}
    text = draft.say(phrase, region=sizing.region, **words)
    claims.append(draft.ledger.known(text, "table/prices", "delivery/cost-guardrails", trace=sizing.price_id))
    rate = sizing.figure("rate")
    if sizing.region_is_assumed and not sizing.is_yardstick:
        claims.append(draft.ledger.assumed(draft.say("capacity.region", region=sizing.region), REGION))
    busy = sizing.horizons[-1].reference.busy
    if busy < 1:
        claims.append(draft.ledger.judged(draft.say("capacity.rare"), f"peak over average: busy share {busy:.3f} of the year"))
    if rate is not None and not sizing.currency.own:  # the user's own stands among their figures
        claims.append(draft.ledger.assumed(draft.say("capacity.rate", rate=show_number(rate.value), **words), CURRENCY_FIELD))
    return claims


def _horizon_row(draft: Draft, sizing: Sizing, key: str) -> tuple[Cell, ...] | None:
    figures = [sizing.figure(f"{key}_{horizon}") for horizon in HORIZONS]
    if not any(figures):
        return None
    label = upper_first(draft.say(f"capacity.{key}"))
    return (label, *((figure_claim(draft, figure, "{number}"),) if figure is not None else "–" for figure in figures))


def _cost_rows(draft: Draft, sizing: Sizing) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    base: list[Cell] = [draft.say("capacity.cost_base")]
    band: list[Cell] = [draft.say("capacity.cost_band")]
    for horizon in sizing.horizons:
        figure = sizing.figure(f"cost_{horizon.id}")
        base.append((figure_claim(draft, figure),) if figure is not None else "–")
        low, high = approximate(horizon.cost.low), approximate(horizon.cost.high)
        band.append((_band_claim(draft, horizon.cost.base, low, high),))
    rows += [tuple(base), tuple(band)]
    return rows


def _band_claim(draft: Draft, base: float, low: float, high: float) -> Claim:
    inputs = {"base": round(base, 2), "low": 0.75, "high": 1.6, "result": [low, high]}
    return draft.ledger.figured(f"{show_number(low)} to {show_number(high)} {draft.currency}", "BAND", inputs)


def cost_claim(draft: Draft, phrase: str, style: Style | None = None) -> Claim | None:
    """The band of the running cost in a sentence, after 24 months or, where nobody said how the load grows, at launch.

    Args:
        draft: what is drafted.
        phrase: of the sentence.
        style: another one than what is recommended.
    """
    sizing = draft.inputs.sizing
    if sizing is None:
        return None
    band = sizing.told.cost if style is None else sizing.cost_of(style)
    low, high = approximate(band.low), approximate(band.high)
    text = draft.say(phrase, low=show_number(low), high=show_number(high), currency=draft.currency, when=sizing.told.label)
    return draft.ledger.figured(text, "BAND", {"base": round(band.base, 2), "low": 0.75, "high": 1.6, "result": [low, high]})


def _cost_lines(draft: Draft, sizing: Sizing) -> BlockType:
    rows: list[tuple[Cell, ...]] = []
    band = sizing.told.cost
    for name, amount in sorted(band.lines.items(), key=lambda item: -item[1]):
        share = 100 * amount / band.base if band.base else 0.0
        if round(share) > 0:
            part = PARTS.get(name, upper_first(name.replace("_", " ")))
            rows.append((part, f"{show_number(approximate(amount))} {draft.currency}", f"{share:.0f} %"))
    total = sizing.figure(f"cost_{sizing.told.id}")
    rows.append((draft.say("capacity.total"), (figure_claim(draft, total),) if total is not None else "–", "100 %"))
    caption = draft.say("capacity.lines" if sizing.told is sizing.horizons[-1] else "capacity.lines_launch")
    return table(caption, ("Part", "A month", "Share"), rows, (3, 1.6, 1))


def _is_further(draft: Draft, figure: Figure) -> bool:
    if figure.key == FUNCTIONS and not any(option.style == FUNCTIONS_STYLE for option in draft.inputs.decision.options):
        return False  # nobody proposes functions, so nobody asks when they would be cheaper
    return figure.key not in ELSEWHERE and not figure.key.startswith((*BY_HORIZON, "cost_"))


def _further_row(draft: Draft, figure: Figure) -> tuple[Cell, ...]:
    note = figure.note
    if figure.assumed and not note:
        note = draft.say("capacity.assumed", names=", ".join(figure.assumed[:4]))
    return upper_first(figure.label), (figure_claim(draft, figure),), figure.formula, note or "–"


def _show_inputs(inputs: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {show(value)}" for name, value in inputs.items())
