"""How quotations stand now: citations, documents of the record → `Standing`.

A content counts while any current document that is not set aside holds it, under whatever name.
"""

from collections import defaultdict

from rag.ground.citation import Citation
from rag.ground.quote import find_span
from rag.ground.standing import IN_USE, Fate, Standing
from rag.ingest.document import Document
from rag.store.documents import DocumentSummary
from rag.store.record import Record


class Standings:
    """Says of citations what became of their documents, as the record stands when this is made."""

    def __init__(self, record: Record, workspace_id: str) -> None:
        self._record = record
        self._by_hash: dict[str, list[DocumentSummary]] = defaultdict(list)
        self._by_name: dict[str, list[DocumentSummary]] = defaultdict(list)
        self._read: dict[str, Document] = {}
        for document in record.documents(workspace_id):
            self._by_hash[document.sha256].append(document)
            self._by_name[document.name].append(document)

    def __call__(self, citation: Citation) -> Standing:
        """How one quotation stands."""
        if not citation.sha256:  # of a reference architecture, not of a document
            return IN_USE
        holders = self._by_hash.get(citation.sha256, [])
        if any(_counts(document) for document in holders):
            return IN_USE
        name = citation.document if citation.document in self._by_name or not holders else holders[0].name
        now = next((document for document in self._by_name.get(name, []) if document.is_current), None)
        if now is None:
            return Standing(Fate.DELETED)
        if now.is_excluded:
            return Standing(Fate.SET_ASIDE)
        return Standing(Fate.REPLACED, now.version, self._place(citation.quote, now))

    def _place(self, quote: str, now: DocumentSummary) -> str:
        """Where the quotation stands in the document that counts; "" when it does not."""
        if now.id not in self._read:
            self._read[now.id] = self._record.document(now.id)
        for number, page in enumerate(self._read[now.id].pages, 1):
            span = find_span(quote.strip(), page.text)
            if span is not None:
                return page.locator_at(span[0]) or f"page {number}"
        return ""


def _counts(document: DocumentSummary) -> bool:
    return document.is_current and not document.is_excluded
