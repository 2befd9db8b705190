"""What a question asks about, and follow-ups."""

import pytest

from rag.answer.query import read_query, resolve_question


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
