"""SLOs and budgets (T4): availability, error budget, alerts, latency, dependencies, recovery tier."""

import re
from collections.abc import Mapping
from typing import Any

from rag.advise.wording import show_number
from rag.knowledge.slo_policy import TierRow
from rag.numbers.slo import HOURS_PER_WEEK, alert_threshold, budget_burned, downtime_minutes
from rag.propose.capacity import figure_claim
from rag.propose.draft import Cell, Draft, only, table
from rag.propose.proposal import BlockType, BulletList, Claim, Paragraph
from rag.propose.spoken import words_of
from rag.propose.wording import shorten, show_seconds

HOURS = "rel.slo_hours"
SHARE = re.compile(r"\b9[5-9](?:\.\d+)?\b")  # an availability in words
MOST_SAID = 140  # characters of them
P95, EVERY = 95.0, 100.0  # what a target without a percentile means; a limit that holds each time
AUTOMATED = 4  # level of operations
DEFAULT_P95 = 500.0  # ms, web pages, where nobody has said anything; printed as a library value


def compose_slo(draft: Draft) -> list[BlockType]:
    """Targets, error budget and its policy, alerts, budgets per page and call, recovery."""
    policy, slo = draft.knowledge.slo_policy, target_slo(draft)
    if draft.values.get("alone"):
        return _alone(draft)
    if slo is None:
        return []
    blocks: list[BlockType] = [Paragraph(claims=tuple(_availability(draft, slo)))]
    if is_watched(draft):
        blocks.append(only(_burn_rates(draft, slo), is_long=True))
    rows = [row for row in policy.policy if row.when.holds(draft.values) is True]
    rules = tuple((draft.ledger.known(row.text, policy.entry, "table/slo_policy", trace=row.id),) for row in rows)
    if rules:
        blocks.append(only(BulletList(items=rules), is_long=True))
    blocks.append(only(_performance(draft), is_long=True))
    recovery = _recovery(draft)
    if recovery:
        blocks.append(Paragraph(claims=tuple(recovery)))
    return blocks


def _alone(draft: Draft) -> list[BlockType]:
    """What a program on the machines of customers promises instead of minutes a month, and how it comes back."""
    policy = draft.knowledge.slo_policy
    claims = [draft.based(draft.say("slo.installed"), "reading alone", fields=("host.preference", "cap.client"))]
    if draft.inputs.brief.is_known("rel.slo"):
        claims.append(draft.ledger.said("rel.slo", draft.say("slo.per_machine", slo=draft.shown("rel.slo"))))
    rows: list[tuple[Cell, ...]] = [
        (row.name, (draft.ledger.known(row.target, policy.entry, "table/slo_policy", trace=row.id),), row.measured)
        for row in policy.installed_targets
    ]
    targets = table(draft.say("slo.installed_table"), ("Budget", "Target", "Measured"), rows, (2, 3, 2.4))
    return [Paragraph(claims=tuple(claims)), targets, Paragraph(claims=tuple(_recovery(draft)))]


def is_watched(draft: Draft) -> bool:
    """Whether an alarm may wake somebody: a rota is named, or a team that automates its operations has one as a rule."""
    return draft.values.get("on_call", draft.values.get("OPS", 0) >= AUTOMATED) is True


def target_slo(draft: Draft) -> float | None:
    """The availability target in percent, where it is known or assumed; what is installed with others has none of ours."""
    if draft.values.get("alone"):
        return None
    value = draft.inputs.brief.value("rel.slo")
    return float(value) if isinstance(value, int | float) and 50 <= value < 100 else None


def weekly_hours(draft: Draft) -> float:
    """The hours of a week in which the target is promised; all of them where nobody has named some."""
    value = draft.inputs.brief.value(HOURS)
    return float(value) if isinstance(value, int | float) and 0 < value <= HOURS_PER_WEEK else HOURS_PER_WEEK


def more_than_one(draft: Draft) -> str:
    """The words behind the target, where they set further ones for other parts or times; "" for a target alone."""
    field = draft.inputs.brief.fields.get("rel.slo")
    said = [words_of(one) for one in field.provenance] if field is not None and draft.inputs.brief.is_known("rel.slo") else []
    told = (text for text in said if len(set(SHARE.findall(text.replace(",", ".")))) > 1)
    return shorten(next(told, ""), MOST_SAID)


def _availability(draft: Draft, slo: float) -> list[Claim]:
    days = draft.knowledge.slo_policy.window_days
    hours = weekly_hours(draft)
    weekly = {} if hours == HOURS_PER_WEEK else {"hours": hours}
    minutes, yearly = downtime_minutes(slo, days, hours), downtime_minutes(slo, 365, hours)
    per = 60 if yearly >= 60 else 1
    words = more_than_one(draft)
    target = draft.say("slo.target", slo=draft.shown("rel.slo"))
    told = draft.say("slo.target_of", said=words) if words else ""
    claims = [draft.ledger.said("rel.slo", f"{target} {told}".rstrip())]
    if weekly:
        claims.append(draft.ledger.said(HOURS, draft.say("slo.hours", hours=show_number(hours))))
    claims.append(
        draft.ledger.figured(
            draft.say("slo.budget", minutes=show_number(minutes), days=show_number(days)),
            "F11",
            {"slo": slo, "days": days, **weekly, "result": round(minutes, 4)},
            fields=("rel.slo",),
        )
    )
    claims.append(
        draft.ledger.figured(
            draft.say("slo.yearly", time=f"{show_number(round(yearly / per, 3))} {'hours' if per == 60 else 'minutes'}"),
            "F11",
            {"slo": slo, "days": 365, **weekly, "result": round(yearly / per, 4), "per": per},
            fields=("rel.slo",),
        )
    )
    return claims


def _burn_rates(draft: Draft, slo: float) -> BlockType:
    policy = draft.knowledge.slo_policy
    rows: list[tuple[Cell, ...]] = []
    for row in policy.burn:
        burned = 100 * budget_burned(row.rate, row.window_h, policy.window_days * 24)
        threshold = alert_threshold(row.rate, slo)
        window = show_seconds(row.window_h * 3600)
        share = draft.ledger.figured(
            f"{show_number(burned)} %",
            "F14",
            {
                "rate": row.rate,
                "window_h": row.window_h,
                "period_h": policy.window_days * 24,
                "result": round(burned, 4),
                "per": 0.01,
            },
        )
        errors = draft.ledger.figured(
            f"{show_number(round(threshold, 4))} %",
            "F14b",
            {"rate": row.rate, "slo": slo, "result": round(threshold, 4)},
            fields=("rel.slo",),
        )
        gone = show_seconds(policy.window_days * 86400 / row.rate)
        rows.append((f"{show_number(row.rate)}×", gone, f"{window} and {row.short}", (share,), (errors,), row.action))
    header = ("Burn rate", "All gone after", "Windows", "Budget gone", "Errors above", "Action")
    return table(draft.say("slo.burn_table"), header, rows, (0.9, 1.1, 2, 1.1, 1.1, 0.8))


def latency_rows(draft: Draft) -> list[tuple[str, float, float]]:
    """Journey, milliseconds, and how many of a hundred have to be as fast, as far as they are known."""
    value = draft.inputs.brief.value("perf.latency")
    items = value if isinstance(value, list | tuple) else [] if value is None else [value]
    found = []
    for item in items:
        if isinstance(item, Mapping):
            milliseconds: Any = item.get("ms") or item.get("value")
            name = str(item.get("journey") or item.get("name") or "")
            share = float(item.get("pct") or P95)
        else:
            milliseconds, name, share = item, "", P95
        if isinstance(milliseconds, int | float):
            found.append((name, float(milliseconds), share))
    return found


def _performance(draft: Draft) -> BlockType:
    policy = draft.knowledge.slo_policy
    rows: list[tuple[Cell, ...]] = []
    for name, ms, share in latency_rows(draft)[:6]:
        limit = draft.say("slo.always" if share == EVERY else "slo.share", ms=show_number(ms), share=f"p{share:g}")
        said = draft.ledger.said("perf.latency", limit)
        if share != P95:  # what half of them may take is known beside the usual percentile only
            rows.append((name or draft.say("slo.journeys"), (said,), draft.say("slo.trace")))
            continue
        p95, p50 = ms, round(ms * policy.p50_share)
        half = draft.ledger.figured(
            f"p50 at most {show_number(p50)} ms",
            "P50",
            {"p95": p95, "share": policy.p50_share, "result": p50},
            fields=("perf.latency",),
        )
        rows.append((name or draft.say("slo.journeys"), (said, half), draft.say("slo.trace")))
    for budget in policy.budgets:
        if budget.when.holds(draft.values) is True:
            claim = draft.ledger.known(budget.target, policy.entry, "table/slo_policy", trace=budget.id)
            rows.append((budget.name, (claim,), budget.measured))
    return table(draft.say("slo.performance_table"), ("Budget", "Target", "Measured"), rows, (2, 3, 2.4))


def recovery_tier(draft: Draft) -> TierRow | None:
    """The cheapest tier that is at least as strict as both the recovery time and the recovery point."""
    tiers = draft.knowledge.slo_policy.tiers
    if draft.inputs.sizing is not None:
        held = (*tiers, draft.knowledge.slo_policy.installed)
        return next((tier for tier in held if draft.inputs.sizing.tier.code == tier.id), None)
    rto, rpo = _seconds(draft, "rel.rto"), _seconds(draft, "rel.rpo")
    if rto is None and rpo is None:
        return None
    fitting = [tier for tier in tiers if (rto is None or tier.rto_s <= rto) and (rpo is None or tier.rpo_s <= rpo)]
    return fitting[-1] if fitting else tiers[0]


def resolves(draft: Draft, rule: str) -> bool:
    """Whether the recovery tier resolves a computed collision by itself: a running copy makes the restore time harmless."""
    tier = recovery_tier(draft)
    return tier is not None and tier.replica and rule == draft.knowledge.slo_policy.restore_rule


def _seconds(draft: Draft, path: str) -> float | None:
    value = draft.inputs.brief.value(path)
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else [value]
    numbers = [float(v) for v in values if isinstance(v, int | float)]
    return min(numbers) if numbers else None


def tier_claim(draft: Draft, tier: TierRow) -> Claim:
    """What the recovery tier is, and what it holds."""
    loss = draft.say("slo.loss" if tier.rpo_s else "slo.loss_none", value=show_seconds(tier.rpo_s))
    text = draft.say("slo.tier", tier=tier.id, form=tier.form, rto=show_seconds(tier.rto_s), loss=loss)
    trace = f"tier {tier.id}: RTO ≤ {tier.rto_s:.0f} s, RPO ≤ {tier.rpo_s:.0f} s"
    fields = tuple(path for path in ("rel.rto", "rel.rpo") if draft.has(path))
    return draft.ledger.judged(text, trace, fields=fields, entries=(draft.knowledge.slo_policy.recovery_entry,))


def _stricter(draft: Draft, path: str) -> Claim | None:
    """That a target is the stricter of two that an answer names, in the words of the answer."""
    field = draft.inputs.brief.fields.get(path)
    words = next((one.text for one in field.provenance if one.kind == "answer"), "") if field is not None else ""
    if not words or not re.search(draft.knowledge.slo_policy.conditional, words, re.IGNORECASE):
        return None
    return draft.value_claim(path, draft.say("slo.stricter", words=words.strip(" .")))


def _recovery(draft: Draft) -> list[Claim]:
    tier = recovery_tier(draft)
    if tier is None:
        return []
    claims = [
        draft.ledger.said(path, draft.say(phrase, value=draft.shown(path)))
        for path, phrase in (
            ("rel.rto", "slo.rto"),
            ("rel.rpo", "slo.rpo_none" if _seconds(draft, "rel.rpo") == 0 else "slo.rpo"),
        )
        if draft.has(path)
    ]
    claims += [claim for path in ("rel.rto", "rel.rpo") if (claim := _stricter(draft, path)) is not None]
    entry = draft.knowledge.slo_policy.recovery_entry
    claims.append(tier_claim(draft, tier))
    restore = draft.inputs.sizing.figure("restore") if draft.inputs.sizing is not None else None
    if restore is not None and not draft.values.get("alone"):
        claims.append(figure_claim(draft, restore, draft.say("slo.restore", value="{value}", note=restore.note)))
    low, high = tier.factor
    claims.append(
        draft.ledger.known(
            draft.say("slo.proof", proof=(draft.values.get("small") is True and tier.few) or tier.proof),
            entry,
            "table/slo_policy",
        )
    )
    if high > 1:
        text = draft.say("slo.factor", low=show_number(low), high=show_number(high))
        claims.append(draft.ledger.known(text, "table/slo_policy", entry))
    return claims
