"""The Brief → readings: short names with plain values for every rule of the engine.

Which field feeds which reading, and what follows from the readings, is `readings.yaml`; here are the few ways of reading a
value. Unknown stays unknown: a name without a value is missing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rag.advise.currency import currency_of
from rag.advise.excluded import read_exclusions
from rag.advise.levels import Readings
from rag.advise.load import derive_load
from rag.brief.brief import Brief, Field, Status
from rag.brief.periods import start_of_work
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.readings import ReadingRow

LIVE = ("keep", "unknown")  # dispositions under which a system has to be worked with
LEFT = ("replace", "retire")
MEASUREMENTS = frozenset({"content", "telemetry"})
DAYS_PER_WEEK = 7
LEAST_WEEKS = 0.1  # that a date ahead leaves
GROWTH = "data.growth_month"
MACHINES = ("machine", "machines", "device", "devices")
UNSAID = ("", "none", "no", "nobody")
RUNS_ONLY = "run"  # a partner that keeps a product running builds nothing


def read_brief(brief: Brief, knowledge: AdviseKnowledge, horizon: str = "m24") -> Readings:
    """Everything the tables' conditions may ask about, but for regimes and cost, which need their own tables.

    Args:
        brief: what is known.
        knowledge: the tables.
        horizon: day1, m6 or m24: which member of the load's triples is read.
    """
    values: dict[str, Any] = {}
    known: set[str] = set()
    paths: dict[str, tuple[str, ...]] = {}
    for row in knowledge.readings.readings:
        paths[row.name] = row.paths[:1]
        found = _read(at_horizon(row, horizon), brief, knowledge)
        if found is not None:
            value, path, is_known = found
            values[row.name] = value
            paths[row.name] = (path,)
            if is_known:
                known.add(row.name)
    values.update(read_exclusions(brief, values, knowledge.readings))
    derive_load(values, known, paths, knowledge)
    chain = next((name for name, said in (("chain", True), ("work", "data")) if values.get(name) == said), "")
    if chain and values.get("growth_month"):
        values["moved"] = values["growth_month"]
        kept = _least_growth(brief)  # of several rates the smallest is what stays; the others pass through
        values.update({"kept_month": kept} if kept is not None else {})
        paths["moved"] = (*paths[chain], *paths["growth_month"])
        if "growth_month" in known:
            known.add("moved")
    kinds = values.get("data")
    values["only_measurements"] = bool(kinds) and MEASUREMENTS.issuperset(kinds or ())
    return Readings(values, known, paths)


def _least_growth(brief: Brief) -> float | None:
    """The smallest of the monthly volumes that sources name."""
    field = brief.fields.get(GROWTH)
    named = [] if field is None else [field.value, *(one.value for one in field.alternatives)]
    return min((float(value) for value in named if isinstance(value, int | float) and value > 0), default=None)


def derive(values: dict[str, Any], knowledge: AdviseKnowledge) -> None:
    """Adds the readings that follow from others, in table order."""
    for row in knowledge.readings.derived:
        value = next((rule.value for rule in row.rules if rule.when.holds(values)), row.default)
        if value is not None:
            values[row.name] = value


def at_horizon(row: ReadingRow, horizon: str) -> ReadingRow:
    """The row as it reads at another horizon; only readings that grow have several."""
    return row if horizon == row.horizon or row.growth == 1 else row.model_copy(update={"horizon": horizon})


def _read(row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> tuple[Any, str, bool] | None:
    whole = WHOLE_BRIEF.get(row.reader)
    if whole is not None:
        value = whole(brief, row)
        return None if value is None else (value, row.paths[0], True)
    reader = READERS[row.reader]
    fallback: tuple[Any, str, bool] | None = None
    for path in row.paths:
        field = brief.fields.get(path)
        if field is None or field.value is None or field.status in (Status.UNKNOWN, Status.NOT_APPLICABLE):
            continue
        is_known = field.status is not Status.ASSUMED
        if not is_known and (row.assumed == "ignore" or fallback is not None):
            continue
        value = reader(field, row, brief, knowledge)
        if value is None:
            continue
        if is_known:
            return value, path, True
        fallback = (value, path, False)
    return fallback


def _number(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    value = field.value
    if isinstance(value, Mapping):
        value = _at_horizon(value, row.horizon or "m24", row.growth)
    if isinstance(value, str):
        value = row.names.get(value.lower(), value)
    return as_number(value)


def _at_horizon(triple: Mapping[str, Any], horizon: str, growth: float) -> Any:
    """A member of a {day1, m6, m24} triple; missing ones follow geometric growth."""
    if triple.get(horizon) is not None:
        return triple[horizon]
    day1, m24 = as_number(triple.get("day1")), as_number(triple.get("m24"))
    if day1 is None and m24 is None:
        return triple.get("m6", triple.get("value"))
    if day1 is None and m24 is not None:
        day1 = m24 / growth
    elif m24 is None and day1 is not None:
        m24 = day1 * growth
    first, last = day1 or 0.0, m24 or 0.0
    if horizon == "m6":
        return first * (last / first) ** 0.25 if first > 0 else 0.0
    return first if horizon == "day1" else last


def as_number(value: Any) -> float | None:
    """A number, or None for anything that is not one."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _text(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> str | None:
    value = field.value
    if isinstance(value, Mapping):
        value = value.get(row.key or "value")
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if not isinstance(value, str) or not value:
        return None
    return str(row.names.get(value.lower(), value))


def _flag(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> bool | None:
    if isinstance(field.value, str):
        return field.value.lower() in ("yes", "true", "ja")
    return bool(field.value)


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _names(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> list[str] | None:
    found: list[Any] = []
    for item in _items(field.value):
        found += _items((item.get(row.key) or item.get("name") or item.get("value")) if isinstance(item, Mapping) else item)
    names = [str(row.names.get(str(one).lower(), one)) for one in found if one not in (None, "")]
    return list(dict.fromkeys(names)) or None


def _ratio(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    value = as_number(field.value)
    return value / 100 if value is not None and (value > 1 or field.unit == "%") else value


def _fastest(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    return _least(_items(field.value), ("ms", "value"))


def _strictest(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    value = field.value
    by_tier = isinstance(value, Mapping) and "value" not in value
    return _least(list(value.values()) if by_tier else _items(value), ("value", "s"))


def _least(items: list[Any], keys: tuple[str, ...]) -> float | None:
    numbers = []
    for item in items:
        value = next((item[key] for key in keys if key in item), None) if isinstance(item, Mapping) else item
        numbers.append(as_number(value))
    return min((number for number in numbers if number is not None), default=None)


def _said_so(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> bool:
    return any(re.search(row.says, name, re.IGNORECASE) for name in _names(field, row, brief, knowledge) or ())


def _worded(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> bool:
    """Whether one of the words stands in what the sources of the value say."""
    said = (one.citation.quote if one.citation is not None else one.text for one in field.provenance)
    return any(re.search(row.says, text, re.IGNORECASE) for text in said)


def _countries(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> list[str] | None:
    names = _names(field, row, brief, knowledge) or []
    return [name.upper() for name in names if name.lower() != "unknown"] or None


def _tally(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> int | None:
    said = _said(row, brief)
    return 1 + sum(1 for one in said if one.value is True) if said else None


def _denied(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> int | None:
    return sum(1 for one in _said(row, brief) if one.value is False) or None


def _said(row: ReadingRow, brief: Brief) -> list[Field]:
    fields = [brief.fields.get(path) for path in row.paths]
    return [one for one in fields if one is not None and one.status not in (Status.UNKNOWN, Status.ASSUMED)]


def _money(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    value, currency = field.value, field.unit.upper()[:3]
    if isinstance(value, Mapping):
        currency = str(value.get("currency") or currency).upper()
        value = value.get("amount", value.get("value"))
    rates = knowledge.prices.exchange
    if currency not in rates:
        currency = currency_of(brief, knowledge).code  # an amount without one is in the company's own
    amount = as_number(value)
    return None if amount is None else amount * rates.get(currency, 1.0)


def _weeks(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    return _soonest(field, date.fromisoformat(brief.as_of[:10]), brief)


def _weeks_left(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    """The same from the day on which the work can start."""
    return _soonest(field, start_of_work(brief.as_of[:10]), brief)


def _soonest(field: Field, start: date, brief: Brief) -> float | None:
    items = _items(field.value)
    found = [_weeks_until(item.get("date") if isinstance(item, Mapping) else item, start, brief.as_of) for item in items]
    return min((weeks for weeks in found if weeks is not None), default=None)


def _weeks_until(value: Any, start: date, as_of: str) -> float | None:
    if not isinstance(value, str):
        return as_number(value)
    if value.startswith("+") and value.endswith("w"):
        return as_number(value[1:-1])
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return as_number(value)
    if day <= date.fromisoformat(as_of[:10]):
        return None  # a date that has passed is no plan
    return round(max((day - start).days / DAYS_PER_WEEK, LEAST_WEEKS), 1)


def _partner(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> bool:
    value = field.value
    if isinstance(value, Mapping):
        value = value.get("role") or value.get("name")
    return str(value or "").lower() not in (*UNSAID, RUNS_ONLY)


def _hard(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> bool:
    if isinstance(field.value, list | tuple):
        return field.hard or any(isinstance(item, Mapping) and item.get("hard") for item in field.value)
    return field.hard


def _counts(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> float | None:
    """People of all segments; of two counts for one name the higher, machines left out."""
    counts: dict[str, float] = {}
    for item in _items(field.value):
        if isinstance(item, Mapping) and str(item.get("kind", "")).lower() not in MACHINES:
            count = item.get("count")
            number = as_number(_at_horizon(count, "m24", 1.0) if isinstance(count, Mapping) else count)
            if number:
                name = str(item.get("name", "")).lower()
                counts[name] = max(number, counts.get(name, 0.0))
    return sum(counts.values()) or None


def _answered(field: Field, row: ReadingRow, brief: Brief, knowledge: AdviseKnowledge) -> list[str] | None:
    """Names that a person gave; what documents say about places carries a scope and is read from the constraints."""
    by_person = field.status in (Status.STATED, Status.CONFIRMED)
    return _names(field, row, brief, knowledge) if by_person else None


def _systems(brief: Brief, row: ReadingRow) -> Any:
    live = [system for system in brief.systems if system.is_legacy and system.disposition in LIVE]
    if row.key == "categories":
        return sorted({system.category for system in live if system.category}) or None
    if row.key == "replaced":
        return sum(1 for system in brief.systems if system.disposition in LEFT) or None
    if row.key == "legacy":
        return len(live) or None
    names = {integration.system.lower() for integration in brief.integrations}
    names |= {system.name.lower() for system in live if system.disposition == "keep"}
    field = brief.fields.get(row.paths[0])
    if field is not None and field.value is not None and field.status is not Status.UNKNOWN:
        number = as_number(field.value)
        if number is not None:
            return max(number, len(names))
        if isinstance(field.value, list | tuple):
            names |= {str(item.get("name", item) if isinstance(item, Mapping) else item).lower() for item in field.value}
    return len(names) or None


def _protocols(brief: Brief, row: ReadingRow) -> int | None:
    return len({integration.protocol.lower() for integration in brief.integrations if integration.protocol}) or None


Reader = Callable[[Field, ReadingRow, Brief, AdviseKnowledge], Any]
READERS: Mapping[str, Reader] = {
    "number": _number,
    "text": _text,
    "flag": _flag,
    "names": _names,
    "ratio": _ratio,
    "said": _said_so,
    "worded": _worded,
    "fastest": _fastest,
    "strictest": _strictest,
    "countries": _countries,
    "tally": _tally,
    "denied": _denied,
    "money": _money,
    "weeks": _weeks,
    "weeks_left": _weeks_left,
    "partner": _partner,
    "hard": _hard,
    "answered": _answered,
    "counts": _counts,
}
WHOLE_BRIEF: Mapping[str, Callable[[Brief, ReadingRow], Any]] = {"systems": _systems, "protocols": _protocols}
