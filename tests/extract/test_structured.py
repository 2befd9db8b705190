"""Elements of structured files give facts, each quoted from its lines."""

import pytest

from rag.extract.extract import FactExtractor
from rag.ingest.reader import read_document
from rag.knowledge.facts import load_extract_knowledge
from rag.knowledge.structured import StructuredRule
from tests.extract.documents import document_of

KNOWLEDGE = load_extract_knowledge()
EXTRACTOR = FactExtractor(KNOWLEDGE)


@pytest.mark.parametrize("rule", KNOWLEDGE.structured.rules, ids=lambda rule: rule.id)
def test_each_rule_reads_its_example(rule: StructuredRule) -> None:
    """The example's file gives the expected fact, quoted exactly."""
    document = read_document(rule.file, rule.example.encode())
    found = [fact for fact in EXTRACTOR.extract(document, "d") if fact.kind == rule.fact and fact.rule.startswith("B5")]
    assert (str(found[0].value), str(found[0].slots.get("version", ""))) == rule.expect
    citation = found[0].citation
    assert document.pages[0].text[citation.start : citation.end] == citation.quote
    assert rule.expect[1] in citation.quote


def test_prose_about_a_file_is_no_file() -> None:
    """The same line in a note is prose."""
    facts = EXTRACTOR.extract(document_of("    image: postgres:13", "note.md"), "d")
    assert not [fact for fact in facts if fact.rule.startswith("B5")]
