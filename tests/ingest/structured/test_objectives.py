"""Service levels, alerts, receivers and dashboards."""

import json

from rag.ingest.element import ElementKind
from tests.ingest.structured.facts import glosses, page_of, quotes

OPENSLO = """apiVersion: openslo/v1
kind: SLO
metadata:
  name: orders-availability
spec:
  service: orders
  indicator:
    spec:
      ratioMetric:
        good: {metricSource: {spec: {query: 'http_requests_total{code!~"5.."}'}}}
  timeWindow:
    - duration: 28d
  objectives:
    - target: 0.995
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: orders-latency}
spec:
  service: orders
  objectives:
    - displayName: fast enough
      target: 0.99
"""
SLOTH = """version: "prometheus/v1"
service: "payments"
slos:
  - name: "requests-availability"
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
"""
RULES = """groups:
  - name: orders
    rules:
      - record: job:x:rate5m
        expr: sum(rate(x[5m]))
      - alert: OrdersDown
        expr: up{job="orders"} == 0
        for: 5m
        labels: {severity: critical}
        annotations: {summary: "Orders is {{ $labels.job }}"}
"""
ALERTMANAGER = """route: {receiver: ops}
receivers:
  - name: ops
    pagerduty_configs:
      - service_key: 0123456789abcdef0123456789abcdef
  - name: team
    slack_configs: [{api_url: "https://hooks.slack.com/services/T/B/x"}]
"""
BOARD = {"title": "Orders", "panels": [{"title": "Errors", "type": "stat"}, {"type": "row", "panels": [{"title": "p95"}]}]}


def test_openslo() -> None:
    """Level, window and service of each objective, and whether it is one of availability."""
    page = page_of("slo/orders.yaml", OPENSLO)
    assert glosses(page) == [
        "orders-availability availability objective orders target 0.995 window 28d",
        "orders-latency objective orders target 0.99",
    ]
    assert quotes(page) == ["- target: 0.995", "target: 0.99"]


def test_sloth() -> None:
    """Sloth's objectives are in percent."""
    page = page_of("slo.yml", SLOTH)
    assert glosses(page) == ["requests-availability availability objective payments target 99.9% window 30d"]
    assert quotes(page) == ["objective: 99.9"]


def test_alerts() -> None:
    """Alerts with severity, patience and expression, as a file and as an object of Kubernetes."""
    page = page_of("rules.yml", RULES)
    expected = 'alert OrdersDown severity critical for 5m expr up{job="orders"} == 0'
    assert glosses(page) == [expected]
    assert quotes(page) == ['- alert: OrdersDown\n        expr: up{job="orders"} == 0\n        for: 5m']
    spec = "\n".join(f"  {line}" for line in RULES.splitlines())
    custom = f"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: x\nspec:\n{spec}\n"
    assert glosses(page_of("k8s/rule.yaml", custom)) == [expected]


def test_receivers() -> None:
    """Who is told, by which service; no key and no address."""
    page = page_of("alertmanager.yml", ALERTMANAGER)
    assert glosses(page) == ["alert receiver ops pagerduty", "alert receiver team slack"]
    assert quotes(page) == ["- name: ops", "- name: team"]


def test_a_dashboard() -> None:
    """Its title and panels."""
    page = page_of("orders.json", json.dumps(BOARD, indent=1))
    assert glosses(page) == ["Grafana dashboard Orders", "panel Errors of Orders", "panel p95 of Orders"]
    assert quotes(page, ElementKind.SYSTEM) == ['"title": "Orders",']
