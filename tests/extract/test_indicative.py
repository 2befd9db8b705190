"""Rules in the plain present: what nobody does, what is whole or not at all, what an authority or an article says."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Time
from tests.extract.documents import document_of

EXTRACTOR = own_extractor()


def constraints_of(text: str, doc_type: str = "other") -> list[Fact]:
    """The constraints of a text that hold."""
    facts = EXTRACTOR.extract(document_of(text, doc_type=doc_type), "d1")
    return [fact for fact in facts if fact.kind == "constraint" and fact.time is not Time.HISTORIC]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody writes into another team's tables.",
        "No parcel leaves the hall without a weight.",
        "A seal once broken is not amended, a new one is set.",
        "The price may be shown to the buyer and to nobody else.",
        "A quote from last week is no longer accepted.",
        "The feeder never writes to the brake circuit.",
        "Four things of a delivery are booked or none of them is.",
        "Kein Modul liest in den Tabellen eines anderen.",
        "Ohne Freigabe geht kein Befund hinaus.",
        "Ein einmal gebuchter Beleg wird nicht überschrieben.",
        "Die Noten werden dem Lehrer gezeigt und sonst niemandem.",
        "Lieferung und Rechnung: entweder beide oder keine.",
        "Aucune pesée n'est visible avant la clôture.",
        "Un lot refusé ne peut être rouvert que par le chef de quai.",
        "La livraison et la facture, c'est tout ou rien.",
        "Ningún equipo escribe en las tablas de otro.",
        "La venta y el cobro: o se hacen los dos o no se hace ninguno.",
        "Nenhuma equipa escreve nas tabelas da outra.",
        "A entrega e o recibo: ou ficam os dois ou não fica nenhum.",
    ],
)
def test_a_rule_without_a_word_for_must_is_a_soft_constraint(text: str) -> None:
    """Frames of rules in five languages bind, and hard only where such sentences do."""
    assert [fact.hard for fact in constraints_of(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "No week passes without a call from the depot.",
        "The rota is kept by two people and nobody else understands it.",
        "Nobody came before nine.",
        "Questions go to the clerk and to nobody else.",
        "La copie ne se fait que le jeudi soir.",
        "Er könnte es selbst bauen und darf nicht.",
        "Why may we not write our own drivers?",
        "We get 15 % of the sales of others' parts.",
        "Wir werden am Verkauf mit 15 % beteiligt.",
    ],
)
def test_what_is_told_complained_of_or_shared_is_none(text: str) -> None:
    """Neither what happens every week, nor who may not, nor who gets which share."""
    assert constraints_of(text) == []


def test_articles_bind_as_contracts_do() -> None:
    """What an article says in the present is hard; what it counts, and what it lifts, is no rule."""
    text = (
        "Art. 1. L'annexe de 2019 et son point 4 (serveur en Suisse) n'ont plus cours et la règle n'a plus d'effet.\n\n"
        "Art. 2. Aucune pesée n'est visible, sur aucun écran, avant la clôture du marché.\n\n"
        "Art. 3. Beaucoup de paysans ont plus de soixante ans et deux heures de route."
    )
    assert [(fact.hard, fact.citation.quote[:13]) for fact in constraints_of(text)] == [(True, "Aucune pesée ")]


def test_a_letter_of_an_authority_binds() -> None:
    """Who writes to all whom it licenses says what applies; elsewhere the same sentence is soft."""
    sentence = "Every crossing is to be reported within 12 hours."
    letter = f"Inland Waterways Authority\n\nTo: all licensed ferry operators\n\n{sentence}"
    assert [fact.hard for fact in constraints_of(letter)] == [True]
    assert [fact.hard for fact in constraints_of(sentence)] == [False]


def test_items_of_what_was_decided_count_whole_and_tasks_do_not() -> None:
    """An item is quoted with the sentences that go on; one with a date is somebody's task."""
    text = (
        "# Decided\n\n"
        "1. Add-ons are also written by outsiders. They get a socket and a test bench.\n"
        "2. Hanna books the hall for the fair on 4 May 2027.\n"
    )
    (fact,) = constraints_of(text)
    assert (fact.hard, fact.slots["binding"]) == (False, "decided")
    assert fact.citation.quote.endswith("a test bench.")
