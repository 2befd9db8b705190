"""The formulas against the reference model's worked values."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.knowledge.prices import PriceTable
from rag.knowledge.tables import read_table
from rag.numbers import capacity, cost, effort, recovery, risk, slo

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "advisor-golden-numbers.json").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = GOLDEN["tests"]
PRICES = cost.Prices(**read_table("prices", PriceTable).prices)
LINES = ("compute", "database", "cache", "edge", "transfer", "storage", "logs", "queue", "nonprod", "overhead")


def functions_cost(million_requests: float, duration_ms: float, memory_gb: float) -> float:
    """Functions at the product's prices."""
    return cost.function_cost(million_requests, duration_ms, memory_gb, PRICES)


def deployment_cost(*args: Any) -> list[Any]:
    """The reference's answer format for a cost: lines, base, low, high, in cents."""
    band = cost.monthly_cost(cost.Deployment(*args), PRICES)
    lines = {name: round(band.lines[name], 2) for name in LINES}
    return [lines, round(band.base, 2), round(band.low, 2), round(band.high, 2)]


FORMULAS: dict[str, Callable[..., Any]] = {
    "avg_rps": capacity.average_rps,
    "rps_concurrent": capacity.rps_of_concurrent,
    "little": capacity.in_flight,
    "instances": capacity.instances,
    "storage_gb": capacity.storage,
    "egress": capacity.traffic,
    "telemetry": capacity.telemetry,
    "partitions": capacity.partitions,
    "drain": capacity.backlog,
    "mm1": capacity.response_time,
    "cache": capacity.cached_time,
    "downtime_min": slo.downtime_minutes,
    "serial": slo.serial_availability,
    "parallel": slo.parallel_availability,
    "k_of_n": slo.quorum_availability,
    "burn": slo.budget_burned,
    "restore_h": recovery.restore_hours,
    "cost": deployment_cost,
    "fn_cost": functions_cost,
    "plan": effort.total_effort,
    "duration": effort.duration_weeks,
    "weeks_cut": effort.scope_cut,
    "risk": risk.risk_score,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}-{row['function']}")
def test_formula_gives_the_worked_value(row: dict[str, Any]) -> None:
    """Each worked value of the reference comes out of the product's formula."""
    found = FORMULAS[row["function"]](*row["args"], **row["kwargs"])
    expected = row["expected"]
    if row["function"] == "cost":
        assert found == expected
    elif row["function"] == "risk":
        assert list(found) == expected
    elif isinstance(expected, list):
        assert list(found) == pytest.approx(expected)
    else:
        assert found == pytest.approx(expected)


def test_every_reference_price_is_in_the_price_table() -> None:
    """The price table carries the prices the worked values were computed with."""
    table = read_table("prices", PriceTable)
    assert table.id == GOLDEN["prices_id"]
    assert set(table.prices.values()) <= set(GOLDEN["prices"].values())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (cost.container_month(2, 4, PRICES), 72.08),
        (cost.break_even_millions(4 * cost.container_month(2, 4, PRICES), 120, 0.5, PRICES), 240.3),
        (cost.cost_per_thousand(1991.28, 1.2e6 * 30.4), 0.0546),
        (capacity.writes_per_s(292.68, 0.2), 58.54),
        (capacity.busy_connections(292.68, 0.015), 5),
        (capacity.cells(1_200_000, 150_000), 8),
        (capacity.transfer_days(12, 500), 3.17),
        (capacity.replication_backlog(2500, 47), 117_500),
        (capacity.video_gbit_per_s(300_000, 4), 1200),
        (recovery.worst_retry_minutes(8), 183),
        (risk.exposure(3, 250_000), 75_000),
        (slo.alert_threshold(14.4, 99.9), 1.44),
        (slo.allowed_failures(10_000_000, 99.9), 10_000),
        (slo.open_share(6.5 * 60), 72.92),
        (slo.downtime_minutes(slo.serial_availability(99.99, 99.95, 99.95, 99.9), 30), 90.7),
    ],
)
def test_formula_without_reference_row(found: float, expected: float) -> None:
    """The formulas that the reference file leaves out give the values of its text."""
    assert found == pytest.approx(expected, rel=0.005)


def test_recovery_and_region_raise_the_cost() -> None:
    """A stricter recovery tier and a dearer region raise the base cost by their factors."""
    deployment = cost.Deployment(4, 2, 4, 4, 200, True, 2, 5, 300, 2, 330, 1860, 500, 150, 30)
    plain = cost.monthly_cost(deployment, PRICES)
    strict = cost.monthly_cost(deployment, PRICES, recovery_factor=1.6, price_factor=1.1)
    added = 0.6 * (plain.lines["compute"] + plain.lines["database"]) * 1.15
    assert strict.base == pytest.approx((plain.base + added) * 1.1)
    assert (strict.low, strict.high) == pytest.approx((0.75 * strict.base, 1.6 * strict.base))


def test_downtime_is_of_the_hours_in_which_it_is_promised() -> None:
    """Half the hours of the week leave half the minutes."""
    assert slo.downtime_minutes(99.9, 30) == pytest.approx(43.2)
    assert slo.downtime_minutes(99.9, 30, 84) == pytest.approx(21.6)
