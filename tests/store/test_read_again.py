"""A document with pages without text is read again once OCR is there, in the place of what it gave before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import UnreadableDocument
from rag.extract.fact import FactState
from rag.index.chroma import ChromaIndex
from rag.index.hashing import HashingEmbedder
from rag.ingest.document import NO_TEXT, Block, BlockKind, Document, FailedDocument, Page, Scan, content_hash
from rag.ingest.workers import Source
from rag.store.intake import Intake
from rag.store.record import Record, Workspace
from rag.store.steps import Steps
from tests.store.parts import steps
from tests.store.test_intake import find, in_step

FIRST = "The ERP must be back within 4 hours."
SECOND = "The cluster must run in Frankfurt."


def page(number: int, text: str, scan: Scan | None = None) -> Page:
    """A page of one paragraph, or one without text."""
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text), f"p. {number}"),) if text else ()
    return Page(text, blocks, number, needs_ocr=not text, scan=scan)


class Reader:
    """Stands for the reading processes on a machine where OCR is installed at some time."""

    def __init__(self) -> None:
        self.has_ocr = False
        self.fails = False
        self.read: list[str] = []

    def __call__(self, sources: Sequence[Source]) -> Iterator[Document | FailedDocument]:
        """A page with text and a scanned one."""
        for source in sources:
            self.read.append(source.name)
            if self.fails:
                yield FailedDocument(source.name, UnreadableDocument.code, "It is damaged.")
                continue
            content = source.path.read_bytes()
            second = page(2, SECOND, Scan(91, ((0, 1, 2, 3, 4),))) if self.has_ocr else page(2, "")
            warnings = ("page 2: read by OCR, 91 % sure",) if self.has_ocr else (f"page 2: {NO_TEXT}",)
            pages = (page(1, FIRST), second)
            yield Document(source.name, content_hash(content), "application/pdf", pages, size=len(content), warnings=warnings)


@pytest.fixture
def reader() -> Reader:
    """A machine without OCR, at first."""
    return Reader()


@pytest.fixture
def intake(record: Record, vectors: ChromaIndex, reader: Reader) -> Intake:
    """The way in on that machine."""
    made: Steps = replace(steps(read=reader), has_ocr=lambda: reader.has_ocr)
    return Intake(record, vectors, HashingEmbedder(), made, batch=4)


@pytest.fixture
def scan(tmp_path: Path) -> list[Source]:
    """The file, under two names."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-scan")
    return [Source("scan.pdf", path), Source("copy.pdf", path)]


def test_pages_are_filled(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, reader: Reader, scan: list[Source]
) -> None:
    """With OCR the same file gives its second page, too: found, a fact, with its places; what was decided before holds."""
    intake.ingest(workspace.id, scan)
    (fact,) = record.facts(workspace.id)
    record.decide_fact(workspace.id, fact.id, FactState.CONFIRMED)
    before = record.documents(workspace.id)
    reader.has_ocr = True
    report = intake.ingest(workspace.id, scan)
    assert [outcome.status for outcome in report.documents] == ["indexed", "unchanged"]
    assert "have some now" in report.documents[0].message
    assert "read by OCR, 91 % sure" in report.documents[0].message
    after = record.documents(workspace.id)
    assert [(one.id, one.version, one.status) for one in after] == [(one.id, one.version, one.status) for one in before]
    assert [(one.pages_without_text, one.lacks_text) for one in after] == [((), False)] * 2
    assert find(record, vectors, workspace.id, "cluster in Frankfurt").passages[0].page == 2
    facts = {fact.statement: fact.state for fact in record.facts(workspace.id)}
    assert facts == {FIRST: FactState.CONFIRMED, SECOND: FactState.EXTRACTED}
    assert record.page_scan(workspace.id, after[0].sha256, 1) == Scan(91, ((0, 1, 2, 3, 4),))
    assert record.page_scan(workspace.id, after[0].sha256, 0) is None
    assert record.page_scan(workspace.id, after[0].sha256, 7) is None
    assert in_step(intake)


def test_it_happens_once(intake: Intake, workspace: Workspace, reader: Reader, scan: list[Source]) -> None:
    """Without OCR, and once the pages are filled, the same file is not read again."""
    for has_ocr, reads in ((False, 1), (False, 1), (True, 2), (True, 2), (False, 2)):
        reader.has_ocr = has_ocr
        intake.ingest(workspace.id, scan)
        assert len(reader.read) == reads


def test_a_failure_loses_nothing(
    intake: Intake, record: Record, workspace: Workspace, reader: Reader, scan: list[Source]
) -> None:
    """When the second reading fails, the document stays as it was."""
    intake.ingest(workspace.id, scan)
    before = (record.documents(workspace.id), record.facts(workspace.id))
    reader.has_ocr = reader.fails = True
    report = intake.ingest(workspace.id, scan)
    assert [outcome.status for outcome in report.documents] == ["unchanged", "unchanged"]
    assert not report.failed
    assert (record.documents(workspace.id), record.facts(workspace.id)) == before
    assert in_step(intake)


def test_a_new_name_gets_the_text_too(
    intake: Intake, record: Record, workspace: Workspace, reader: Reader, scan: list[Source]
) -> None:
    """The file under another name, taken in where OCR is, helps the document that was there before."""
    intake.ingest(workspace.id, scan[:1])
    reader.has_ocr = True
    report = intake.ingest(workspace.id, scan[1:])
    assert [outcome.status for outcome in report.documents] == ["copy"]
    assert [one.pages_without_text for one in record.documents(workspace.id)] == [(), ()]
    assert in_step(intake)
