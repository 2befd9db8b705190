"""Outside parties that a system exchanges data with are read by the form in which papers name them; persons are not."""

import pytest

from rag.extract.extract import own_extractor
from tests.extract.documents import document_of


def partners_of(text: str) -> list[str]:
    """Who the text says data are exchanged with."""
    return [str(fact.value) for fact in own_extractor().extract(document_of(text), "d") if fact.kind == "integration"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Every customer shall be checked against BetStop at log-in.", "BetStop"),
        ("Toda nota vai para a SEFAZ antes de o cliente sair.", "SEFAZ"),
        ("Meldungen gehen an das BAFA.", "BAFA"),
        ("Les SMS passent par l'agrégateur Jokko, choisi pour les trois opérateurs.", "Jokko"),
        ("La manda nuestro proveedor de emisión (Facturandes) por su API.", "Facturandes"),
        ("KEPHIS gets the certificates every day.", "KEPHIS"),
        ("- un fichier pour Acomba chaque vendredi.", "Acomba"),
        ("Le fichier pour Acomba doit garder ses onze colonnes.", "Acomba"),
        ("19:45 – Datei an Kornwerk (16 Spalten).", "Kornwerk"),
        ('cleared: {from: "KRA customs, SOAP", late: "2 h"}', "KRA"),
    ],
)
def test_a_party_is_read_by_what_goes_to_it(text: str, name: str) -> None:
    """In prose, in five languages, and behind a key."""
    assert partners_of(text) == [name]


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (
            "## Who talks to us\n\n| who | what for | how | how often |\n|---|---|---|---|\n"
            "| BetStop | self-exclusion | REST | each log-in |\n| Banksia Pay | deposits | their page | all day |\n"
            "| phones and browsers | the other half | WebSocket | always |\n",
            ["BetStop", "Banksia Pay"],
        ),
        ("## 4. Les échanges\n\n| Avec | Moyen |\n|---|---|\n| Sage 1000 | fichier plat chaque nuit |\n", ["Sage 1000"]),
        (
            "| System | was wir damit tun | darf man es ändern |\n|---|---|---|\n"
            "| Ausweisdatenbank der Länder | XML hochladen | nein |\n",
            ["Ausweisdatenbank der Länder"],
        ),
        ("| kind / genre | format | way |\n|---|---|---|\n| SAAQ | XML | both |\n", ["SAAQ"]),
    ],
)
def test_a_party_is_read_from_the_row_of_a_table(table: str, names: list[str]) -> None:
    """By the heading above, by a column that says with whom, by the way of exchange beside it."""
    assert partners_of(table) == names


@pytest.mark.parametrize(
    "text",
    [
        "The invoice goes to Anna Holm, and the certificates go to Lyon.",
        "Every program was checked with Wen Li before it went live.",
        "from: Anna\nto: Bob",
        "Requests to Nev go by chat.",
        "The data must be checked against ISO 27001.",
    ],
)
def test_people_towns_and_standards_are_no_parties(text: str) -> None:
    """A capital letter alone makes nobody a system."""
    assert not partners_of(text)
