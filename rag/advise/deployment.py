"""Load → a style-independent reference deployment and what it costs per month.

Source: `advisor.md` F.4; assumptions are `estimates.yaml`, prices `prices.yaml`. Never a quote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Literal

from rag.advise.load import audience, over_average
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import Size, Tier
from rag.knowledge.prices import Region
from rag.numbers.capacity import DAYS_PER_MONTH, SECONDS_PER_DAY, Instances, instances, traffic
from rag.numbers.cost import Band, Deployment, Prices, monthly_cost

REGION = "budget.region"  # what an assumed place of the prices is listed under
PRICES = "prices.prices."  # where the tables keep them
MONTHS_TO_HORIZON = {"day1": 0, "m6": 6, "m24": 24}

Form = Literal["plain", "usual", "use", "single"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A deployment with the numbers it rests on."""

    deployment: Deployment
    instances: Instances  # at peak
    events: float | None  # a second at peak; None where nobody has said
    readers: Instances | None  # of events, at peak; None where the application's own instances carry them beside
    mean_rps: float
    requests_per_month: float
    busy: float  # part of the year in which more than the smallest deployment runs, 0…1
    volume_gb: float  # all data; what is above the table's limit is priced as files
    volume_is_assumed: bool
    is_by_use: bool = False  # on functions: no instances are counted


def reference_deployment(
    peak_rps: float,
    values: Mapping[str, Any],
    months: int,
    knowledge: AdviseKnowledge,
    events: float | None = None,
    form: Form = "usual",
) -> Reference:
    """What a plain design would run for this peak.

    Args:
        peak_rps: requests per second at peak.
        values: readings.
        months: after launch, for the data that has grown by then.
        knowledge: the tables.
        events: a second at peak that come beside the requests.
        form: on instances that always run, on functions that are paid by use, or on one rented machine; `plain` is what styles
            are compared by, which knows neither a small size nor what few busy days are like.
    """
    rules = knowledge.estimates.deployment
    written = peak_rps + (events or 0.0) / rules.message_batch  # events are written in batches
    slo = values.get("slo") or rules.default_slo
    sizes = [row for row in rules.sizes if not row.single or (form != "plain" and slo < rules.standby_from_slo)]
    size = next(row for row in sizes if written < row.below)
    ratio = over_average(values, knowledge)
    busy = busy_share(values, knowledge)
    mean = peak_rps / ratio
    if form != "plain" and busy < 1 and values.get("rps_average") is None:
        mean *= audience(values, knowledge).peak_factor / rules.rare_peak_factor
    zones = 1 if size.single else 3 if slo >= rules.three_zones_from_slo else rules.zones
    least = 1 if size.single else 2
    needed = instances(peak_rps, rules.cpu_s, size.vcpu, rules.utilisation, zones, least)
    readers = _readers(events, size, zones, knowledge)
    average = busy * max(rules.least_average_share, 1 / (ratio * busy))  # of the peak's instances
    per_day = mean * SECONDS_PER_DAY
    sent = traffic(per_day, rules.response_kb, rules.cache_hit)
    kept = size if busy == 1 else _between(sizes[0], size, busy)
    volume = _volume(values, kept, months)
    deployment = Deployment(
        instances=max(least, ceil(needed.busy * average)) + (ceil(readers.busy * average) if readers else 0),
        vcpu=size.vcpu,
        memory_gb=size.memory_gb,
        db_vcpu=kept.db_vcpu,
        db_gb=min(volume, rules.database_gb_limit),
        has_standby=slo >= rules.standby_from_slo,
        cache_nodes=kept.cache_nodes,
        balancer_units=0 if size.single else max(2, ceil(busy * peak_rps / rules.balancer_rps)),
        nat_gb=0.0 if size.single else round(sent.total * rules.nat_share, 1),
        zones=0 if size.single else zones,
        egress_gb=round(sent.origin, 1),
        cdn_gb=round(sent.total - sent.origin, 1),
        object_gb=kept.object_gb + max(0.0, volume - rules.database_gb_limit),
        log_gb=round(per_day * DAYS_PER_MONTH * rules.log_kb / 1e6, 1),
        queue_millions=round(_messages(values, per_day, knowledge), 2),
    )
    requests = per_day * DAYS_PER_MONTH
    plain = Reference(deployment, needed, events, readers, mean, requests, busy, volume, values.get("volume") is None)
    if form == "use":
        return _by_use(plain, knowledge)
    return _on_one(plain, peak_rps, knowledge) if form == "single" else plain


def _by_use(plain: Reference, knowledge: AdviseKnowledge) -> Reference:
    """The same on functions and a database that are paid by use; nothing waits for a peak, the services keep their copies."""
    rules, assumed = knowledge.estimates.deployment, knowledge.figures.assumed
    deployment = replace(
        plain.deployment,
        **NO_NETWORK,
        instances=0,
        db_vcpu=rules.by_use.db_vcpu,
        has_standby=False,
        cache_nodes=0,
        function_millions=round(plain.requests_per_month / 1e6, 3),
        function_s=assumed.function_ms / 1000,
        function_gb=assumed.function_gb,
    )
    return replace(plain, deployment=deployment, is_by_use=True)


def _on_one(plain: Reference, peak_rps: float, knowledge: AdviseKnowledge) -> Reference:
    """The same on one rented machine that holds the database too; it is restored from a copy when it fails."""
    rules = knowledge.estimates.deployment
    vcpu = max(rules.single.least_vcpu, ceil(peak_rps * rules.cpu_s / rules.utilisation))
    one: dict[str, Any] = {
        "instances": 1,
        "vcpu": vcpu,
        "memory_gb": rules.single.gb_per_vcpu * vcpu,
        "db_vcpu": 0,
        "has_standby": False,
        "cache_nodes": 0,
    }
    return replace(plain, deployment=replace(plain.deployment, **NO_NETWORK, **one))


NO_NETWORK: Mapping[str, Any] = {"balancer_units": 0, "nat_gb": 0.0, "zones": 0}


def busy_share(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> float:
    """The part of the year, 0…1, in which more than the smallest deployment runs: all of it, unless the load is a rare one."""
    ratio = over_average(values, knowledge)
    return audience(values, knowledge).peak_factor / ratio if ratio >= knowledge.estimates.deployment.rare_from else 1.0


def _between(least: Size, most: Size, busy: float) -> Size:
    """What is kept on average by who runs the larger size for a part of the time, and the smaller one for the rest."""
    gap = {name: getattr(most, name) - getattr(least, name) for name in ("db_vcpu", "db_gb", "object_gb", "cache_nodes")}
    held = {name: round(getattr(least, name) + busy * more, 2) for name, more in gap.items()}
    return most.model_copy(update={**held, "cache_nodes": ceil(held["cache_nodes"])})


def _readers(events: float | None, size: Size, zones: int, knowledge: AdviseKnowledge) -> Instances | None:
    """What reads the events at their peak; nothing of its own where that is less than one instance's work."""
    rules = knowledge.estimates.deployment
    if not events or events * rules.event_cpu_s < size.vcpu * rules.utilisation:
        return None
    return instances(events, rules.event_cpu_s, size.vcpu, rules.utilisation, zones)


def _volume(values: Mapping[str, Any], size: Size, months: int) -> float:
    now = values.get("volume")
    return (
        size.db_gb if now is None else max(10.0, now + (values.get("kept_month") or values.get("growth_month") or 0.0) * months)
    )


def _messages(values: Mapping[str, Any], requests_per_day: float, knowledge: AdviseKnowledge) -> float:
    """Millions of queue messages a month; fast streams are sent in batches.

    What comes by the second is told at its peak, and what comes more slowly on average; a fast stream is steady unless somebody
    says how far its peak is above the average.
    """
    estimates = knowledge.estimates
    events, rules = values.get("eps"), knowledge.estimates.deployment
    if events is None:
        return float(requests_per_day * estimates.load.event_share * DAYS_PER_MONTH / 1e6)
    batch = rules.message_batch if events >= rules.batch_from_eps else 1
    is_even = events < 1 or (batch > 1 and values.get("ratio") is None) or bool(values.get("devices"))
    mean = events if is_even else events / over_average(values, knowledge)
    return float(mean * SECONDS_PER_DAY * DAYS_PER_MONTH / batch / 1e6)


def cost_band(
    reference: Reference,
    tier: Tier,
    values: Mapping[str, Any],
    knowledge: AdviseKnowledge,
    rate: float = 1.0,
    design_factor: float = 1.0,
) -> Band:
    """The deployment's cost per month, with the factors of the recovery tier, of the region and of the style.

    It is in a currency of which one unit is `rate` of the price table's; by default in the table's own.
    """
    return monthly_cost(
        reference.deployment,
        unit_prices(values, knowledge),
        recovery_factor=(tier.low + tier.high) / 2,
        price_factor=region_factor(values, knowledge) / rate,
        design_factor=design_factor,
    )


def unit_prices(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> Prices:
    """Prices before the factor of the region; a price of the user's own is what is paid there, so the factor is taken out."""
    factor, own = region_factor(values, knowledge), own_prices(knowledge)
    return Prices(**{name: price / factor if name in own else price for name, price in knowledge.prices.prices.items()})


def own_prices(knowledge: AdviseKnowledge) -> dict[str, str]:
    """Name of a price → the words of the user's own: “Container CPU: 0.035 EUR a vCPU hour, your figure, 2026-11-29”."""
    rows = ((knowledge.weighing.figure(choice.id), choice) for choice in knowledge.own)
    return {
        path.removeprefix(PRICES): f"{row.label}: {knowledge.own_words(choice)}"
        for row, choice in rows
        if row is not None
        for path in row.paths
        if path.startswith(PRICES)
    }


def price_region(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> Region:
    """Where the prices are paid."""
    return next(row for row in knowledge.prices.regions if row.when.holds(values))


def region_factor(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> float:
    """The factor of that place on every price."""
    return knowledge.prices.factors[price_region(values, knowledge).factor]


def recovery_tier(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> Tier:
    """The least strict tier that keeps both recovery targets; a target that is not known is the default tier's.

    What is installed with customers has a tier of its own: no second place of ours takes over from their machine.
    """
    if values.get("alone"):
        return knowledge.estimates.installed_recovery
    usual = knowledge.estimates.tier(knowledge.estimates.default_recovery)
    rto = usual.rto_s if values.get("rto") is None else values["rto"]
    rpo = usual.rpo_s if values.get("rpo") is None else values["rpo"]
    tiers = knowledge.estimates.recovery
    kept = [tier for tier in tiers if tier.rto_s <= rto and tier.rpo_s <= rpo]
    return kept[-1] if kept else tiers[0]
