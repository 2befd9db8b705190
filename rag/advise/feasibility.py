"""What cannot hold together: targets against numbers, dates against plans, one statement against another.

Source: `advisor.md` B.7, rules X01–X14; texts are `feasibility.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rag.advise.assessment import Assessment
from rag.advise.currency import currency_of
from rag.advise.figures import yearly_rates
from rag.advise.horizon import Horizon
from rag.advise.readings import as_number
from rag.advise.technology import read_wishes
from rag.advise.wording import approximate, join_words, show
from rag.advise.workplan import TIGHT, Workplan
from rag.brief.brief import Brief
from rag.brief.periods import FIELD as CLOSED
from rag.brief.periods import closed_on, closed_periods
from rag.brief.show import show_date, show_size
from rag.knowledge.advise import AdviseKnowledge
from rag.numbers.effort import people_cost
from rag.numbers.recovery import restore_hours
from rag.numbers.slo import open_share

MINUTES_PER_DAY = 1440
DAYS_PER_WEEK = 7
DAYS_PER_MONTH = 30.44
FIRST_RELEASE = "time.first_release"


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction."""

    rule: str  # X03 …
    title: str
    text: str
    remedy: str
    fields: tuple[str, ...] = ()  # brief paths behind it
    systems: tuple[str, ...] = ()
    constraint_ids: tuple[str, ...] = ()
    touches: str = ""  # pattern: a constraint in such words asks for what collides


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks look at."""

    brief: Brief
    assessment: Assessment
    last: Horizon
    told: Horizon  # whose cost is held against the budget
    cheaper: tuple[str, float] | None  # the cheapest other form of it, with its cost a month
    plan: Workplan
    is_yardstick: bool  # the cost is no cost of this design: a product is bought, or nothing is rented
    knowledge: AdviseKnowledge

    def finding(
        self,
        rule: str,
        fields: tuple[str, ...] = (),
        about: tuple[str, ...] = (),
        constraint_ids: tuple[str, ...] = (),
        **words: Any,
    ) -> Finding:
        """A finding with its text filled in."""
        row = self.knowledge.feasibility.rules[rule]
        shown = {name: word if isinstance(word, str) else show(word) for name, word in words.items()}
        text, remedy = row.text.format(**shown), row.remedy.format(**shown)
        return Finding(rule, row.title, text, remedy, fields, about, constraint_ids, row.touches)


def check_feasibility(checked: Checked) -> tuple[Finding, ...]:
    """Every contradiction that can be computed, by rule."""
    checks = (_restore, _budget, _people, _date, _closed, _skills, _ends, _windows, _freshness, _cards)
    found = [finding for check in checks for finding in check(checked)]
    return tuple(sorted(found, key=lambda finding: (finding.rule, finding.text)))


def _restore(checked: Checked) -> Iterator[Finding]:
    values, restore = checked.assessment.readings.values, checked.knowledge.estimates.restore
    rto = values.get("rto")
    if rto is None or not {"volume", "rto"}.issubset(checked.assessment.readings.known):
        return  # our own assumptions contradict nobody
    gigabytes = checked.last.reference.volume_gb
    hours = restore_hours(
        gigabytes, restore.mb_per_s, restore.detect_h, restore.decide_h, restore.provision_h, restore.verify_h
    )
    if hours * 3600 > rto:
        fields = ("data.volume_now", "rel.rto")
        size = show_size(round(gigabytes)) if gigabytes >= 1 else f"{show(round(gigabytes, 2))} GB"
        yield checked.finding("X03", fields, size=size, time=_duration(hours * 3600), target=_duration(rto))


def _budget(checked: Checked) -> Iterator[Finding]:
    budget = checked.assessment.readings.values.get("budget")
    known = checked.assessment.base_cost is not None and not checked.is_yardstick
    currency = currency_of(checked.brief, checked.knowledge)
    if budget is not None and known and currency.of(budget) < checked.told.cost.low:
        fields, stated = ("budget.monthly_run", "scale.rps_peak"), currency.of(budget)
        words: dict[str, Any] = {"currency": currency.code, "budget": round(stated), "when": checked.told.label}
        cheaper = _in_words(checked, currency.code, stated)
        yield checked.finding("X06", fields, low=approximate(round(checked.told.cost.low)), cheaper=cheaper, **words)


def _in_words(checked: Checked, currency: str, budget: float) -> str:
    """The cheapest other form, and whether it is within the budget."""
    texts = checked.knowledge.feasibility.cheaper
    if checked.cheaper is None:
        return texts["none"]
    form, cost = checked.cheaper
    rest = texts["within" if cost <= budget else "above"]
    return texts["told"].format(form=texts[form], cost=show(approximate(round(cost))), currency=currency, rest=rest)


def _people(checked: Checked) -> Iterator[Finding]:
    """The whole budget against the people's work alone, at the low end; guessed work or people contradict nobody."""
    values, plan = checked.assessment.readings.values, checked.plan
    total = values.get("budget_total")
    if total is None or plan.engineers_assumed or plan.engineers <= 0 or any(item.is_assumed for item in plan.items):
        return
    currency = currency_of(checked.brief, checked.knowledge)
    low = people_cost(plan.effort.p80, plan.engineers, yearly_rates(checked.assessment, checked.knowledge)[0])
    if low > total:
        words: dict[str, Any] = {"currency": currency.code, "effort": round(plan.effort.p80)}
        words |= {"budget": round(currency.of(total)), "low": approximate(round(currency.of(low)))}
        yield checked.finding("X16", ("budget.total", "team.engineers"), **words)


def _date(checked: Checked) -> Iterator[Finding]:
    plan = checked.plan
    if plan.cut and plan.cut >= TIGHT and plan.deadline_weeks is not None and not plan.engineers_assumed:
        fields = (FIRST_RELEASE, "team.engineers")
        yield checked.finding("X07", fields, needed=round(plan.release_weeks), weeks=round(plan.deadline_weeks))


def _closed(checked: Checked) -> Iterator[Finding]:
    """The day of the first release in a period in which nothing may change."""
    value = str(checked.brief.value(FIRST_RELEASE) or "")
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return
    period = closed_on(closed_periods(checked.brief, day, day), day)
    if period is not None:
        days = {"date": day, "start": period.start, "end": period.end}
        days |= {"before": period.start - timedelta(days=1), "after": period.end + timedelta(days=1)}
        shown: dict[str, Any] = {name: show_date(one.isoformat()) for name, one in days.items()}
        yield checked.finding("X17", (FIRST_RELEASE, CLOSED), **shown)


def _skills(checked: Checked) -> Iterator[Finding]:
    wishes = read_wishes(checked.brief, checked.assessment.readings.values, checked.knowledge)
    for name, ids in wishes.mandated.items():
        if name in wishes.gaps:
            yield checked.finding("X08", ("stack.mandated", "team.gaps"), constraint_ids=ids, technology=name)


def _ends(checked: Checked) -> Iterator[Finding]:
    months = checked.knowledge.feasibility.plan_months
    for system in checked.brief.systems:
        if system.disposition != "keep":
            continue
        for rule, until in (("X09", system.contract_end), ("X15", system.support_end)):
            days = _days_until(until, checked.brief.as_of)
            if days is not None and days < months * DAYS_PER_MONTH:
                name = system.supported if rule == "X15" else system.name
                yield checked.finding(rule, ("legacy",), (system.name,), system=name, until=show_date(until))


def _days_until(until: str, as_of: str) -> int | None:
    try:
        return (date.fromisoformat(until[:10]) - date.fromisoformat(as_of[:10])).days
    except ValueError:
        return None


def _windows(checked: Checked) -> Iterator[Finding]:
    slo = checked.assessment.readings.values.get("slo")
    windows = checked.brief.value("rel.windows") or []
    kept = {system.name.lower() for system in checked.brief.systems if system.disposition in ("keep", "unknown")}
    old = sorted(system.name for system in checked.brief.systems if system.is_legacy and system.disposition == "keep")
    for window in windows if isinstance(windows, list | tuple) else []:
        system = str(window.get("system") or "") if isinstance(window, Mapping) else ""
        if not system and old and isinstance(window, Mapping) and window.get("kind") == "batch":
            system = old[0]  # a batch run that names no system is one of those that stay
        minutes = _weekly_minutes(window, checked.knowledge) if system.lower() in kept else 0
        share = open_share(minutes / DAYS_PER_WEEK)
        if slo is not None and minutes > 0 and share < slo:
            times = f"from {window['from']} to {window['to']}" if window.get("from") else f"{round(minutes)} minutes a week"
            fields, open_ = ("rel.windows", "rel.slo"), round(share, 2)
            yield checked.finding("X10", fields, (system,), system=system, window=times, open=open_, slo=slo)


def _weekly_minutes(window: Mapping[str, Any], knowledge: AdviseKnowledge) -> float:
    """Minutes a week that a window closes; every day unless it says which."""
    days = window.get("days") or window.get("day") or window.get("every") or "daily"
    words = days if isinstance(days, list | tuple) else [days]
    count = min(sum(knowledge.feasibility.days.get(str(word).lower(), 1.0) for word in words), DAYS_PER_WEEK)
    start, end = _minute(window.get("from")), _minute(window.get("to"))
    if start is not None and end is not None:
        return ((end - start) % MINUTES_PER_DAY) * count
    return (as_number(window.get("seconds")) or 0.0) / 60 * count


def _minute(clock: Any) -> int | None:
    hours, separator, minutes = str(clock or "").partition(":")
    if not separator or not hours.isdigit() or not minutes[:2].isdigit():
        return None
    return int(hours) * 60 + int(minutes[:2])


def _freshness(checked: Checked) -> Iterator[Finding]:
    wanted = checked.assessment.readings.values.get("freshness")
    if wanted is None or "freshness" not in checked.assessment.readings.known:
        return
    paces = checked.knowledge.feasibility.slow_frequencies
    slow = {one.system: one.frequency for one in checked.brief.integrations if paces.get(one.frequency.lower(), 0) > wanted}
    if slow:
        names = join_words(f"{system} ({frequency})" for system, frequency in sorted(slow.items()))
        fields = ("rpt.freshness", "int.systems")
        yield checked.finding("X11", fields, tuple(sorted(slow)), freshness=_duration(wanted), systems=names)


def _duration(seconds: float) -> str:
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= size:
            many = round(seconds / size, 1)
            return f"{show(many)} {unit if many != 1 else unit[:-1]}"
    return f"{show(seconds)} second{'s' if seconds != 1 else ''}"


def _cards(checked: Checked) -> Iterator[Finding]:
    classes = checked.assessment.readings.values.get("data_classes") or ()
    out = [one for one in checked.assessment.obligations if one.regime == "PCI" and one.result == "not_in_scope"]
    if "payment_card" in classes and out:
        ids = tuple(id_ for one in out for id_ in one.constraint_ids)
        yield checked.finding("X13", ("data.classes", "reg.regimes"), constraint_ids=ids)
