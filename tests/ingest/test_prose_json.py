"""JSON that people wrote is read as rows and paragraphs with its keys as headers; that of programs stays as it is."""

import json

import pytest

from rag.ingest.document import Block, BlockKind, Document
from rag.ingest.reader import read_document

_PAPER = {
    "current_systems": [
        {"name": "TideBook", "technology": "FoxPro"},
        {"name": "Crewlist", "comment": "rosters on a shared drive"},
    ],
    "retention": "Passenger lists are deleted after thirty days.",
    "rto": "4 hours",
    "mustHaves": ["No data leaves the island", "The till works offline"],
    "questions": [{"question": "How many users?", "answer": "About 240 clerks use it every day."}],
}


def read(paper: object, name: str = "paper.json") -> Document:
    """The document."""
    return read_document(name, json.dumps(paper, indent=1).encode())


def said(document: Document, block: Block) -> str:
    """The text of a block."""
    return document.pages[0].text[block.start : block.end]


def test_lists_of_objects_are_rows_and_sentences_paragraphs() -> None:
    """Each with the keys above it as headings, and quoted from the page."""
    document = read(_PAPER)
    found = {said(document, block): block for block in document.pages[0].blocks}
    row = next(block for text, block in found.items() if "TideBook" in text)
    assert (row.kind, row.header, row.heading_path) == (
        BlockKind.TABLE_ROW,
        ("name", "technology", "comment"),
        ("current systems",),
    )
    assert [document.pages[0].text[start:end] for start, end in row.cells] == ["TideBook", "FoxPro", ""]
    paragraph = found["Passenger lists are deleted after thirty days."]
    assert (paragraph.kind, paragraph.heading_path) == (BlockKind.PARAGRAPH, ("retention",))
    assert found["The till works offline"].heading_path == ("must Haves",)
    assert found["About 240 clerks use it every day."].heading_path == ("questions", "How many users?")
    assert found["rto: 4 hours"].kind is BlockKind.TABLE_ROW


def test_letters_are_read_as_they_are_meant() -> None:
    """Escapes of JSON are undone, and every line keeps its number."""
    document = read({"hinweis": 'Die Prüfung läuft\nnur am Abend "daheim"'})
    (block,) = document.pages[0].blocks
    assert said(document, block) == 'Die Prüfung läuft nur am Abend "daheim"'
    assert block.locator == "line 2"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("settings.json", b'{"version": 3, "theme": {"primary": "#ff0000"}, "retries": 5}'),
        ("fr.json", b'{"login": "Veuillez saisir votre mot de passe"}'),
        ("broken.json", b'{"note": "We keep all files for ten years", '),
    ],
)
def test_other_files_stay_code(name: str, content: bytes) -> None:
    """Settings, texts of a program, and what is broken."""
    kinds = {block.kind for block in read_document(name, content).pages[0].blocks}
    assert kinds <= {BlockKind.CODE}
