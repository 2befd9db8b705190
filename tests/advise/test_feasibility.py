"""What cannot hold together is found, and nothing else is."""

from typing import Any

import pytest

from rag.advise.decide import decide
from rag.advise.feasibility import Finding
from rag.advise.sizing import size
from rag.brief.brief import Brief, Integration, Status, System
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from tests.advise.briefs import STARTUP, brief, constraint


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def findings(of: Brief, knowledge: AdviseKnowledge) -> dict[str, Finding]:
    """Findings by rule."""
    return {finding.rule: finding for finding in size(of, decide(of, knowledge), knowledge).findings}


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        ("X03", {"data.volume_now": 8000, "rel.rto": 14400}, {"data.volume_now": 500, "rel.rto": 14400}),
        ("X06", {**STARTUP, "budget.monthly_run": 100}, STARTUP),
        (
            "X16",
            {**STARTUP, "budget.total": 5000, "cap.features": ["quotes", "invoices"]},
            {**STARTUP, "budget.total": 5_000_000, "cap.features": ["quotes", "invoices"]},
        ),
        ("X16", {**STARTUP, "budget.total": 5000, "cap.features": ["quotes"]}, {**STARTUP, "budget.total": 5000}),
        ("X07", {**STARTUP, "time.first_release": 4}, {**STARTUP, "time.first_release": 52}),
        (
            "X08",
            {"stack.mandated": ["Kubernetes"], "team.gaps": [{"tech": "kubernetes"}]},
            {"stack.mandated": ["Kubernetes"], "team.gaps": ["Kafka"]},
        ),
    ],
)
def test_values_that_contradict(rule: str, bad: dict[str, Any], good: dict[str, Any], knowledge: AdviseKnowledge) -> None:
    """Each contradiction is found where it is, and not where it is not."""
    assert rule in findings(brief(bad), knowledge)
    assert rule not in findings(brief(good), knowledge)


def test_our_own_assumptions_contradict_nobody(knowledge: AdviseKnowledge) -> None:
    """A recovery time that is only assumed asks for no replica."""
    of = brief({"data.volume_now": 8000, "rel.rto": 14400})
    assumed = of.fields["rel.rto"].model_copy(update={"status": Status.ASSUMED})
    assert "X03" not in findings(of.model_copy(update={"fields": {**of.fields, "rel.rto": assumed}}), knowledge)


def test_dates_of_kept_systems_inside_the_plan(knowledge: AdviseKnowledge) -> None:
    """A contract or support date within 24 months is found for what stays, not for what goes or lasts longer."""
    kept = System(name="ERP", is_legacy=True, disposition="keep", contract_end="2027-09-30", support_end="2027-12-31")
    assert {"X09", "X15"} <= findings(brief(systems=(kept,)), knowledge).keys()
    later = kept.model_copy(update={"contract_end": "2031-01-01", "support_end": "2030-01-01"})
    leaving = kept.model_copy(update={"disposition": "replace"})
    assert not {"X09", "X15"} & findings(brief(systems=(later, leaving)), knowledge).keys()


def test_a_batch_window_caps_the_promise(knowledge: AdviseKnowledge) -> None:
    """A core closed from 22:00 to 04:30 is open 72.92 % of the day, so no journey that waits for it keeps 99.95 %."""
    core = System(name="Core", category="mainframe", is_legacy=True, disposition="keep")
    window = {"kind": "batch", "from": "22:00", "to": "04:30", "system": "Core"}
    found = findings(brief({"rel.slo": 99.95, "rel.windows": [window]}, systems=(core,)), knowledge)
    assert "72.92 %" in found["X10"].text
    assert "99.95 %" in found["X10"].text
    weekly = {"kind": "maintenance", "from": "02:00", "to": "06:00", "days": "sunday", "system": "Core"}
    found = findings(brief({"rel.slo": 99.95, "rel.windows": [weekly]}, systems=(core,)), knowledge)
    assert "97.62 %" in found["X10"].text
    length = {"kind": "maintenance", "seconds": 14400, "every": "week", "system": "Core"}
    found = findings(brief({"rel.slo": 99.95, "rel.windows": [length]}, systems=(core,)), knowledge)
    assert "97.62 %" in found["X10"].text


def test_reports_fresher_than_the_source(knowledge: AdviseKnowledge) -> None:
    """Reports every fifteen minutes cannot come from a nightly file."""
    nightly = Integration(system="Stock", protocol="SFTP", frequency="nightly")
    found = findings(brief({"rpt.freshness": 900}, integrations=(nightly,)), knowledge)
    assert "15 minutes" in found["X11"].text
    found = findings(brief({"rpt.freshness": 60}, integrations=(nightly,)), knowledge)
    assert "within 1 minute," in found["X11"].text
    assert "X11" not in findings(brief({"rpt.freshness": 86400}, integrations=(nightly,)), knowledge)


def test_card_data_although_out_of_scope(knowledge: AdviseKnowledge) -> None:
    """Card data among the classes contradicts a document that takes PCI DSS out of scope."""
    out = constraint("c-1", "compliance", "PCI DSS", modality="is", in_scope=False)
    found = findings(brief({"data.classes": ["payment_card"]}, constraints=(out,)), knowledge)
    assert found["X13"].constraint_ids == ("c-1",)


def test_an_empty_brief_contradicts_nothing(knowledge: AdviseKnowledge) -> None:
    """Assumptions alone never make a contradiction."""
    assert findings(brief(), knowledge) == {}
