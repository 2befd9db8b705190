"""Values in plain words, as they stand in a sentence of the proposal."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import takewhile
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from rag.advise.wording import join_words, show_number
from rag.brief.show import show
from rag.knowledge.brief_fields import BriefFields

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HORIZONS = {"day1": "on day 1", "m6": "after 6 months", "m24": "after 24 months"}
SECONDS = {"s", "sec", "second", "seconds"}
CURRENCIES = {"USD": "USD", "EUR": "EUR", "GBP": "GBP", "CHF": "CHF", "$": "USD", "€": "EUR"}
PLAIN_KEYS = {"kind", "type", "priority", "countries", "geography", "device", "count", "note"}  # their value speaks for itself
RULES = {"eu": "in the EU", "eea": "in the EEA", "national": "in the country", "onsite": "on site", "none": "anywhere"}
# Between the cells of a row, and from how many on it is one; the commas of 12,000 are none.
CELLS = (re.compile(r";(?=\S)"), re.compile(r"(?<!\d),(?=\S)|(?<=\d),(?=[^\d\s])"), re.compile(r"[|\t]"), re.compile(r"; "))
LEAST_CELLS = 6
LEAST_WORDS = 4  # of the cell that says most; a list of names says nothing beside them
CLAUSE = re.compile(
    r"^(?:§\s*)?\d+(?:\.\d+)+\.?\s+(?=[A-ZÄÖÜÉ][a-zäöüéß]{2})(?!Mi[ol]|Mrd|Tag|Stund|Woch|Mona|Jahr|Proz|Euro)"
)  # “4.1 ” of a contract
# Where a sentence can be left without breaking off in the middle of a thought.
CLAUSE_END = re.compile(
    r"[.!?;:]\s+(?=\S)|,\s+(?=(?:and|but|so|und|aber|et|mais|y|pero|e|mas)\s)|\s+(?=\()|\s[–—]\s|,\s+(?=(?:which|who|die|der|das|qui|que)\s)"
)
SHOWN_KEYS = ("name", "journey", "class", "rule", "tech", "regime", "system", "text", "kind", "type")


def show_value(value: Any, unit: str = "") -> str:
    """A value with its unit: 14400, "s" → “4 hours”; a list → “a, b and c”; a triple → “5 on day 1, 9 after 24 months”."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return show_quantity(float(value), unit)
    if isinstance(value, Mapping):
        return _show_mapping(value, unit)
    if isinstance(value, list | tuple | set | frozenset):
        return join_words([show_value(part, unit) for part in value]) if value else "none"
    text = str(value).strip()
    return show_date(text) if _is_date(text) else text.replace("_", " ")


def show_as_field(path: str, value: Any, fields: BriefFields, unit: str) -> str:
    """A value as the table of fields says it; one of another shape than its field's is said as it is."""
    try:
        return show(path, value, fields, unit)
    except (TypeError, ValueError):
        return show_value(value, unit)


def in_words(value: Any, words: Mapping[str, str]) -> Any:
    """Codes of the tables as people say them, alone or in a list."""
    if isinstance(value, list | tuple):
        return [in_words(item, words) for item in value]
    return words.get(value.lower(), value) if isinstance(value, str) else value


def show_quantity(value: float, unit: str) -> str:
    """A number with its unit, in the unit a person would use."""
    if unit in SECONDS:
        return show_seconds(value)
    if unit == "ms" and value >= 1000:
        return f"{show_number(value / 1000)} s"
    if unit == "GB" and value >= 1000:
        return f"{show_number(value / 1000)} TB"
    if not unit:
        return show_number(value)
    number = show_number(value)
    if unit.startswith("%"):
        return f"{number} {unit}"
    return f"{number} {CURRENCIES.get(unit, unit).replace('_', ' ')}"


def show_seconds(value: float) -> str:
    """A duration: 900 → “15 minutes”, 14400 → “4 hours”."""
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if value >= size and (value % size == 0 or value >= 10 * size) and not (name == "day" and value < 2 * 86400):
            amount = value / size
            return f"{show_number(amount)} {name}{'' if amount == 1 else 's'}"
    return f"{show_number(value)} second{'' if value == 1 else 's'}"


def show_date(iso: str) -> str:
    """“30 September 2027” for an ISO date, “September 2027” for a month; anything else as it is."""
    parts = iso.split("-")
    if _is_date(iso):
        return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if len(parts) == 2 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return iso


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is a name or an abbreviation."""
    word = text.split(" ", 1)[0]
    return text if word[1:] != word[1:].lower() or word == "I" else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text with a capital first letter, unless it begins with a percentile: “p95”."""
    if re.match(r"p\d", text):
        return text
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text as a sentence: capital first, full stop last."""
    text = upper_first(text.strip())
    return text if not text or text[-1] in ".!?:…”" else f"{text}."


def counted(number: int, noun: str) -> str:
    """“1 contradiction”, “3 contradictions”."""
    return f"{show_number(number)} {noun}{'' if number == 1 else 's'}"


def readable(text: str) -> str:
    """Words of a document without the markup of its format: link targets, emphasis, quotation marks at line starts, tags."""
    text = re.sub(r"<[^<>]{1,200}>", " ", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
    text = re.sub(r"(?:^|(?<=\s))[>#|]+(?=\s|$)", " ", text)
    text = re.sub(r"\*\*|__|~~|`|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])", "", text)
    return _of_a_row(" ".join(CLAUSE.sub("", text.strip()).split()))


def _of_a_row(text: str) -> str:
    """The words of a row of a table: what its first cell names, and the cell that says most of it; other text as it is."""
    for between in CELLS:
        cells = [cell.strip(' "') for cell in between.split(text)]
        said = max(cells[1:], key=lambda cell: len(cell.split()), default="")
        if len(cells) >= LEAST_CELLS and len(said.split()) >= LEAST_WORDS:
            return f"{show_date(cells[0])}: {said}"
    return text


def is_row(text: str) -> bool:
    """Whether a text is still a row of a table, its cells side by side."""
    return any(len(between.split(text)) >= LEAST_CELLS for between in (CELLS[0], CELLS[1], CELLS[2]))


def shorten(text: str, limit: int) -> str:
    """The text in one line, cut at a word with an ellipsis when it is longer than `limit` characters."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(',;:. ')}…"


def shorten_at_clause(text: str, around: str, limit: int) -> str:
    """The text, or so much of it around some words as ends with a clause; an ellipsis tells what is left out.

    Args:
        text: in one line.
        around: words of it that have to stay, where they stand in it as they are.
        limit: characters at most.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    breaks = list(CLAUSE_END.finditer(text))
    starts = [0, *(match.end() for match in breaks)]
    ends = [*(match.start() for match in breaks), len(text)]
    at = max(text.find(around), 0)
    first = max(start for start in starts if start <= at)
    first = 0 if any(at + len(around) <= end <= limit - 1 for end in ends) else first
    last = max((end for end in ends if end - first <= limit - 2), default=0)
    if last <= max(first, at):
        return shorten(text, limit)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _show_mapping(value: Mapping[str, Any], unit: str) -> str:
    if set(value) <= set(HORIZONS):
        known = [(key, value[key]) for key in HORIZONS if value.get(key) is not None]
        return join_words([f"{show_value(part, unit)} {HORIZONS[key]}" for key, part in known]) or "unknown"
    if value.get("from") and value.get("to"):
        span = f"{show_date(str(value['from']))} to {show_date(str(value['to']))}"
        name = str(value.get("name") or value.get("system") or value.get("kind") or "")
        return f"{show_value(name)} ({span})" if name else span
    if isinstance(value.get("ms"), int | float):
        target = f"p{value.get('pct') or 95} at most {show_quantity(float(value['ms']), 'ms')}"
        return f"{value['journey']}: {target}" if value.get("journey") else target
    key = next((key for key in SHOWN_KEYS if value.get(key)), "")
    rest = [_show_part(other, part, unit) for other, part in value.items() if other != key and part not in (None, "", [], {})]
    name = show_value(value[key]) if key else ""
    if key == "rule":
        name = RULES.get(name, name)
    return f"{name} ({', '.join(rest)})" if name and rest else name or ", ".join(rest)


def _show_part(key: str, value: Any, unit: str) -> str:
    if isinstance(value, Mapping) or key in PLAIN_KEYS:
        return show_value(value, unit)
    return f"{key.replace('_', ' ')} {show_value(value, unit if isinstance(value, int | float) else '')}"


def by_class(value: Any) -> Any:
    """Rules on how long data are kept, those of one class together, in words: “records: 30 days, 2 years and 8 years”."""
    items = value if isinstance(value, list | tuple) else [value]
    if not all(isinstance(item, Mapping) and "years" in item for item in items):
        return value
    found: dict[str, list[str]] = {}
    for name, _, span in (show("data.retention", item).partition(": ") for item in items):
        found.setdefault(name, []).append(span)
    return "; ".join(f"{name}: {join_words(list(dict.fromkeys(spans)))}" for name, spans in found.items())


def join_names(names: Iterable[str]) -> str:
    """“a, b and c”."""
    return join_words(names)


def join_or(names: Iterable[str]) -> str:
    """“a, b or c”."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Names of documents → the same without the folder that they all lie in."""
    listed = list(names)
    kind = PureWindowsPath if any(re.match(r"[A-Za-z]:[\\/]", name) for name in listed) else PurePosixPath
    paths = {name: kind(name) for name in listed}
    if len({path.is_absolute() for path in paths.values()}) > 1:
        return {name: name for name in listed}
    folders = zip(*(path.parent.parts for path in paths.values()), strict=False)
    shared = sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, folders))
    return {name: "/".join(path.parts[shared:]) for name, path in paths.items()}
