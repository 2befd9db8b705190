"""Every fact rule reads its positive sentence and leaves its negative one alone."""

import pytest

from rag.extract.extract import own_extractor
from rag.knowledge.facts import FactRule, load_extract_knowledge
from tests.extract.documents import document_of

KNOWLEDGE = load_extract_knowledge()
EXTRACTOR = own_extractor()
RULES = KNOWLEDGE.rules.rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_reads_its_sentence(rule: FactRule) -> None:
    """The positive example gives a fact of the rule's kind with the expected value."""
    found = [fact for fact in EXTRACTOR.extract(document_of(rule.reads.text), "d") if fact.rule == rule.id]
    assert any(fact.kind == rule.kind for fact in found)
    if rule.reads.value is not None:
        values = [fact.value for fact in found]
        assert any(
            value == pytest.approx(rule.reads.value) if isinstance(value, float) else value == rule.reads.value
            for value in values
        )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_leaves_the_other_sentence_alone(rule: FactRule) -> None:
    """The negative example gives no fact of the rule's kind by this rule."""
    found = [
        fact for fact in EXTRACTOR.extract(document_of(rule.leaves), "d") if fact.rule == rule.id and fact.kind == rule.kind
    ]
    assert found == []


def test_rule_ids_are_unique() -> None:
    """An id in an error review names one rule."""
    assert len({rule.id for rule in RULES}) == len(RULES)
