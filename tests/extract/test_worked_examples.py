"""The worked sentences and traps of the design, slot by slot."""

from typing import Any

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from tests.extract.documents import document_of

EXTRACTOR = own_extractor()

Expected = tuple[str, dict[str, Any]]


def tech(name: str, **slots: Any) -> Expected:
    """A technology."""
    return "technology", {"value": name, **slots}


HARD: Expected = ("constraint", {"hard": True})
SOFT: Expected = ("constraint", {"hard": False})

WORKED: list[tuple[str, str, list[Expected]]] = [
    ("E01", "The Oracle 19c database must remain the system of record until at least 2029.",
     [tech("Oracle Database", version="19c"), HARD,
      ("disposition", {"value": "keep", "subject": "Oracle Database", "hard": True})]),
    ("E02", "Customer data may not leave the EU.",
     [("residency", {"value": "EU", "hard": True, "applies_to": "customer data"}), HARD,
      ("data_class", {"term": "customer data"})]),
    ("E03", "We expect 2,000 concurrent users at peak and 50k registered customers in 24 months.",
     [("concurrency", {"value": 2000}), ("users", {"value": 50000, "horizon": "m24", "segment": "customers"})]),
    ("E04", "Availability of the booking portal shall be 99.95 % per calendar month.",
     [("availability", {"value": 99.95, "window": "month", "subject": "booking portal"}), HARD]),
    ("E05", "RTO is 4 hours and RPO 15 minutes for tier 1 systems.",
     [("rto", {"value": 14400, "subject": "tier 1"}), ("rpo", {"value": 900, "subject": "tier 1"})]),
    ("E06", "The maintenance agreement for BizTalk Server 2016 expires on 11 January 2027.",
     [tech("BizTalk Server", version="2016"),
      ("contract_end", {"value": "2027-01-11", "subject": "BizTalk Server", "what": "contract"})]),
    ("E07", "Our team of six Java developers has no Kubernetes experience.",
     [("team", {"value": 6, "role": "developer", "skills": "Java"}), ("skill", {"value": "Kubernetes", "gap": True})]),
    ("E08", "Total budget must not exceed EUR 450,000 including licences.",
     [("budget", {"value": 450000, "currency": "EUR", "period": "total", "cap": True}), HARD]),
    ("E09", "Monthly cloud spend is capped at $12k.",
     [("budget", {"value": 12000, "currency": "USD", "period": "month", "cap": True})]),
    ("E10", "Orders are exchanged with SAP ECC via IDoc in a nightly batch.",
     [("integration", {"value": "SAP ECC", "protocol": "IDoc", "frequency": "nightly"}), tech("SAP ECC")]),
    ("E11", "95 % of requests should be answered within 800 ms.",
     [("latency", {"value": 800, "percentile": 95, "unit": "ms"}), SOFT]),
    ("E12", "Management wants dashboards refreshed every 15 minutes.", [("freshness", {"value": 900}), SOFT]),
    ("E13", "Until 2021 we used to run Lotus Notes; it was replaced by SharePoint Online.",
     [tech("Lotus Notes", time="historic"), tech("SharePoint", time="current")]),
    ("E14", "A PCI DSS assessment is not in scope because card data never touches our servers.",
     [("compliance", {"value": "PCI DSS", "in_scope": False})]),
    ("E15", "Go-live must happen before the season, by end of March 2027.",
     [("deadline", {"value": "2027-03-31", "hard": True, "what": "first_release"}), HARD]),
    ("E16", "The AS/400 will be retired in Q4 2028.",
     [tech("IBM i"), ("disposition", {"value": "retire", "subject": "IBM i", "date": "2028-12-31"})]),
    ("E17", "Public cloud is not permitted for patient records.",
     [("hosting", {"value": "public_cloud", "modality": "must_not", "hard": True}),
      ("data_class", {"value": "health", "term": "patient records"})]),
    ("E18", "Telemetry arrives at 4,000 messages per second from 40,000 trackers over MQTT.",
     [("throughput", {"value": 4000, "what": "messages"}), ("users", {"value": 40000, "unit": "devices"}), tech("MQTT")]),
    ("E19", "We have no in-house developers; two volunteers maintain the spreadsheets.",
     [("team", {"value": 0}), tech("Excel"), ("risk", {})]),
    ("E20", "Invoices are archived for 10 years.", [("retention", {"value": 10, "what": "invoices"})]),
    ("E21", "The mainframe batch window runs from 22:00 to 04:30.",
     [("window", {"from": "22:00", "to": "04:30", "what": "batch"}), tech("IBM Z")]),
    ("E22", "For example, a competitor such as Contoso runs MongoDB on AWS.",
     [tech("MongoDB", time="hypothetical"), tech("AWS", time="hypothetical")]),
    ("E23", "Verfügbarkeit 99,9 % uptime; the archive holds 12 TB.",
     [("availability", {"value": 99.9}), ("data_volume", {"value": 12000, "unit": "GB"})]),
    ("E24", "We prefer Azure because the group already has an enterprise agreement.",
     [tech("Azure"), ("preference", {"value": "preferred", "subject": "Azure"}), SOFT]),
    ("E25", "SQL Server 2016 hosts 1.2 TB of claims data and must be replaced by end of 2027.",
     [tech("SQL Server", version="2016"), ("data_volume", {"value": 1200, "subject": "SQL Server"}),
      ("disposition", {"value": "replace", "subject": "SQL Server"}), ("deadline", {"value": "2027-12-31"})]),
]  # fmt: skip

TRAPS: list[tuple[str, str, list[Expected]]] = [
    ("T01", "The app uses Swift and pays via SWIFT.", [tech("Swift", category="language"), tech("SWIFT", category="industry")]),
    ("T02", "We go live in May 2027.", [("deadline", {"value": "2027-05-31", "modality": "is"})]),
    ("T05", "We do not want to use Salesforce.",
     [tech("Salesforce", modality="should_not"), ("preference", {"value": "avoided", "polarity": False})]),
    ("T06", "Epic EHR exchanges HL7 v2 ADT messages with Mirth Connect in real time.",
     [tech("Epic"), tech("HL7 v2"), tech("Mirth Connect"), ("integration", {"value": "Epic", "frequency": "realtime"})]),
    ("T07", "The print server runs Windows Server 2012 R2.", [tech("Windows Server", version="2012 R2")]),
    ("T08", "The current RPO of 24 hours is no longer acceptable; the new RPO is 15 minutes.",
     [("rpo", {"value": 86400, "role": "actual"}), ("rpo", {"value": 900, "role": "target"})]),
    ("T09", "The budget is 1.200.000 € per year.", [("budget", {"value": 1200000, "currency": "EUR", "period": "year"})]),
    ("T10", "1,5 Mio Kunden nutzen das Portal.", [("users", {"value": 1500000})]),
    ("T11", "We run not only PostgreSQL but also MySQL.", [tech("PostgreSQL", polarity=True), tech("MySQL", polarity=True)]),
    ("T12", "The portal must be available 24x7 except the maintenance window 02:00–04:00 on Sundays.",
     [("practice", {"value": "24x7"}), ("window", {"from": "02:00", "to": "04:00", "what": "maintenance"})]),
]  # fmt: skip


def facts_of(sentence: str) -> list[Fact]:
    """The facts of one sentence."""
    return list(EXTRACTOR.extract(document_of(sentence), "d"))


def holds(fact: Fact, kind: str, expected: dict[str, Any]) -> bool:
    """Whether a fact is of the kind and has every expected value, in its fields or slots."""
    return fact.kind == kind and all(
        (getattr(fact, name) if name in Fact.model_fields else fact.slots.get(name)) == value
        for name, value in expected.items()
    )


@pytest.mark.parametrize(
    ("sentence", "expected"), [case[1:] for case in WORKED + TRAPS], ids=[case[0] for case in WORKED + TRAPS]
)
def test_a_worked_sentence_gives_its_facts(sentence: str, expected: list[Expected]) -> None:
    """Every slot that the design asserts is read."""
    found = facts_of(sentence)
    missing = [want for want in expected if not any(holds(fact, *want) for fact in found)]
    assert not missing, [(fact.kind, fact.value, fact.subject, fact.slots) for fact in found]


def test_data_that_may_not_leave_is_forbidden_outside() -> None:
    """E02 forbids the outside; it does not merely say where data is."""
    assert [fact.slots["polarity"] for fact in facts_of("Customer data may not leave the EU.") if fact.kind == "residency"] == [
        "outside_forbidden"
    ]


def test_t03_an_ordinary_word_is_no_technology() -> None:
    """A vault that people walk into gives nothing."""
    assert facts_of("Access to the vault is logged.") == []


def test_t04_dora_metrics_are_no_regime() -> None:
    """The delivery metrics are not the regulation."""
    assert [fact for fact in facts_of("The team looks at the DORA metrics dashboard.") if fact.kind == "compliance"] == []


def test_t02_the_month_of_may_is_not_a_modal_verb() -> None:
    """A date makes no constraint."""
    assert {fact.modality for fact in facts_of("We go live in May 2027.")} == {"is"}


def test_a_hypothetical_competitor_fills_nothing() -> None:
    """Every fact of a made-up example is marked as such."""
    assert {fact.time for fact in facts_of("For example, a competitor such as Contoso runs MongoDB on AWS.")} == {
        "hypothetical"
    }


def test_a_licence_within_a_budget_is_no_cost_of_its_own() -> None:
    """E08 is a budget and not a licence cost."""
    assert not [
        fact for fact in facts_of("Total budget must not exceed EUR 450,000 including licences.") if fact.kind == "cost"
    ]


def test_what_is_spent_each_month_is_not_the_number_of_years() -> None:
    """Of the figures behind a budget the one counts that is said by the month."""
    facts = facts_of("Budget: USD 1,900,000 over two financial years and USD 38,000 a month.")
    assert {(fact.value, fact.slots["period"]) for fact in facts if fact.kind == "budget"} == {
        (1_900_000, "total"),
        (38_000, "month"),
    }


def test_what_comes_in_each_night_is_no_stock() -> None:
    """In all five languages it counts by the month."""
    for text in (
        "We receive 300 GB of images every night.",
        "Jede Nacht kommen 300 GB Bilder herein.",
        "En tout 71 000 fichiers et 300 Go par nuit.",
        "Cada noche llegan 300 GB de imágenes.",
        "Chegam 300 GB de imagens por noite.",
    ):
        assert [(fact.value, fact.unit) for fact in facts_of(text) if fact.kind == "data_volume"] == [(9132, "GB/month")], text


def test_what_runs_today_is_told_by_the_words_beside_it() -> None:
    """Written in it, running since, so many lines of it; who asks about a language has none of it."""
    told = {
        "Kafka has run in our own racks since 2021.": {"Apache Kafka": "run"},
        "A fila (RabbitMQ, no ar desde 2022) não perdeu nada.": {"RabbitMQ": "run"},
        "Ein Programm, 410.000 Zeilen C#, zwölf Jahre.": {"C#": "language"},
        "Le site est écrit en Python.": {"Python": "language"},
        "It is C# and SQL Server, one heap.": {"C#": "made", "SQL Server": "made"},
        "Strapper (the matching program, Java over Oracle) gave up.": {"Java": "made"},
        "Somebody asked whether it could be translated to Java.": {"Java": ""},
    }
    for text, roles in told.items():
        found = {fact.value: fact.slots["role"] for fact in facts_of(text) if fact.kind == "technology"}
        assert found == roles, text


def test_a_risk_is_told_with_what_it_points_back_to() -> None:
    """Shown by itself, “he” would be nobody; two sentences of their own stay two risks."""
    [one] = [
        fact for fact in facts_of("Ola keeps the 23 interfaces. He is the only one who maintains them.") if fact.kind == "risk"
    ]
    assert one.statement.startswith("Ola keeps")
    both = facts_of("The portal is slow. The restore of images is untested.")
    assert len([fact for fact in both if fact.kind == "risk"]) == 2


def test_a_system_in_bold_is_made_with_what_stands_behind_it() -> None:
    """The marks of the layout do not part a name from its brackets."""
    facts = facts_of("All of it is one program, **Strapper** (Java over Oracle, 2012). Strapper is slow.")
    assert {fact.slots.get("technology") for fact in facts if fact.kind == "legacy_system"} == {"Java"}


def test_a_rule_is_told_with_what_it_points_back_to() -> None:
    """Two sentences back where the one before it points back as well; a form of speech points at nothing."""
    by_hand = "Frozen crates are never sold. That check was by hand."
    told = {
        f"{by_hand} It has to be done by the program before a crate is loaded.": "Frozen",
        "Les caisses gelées restent au quai. Cela doit être vérifié par le programme.": "Les caisses",
        "Kühlkisten bleiben am Kai. Das muss das System vor dem Laden prüfen.": "Kühlkisten",
        "We like the quay. It is forbidden to store card numbers in the system.": "It is forbidden",
    }
    for text, opening in told.items():
        statements = [fact.statement for fact in facts_of(text) if fact.kind == "constraint"]
        assert statements, text
        assert statements[-1].startswith(opening), text


def test_what_is_left_out_is_named() -> None:
    """“Not this project.” says nothing alone: the sentence or the heading before it does."""
    photo = "Guessing the catch from a photograph: a school is at it. Not this project."
    assert [fact.value for fact in facts_of(photo) if fact.kind == "exclusion"] == [photo]
    titled = [fact for fact in facts_of("## Photographs\nNot this project.") if fact.kind == "exclusion"]
    assert [fact.value for fact in titled] == ["Photographs: Not this project."]
