"""Languages of the interface: read from papers and answers, in five languages; what is denied is not taken."""

import pytest

from rag.brief.brief import Status
from rag.brief.human_languages import LanguageFinder
from rag.brief.reconcile import reconcile
from rag.extract.extract import own_extractor
from rag.knowledge.brief_fields import load_brief_knowledge
from tests.extract.documents import document_of

KNOWLEDGE = load_brief_knowledge()
FINDER = LanguageFinder(KNOWLEDGE.languages)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("The portal must be in Welsh and English.", ["cy", "en"]),
        ("Die Oberfläche muss auf Deutsch, Polnisch und in einer englischen Fassung vorliegen.", ["de", "pl", "en"]),
        ("Les écrans doivent être en français, pas en anglais.", ["fr"]),
        ("The screens must be in French, not in German.", ["fr"]),
        ("La interfaz debe estar en español y en quechua.", ["es", "qu"]),
        ("O portal deve existir em português.", ["pt"]),
        ("The French subsidiary must approve the budget.", []),
    ],
)
def test_languages_of_what_people_see_are_found(statement: str, codes: list[str]) -> None:
    """In the order in which they are named; a statement about something else names none."""
    assert list(FINDER.codes(statement)) == codes


def test_a_requirement_fills_the_languages_and_the_script() -> None:
    """Arabic is written from right to left."""
    text = "# Requirements\n\nThe application must be available in Arabic and French.\n"
    facts = own_extractor().extract(document_of(text, "a.md", dated="2026-11-01"), "a.md")
    fields = reconcile(list(facts), (), "2026-11-30", KNOWLEDGE).fields
    assert sorted(fields["cap.languages"].value) == ["Arabic", "French"]
    assert (fields["cap.rtl"].value, fields["cap.rtl"].status) == (True, Status.DOCUMENTED)
