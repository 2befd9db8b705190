"""The product that a company means to take, as people name it beside how much of the need it covers."""

import pytest

from rag.brief.brief import AnswerRecord, Brief
from rag.brief.reconcile import reconcile
from rag.extract.extract import own_extractor
from rag.knowledge.brief_fields import load_brief_knowledge
from tests.extract.documents import document_of

SEEN = "# What we saw\n\n**Kornblick**, a rented program for mills, from Graz. It runs in forty mills.\n"


def brief_of(answer: str, coverage: float = 0.9, fate: str = "") -> Brief:
    """The Brief of a paper that describes a product, and of what was answered."""
    facts = own_extractor().extract(document_of(SEEN, "seen.md", dated="2026-11-01"), "seen.md")
    answers = [AnswerRecord(question="Q44", text=answer, values={"cap.saas_coverage": coverage}, at="2026-11-29")]
    if fate:
        values = {"legacy.disposition": fate}
        answers.append(AnswerRecord(question="Q33", text=fate, subject="Kornblick", values=values, at="2026-11-29"))
    return reconcile(facts, answers, "2026-11-30", load_brief_knowledge())


@pytest.mark.parametrize(
    ("answer", "name", "covers"),
    [
        ("Yes. Kornblick. 51 of 57", "Kornblick", "51 of 57"),
        ("Ja, Kornblick, 51 von 57 Zeilen", "Kornblick", "51 of 57"),
        ("Oui : Meunier Plus fait neuf dixièmes", "Meunier Plus", ""),
        ("Sí. Molino 365, 31 de 35", "Molino 365", "31 of 35"),
        ("Moinho cobre 90 %", "Moinho", ""),
    ],
)
def test_a_product_is_known_by_the_name_beside_its_share(answer: str, name: str, covers: str) -> None:
    """Behind a yes or at the beginning, with what was counted."""
    product = brief_of(answer).product
    assert product is not None
    assert (product.name, product.covers) == (name, covers)
    assert product.provenance[0].text == answer


@pytest.mark.parametrize(
    "answer",
    [
        "yes, several do",
        "Yes. Nearly all of it",
        "Ja. Neunzig Prozent.",
        "Ja, Branchensoftware, 90 %",
        "yes, Kornblick or one of those",
        "There is one from Graz, 51 of 57",
        "two vendors, 90 %",
    ],
)
def test_a_word_that_is_no_name_names_no_product(answer: str) -> None:
    """Rather none than a wrong one."""
    assert brief_of(answer).product is None


def test_a_product_that_covers_little_is_not_taken() -> None:
    """It was looked at, and that is all."""
    assert brief_of("Kornblick, we tried it, not even half", 0.45).product is None


def test_what_is_to_be_taken_is_no_system_of_today() -> None:
    """Where a paper describes it as one; what is known to be in use stays, and what is to go is not taken."""
    assert [one.name for one in brief_of("no", 0.2).systems] == ["Kornblick"]
    chosen = brief_of("Yes. Kornblick. 51 of 57")
    assert chosen.systems == ()
    assert chosen.value("legacy") is None
    assert [one.name for one in brief_of("Yes. Kornblick. 51 of 57", fate="keep").systems] == ["Kornblick"]
    assert brief_of("Yes. Kornblick. 51 of 57", fate="replace").product is None


def test_a_paper_names_the_product_as_well() -> None:
    """Where it tells the share that the product covers."""
    facts = own_extractor().extract(
        document_of("Kornblick covers 51 of 57 points of our list.", "list.md", dated="2026-11-01"), "list.md"
    )
    product = reconcile(facts, [], "2026-11-30", load_brief_knowledge()).product
    assert product is not None
    assert (product.name, product.covers) == ("Kornblick", "51 of 57")
    assert product.provenance[0].citation is not None
