"""A citation → the place as a person checks it; a passage → its citation."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EncryptedDocument, StorageError
from rag.ground.citation import Citation
from rag.ingest.document import Document
from rag.ingest.highlight import DRAWN, PageImage, on_scan
from rag.ingest.workers import render_page
from rag.retrieve.passage import Passage
from rag.store.record import Record

CONTEXT = 600  # characters of text shown before and after a passage of a document without page images


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited passage as a person checks it."""

    quote: str
    heading_path: tuple[str, ...]
    before: str
    after: str
    image: PageImage | None  # of a page of a PDF or picture, with the passage's boxes
    original: Path | None
    file_name: str


def view_source(record: Record, workspace_id: str, citation: Citation) -> SourceView:
    """A citation as a person checks it: the page image with the passage, or the passage in its context.

    Raises:
        StorageError: the document was deleted.
    """
    text = record.page_text(workspace_id, citation.sha256, citation.page_index)
    if text is None:
        raise StorageError(f"{citation.document} was deleted; only the quotation is left: “{citation.quote}”")
    original = record.original(citation.sha256)
    start = citation.start if citation.start >= 0 else max(text.find(citation.quote), 0)
    end = start + len(citation.quote)
    image = None
    if original is not None and original.suffix in DRAWN and citation.page is not None:
        with suppress(EncryptedDocument):  # its password is not kept; the passage is shown in its context
            image = render_page(original, citation.page, [citation.quote])
            scan = record.page_scan(workspace_id, citation.sha256, citation.page_index)
            image = image if scan is None else on_scan(image, scan.places(start, end))
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return SourceView(citation.quote, (), before, after, image, original, Path(citation.document).name)


def citer(record: Record) -> Callable[[Passage, int, int], Citation]:
    """Turns a slice of a passage into a citation, at the place of the very block that it stands in."""
    read: dict[str, Document] = {}

    def cite(passage: Passage, start: int, end: int) -> Citation:
        start, end = passage.start + start, passage.start + end
        locator, sha256 = passage.locator, ""
        if passage.document_id:
            if passage.document_id not in read:
                read[passage.document_id] = record.document(passage.document_id)
            document = read[passage.document_id]
            locator, sha256 = document.pages[passage.page_index].locator_at(start) or locator, document.sha256
        return Citation(
            document_id=passage.document_id,
            document=passage.document,
            sha256=sha256,
            page=passage.page,
            page_index=passage.page_index,
            locator=locator,
            quote=passage.text[start - passage.start : end - passage.start],
            start=start,
            end=end,
        )

    return cite
