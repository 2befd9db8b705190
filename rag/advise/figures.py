"""Which numbers the proposal prints, with their inputs and what is assumed about them."""

from collections.abc import Sequence

from rag.advise.assessment import Assessment
from rag.advise.currency import Currency
from rag.advise.deployment import own_prices, price_region, unit_prices
from rag.advise.figure import FigureBook, Inputs
from rag.advise.horizon import Horizon
from rag.advise.wording import show
from rag.advise.workplan import Workplan
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.estimates import Tier
from rag.numbers.capacity import DAYS_PER_MONTH, busy_connections, in_flight, partitions, telemetry, transfer_days
from rag.numbers.cost import break_even_millions, container_month, cost_per_thousand
from rag.numbers.effort import people_cost
from rag.numbers.recovery import restore_hours
from rag.numbers.slo import HOURS_PER_WEEK, alert_threshold, allowed_failures, budget_burned, downtime_minutes

RATES = "estimates.rates."  # paths of figures that a person may set


def add_capacity(book: FigureBook, horizons: Sequence[Horizon], assessment: Assessment, knowledge: AdviseKnowledge) -> None:
    """Peak and containers at each horizon; requests in flight, connections and traffic at the last."""
    rules, paths = knowledge.estimates.deployment, assessment.readings.paths
    for horizon in horizons:
        load, reference, at = horizon.load, horizon.reference, {"horizon": horizon.id, "when": horizon.label}
        fields = paths.get(load.source, ())
        note = "" if load.source else "A planning value; nothing is known about the load."
        book.add("peak_rps", load.rps, load.inputs, assumed=load.assumed, fields=fields, formula=load.formula, note=note, **at)
        inputs = {
            "requests per second": load.rps,
            "CPU seconds per request": rules.cpu_s,
            "vCPU": reference.deployment.vcpu,
            "target utilisation": rules.utilisation,
        }
        guessed = [name for name in inputs if name != "requests per second"]
        book.add("instances", reference.instances.busy, inputs, assumed=guessed, fields=fields, **at)
        zones = {**inputs, "zones": float(reference.deployment.zones)}
        _add_readers(book, horizon, paths.get("eps", ()), knowledge)
        book.add("instances_zone", reference.instances.surviving_zone_loss, zones, assumed=guessed, fields=fields, **at)
    last, assumed = horizons[-1], knowledge.figures.assumed
    p95 = assessment.readings.values.get("p95")
    stay = p95 / 1000 if p95 else assumed.response_s
    inputs = {"arrivals per second": last.load.rps, "seconds each stays": stay}
    guessed = [] if "p95" in assessment.readings.known else ["seconds each stays"]
    book.add("in_flight", in_flight(last.load.rps, stay), inputs, assumed=guessed, fields=paths.get("p95", ()))
    inputs = {"requests per second": last.load.rps, "seconds per query": assumed.query_s}
    book.add("connections", busy_connections(last.load.rps, assumed.query_s), inputs, assumed=["seconds per query"])
    sent = last.reference.deployment.egress_gb + last.reference.deployment.cdn_gb
    per_day = last.reference.requests_per_month / DAYS_PER_MONTH
    inputs = {"requests per day": per_day, "kB per response": rules.response_kb}
    book.add("traffic", sent, inputs, assumed=["kB per response"])


def _add_readers(book: FigureBook, horizon: Horizon, fields: Sequence[str], knowledge: AdviseKnowledge) -> None:
    """What reads the events at peak, where that is more than the application's own instances carry beside."""
    rules, reference = knowledge.estimates.deployment, horizon.reference
    if reference.events is None or reference.readers is None:
        return
    inputs = {
        "events per second": reference.events,
        "CPU seconds per event": rules.event_cpu_s,
        "vCPU": reference.deployment.vcpu,
        "target utilisation": rules.utilisation,
    }
    guessed = [name for name in inputs if name != "events per second"]
    at = {"horizon": horizon.id, "when": horizon.label}
    book.add("readers", reference.readers.busy, inputs, assumed=guessed, fields=tuple(fields), **at)


def add_data(book: FigureBook, last: Horizon, assessment: Assessment, knowledge: AdviseKnowledge) -> None:
    """Data volume and its move, where the volume is known; the stream of devices, where there are some."""
    values, known, paths = assessment.readings.values, assessment.readings.known, assessment.readings.paths
    assumed = knowledge.figures.assumed
    if values.get("volume") is not None:
        stays = values.get("kept_month") or values.get("growth_month") or 0.0
        inputs = {"GB now": values["volume"], "GB per month": stays, "months": 24.0}
        guessed = [] if "growth_month" in known else ["GB per month"]
        fields = (*paths["volume"], *paths.get("growth_month", ()))
        book.add("volume", last.reference.volume_gb, inputs, assumed=guessed, fields=fields)
        terabytes = values["volume"] / 1000
        inputs = {"TB": terabytes, "Mbit/s": assumed.line_mbit, "efficiency": assumed.line_efficiency}
        days = transfer_days(terabytes, assumed.line_mbit, assumed.line_efficiency)
        book.add("transfer", days, inputs, assumed=["Mbit/s", "efficiency"], fields=paths["volume"])
    if values.get("devices") and values.get("message_period"):
        size = values.get("message_bytes") or assumed.message_bytes
        stream = telemetry(values["devices"], values["message_period"], size)
        inputs = {
            "devices": values["devices"],
            "seconds between messages": values["message_period"],
            "bytes per message": size,
        }
        guessed = [] if values.get("message_bytes") else ["bytes per message"]
        fields = (*paths["devices"], *paths["message_period"])
        book.add("messages", stream.messages_per_s, inputs, assumed=guessed, fields=fields)
        book.add("message_volume", stream.gb_per_day, inputs, assumed=guessed, fields=fields)
        count = partitions(stream.messages_per_s, stream.mb_per_s)
        note = "So many partitions ask for batching at the edge." if count > assumed.many_partitions else ""
        book.add("partitions", count, inputs, assumed=guessed, fields=fields, note=note)


def add_service_levels(book: FigureBook, last: Horizon, assessment: Assessment, knowledge: AdviseKnowledge) -> None:
    """Error budget, alert thresholds, requests that may fail."""
    readings = assessment.readings
    slo = readings.values.get("slo") or knowledge.estimates.deployment.default_slo
    guessed = () if "slo" in readings.known else ("availability target",)
    fields = readings.paths.get("slo", ())
    hours = readings.values.get("slo_hours")
    weekly: Inputs = {} if hours is None else {"hours a week": hours}
    for kind, days in (("downtime_month", 30), ("downtime_year", 365)):
        inputs: Inputs = {"availability target": slo, "days": float(days), **weekly}
        book.add(kind, downtime_minutes(slo, days, hours or HOURS_PER_WEEK), inputs, assumed=guessed, fields=fields)
    for alert in knowledge.figures.alerts:
        inputs = {"burn rate": alert.rate, "availability target": slo, "window in hours": alert.window_h}
        note = f"Uses {show(round(100 * budget_burned(alert.rate, alert.window_h), 2))} % of the month's error budget."
        book.add(alert.key, alert_threshold(alert.rate, slo), inputs, note=note, assumed=guessed, fields=fields)
    requests = last.reference.requests_per_month
    inputs = {"requests a month": requests, "availability target": slo}
    book.add("failures", allowed_failures(requests, slo), inputs, assumed=guessed, fields=fields)


def add_recovery(book: FigureBook, last: Horizon, tier: Tier, assessment: Assessment, knowledge: AdviseKnowledge) -> None:
    """Time to restore from backup, held against the recovery target."""
    restore, readings, volume = knowledge.estimates.restore, assessment.readings, last.reference.volume_gb
    hours = restore_hours(volume, restore.mb_per_s, restore.detect_h, restore.decide_h, restore.provision_h, restore.verify_h)
    inputs = {
        "GB": volume,
        "MB/s": restore.mb_per_s,
        "detect": restore.detect_h,
        "decide": restore.decide_h,
        "provision": restore.provision_h,
        "verify": restore.verify_h,
    }
    target_h = (readings.values.get("rto") or tier.rto_s) / 3600
    note = f"Within the {show(target_h)} h allowed."
    if hours > target_h:
        note = f"Longer than the {show(target_h)} h allowed: it takes a replica, not a restore."
    guessed = [name for name in inputs if name != "GB" or last.reference.volume_is_assumed]
    fields = (*readings.paths.get("rto", ()), *readings.paths.get("volume", ()))
    book.add("restore", hours, inputs, assumed=guessed, fields=fields, note=note)


def add_costs(
    book: FigureBook,
    horizons: Sequence[Horizon],
    told: Horizon,
    tier: Tier,
    assessment: Assessment,
    currency: Currency,
    knowledge: AdviseKnowledge,
    design_factor: float = 1.0,
) -> None:
    """Running cost per month as a band, per thousand requests, and against functions and the budget."""
    prices, paths = knowledge.prices, assessment.readings.paths
    source = "; but ".join([prices.id, *own_prices(knowledge).values()])
    rate = _add_rate(book, currency, knowledge)
    for horizon in horizons:
        design = {"factor of the style": design_factor} if design_factor != 1 else {}
        inputs = {**_deployment_inputs(horizon), **design, "recovery tier": tier.code, "prices": source, **rate}
        guessed = [name for name in inputs if name != "recovery tier"]
        note = f"{show(round(horizon.cost.low))} to {show(round(horizon.cost.high))} {currency.code}. {prices.note}"
        book.add(
            "cost",
            horizon.cost.base,
            inputs,
            assumed=guessed,
            fields=paths.get("peak_rps", ()),
            note=note,
            horizon=horizon.id,
            when=horizon.label,
        )
    last, assumed = horizons[-1], knowledge.figures.assumed
    monthly: Inputs = {"monthly cost": last.cost.base, "requests a month": last.reference.requests_per_month}
    book.add("unit_cost", cost_per_thousand(last.cost.base, last.reference.requests_per_month), monthly, assumed=monthly)
    if price_region(assessment.readings.values, knowledge).yardstick:
        return  # nothing is rented, so neither functions nor a budget are held against it
    table, deployment = unit_prices(assessment.readings.values, knowledge), last.reference.deployment
    containers = deployment.instances * container_month(deployment.vcpu, deployment.memory_gb, table)
    calls: Inputs = {
        "containers a month": currency.of(containers),
        "ms per call": assumed.function_ms,
        "GB per call": assumed.function_gb,
    }
    millions = break_even_millions(containers, assumed.function_ms, assumed.function_gb, table)
    if containers:
        book.add("break_even", millions, calls, assumed=calls)
    budget = assessment.readings.values.get("budget")
    if budget is not None:
        ratio = {"budget a month": currency.of(budget), "base cost": told.cost.base}
        note = "The budget is below the base cost." if ratio["budget a month"] < told.cost.base else ""
        book.add(
            "budget_ratio",
            ratio["budget a month"] / told.cost.base,
            ratio,
            assumed=["base cost"],
            fields=paths["budget"],
            note=note,
        )


def _add_rate(book: FigureBook, currency: Currency, knowledge: AdviseKnowledge) -> dict[str, float | str]:
    """The rate of exchange as a figure, where amounts are not in the currency of the prices, and as an input of others."""
    prices = knowledge.prices
    if currency.code == prices.currency:
        return {}
    name = f"{prices.currency} for 1 {currency.code}"
    dated = currency.own or f"{prices.id}, {prices.as_of}"
    inputs: Inputs = {name: currency.rate, "from": dated}
    note = currency.own or f"Planning rate of {prices.as_of}; set your own where you know it."
    book.add("rate", currency.rate, inputs, assumed=[] if currency.own else [name], fields=currency.fields, note=note)
    return {name: currency.rate}


def yearly_rates(assessment: Assessment, knowledge: AdviseKnowledge) -> tuple[float, float]:
    """What an engineer costs a year, low and high: the user's own figure, else what is usual where the company sits."""
    rates, countries = knowledge.estimates.rates, set(assessment.readings.values.get("company_countries") or ())
    is_own = any(row.paths[0].startswith(RATES) for choice in knowledge.own if (row := knowledge.weighing.figure(choice.id)))
    usual = next((level for level in rates.levels if not is_own and not countries.isdisjoint(level.countries)), rates)
    return usual.low, usual.high


def _deployment_inputs(horizon: Horizon) -> dict[str, float | str]:
    deployment = horizon.reference.deployment
    return {
        "instances on average": deployment.instances,
        "vCPU each": deployment.vcpu,
        "GB memory each": deployment.memory_gb,
        "database vCPU": deployment.db_vcpu,
        "database GB": deployment.db_gb,
        "standby": "yes" if deployment.has_standby else "no",
        "cache nodes": float(deployment.cache_nodes),
        "zones": float(deployment.zones),
        "GB sent": deployment.egress_gb + deployment.cdn_gb,
        "GB of files": deployment.object_gb,
        "GB of logs": deployment.log_gb,
        "million messages": deployment.queue_millions,
        **({"million calls": deployment.function_millions} if deployment.function_millions else {}),
    }


def add_effort(
    book: FigureBook, plan: Workplan, assessment: Assessment, currency: Currency, knowledge: AdviseKnowledge
) -> None:
    """Person-weeks, weeks, cost of the people, and the cut that a date asks for."""
    paths, effort = assessment.readings.paths, plan.effort
    guessed = ["ranges", *(["work items"] if any(item.is_assumed for item in plan.items) else [])]
    items: Inputs = {"work items": float(len(plan.items)), "ranges": "reference ranges, person-weeks"}
    note = f"Mean {show(round(effort.mean, 1))} person-weeks, standard deviation {show(round(effort.sigma, 1))}."
    book.add("effort", effort.p80, items, assumed=guessed, fields=paths.get("features", ()), note=note)
    if plan.engineers <= 0:
        return
    people = ["engineers"] if plan.engineers_assumed else []
    fields = paths.get("eng", ())
    team: Inputs = {"person-weeks": effort.p80, "engineers": plan.engineers}
    chain: Inputs = {**team, "longest item of each milestone": plan.longest}
    book.add("weeks", plan.weeks, chain, assumed=["person-weeks", *people], fields=fields)
    yearly = tuple(map(currency.of, yearly_rates(assessment, knowledge)))
    low, high = (people_cost(effort.p80, plan.engineers, rate) for rate in yearly)
    cost: Inputs = {**team, "an engineer a year, low": yearly[0], "an engineer a year, high": yearly[1]}
    note = f"{show(round(low, -3))} to {show(round(high, -3))} {currency.code}; {knowledge.estimates.rates.note}."
    book.add("people", (low + high) / 2, cost, assumed=[name for name in cost if name != "engineers"] + people, note=note)
    if plan.cut is not None and plan.deadline_weeks is not None:
        until: Inputs = {
            "person-weeks": plan.release_effort.p80,
            "engineers": plan.engineers,
            "weeks to the date": plan.deadline_weeks,
        }
        fields = (*paths.get("weeks", ()), *fields)
        book.add("cut", plan.cut, until, assumed=["person-weeks", *people], fields=fields)
