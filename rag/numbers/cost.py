"""Running cost of a reference deployment from list prices (F17–F20, F26); money in USD per month."""

from collections.abc import Mapping
from dataclasses import dataclass

HOURS_PER_MONTH = 730.0
LOW, HIGH = 0.75, 1.6  # the band around the base figure
TEST_SHARE = 0.4  # test environments, as a share of compute, database and cache
OVERHEAD = 0.15  # monitoring, secrets and support, as a share of the rest


@dataclass(frozen=True, slots=True)
class Prices:
    """List prices in USD."""

    vcpu_h: float
    memory_gb_h: float
    db_vcpu_h: float
    db_gb: float  # per month, as all storage
    backup_gb: float
    cache_node_h: float
    balancer_h: float
    balancer_unit_h: float
    nat_h: float
    nat_gb: float
    egress_gb: float
    cdn_gb: float
    object_gb: float
    log_gb: float
    queue_million: float
    function_million: float
    function_gb_s: float


@dataclass(frozen=True, slots=True)
class Deployment:
    """What runs, on average over the month."""

    instances: float
    vcpu: float  # per instance
    memory_gb: float  # per instance
    db_vcpu: float
    db_gb: float
    has_standby: bool
    cache_nodes: int
    balancer_units: float  # 0: the platform brings its own
    nat_gb: float
    zones: int
    egress_gb: float
    cdn_gb: float
    object_gb: float
    log_gb: float
    queue_millions: float
    function_millions: float = 0.0  # calls of functions, where no instances run
    function_s: float = 0.0  # of a call
    function_gb: float = 0.0  # of memory while it runs


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is paid for in a month, by one price."""

    part: str  # line of the cost: compute, database …
    name: str
    unit: str
    price: str  # field of `Prices`
    amount: float


@dataclass(frozen=True, slots=True)
class Band:
    """A cost with its uncertainty."""

    low: float
    base: float
    high: float
    lines: Mapping[str, float]  # part → base cost


def scaled(band: Band, factor: float) -> Band:
    """A band times a factor."""
    lines = {name: value * factor for name, value in band.lines.items()}
    return Band(band.low * factor, band.base * factor, band.high * factor, lines)


def container_month(vcpu: float, memory_gb: float, prices: Prices) -> float:
    """F17: one container that runs all month."""
    return (vcpu * prices.vcpu_h + memory_gb * prices.memory_gb_h) * HOURS_PER_MONTH


def monthly_cost(
    deployment: Deployment,
    prices: Prices,
    *,
    recovery_factor: float = 1.0,
    price_factor: float = 1.0,
    design_factor: float = 1.0,
    test_share: float = TEST_SHARE,
    overhead: float = OVERHEAD,
) -> Band:
    """F18: a deployment's cost per month, with test environments and overhead, as a band from 75 % to 160 %.

    Args:
        deployment: what runs.
        prices: list prices.
        recovery_factor: on compute and database, for the recovery tier (F.3).
        price_factor: on everything, for region or sovereignty.
        design_factor: on everything, for a style that runs more parts than the reference deployment.
        test_share: test environments, as a share of compute, database and cache.
        overhead: monitoring, secrets and support, as a share of the rest.
    """
    copies = 2 if deployment.has_standby else 1
    db_storage = deployment.db_gb * (prices.db_gb * copies + prices.backup_gb)
    compute = deployment.instances * container_month(deployment.vcpu, deployment.memory_gb, prices)
    calls = function_cost(deployment.function_millions, 1000 * deployment.function_s, deployment.function_gb, prices)
    lines = {
        "compute": compute + calls,
        "database": deployment.db_vcpu * prices.db_vcpu_h * HOURS_PER_MONTH * copies + db_storage,
        "cache": deployment.cache_nodes * prices.cache_node_h * HOURS_PER_MONTH,
        "edge": _edge(deployment, prices),
        "transfer": deployment.egress_gb * prices.egress_gb + deployment.cdn_gb * prices.cdn_gb,
        "storage": deployment.object_gb * prices.object_gb,
        "logs": deployment.log_gb * prices.log_gb,
        "queue": deployment.queue_millions * prices.queue_million,
    }
    tests = test_share * (lines["compute"] + lines["database"] + lines["cache"])
    recovery = (recovery_factor - 1) * (lines["compute"] + lines["database"])
    if recovery:
        lines["recovery"] = recovery
    lines["nonprod"] = tests
    lines["overhead"] = overhead * sum(lines.values())
    if design_factor != 1:
        lines["design"] = (design_factor - 1) * sum(lines.values())
    lines = {name: value * price_factor for name, value in lines.items()}
    base = sum(lines.values())
    return Band(LOW * base, base, HIGH * base, lines)


def quantities(deployment: Deployment) -> tuple[Quantity, ...]:
    """What a deployment uses in a month; each amount times its price adds up to the lines of `monthly_cost`."""
    copies = 2 if deployment.has_standby else 1
    hours = HOURS_PER_MONTH
    return (
        Quantity("compute", "Container CPU", "vCPU hours", "vcpu_h", deployment.instances * deployment.vcpu * hours),
        Quantity("compute", "Container memory", "GB hours", "memory_gb_h", deployment.instances * deployment.memory_gb * hours),
        Quantity("database", "Database CPU, standby included", "vCPU hours", "db_vcpu_h", deployment.db_vcpu * copies * hours),
        Quantity("database", "Database storage, standby included", "GB", "db_gb", deployment.db_gb * copies),
        Quantity("database", "Database backup", "GB", "backup_gb", deployment.db_gb),
        Quantity("cache", "Cache nodes", "node hours", "cache_node_h", deployment.cache_nodes * hours),
        *_calls(deployment),
        Quantity("edge", "Load balancer", "hours", "balancer_h", hours if deployment.balancer_units else 0.0),
        Quantity("edge", "Load balancer capacity", "unit hours", "balancer_unit_h", deployment.balancer_units * hours),
        Quantity("edge", "Outbound gateways", "hours", "nat_h", deployment.zones * hours),
        Quantity("edge", "Data through the gateways", "GB", "nat_gb", deployment.nat_gb),
        Quantity("transfer", "Data sent by the origin", "GB", "egress_gb", deployment.egress_gb),
        Quantity("transfer", "Data sent by the delivery network", "GB", "cdn_gb", deployment.cdn_gb),
        Quantity("storage", "Object storage", "GB", "object_gb", deployment.object_gb),
        Quantity("logs", "Logs taken in", "GB", "log_gb", deployment.log_gb),
        Quantity("queue", "Queue messages", "million", "queue_million", deployment.queue_millions),
    )


def _calls(deployment: Deployment) -> tuple[Quantity, ...]:
    millions = deployment.function_millions
    if not millions:
        return ()
    used = millions * 1e6 * deployment.function_s * deployment.function_gb
    return (
        Quantity("compute", "Function calls", "million", "function_million", millions),
        Quantity("compute", "Function time", "GB seconds", "function_gb_s", used),
    )


def _edge(deployment: Deployment, prices: Prices) -> float:
    hours = HOURS_PER_MONTH if deployment.balancer_units else 0.0
    balancer = prices.balancer_h * hours + deployment.balancer_units * prices.balancer_unit_h * HOURS_PER_MONTH
    return balancer + deployment.zones * prices.nat_h * HOURS_PER_MONTH + deployment.nat_gb * prices.nat_gb


def function_cost(million_requests: float, duration_ms: float, memory_gb: float, prices: Prices) -> float:
    """F19: functions for a month's requests."""
    gb_s = million_requests * 1e6 * duration_ms / 1000 * memory_gb
    return million_requests * prices.function_million + gb_s * prices.function_gb_s


def break_even_millions(containers_cost: float, duration_ms: float, memory_gb: float, prices: Prices) -> float:
    """F20: million requests a month above which containers of that cost are cheaper than functions."""
    return containers_cost / function_cost(1, duration_ms, memory_gb, prices)


def cost_per_thousand(monthly: float, requests_per_month: float) -> float:
    """F26: cost of a thousand requests."""
    return monthly / (requests_per_month / 1000)
