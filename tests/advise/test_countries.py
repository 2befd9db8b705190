"""Laws by country: where company, market and data are, and names that laws of several countries bear."""

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


WORLD = [  # general privacy laws: establishment, people or data there; elsewhere; no personal data; data or place unknown
    row
    for regime, code, name, elsewhere in (
        ("UK GDPR", "GB", "Vereinigtes Königreich", "IE"),
        ("LGPD", "BR", "Brésil", "PT"),
        ("DPDP Act", "IN", "Indien", "SG"),
        ("Kenya DPA", "KE", "Kenya", "GB"),
        ("POPIA", "ZA", "Sudáfrica", "KE"),
        ("NDPA", "NG", "Nigéria", "ZA"),
        ("FADP", "CH", "Suíça", "DE"),
        ("Singapore PDPA", "SG", "Singapur", "JP"),
        ("APPI", "JP", "Japão", "NZ"),
        ("NZ Privacy Act", "NZ", "Nova Zelândia", "AU"),
    )
    for row in (
        (regime, {**PERSONAL, "org.country": [code]}, "in_scope"),
        (regime, {**PERSONAL, "org.country": ["US"], "market.country": [name]}, "in_scope"),
        (regime, {**PERSONAL, "data.residency": {"rule": "national", "countries": [code]}}, "likely"),
        (regime, {**PERSONAL, "org.country": [elsewhere]}, None),
        (regime, {"data.classes": ["public"], "org.country": [code]}, None),
        (regime, {"org.country": [code]}, None),
        (regime, PERSONAL, None),
    )
]


@pytest.mark.parametrize(
    ("regime", "values", "result"),
    [
        *WORLD,
        ("PECR", {**CONSUMERS, "org.country": ["UK"]}, "in_scope"),
        ("PECR", {"users.segments": [{"kind": "b2b"}], "org.country": ["UK"]}, None),
        ("PECR", {**CONSUMERS, "org.country": ["IE"]}, None),
        ("PECR", CONSUMERS, None),
        ("UK NIS", {"org.country": ["UK"], "org.industry": "energy", "org.headcount": 900}, "likely"),
        ("UK NIS", {"org.country": ["UK"], "org.industry": "energy", "org.headcount": 20}, None),
        ("UK NIS", {"org.country": ["UK"], "org.industry": "energy"}, "unknown"),
        ("UK NIS", {"org.country": ["DE"], "org.industry": "energy", "org.headcount": 900}, None),
        ("NIS2", {"org.country": ["UK"], "org.industry": "energy", "org.headcount": 900}, None),
        ("PSBAR", {"org.country": ["UK"], "org.industry": "public"}, "in_scope"),
        ("PSBAR", {"org.country": ["UK"], "org.industry": "retail"}, None),
        ("PSBAR", {"org.industry": "public"}, None),
        ("PIPEDA", {**PERSONAL, "org.country": ["CA"], "org.industry": "retail"}, "in_scope"),
        ("PIPEDA", {**PERSONAL, "market.country": ["CA-ON"], "org.industry": "retail"}, "in_scope"),
        ("PIPEDA", {**PERSONAL, "org.country": ["Kanada"]}, "likely"),
        ("PIPEDA", {**PERSONAL, "org.country": ["CA"], "org.industry": "public"}, "unknown"),
        ("PIPEDA", {**PERSONAL, "org.country": ["US-CA"], "org.industry": "retail"}, None),
        ("PIPEDA", PERSONAL, None),
        ("CCPA", {**PERSONAL, "org.country": ["CA"]}, None),
        ("PHIPA", {"data.classes": ["health"], "org.country": ["Ontario"], "org.industry": "health"}, "in_scope"),
        ("PHIPA", {"data.classes": ["health"], "org.country": ["CA-ON"], "org.industry": "saas"}, "likely"),
        ("PHIPA", {"data.classes": ["health"], "org.country": ["CA"], "org.industry": "health"}, "unknown"),
        ("PHIPA", {"data.classes": ["health"], "org.country": ["CA-QC"], "org.industry": "health"}, None),
        ("PHIPA", {**PERSONAL, "org.country": ["CA-ON"]}, None),
        ("Law 25", {**PERSONAL, "market.country": ["Québec"]}, "in_scope"),
        ("Law 25", {**PERSONAL, "org.country": ["CA"]}, "unknown"),
        ("Law 25", {**PERSONAL, "org.country": ["CA-ON"]}, None),
        ("Law 25", {"data.classes": ["public"], "market.country": ["CA-QC"]}, None),
        ("CERT-In", {"org.country": ["IN"]}, "in_scope"),
        ("CERT-In", {"org.country": ["US"], "market.country": ["India"]}, "likely"),
        ("CERT-In", {"org.country": ["US"]}, None),
        ("CERT-In", {}, None),
        (
            "Australian Privacy Act",
            {**PERSONAL, "org.country": ["AU"], "org.revenue": {"amount": 4_000_000, "currency": "AUD"}},
            "in_scope",
        ),
        (
            "Australian Privacy Act",
            {**PERSONAL, "org.country": ["AU"], "org.revenue": {"amount": 2_000_000, "currency": "AUD"}},
            "unknown",
        ),
        (
            "Australian Privacy Act",
            {**PERSONAL, "org.country": ["AU"], "org.revenue": {"amount": 90_000, "currency": "AUD"}, "org.industry": "health"},
            "in_scope",
        ),
        ("Australian Privacy Act", {**PERSONAL, "org.country": ["AU"]}, "likely"),
        ("Australian Privacy Act", {**PERSONAL, "org.country": ["NZ"], "org.revenue": 9_000_000}, None),
        ("SOCI", {"org.country": ["AU"], "org.industry": "energy"}, "likely"),
        ("SOCI", {"org.country": ["AU"], "org.industry": "health"}, "unknown"),
        ("SOCI", {"org.country": ["AU"], "org.industry": "retail"}, None),
        ("SOCI", {"org.industry": "energy"}, None),
        ("FADP", {**PERSONAL, "org.country": ["CH"], "org.industry": "public"}, "unknown"),
        ("Singapore PDPA", {**PERSONAL, "org.country": ["SG"], "org.industry": "public"}, "not_in_scope"),
        ("GLBA", {"org.country": ["US"], "org.industry": "bank"}, "in_scope"),
        ("GLBA", {"org.country": ["US-NY"], "org.industry": "insurance"}, "in_scope"),
        ("GLBA", {"org.country": ["US"], "org.industry": "retail"}, None),
        ("GLBA", {"org.industry": "bank"}, None),
        ("FERPA", {**PERSONAL, "org.country": ["US"], "org.industry": "education"}, "likely"),
        ("FERPA", {**PERSONAL, "org.country": ["UK"], "org.industry": "education"}, None),
        ("COPPA", {**CONSUMERS, "data.classes": ["children"], "org.country": ["US"]}, "likely"),
        ("COPPA", {"users.segments": [{"kind": "internal"}], "data.classes": ["children"], "org.country": ["US"]}, None),
        ("COPPA", {**CONSUMERS, "data.classes": ["children"], "org.country": ["FR"]}, None),
        (
            "US state privacy acts",
            {**PERSONAL, "market.country": ["US-CO"], "org.industry": "retail", "users.mau": 150_000},
            "likely",
        ),
        ("US state privacy acts", {**PERSONAL, "market.country": ["Texas"], "org.industry": "retail"}, "unknown"),
        (
            "US state privacy acts",
            {**PERSONAL, "market.country": ["US-NY"], "org.industry": "retail", "users.mau": 150_000},
            None,
        ),
        (
            "US state privacy acts",
            {**PERSONAL, "market.country": ["US-TX"], "org.industry": "public", "users.mau": 150_000},
            None,
        ),
    ],
)
def test_trigger_rules(regime: str, values: dict[str, Any], result: str | None, knowledge: AdviseKnowledge) -> None:
    """The truth table of laws outside the EU: cases for each, against it, and such as leave it open."""
    found = obligation(brief(values), regime, knowledge)
    assert (found.result if found else None) == result


@pytest.mark.parametrize(
    ("name", "places", "regimes"),
    [
        ("Data Protection Act", {"org.country": ["KE"]}, {"Kenya DPA"}),
        ("Data Protection Act", {"data.residency": {"rule": "national", "countries": ["KE"]}}, {"Kenya DPA"}),
        ("data protection act", {"org.country": ["England"]}, {"UK GDPR"}),
        ("Data Protection Act", {"org.country": ["KE"], "market.country": ["GB"]}, {"Kenya DPA", "UK GDPR"}),
        ("Data Protection Act", {"org.country": ["IE"]}, {"GDPR"}),
        ("Data Protection Act 2018", {"org.country": ["GB"]}, {"UK GDPR"}),
        ("Kenya Data Protection Act", {}, {"Kenya DPA"}),
        ("UK GDPR", {}, {"UK GDPR"}),
        ("Privacy Act", {"org.country": ["NZ"]}, {"NZ Privacy Act"}),
        ("Privacy Act", {"market.country": ["Australia"]}, {"Australian Privacy Act"}),
        ("PDPA", {"org.country": ["SG"]}, {"Singapore PDPA"}),
        ("PDPA", {"org.country": ["Malaysia"]}, {"PDPA"}),
        ("data protection law", {"org.country": ["BR"]}, {"LGPD"}),
    ],
)
def test_a_name_that_several_countries_use(
    name: str, places: dict[str, Any], regimes: set[str], knowledge: AdviseKnowledge
) -> None:
    """Where the company, its market and its data are decides which law is meant, in an answer as in a document."""
    answered = decide(brief({**places, "reg.regimes": [name]}), knowledge)
    assert {found.regime for found in answered.obligations if found.rule == "R-SAID"} == regimes
    written = constraint("c-5", "compliance", name, in_scope=True, scope="yes")
    documented = decide(brief(places, constraints=(written,)), knowledge)
    assert {found.regime for found in documented.obligations if found.constraint_ids == ("c-5",)} == regimes


@pytest.mark.parametrize("name", ["Data Protection Act", "Privacy Act", "PDPA", "DPA", "Data Protection Act 2018"])
def test_a_name_that_no_country_resolves(name: str, knowledge: AdviseKnowledge) -> None:
    """With no country known it is told as named and not resolved: no law is taken for it, and the candidates are listed."""
    ids = set(knowledge.regimes.bearers(name).values())
    names = [regime.name for regime in knowledge.regimes.regimes if regime.id in ids]
    written = constraint("c-5", "compliance", name, in_scope=True, scope="yes")
    for case in (brief({"reg.regimes": [name]}), brief(constraints=(written,))):
        found = obligation(case, name, knowledge)
        assert found is not None
        assert (found.result, found.rule, found.duties) == ("unknown", "R-NAME", ())
        assert names
        assert all(law in found.reason for law in names)
        assert obligation(case, "GDPR", knowledge) is None


def test_a_clearer_name_tells_the_other(knowledge: AdviseKnowledge) -> None:
    """“The Data Protection Act” beside “UK GDPR” is the British one, without any country; it is told once."""
    found = decide(brief({"reg.regimes": ["Data Protection Act", "UK GDPR"]}), knowledge).obligations
    assert [(one.regime, one.result) for one in found if one.rule in ("R-SAID", "R-NAME")] == [("UK GDPR", "in_scope")]


def test_shared_names_and_parts_refer_to_what_there_is(knowledge: AdviseKnowledge) -> None:
    """Groups and regimes that the table's other parts name exist, and no name means two regimes."""
    table = knowledge.regimes
    ids = {regime.id for regime in table.regimes}
    assert {id_ for bearers in table.shared.values() for id_ in bearers.values()} | set(table.aliases) <= ids
    assert {group for bearers in table.shared.values() for group in bearers} | {*table.parts, *table.parts.values()} <= set(
        table.places
    )
    aliases = (
        [alias for names in table.aliases.values() for alias in names] + sorted(table.shared) + [id_.upper() for id_ in ids]
    )
    assert len(aliases) == len(set(aliases))
    assert all(name == name.upper() for name in (*aliases, *(name for names in table.places.values() for name in names)))
