"""Whose papers these are: the company's own name is told from providers, makers of technology and strangers."""

import pytest

from rag.extract.extract import own_extractor
from tests.extract.documents import document_of

EXTRACTOR = own_extractor()


def names(text: str, doc_type: str = "policy", what: str = "legal_name") -> dict[str, str]:
    """Name → its part in the document."""
    facts = EXTRACTOR.extract(document_of(text, doc_type=doc_type), "d1")
    found = [fact for fact in facts if fact.kind == "organisation" and fact.slots.get("name") == what]
    assert all(str(fact.value).removeprefix("the ").split()[0].casefold() in fact.citation.quote.casefold() for fact in found)
    return {str(fact.value): str(fact.slots["role"]) for fact in found}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nordwind Logistik GmbH & Co. KG, Hamburg", "Nordwind Logistik GmbH & Co. KG"),
        ("Harbour Foods Ltd. Internal.", "Harbour Foods Ltd."),
        ("Applies to Bakkerij Jansen B.V. and its shops", "Bakkerij Jansen B.V."),
        ("© 2025 Fjell Energi AS", None),
        ("City of New Haven", "City of New Haven"),
        ("Ministry of Health and Long Care", "Ministry of Health and Long Care"),
        ("Leeds City Council", "Leeds City Council"),
        ("Port Authority of Riga", "Port Authority of Riga"),
        ("Lakeside Credit Union", "Lakeside Credit Union"),
        ("Moulins & Fils SA, Lille", "Moulins & Fils SA"),
        ("La Higuera Agropecuaria Ltda. — Rosario. " + "Se habló de la cosecha. " * 10, "La Higuera Agropecuaria Ltda."),
        ("Bergkamm Software GmbH, Graz. Anwesend: " + "Resi Huber, Flo Maier, Beni Auer, " * 6, "Bergkamm Software GmbH"),
        ("# Acta n.º 4 — Junta directiva de la casa matriz de Casa Norte S.A.S.", "Casa Norte S.A.S."),
        ("Universitätsklinikum Freiburg", "Universitätsklinikum Freiburg"),
    ],
)
def test_a_letterhead_names_the_company(text: str, name: str | None) -> None:
    """Legal forms of several countries and public bodies are read where a letter begins; an unknown form is left alone."""
    assert names(text) == ({name: "letterhead"} if name else {})


def test_the_parties_of_a_contract_are_told_apart() -> None:
    """The customer is told from the provider in English and in German."""
    english = "Between Brightline Hosting Ltd, 4 Quay Street (provider) and Harbour Foods Ltd, 1 Pier Road (customer)."
    assert names(english, "contract") == {"Brightline Hosting Ltd": "provider", "Harbour Foods Ltd": "customer"}
    german = (
        "Zwischen der Rechenwerk AG, Ulm, nachfolgend „Auftragnehmer“, und der Molkerei Allgäu eG, nachfolgend „Auftraggeber“."
    )
    assert names(german, "contract") == {"Rechenwerk AG": "provider", "Molkerei Allgäu eG": "customer"}


@pytest.mark.parametrize(
    "text",
    [
        "We compared the offers of Alpha Systems GmbH and Beta AG before the summer.",
        "Prepared by Brightline Consulting LLP",
        "A competitor such as Contoso Ltd runs another shop.",
        "The database is licensed from Oracle Corporation.",
        "| System | Vendor |\n|---|---|\n| Payroll | Lohnwerk GmbH |",
    ],
)
def test_strangers_are_not_the_company(text: str) -> None:
    """Competitors, makers of technology and columns of vendors never name the company."""
    assert "letterhead" not in names(text).values()
    assert "customer" not in names(text).values()


def test_a_correspondent_does_not_head_a_paper() -> None:
    """Of writer and reader no single letter tells which is the company."""
    letter = "To: Harbour Foods Ltd, Hull\nFrom: Brightline Hosting Ltd"
    assert set(names(letter).values()) == {"text"}


def test_products_are_named_by_project_or_by_what_they_are() -> None:
    """Project names and portals are read; the vocabulary of projects is not."""
    assert names("Project Polaris replaces the claims portal.", what="product_name") == {
        "Polaris": "built",
        "the claims portal": "built",
    }
    assert names("The Project Manager reports. The project plan follows the web portal.", what="product_name") == {}


def seat(text: str) -> str:
    """The country in which the company sits by its letterhead; "" where it tells none."""
    facts = EXTRACTOR.extract(document_of(text, doc_type="policy"), "d1")
    return next((str(fact.value) for fact in facts if fact.kind == "organisation" and fact.slots.get("name") == "seat"), "")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("# Kanal Sport AG, Hamburg\n", "Kanal Sport AG", "DE"),
        ("# Kanal Sport, Inc.\n", "Kanal Sport, Inc.", ""),
        ("# Vilela, S.A. – Porto\n", "Vilela, S.A.", "PT"),
        ("# Sky Traders Ltd (Nairobi)\n", "Sky Traders Ltd", "KE"),
        ("# Bluewater a.s., Praha\n", "Bluewater a.s.", "CZ"),
        ("# Nihon Gears Co., Ltd.\n", "Nihon Gears Co., Ltd.", ""),
        ("# Alpha SE, Nice to meet you\n", "Alpha SE", ""),
        ("# Fieldnote Ltd, Birmingham\n", "Fieldnote Ltd", ""),
    ],
)
def test_the_city_behind_a_name_tells_the_country(text: str, name: str, country: str) -> None:
    """A larger city right behind the company's name says where it sits; words and names of several countries do not."""
    assert names(text) == {name: "letterhead"}
    assert seat(text) == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Fjordgrid Data inc., Rimouski (Québec, Canada). Ada Roy, director. 6 November 2026.", "CA"),
        ("Longridge Exchange Pty Ltd, 12 Mitchell Street, Darwin NT 0800, Australia", "AU"),
        ("Steiner Säge GmbH, Wiener Straße 4, Linz – Österreich", "AT"),
        ("Longridge Exchange Pty Ltd, for whom Kenya is a market", None),
    ],
)
def test_the_country_in_a_letterhead_is_the_seat(text: str, country: str | None) -> None:
    """A country that is named behind the company's name counts, one in a sentence about something else does not."""
    facts = EXTRACTOR.extract(document_of(text, doc_type="policy"), "d1")
    assert [fact.value for fact in facts if fact.slots.get("name") == "seat"] == ([country] if country else [])
