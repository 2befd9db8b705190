"""The measured quality of extraction, and which kinds of fact are said to fill which field."""

from pathlib import Path

import pytest

from rag.brief.offers import OfferMaker
from rag.errors import KnowledgeError
from rag.extract.extract import own_extractor
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.facts import load_extract_knowledge
from rag.knowledge.quality import ExtractionQuality, KindQuality, load_extraction_quality
from rag.knowledge.tables import read_table
from tests.extract.documents import document_of

MEASURED = ExtractionQuality(
    version="2026-11-21",
    source="a test",
    date="2026-11-20",
    command="groundplan evaluate facts",
    kinds=(
        KindQuality(kind="rto", precision=0.9, recall=0.8, facts=30),
        KindQuality(kind="rpo", precision=1.0, recall=0.5, facts=10),
    ),
)


def test_the_table_is_sound() -> None:
    """It can be read, and speaks of kinds that there are."""
    kinds = {rule.kind for rule in load_extract_knowledge().rules.rules}
    assert set(load_extraction_quality().by_kind) <= kinds


def test_kinds_weigh_as_many_facts_as_they_have() -> None:
    """Several kinds together are no plain mean; one alone is itself; what was not measured is said to be so."""
    both, one = MEASURED.over(("rto", "rpo")), MEASURED.over(("rto",))
    assert both is not None
    assert (both.precision, both.recall, both.facts) == (0.925, 0.725, 40)
    assert one == MEASURED.by_kind["rto"]
    assert MEASURED.over(("team",)) is None
    assert "not measured yet" in MEASURED.said(("team",))
    assert "72 % of them are found" in MEASURED.said()
    assert "on 30 facts" in MEASURED.said(("rto",))


def test_a_share_beyond_one_is_a_fault(tmp_path: Path) -> None:
    """The message names the file and the field."""
    row = "kinds: [{kind: rto, precision: 1.2, recall: 1, facts: 3}]"
    (tmp_path / "extraction_quality.yaml").write_text(
        f"version: '1'\nsource: x\ndate: ''\ncommand: x\n{row}\n", encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match=r"extraction_quality.yaml: kinds.0.precision"):
        read_table("extraction_quality", ExtractionQuality, tmp_path)


def test_the_table_of_kinds_and_fields_is_what_offers_do() -> None:
    """Every example sentence of every rule fills only fields that the table names for its kind."""
    knowledge, extract = load_brief_knowledge(), load_extract_knowledge()
    extractor, maker = own_extractor(), OfferMaker(knowledge, "2026-11-21")
    seen: dict[str, set[str]] = {}
    for rule in extract.rules.rules:
        for fact in extractor.extract(document_of(rule.reads.text, dated="2026-11-01"), "d"):
            seen.setdefault(fact.kind, set()).update(maker.offers([fact]))
    named = knowledge.fields.filled_by
    assert {kind: sorted(paths - set(named.get(kind, ()))) for kind, paths in seen.items()} == {kind: [] for kind in seen}
    assert len([kind for kind, paths in seen.items() if paths]) > 20
