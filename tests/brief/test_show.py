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
        ("data.residency", {"rule": "national", "countries": ["DE"]}, "must stay in Germany"),
        ("perf.latency", [{"pct": 95, "ms": 800, "journey": ""}], "p95 800 ms"),
        ("time.first_release", "2027-03-31", "31 March 2027"),
        ("time.frozen_periods", [{"from": "--11-01", "to": "--01-15"}], "1 November–15 January"),
        ("objective.primary", "cost_reduction", "cost reduction"),
        ("ops.ci", True, "yes"),
        ("team.engineers", 6, "6 people"),
        ("data.classes", ["personal", "health"], "personal, health"),
        ("cap.saas_coverage", 0.8, "80 %"),
        ("org.country", None, "unknown"),
        ("data.classes", ["bank_account", "health"], "bank account, health"),
        ("data.retention", [{"class": "tax", "years": 10.0}, {"class": "", "years": 0.096}], "tax: 10 years, records: 35 days"),
        ("data.retention", [{"class": "logs", "years": 1000.0, "mode": "keep"}], "logs: for good"),
        ("data.retention", [{"class": "logs", "years": 0.246, "mode": "delete"}], "logs: deleted after 90 days"),
        ("data.retention", [{"class": "ct", "years": 0.5}, {"class": "mail", "years": 1.5}], "ct: 6 months, mail: 18 months"),
        ("rel.windows", [{"kind": "change", "from": "02:00", "to": "06:00", "days": "sunday"}], "change Sunday 02:00–06:00"),
        ("rel.windows", [{"kind": "batch", "from": "23:30", "to": "04:00", "days": "daily"}], "batch daily 23:30–04:00"),
        ("users.segments", [{"name": "clerks", "count": 4200}, {"name": "drivers", "count": 210}], "4,200 clerks, 210 drivers"),
        ("team.by_role", [{"engineer": 6.0}, {"tester": 1.0}], "6 engineers, 1 tester"),
        ("team.by_role", [{"it staff": 115.0}], "115 IT staff"),
        ("int.systems", [{"name": "Bank", "protocol": ""}, {"name": "ERP", "protocol": "CSV"}], "Bank, ERP (CSV)"),
        ("legacy", [{"name": "Stock", "technology": "Db2"}, {"name": "Db2", "technology": "Db2"}], "Stock (Db2), Db2"),
        ("scope.out", ["The shop, and the till.", "Payroll is out."], "The shop, and the till; Payroll is out"),
    ],
)  # fmt: skip
def test_fields_are_shown_in_words(path: str, value: Any, shown: str) -> None:
    """Units, dates and lists read like text."""
    assert show(path, value, FIELDS) == shown


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("s", 5400, "90 min"),
        ("EUR", 450000, "EUR 450,000"),
        ("EUR", 0.35, "EUR 0.35"),
        ("EUR", 4, "EUR 4"),
        ("%", 99.9, "99.9 %"),
        ("ms", 1500, "1.5 s"),
    ],
)
def test_units_alone_are_enough(unit: str, value: float, shown: str) -> None:
    """Without a field the unit decides."""
    assert show(unit, value) == shown


def test_money_is_shown_in_its_own_currency() -> None:
    """The unit of the value wins over the field's."""
    assert show("budget.total", 300000, FIELDS, "USD") == "USD 300,000"
