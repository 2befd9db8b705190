"""Values in plain words: numbers with thousands separators, lists, names without underscores."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import floor, log10
from typing import Any


def show(value: Any) -> str:
    """A value as it stands in a sentence."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return show_number(float(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {show(part)}" for key, part in value.items())
    if isinstance(value, str):
        return value.replace("_", " ")
    if isinstance(value, Iterable):
        return ", ".join(show(part) for part in value) or "none"
    return str(value)


def show_number(value: float) -> str:
    """Up to four significant digits below 1,000 (99.95 stays 99.95), whole numbers above, thousands separated."""
    if value == int(value):
        return f"{int(value):,}"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) >= 99 else f"{value:.4g}"


def show_money(amount: float) -> str:
    """An amount without a false precision: cents below a hundred, no more than four digits that count above."""
    if abs(amount) < 100:
        return show_number(round(amount, 2))
    return show_number(float(f"{amount:.4g}"))


def approximate(value: float) -> float:
    """Three significant digits: more would claim a precision that planning values do not have."""
    if value == 0 or (value == int(value) and abs(value) < 1000):
        return value
    rounded = round(value, 2 - floor(log10(abs(value))))
    return int(rounded) if rounded == int(rounded) else rounded


def join_words(words: Iterable[str], last: str = "and") -> str:
    """“a”, “a and b”, “a, b and c”."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def word_runs(text: str) -> list[str]:
    """A text in lower case, its words, and each pair of neighbouring words: “HL7 v2 over MLLP” names hl7, hl7 v2, mllp."""
    words = re.findall(r"[\w.]+", text.lower())
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return list(dict.fromkeys([text.lower(), *words, *pairs])) if words else []
