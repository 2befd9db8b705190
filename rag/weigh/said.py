"""A figure as a person says it, “0,035 EUR” or “50 ms” → an amount with its unit, or what is wrong with it."""

import re

from rag.advise.wording import show_number
from rag.errors import UsageError
from rag.extract.amounts import parse_number
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.own import converted
from rag.knowledge.weighing import MONEY, FigureRow, OwnChoice

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_SAID = re.compile(r"(?P<before>[A-Za-z]{3}|[€$£])?\s*(?P<number>[+-]?\d[\d.,' ]*)\s*(?P<unit>.*)", re.DOTALL)


def read_figure(text: str, row: FigureRow, knowledge: AdviseKnowledge) -> OwnChoice:
    """The figure, in the unit in which it was said.

    Raises:
        UsageError: it is no number, has a unit that does not fit, or lies outside the range in which the formulas make sense.
    """
    match = _SAID.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{row.label}: “{text.strip()}” is not understood. {_expected(row, knowledge)}")
    try:
        value = parse_number(match["number"].strip())
    except ValueError as error:
        raise UsageError(f"{row.label}: “{text.strip()}” is no number. {_expected(row, knowledge)}") from error
    unit = _unit(match["before"] or match["unit"], row)
    held = converted(knowledge, row, value, unit)
    if held is None:
        raise UsageError(f"{row.label}: the unit “{unit}” does not fit. {_expected(row, knowledge)}")
    if not row.least <= held <= row.most:
        raise UsageError(f"{row.label}: {text.strip()} is out of range. {_expected(row, knowledge)}")
    return OwnChoice(id=row.id, value=value, unit=unit or (knowledge.prices.currency if row.unit == MONEY else row.unit))


def unit_of(row: FigureRow, knowledge: AdviseKnowledge) -> str:
    """What the figure is counted in: “USD a vCPU hour”, “s”."""
    unit = knowledge.prices.currency if row.unit == MONEY else row.unit
    return f"{unit} {row.per}".strip()


def _unit(said: str, row: FigureRow) -> str:
    """A unit without what it is for: “EUR per hour” is EUR."""
    words = said.strip().split()
    first = SIGNS.get(words[0], words[0]) if words else ""
    return first.upper() if row.unit == MONEY else first


def _expected(row: FigureRow, knowledge: AdviseKnowledge) -> str:
    known = sorted(knowledge.prices.exchange) if row.unit == MONEY else sorted(knowledge.weighing.units.get(row.unit, {}))
    other = f", or in {', '.join(known)}" if known else ""
    bounds = f"{show_number(row.least)} to {show_number(row.most)}"
    return f"Give a number in {unit_of(row, knowledge)} from {bounds}{other}."
