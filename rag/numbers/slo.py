"""Availability: error budgets, chains of dependencies, redundancy, alerts (F11–F15)."""

from math import comb, prod

MINUTES_PER_DAY = 1440
HOURS_PER_WEEK = 168.0


def downtime_minutes(slo: float, days: float, weekly_hours: float = HOURS_PER_WEEK) -> float:
    """F11: minutes of downtime that an availability of `slo` percent leaves in `days`, of the hours in which it is promised."""
    return (1 - slo / 100) * days * MINUTES_PER_DAY * weekly_hours / HOURS_PER_WEEK


def serial_availability(*parts: float) -> float:
    """F12: percent that remain when every part (percent) has to work."""
    return prod(part / 100 for part in parts) * 100


def parallel_availability(part: float, copies: int) -> float:
    """F13: percent when one of `copies` independent parts (percent) is enough."""
    return (1 - (1 - part / 100) ** copies) * 100


def quorum_availability(part: float, needed: int, copies: int) -> float:
    """F13: percent when `needed` of `copies` independent parts (percent) are enough."""
    up = part / 100
    return 100 * sum(comb(copies, count) * up**count * (1 - up) ** (copies - count) for count in range(needed, copies + 1))


def budget_burned(rate: float, window_h: float, period_h: float = 720) -> float:
    """F14: share of the error budget (0…1) gone when errors come at `rate` times the sustainable pace for `window_h` hours."""
    return rate * window_h / period_h


def alert_threshold(rate: float, slo: float) -> float:
    """F14: error rate in percent at which an alert for a burn `rate` fires."""
    return rate * (100 - slo)


def allowed_failures(requests: float, slo: float) -> float:
    """F15: requests that may fail."""
    return requests * (1 - slo / 100)


def open_share(closed_minutes_per_day: float) -> float:
    """F12: percent of the day that a system with a daily window of `closed_minutes_per_day` can answer."""
    return (1 - closed_minutes_per_day / MINUTES_PER_DAY) * 100
