"""The tables of extraction and of the Brief hold to their schemas, and what they promise is there."""

from pathlib import Path
from shutil import copytree

import pytest

from rag.errors import KnowledgeError
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.facts import load_extract_knowledge
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.lifecycle import load_lifecycle
from rag.knowledge.patterns import unfold
from rag.knowledge.reading import load_reading_knowledge
from rag.knowledge.tables import TABLES

KINDS = {
    "objective",
    "users",
    "concurrency",
    "throughput",
    "data_volume",
    "latency",
    "availability",
    "rto",
    "rpo",
    "freshness",
    "integration",
    "technology",
    "legacy_system",
    "owner",
    "contract_end",
    "disposition",
    "constraint",
    "compliance",
    "data_class",
    "residency",
    "retention",
    "team",
    "skill",
    "budget",
    "cost",
    "deadline",
    "hosting",
    "preference",
    "build_buy",
    "practice",
    "window",
    "quota",
    "risk",
    "exclusion",
    "organisation",
    "standard",
    "makeshift",
}


def test_every_kind_of_fact_has_a_rule() -> None:
    """All thirty-seven kinds can be read."""
    assert {rule.kind for rule in load_extract_knowledge().rules.rules} == KINDS


def test_technologies_have_unique_ids_and_names() -> None:
    """One id, one canonical name."""
    technologies = load_gazetteer().technologies
    assert len(technologies) >= 720
    assert len({one.id for one in technologies}) == len(technologies)
    assert len({one.name for one in technologies}) == len(technologies)


def test_the_lifecycle_table_names_known_products_with_source_and_date() -> None:
    """At least eighty products' versions, each of the gazetteer, each dated."""
    rows = load_lifecycle().rows
    known = {one.name for one in load_gazetteer().technologies}
    assert {row.product for row in rows} <= known
    assert len({row.product for row in rows}) >= 80
    assert all(row.source for row in rows)
    for row in rows:
        assert not (row.support_end and row.extended_end) or row.extended_end >= row.support_end


@pytest.mark.parametrize(
    ("product", "version", "end", "extended"),
    [
        ("SQL Server", "2016 SP3", "2026-07-14", "2029-07-17"),
        ("Windows Server", "2012 R2", "2023-10-10", "2026-10-13"),
        ("Oracle Database", "19c", "2029-12-31", "2032-12-31"),
        ("PostgreSQL", "13.4", "2025-11-13", "None"),
        ("SAP ECC", "6.0 EHP 7", "2027-12-31", "2030-12-31"),
        ("BizTalk Server", "2016", "2027-01-11", "None"),
    ],
)
def test_support_dates_are_found_for_a_version_as_written(product: str, version: str, end: str, extended: str) -> None:
    """The row with the longest common beginning of the version counts."""
    row = load_lifecycle().find(product, version)
    assert row is not None
    assert (str(row.support_end), str(row.extended_end)) == (end, extended)


def test_an_unknown_version_has_no_support_dates() -> None:
    """Nothing is guessed from a neighbour."""
    assert load_lifecycle().find("PostgreSQL", "99") is None
    assert load_lifecycle().find("PostgreSQL", "") is None


def test_each_core_group_has_the_field_to_ask_for() -> None:
    """The field named for a group belongs to it."""
    fields = load_brief_knowledge().fields
    for group, path in fields.groups.items():
        assert fields.by_path[path].core == group


def test_a_folded_pattern_is_one_line() -> None:
    """Blanks after a bar are layout."""
    assert unfold("a|\n  b| c d") == "a|b|c d"


def test_a_broken_rule_is_named(tmp_path: Path) -> None:
    """A pattern that does not compile stops the start with the rule's id."""
    for name in (
        "cues.yaml",
        "lexicon.yaml",
        "table_headers.yaml",
        "quantities.yaml",
        "gazetteer.csv",
        "gazetteer_rules.yaml",
        "structured_rules.yaml",
    ):
        (tmp_path / name).write_bytes((TABLES / name).read_bytes())
    text = (TABLES / "fact_rules.yaml").read_text(encoding="utf-8").replace("{NUM:value}[ -]nines", "({NUM:value}[ -]nines", 1)
    (tmp_path / "fact_rules.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="K07-nines"):
        load_extract_knowledge(tmp_path)


def test_every_type_of_document_has_a_name_and_a_class() -> None:
    """Types that are recognised have names for people, and each type's authority belongs to one of the classes."""
    types, fields = load_reading_knowledge().types, load_brief_knowledge().fields
    assert {kind.id for kind in types.types} | {"other"} <= set(types.labels)
    known = {one.id for one in fields.authority_classes}
    assert {fields.authority_of(kind) for kind in types.labels} <= known
    assert {one.rank for one in fields.authority_classes} == set(fields.authority.values())


def test_every_expression_of_our_tables_is_one(tmp_path: Path) -> None:
    """Read from another folder all are validated; our own are trusted, since they are validated here."""
    folder = tmp_path / "tables"
    copytree(TABLES, folder)
    assert load_extract_knowledge(folder) == load_extract_knowledge()
    table = folder / "fact_rules.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace("    pattern: '", "    pattern: '(", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"fact_rules\.yaml: .*unterminated"):
        load_extract_knowledge(folder)
