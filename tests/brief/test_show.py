"""Values are shown as a person would write them."""

from typing import Any

import pytest

from rag.brief.show import show
from rag.knowledge.brief_fields import load_brief_knowledge

FIELDS = load_brief_knowledge().fields


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("rel.rto", 14400, "4 h"),
        ("rel.rpo", 900, "15 min"),
        ("rel.rpo", 0, "none"),
        ("rel.rto", 259200, "3 days"),
        ("rel.slo", 99.95, "99.95 %"),
        ("users.mau", {"day1": 2000, "m24": 10000}, "2,000 users at launch, 10,000 users after 24 months"),
        ("data.volume_now", 12000, "12 TB"),
        ("data.growth_month", 50, "50 GB per month"),
        ("data.residency", {"rule": "eu", "countries": []}, "must stay in the EU"),
        ("data.residency", {"rule": "national", "countries": ["DE"]}, "must stay in DE"),
        ("perf.latency", [{"pct": 95, "ms": 800, "journey": ""}], "p95 800 ms"),
        ("time.first_release", "2027-03-31", "31 March 2027"),
        ("time.frozen_periods", [{"from": "--11-01", "to": "--01-15"}], "1 November–15 January"),
        ("objective.primary", "cost_reduction", "cost reduction"),
        ("ops.ci", True, "yes"),
        ("team.engineers", 6, "6 people"),
        ("data.classes", ["personal", "health"], "personal, health"),
        ("cap.saas_coverage", 0.8, "80 %"),
        ("org.country", None, "unknown"),
    ],
)  # fmt: skip
def test_fields_are_shown_in_words(path: str, value: Any, shown: str) -> None:
    """Units, dates and lists read like text."""
    assert show(path, value, FIELDS) == shown


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [("s", 5400, "90 min"), ("EUR", 450000, "EUR 450,000"), ("%", 99.9, "99.9 %"), ("ms", 1500, "1.5 s")],
)
def test_units_alone_are_enough(unit: str, value: float, shown: str) -> None:
    """Without a field the unit decides."""
    assert show(unit, value) == shown


def test_money_is_shown_in_its_own_currency() -> None:
    """The unit of the value wins over the field's."""
    assert show("budget.total", 300000, FIELDS, "USD") == "USD 300,000"
