"""Rules on where data stay hold beside each other where one place lies in the other, and the narrowest decides."""

from pathlib import Path

import pytest

from rag.brief.brief import Brief, Status
from rag.brief.reconcile import reconcile
from rag.brief.resolve import WIDER
from rag.errors import KnowledgeError
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.places import Places
from rag.knowledge.tables import read_table
from tests.brief.test_reconcile import AS_OF, facts_of

KNOWLEDGE = load_brief_knowledge()


def brief_of(*texts: str) -> Brief:
    """The Brief of as many policies, the later ones newer."""
    facts = [
        fact
        for number, text in enumerate(texts, start=1)
        for fact in facts_of(text, f"{number}.md", "policy", f"202{number}-06-01")
    ]
    return reconcile(facts, [], AS_OF, KNOWLEDGE)


@pytest.mark.parametrize(
    ("texts", "rule", "countries"),
    [
        (("Customer data may not leave the EU.", "Customer data must stay in Luxembourg."), "national", ["LU"]),
        (("Customer data must stay in Luxembourg.", "Customer data may not leave the EU."), "national", ["LU"]),
        (("Customer data may not leave the EEA.", "Customer data must be stored in the EU."), "eu", []),
        (("Customer data must stay on our premises.", "Customer data may not leave Germany."), "onsite", []),
        (("Customer data must stay in Senegal or the EU.",), "eu", ["SN"]),
        (("Customer data must stay in New Zealand or Australia.",), "national", ["NZ", "AU"]),
        (("Customer data must be kept in Luxembourg or the EU.", "Customer data may not leave the EU."), "eu", []),
    ],
)
def test_the_narrowest_place_decides(texts: tuple[str, ...], rule: str, countries: list[str]) -> None:
    """Whatever the order and age of the papers; the places of one sentence are its alternatives."""
    brief = brief_of(*texts)
    field = brief.fields["data.residency"]
    assert (field.value["rule"], field.value["countries"]) == (rule, countries)
    assert field.status is Status.DOCUMENTED
    assert {other.reason for other in field.alternatives} <= {WIDER}
    assert brief.conflicts == ()


def test_places_apart_are_a_contradiction() -> None:
    """Neither lies in the other."""
    brief = brief_of("Customer data may not leave the EU.", "Customer data must stay in Switzerland.")
    assert [one.field for one in brief.conflicts] == ["data.residency"]


def test_the_table_knows_what_lies_in_what() -> None:
    """Over several steps, and not the other way round."""
    places = KNOWLEDGE.fields.places
    assert places.lies_in("LU", "EU")
    assert places.lies_in("LU", "EEA")
    assert places.lies_in("onsite", "EEA")
    assert not places.lies_in("EU", "LU")
    assert not places.lies_in("CH", "EEA")


def test_a_place_in_itself_is_refused(tmp_path: Path) -> None:
    """The table says which one."""
    (tmp_path / "places.yaml").write_text('version: "1"\nsource: s\nwithin: {A: [B], B: [A]}\nown: []\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="lie in themselves: A, B"):
        read_table("places", Places, tmp_path)
