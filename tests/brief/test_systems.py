"""Systems of today: one row, one system, under the name that it has."""

from rag.brief.brief import AnswerRecord, Brief, Status
from rag.brief.reconcile import reconcile
from rag.extract.extract import own_extractor
from rag.knowledge.brief_fields import load_brief_knowledge
from tests.extract.documents import document_of

LIST = """\
# What runs where

| piece | with | squad | state |
|---|---|---|---|
| alerts | Kotlin | Customers | stays |
| SAP S/4 | bought | Finance | stays, do not touch |

The bookings are sent to SAP every night.

## Old

Readings are kept for 14 days.
"""


def brief_of(text: str) -> Brief:
    """The Brief of one paper."""
    facts = own_extractor().extract(document_of(text, "wiki.md", dated="2026-11-01"), "wiki.md")
    return reconcile(facts, [], "2026-11-30", load_brief_knowledge())


def test_what_a_row_says_is_of_the_system_of_the_row() -> None:
    """However its first cell writes the product's name; what is written in a language is the company's own."""
    systems = {system.name: system for system in brief_of(LIST).systems}
    sap, alerts = systems["SAP S/4HANA"], systems["alerts"]
    assert (sap.disposition, sap.owner, sap.category) == ("keep", "Finance", "erp")
    assert (alerts.technology, alerts.category, alerts.owner) == ("Kotlin", "own", "Customers")


def test_a_short_name_is_the_system_that_begins_with_it() -> None:
    """Where one SAP is there, “SAP” is it; of two it stays what it is called."""
    assert [one.system for one in brief_of(LIST).integrations] == ["SAP S/4HANA"]
    two = LIST.replace("| alerts | Kotlin |", "| SAP BW | SAP BW |")
    assert [one.system for one in brief_of(two).integrations] == ["SAP"]


def test_what_stands_below_old_is_over() -> None:
    """A heading takes back what stands below it, and a line through a sentence does."""
    assert brief_of(LIST).fields["data.retention"].status is Status.UNKNOWN
    assert brief_of("~~Readings are kept for 14 days.~~").fields["data.retention"].status is Status.UNKNOWN
    assert brief_of("Readings are kept for 14 days.").fields["data.retention"].status is Status.DOCUMENTED


def test_a_support_date_beside_the_product_wins_over_the_table() -> None:
    """An edition has dates of its own, and so has what a paper says itself; the plain product has those of the table."""

    def ends(text: str) -> list[tuple[str, str]]:
        return [(system.name, system.support_end) for system in brief_of(text).systems]

    assert ends("The press runs on Windows 10.") == [("Windows 10", "2025-10-14")]
    assert ends("The press runs on Windows 10 IoT LTSC 2021.") == [("Windows 10", "")]
    assert ends("The press runs on Windows 10 IoT LTSC 2021 (support until January 2032).") == [("Windows 10", "2032-01-31")]
    (system,) = brief_of("The press runs on Windows 10. Support of Windows 10 ends on 31 March 2027.").systems
    assert system.support_end == "2027-03-31"
    assert "the table says 2025-10-14" in system.support_note


def test_a_system_that_only_an_answer_names_has_its_technology_and_its_fate() -> None:
    """Its name and technology from the one answer, what becomes of it from another."""
    size = {"legacy.incumbent": {"size": 0.75, "forced": False}, "legacy.system": {"name": "Kappura", "technology": "PHP"}}
    said = AnswerRecord(question="Q38", text="Kappura, PHP, 2009, 800,000 lines", values=size)
    fate = AnswerRecord(question="Q33", text="keep", subject="Kappura", values={"legacy.disposition": "keep"})
    (system,) = reconcile([], [said, fate], "2026-11-30", load_brief_knowledge()).systems
    assert (system.name, system.technology, system.disposition) == ("Kappura", "PHP", "keep")
    assert [one.question for one in system.provenance] == ["Q38"]


def test_sheets_and_paper_in_the_place_of_a_system_are_systems_of_today() -> None:
    """So that nobody is told that there is none."""
    names = {system.name for system in brief_of("Everything is in three Excel sheets. Orders are noted in a notebook.").systems}
    assert names == {"Excel", "notebook"}
