"""A list under a line that asks, refuses or wishes: each item counts for itself, also within a paragraph."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Modality
from rag.extract.listed import list_marks
from tests.extract.documents import document_of

_ORDINALS = (("erstens", "zweitens", "drittens"),)


def facts_of(text: str) -> list[Fact]:
    """The constraints."""
    return [fact for fact in own_extractor().extract(document_of(text), "d") if fact.kind == "constraint"]


@pytest.mark.parametrize(
    ("text", "modality", "quotes"),
    [
        (
            "Our conditions are: 1. No data leaves the island. 2. The till works when the line is down.",
            None,
            ["No data leaves the island.", "The till works when the line is down."],
        ),
        (
            "Wir bestehen auf folgenden Punkten:\n\na) Betrieb in Österreich\n\nb) Daten vollständig exportierbar",
            Modality.MUST,
            ["Betrieb in Österreich", "Daten vollständig exportierbar"],
        ),
        (
            "Nous posons deux conditions : (a) la caisse fonctionne sans réseau ; (b) les données restent ici.",
            Modality.MUST,
            ["la caisse fonctionne sans réseau", "les données restent ici."],
        ),
        (
            "Nuestras condiciones son: primero, el sistema funciona sin conexión; segundo, los datos quedan aquí.",
            Modality.MUST,
            ["primero, el sistema funciona sin conexión", "segundo, los datos quedan aquí."],
        ),
        (
            "O que não aceitamos:\n\n- Dados de pacientes fora do país\n- Contratos de mais de dois anos",
            Modality.MUST_NOT,
            ["Dados de pacientes fora do país", "Contratos de mais de dois anos"],
        ),
        (
            "We would be glad of these, but can live without:\n\n- A map of all machines\n- A photo with each fault report",
            Modality.SHOULD,
            ["A map of all machines", "A photo with each fault report"],
        ),
    ],
)
def test_items_take_the_force_of_the_line_above(text: str, modality: Modality | None, quotes: list[str]) -> None:
    """Binding, refused or wished, quoted each for itself; a wish is never hard."""
    facts = facts_of(text)
    assert [fact.citation.quote.removeprefix("a) ").removeprefix("b) ") for fact in facts] == quotes
    assert modality is None or {fact.modality for fact in facts} == {modality}
    assert all(fact.hard == (modality is not Modality.SHOULD) for fact in facts)


@pytest.mark.parametrize(
    "text",
    [
        "Agenda:\n\n- Welcome by the chair\n- Report of the treasurer",
        "We visited three suppliers: 1. Alpha has no offline mode. 2. Beta runs in Ireland.",
        "The supplier's conditions are in Annex 3: 1. payment in advance; 2. no refunds.",
        "Weather conditions: 1. rain on Monday. 2. snow on Tuesday.",
    ],
)
def test_other_lists_ask_for_nothing(text: str) -> None:
    """Agendas, what others say, and lists below a line that tells."""
    assert not facts_of(text)


def test_marks_have_to_count_on() -> None:
    """From the first one; a number in a sentence is none."""
    assert [mark["word"] for mark in list_marks("Es gilt: Erstens dies. Zweitens das.", _ORDINALS)] == ["Erstens", "Zweitens"]
    assert not list_marks("Room 3) is free, room 7) is not.", _ORDINALS)
    assert not list_marks("(i) one only.", _ORDINALS)
