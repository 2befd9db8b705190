"""Many small signs of one sort of work, counted over a document; one word that comes again and again is one sign."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, FactState
from tests.extract.documents import document_of

EVENTS = """When the door of a wagon opens, whoever watches that line needs to know as soon as it happens.
Maintenance reacts to it, the control room listens, the insurer is notified.
A report may arrive twice or out of order. Who was away catches up later."""
REFINING = """Aus den Rohdaten wird in neun Schritten die Karte. Zuerst wird bereinigt, dann mit dem Kataster abgeglichen.
Danach wird verdichtet und gewichtet. Wenn ein Schritt fehlt, wird die ganze Nacht neu gerechnet."""
PLUGINS = """Les fabricants livrent eux-mêmes leurs modules signés. Chacun apporte les siens, quand ils veulent, sans nous.
Le théâtre choisit ce qu'il installe ; un kit de développement est en ligne."""
HUB = """Cada miembro se conecta una sola vez. Los mensajes se encaminan y se traducen de un formato a otro.
Cada envío tiene acuse de recibo. Entre ellos no hay otra línea, y así todos los participantes se alcanzan.
Un mensaje que nadie espera se guarda."""
MATCHING = """Whose bid was first is decided in 3 ms, and nearly all bids are after the same lot. The lots of a sale
fit into memory, with a twin in the second hall; the database hears of it afterwards. Row locks were what stopped us.
In the last ten seconds bids rise to 40,000 a second."""


def signs_of(text: str) -> dict[str, Fact]:
    """Sort of work → the fact of it."""
    facts = own_extractor().extract(document_of(text), "d")
    return {str(fact.value): fact for fact in facts if fact.kind == "work_sign"}


@pytest.mark.parametrize(
    ("text", "kind", "least"),
    [
        (EVENTS, "event", 5),
        (REFINING, "data", 4),
        (PLUGINS, "extension", 4),
        (HUB, "integration", 4),
        (MATCHING, "contention", 5),
    ],
)
def test_each_sort_of_work_is_seen_by_its_own_signs(text: str, kind: str, least: int) -> None:
    """In whatever language; no other sort shows as many."""
    found = signs_of(text)
    counts = {name: len(str(fact.slots["signs"]).split(", ")) for name, fact in found.items()}
    assert counts[kind] >= least
    assert max(counts, key=lambda name: counts[name]) == kind
    assert found[kind].state is FactState.HEARD  # no statement of its own: it is not listed among the facts
    assert found[kind].citation.quote in text
    assert found[kind].slots["words"] == len(text.split())


def test_a_word_that_comes_again_is_one_sign() -> None:
    """A club has members in every sentence, and is no hub for that."""
    found = signs_of("Our members pay in May. New members get a key. Members may bring a guest. Old members keep the key.")
    assert found["integration"].slots == {"sentences": 4, "signs": "member", "words": 20}


def test_text_that_was_set_apart_shows_nothing() -> None:
    """Hidden text and orders to the assistant count for nothing."""
    assert signs_of("!" + EVENTS.replace("\n", " ")) == {}
