"""The scoreboard of facts: every verdict on a small set of one's own, and the figures that follow."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from rag.brief.brief import Conflict
from rag.brief.reconcile import reconcile
from rag.errors import UsageError
from rag.evaluate.fact_figures import figures, in_words
from rag.evaluate.fact_set import read_annotations
from rag.evaluate.fact_value import ValueComparison
from rag.evaluate.facts import Pipeline, evaluate
from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from rag.ground.citation import Citation
from rag.ingest.document import Document, FailedDocument
from rag.ingest.reader import read_document
from rag.ingest.workers import Source
from rag.knowledge.knowledge import Knowledge

NOTES = """# Notes

The RTO of the shop is 4 hours.

The shop was unavailable for a day in May.

The shop once ran on Lotus Notes. Today it runs on MySQL 8.0.
MySQL is fine.

We may encrypt the backups. Orders must be kept in Germany. Everything must be green.

The fee is 90 EUR. Uptime is 99.9 %.
"""
PLAN = "# Plan\n\nThe RTO of the shop is 8 hours.\n\nBackups are kept for 14 days.\n"
SET = """
set: tin
split: tune
documents:
  - document: notes.md
    facts:
      - {kind: rto, quote: The RTO of the shop is 4 hours., value: 14400}
      - {kind: risk, quote: The shop was unavailable for a day in May.}
      - {kind: technology, quote: The shop once ran on Lotus Notes., value: Lotus Notes, time: historic}
      - {kind: technology, quote: Today it runs on MySQL 8.0., value: MySQL, version: 8.0}
      - {kind: constraint, quote: We may encrypt the backups., hard: false}
      - {kind: constraint, quote: Orders must be kept in Germany., hard: true}
      - {kind: residency, quote: Orders must be kept in Germany., value: Germany, hard: true}
      - {kind: cost, quote: The fee is 90 EUR., value: 90, unit: EUR, optional: true}
      - {kind: availability, quote: Uptime is 99.9 %., value: 99.9}
      - {kind: owner, quote: Everything must be green., optional: true}
  - document: plan.md
    split: dev
    facts:
      - {kind: rto, quote: The RTO of the shop is 8 hours., value: 28800}
      - {kind: retention, quote: Backups are kept for 14 days., value: 14, unit: days}
contradictions:
  - about: rto
    a: {document: notes.md, quote: The RTO of the shop is 4 hours.}
    b: {document: plan.md, quote: RTO of the shop is 8 hours}
"""
READ: list[dict[str, Any]] = [  # what is read in the two documents
    {"kind": "rto", "value": 14400.0, "quote": "The RTO of the shop is 4 hours.", "rule": "K08"},
    {"kind": "technology", "value": "Lotus Notes", "quote": "The shop once ran on Lotus Notes.", "rule": "K12"},
    {"kind": "technology", "value": "MySQL", "quote": "it runs on MySQL 8.0.", "rule": "K12", "slots": {"version": "8"}},
    {"kind": "technology", "value": "MySQL", "quote": "MySQL is fine.", "rule": "K12", "time": "planned"},
    {"kind": "constraint", "hard": True, "quote": "We may encrypt the backups.", "rule": "K18"},
    {"kind": "constraint", "hard": True, "quote": "Orders must be kept in Germany.", "rule": "K18"},
    {"kind": "constraint", "hard": True, "quote": "Everything must be green.", "rule": "K18"},
    {"kind": "residency", "value": "DE", "quote": "Orders must be kept in Germany.", "rule": "K21"},
    {"kind": "cost", "value": 90.0, "unit": "EUR", "quote": "The fee is 90 EUR.", "rule": "K25"},
    {"kind": "availability", "value": 99.95, "quote": "Uptime is 99.9 %.", "rule": "K07"},
    {"kind": "rto", "value": 28800.0, "quote": "The RTO of the shop is 8 hours.", "rule": "K08"},
    {"kind": "retention", "value": 0.038, "unit": "years", "quote": "Backups are kept for 14 days.", "rule": "K22"},
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The shipped tables."""
    return Knowledge()


@pytest.fixture
def tin(tmp_path: Path) -> Path:
    """A set of two documents."""
    return write(tmp_path, SET, {"notes.md": NOTES, "plan.md": PLAN})


def write(folder: Path, content: str, documents: dict[str, str]) -> Path:
    """A set named "tin" and its documents beside it; its file."""
    (folder / "tin").mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / "tin" / name).write_text(text, encoding="utf-8")
    file = folder / "tin.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def read_all(sources: Sequence[Source]) -> Iterator[Document | FailedDocument]:
    """The documents, read in this process."""
    return (read_document(source.name, source.path.read_bytes()) for source in sources)


def scripted(document: Document, document_id: str) -> tuple[Fact, ...]:
    """The facts of READ whose quotations the document holds."""
    return tuple(
        fact(number, document, document_id, dict(row))
        for number, row in enumerate(READ)
        if row["quote"] in document.pages[0].text
    )


def fact(number: int, document: Document, document_id: str, row: dict[str, Any]) -> Fact:
    """A fact at the place of its quotation."""
    quote = row.pop("quote")
    start = document.pages[0].text.index(quote)
    place = {"page": None, "page_index": 0, "locator": "", "start": start, "end": start + len(quote)}
    citation = Citation(document_id=document_id, document=document.name, sha256=document.sha256, quote=quote, **place)
    return Fact(id=f"f{number}", statement=quote, citation=citation, **row)


def rto_conflict(facts: Sequence[Fact]) -> tuple[Conflict, ...]:
    """All recovery times contradict each other, and so do the technologies."""
    groups = [tuple(one.id for one in facts if one.kind == kind) for kind in ("rto", "technology")]
    return tuple(Conflict(id=str(number), field="x", fact_ids=ids) for number, ids in enumerate(groups) if len(ids) > 1)


def score(file: Path, knowledge: Knowledge, *, split: str = "", documents: Path | None = None) -> dict[str, Any]:
    """The figures of a set with the scripted facts."""
    pipeline = Pipeline(read_all, scripted, rto_conflict, ValueComparison(knowledge.extract.lexicon.places))
    annotations = read_annotations([file], documents, split)
    return figures(evaluate(annotations, pipeline), annotations.left_out, failures=True)


def of(failures: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Kind and quotation of each."""
    return {(one["kind"], one["quote"]) for one in failures}


def test_right_false_and_missed_facts_make_the_shares(tin: Path, knowledge: Knowledge) -> None:
    """A historic mention read as current is false and missed, and so is another value; what nobody annotated is false."""
    result = score(tin, knowledge)
    assert of(result["failures"]["false"]) == {
        ("technology", "The shop once ran on Lotus Notes."),
        ("constraint", "Everything must be green."),
        ("availability", "Uptime is 99.9 %."),
    }
    assert of(result["failures"]["missed"]) == {
        ("technology", "The shop once ran on Lotus Notes."),
        ("risk", "The shop was unavailable for a day in May."),
        ("availability", "Uptime is 99.9 %."),
    }
    assert (result["right"], result["false"], result["missed"], result["optional"]) == (7, 3, 3, 1)
    assert result["precision"] == result["recall"] == result["f1"] == 0.7
    assert (result["kinds"]["rto"]["right"], result["kinds"]["rto"]["f1"]) == (2, 1.0)
    assert result["kinds"]["risk"]["recall"] == 0.0
    assert result["places_right"] == 1.0
    assert result["near"] == {"another kind": 1, "another time": 1, "another value": 1}


def test_optional_facts_are_neither_missed_nor_false(tin: Path, knowledge: Knowledge) -> None:
    """An optional fact that is read is not false, and one that is not read is not missed."""
    kinds = score(tin, knowledge)["kinds"]
    assert [kinds["cost"][count] for count in ("optional", "right", "false", "missed")] == [1, 0, 0, 0]
    assert "owner" not in kinds


def test_harm_is_a_hard_constraint_that_nobody_stated(tin: Path, knowledge: Knowledge) -> None:
    """Of three hard constraints one is annotated as not hard and one is not annotated at all."""
    result = score(tin, knowledge)
    assert result["harm"] == {"hard_constraints": 3, "false": 2, "rate": 0.6667}
    assert of(result["failures"]["harm"]) == {
        ("constraint", "We may encrypt the backups."),
        ("constraint", "Everything must be green."),
    }
    assert result["strict_kinds"]["precision"] == round(5 / 6, 4)


def test_mentions_count_once_a_document_and_versions_have_to_agree(tin: Path, knowledge: Knowledge) -> None:
    """Two mentions of MySQL are one fact, and version 8 is version 8.0."""
    result = score(tin, knowledge)
    assert (result["kinds"]["technology"]["right"], result["kinds"]["technology"]["false"]) == (1, 1)
    assert result["technology_with_version"]["f1"] == 1.0
    assert result["technology_with_version"]["right"] == 1


def test_rules_with_most_false_facts_come_first(tin: Path, knowledge: Knowledge) -> None:
    """Each rule has what it found and how much of that is false."""
    rules = score(tin, knowledge)["rules"]
    assert list(rules)[:3] == ["K07", "K12", "K18"]
    assert rules["K18"] == {"found": 3, "false": 1, "precision": 0.6667}
    assert rules["K25"] == {"found": 1, "false": 0, "precision": 1.0}


def test_contradictions_have_precision_and_recall(tin: Path, knowledge: Knowledge) -> None:
    """The marked contradiction is found; one between technologies is shown though nobody marked it."""
    result = score(tin, knowledge)["contradictions"]
    assert [result[count] for count in ("annotated", "found", "right", "false", "traps")] == [1, 1, 1, 1, 0]
    assert (result["precision"], result["recall"]) == (0.5, 1.0)


def test_what_only_seems_a_contradiction_is_a_trap(tin: Path, knowledge: Knowledge) -> None:
    """The same pair, listed as no contradiction, makes the one that is shown false."""
    content = SET.replace("contradictions:", "not_contradictions:")
    result = score(write(tin.parent, content, {}), knowledge)["contradictions"]
    assert (result["annotated"], result["right"], result["false"], result["traps"]) == (0, 0, 2, 1)


def test_a_split_takes_its_documents_only(tin: Path, knowledge: Knowledge) -> None:
    """A document's own split outranks that of the set, and contradictions between splits are left out."""
    result = score(tin, knowledge, split="dev")
    assert (result["documents"], result["right"], result["missed"]) == (1, 2, 0)
    assert result["contradictions"]["annotated"] == 0
    with pytest.raises(UsageError, match="another --split"):
        score(tin, knowledge, split="test")


def test_only_annotated_parts_of_a_pack_count(tmp_path: Path, knowledge: Knowledge) -> None:
    """Facts outside the parts are neither false nor missed, and a part that is not there is named."""
    parts = '    parts: [{page: 1, from: "The RTO", to: "day in May."}, {page: 1, from: nowhere}]\n'
    file = write(tmp_path, SET.replace("    facts:\n", parts + "    facts:\n", 1), {"notes.md": NOTES, "plan.md": PLAN})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "tin").rename(tmp_path / "elsewhere" / "tin")
    result = score(file, knowledge, documents=tmp_path / "elsewhere")
    assert list(result["origins"]) == ["packs"]
    assert (result["right"], result["false"], result["missed"]) == (3, 0, 1)
    assert len(result["left_out"]) == 1
    assert "nowhere" in result["left_out"][0]
    with pytest.raises(UsageError, match="--documents DIR"):
        score(file, knowledge)


def test_a_misplaced_quotation_is_named(tin: Path, knowledge: Knowledge) -> None:
    """A quotation that is no slice of its page at its offsets lowers the share of places that are right."""

    def shifted(document: Document, document_id: str) -> tuple[Fact, ...]:
        first, *rest = scripted(document, document_id)
        place = first.citation.model_copy(update={"start": first.citation.start + 1})
        return (first.model_copy(update={"citation": place}), *rest)

    pipeline = Pipeline(read_all, shifted, rto_conflict, ValueComparison({}))
    result = figures(evaluate(read_annotations([tin]), pipeline))
    assert result["places_right"] == round(10 / 12, 4)
    assert [said.split(":")[0] for said in result["misplaced"]] == ["notes.md", "plan.md"]


def test_a_document_that_cannot_be_read_misses_all_its_facts(tin: Path, knowledge: Knowledge) -> None:
    """What stands in a document that fails is missed, and the failure is told."""

    def failing(sources: Sequence[Source]) -> Iterator[Document | FailedDocument]:
        return (FailedDocument(source.name, "unreadable", "Broken.") for source in sources)

    pipeline = Pipeline(failing, scripted, rto_conflict, ValueComparison({}))
    result = figures(evaluate(read_annotations([tin]), pipeline))
    assert (result["right"], result["missed"], result["recall"]) == (0, 10, 0.0)
    assert result["left_out"] == ["tin/notes.md: Broken.", "tin/plan.md: Broken."]
    assert result["contradictions"]["recall"] == 0.0


def test_figures_are_told_in_words(tin: Path, knowledge: Knowledge) -> None:
    """People read the whole, the sets, kinds, rules, and each fact that went wrong with its rule and quotation."""
    shown = in_words(score(tin, knowledge))
    assert "all: documents: 2, annotated facts: 10; precision 70.0%, recall 70.0%, F1 70.0%" in shown
    assert "invented: documents: 2" in shown
    assert "set tin: precision 70.0%" in shown
    assert "rule K18: 1 of 3 false" in shown
    assert "false tin/notes.md: technology Lotus Notes current by K12 (another time): 'The shop once" in shown
    assert "missed tin/notes.md: availability 99.9 current (availability by K07, another value): 'Uptime" in shown
    assert "harm tin/notes.md by K18: 'Everything" in shown
    assert "contradiction false (tin)" in shown


def test_the_products_own_extraction_is_measured(tmp_path: Path, knowledge: Knowledge) -> None:
    """With the product's own rules and Brief the same way leads to figures, from documents to contradictions."""
    content = """
set: tin
documents:
  - document: a.md
    facts: [{kind: rto, quote: The recovery time objective (RTO) of the order portal is 4 hours., value: 14400}]
  - document: b.md
    facts: [{kind: rto, quote: The recovery time objective (RTO) of the order portal is 8 hours., value: 28800}]
contradictions:
  - {a: {document: a.md, quote: order portal is 4 hours}, b: {document: b.md, quote: order portal is 8 hours}}
"""
    text = "# Recovery\n\nThe recovery time objective (RTO) of the order portal is {} hours.\n"
    file = write(tmp_path, content, {"a.md": text.format(4), "b.md": text.format(8)})
    (tmp_path / "pairs.yaml").write_text(
        'pairs: [{id: c1, about: rto, is_contradiction: true, a: {text: "The RTO of the shop is 4 hours."}, '
        'b: {text: "The RTO of the shop is 8 hours."}}, {id: c2, is_contradiction: false, '
        'a: {text: "The RTO of tier 1 systems is 4 hours."}, b: {text: "The RTO of tier 3 systems is 48 hours."}}]',
        encoding="utf-8",
    )
    pipeline = Pipeline(
        read_all,
        own_extractor().extract,
        lambda facts: reconcile(facts, (), "2026-11-28", knowledge.brief).conflicts,
        ValueComparison(knowledge.extract.lexicon.places),
    )
    result = figures(evaluate(read_annotations([file, tmp_path / "pairs.yaml"]), pipeline))
    assert result["kinds"]["rto"]["f1"] == 1.0
    assert result["seconds_per_100_pages"] > 0
    assert result["sets"]["tin"]["contradictions"]["recall"] == 1.0
    assert result["sets"]["pairs"]["contradictions"]["annotated"] == 1
    assert result["sets"]["pairs"]["contradictions"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("set: tin\ndocuments: [{document: a.md, facts: [{kind: rtto, quote: x}]}]", "'rtto' is not a kind"),
        ("set: tin\ndocuments: [{document: none.md}]", "none.md is not in"),
        ("set: [", "cannot be read as YAML"),
    ],
)
def test_a_set_with_a_fault_is_named(tmp_path: Path, content: str, said: str) -> None:
    """A wrong kind, a missing document and broken YAML stop with a message that says which file and what is wrong."""
    with pytest.raises(UsageError, match=said):
        read_annotations([write(tmp_path, content, {})])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that does not exist is a wrong usage."""
    with pytest.raises(UsageError, match="no such file or folder"):
        read_annotations([tmp_path / "none"])
