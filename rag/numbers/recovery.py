"""Recovery: time to restore, retry delays (F16, F28)."""


def restore_hours(
    gigabytes: float, mb_per_s: float, detect_h: float, decide_h: float, provision_h: float, verify_h: float
) -> float:
    """F16: hours until the service runs again from a backup."""
    return gigabytes * 1000 / mb_per_s / 3600 + detect_h + decide_h + provision_h + verify_h


def worst_retry_minutes(tries: int, cap: int = 60) -> int:
    """F28: minutes until the last of `tries` with doubling pauses of 1, 2, 4 … minutes, none above `cap`."""
    return sum(min(cap, 2**attempt) for attempt in range(tries))
