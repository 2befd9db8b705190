"""Laws are known by their numbers: those of our table under their names, others as they are written."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from tests.extract.documents import document_of


def facts_of(text: str, kind: str) -> list[Fact]:
    """The facts of one kind."""
    return [fact for fact in own_extractor().extract(document_of(text), "d") if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("We are bound by Regulation (EU) 2016/679.", "GDPR"),
        ("Die Verordnung (EU) 2022/2554 gilt für uns.", "DORA-EU"),
        ("Die Richtlinie (EU) 2022/2555 betrifft uns.", "NIS2"),
        ("Le règlement (UE) 2024/1689 s'appliquera à notre tri.", "EU AI Act"),
        ("Somos obrigados pela Lei 13.709 a informar incidentes.", "LGPD"),
        ("Electronic signatures fall under 21 CFR 11.", "GxP"),
        ("La loi n° 2008-12 s'applique à nos fichiers.", "loi n° 2008-12"),
        ("Circular 1108 of the central bank requires that payment data stay here.", "Circular 1108"),
        ("Under Republic Act No. 10173 we appointed an officer.", "Republic Act No. 10173"),
        ("Resolución 3100 de 2019 exige una historia completa.", "Resolución 3100"),
    ],
)
def test_a_number_is_enough(text: str, law: str) -> None:
    """In five languages."""
    assert [fact.value for fact in facts_of(text, "compliance")] == [law]


@pytest.mark.parametrize(
    "text",
    [
        "We ship order 1108 with the circular saw.",
        "A circular of 12 May announced the summer party.",
        "Order no. 5512 was delivered under the bridge.",
        "Act No. 3 of the play lasts an hour.",
        "See Part 11 of the manual.",
    ],
)
def test_other_numbers_are_no_laws(text: str) -> None:
    """Of orders, plays and manuals."""
    assert not facts_of(text, "compliance")


def test_what_a_circular_demands_binds() -> None:
    """Where the sentence says so."""
    (fact,) = facts_of("Circular 1108 of the central bank requires that payment data stay in the country.", "constraint")
    assert fact.hard


@pytest.mark.parametrize(
    ("text", "years", "begins"),
    [
        ("Contracts are kept for 10 years after the end of the contract.", 10, "the end of the contract"),
        ("Zehn Jahre nach Vertragsende werden die Unterlagen vernichtet.", 10, "Vertragsende"),
        ("Les dossiers sont conservés trois ans après ce terme.", 3, "ce terme"),
        ("Los contratos se guardan diez años desde la baja del socio.", 10, "la baja del socio"),
        ("Os prontuários são guardados por 20 anos a partir do último atendimento.", 20, "último atendimento"),
    ],
)
def test_a_span_of_keeping_tells_what_it_begins_with(text: str, years: float, begins: str) -> None:
    """A later day than that on which the data came."""
    facts = facts_of(text, "retention")
    assert [(fact.value, fact.slots["from"]) for fact in facts] == [(years, begins)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The file of a child is kept until the child is 25.", 25),
        ("On garde le dossier jusqu'à ce que l'enfant ait 20 ans.", 20),
        ("La historia clínica se conserva hasta que el paciente cumpla 25 años.", 25),
    ],
)
def test_kept_until_an_age(text: str, years: int) -> None:
    """At most as many years."""
    assert [(fact.value, fact.slots["until_age"]) for fact in facts_of(text, "retention")] == [(years, years)]


@pytest.mark.parametrize(
    "text",
    [
        "Der Vertrag endet zwei Jahre nach Unterschrift.",
        "The lift was replaced ten years after the end of the war.",
        "The warranty runs two years after delivery.",
        "The data center was built three years after the last flood.",
    ],
)
def test_other_spans_keep_nothing(text: str) -> None:
    """Of contracts, warranties and buildings."""
    assert not facts_of(text, "retention")
