"""A person's words about a fact → the edits of its fields, in the record's own units; what cannot be read is refused."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rag.brief.show import show
from rag.errors import UsageError
from rag.extract.amounts import AmountFinder
from rag.extract.entities import Entity
from rag.extract.fact import Fact, Time
from rag.extract.moments import MomentFinder
from rag.extract.normalise import normalise
from rag.knowledge.quantities import Quantities

LONGEST = 200  # characters of a value or a subject
_TIME = {"s": 1.0, "ms": 1000.0, "years": 1 / 31557600}  # of a second
_DIMENSIONS = {"s": ("DUR",), "ms": ("DUR", "NUM"), "years": ("DUR", "NUM"), "%": ("PCT", "NUM"), "GB": ("SIZE",)}
_EXAMPLES = {"s": "4 h or 15 min", "%": "99.9 %", "GB": "200 GB or 3 TB", "date": "2027-03-31"}
_CURRENCY = re.compile(r"[A-Z]{3}")
MOST_PERCENT = 100.0
_AROUND = re.compile(r"^\D+|\D+$")  # what stands around a number


@dataclass(frozen=True, slots=True)
class FactWords:
    """What may be edited of a fact, as a person writes it."""

    value: str
    unit: str
    subject: str
    time: Time
    hard: bool


def words_of(fact: Fact) -> FactWords:
    """The fact as a person would write it: “4 h” for 14400 seconds."""
    return FactWords(_shown(fact), fact.unit, fact.subject, fact.time, fact.hard)


def read_edits(fact: Fact, said: FactWords, quantities: Quantities) -> dict[str, Any]:
    """What `said` changes, as field of Fact → value.

    Raises:
        UsageError: a value cannot be read, or nothing is changed.
    """
    before = words_of(fact)
    edits: dict[str, Any] = {}
    if said.value.strip() != before.value or said.unit.strip() != before.unit:
        edits.update(_value(fact, said, _Reader(quantities)))
    if said.subject.strip() != before.subject:
        edits["subject"] = _short(" ".join(said.subject.split()), "subject")
    if said.time is not before.time:
        edits["time"] = said.time.value
    if said.hard != before.hard:
        edits["hard"] = said.hard
    if not edits:
        raise UsageError("Nothing is changed: the form says what the fact says.")
    return edits


class _Reader:
    """Amounts and dates in a few words."""

    def __init__(self, quantities: Quantities) -> None:
        self._amounts, self._moments = AmountFinder(quantities), MomentFinder(quantities)

    def amounts(self, words: str) -> Iterator[Entity]:
        """Amounts that are all of the words."""
        plain = normalise(words).text.strip()
        yield from (one for one in self._amounts.find(plain, ".") if one.end - one.start == len(plain))

    def date(self, words: str) -> str:
        """The ISO date that the words are; "" for none."""
        plain = normalise(words).text.strip()
        try:
            return datetime.date.fromisoformat(plain).isoformat()
        except ValueError:
            return next((str(one.value) for one in self._moments.find(plain) if one.kind == "DATE"), "")


def _value(fact: Fact, said: FactWords, reader: _Reader) -> dict[str, Any]:
    words, unit = " ".join(said.value.split()), " ".join(said.unit.split())
    if not words:
        raise UsageError("The value is empty. Say one, or reject the fact if it says nothing.")
    if isinstance(fact.value, int | float) and not isinstance(fact.value, bool):
        return _number(fact, words, _short(unit, "unit"), reader)
    if unit != fact.unit:
        raise UsageError(f"“{words}” is no number, so it has no unit of its own. Leave the unit as it was.")
    if fact.unit == "date":
        date = reader.date(words)
        if not date:
            raise UsageError(f"“{words}” is no date. Write it like {_EXAMPLES['date']}.")
        return {"value": date}
    if isinstance(fact.value, bool):
        if words.casefold() not in ("yes", "no", "true", "false"):
            raise UsageError(f"“{words}” is neither yes nor no.")
        return {"value": words.casefold() in ("yes", "true")}
    return {"value": _short(words, "value")}


def _number(fact: Fact, words: str, unit: str, reader: _Reader) -> dict[str, Any]:
    """A number in the fact's own dimension, normalised as facts are; a count may be one of something else."""
    size = fact.unit.partition("/")[0] if fact.unit.startswith("GB") else fact.unit
    is_money = bool(_CURRENCY.fullmatch(fact.unit))
    kinds = ("MONEY", "NUM") if is_money else _DIMENSIONS.get(size, ("NUM",))
    found = next(
        (one for text in _readings(fact, words, unit) for one in reader.amounts(text) if one.kind in kinds or not fact.unit),
        None,
    )
    too_much = found is not None and size == "%" and found.number > MOST_PERCENT
    if found is None or too_much or (is_money and not _CURRENCY.fullmatch(unit)):
        said = words if unit == fact.unit else f"{words} with the unit {unit or 'left empty'}"
        raise UsageError(f"“{said}” is not understood. Write it like {_EXAMPLES.get(size, _shown(fact))}.")
    value, normal = found.number, unit or found.unit
    if fact.unit in _TIME:
        value, normal = value * (_TIME[fact.unit] if found.kind == "DUR" else 1.0), fact.unit
    elif kinds != ("NUM",):
        normal = (unit if unit != fact.unit else found.unit or unit) if is_money else fact.unit
    return {"value": round(value, 9), "unit": found.unit or normal if not fact.unit else normal, "low": None, "high": None}


def _readings(fact: Fact, words: str, unit: str) -> tuple[str, ...]:
    """What an amount may be read from, the likeliest first."""
    shown, bare = _shown(fact), _AROUND.sub("", words)
    if unit == fact.unit:
        has_own_unit = bool(bare) and words.replace(bare, "", 1) == shown.replace(_AROUND.sub("", shown), "", 1)
        return (words, bare) if has_own_unit else (words,)  # “15 devices”, “5 per second”: no units that are converted
    number = bare if words == shown else words  # the unit is said instead of the one shown
    is_converted = fact.unit in _TIME or fact.unit == "%" or fact.unit.startswith("GB")
    return (f"{number} {unit}".strip(), *(() if is_converted else (number,)))


def _shown(fact: Fact) -> str:
    if fact.value is None:
        return ""
    shown = show(fact.unit, fact.value, None, fact.unit)
    return shown if shown != "unknown" else ""


def _short(words: str, what: str) -> str:
    if len(words) > LONGEST:
        raise UsageError(f"This {what} has {len(words)} characters; {LONGEST} are the most.")
    return words


def in_words(edits: Mapping[str, Any], fact: Fact) -> str:
    """What a decision changed, like “value 8 h, not hard”; "" for nothing. `fact` is the one that was edited."""
    said = []
    for name, value in edits.items():
        if name == "value":
            said.append(f"value {show(fact.unit, value, None, str(edits.get('unit', fact.unit)))}")
        elif name == "hard":
            said.append("hard" if value else "soft")
        elif name in ("subject", "time"):
            said.append(f"{name} {value or 'the whole'}")
    return ", ".join(said)
