"""Types and dates of documents, from what they say of themselves."""

import pytest

from rag.ingest.reader import read_document


@pytest.mark.parametrize(
    ("name", "content", "doc_type"),
    [
        ("Hosting-Contract_2024.md", "# Hosting agreement\n\nBetween the parties", "contract"),
        ("Rahmenvertrag.md", "# Rahmenvertrag\n\nzwischen den Vertragsparteien", "contract"),
        ("dr-policy.md", "# Disaster recovery policy\n\nThis applies to all staff.", "policy"),
        ("IT-Richtlinie.txt", "Geltungsbereich: alle", "policy"),
        ("wiki/ops/orders_runbook.md", "# Restart the orders service", "runbook"),
        ("Betriebshandbuch ERP.md", "# Betriebshandbuch", "runbook"),
        ("minutes-03.md", "# Steering committee\n\nAttendees: A, B\n\nAction items: none", "minutes"),
        ("Protokoll_2025-02-03.txt", "Teilnehmer: A, B\nTagesordnung", "minutes"),
        ("rfp.md", "# Request for proposals\n\nOfferors must", "brief"),
        ("Lastenheft.md", "# Lastenheft\n\nAnforderungen", "brief"),
        ("system-inventory.csv", "System,Owner,Vendor\nERP,A,SAP\n", "inventory"),
        ("Systemlandschaft.md", "# Systemlandschaft\n\nKomponenten", "architecture"),
        ("brochure.md", "# Product brochure\n\nThe leading provider of seamless things", "marketing"),
        ("thread.txt", "From: A\nSent: Monday\nTo: B\nSubject: ERP\n\nKind regards", "mail"),
        ("notes.md", "# Thoughts\n\nNothing special here.", "other"),
        ("README.md", "# The project\n\n## Requirements\n\nPython 3.11", "other"),
    ],
)
def test_type(name: str, content: str, doc_type: str) -> None:
    """Names, titles and first lines tell the type, in English and German; in doubt it is other."""
    assert read_document(name, content.encode()).doc_type == doc_type


@pytest.mark.parametrize(
    ("name", "content", "dated"),
    [
        ("a.md", "# Policy\n\nVersion 2.1, 12 March 2025\n\nSince 2019 we run Oracle.", "2025-03-12"),
        ("a.md", "# Policy\n\nStand: 03.02.2024", "2024-02-03"),
        ("a.md", "# Policy\n\nLast updated on May 5th, 2023.", "2023-05-05"),
        ("a.md", "# Policy\n\nEffective from 2026-01-01", "2026-01-01"),
        ("a.md", "# Richtlinie\n\nin Kraft seit 1. Oktober 2022", "2022-10-01"),
        ("a.md", "# Policy\n\nAs of Q4 the contract ends on 31 December 2027.", ""),
        ("a.md", "# Policy\n\nDate: 03/04/2025", ""),
        ("a.md", "# Policy\n\nDate: 03/24/2025", "2025-03-24"),
        ("minutes-2025-02-03.md", "# Minutes\n\nText", "2025-02-03"),
        ("20240115_minutes.md", "# Minutes\n\nText", "2024-01-15"),
        ("a.md", "# Report\n\nDecember 18, 2017\n\nText", "2017-12-18"),
        ("a.md", "# Plan\n\nThe contract was signed on 4 May 2020 by both.", ""),
    ],
)
def test_date(name: str, content: str, dated: str) -> None:
    """The date is the one that the document gives itself, else its name's; an ambiguous or unrelated date is none."""
    assert read_document(name, content.encode()).dated == dated
