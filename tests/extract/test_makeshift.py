"""What today's work is kept in where no program was made for it is a system of today, with its sort."""

import pytest

from rag.extract.extract import own_extractor
from tests.extract.documents import document_of


def systems(text: str) -> list[tuple[object, object]]:
    """Name and sort of each system of today."""
    facts = own_extractor().extract(document_of(text), "d")
    return [(fact.value, fact.slots.get("medium")) for fact in facts if fact.kind == "makeshift"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Everything is in three Excel sheets on Maria's laptop.", [("Excel", "spreadsheet")]),
        (
            "We run the co-op from a shared mailbox and a whiteboard.",
            [("shared mailbox", "shared mailbox"), ("whiteboard", "board")],
        ),
        ("Current system: index cards.", [("index cards", "paper")]),
        ("Die Schichten werden in einer WhatsApp-Gruppe getauscht.", [("WhatsApp", "group chat")]),
        ("Die Aufträge stehen in einer Access-Datei.", [("Access-Datei", "file database")]),
        ("Les réservations sont notées dans un cahier.", [("cahier", "paper")]),
        ("Los pedidos llegan por WhatsApp y se anotan en una libreta.", [("WhatsApp", "group chat"), ("libreta", "paper")]),
        ("O controle de estoque é feito em planilhas.", [("planilhas", "spreadsheet")]),
    ],
)
def test_it_is_read_with_its_sort(text: str, found: list[tuple[object, object]]) -> None:
    """In five languages."""
    assert systems(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The report can be exported to Excel.",
        "The new system must send confirmations by WhatsApp.",
        "Please sign the paper form and send it back.",
        "Prices are in the attached spreadsheet.",
        "The plan looks good on paper.",
        "Früher wurden die Aufträge auf Zetteln geführt.",
    ],
)
def test_what_is_to_come_or_only_sent_is_none(text: str) -> None:
    """Nor what was so once."""
    assert not systems(text)
