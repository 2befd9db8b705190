"""Rows of tables of requirements are asked for as much as the table says: by words, by letters or by marks in columns."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Modality
from tests.extract.documents import document_of

_ROW = 1  # after the header


def facts_of(text: str, kind: str = "constraint") -> list[Fact]:
    """The facts of one kind."""
    return [fact for fact in own_extractor().extract(document_of(text), "d") if fact.kind == kind]


def table(header: str, *rows: str) -> str:
    """A table of Markdown."""
    return "\n".join([header, "|---" * (header.count("|") - 1) + "|", *rows])


@pytest.mark.parametrize(
    ("header", "row", "modality"),
    [
        (
            "| No | Requirement | Priority | Fit | Comment |",
            "| 1 | Traceability of each wheel | Must | Gap | on paper |",
            Modality.MUST,
        ),
        ("| No | Requirement | Priority | Fit |", "| 2 | Offline entry in the cellar | Should | Custom |", Modality.SHOULD),
        ("| ID | Anforderung | M/S/K |", "| A02 | Auswertung der Standzeiten je Fahrzeug | S |", Modality.SHOULD),
        (
            "| Réf. | Exigence | Obligatoire / souhaité |",
            "| E1 | Hébergement en France | obligatoire |",
            Modality.MUST,
        ),
        ("| Funktion | Muss | Soll | Kann |", "| Mandantenfähigkeit | X | - | - |", Modality.MUST),
        ("| Requisito | Obligatorio | Deseable |", "| Aplicación para los choferes | - | X |", Modality.SHOULD),
        ("| Item | Requisito | Tipo |", "| RF-02 | Painel de vendas por loja | Desejável |", Modality.SHOULD),
        ("| No. | The System shall | |", "| C-05 | offer warnings in Spanish as well | M |", Modality.MUST),
    ],
)
def test_a_row_takes_its_priority(header: str, row: str, modality: Modality) -> None:
    """In five languages; the row is quoted whole, and a must is hard."""
    (fact,) = facts_of(table(header, row))
    assert (fact.modality, fact.hard) == (modality, modality is Modality.MUST)
    assert fact.citation.quote == row


def test_what_a_row_of_fit_and_gap_says_is_told_beside() -> None:
    """Whether the product that is bought does it by itself."""
    (fact,) = facts_of(table("| Requirement | Priority | Fit |", "| Two languages | Must | Custom |"))
    assert fact.slots["fit"] == "custom"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("| Task | Must | Owner |", "| Call the plumber | x | Ben |"),
        ("| ID | Requirement | Priority |", "| A03 | Birthday greetings to customers | Could |"),
        ("| ID | Requirement | MoSCoW |", "| A04 | Chat between drivers | W |"),
        ("| Parameter | Meaning | Required |", "| port | number of the port | yes |"),
        ("| Risk | Likelihood | Rating |", "| The barn burns down | high | high |"),
    ],
)
def test_other_tables_ask_for_nothing(header: str, row: str) -> None:
    """Lists of tasks, optional rows, what is not wanted now, tables of parameters and of risks."""
    assert not facts_of(table(header, row))


def test_what_is_not_wanted_now_is_left_out() -> None:
    """“W” of must, should, could, won't."""
    (fact,) = facts_of(table("| ID | Requirement | MoSCoW |", "| A04 | Chat between drivers | W |"), "exclusion")
    assert fact.value == "chat between drivers"
