"""What is handed over beside the text: backlog, dated milestones, service levels, and what the running cost is computed from.

Ids and figures are those of the sentences; the files for planners, boards and operators are drawn from here.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from rag.numbers.slo import HOURS_PER_WEEK

_FROZEN = ConfigDict(frozen=True, defer_build=True)
Priority = Literal["must", "should", "may"]


class BacklogItem(BaseModel):
    """One piece of work with what it is accepted by."""

    model_config = _FROZEN

    id: str  # W1 as in the work breakdown, SEC-01 and ORR-01 as in the checklists, R-GDPR, P-<constraint id>
    epic: str
    kind: str  # feature, enabler, integration, migration, compliance, check, readiness, proof, decision
    title: str
    story: str
    acceptance: tuple[str, ...]  # Given …, when …, then …
    priority: Priority
    score: float  # (value + urgency + risk) ÷ size: higher goes first
    milestone: str  # M0 … M5
    optimistic: float | None = None  # person-weeks; None: part of another item's estimate
    likely: float | None = None
    pessimistic: float | None = None
    depends_on: tuple[str, ...] = ()
    constraint_ids: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()  # requirement numbers of OWASP ASVS 5.0
    owner: str = ""  # role
    basis: str = ""  # estimate, rule or table row that it comes from


class PlannedMilestone(BaseModel):
    """A milestone with its dates."""

    model_config = _FROZEN

    id: str
    name: str
    start: str  # ISO date
    end: str  # ISO date
    goal: str
    accept: tuple[str, ...]


class BurnAlert(BaseModel):
    """An alert on the pace at which the error budget is used."""

    model_config = _FROZEN

    id: str
    rate: float  # times the sustainable pace
    long_h: float  # hours
    short_h: float  # hours
    budget_share: float  # percent of the budget that is gone when it fires
    threshold: float  # percent of errors above which it fires
    action: str  # page or ticket


class LatencyTarget(BaseModel):
    """How fast a journey has to be."""

    model_config = _FROZEN

    journey: str  # "" for the main journeys
    percentile: float
    ms: float


class ServiceLevel(BaseModel):
    """The promises to users."""

    model_config = _FROZEN

    target: float  # percent
    window_days: float
    weekly_hours: float = HOURS_PER_WEEK  # in which it is promised
    budget_minutes: float
    alerts: tuple[BurnAlert, ...]
    latencies: tuple[LatencyTarget, ...] = ()
    tier: str = ""  # of recovery
    rto: str = ""  # in words
    rpo: str = ""


class CostItem(BaseModel):
    """A quantity with its price."""

    model_config = _FROZEN

    part: str  # compute, database …
    name: str
    unit: str
    price: float  # for one unit, before the factor of the region
    quantities: tuple[float, ...]  # a month, one for each horizon


class CostBasis(BaseModel):
    """Everything that the running cost is computed from."""

    model_config = _FROZEN

    currency: str  # of the totals
    price_currency: str = ""  # "" where it is the same
    exchange_rate: float = 1.0  # of the prices' currency for one unit of the totals'
    price_id: str
    price_as_of: str
    region: str
    price_factor: float  # of the region, on everything
    recovery_factor: float  # of the recovery tier, on compute and database
    design_factor: float = 1.0  # of the recommended style, on everything
    test_share: float  # of compute, database and cache
    overhead: float  # of the rest
    low: float  # of the base figure
    high: float
    horizons: tuple[str, ...]
    totals: tuple[float, ...]  # the base figure a month at each horizon, not rounded
    items: tuple[CostItem, ...]
    is_yardstick: bool = False  # a product is recommended: only something to hold its fee against


class Handover(BaseModel):
    """All of it; empty in versions that were drafted before it existed."""

    model_config = _FROZEN

    backlog: tuple[BacklogItem, ...] = ()
    milestones: tuple[PlannedMilestone, ...] = ()
    service_level: ServiceLevel | None = None
    costs: CostBasis | None = None
