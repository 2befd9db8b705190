"""All that can be said of one document: its versions, its pages that could not be read, the proposals that quote it."""

from dataclasses import dataclass

from rag.ingest.document import NO_TEXT, Page
from rag.store.documents import DocumentSummary
from rag.store.record import Record


@dataclass(frozen=True, slots=True)
class PageFault:
    """A page, or part of one, that could not be read."""

    page: str  # "page 7", as a person counts
    problem: str


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One document in full."""

    document: DocumentSummary
    versions: tuple[DocumentSummary, ...]  # newest first, this one included
    faults: tuple[PageFault, ...]
    characters: int  # of its text
    proposals: tuple[int, ...]  # versions of the proposal that quote it


def report_document(record: Record, workspace_id: str, document_id: str) -> DocumentReport:
    """The report on one document.

    Raises:
        StorageError: there is no such document.
    """
    read = record.document(document_id)
    every = record.documents(workspace_id)
    document = next(one for one in every if one.id == document_id)
    versions = sorted((one for one in every if one.name == document.name), key=lambda one: -one.version)
    return DocumentReport(
        document=document,
        versions=tuple(versions),
        faults=tuple(fault for number, page in enumerate(read.pages, 1) for fault in _faults(page, number)),
        characters=sum(len(page.text) for page in read.pages),
        proposals=record.citing(workspace_id, (document.name,)).get(document.name, ()),
    )


def _faults(page: Page, number: int) -> list[PageFault]:
    name = f"page {page.number or number}"
    said = [page.problem] if page.problem else []
    if page.needs_ocr and not any(NO_TEXT in one for one in said):
        said.append(NO_TEXT)
    return [PageFault(name, one) for one in said]
