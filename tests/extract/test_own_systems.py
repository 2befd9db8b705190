"""Names of a company's own systems: known wherever they stand once introduced, and no other capitals taken for one."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from tests.extract.documents import document_of


def facts_of(text: str) -> tuple[Fact, ...]:
    """What is read from a paper."""
    return own_extractor().extract(document_of(text), "d1")


def systems_in(text: str) -> set[str]:
    """The systems of today that are read."""
    return {str(fact.value) for fact in facts_of(text) if fact.kind == "legacy_system"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orders live in Halden, our warehouse management system. Halden is slow on Mondays.", "Halden"),
        ("The claims engine, known locally as TallyBox, answers agents.", "TallyBox"),
        ("KESTRA runs on a server in the cellar.", "KESTRA"),
        ("Unser Fachverfahren OKULA wird von zwei Leuten gepflegt.", "OKULA"),
        ("Notre logiciel Sirocco tourne encore sous Windows.", "Sirocco"),
        ("El sistema ALBA recibe los pedidos.", "ALBA"),
        ("The Master Person Index (MPX) holds all names.", "MPX"),
        ("Every night an export to VEGA2 is written.", "VEGA2"),
        ("Tout tient dans un seul livrable, TUILE (Java, 2009, 690 000 lignes).", "TUILE"),
        ("The books are and remain in **Kontor** (our back office on Oracle).", "Kontor"),
        ("PRIMOR reste jusqu'en 2031.", "PRIMOR"),
        ("One thing after another leaves the Brick (Ruby on Rails, 2013).", "Brick"),
    ],
)
def test_a_system_that_is_introduced_is_read(text: str, name: str) -> None:
    """However it is introduced, the name is a system of today."""
    assert name in systems_in(text)


def test_a_name_from_an_inventory_is_known_in_prose() -> None:
    """What a table lists as a system is the other end of an interface in the sentences below it."""
    table = (
        "| System | Owner | Basis |\n|---|---|---|\n| Halden | Sales | Java 8 |\n\nInvoices are sent to Halden every night.\n"
    )
    found = [fact for fact in facts_of(table) if fact.kind == "integration"]
    assert [fact.value for fact in found] == ["Halden"]


def test_people_call_a_known_product_by_its_last_word() -> None:
    """A short name that only one product has is that product."""
    found = facts_of("| System | Owner |\n|---|---|\n| NAV | Sales |\n\nOrders are sent to NAV every 15 minutes.\n")
    assert [fact.value for fact in found if fact.kind == "integration"] == ["Dynamics NAV"]


def test_a_system_is_told_with_what_it_is_made_of() -> None:
    """What stands in brackets behind the name of a system is its technology, and not a second system that stays."""
    found = facts_of("PRIMOR (AS/400) reste jusqu'en 2031 et personne n'y touche.")
    assert [fact.slots.get("technology") for fact in found if fact.kind == "legacy_system"] == ["IBM i"]
    assert [(fact.subject, fact.value) for fact in found if fact.kind == "disposition"] == [("PRIMOR", "keep")]
    assert not [fact for fact in found if fact.kind == "skill"]


def test_a_contract_is_that_of_the_party_named_with_it() -> None:
    """The product that is praised in the same sentence does not end with it."""
    found = facts_of("Oracle 19c is dear - the Oracle contract ends 30 June 2028, and PostgreSQL is fine.")
    assert [(fact.subject, fact.value) for fact in found if fact.kind == "contract_end"] == [("Oracle Database", "2028-06-30")]


@pytest.mark.parametrize(
    "text",
    [
        "We look for a new platform called KESTRA.",
        "The Department of Public Works (DPW) runs on a tight budget.",
        "The finance system is old. Finance is our main system user.",
        "Our IT systems and the RTO database are described in the annex.",
        "The PostgreSQL database is our main database.",
    ],
)
def test_other_capitals_are_no_systems(text: str) -> None:
    """What is still to come, an authority, an abbreviation of the trade and a product are not taken for the company's own."""
    assert not {fact.rule for fact in facts_of(text)} & {"K13-own"}
