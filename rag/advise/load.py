"""Users, ratios and stated figures → the load at peak: requests per second now, in 6 and in 24 months.

Source: `advisor.md` F01 and F02; the behaviour of users is an assumption of `estimates.yaml` until the documents say more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import Audience
from rag.numbers.capacity import average_rps, rps_of_concurrent


@dataclass(frozen=True, slots=True)
class PeakLoad:
    """A peak in requests per second, and how it was computed."""

    rps: float
    formula: str  # F01, F02 or "" when stated
    inputs: Mapping[str, float]
    assumed: tuple[str, ...]  # inputs that are assumptions
    source: str  # the reading it starts from; "" when nothing is known


def audience(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> Audience:
    """How the users of this system behave."""
    return next(row for row in knowledge.estimates.load.audiences if row.when.holds(values))


def peak_load(values: Mapping[str, Any], known: Collection[str], knowledge: AdviseKnowledge) -> PeakLoad | None:
    """The peak from whatever is known; None when nothing is.

    Args:
        values: readings.
        known: names of those that somebody stated.
        knowledge: the tables.
    """
    stated, average = values.get("rps_stated"), values.get("rps_average")
    if stated is not None:
        return _load(stated, "", {"peak requests per second": ("rps_stated", stated)}, known, "rps_stated")
    factor = ("ratio", values.get("ratio") or audience(values, knowledge).peak_factor)
    if average is not None:
        inputs = {"average requests per second": ("rps_average", average), "peak factor": factor}
        return _load(average * factor[1], "F01", inputs, known, "rps_average")
    if values.get("concurrent") is not None:
        return _of_concurrent(values["concurrent"], known, knowledge)
    if values.get("mau") is not None:
        return _of_users({"users a month": ("mau", values["mau"])}, values, factor, known, knowledge)
    if values.get("registered") is not None:
        share = audience(values, knowledge).monthly_share
        people = {"registered people": ("registered", values["registered"]), "share that comes in a month": ("", share)}
        return _of_users(people, values, factor, known, knowledge)
    return None


def _of_concurrent(users: float, known: Collection[str], knowledge: AdviseKnowledge) -> PeakLoad:
    load = knowledge.estimates.load
    rps = rps_of_concurrent(users, load.think_s, load.response_s, load.calls)
    inputs = {
        "users at once": ("concurrent", users),
        "seconds between pages": ("", load.think_s),
        "response seconds": ("", load.response_s),
        "requests per page": ("", load.calls),
    }
    return _load(rps, "F02", inputs, known, "concurrent")


def _of_users(
    people: Mapping[str, tuple[str, float]],
    values: Mapping[str, Any],
    factor: tuple[str, float],
    known: Collection[str],
    knowledge: AdviseKnowledge,
) -> PeakLoad:
    load, kind = knowledge.estimates.load, audience(values, knowledge)
    users = prod(value for _, value in people.values())
    daily = values["daily_ratio"] if "daily_ratio" in known else kind.daily_ratio
    hours = values["active_hours"] if "active_hours" in known else kind.active_hours
    rps = average_rps(users, daily, load.sessions, load.requests, hours) * factor[1]
    inputs = {
        **people,
        "share active on a day": ("daily_ratio", daily),
        "sessions a day": ("", load.sessions),
        "requests per session": ("", load.requests),
        "active hours": ("active_hours", hours),
        "peak factor": factor,
    }
    return _load(rps, "F01", inputs, known, next(iter(people.values()))[0])


def over_average(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> float:
    """How many times the average the peak is: of two rates that were stated, else as it was said or as such users are."""
    peak, average = values.get("rps_stated"), values.get("rps_average")
    if peak and average and peak >= average:
        return float(peak / average)
    return max(1.0, values.get("ratio") or audience(values, knowledge).peak_factor)


def _load(rps: float, formula: str, inputs: Mapping[str, tuple[str, float]], known: Collection[str], source: str) -> PeakLoad:
    """A load whose inputs come as name → (reading, value); those whose reading nobody stated are assumed."""
    assumed = tuple(name for name, (reading, _) in inputs.items() if reading not in known)
    return PeakLoad(rps, formula, {name: value for name, (_, value) in inputs.items()}, assumed, source)


def derive_load(values: dict[str, Any], known: set[str], paths: dict[str, tuple[str, ...]], knowledge: AdviseKnowledge) -> None:
    """Adds `peak_rps`, `mean_rps` and `events_to_requests` to the readings, where they follow from what is known."""
    peak = peak_load(values, known, knowledge)
    paths["peak_rps"] = ("scale.rps_peak", "users.concurrent_peak")
    if peak is None:
        return
    values["peak_rps"] = peak.rps
    paths["peak_rps"] = paths.get(peak.source, ())
    if peak.source in known:
        known.add("peak_rps")
    values["mean_rps"] = peak.rps / over_average(values, knowledge)
    if values.get("eps") is not None and peak.rps > 0:
        values["events_to_requests"] = values["eps"] / peak.rps
