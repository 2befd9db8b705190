"""Collects what is handed over beside the text: dates, service levels and cost, as the sections state them."""

from rag.advise.sizing import Sizing
from rag.numbers.cost import HIGH, LOW, OVERHEAD, TEST_SHARE, quantities
from rag.numbers.slo import alert_threshold, budget_burned, downtime_minutes
from rag.propose.backlog import list_backlog
from rag.propose.draft import Draft
from rag.propose.handover import (
    BurnAlert,
    CostBasis,
    CostItem,
    Handover,
    LatencyTarget,
    PlannedMilestone,
    ServiceLevel,
)
from rag.propose.schedule import accepted, schedule
from rag.propose.slo import EVERY, is_watched, latency_rows, recovery_tier, target_slo, weekly_hours
from rag.propose.wording import upper_first

SHORT_WINDOW = 12  # the second window is a twelfth of the first: 5 minutes of an hour
TICKET = "ticket"  # what an alarm becomes where nobody is called
DIGITS = 6  # of quantities and totals: no machine's last bit reaches a file


def hand_over(draft: Draft) -> Handover:
    """Backlog, milestones, service level and cost basis of a draft whose sections are composed."""
    sizing = draft.inputs.sizing
    return Handover(
        backlog=list_backlog(draft),
        milestones=tuple(_milestones(draft)),
        service_level=_service_level(draft),
        costs=_costs(sizing) if sizing is not None else None,
    )


def _milestones(draft: Draft) -> list[PlannedMilestone]:
    return [
        PlannedMilestone(
            id=span.row.id,
            name=span.row.name,
            start=span.start.isoformat(),
            end=span.end.isoformat(),
            goal=upper_first(span.row.goal),
            accept=tuple(accepted(draft, span.row)),
        )
        for span in schedule(draft)
    ]


def _service_level(draft: Draft) -> ServiceLevel | None:
    target = target_slo(draft)
    if target is None:
        return None
    policy, tier = draft.knowledge.slo_policy, recovery_tier(draft)
    alerts = tuple(
        BurnAlert(
            id=row.id,
            rate=row.rate,
            long_h=row.window_h,
            short_h=row.window_h / SHORT_WINDOW,
            budget_share=round(100 * budget_burned(row.rate, row.window_h, policy.window_days * 24), 4),
            threshold=round(alert_threshold(row.rate, target), 4),
            action=row.action if is_watched(draft) else TICKET,
        )
        for row in policy.burn
    )
    return ServiceLevel(
        target=target,
        window_days=policy.window_days,
        weekly_hours=weekly_hours(draft),
        budget_minutes=round(downtime_minutes(target, policy.window_days, weekly_hours(draft)), 4),
        alerts=alerts,
        latencies=tuple(
            LatencyTarget(journey=name, percentile=share, ms=ms) for name, ms, share in latency_rows(draft) if share < EVERY
        ),
        tier=tier.id if tier is not None else "",
        rto=draft.shown("rel.rto") if draft.has("rel.rto") else "",
        rpo=draft.shown("rel.rpo") if draft.has("rel.rpo") else "",
    )


def _named(name: str, own: str) -> str:
    """What is paid for; with a price of the user's own, whose it is: the sheet shows it before the factor of the region."""
    return f"{name} ({own.partition(': ')[2]})" if own else name


def _costs(sizing: Sizing) -> CostBasis:
    used = [quantities(horizon.reference.deployment) for horizon in sizing.horizons]
    items = tuple(
        CostItem(
            part=rows[0].part,
            name=_named(rows[0].name, sizing.own_prices.get(rows[0].price, "")),
            unit=rows[0].unit,
            price=sizing.prices[rows[0].price],
            quantities=tuple(round(row.amount, DIGITS) for row in rows),
        )
        for rows in zip(*used, strict=True)
    )
    return CostBasis(
        currency=sizing.currency.code,
        price_currency="" if sizing.price_currency == sizing.currency.code else sizing.price_currency,
        exchange_rate=sizing.currency.rate,
        price_id=sizing.price_id,
        price_as_of=sizing.price_as_of,
        region=sizing.region,
        price_factor=sizing.price_factor,
        design_factor=sizing.design_factor,
        recovery_factor=round((sizing.tier.low + sizing.tier.high) / 2, DIGITS),
        test_share=TEST_SHARE,
        overhead=OVERHEAD,
        low=LOW,
        high=HIGH,
        horizons=tuple(horizon.label for horizon in sizing.horizons),
        totals=tuple(round(horizon.cost.base, DIGITS) for horizon in sizing.horizons),
        items=items,
        is_yardstick=sizing.is_yardstick,
    )
