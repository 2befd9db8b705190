"""Pairs of statements: what contradicts each other is shown, and what only looks like it is left in peace."""

from pathlib import Path

import pytest

from rag.brief.reconcile import reconcile
from rag.evaluate.contradictions import judge_pair
from rag.evaluate.fact_set import read_annotations
from rag.knowledge.brief_fields import load_brief_knowledge
from tests.brief.test_reconcile import EXTRACTOR

GOLDEN = Path(__file__).parents[1] / "golden"
KNOWLEDGE = load_brief_knowledge()
AS_OF = "2026-07-01"


@pytest.mark.parametrize("name", ["facts/contradictions.yaml", "plain-pairs.yaml"])
def test_pairs_hold_to_the_bar(name: str) -> None:
    """At least 85 % of the contradictions are shown, and at least 80 % of what is shown is one."""
    pairs = [pair for own in read_annotations([GOLDEN / name], None, "").pairs.values() for pair in own]
    judged = [
        one
        for pair in pairs
        for one in judge_pair(pair, EXTRACTOR.extract, lambda facts: reconcile(facts, (), AS_OF, KNOWLEDGE).conflicts)
    ]
    count = {
        verdict: [one.about for one in judged if one.verdict == verdict] for verdict in ("found", "missed", "right", "trap")
    }
    assert len(count["found"]) >= 0.85 * (len(count["found"]) + len(count["missed"])), count["missed"]
    assert len(count["right"]) >= 0.8 * (len(count["right"]) + len(count["trap"])), count["trap"]
