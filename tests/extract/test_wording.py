"""How values are worded: horizons, scope, retention, windows and the systems of interface lists."""

from typing import Any

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from tests.extract.documents import document_of

EXTRACTOR = own_extractor()


def facts_of(text: str, kind: str, doc_type: str = "architecture") -> list[Fact]:
    """The facts of this kind."""
    return [fact for fact in EXTRACTOR.extract(document_of(text, doc_type=doc_type), "d1") if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("We count 900 concurrent users today and 2,200 in 24 months.", "concurrency", {("", 900), ("m24", 2200)}),
        ("900 concurrent users open 2,200 pages in 24 hours.", "concurrency", {("day1", 900)}),
        ("Four developers work on the booking engine.", "team", {("", 4)}),
        ("Four developers work for the supplier.", "team", set()),
        ("Our team of five engineers grows to nine engineers by the end of 2028.", "team", {("", 5), ("2028-12-31", 9)}),
    ],
)
def test_numbers_of_today_and_of_later_are_told_apart(text: str, kind: str, found: set[tuple[str, float]]) -> None:
    """Each number keeps its own horizon, also where the second one stands without its noun."""
    assert {(fact.horizon, fact.value) for fact in facts_of(text, kind)} == found


def test_a_pilot_is_another_scope_than_the_fleet() -> None:
    """Vehicles of a pilot are marked, those of the fleet are not; virtual machines are no users."""
    assert [fact.subject for fact in facts_of("The pilot runs in 9 trucks.", "users")] == ["trucks (pilot)"]
    assert [fact.subject for fact in facts_of("The haulier owns 140 trucks.", "users")] == ["trucks"]
    assert facts_of("The hall has 34 virtual machines.", "users") == []
    assert facts_of("The contract covers 34 virtual machines and 38 TB of storage.", "data_volume") == []
    assert facts_of("The shop has 900 orders in 300 customer accounts.", "users") == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Die Aufbewahrung beträgt 35 Tage.", ""),
        ("# 4 Datensicherung\nDie Aufbewahrung beträgt 35 Tage.", "Datensicherung"),
        ("# 4 Access\nThe record is kept for 8 years.", ""),
        ("Call recordings are kept for 90 days.", "call recordings"),
        ("The retention period for payslips is 10 years.", "payslips"),
        ("Cash registers keep receipts for 5 days.", "receipts"),
        ("Wir bewahren Lieferscheine mindestens 6 Jahre auf.", "lieferscheine"),
    ],
)
def test_retention_says_what_is_kept(text: str, what: str) -> None:
    """What is kept is neither the word for keeping nor the one who keeps it."""
    found = facts_of(text, "retention", "policy")
    assert [fact.slots["what"] for fact in found] == ([what] if found else [])
    assert found or text.startswith("Wir")


def test_a_window_is_the_same_in_two_languages() -> None:
    """Sunday and Sonntag are one day; a penetration test is no rhythm of releases."""
    english = facts_of("The maintenance window is every Sunday from 02:00 to 06:00.", "window")
    german = facts_of("Das Wartungsfenster liegt sonntags von 02:00 bis 06:00 Uhr.", "window")
    assert [fact.slots for fact in english] == [fact.slots for fact in german]
    assert english[0].slots["days"] == "sunday"
    habits = facts_of("Before each release an outside firm runs a penetration test once a year.", "practice")
    assert [fact.slots["name"] for fact in habits] == ["testing"]


def test_an_interface_list_names_systems_and_no_protocols() -> None:
    """A cell with several systems gives each of them; formats and protocols are never systems."""
    table = (
        "| Interface | From | To | Protocol |\n|---|---|---|---|\n"
        "| Stock | SAP ECC, Siebel and Salesforce | Shop | IDoc |\n| Files | SFTP | Payroll | SFTP |"
    )
    systems: set[Any] = {fact.slots["system"] for fact in facts_of(table, "integration")}
    assert systems == {"SAP ECC", "Siebel", "Salesforce", "Shop", "Payroll"}
    assert facts_of("Orders are exchanged with EDIFACT and IDoc.", "integration") == []


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("While the project cost is non-negotiable, the client may move funds.", False),
        ("The budget is non-negotiable.", True),
        ("Accounting records shall include the date of each disclosure.", False),
        ("Medical records shall be encrypted at rest.", True),
        ("Every record for which the agency pays or must measure services is listed.", False),
        ("Invoices shall be paid within 30 days, and payments must be made by bank transfer.", False),
        ("Applications must be received by 5 pm on 3 May 2027.", False),
        ("Stock must be counted every evening.", False),
        ("Devices must be returned when an employee leaves.", False),
        ("Records must be available for inspection by the auditor.", False),
        ("Messages must be received within 2 seconds.", True),
        ("Stock must be available in the shop within 5 minutes.", True),
        ("Records must be available in two regions.", True),
        ("Customer data must be returned to us in an open format when the contract ends.", True),
        ("Every record that must be archived is stored twice.", True),
    ],
)
def test_only_what_binds_the_system_is_hard(text: str, hard: bool) -> None:
    """Concessions, bookkeeping and clauses about somebody else bind nothing."""
    found = [fact for fact in EXTRACTOR.extract(document_of(text, doc_type="brief"), "d1") if fact.hard]
    assert bool(found) is hard


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("| Item | Cost per month |\n|---|---|\n| Mail gateway | 140 EUR |", "cost", [140.0]),
        ("| Outil | Coût annuel | Décision |\n|---|---|---|\n| Agenda | 9 800 € | arrêter |", "cost", [9800.0]),
        ("| Akte | Löschfrist |\n|---|---|\n| Belege | 10 Jahre |", "retention", [10.0]),
        ("| System | Link | Load |\n|---|---|---|\n| Till | MQ | 90 sales orders per day |", "throughput", [0.001042]),
    ],
)
def test_a_table_is_read_by_its_headers(text: str, kind: str, values: list[float]) -> None:
    """One header that says what it measures is enough; a load is read however short its cell is."""
    assert [fact.value for fact in facts_of(text, kind)] == values


def test_a_part_of_a_sum_is_not_another_sum() -> None:
    """The whole is the budget; what it consists of is no second opinion."""
    text = "The budget is EUR 600,000. Of this, EUR 90,000 is reserved for licences."
    assert [fact.value for fact in facts_of(text, "budget")] == [600000.0]


def test_what_a_sum_leaves_out_is_no_scope() -> None:
    """A budget without staff says nothing of what is built; a release without an app does."""
    said = "That includes hosting and support contracts; it does not include our own people."
    assert facts_of(said, "exclusion") == []
    assert facts_of("The first release covers invoicing; it does not include the mobile app.", "exclusion")


MUSTS = """# Concept

{line}

1. Losing one machine loses no order.
2. The book of a race is in memory. There is no room for a database in that.
3. 99.95 percent.

We like cake.
"""


@pytest.mark.parametrize(
    "line", ["Musts", "What the matching has to do:", "**Conditions agreed**", "Was der Knoten leisten muss:", "## Zusagen"]
)
def test_what_stands_under_musts_binds(line: str) -> None:
    """Every item is hard, however it is worded; what explains it, and what follows the list, is not."""
    text = MUSTS.format(line=line)
    assert [(fact.statement, fact.hard) for fact in facts_of(text, "constraint")] == [
        ("Losing one machine loses no order.", True),
        ("The book of a race is in memory. There is no room for a database in that.", True),
    ]
    assert [(fact.value, fact.hard) for fact in facts_of(text, "availability")] == [(99.95, True)]
    assert facts_of(MUSTS.format(line="Notes of the day"), "constraint") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("No bag may be loaded whose passenger is not on board.", True),
        ("Each reading must count once.", True),
        ("It must be possible to say which scenes made a chart.", True),
        ("Keine Nachricht darf verloren gehen.", True),
        ("Une machine ne peut pas être promise à deux chantiers.", True),
        ("El cupón no puede usarse dos veces.", True),
        ("Uma nota não pode ser emitida duas vezes.", True),
        ("The chair must sign the minutes.", False),
        ("No employee may be late.", False),
        ("They must be joking.", False),
    ],
)
def test_a_must_on_a_thing_of_the_trade_is_a_constraint(text: str, found: bool) -> None:
    """What has to stay true of bags, charts or messages counts, though no list knows them; duties of people do not."""
    assert [fact.hard for fact in facts_of(text, "constraint")] == ([False] if found else [])


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("3.4 million dollars approved, running 38,000 a month.", [(3400000, "total"), (38000, "month")]),
        ("Enveloppe : 4,2 millions d'euros, puis 35 000 euros par mois.", [(4200000, "total"), (35000, "month")]),
        ("Geld: 3,8 Mio. Euro bis Ende 2028.", [(3800000, "total")]),
        ("The budget is EUR 300,000 per year.", [(300000, "year")]),
        ("The budget is EUR 300,000 for 12 people.", [(300000, "total")]),
    ],
)
def test_each_amount_has_its_own_period(text: str, amounts: list[tuple[float, str]]) -> None:
    """The month of the second amount is none of the first."""
    assert [(fact.value, fact.slots["period"]) for fact in facts_of(text, "budget")] == amounts


def test_parts_of_a_whole_are_shares() -> None:
    """What a product covers, and how far a failure may reach."""
    assert [one.value for one in facts_of("Evergrave meets 41 of the 44 points.", "practice")] == [0.9318]
    assert [one.value for one in facts_of("An outage must not affect more than 20 % of the depots.", "practice")] == [0.2]


def test_an_expected_load_is_planned() -> None:
    """What is measured is current; what somebody expects is planned."""
    assert [str(fact.time) for fact in facts_of("We expect 900 concurrent visitors.", "concurrency")] == ["planned"]
    assert [str(fact.time) for fact in facts_of("We see 900 concurrent visitors.", "concurrency")] == ["current"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SQL we manage, of containers nobody knows anything.", {("SQL", True), ("containers", False)}),
        ("The team is strong on Linux and weak on APIs.", {("Linux", True), ("APIs", False)}),
        ("Mit SQL tut sich der Kevin leicht, Docker kann im Haus niemand.", {("SQL", True), ("Docker", False)}),
        ("En SQL on se défend ; des conteneurs, personne n'en a vu tourner.", {("SQL", True), ("containers", False)}),
        ("Nadie en la casa sabe de Linux.", {("Linux", False)}),
        ("Linux ok, GIS thin, DevOps nil.", {("Linux", True), ("GIS", False), ("DevOps", False)}),
        ("Bidders must be fluent in SQL.", set()),
    ],
)
def test_what_is_known_is_told_part_by_part(text: str, found: set[tuple[str, bool]]) -> None:
    """Each part of a sentence says of its own skills whether somebody has them, products or not."""
    assert {(fact.value, fact.polarity) for fact in facts_of(text, "skill")} == found


@pytest.mark.parametrize(
    ("remark", "found"),
    [
        ("sheet locks when two people open it", True),
        ("Quellcode kennt nur Hr. Falk", True),
        ("la restauration n'a jamais été essayée", True),
        ("solo la conoce una persona", True),
        ("ninguém a atualiza", True),
        ("not in scope of the project", False),
        ("stays as it is", False),
    ],
)
def test_a_remark_beside_a_system_tells_what_is_wrong(remark: str, found: bool) -> None:
    """In the list of systems a few words are enough; elsewhere they are not."""
    row = f"| System | Owner | Users | Remarks |\n|---|---|---|---|\n| Loom | Anna | 12 | {remark} |"
    assert bool(facts_of(row, "risk")) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The shop has to carry 9,000 concurrent visitors in a campaign.", True),
        ("Scanned identity documents must be deleted 90 days after the account has been opened.", True),
        ("The shop carried 9,000 concurrent visitors in a campaign.", False),
        ("The supplier must sign the annex.", False),
    ],
)
def test_a_must_on_what_is_measured_is_a_constraint(text: str, found: bool) -> None:
    """Whoever or whatever its subject is: what a value is asked for can be checked."""
    assert bool(facts_of(text, "constraint")) is found


def test_one_habit_is_read_once() -> None:
    """A rule that stands back reads nothing where another one has read a habit in the clause."""
    assert len(facts_of("Support is available 24/7 by telephone, day and night.", "practice")) == 1


def test_a_phrase_hides_no_other_one() -> None:
    """Words that bring a rule into play are found inside and across longer phrases of other rules."""
    assert facts_of("Die Videothek und die Kopfstelle gehören nicht zum Umfang.", "exclusion")
    assert facts_of("Stock control in the chandlery is not covered by this procurement.", "exclusion")
