"""Whether a fact that was read says what the annotation says: its value, its unit, its time, and whether it is denied.

Numbers may be half a percent apart. Texts are compared by their words, without letter case and punctuation; one may hold the
other. Places are known by their codes.
"""

import re
from collections.abc import Iterator, Mapping

from rag.evaluate.fact_set import GoldFact
from rag.extract.fact import Fact, Modality, Time

TOLERANCE = 0.005  # of the larger number
SHORTEST = 4  # letters and digits of a value that is right because another one holds it
NO, HELD, EQUAL = 0, 1, 2
MENTIONS = frozenset({"technology", "data_class", "compliance", "practice", "standard", "skill", "legacy_system"})
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*\D")  # "40000 per day"
_WORD = re.compile(r"[^\W_]+[+#]*")  # C, C++ and C# are three
_CURRENCY = re.compile(r"[A-Z]{3}")
_DAYS_A_YEAR = 365.25
_NEGATIVE = (Modality.MUST_NOT, Modality.SHOULD_NOT)
_FORBIDDEN = ("outside_forbidden", "inside_forbidden")
_SAME = {  # the product's word → the annotation's
    "forbidden": "banned",
    "onsite": "premises",
    "special_category": "special",
    "employee": "personal",
}


def written(fact: Fact) -> str:
    """The value in the annotation's words; "" when there is none."""
    text = "" if fact.value is None else str(fact.value)
    return _SAME.get(text, text)


def key_of(text: str) -> str:
    """What two ways to write a value have in common."""
    return "".join(_words(text))


def holds(time: str) -> str:
    """Time as far as it matters to what holds: what is planned holds, too."""
    return str(Time.CURRENT if time == Time.PLANNED else time)


def is_denied(fact: Fact) -> bool:
    """Whether the document denies or forbids it."""
    return not fact.polarity or fact.modality in _NEGATIVE or fact.slots.get("polarity") in _FORBIDDEN


def same_time(gold: GoldFact, facts: tuple[Fact, ...]) -> bool:
    """Whether the time agrees; a figure for a later horizon is planned."""
    if gold.time == str(Time.PLANNED):
        return any(fact.time is Time.PLANNED or fact.horizon not in ("", "day1") for fact in facts)
    return any(holds(fact.time) == gold.time for fact in facts)


def same_polarity(gold: GoldFact, facts: tuple[Fact, ...]) -> bool:
    """Whether what is denied is read as denied, and what a document has is not."""
    if not gold.polarity:
        return any(is_denied(fact) for fact in facts)
    return gold.kind not in MENTIONS or any(fact.polarity for fact in facts)


def same_version(one: str, other: str) -> bool:
    """Whether two versions are the same: "v8.0" is "8"."""
    return _version(one) == _version(other)


def _version(text: str) -> str:
    bare = re.sub(r"^(?:version|release|rel\.?|v)\s*(?=\d)", "", text.strip().casefold())
    return re.sub(r"\s+", "", re.sub(r"(?:\.0|\.x)+$", "", bare))


class ValueComparison:
    """Compares values; knows the codes of places."""

    def __init__(self, places: Mapping[str, str]) -> None:
        """`places`: code → pattern of how the place is written."""
        self._places = places

    def likeness(self, gold: GoldFact, fact: Fact) -> int:
        """NO, HELD (one text holds the other) or EQUAL; EQUAL when the annotation leaves the value open."""
        if not gold.alternatives:
            return EQUAL
        if not _same_unit(gold, fact):
            return NO
        return max(self._like(alternative, gold, fact) for alternative in gold.alternatives)

    def _like(self, alternative: str, gold: GoldFact, fact: Fact) -> int:
        if _NUMBER.fullmatch(alternative):
            if any(_near(float(alternative), number, gold.kind) for number in _numbers(gold, fact)):
                return EQUAL
        elif (rate := _RATE.match(alternative)) and _near(float(rate[1]), _amount(fact), gold.kind):
            return EQUAL
        if isinstance(fact.value, int | float) and not isinstance(fact.value, bool):
            return NO
        if fact.kind == "residency" and (names := self._places.get(str(fact.value))) and re.fullmatch(names, alternative):
            return EQUAL
        texts = [written(fact), *([str(fact.slots.get("name", ""))] if fact.kind == "practice" else [])]
        return max(_alike(alternative, text) for text in texts)


def _same_unit(gold: GoldFact, fact: Fact) -> bool:
    """Whether the units allow to compare: another currency is another amount, growth is no volume."""
    if _CURRENCY.fullmatch(gold.unit) and _CURRENCY.fullmatch(fact.unit):
        return gold.unit == fact.unit
    return gold.kind != "data_volume" or ("/" in gold.unit) == ("/" in fact.unit)


def _numbers(gold: GoldFact, fact: Fact) -> Iterator[float]:
    """The fact's value, or an end of its range, and the amount as said, in the annotation's unit."""
    value = next((one for one in (fact.value, fact.high, fact.low) if one is not None), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        in_days = gold.unit.startswith("day") and fact.unit == "years"
        yield round(value * _DAYS_A_YEAR) if in_days else float(value)
    if fact.kind in ("throughput", "quota"):
        yield _amount(fact)


def _amount(fact: Fact) -> float:
    """The number as said, "40,000 per day"; -1 where it is not kept."""
    amount = fact.slots.get("amount")
    return float(amount) if isinstance(amount, int | float) else -1.0


def _near(one: float, other: float, kind: str) -> bool:
    """Half a percent apart at most, and a rate no more than rounding; shares of availability are the same or are not."""
    if kind == "availability":
        return abs(one - other) < 1e-6
    rounding = 0.0005 if kind == "throughput" else 1e-9
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other)) + rounding


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _alike(one: str, other: str) -> int:
    """Whether two texts are the same, or one holds the other as whole words. Numbers and dates hold nothing."""
    short, long = sorted((_words(one), _words(other)), key=lambda words: len("".join(words)))
    wanted = "".join(short)
    if wanted == "".join(long):
        return EQUAL if wanted else NO
    if len(wanted) < SHORTEST or not any(char.isalpha() for char in wanted):
        return NO
    starts = range(len(long))
    return HELD if any("".join(long[start : end + 1]) == wanted for start in starts for end in starts[start:]) else NO
