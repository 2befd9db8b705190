"""A searcher over a few texts in memory: real indexes, and a record that is a dictionary."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rag.retrieve.passage import Passage, Scope


def passage(chunk_id: str, text: str, document: str = "", scope: Scope = Scope.DOCUMENTS) -> Passage:
    """A passage that is the whole of its page."""
    return Passage(
        chunk_id=chunk_id,
        document_id=document or chunk_id,
        document=document or chunk_id,
        page=1,
        page_index=0,
        start=0,
        end=len(text),
        locator="p. 1",
        text=text,
        context="",
        score=0.0,
        dense=0.0,
        lexical=0.0,
        scope=scope,
    )


@dataclass
class MemoryChunks:
    """A `ChunkSource` over given passages; neighbours are those before and after in the list."""

    known: list[Passage] = field(default_factory=list)

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, Passage]:
        """Those of `chunk_ids` that are known."""
        return {p.chunk_id: p for p in self.known if p.chunk_id in chunk_ids}

    def neighbours(self, chunk_id: str) -> tuple[str, str]:
        """Texts before and after in the list."""
        texts = ["", *(p.text for p in self.known), ""]
        place = [p.chunk_id for p in self.known].index(chunk_id)
        return texts[place], texts[place + 2]

    def chunk_ids(self, collection: str, documents: Collection[str]) -> list[str]:
        """Chunks of these documents in the collection."""
        return [p.chunk_id for p in self._of(collection) if p.document_id in documents]

    def size(self, collection: str) -> tuple[int, int, int]:
        """Documents, chunks, and one page without text."""
        own = self._of(collection)
        return len({p.document_id for p in own}), len(own), 1

    def _of(self, collection: str) -> list[Passage]:
        """Passages of a collection."""
        scope = Scope.LIBRARY if collection == "library" else Scope.DOCUMENTS
        return [p for p in self.known if p.scope is scope]
