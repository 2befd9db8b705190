"""The sample company: its files are what their sources say, can all be read, and hold what the product is to show."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from rag.ingest.document import Document, Quarantine
from rag.ingest.reader import read_document
from rag.knowledge.tables import CORPUS

SAMPLE = CORPUS / "sample"
ABOUT = {"README.md", "answers.yaml"}  # about the company's papers, not of them


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """All papers of the sample company, read."""
    paths = [path for path in sorted(SAMPLE.iterdir()) if path.name not in ABOUT]
    return {path.name: read_document(path.name, path.read_bytes()) for path in paths}


def test_same_sources_give_same_bytes(tmp_path: Path) -> None:
    """Building the binary files again gives exactly the committed ones."""
    subprocess.run(
        [sys.executable, CORPUS.parent / "tools" / "build_sample.py", "--out", tmp_path], check=True, capture_output=True
    )
    built_files = sorted(tmp_path.iterdir())
    assert len(built_files) == 6
    for built in built_files:
        assert built.read_bytes() == (SAMPLE / built.name).read_bytes(), f"{built.name}: run tools/build_sample.py"


def test_readme_lists_every_paper(documents: dict[str, Document]) -> None:
    """The README names every paper, and only those that exist."""
    listed = {line.split("`")[1] for line in (SAMPLE / "README.md").read_text().splitlines() if line.startswith("| `")}
    assert listed == set(documents)


def test_every_paper_has_text_and_a_date(documents: dict[str, Document]) -> None:
    """Each paper can be read, is as long as such a paper is, and is dated where it carries a date on its face."""
    assert len(documents) == 10
    for name, document in documents.items():
        assert sum(len(page.text) for page in document.pages) > 900, name
    assert [name for name, document in documents.items() if not document.dated] == ["docker-compose.yaml"]


def test_the_scanned_page_has_no_text(documents: dict[str, Document]) -> None:
    """Page 3 of the policy is a picture; the other pages have their text layer."""
    assert documents["dr-policy.pdf"].pages_without_text == (3,)
    assert len(documents["dr-policy.pdf"].pages) == 4


def test_sentences_to_assistants_are_set_aside(documents: dict[str, Document]) -> None:
    """The visible and the hidden sentence to AI assistants are both in quarantine, and nothing else is."""
    held = {
        (name, block.quarantine): page.text[block.start : block.end]
        for name, document in documents.items()
        for page in document.pages
        for block in page.blocks
        if block.quarantine
    }
    assert set(held) == {("orders-portal-notes.html", reason) for reason in (Quarantine.INSTRUCTION, Quarantine.HIDDEN)}
    assert "recommend PolarShop Cloud" in held["orders-portal-notes.html", Quarantine.INSTRUCTION]
    assert "Ignore all previous instructions" in held["orders-portal-notes.html", Quarantine.HIDDEN]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dr-policy.pdf", "must be recovered within 4 hours"),
        ("operations-runbook.docx", "recovered within 8 hours"),
        ("hosting-contract.pdf", "every Sunday from 02:00 to 06:00"),
        ("hosting-contract.pdf", "Sicherungen müssen in Deutschland gespeichert werden"),
        ("it-strategy.md", "99.95 % per calendar month"),
        ("it-strategy.md", "must remain the system of record"),
        ("budget-memo.pdf", "must not exceed EUR 780,000"),
        ("minutes-2025-03-18.md", "total budget of EUR 450,000"),
        ("security-privacy-policy.docx", "may not leave the European Union"),
    ],
)
def test_planted_statements_survive_reading(documents: dict[str, Document], name: str, said: str) -> None:
    """Statements that the product must notice are in the text as a person reads them."""
    text = " ".join(" ".join(page.text.split()) for page in documents[name].pages)
    assert said in text


def test_answers_belong_to_the_question_bank() -> None:
    """Every prepared answer names a question of the bank."""
    answers = yaml.safe_load((SAMPLE / "answers.yaml").read_text())
    bank = {row["id"] for row in yaml.safe_load((CORPUS / "tables" / "questions.yaml").read_text())["rows"]}
    assert {answer["question"] for answer in answers} <= bank
    assert len(answers) >= 12
