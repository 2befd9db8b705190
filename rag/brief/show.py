"""Values of the Brief as a person would write them: `4 h`, `USD 300,000`, `99.95 %`, `31 March 2027`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rag.extract.quantity_readers import FOR_GOOD
from rag.knowledge.brief_fields import BriefFields

_DURATIONS = (
    (31557600.0, "year", "years"),
    (2630016.0, "month", "months"),
    (604800.0, "week", "weeks"),
    (86400.0, "day", "days"),
    (3600.0, "h", "h"),
    (60.0, "min", "min"),
    (1.0, "s", "s"),
)
_SIZES = ((1e6, "PB"), (1e3, "TB"), (1.0, "GB"), (1e-3, "MB"), (1e-6, "kB"), (1e-9, "B"))
_HORIZONS = {"day1": "at launch", "m6": "after 6 months", "m24": "after 24 months"}
_PACES = ((1.0, "second"), (60.0, "minute"), (3600.0, "hour"), (86400.0, "day"))
_HEADS = ("people", "users", "devices")  # come in whole numbers
_PLAIN_UNITS = {
    "people": "people",
    "users": "users",
    "devices": "devices",
    "h": "hours",
    "B": "bytes",
    "years": "years",
    "a month": "a month",
}


def show(path: str, value: Any, fields: BriefFields | None = None, unit: str = "") -> str:
    """`value` in words, by the field at `path` or, without one, by `unit` (which may also be given as `path`)."""
    row = fields.by_path.get(path) if fields else None
    unit = unit or (row.unit if row else path)
    kind = row.type if row else ""
    if value is None or value == "" or value == []:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    names = fields.countries if fields else {}
    if isinstance(value, Mapping):
        return _incumbent(value) if "size" in value and "forced" in value else _object(value, unit, kind, names)
    if isinstance(value, list | tuple):
        return _listed([show(path, item, fields, unit) for item in value])
    if isinstance(value, str):
        if unit == "country":
            return names.get(value, value)
        if kind == "date" or unit == "date":
            return show_date(value)
        return value.replace("_", " ") if kind == "enum" or _CODE.fullmatch(value) else value
    return _number(float(value), unit, kind)


def _listed(items: Sequence[str]) -> str:
    """Each item once; whole sentences are set apart by semicolons."""
    once = list(dict.fromkeys(items))
    if len(once) > 1 and any(len(item) > _SENTENCE or item.endswith(".") for item in once):
        return "; ".join(item.rstrip(" .;,") for item in once)
    return ", ".join(once)


_INCUMBENT = ((1.0, "huge"), (0.75, "large"), (0.5, "medium"), (0.01, "small"), (0.0, "nothing, or a prototype"))
_SENTENCE = 45  # characters from which an item may have commas of its own
_PLURAL = re.compile(r"(?:s|people|staff|personnel|leute|mitarbeitende)$")  # roles that stand as they are after a number
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")  # `bank_account`


_EVERY = 100  # percent: a limit that holds each time


def _incumbent(value: Mapping[str, Any]) -> str:
    """How large the system is that is replaced, 0…1, in words."""
    size = next(words for least, words in _INCUMBENT if float(value["size"]) >= least)
    return f"{size}, has to be replaced" if value["forced"] else size


def _object(value: Mapping[str, Any], unit: str, kind: str, countries: Mapping[str, str]) -> str:
    if set(value) <= set(_HORIZONS):
        return ", ".join(f"{_plain(float(value[key]), unit)} {words}" for key, words in _HORIZONS.items() if key in value)
    if "rule" in value:
        return _residency(value, countries)
    if "ms" in value:
        share = "at most " if value.get("pct") == _EVERY else f"p{value['pct']} " if value.get("pct") else ""
        always = ", each time" if value.get("pct") == _EVERY else ""
        return f"{share}{_number(float(value['ms']), 'ms', '')}{always}" + (
            f" ({value['journey']})" if value.get("journey") else ""
        )
    if "years" in value:
        span = show_span(float(value["years"]))
        return f"{value.get('class') or 'records'}: {f'deleted after {span}' if value.get('mode') == 'delete' else span}"
    if "from" in value and "to" in value:
        start, end = (show_date(str(value[key])) for key in ("from", "to"))
        days = str(value.get("days") or "")
        when = days if days in ("", "daily", "weekend") else days.capitalize()
        return " ".join(part for part in (str(value.get("kind") or ""), when, f"{start}–{end}") if part)
    if value.get("entity") and value.get("system"):  # which system leads for which data
        return f"{value['entity']}: {value['system']}"
    for key in ("tech", "regime", "date"):
        if value.get(key):
            return show_date(str(value[key])) if key == "date" else str(value[key])
    if len(value) == 1 and isinstance(next(iter(value.values())), int | float):  # how many of which role
        role, many = next(iter(value.items()))
        words = re.sub(r"\bit\b", "IT", role)
        return f"{_plain(float(many), '')} {words if many == 1 or _PLURAL.search(words) else words + 's'}"
    detail = value.get("protocol") or value.get("technology")
    if value.get("name") and detail and str(value["name"]) != str(detail):
        return f"{value['name']} ({detail})"
    if value.get("name"):
        return _named(value)
    return ", ".join(_member(key, item) for key, item in value.items() if item not in (None, "", []))


def _named(value: Mapping[str, Any]) -> str:
    """What has a name, with how many they are; a task in the words of those whose it is."""
    if value.get("type") == "task":
        return f"{value['segment']}: “{value['name']}”" if value.get("segment") else f"“{value['name']}”"
    count = value.get("count")
    return f"{_plain(float(count), '')} {value['name']}" if isinstance(count, int | float) else str(value["name"])


def _residency(value: Mapping[str, Any], countries: Mapping[str, str]) -> str:
    """Where data have to be."""
    rule = str(value["rule"])
    if rule == "none":
        return "may be anywhere"
    place = {"eu": "in the EU", "eea": "in the EEA", "onsite": "on own premises", "national": ""}.get(rule, rule)
    named = [countries.get(str(code), str(code)) for code in value.get("countries") or []]
    named = [place, *(f"in {name}" for name in named)] if place else ["in " + (" or ".join(named) or "the country")]
    return f"must stay {' or '.join(named)}"


def _member(key: str, value: Any) -> str:
    """A member of an object that has no form of its own: “first release: 2027”, “LCP 2.5 s” for `lcp_ms: 2500`."""
    name, _, unit = key.rpartition("_")
    if unit == "ms" and isinstance(value, int | float):
        return f"{name.upper()} {_number(float(value), 'ms', '')}"
    return f"{key.replace('_', ' ')}: {show('', value)}"


def _number(value: float, unit: str, kind: str) -> str:
    if kind == "percent" or unit == "%":
        return f"{value:g} %"
    if kind == "ratio":
        return f"{value * 100:g} %" if 0 < value <= 1 else f"{value:g}×"
    if kind == "duration" or unit == "s":
        return show_duration(value)
    if unit == "ms":
        return f"{value:g} ms" if value < 1000 else f"{value / 1000:g} s"
    if kind == "money" or (len(unit) == 3 and unit.isupper()):
        cents = ".2f" if abs(value) < _CENTS and value != int(value) else ".0f"
        return f"{unit} {value:,{cents}}".strip()
    if unit.startswith("GB"):
        return show_size(value) + (" per month" if unit.endswith("/month") else "")
    return _plain(value, unit)


def _plain(value: float, unit: str) -> str:
    if unit == "years" and value >= FOR_GOOD:
        return show_span(value)
    if unit == "1/s":
        size, name = next(((size, name) for size, name in _PACES if value * size >= 1), _PACES[-1])
        return f"{_plain(value * size, '')} per {name}"
    is_whole = value == int(value) or abs(value) >= 100 or unit in _HEADS
    number = f"{value:,.0f}" if is_whole else f"{value:,.2f}".rstrip("0").rstrip(".")
    if unit.startswith("GB"):
        return _number(value, unit, "")
    return f"{number} {_PLAIN_UNITS[unit]}" if unit in _PLAIN_UNITS else number


def show_duration(seconds: float) -> str:
    """`4 h`, `15 min`, `3 days`."""
    if seconds == 0:
        return "none"
    for size, one, many in _DURATIONS:
        if seconds >= size and abs(seconds / size - round(seconds / size)) < 0.02:
            count = round(seconds / size)
            return f"{count} {one if count == 1 else many}"
    if seconds < 1:
        return f"{seconds * 1000:g} ms"
    size, _, many = next(item for item in _DURATIONS if seconds >= item[0])
    return f"{seconds / size:.1f} {many}"


def show_span(years: float) -> str:
    """A span kept in years as people say it: `10 years`, `6 months`, `35 days`."""
    if years >= FOR_GOOD:
        return "for good"
    months, days = years * 12, round(years * 365.25)
    if years >= 1 and (years == round(years) or years > _LONG):
        return f"{years:g} {'year' if years == 1 else 'years'}"
    if round(months) and abs(months - round(months)) < _EXACT_MONTHS:
        return f"{round(months)} {'month' if round(months) == 1 else 'months'}"
    if days:
        return f"{days} {'day' if days == 1 else 'days'}"
    return show_duration(years * _DURATIONS[0][0])


_CENTS = 100  # amount below which cents are told
_LONG = 3  # years from which a fraction of a year is told in years
_EXACT_MONTHS = 0.01  # 30 and 90 days stay days, half a year becomes months


def show_size(gigabytes: float) -> str:
    """`12 TB`, `400 B`."""
    for size, unit in _SIZES:
        if gigabytes >= size:
            return f"{gigabytes / size:.4g} {unit}"
    return f"{gigabytes:g} GB"


def show_date(text: str) -> str:
    """`31 March 2027`, `1 November` for a day of every year; anything else as it is."""
    if text.startswith("--") and len(text) == 7:
        day = date(2000, int(text[2:4]), int(text[5:7]))
        return f"{day.day} {day.strftime('%B')}"
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {day.strftime('%B')} {day.year}"
