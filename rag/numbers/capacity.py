"""Capacity: requests, instances, storage, traffic, telemetry, queues, caches, connections (F01–F10, F29–F32)."""

from math import ceil
from typing import NamedTuple

SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86_400
DAYS_PER_MONTH = 30.4
_ROUNDING = 1e-9  # keeps ceil() from stepping up on the last bit of a float


class Instances(NamedTuple):
    """Containers needed."""

    busy: int  # at peak
    surviving_zone_loss: int  # so that the peak is still carried with one zone gone


class Stored(NamedTuple):
    """Data kept, in GB (10⁹ bytes)."""

    one_copy: float
    all_copies: float


class Traffic(NamedTuple):
    """Data sent per month, in GB."""

    total: float
    origin: float  # what the cache does not answer


class Stream(NamedTuple):
    """A stream of measurements."""

    messages_per_s: float
    mb_per_s: float
    gb_per_day: float


class Backlog(NamedTuple):
    """What waits after an outage."""

    messages: float
    drain_s: float


def average_rps(monthly_users: float, daily_ratio: float, sessions: float, requests: float, active_hours: float = 24) -> float:
    """F01: average requests per second of the users active on one day.

    Args:
        monthly_users: users active in a month.
        daily_ratio: share of them active on a day, 0…1.
        sessions: sessions per user and day.
        requests: requests per session.
        active_hours: hours of the day in which they come.
    """
    return monthly_users * daily_ratio * sessions * requests / (active_hours * SECONDS_PER_HOUR)


def rps_of_concurrent(users: float, think_s: float, response_s: float, calls: float) -> float:
    """F02: requests per second of users who read for `think_s` seconds between pages of `calls` requests."""
    return users / (think_s + response_s) * calls


def in_flight(rate: float, duration_s: float) -> float:
    """F03: how many are open at once, by Little's law: arrivals per second times seconds each stays."""
    return rate * duration_s


def instances(rps: float, cpu_s: float, vcpu: float, utilisation: float = 0.6, zones: int = 3, least: int = 2) -> Instances:
    """F04: containers for a peak of `rps`, each request taking `cpu_s` CPU seconds, at a target utilisation of 0…1."""
    busy = max(least, ceil(rps * cpu_s / (vcpu * utilisation) - _ROUNDING))
    return Instances(busy, ceil(busy * zones / (zones - 1) - _ROUNDING) if zones > 1 else busy)


def storage(rows_per_day: float, row_bytes: float, days: float, index_share: float = 0.5, copies: int = 2) -> Stored:
    """F05: GB that rows take after `days`, with indexes, once and in all copies."""
    once = rows_per_day * row_bytes * (1 + index_share) * days / 1e9
    return Stored(once, once * copies)


def traffic(requests_per_day: float, kb: float, hit_ratio: float) -> Traffic:
    """F06: GB sent per month, and the part that reaches the origin behind a cache."""
    total = requests_per_day * DAYS_PER_MONTH * kb / 1e6
    return Traffic(total, total * (1 - hit_ratio))


def telemetry(devices: float, period_s: float, message_bytes: float) -> Stream:
    """F07: the stream of `devices` that each send one message every `period_s` seconds."""
    rate = devices / period_s
    return Stream(rate, rate * message_bytes / 1e6, rate * message_bytes * SECONDS_PER_DAY / 1e9)


def partitions(
    messages_per_s: float, mb_per_s: float, per_partition: float = 1000, mb_per_partition: float = 1.0, headroom: int = 2
) -> int:
    """F07: partitions of a stream, by count or by volume, whichever needs more."""
    return headroom * max(ceil(messages_per_s / per_partition), ceil(mb_per_s / mb_per_partition))


def backlog(inflow: float, outage_s: float, capacity: float) -> Backlog:
    """F08: messages waiting after an outage, and the seconds to work them off (`capacity` above `inflow`, per second)."""
    waiting = inflow * outage_s
    return Backlog(waiting, waiting / (capacity - inflow))


def response_time(service: float, utilisation: float) -> float:
    """F09: mean response time of one queue (M/M/1), in the unit of `service`; the reason to plan for 60 % utilisation."""
    return service / (1 - utilisation)


def cached_time(hit_ratio: float, cache: float, source: float) -> float:
    """F10: mean read time behind a cache, in the unit of its arguments."""
    return hit_ratio * cache + (1 - hit_ratio) * source


def writes_per_s(rps: float, write_share: float) -> float:
    """F27: database writes per second."""
    return rps * write_share


def busy_connections(rps: float, query_s: float) -> int:
    """F29: database connections in use at once."""
    return ceil(in_flight(rps, query_s))


def cells(users: float, cell_size: float) -> int:
    """F30: cells for `users`; one cell's fault reaches one in so many of them."""
    return ceil(users / cell_size)


def transfer_days(terabytes: float, mbit_per_s: float, efficiency: float = 0.7) -> float:
    """F31: days to move data over a line used to `efficiency`, 0…1."""
    return terabytes * 1e12 / (mbit_per_s * 1e6 / 8 * efficiency) / SECONDS_PER_DAY


def replication_backlog(rows_per_s: float, lag_s: float) -> float:
    """F32: rows that a copy is behind."""
    return rows_per_s * lag_s


def video_gbit_per_s(viewers: float, mbit_per_s: float) -> float:
    """F33: outgoing bandwidth of viewers who watch at once, in Gbit/s."""
    return viewers * mbit_per_s / 1000
