"""What was tried and given up is told as such: a fact of its own, and no technology of today."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Time
from tests.extract.documents import document_of


def facts_of(text: str, kind: str) -> list[Fact]:
    """The facts of one kind."""
    return [fact for fact in own_extractor().extract(document_of(text), "d") if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "what", "why", "styles"),
    [
        (
            "We put a broker (Kafka) in between in 2023 and took it out again, because the order was lost.",
            "a broker (Kafka)",
            "the order was lost",
            "ED,EB",
        ),
        (
            "Seventy small services were tried and made the queue longer.",
            "Seventy small services",
            "made the queue longer",
            "MS",
        ),
        (
            "2023 haben wir die Schätzung als eigenes Programm herausgelöst. Danach stimmten 214 Fälle nicht überein. "
            "Wir haben es wieder zurückgebaut.",
            "als eigenes Programm",
            "Danach stimmten 214 Fälle nicht überein",
            "SB,MS",
        ),
        ("Der Versuch mit Kafka wurde 2022 abgebrochen.", "Kafka", "", "ED,EB"),
        (
            "On a mis RabbitMQ entre les deux en 2022, on l'a retiré parce que personne ne le surveillait.",
            "RabbitMQ",
            "personne ne le surveillait",
            "ED,EB",
        ),
        (
            "En 2021 pusimos una cola de mensajes con Kafka y la quitamos porque nadie la entendía.",
            "una cola de mensajes",
            "nadie la entendía",
            "ED,EB",
        ),
        ("Em 2021 tentámos separar em nove serviços; ficou mais lento e voltámos atrás.", "nove serviços", "", "MS,SB"),
    ],
)
def test_a_trial_that_is_over_is_read_with_its_reason(text: str, what: str, why: str, styles: str) -> None:
    """In five languages, in one sentence or in several."""
    (fact,) = facts_of(text, "tried")
    assert (fact.value, fact.slots["why"], fact.slots["styles"]) == (what, why, styles)
    assert fact.time is Time.CURRENT
    assert fact.citation.quote == text[: len(fact.citation.quote)]


def test_what_was_given_up_is_no_technology_of_today() -> None:
    """It is historic; what stood beside it, and what came instead, is not."""
    text = "We put Kafka in front of Oracle Database in 2022 and took it out again, now we write to PostgreSQL."
    times = {fact.value: fact.time for fact in facts_of(text, "technology")}
    assert times["Apache Kafka"] is Time.HISTORIC
    assert times["PostgreSQL"] is Time.CURRENT
    assert times["Oracle Database"] is Time.CURRENT


def test_rows_below_a_line_that_says_so_were_tried() -> None:
    """Their last cell tells what came of it."""
    table = "| year | what | result |\n|---|---|---|\n| 2024 | queue before the check | 38 ms at the open |\n"
    text = f"What else we tried:\n\n{table}"
    (fact,) = facts_of(text, "tried")
    assert (fact.value, fact.slots["why"], fact.slots["when"]) == ("queue", "38 ms at the open", "2024")


@pytest.mark.parametrize(
    "text",
    [
        "We run Kafka in production. The server was off for 20 minutes for maintenance.",
        "We tried to reach you about the RabbitMQ licence.",
        "The pilot with Kafka is still running.",
        "We tested three brokers: Kafka, RabbitMQ, Pulsar. Kafka was the fastest.",
        "Open offers in the queue shall be withdrawn at once.",
        "We took the cluster down for an update and switched it on again.",
        "Die Warteschlange läuft seit 2019; abgebrochene Warenkörbe werden gelöscht.",
        "The broker gave up at 6,000 messages a second.",
    ],
)
def test_what_stood_still_or_is_still_on_trial_was_not_given_up(text: str) -> None:
    """Nor what is only asked for or compared."""
    assert not facts_of(text, "tried")


@pytest.mark.parametrize(
    ("text", "what", "why"),
    [
        ("We looked at Odoo in March 2025; it was too dear for our size.", "Odoo", "it was too dear for our size"),
        ("Microsoft Dynamics was turned down by the board on grounds of cost.", "Microsoft Dynamics", "cost"),
        ("Why not Salesforce? Because nobody here can afford it.", "Salesforce", "Because nobody here can afford it"),
        ("Shopify fiel durch, weil es Staffelpreise nicht abbildet.", "Shopify", "es Staffelpreise nicht abbildet"),
        ("Nous avons écarté Salesforce : trop cher et hors d'Europe.", "Salesforce", "trop cher et hors d'Europe"),
        ("Descartamos SAP Business One por el costo.", "SAP Business One", "el costo"),
        ("Avaliámos o Odoo mas foi rejeitado por falta de suporte.", "Odoo", "falta de suporte"),
        (
            "We considered microservices and decided against them: three people cannot run twenty of anything.",
            "microservices",
            "three people cannot run twenty of anything",
        ),
    ],
)
def test_what_was_turned_down_before_it_was_in_use_is_told_with_its_reason(text: str, what: str, why: str) -> None:
    """In five languages; it is no technology of today and bans nothing for good."""
    (fact,) = facts_of(text, "tried")
    assert (fact.value, fact.slots["why"], fact.slots["outcome"]) == (what, why, "rejected")
    assert not [one for one in facts_of(text, "technology") if one.time is Time.CURRENT]
    assert not [one for one in own_extractor().extract(document_of(text), "d") if one.hard]


@pytest.mark.parametrize(
    "text",
    [
        "We looked at Odoo in March and liked it.",
        "We rejected 14 orders in Shopify because the card had expired.",
        "The committee will look at Odoo next week.",
        "Salesforce rejects records without an address, because the field is mandatory.",
        "The Salesforce records were rejected by the bank.",
    ],
)
def test_what_was_only_looked_at_was_not_turned_down(text: str) -> None:
    """Nor what was rejected in a product, or by it."""
    assert not facts_of(text, "tried")


@pytest.mark.parametrize(
    "text",
    [
        "My suggestion would be PostgreSQL.",
        "Ich schlage vor, den Bestand in PostgreSQL zu führen.",
        "Je propose de partir sur PostgreSQL.",
        "Propongo usar PostgreSQL.",
        "Sugiro que comecemos com o PostgreSQL.",
    ],
)
def test_what_one_person_proposes_is_a_wish_and_nothing_of_today(text: str) -> None:
    """It is neither decided nor in use."""
    (wish,) = facts_of(text, "preference")
    assert (wish.value, wish.hard) == ("wished", False)
    assert {fact.time for fact in facts_of(text, "technology")} == {Time.PLANNED}
