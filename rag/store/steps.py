"""The steps between a file and the record, as they are handed in: reading, splitting, finding facts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.errors import UnreadableDocument
from rag.extract.fact import Fact
from rag.ingest.chunk import Chunk
from rag.ingest.document import Document, FailedDocument
from rag.ingest.workers import Source
from rag.store.content import Reading

Read = Callable[[Sequence[Source]], Iterator[Document | FailedDocument]]
Split = Callable[[Document], Sequence[Chunk]]
Extract = Callable[[Document, str], tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class Steps:
    """What makes a `Reading` of a file, and the versions of what does."""

    read: Read  # files → documents or failures, in the order given
    split: Split  # document → chunks
    extract: Extract  # document and its id → facts
    chunker: str = "1"  # contents cut by another version are cut anew by `repair`
    extractor: str = "1"  # likewise for facts
    has_ocr: Callable[[], bool] = lambda: False  # whether `read` reads pages that show text without having any

    def reading(self, document: Document, document_id: str) -> Reading:
        """All that a document gives, before anything is kept.

        Raises:
            UnreadableDocument: its text cannot be kept.
        """
        _refuse_broken_text(document)
        chunks = tuple(self.split(document))
        return Reading(document, chunks, self.extract(document, document_id), self.chunker, self.extractor)


def _refuse_broken_text(document: Document) -> None:
    """Refuse text that cannot be written anywhere: halves of characters (lone surrogates)."""
    try:
        for text in (document.name, document.title, *document.warnings, *(page.text for page in document.pages)):
            text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableDocument(
            "Its text or name holds halves of characters, which cannot be kept. Save it again, or rename it, and take that in."
        ) from error
