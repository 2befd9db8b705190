"""Sentences that bind by many small signs, without a word for must."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Modality
from rag.extract.house_rules import RULE
from rag.knowledge.house_rules import load_house_rules
from tests.extract.documents import document_of


def laid_down(text: str) -> list[Fact]:
    """What is read by signs alone."""
    return [fact for fact in own_extractor().extract(document_of(text), "d") if fact.rule == RULE]


@pytest.mark.parametrize(
    "text",
    [
        "- When one shop is down, the clerk can still do the other four.",
        "- Nothing that is weighed here leaves this yard, by any line.",
        "- The cash is kept in one place and moves together with the slip, or neither moves.",
        "- A crate is promised to one buyer only, even if all of them press the button.",
        "- Whoever builds a scale connects it himself, and we need not know of it.",
        "- Fällt ein Zusatz aus, so bleibt die Zeichnung offen und der Rest läuft weiter.",
        "- Wer ein Gerät baut, hängt es selber an, ohne dass wir davon wissen.",
        "Beschluss: Was ein Haus zählt, sehen wir nicht, und wir wollen es auch nicht sehen.",
        "- Un atelier n'appelle jamais un autre atelier, même si le client attend.",
        "- Quand la ligne tombe, le poste continue tout seul et garde 48 heures de pesées.",
        "- Cada área con su programa, su base y su calendario, sin que las demás tengan que esperar.",
        "- Si se cae la red, la báscula sigue y guarda lo pesado.",
        "- A peça e a fatura mudam juntas ou não muda nenhuma.",
        "Ficou decidido: Não queremos pagar por máquinas que esperam.",
    ],
)
def test_a_rule_of_the_house_is_read(text: str) -> None:
    """In the plain present, in any of our languages, and never as a hard constraint."""
    facts = laid_down(text)
    assert len(facts) == 1
    assert facts[0].kind == "constraint"
    assert not facts[0].hard
    assert facts[0].modality in (Modality.MUST, Modality.MUST_NOT)


@pytest.mark.parametrize(
    "text",
    [
        "- In March the line was down and the yard went on by hand.",
        "- Nobody knows where the old key is kept.",
        "- There is a cake for everyone in the kitchen.",
        "- Does each team have its own list and its own day?",
        "- Perhaps every part could have its own store and its own team.",
        "- Heute hat jede Abteilung ihre eigene Liste.",
        "- Personne ne peut dire d'où vient ce chiffre.",
        "- El año pasado se cayó la red y nadie avisó.",
        "- Em 2019 ninguém conseguiu ler o ficheiro.",
        "a,b,no,never,only,1,2",
        "- No part leaves the yard without these papers:",
    ],
)
def test_what_is_told_or_asked_is_no_rule(text: str) -> None:
    """What was, what nobody can do, what somebody supposes, and what is no sentence."""
    assert laid_down(text) == []


def test_where_a_sentence_stands_makes_no_rule_alone() -> None:
    """A task among what was decided has a day, and lays nothing down."""
    assert laid_down("# Decided\n\n- Hanna books the hall for the fair on 4 May 2027.") == []


def test_a_sentence_that_is_read_already_is_not_read_twice() -> None:
    """A must that binds by its own words stays the only constraint of its sentence."""
    facts = own_extractor().extract(
        document_of("- Customer data must never leave the European Union, not even for tests."), "d"
    )
    assert [fact.rule for fact in facts if fact.kind == "constraint"] == ["K18-clause"]


def test_every_sign_has_a_name_of_its_own() -> None:
    """Signs for a rule speak for it, signs against it do not."""
    table = load_house_rules()
    names = [sign.id for sign in (*table.signs, *table.against)]
    assert len(names) == len(set(names))
    assert all(sign.points > 0 for sign in table.signs)
    assert all(sign.points < 0 for sign in table.against)
