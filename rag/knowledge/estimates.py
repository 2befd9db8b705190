"""Planning assumptions for load, deployment, recovery and effort: `estimates.yaml`."""

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable

Range = tuple[float, float, float]  # optimistic, likely, pessimistic person-weeks


class Audience(KnowledgeRow):
    """How a kind of users behaves; the first whose condition holds is taken."""

    id: str
    when: Condition
    monthly_share: float  # of registered people who come in a month
    daily_ratio: float  # of those, who come on a day
    active_hours: float
    peak_factor: float


class LoadEstimates(KnowledgeRow):
    """From users to requests."""

    think_s: float
    response_s: float
    calls: float  # requests per page
    sessions: float  # per user and day
    requests: float  # per session
    default_peak_rps: float  # while nothing is known
    growth: float  # day 1 → 24 months where only one is known
    event_share: float  # events per request
    audiences: tuple[Audience, ...]


class Size(KnowledgeRow):
    """What to run up to a peak."""

    below: float  # requests per second
    vcpu: float
    memory_gb: float
    db_vcpu: float
    db_gb: float
    cache_nodes: int
    object_gb: float
    single: bool = False  # one instance in one place, for targets that need no standby


class ByUse(KnowledgeRow):
    """What is paid by the call."""

    styles: tuple[str, ...]
    db_vcpu: float  # of the database, on average


class OneMachine(KnowledgeRow):
    """A rented machine that carries all, the database too."""

    least_vcpu: float
    most_vcpu: float  # where more is needed, one is not enough
    gb_per_vcpu: float  # memory


class DeploymentEstimates(KnowledgeRow):
    """From requests to a reference deployment."""

    cpu_s: float  # per request
    event_cpu_s: float  # per event that is read
    utilisation: float
    least_average_share: float  # of the peak's instances that run on average
    rare_from: float  # peak over average from which the peak's deployment runs on some days only
    rare_peak_factor: float  # peak over the average of the day, on such days
    by_use: ByUse
    single: OneMachine
    sizes: tuple[Size, ...]
    standby_from_slo: float
    zones: int
    three_zones_from_slo: float
    balancer_rps: float  # per balancer unit
    response_kb: float
    cache_hit: float
    log_kb: float  # per request
    nat_share: float  # of the traffic
    message_batch: float
    batch_from_eps: float
    database_gb_limit: float  # data above it is taken to be files and archives
    default_slo: float


class Tier(KnowledgeRow):
    """A recovery tier and the factor on compute and database."""

    code: str
    name: str
    rto_s: float
    rpo_s: float
    form: str
    low: float
    high: float


class Restore(KnowledgeRow):
    """How a restore runs."""

    mb_per_s: float
    detect_h: float
    decide_h: float
    provision_h: float
    verify_h: float


class Item(KnowledgeRow):
    """A kind of work item."""

    id: str
    title: str
    kind: str
    range: Range
    bought: str = ""  # the title where a product is bought; "": the same
    milestone: str
    when: Condition = Condition()
    per: tuple[str, ...] = ()  # feature types: one item for each such feature


class Factors(KnowledgeRow):
    """What makes items dearer."""

    regulated: float
    old_platform: float
    unknown_domain: float
    small_ground: float
    old_categories: tuple[str, ...]  # gazetteer categories


class RateLevel(KnowledgeRow):
    """The same in some countries."""

    low: float
    high: float
    countries: tuple[str, ...]  # ISO 3166-1


class Rates(KnowledgeRow):
    """Cost of an engineer per year, in the currency of the price table."""

    low: float
    high: float
    note: str
    levels: tuple[RateLevel, ...] = ()


class Thin(KnowledgeRow):
    """When a count of the work can only be a part of it."""

    budget_times: float  # so often the whole budget pays it
    person_weeks: dict[float, float]  # size of what is replaced, 0…1 → the least that such a thing takes


class EstimateTable(KnowledgeTable):
    """`estimates.yaml`."""

    load: LoadEstimates
    deployment: DeploymentEstimates
    recovery: tuple[Tier, ...]  # strictest first
    default_recovery: str
    installed_recovery: Tier  # of a program on the machines of those who bought it
    restore: Restore
    items: tuple[Item, ...]
    interfaces: tuple[Item, ...]
    takeover: tuple[Item, ...]  # for each system that is replaced
    unnamed: str  # what it is called where nobody named it
    release: str  # the milestone of the first release
    sizes: dict[float, float]  # size of the one system that is replaced, 0…1 → factor on what is taken over
    default_features: int
    thin: Thin
    factors: Factors
    priorities: tuple[str, ...]
    rates: Rates
    yearly_growth: float
    maintenance_share: float

    def tier(self, code: str) -> Tier:
        """The recovery tier with this code."""
        return next(tier for tier in self.recovery if tier.code == code)
