"""Files that machines read give technologies with versions, each quoted from its line."""

import pytest

from rag.extract.extract import FactExtractor
from rag.knowledge.facts import load_extract_knowledge
from rag.knowledge.structured import StructuredRule
from tests.extract.documents import document_of

KNOWLEDGE = load_extract_knowledge()
EXTRACTOR = FactExtractor(KNOWLEDGE)
FILES = {
    "B5-image": "docker-compose.yaml",
    "B5-from": "Dockerfile",
    "B5-terraform-engine": "db.tf",
    "B5-npm": "package.json",
    "B5-pip": "requirements.txt",
    "B5-maven": "pom.xml",
    "B5-maven-java": "pom.xml",
    "B5-composer": "composer.json",
    "B5-gem": "Gemfile",
    "B5-go": "go.mod",
    "B5-dotnet": "app.csproj",
}


@pytest.mark.parametrize("rule", KNOWLEDGE.structured.rules, ids=lambda rule: rule.id)
def test_each_format_gives_its_technology(rule: StructuredRule) -> None:
    """The example gives the expected technology and version, quoted exactly."""
    document = document_of(rule.example, FILES[rule.id])
    found = [fact for fact in EXTRACTOR.extract(document, "d") if fact.rule == rule.id]
    assert [(fact.value, fact.slots["version"]) for fact in found] == [rule.expect]
    citation = found[0].citation
    assert document.pages[0].text[citation.start : citation.end] == citation.quote
    assert rule.expect[1] in citation.quote


def test_other_files_are_not_read_so() -> None:
    """The same line in a note is prose."""
    facts = EXTRACTOR.extract(document_of("    image: postgres:13", "note.md"), "d")
    assert not [fact for fact in facts if fact.rule.startswith("B5")]
