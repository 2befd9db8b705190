"""Contradictions across subjects and kinds are shown, and statements about different cases are left in peace."""

import pytest

from rag.brief.brief import Conflict
from rag.brief.reconcile import reconcile
from rag.knowledge.brief_fields import load_brief_knowledge
from tests.brief.test_reconcile import AS_OF, facts_of

KNOWLEDGE = load_brief_knowledge()


def conflicts_of(left: str, right: str) -> tuple[Conflict, ...]:
    """The contradictions between a policy and a runbook of the same month."""
    facts = [*facts_of(left, "policy.md", "policy"), *facts_of(right, "runbook.md", "runbook", "2026-06-20")]
    return reconcile(facts, [], AS_OF, KNOWLEDGE).conflicts


@pytest.mark.parametrize(
    ("left", "right", "path"),
    [
        ("Delivery notes are kept for 10 years.", "Delivery notes are kept for 6 years in the store.", "data.retention"),
        (
            "The maintenance contract for the till software ends on 31 March 2029.",
            "The contract for the tills ends on 30 June 2027.",
            "legacy.contract_end",
        ),
        ("Gift cards are out of scope.", "The portal must support gift cards in every country.", "scope.out"),
        ("PCI DSS is not in scope.", "The PCI DSS standard applies to the tills.", "reg.regimes"),
        (
            "The loyalty portal has 40,000 registered customers.",
            "The loyalty portal has 22,000 registered customers.",
            "users.segments",
        ),
        (
            "Payroll data must not be stored in a public cloud.",
            "The payroll database is hosted on Amazon RDS.",
            "host.forbidden",
        ),
        ("Billing runs on Oracle Database 19c.", "Billing runs on Oracle Database 12.1.", "legacy"),
        ("Our team has 19 people.", "The team counts 27 persons.", "team.by_role"),
        (
            "The dispatch desk must be supported 24x7.",
            "The supplier repairs faults of the dispatch desk on working days from 08:00 to 17:00.",
            "rel.support_hours",
        ),
        (
            "The laboratory system may lose no more than 5 minutes of data.",
            "The laboratory system is backed up every 6 hours; up to 6 hours of results can be lost.",
            "rel.rpo",
        ),
        (
            "The AS/400 stays in place as the system of record.",
            "The AS/400 is switched off at the end of 2028.",
            "legacy.disposition",
        ),
        (
            "Patient data may not leave the EU.",
            "The provider processes patient letters in data centres in Austin, USA.",
            "data.residency",
        ),
        (
            "Messdaten dürfen das eigene Rechenzentrum nicht verlassen.",
            "Die Messdaten werden in Azure gespeichert.",
            "data.residency",
        ),
        (
            "Zählerstände werden alle 15 Minuten übernommen.",
            "Die Übernahme der Zählerstände läuft einmal täglich.",
            "rpt.freshness",
        ),
        (
            "Die Anwendung soll am 1. Mai 2027 in allen Filialen laufen.",
            "Wir gehen erst im Oktober 2027 live.",
            "time.first_release",
        ),
        (
            "Prüfungsergebnisse werden fünf Jahre aufbewahrt.",
            "Prüfungsergebnisse bleiben fünfzig Jahre im Archivsystem.",
            "data.retention",
        ),
        ("2.3 Die Patientenakte ist 30 Jahre aufzubewahren.", "Medical records are kept for 10 years.", "data.retention"),
        (
            "Raw positions are kept for 12 months.",
            "The carrier shall delete position data 90 days after delivery.",
            "data.retention",
        ),
        ("L'équipe compte 25 personnes.", "The team has 19 people, not counting the agency.", "team.by_role"),
        (
            "The carrier gateway accepts at most 50 requests per second.",
            "We call the carrier gateway with up to 400 requests per second.",
            "int.limits",
        ),
        ("Working offline is out of scope.", "The warehouse app must work without a network connection.", "scope.out"),
        ("Rechnungen werden 10 Jahre aufbewahrt.", "Invoices are kept for 6 years.", "data.retention"),
        ("As gravações guardam-se para sempre.", "As gravações são apagadas 18 meses depois.", "data.retention"),
        ("Preuve de pesée : date et heure. Conservée huit ans.", "Les preuves se conservent cinq ans.", "data.retention"),
        ("Die Prüfbilder bleiben zwölf Jahre im Archiv.", "Prüfbilder werden nach 2 Jahren gelöscht.", "data.retention"),
        ("Customer data must stay in France.", "Customer data must stay in Germany.", "data.residency"),
        ("The budget for the shop is 450,000 EUR.", "The budget for the shop is 300,000 EUR.", "budget.total"),
        ("We deploy weekly by script.", "We deploy monthly by script.", "ops.deploy_frequency"),
        ("The shop must be available 99.9 % per month.", "The shop shall be available 99.5 % per month.", "rel.slo"),
        (
            "The master for article data is Dynamics NAV.",
            "The master for article data is Salesforce.",
            "data.sources_of_truth",
        ),
        (
            "The broker was sized for 80 orders per minute at peak.",
            "Peak load is 300 orders per minute.",
            "scale.rps_peak",
        ),
        ("Use of Dropbox is forbidden.", "Agreed: the plans will be shared on Dropbox.", "stack.mandated"),
        ("New services are written in Kotlin.", "We agreed to write the loans service in PHP.", "stack.mandated"),
        (
            "O aplicativo entra em produção em 1º de abril de 2027.",
            "O aplicativo só entra em produção em dezembro de 2027.",
            "time.deadlines",
        ),
        (
            "The register must never be offline for longer than two hours.",
            "In a disaster the provider restores the register within 16 hours.",
            "rel.rto",
        ),
        ("Bookings may be lost for at most two minutes.", "The bookings database is dumped every four hours.", "rel.rpo"),
    ],
)
def test_what_contradicts_is_shown(left: str, right: str, path: str) -> None:
    """Two statements about one thing that differ are one contradiction, with both places and a question."""
    found = [one for one in conflicts_of(left, right) if one.field == path]
    assert len(found) == 1
    assert len(found[0].fact_ids) == 2
    assert found[0].question


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Peak load of the shop is 300 orders per minute.", "Peak load of the till is 90 orders per minute."),
        ("Kotlin is mandated for new services.", "The old billing is written in Java."),
        ("The old register is switched off on 31 December 2027.", "The new register must be ready by 1 June 2027."),
        ("The pilot of the register starts on 1 March 2027.", "The register goes live in all towns on 1 October 2027."),
        ("In 2022 the portal had 2,100 registered users.", "The portal has 4,200 registered users."),
        ("No more than 15 minutes of bookings may be lost.", "The test system is backed up every night."),
        ("On 3 August 740 people were logged on together.", "The portal must carry 1,200 concurrent users."),
        ("Delivery notes are kept for 10 years.", "Temporary copies of delivery notes are deleted after 30 days."),
        ("Delivery notes are kept for 10 years.", "Access logs are kept for 18 months."),
        ("In plant 1 there are 120 machines.", "In plant 2 there are 45 machines."),
        ("Quoting runs on Java 17.", "Billing runs on Java 21."),
        ("The billing portal shall be available 99.9 % per month.", "The billing portal was available 99.7 % last month."),
        ("Today 38,000 trackers are live.", "We plan with 60,000 trackers."),
        ("Our team has 19 people.", "The support team has 5 people."),
        (
            "The dispatch desk must be supported 24x7.",
            "The supplier repairs faults of the lifts on working days from 08:00 to 17:00.",
        ),
        ("The laboratory system may lose no more than 5 minutes of data.", "Up to 6 hours of orders can be lost."),
        ("The AS/400 stays in place as the system of record.", "The boiler is switched off at the end of 2028."),
        ("Patient data may not leave the EU.", "The provider processes patient letters in data centres in Dublin, Ireland."),
        ("Messdaten dürfen das eigene Rechenzentrum nicht verlassen.", "Die Rechnungen werden in Azure gespeichert."),
        ("Zählerstände werden alle 15 Minuten übernommen.", "Die Übernahme der Rechnungen läuft einmal täglich."),
        ("2.3 Die Patientenakte ist 30 Jahre aufzubewahren.", "X-rays are kept for 10 years."),
        ("Our team has 19 people.", "In 2029 the team will have 30 people."),
        (
            "The carrier gateway accepts at most 50 requests per second.",
            "We call the carrier gateway with up to 40 requests per second.",
        ),
        ("Working offline is out of scope.", "The warehouse app must print labels."),
        ("Rechnungen werden 10 Jahre aufbewahrt.", "Orders are kept for 6 years."),
        ("Customer data must stay in Luxembourg.", "Customer data may not leave the EU."),
        ("Customer data must stay in the EU.", "Customer data must not leave the EEA."),
        ("Customer data must stay on our premises.", "Customer data may not leave Germany."),
        ("Payroll data must stay in France.", "Telemetry data must stay in Germany."),
        ("The budget for the shop is 450,000 EUR.", "The budget is 300,000 EUR for the first quarter."),
        ("The budget for the shop is 450,000 EUR.", "The budget for tablets is 40,000 EUR."),
        ("The hosting budget is at most 350 EUR per month.", "The hosting budget is at most 1,500 USD per month."),
        ("We deploy monthly by script.", "Daily deployments are the aim."),
        ("The shop must be available 99.9 % per month.", "The intranet shall be available 99.5 % per month."),
        (
            "The shop must be available 99.9 % per month.",
            "The shop shall be available 99.5 % of the duration of all events.",
        ),
        ("The availability of the portal must be 99.9 %.", "The availability of the last month, 98.6 %."),
        ("At the storm peak 1,500 events per minute arrive.", "The normal load is 15 events per minute."),
        ("It sends 600 messages per second on average and at the peak 900 messages per second.", "The door is green."),
    ],
)
def test_different_cases_do_not_contradict(left: str, right: str) -> None:
    """Copies, other records, other plants, systems and times, measured values and numbers of one sentence go together."""
    assert conflicts_of(left, right) == ()


def test_a_disagreement_changes_no_field() -> None:
    """What is shown across kinds leaves the values of the Brief as they were."""
    facts = facts_of("PCI DSS is not in scope. PCI DSS applies to the tills.", "a.md", "policy")
    brief = reconcile(facts, [], AS_OF, KNOWLEDGE)
    assert all(one.kind == "cross_field" for one in brief.conflicts)
