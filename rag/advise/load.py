"""Users, ratios and stated figures → the load at peak: requests per second now, in 6 and in 24 months.

Source: `advisor.md` F01 and F02; the behaviour of users is an assumption of `estimates.yaml` until the documents say more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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


def peak_load(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> PeakLoad | None:
    """The peak in 24 months from whatever is known; None when nothing is."""
    load = knowledge.estimates.load
    stated, average = values.get("rps_stated"), values.get("rps_average")
    kind = audience(values, knowledge)
    ratio = values.get("ratio") or kind.peak_factor
    ratio_assumed = () if values.get("ratio") else ("peak factor",)
    if stated is not None:
        return PeakLoad(stated, "", {"peak requests per second": stated}, (), "rps_stated")
    if average is not None:
        inputs = {"average requests per second": average, "peak factor": ratio}
        return PeakLoad(average * ratio, "F01", inputs, ratio_assumed, "rps_average")
    concurrent, users = values.get("concurrent"), values.get("mau")
    if concurrent is not None:
        rps = rps_of_concurrent(concurrent, load.think_s, load.response_s, load.calls)
        inputs = {
            "users at once": concurrent,
            "seconds between pages": load.think_s,
            "response seconds": load.response_s,
            "requests per page": load.calls,
        }
        return PeakLoad(rps, "F02", inputs, ("seconds between pages", "response seconds", "requests per page"), "concurrent")
    if users is not None:
        rps = average_rps(users, kind.daily_ratio, load.sessions, load.requests, kind.active_hours) * ratio
        inputs = {
            "users a month": users,
            "share active on a day": kind.daily_ratio,
            "sessions a day": load.sessions,
            "requests per session": load.requests,
            "active hours": kind.active_hours,
            "peak factor": ratio,
        }
        behaviour = ("share active on a day", "sessions a day", "requests per session", "active hours")
        return PeakLoad(rps, "F01", inputs, (*behaviour, *ratio_assumed), "mau")
    return None


def derive_load(values: dict[str, Any], known: set[str], paths: dict[str, tuple[str, ...]], knowledge: AdviseKnowledge) -> None:
    """Adds `peak_rps`, `mean_rps` and `events_to_requests` to the readings, where they follow from what is known."""
    peak = peak_load(values, knowledge)
    paths["peak_rps"] = ("scale.rps_peak", "users.concurrent_peak")
    if peak is None:
        return
    values["peak_rps"] = peak.rps
    paths["peak_rps"] = paths.get(peak.source, ())
    if peak.source in known:
        known.add("peak_rps")
    ratio = values.get("ratio") or audience(values, knowledge).peak_factor
    values["mean_rps"] = peak.rps / ratio
    if values.get("eps") is not None and peak.rps > 0:
        values["events_to_requests"] = values["eps"] / peak.rps
