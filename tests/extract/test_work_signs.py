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


CARRIERS = {
    "en": """Nothing is decided here. What a depot sends in its own format we translate and pass on to the mills.
None of them has to change its own software. To connect another mill takes nine weeks.
A partner that is down stops nobody.
Each message is kept as received and as sent; not a word is altered.""",
    "de": """Die Drehscheibe entscheidet nichts. Jeder schickt sein eigenes Format, sie übersetzt und leitet weiter.
Niemand muss seine Programme ändern. Ein Partner, der ausfällt, hält keinen auf. Der Inhalt bleibt unverändert.""",
    "fr": """La maison ne décide de rien : elle traduit et transmet. Chacun parle à sa façon, personne ne changera.
Brancher un nouveau moulin prend neuf semaines. Un partenaire en panne ne gêne pas les autres. On ne touche pas au contenu.""",
    "es": """La casa no decide nada: traduce y entrega.
Cada molino habla a su manera. Ningún molino tiene que cambiar sus sistemas.
Dar de alta a un participante tarda nueve semanas. Si un participante está caído, lo suyo espera.""",
    "pt": """A casa não decide nada: traduz e entrega. Cada moinho fala à sua maneira. Ninguém vai trocar de programa.
Ligar um associado leva nove semanas. Um associado fora do ar não incomoda os outros.""",
}
REFINERS = {
    "en": """Each step reads what the one before has left. The film is put away untouched, as it came in.
Every count has to lead back to the image, and to the version of the model.
Then a year is worked out again, from step four on.
A doubtful frame is put aside. Today these are scripts.""",
    "de": """Aus den Aufnahmen wird eine Tabelle.
Zu jeder Zahl gehört, aus welchen Bildern sie kommt und mit welchem Programmstand.
Nichts wird überschrieben; nach einer Korrektur wird noch einmal gerechnet, ab Schritt vier. Heute sind das Skripte.""",
    "es": """Cada paso lee del anterior. Lo que llega no se modifica nunca. De cada cifra se sabe de qué imagen viene.
Con otro modelo hay que volver a contar. Hoy son scripts.""",
}
OPENERS = {
    "en": """The makers write their own judging. What they add must not touch the core, and has to hold for six years.
An add-on that crashes takes nothing with it. We give nobody our source code; there is a test bench.""",
    "de": """Wer ein Gerät baut, hängt es selber an.
Der Kern bleibt, wie er geprüft ist. Stürzt ein Zusatz ab, läuft der Rest weiter.
Unseren Quelltext bekommt niemand. Die Schnittstelle gilt sechs Jahre; ein Prüfsatz liegt bei.""",
}
LISTENERS = {
    "en": """Forty programs ask every two seconds whether there is anything new. Nobody needs to know who listens.
A new listener is added without touching the others. The probe says it is warm. A night can be played again.
Things arrive late, and in the order in which it happened they are told.""",
    "es": """Quien avisa no tiene por qué saber quién escucha. Un interesado nuevo se conecta sin tocar a los demás.
La sonda avisa. Se puede volver a pasar la noche. Algo llega tarde, y da igual.""",
}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "integration") for text in CARRIERS.values()),
        *((text, "data") for text in REFINERS.values()),
        *((text, "extension") for text in OPENERS.values()),
        *((text, "event") for text in LISTENERS.values()),
    ],
)
def test_what_people_say_of_the_work_tells_it_without_its_terms(text: str, kind: str) -> None:
    """Nobody there speaks of a hub, a pipeline, a plug-in core or events: they say who does what with what."""
    counts = {name: len(str(fact.slots["signs"]).split(", ")) for name, fact in signs_of(text).items()}
    assert counts[kind] >= 4
    assert max(counts, key=lambda name: counts[name]) == kind


def test_a_club_a_courier_and_an_author_show_no_such_work() -> None:
    """They use the same words of other things."""
    text = """New members pay in May. We carry parcels from one town to another and deliver them.
The author turned the story into a play, and it was played twice. The kitchen is put aside. Each cook keeps his own knife."""
    assert all(len(str(fact.slots["signs"]).split(", ")) <= 2 for fact in signs_of(text).values())


@pytest.mark.parametrize(
    ("text", "are_there"),
    [
        ("The labels have been made by five small functions since 2024.", True),
        ("Die Bilder macht ein Stück bei Amazon, das nur läuft, wenn eines kommt.", False),
        ("O pedaço das fotografias, que está na Amazon, só acorda quando chega uma.", True),
        ("The guard only wakes when it rains.", False),
        ("The new program has 40 functions for the office.", False),
        ("A consultant suggested functions of a cloud in 2024.", False),
    ],
)
def test_functions_that_run_today_are_read(text: str, are_there: bool) -> None:
    """With a year, or with a cloud in which they only wake when there is work."""
    facts = own_extractor().extract(document_of(text), "d")
    assert any(fact.kind == "practice" and fact.slots.get("name") == "functions" for fact in facts) is are_there


def test_what_nothing_forces_is_no_rule_of_residency() -> None:
    """A lawyer's leave to keep data abroad."""
    facts = own_extractor().extract(
        document_of("As long as the file is in order nothing forces you to keep the data in Vietnam."), "d"
    )
    assert not [fact for fact in facts if fact.kind == "residency"]
