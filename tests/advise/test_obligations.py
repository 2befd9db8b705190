"""Which laws and standards apply: what was said, what was written, and the trigger rules as a truth table."""

from typing import Any

import pytest

from rag.advise.decide import decide
from rag.advise.decision import Obligation
from rag.brief.brief import Brief
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from tests.advise.briefs import brief, constraint

PERSONAL = {"data.classes": ["personal"]}
CONSUMERS = {"users.segments": [{"kind": "b2c"}]}


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def obligation(of: Brief, regime: str, knowledge: AdviseKnowledge) -> Obligation | None:
    """What was found about a regime."""
    return next((found for found in decide(of, knowledge).obligations if found.regime == regime), None)


@pytest.mark.parametrize(
    ("regime", "values", "result"),
    [
        ("GDPR", {**PERSONAL, "org.country": ["DE"]}, "in_scope"),
        ("GDPR", {**PERSONAL, "org.country": ["Germany"]}, "in_scope"),
        ("GDPR", {**PERSONAL, "org.country": ["US"], "market.country": ["FR"]}, "in_scope"),
        ("GDPR", {**PERSONAL, "org.country": ["UK"]}, None),
        ("GDPR", {**PERSONAL, "org.country": ["UK"], "market.country": ["Irland"]}, "in_scope"),
        ("GDPR", {**PERSONAL, "org.country": ["US"]}, None),
        ("GDPR", {"data.classes": ["public"], "org.country": ["DE"]}, None),
        ("GDPR", {**PERSONAL, "data.residency": {"rule": "eu"}}, "likely"),
        ("GDPR", {**PERSONAL, "data.residency": {"rule": "national", "countries": ["AT"]}}, "likely"),
        ("GDPR", {**PERSONAL, "data.residency": {"rule": "national", "countries": ["KE"]}}, None),
        ("GDPR", {}, None),
        ("CCPA", {**PERSONAL, "market.country": ["US-CA"], "org.revenue": 30_000_000, "org.industry": "saas"}, "in_scope"),
        (
            "CCPA",
            {**PERSONAL, "market.country": ["US-CA"], "org.revenue": 1_000_000, "users.mau": 40_000, "org.industry": "saas"},
            None,
        ),
        (
            "CCPA",
            {**PERSONAL, "market.country": ["US-CA"], "org.revenue": 1_000_000, "users.mau": 120_000, "org.industry": "saas"},
            "in_scope",
        ),
        ("CCPA", {**PERSONAL, "market.country": ["US-CA"]}, "likely"),
        ("CCPA", {**PERSONAL, "market.country": ["US-NY"], "org.revenue": 30_000_000}, None),
        ("HIPAA", {"data.classes": ["health"], "org.country": ["US"], "org.industry": "health"}, "in_scope"),
        ("HIPAA", {"data.classes": ["health"], "org.country": ["US"], "org.industry": "saas"}, "likely"),
        ("HIPAA", {"data.classes": ["health"], "org.country": ["DE"], "org.industry": "health"}, None),
        ("PCI", {"cap.payment": "hosted_page"}, "likely"),
        ("PCI", {"cap.payment": "own_form"}, "in_scope"),
        ("PCI", {"data.classes": ["payment_card"]}, "in_scope"),
        ("PCI", {"data.classes": ["payment_card"], "cap.payment": "hosted_page"}, "likely"),
        ("PCI", {"cap.features": [{"name": "pay", "type": "payment"}]}, "likely"),
        ("PCI", {"cap.payment": "none"}, None),
        ("NIS2", {"org.country": ["DE"], "org.industry": "energy", "org.headcount": 400}, "in_scope"),
        ("NIS2", {"org.country": ["DE"], "org.industry": "energy", "org.headcount": 20, "org.revenue": 1_000_000}, None),
        ("NIS2", {"org.country": ["DE"], "org.industry": "energy"}, "unknown"),
        ("NIS2", {"org.country": ["US"], "org.industry": "energy", "org.headcount": 400}, None),
        ("DORA", {"org.country": ["FR"], "org.industry": "bank"}, "in_scope"),
        ("DORA", {"org.country": ["US"], "org.industry": "bank"}, None),
        ("DORA", {"org.country": ["FR"], "org.industry": "retail"}, None),
        ("WCAG", {"org.industry": "public"}, "in_scope"),
        ("WCAG", {}, "likely"),
        ("EAA", {**CONSUMERS, "org.country": ["IT"], "org.industry": "retail", "org.headcount": 200}, "in_scope"),
        ("EAA", {**CONSUMERS, "org.country": ["IT"], "org.industry": "retail", "org.headcount": 8}, "not_in_scope"),
        ("EAA", {**CONSUMERS, "org.country": ["US"], "org.industry": "retail", "org.headcount": 200}, None),
        ("AIACT_HIGH", {"cap.ai": "decision", "org.country": ["ES"]}, "likely"),
        ("AIACT", {"cap.ai": "assist", "org.country": ["ES"]}, "in_scope"),
        ("AIACT", {"cap.ai": "none", "org.country": ["ES"]}, None),
        ("AIACT", {"cap.ai": "assist", "org.country": ["US"]}, None),
        ("IEC62443", {"cap.edge": True, "org.industry": "manufacturing"}, "likely"),
        ("IEC62443", {"cap.edge": True, "org.industry": "retail"}, None),
        ("SOC2", {"reg.regimes": ["SOC 2"]}, "in_scope"),
        ("ISO27001", {"reg.regimes": ["ISO/IEC 27001"]}, "in_scope"),
    ],
)
def test_trigger_rules(regime: str, values: dict[str, Any], result: str | None, knowledge: AdviseKnowledge) -> None:
    """Each row of the truth table; None: nothing is said about the regime."""
    found = obligation(brief(values), regime, knowledge)
    assert (found.result if found else None) == result


def test_a_document_outranks_the_rule(knowledge: AdviseKnowledge) -> None:
    """A document that says card data is out of scope wins over the trigger, and its constraint is named."""
    out = constraint("c-9", "compliance", "PCI DSS", modality="is", in_scope=False)
    found = obligation(brief({"cap.payment": "own_form"}, constraints=(out,)), "PCI", knowledge)
    assert found is not None
    assert (found.result, found.constraint_ids, found.duties) == ("not_in_scope", ("c-9",), ())


def test_a_named_regime_carries_duties_and_raises_the_level(knowledge: AdviseKnowledge) -> None:
    """A document that names DORA puts it in scope, with duties, and lifts accountability to the highest level."""
    named = constraint("c-8", "compliance", "DORA", in_scope=True)
    decision = decide(brief(constraints=(named,)), knowledge)
    found = next(one for one in decision.obligations if one.regime == "DORA")
    assert (found.result, found.constraint_ids) == ("in_scope", ("c-8",))
    assert found.duties
    assert decision.demands["AUD"].value == 5
    assert not decision.demands["AUD"].is_assumed


def test_statements_of_documents_are_weighed(knowledge: AdviseKnowledge) -> None:
    """Of a mention, a denial and a statement that it applies, the last is the strictest and counts."""
    entries = [{"regime": "PCI DSS", "in_scope": scope} for scope in ("likely", "not_in_scope", "in_scope")]
    expected = ("likely", "not_in_scope", "in_scope")
    for number, result in enumerate(expected, start=1):
        found = obligation(brief({"reg": entries[:number]}), "PCI", knowledge)
        assert found is not None
        assert found.result == result


def test_an_unknown_regime_is_kept(knowledge: AdviseKnowledge) -> None:
    """A law that a document names and our table does not know still stands among the obligations, with a duty."""
    named = constraint("c-7", "compliance", "FSSAI", in_scope=True, scope="yes")
    found = obligation(brief(constraints=(named,)), "FSSAI", knowledge)
    assert found is not None
    assert (found.result, found.constraint_ids) == ("in_scope", ("c-7",))
    assert found.duties


def test_a_mere_mention_is_only_likely(knowledge: AdviseKnowledge) -> None:
    """A document that mentions a standard without saying that it applies makes it likely, and an answer settles it."""
    mention = constraint("c-6", "compliance", "SOC 2", modality="is", in_scope=True, scope="mentioned")
    found = obligation(brief(constraints=(mention,)), "SOC2", knowledge)
    assert found is not None
    assert found.result == "likely"
    settled = obligation(brief({"reg.regimes": ["SOC2"]}, constraints=(mention,)), "SOC2", knowledge)
    assert settled is not None
    assert settled.result == "in_scope"


def test_a_rule_says_more_than_a_mention(knowledge: AdviseKnowledge) -> None:
    """Where data and places bring a law in, that is the reason, whatever a document mentions; the mention stays cited."""
    mention = constraint("c-8", "compliance", "GDPR", modality="is", in_scope=True, scope="mentioned")
    known = {"data.classes": ["personal"], "org.country": ["Germany"]}
    found = obligation(brief(known, constraints=(mention,)), "GDPR", knowledge)
    assert found is not None
    assert (found.result, found.rule, found.constraint_ids) == ("in_scope", "R-GDPR-1", ("c-8",))


def test_every_regime_can_be_printed(knowledge: AdviseKnowledge) -> None:
    """Each has facts, duties and checks, and the note carries the date and says that it is no legal advice."""
    for regime in knowledge.regimes.regimes:
        assert regime.facts
        assert regime.duties
        assert regime.checks
    assert "not legal advice" in knowledge.regimes.note
