"""When a fact says what an annotation says."""

from typing import Any

import pytest

from rag.evaluate.fact_match import Found, Wanted, pair
from rag.evaluate.fact_places import Quotation
from rag.evaluate.fact_set import GoldFact
from rag.evaluate.fact_value import EQUAL, HELD, NO, ValueComparison, same_polarity, same_time, same_version
from rag.extract.fact import Fact
from rag.ground.citation import Citation

PLACES = {"DE": "Germany|Deutschland"}
CITATION = Citation(document_id="d", document="d", sha256="0", page=1, page_index=0, locator="", quote="q", start=0, end=1)


def gold(kind: str, value: Any = None, **more: Any) -> GoldFact:
    """An annotated fact."""
    return GoldFact(kind=kind, quote="q", value=value, **more)


def fact(kind: str, value: Any = None, **more: Any) -> Fact:
    """A fact that was read."""
    return Fact(id="f", kind=kind, statement="q", citation=CITATION, value=value, **more)


@pytest.mark.parametrize(
    ("wanted", "read", "likeness"),
    [
        (gold("risk"), fact("risk", "slow"), EQUAL),  # any value
        (gold("rto", 14400), fact("rto", 14420.0), EQUAL),  # within half a percent
        (gold("rto", 14400), fact("rto", 14500.0), NO),
        (gold("availability", 99.9), fact("availability", 99.95), NO),  # half a percent would be too much here
        (gold("users", "32 || 28"), fact("users", 28.0), EQUAL),
        (gold("users", 7), fact("users", low=5.0, high=7.0), EQUAL),
        (gold("practice", 1), fact("practice", value=True), NO),  # True is no number
        (gold("retention", 14, unit="days"), fact("retention", 0.038, unit="years"), EQUAL),
        (gold("retention", 14), fact("retention", 0.038, unit="years"), NO),
        (gold("data_volume", 90, unit="GB/month"), fact("data_volume", 90.0, unit="GB"), NO),
        (gold("budget", 90, unit="EUR"), fact("budget", 90.0, unit="USD"), NO),
        (gold("throughput", 0.015), fact("throughput", 0.015209), EQUAL),  # three digits
        (gold("quota", "40000 per month"), fact("quota", 0.0152, slots={"amount": 40000.0, "per": "month"}), EQUAL),
        (gold("technology", "SAP S/4HANA"), fact("technology", "S4HANA"), HELD),
        (gold("technology", "SQL Server"), fact("technology", "Microsoft SQL-Server"), HELD),
        (gold("technology", "Java"), fact("technology", "JavaScript"), NO),  # whole words
        (gold("technology", "C++"), fact("technology", "C#"), NO),
        (gold("technology", ".NET"), fact("technology", "ASP.NET"), NO),  # shorter than four
        (gold("hosting", "public_cloud"), fact("hosting", "cloud"), HELD),
        (gold("deadline", "2027-03-31"), fact("deadline", "2027"), NO),  # a year holds no day
        (gold("window", "22:00-04:30"), fact("window", "22:00-04:30"), EQUAL),
        (gold("residency", "Germany"), fact("residency", "DE"), EQUAL),
        (gold("residency", "premises"), fact("residency", "onsite"), EQUAL),
        (gold("preference", "banned"), fact("preference", "forbidden"), EQUAL),
        (gold("practice", "release cadence"), fact("practice", value=False, slots={"name": "release_cadence"}), EQUAL),
    ],
)
def test_values(wanted: GoldFact, read: Fact, likeness: int) -> None:
    """Numbers, units, words and places are compared as a reader would."""
    assert ValueComparison(PLACES).likeness(wanted, read) == likeness


@pytest.mark.parametrize(
    ("stated", "read", "agrees"),
    [
        ("current", {"time": "current"}, True),
        ("current", {"time": "planned"}, True),
        ("current", {"time": "historic"}, False),
        ("historic", {"time": "current"}, False),
        ("hypothetical", {"time": "hypothetical"}, True),
        ("planned", {"time": "current"}, False),
        ("planned", {"time": "current", "horizon": "m24"}, True),
    ],
)
def test_time(stated: Any, read: dict[str, Any], agrees: bool) -> None:
    """What has ended or is imagined is not current, what is planned is not there yet."""
    assert same_time(gold("users", time=stated), (fact("users", **read),)) is agrees


@pytest.mark.parametrize(
    ("kind", "stated", "read", "agrees"),
    [
        ("skill", False, {"polarity": True}, False),
        ("skill", True, {"polarity": False}, False),
        ("technology", False, {"modality": "should_not"}, True),
        ("residency", False, {"slots": {"polarity": "inside_forbidden"}}, True),
        ("hosting", True, {"polarity": False, "modality": "must_not"}, True),
    ],
)
def test_polarity(kind: str, stated: bool, read: dict[str, Any], agrees: bool) -> None:
    """What a document denies has to be read as denied or forbidden."""
    assert same_polarity(gold(kind, polarity=stated), (fact(kind, **read),)) is agrees


def test_versions() -> None:
    """The same version is written in several ways."""
    assert same_version("v8.0", "8")
    assert same_version("2012 R2", "2012R2")
    assert not same_version("8.1", "8")
    assert not same_version("19", "")


def test_as_many_as_can_be_are_paired() -> None:
    """A fact gives way to another one that fits nothing else, and an optional one to one that has to be there."""
    quotation = Quotation("q", ((0, 1),))
    wanted = [
        Wanted(gold("risk", optional=True), "d", quotation),
        Wanted(gold("users", 1), "d", quotation),
        Wanted(gold("users", 2), "d", quotation),
    ]
    found = [Found((fact("users", float(number)),), "d", (quotation,)) for number in range(2)]
    near = {(0, 0.0): 9.0, (0, 1.0): 9.0, (1, 0.0): 2.0, (1, 1.0): 1.0, (2, 0.0): 1.0}

    def closeness(one: Wanted, other: Found) -> tuple[float, ...] | None:
        score = near.get((wanted.index(one), float(str(other.first.value))))
        return None if score is None else (score,)

    assert pair(wanted, found, closeness) == {1: 1, 2: 0}
