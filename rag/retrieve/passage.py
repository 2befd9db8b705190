"""A passage: a chunk with its document and place, as answers and prompts see it."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where to search."""

    DOCUMENTS = "documents"  # the company's own
    LIBRARY = "library"  # the reference architectures under corpus/
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that answers may quote: every quotation is a slice of `text`."""

    chunk_id: str
    document_id: str  # "" for the library
    document: str  # the path as given; for the library the entry id, `style/modular-monolith`
    page: int | None
    page_index: int
    start: int  # offset of `text` in its page
    end: int
    locator: str
    text: str  # verbatim
    context: str  # document title, heading path, table header; never quoted
    score: float  # fused and, where a reranker read it, reranked; 0…1, higher is nearer
    dense: float  # cosine beyond that of unrelated texts, at most 1
    lexical: float  # BM25, ≥ 0
    scope: Scope = Scope.DOCUMENTS
    before: str = ""  # text of the neighbouring chunk before, for reading only
    after: str = ""
    head: str = ""  # how its document begins: who writes to whom, for reading only; "" for the library


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first, and what was looked through."""

    query: str
    passages: tuple[Passage, ...]
    scope: Scope
    documents_searched: int
    chunks_searched: int
    pages_without_text: int = 0
    ready: bool = True  # False while vectors are still being built: lexical search only
    note: str = ""  # what the reader must know of how it was searched
    reranked_by: str = ""  # the reranker that read the best passages; "" when none did
