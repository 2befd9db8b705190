"""What most of the work of the software is: the answer decides between styles that no figure tells apart."""

from collections.abc import Iterator

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.settings import Settings


@pytest.fixture
def consultation(settings: Settings) -> Iterator[Consultation]:
    """A workspace without documents."""
    with open_application(settings, writing=True, as_of="2026-11-30", indexes=False) as application:
        yield application.consultation(settings.workspace)


KINDS = {
    "Mostly orders and invoices": "records",
    "Akten und Formulare": "records",
    "it warns the crew when a cage floods": "event",
    "avisar a los técnicos en cuanto falla una bomba": "event",
    "every night it computes the yields from the scans": "data",
    "traitement de données d'images, par étapes": "data",
    "wir verbinden die Systeme der Kliniken": "integration",
    "encaminhar documentos entre os sistemas das câmaras": "integration",
    "the add-ons that labs bring along": "extension",
    "say yes or no to a bid, in milliseconds": "contention",
    "alle wollen im selben Augenblick denselben Platz, entschieden wird in Millisekunden": "contention",
    "a bit of everything": None,
    "it does not react to anything, it is a register": "records",
}


@pytest.mark.parametrize("said", KINDS)
def test_the_work_is_read_from_an_answer(said: str, consultation: Consultation) -> None:
    """In people's own words, in five languages; words that tell nothing fill nothing."""
    assert consultation.interview.reads("Q74", "", said).values.get("work.kind") == KINDS[said]


def test_add_ons_of_others_say_how_it_is_extended(consultation: Consultation) -> None:
    """The one answer fills both fields."""
    read = consultation.interview.reads("Q74", "", "carrying the add-ons of others").values
    assert read == {"work.kind": "extension", "ext.model": "plugins"}


def test_it_is_asked_for_and_turns_the_decision(consultation: Consultation) -> None:
    """A hub is ruled out until connecting others is said to be the work."""
    interview = consultation.interview
    for id_, said in {"Q01": "new product", "Q51": "20 people", "Q44": "no", "Q57": "years", "Q55": "automatic"}.items():
        interview.answer(next(one for one in interview.round().open if one.id == id_), said)
    assert "IH" in {one.style for one in consultation.decision().vetoed}
    asked = next(one for one in interview.round().open if one.id == "Q74")
    assert "style" in asked.changes
    interview.answer(asked, "connecting the systems of others")
    assert consultation.decision().options[0].style == "IH"
