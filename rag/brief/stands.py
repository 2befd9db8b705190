"""Two values, days or sides of a matter → whether both can hold."""

import re
from datetime import date

from rag.extract.fact import Fact, Modality

_TOLERANCE = 0.1  # relative difference between numbers that still agree
_SHARES = 0.0005  # between percentages: the nines count
_DAYS = 31  # between dates that still agree
_TIMES = 4.0  # between two amounts of one thing
_COGNATE = 6  # letters by which two words are one
_LIMITS = ("recovery", "loss", "age", "answer")  # topics whose values are the most that is borne
_ASKED = (Modality.MUST, Modality.SHOULD, Modality.MUST_NOT, Modality.SHOULD_NOT)
_WORD = re.compile(r"[^\W\d_]{3,}")


def numbers_differ(one: Fact, other: Fact) -> bool:
    """Two numbers that cannot both hold, with the floors and ceilings that they are."""
    left, right = one.value, other.value
    if not isinstance(left, int | float) or not isinstance(right, int | float) or one.unit != other.unit:
        return False
    if "what" in one.slots and not _alike(str(one.slots["what"]), str(other.slots["what"])):
        return False
    if one.slots.get("period") != other.slots.get("period"):
        periods = {one.slots.get("period"), other.slots.get("period")}
        if periods != {"month", "year"}:
            return False
        left, right = (
            value * 12 if fact.slots["period"] == "month" else value for value, fact in ((left, one), (right, other))
        )
    if one.slots.get("what") and max(left, right) > _TIMES * min(left, right):
        return False
    if any(
        low is not None and high is not None and low <= value <= high
        for low, high, value in ((one.low, one.high, right), (other.low, other.high, left))
    ):
        return False
    if abs(left - right) <= (_SHARES if one.unit == "%" else _TOLERANCE) * max(abs(left), abs(right)):
        return False
    bounds = _bound(one), _bound(other)
    if bounds in (("floor", ""), ("floor", "ceiling")):
        return right < left
    if bounds in (("", "floor"), ("ceiling", "floor")):
        return left < right
    if bounds == ("ceiling", "ceiling") and one.unit == "1/s":  # what is taken at most, and what is asked at most
        return False
    if bounds == ("ceiling", ""):
        return right > left
    return bounds != ("", "ceiling") or left > right


def _bound(fact: Fact) -> str:
    """The least or the most; a span that has to be kept to is the most."""
    said = str(fact.slots.get("bound") or "")
    is_limit = fact.unit == "s" and fact.slots.get("topic") in _LIMITS and fact.modality in _ASKED
    return said or ("ceiling" if is_limit else "")


def _alike(left: str, right: str) -> bool:
    words = [{word[:_COGNATE] for word in _WORD.findall(text)} for text in (left, right)]
    return bool(words[0] & words[1])


def sides_differ(one: Fact, other: Fact) -> bool:
    """Two stands of which not both hold; what is kept until a day can be ended after it."""
    if one.value == other.value:
        return False
    days = {str(fact.value): str(fact.slots.get("date") or "") for fact in (one, other)}
    return not (days.get("keep") and days.get("end") and days["keep"][:4] <= days["end"][:4])


def dates_differ(one: Fact, other: Fact) -> bool:
    """Two days that are not one, as far as they are told; "not before" goes together with a later day."""
    try:
        days = [date.fromisoformat(str(fact.value)[:10]) for fact in (one, other)]
    except ValueError:
        return False
    if any(fact.dated and str(fact.value) < fact.dated[: len(str(fact.value))] for fact in (one, other)):
        return False  # a day that was over when its paper was written is told, and not planned
    precision = {str(fact.slots.get("precision")) for fact in (one, other)}
    if "year" in precision and days[0].year == days[1].year:
        return False
    floors = [fact.slots.get("bound") == "floor" for fact in (one, other)]
    if floors[0] != floors[1]:
        least, said = (days[0], days[1]) if floors[0] else (days[1], days[0])
        return (least - said).days > _DAYS
    return abs((days[0] - days[1]).days) > _DAYS
