"""What a question asks about, and follow-ups."""

import pytest

from rag.answer.query import kin_held, read_query, resolve_question


def test_terms_identifiers_and_names() -> None:
    """Idle words go, words with digits are kept whole, and names are known by their capital."""
    query = read_query("Which Oracle version does contract K-4711 name for orders-db?")
    assert {"order", "db", "contract"} <= set(query.terms)
    assert query.identifiers == ("k-4711",)
    assert "oracl" in query.names
    assert "which" not in query.terms


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("How long may it take?", "duration"),
        ("What does it cost?", "money"),
        ("When does it end?", "date"),
        ("How many are there?", "number"),
        ("Why was it dropped?", "reason"),
        ("Who decides?", "name"),
        ("Wie lange dauert es?", "duration"),
        ("Combien coûte le système ?", "money"),
        ("¿Cuándo termina el contrato?", "date"),
        ("Quanto custa o sistema?", "money"),
    ],
)
def test_kind_of_answer(question: str, wants: str) -> None:
    """The words of a question tell what kind of thing answers it."""
    assert wants in read_query(question).wants


@pytest.mark.parametrize(
    ("question", "earlier", "resolved"),
    [
        ("And how long may it take?", ["What is the RTO of the order desk?"], "And how long may it take? (RTO order desk)"),
        ("Why?", ["Which backup tool is used?", "And who chose it?"], "backup tool"),
        ("What about payroll?", ["What is the RTO of the order desk?"], "RTO"),
        ("What is the budget for the new platform?", ["What is the RTO of the order desk?"], None),
        ("Who leads Kubernetes?", ["What is the RTO of the order desk?"], None),
        ("And how long may it take?", [], None),
    ],
)
def test_follow_ups(question: str, earlier: list[str], resolved: str | None) -> None:
    """A question that cannot stand alone takes the topic of the one before; another one is left as it is."""
    found = resolve_question(question, earlier)
    assert found == question if resolved is None else (found.startswith(question) and resolved in found)


def test_parts_of_a_word_that_carry_no_topic_go() -> None:
    """The pronoun behind a French verb is not asked about."""
    query = read_query("Quelle disponibilité la coopérative attend-elle, et comment la mesure-t-on ?")
    assert "attend" in query.terms
    assert not {"elle", "on"} & set(query.terms)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Cuántos peces se murieron en Isla Tac?", "es"),  # "se" and "en" are French, too
        ("¿Cuánto pagamos por Navis N4?", "es"),
        ("Quanto paga a Associação por prova?", "pt"),
        ("Was tun, wenn die Signatur fehlt?", "de"),
        ("Combien de barils a-t-on reçus en 2026 ?", "fr"),
        ("What was the fee?", "en"),  # "was" asks in German
    ],
)
def test_the_language_is_told_by_the_words_that_ask(question: str, language: str) -> None:
    """Short questions hold hardly a common word, so how they ask counts more."""
    assert read_query(question).language.cues.id == language


def test_the_papers_tell_the_language_where_the_question_does_not() -> None:
    """Two languages share every common word of it: it is that of what was found."""
    question = "Podemos usar reconhecimento facial se o atleta pedir?"
    paper = "As fotografias são associadas ao atleta pelo número do dorsal e não são mostradas a mais ninguém."
    assert read_query(question, papers=[paper]).language.cues.id == "pt"


def test_a_sign_before_the_first_word_makes_it_no_name() -> None:
    """A Spanish question begins with one."""
    assert read_query("¿Hasta cuándo se pueden presentar ofertas?").names == frozenset()
    assert read_query("¿Cuándo acaba el contrato con Navis?").names == {"navis"}


def test_what_leads_to_a_question_is_not_what_is_asked() -> None:
    """Of several sentences the last one asks; names are looked for in all of them."""
    query = read_query("I am preparing the visit of the trustee of Sinfonia. Did the committee decide on a certificate?")
    assert set(query.topic) == {"committe", "decid", "certif"}
    assert "sinfonia" in query.names


def test_other_words_for_the_same() -> None:
    """A term is held by a word that may stand for it, in the language of the text, also where that is another one."""
    query = read_query("How long are the photos kept?")
    assert kin_held(query, "Fotos werden nach zwei Jahren gelöscht.", "Die Fotos werden nach zwei Jahren gelöscht.") == {
        "photo",
        "kept",
    }
    assert not kin_held(query, "The archive is old.", "The archive is old.") & {"photo"}
