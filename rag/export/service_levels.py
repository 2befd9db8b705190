"""The service levels of a proposal as OpenSLO v1, and its burn-rate alerts as Prometheus rules.

Metric names are the usual ones (`http_requests_total`, `http_request_duration_seconds`); who measures otherwise edits them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from rag.export.nodes import clean
from rag.export.records import slug
from rag.propose.handover import BurnAlert, LatencyTarget, ServiceLevel

API = "openslo/v1"
HOUR_M = 60
DAY_H = 24
NAME = 63  # characters of a name, by RFC 1123
RUNBOOK = "docs/operations/runbook.md"


@dataclass(frozen=True, slots=True)
class NamedAlert:
    """An alert with the names that rule, runbook and check share."""

    id: str
    name: str  # ErrorBudgetBurnFast
    anchor: str  # of its section in the runbook
    rate: float
    threshold: float  # percent of errors
    budget_share: float
    long: str  # 1h
    short: str  # 5m
    action: str


def name_alerts(level: ServiceLevel) -> tuple[NamedAlert, ...]:
    """The alerts of a service level under the names that the files use."""
    return tuple(
        NamedAlert(
            id=alert.id,
            name=f"ErrorBudgetBurn{alert.id.title()}",
            anchor=f"error-budget-burn-{alert.id}",
            rate=alert.rate,
            threshold=alert.threshold,
            budget_share=alert.budget_share,
            long=duration(alert.long_h),
            short=duration(alert.short_h),
            action=alert.action,
        )
        for alert in level.alerts
    )


def duration(hours: float) -> str:
    """“5m”, “6h”, “3d”."""
    minutes = round(hours * HOUR_M)
    if minutes % (DAY_H * HOUR_M) == 0:
        return f"{minutes // (DAY_H * HOUR_M)}d"
    return f"{minutes // HOUR_M}h" if minutes % HOUR_M == 0 else f"{minutes}m"


def slo_files(level: ServiceLevel, service: str, title: str) -> dict[str, str]:
    """File name → text: the service, its availability, and a file for each latency target."""
    good = f'sum(rate(http_requests_total{{service="{service}",code!~"5.."}}[5m]))'
    total = f'sum(rate(http_requests_total{{service="{service}"}}[5m]))'
    service_file = {"apiVersion": API, "kind": "Service", "metadata": {"name": service}, "spec": {"description": title}}
    text = f"{level.target:g} % of valid requests are answered without a server error, counted at the edge"
    availability = _slo(f"{service}-availability", service, text, level.target / 100, level, (good, total))
    files = {"service.yaml": _text(service_file), "availability.yaml": _text(availability)}
    for number, target in enumerate(level.latencies, start=1):
        content = _latency(target, number, service, level)
        files[f"{content['metadata']['name'].removeprefix(f'{service}-')}.yaml"] = _text(content)
    return files


def _latency(target: LatencyTarget, number: int, service: str, level: ServiceLevel) -> dict[str, Any]:
    journey = f',journey="{slug(target.journey)}"' if target.journey else ""
    limit = f"{target.ms / 1000:g}"
    good = f'sum(rate(http_request_duration_seconds_bucket{{service="{service}"{journey},le="{limit}"}}[5m]))'
    total = f'sum(rate(http_request_duration_seconds_count{{service="{service}"{journey}}}[5m]))'
    what = clean(target.journey) or "the main journeys"
    text = f"{target.percentile:g} % of requests of {what} are answered within {target.ms:g} ms"
    return _slo(f"{service}-latency-{number}", service, text, target.percentile / 100, level, (good, total))


def _slo(name: str, service: str, text: str, target: float, level: ServiceLevel, queries: tuple[str, str]) -> dict[str, Any]:
    good, total = ({"metricSource": {"type": "Prometheus", "spec": {"query": query}}} for query in queries)
    indicator = {"metadata": {"name": name}, "spec": {"ratioMetric": {"counter": True, "good": good, "total": total}}}
    return {
        "apiVersion": API,
        "kind": "SLO",
        "metadata": {"name": name, "displayName": text},
        "spec": {
            "description": text,
            "service": service,
            "indicator": indicator,
            "timeWindow": [{"duration": f"{level.window_days:g}d", "isRolling": True}],
            "budgetingMethod": "Occurrences",
            "objectives": [{"displayName": text, "target": round(target, 6)}],
        },
    }


def alert_rules(level: ServiceLevel, service: str) -> str:
    """Recording rules for the error ratio over each window, then an alert for each burn rate over both of its windows."""
    windows = sorted({hours for alert in level.alerts for hours in (alert.long_h, alert.short_h)})
    recorded = [_ratio(duration(hours), service) for hours in windows]
    alerts = [_alert(alert, named, service) for alert, named in zip(level.alerts, name_alerts(level), strict=True)]
    groups = [{"name": f"{service}-error-ratio", "rules": recorded}, {"name": f"{service}-error-budget", "rules": alerts}]
    return _text({"groups": groups})


def _ratio(window: str, service: str) -> dict[str, Any]:
    errors = f'sum(rate(http_requests_total{{service="{service}",code=~"5.."}}[{window}]))'
    total = f'sum(rate(http_requests_total{{service="{service}"}}[{window}]))'
    return {"record": _metric(window), "expr": f"{errors} / {total}", "labels": {"service": service}}


def _alert(alert: BurnAlert, named: NamedAlert, service: str) -> dict[str, Any]:
    limit = f"{alert.threshold / 100:.8f}".rstrip("0")
    both = " and ".join(f'{_metric(window)}{{service="{service}"}} > {limit}' for window in (named.long, named.short))
    summary = (
        f"Errors above {alert.threshold:g} % over {named.long} and {named.short}: {alert.rate:g} times the pace of the budget"
    )
    return {
        "alert": named.name,
        "expr": both,
        "labels": {
            "severity": alert.action,
            "service": service,
            "slo": f"{service}-availability",
            "burn_rate": f"{alert.rate:g}",
        },
        "annotations": {"summary": summary, "runbook": f"{RUNBOOK}#{named.anchor}"},
    }


def _metric(window: str) -> str:
    return f"slo:availability:error_ratio_rate{window}"


def service_name(names: Iterable[str]) -> str:
    """A name for the service by RFC 1123, from the first of the names that gives one."""
    found = next((name for name in (slug(text, "") for text in names) if name), "service")
    return found[: NAME - len("-availability")].strip("-")


def _text(content: dict[str, Any]) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)
