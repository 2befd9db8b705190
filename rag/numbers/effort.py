"""Effort and time: three-point estimates, duration, scope cut (F21–F23)."""

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

P80 = 0.84  # standard deviations above the mean that 80 % of outcomes stay below
FOCUS = 0.65  # share of working time that goes into the work items
WEEKS_PER_YEAR = 52
SHARED_BY = 2  # people who can work on one item at a time


class Effort(NamedTuple):
    """Person-weeks of a set of work items."""

    mean: float
    sigma: float
    p80: float


def pert(optimistic: float, likely: float, pessimistic: float) -> tuple[float, float]:
    """F21: mean and standard deviation of one work item."""
    return (optimistic + 4 * likely + pessimistic) / 6, (pessimistic - optimistic) / 6


def total_effort(items: Iterable[tuple[float, float, float]]) -> Effort:
    """F21: work items added up, taken as independent."""
    parts = [pert(*item) for item in items]
    mean = sum(part[0] for part in parts)
    sigma = sqrt(sum(part[1] ** 2 for part in parts))
    return Effort(mean, sigma, mean + P80 * sigma)


def coordination(engineers: float) -> float:
    """F22: what is left of a team's capacity after talking to each other: 1 up to 5 people, 0.9 up to 9, then 0.8."""
    return 1.0 if engineers <= 5 else 0.9 if engineers <= 9 else 0.8


def duration_weeks(person_weeks: float, engineers: float, focus: float = FOCUS) -> float:
    """F22: weeks that a team needs."""
    return person_weeks / (engineers * focus * coordination(engineers))


def people_cost(person_weeks: float, engineers: float, yearly: float, focus: float = FOCUS) -> float:
    """PEOPLE: what the people cost whose time the work takes, talking to each other included.

    Args:
        person_weeks: of the work items.
        engineers: of the team.
        yearly: cost of an engineer a year; the result is in its currency.
        focus: share of working time that goes into the work items.
    """
    return person_weeks / (focus * coordination(engineers)) * yearly / WEEKS_PER_YEAR


def least_weeks(longest: float, focus: float = FOCUS) -> float:
    """F22: weeks that no team undercuts, however large: milestones follow each other, and few people can share an item.

    Args:
        longest: person-weeks of the longest work item of each milestone, added up.
        focus: share of working time that goes into the work items.
    """
    return longest / (SHARED_BY * focus)


def scope_cut(person_weeks: float, engineers: float, weeks: float, focus: float = FOCUS) -> float:
    """F23: share of the work (0…1) that has to leave for a fixed date."""
    return max(0.0, 1 - engineers * focus * weeks * coordination(engineers) / person_weeks)
