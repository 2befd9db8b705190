"""Of what papers speak, whether or not a value can be read."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import FactState
from rag.ingest.reader import read_document
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.mentions import load_mentions


def heard(text: str, name: str = "note.md") -> list[tuple[str, str]]:
    """Topic and words of every passage."""
    facts = own_extractor().extract(read_document(name, text.encode()), "d")
    assert all(fact.state is FactState.HEARD for fact in facts if fact.kind == "mention")
    return [(str(fact.value), fact.statement) for fact in facts if fact.kind == "mention"]


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("systems", "All of it goes through one heap of macros."),
        ("systems", "Das heutige System stammt aus dem Keller."),
        ("systems", "L'ancien logiciel tombe tous les jeudis."),
        ("systems", "El sistema actual no avisa a nadie."),
        ("systems", "O sistema antigo fica ligado até junho."),
        ("on_call", "Ines has the night phone every other week."),
        ("on_call", "Die Rufbereitschaft teilen sich zwei von uns."),
        ("audit", "It must be seen who changed a weight and when it was."),
        ("audit", "On doit savoir qui a modifié la fiche."),
        ("isolation", "Un taller no debe ver los precios de otro."),
        ("staff", "Somos ocho en la oficina y el muelle."),
        ("payments", "Guests pay online with a card."),
        ("recovery", "O serviço deve ser restabelecido em 4 horas."),
        ("apart", "When one stall is shut, the cashier can still serve the other four."),
        ("apart", "Fällt die Waage aus, läuft der Rest weiter."),
        ("apart", "Si una sede cae, las demás siguen."),
    ],
)
def test_a_sentence_speaks_of_a_topic(topic: str, text: str) -> None:
    """In any of our languages."""
    assert (topic, text) in heard(text)


def test_a_plain_sentence_speaks_of_none() -> None:
    """Words that are near but mean something else are passed over."""
    assert heard("The old mill stands by the river. We like our interface. She paid him a visit and was not on a call.") == []


def test_open_points_are_those_of_lists_that_say_so() -> None:
    """Under a heading, behind a line before a list, and under a key of a file."""
    paper = "# Plan\n\n## Not decided\n\nWho pays for the new scales?\n\n## Money\n\nThere is enough of it for now.\n"
    assert heard(paper) == [("open", "Who pays for the new scales?")]
    letter = "Dear all,\n\nNoch offen:\n\n- wer die Waage eicht\n- wann der Hof öffnet\n\nBis bald, wir sehen uns.\n"
    assert [words for topic, words in heard(letter, "brief.md") if topic == "open"] == [
        "wer die Waage eicht",
        "wann der Hof öffnet",
    ]
    file = (
        'scale:\n  kept_for: "5 years"   # older than the meeting, to be corrected\nopen:\n  - "may two scales share a port?"\n'
    )
    found = dict(heard(file, "draft.yaml"))
    assert "may two scales share a port?" in found["open"]
    assert found["outdated"].startswith("kept_for:")


def test_topics_name_fields_of_the_brief() -> None:
    """A default that a topic is held beside exists."""
    known = load_brief_knowledge().fields.by_path
    assert set(load_mentions().by_field) <= set(known)


def test_others_who_go_on_holiday_are_no_parts_that_run_on() -> None:
    """What goes on has to work on."""
    assert heard("The others go on holiday in May.") == []
