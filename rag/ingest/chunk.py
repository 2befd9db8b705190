"""Chunks: stretches of a page small enough for the embedding model, cut where the document's structure allows."""

import hashlib
from dataclasses import dataclass

MAX_TOKENS = 254  # word pieces of the embedding model, heading path included; the model adds two special tokens (256)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A slice of one page: `text == page.text[start:end]`."""

    id: str  # see `chunk_id`
    ordinal: int  # position in the document, from 0
    page_index: int  # position in Document.pages, from 0
    page: int | None  # Page.number
    start: int  # offset in Page.text
    end: int  # exclusive
    text: str  # verbatim
    context: str  # document title, heading path and table header: found and embedded with the text, never quoted
    locator: str
    heading_path: tuple[str, ...] = ()

    @property
    def indexed_text(self) -> str:
        """What is embedded and searched: context, then text."""
        return f"{self.context}\n{self.text}" if self.context else self.text


def chunk_id(sha256: str, page_index: int, start: int, end: int, indexed_text: str) -> str:
    """Id of a chunk: a hash of content and place, so that ingesting twice changes nothing."""
    key = f"{sha256}\x1f{page_index}\x1f{start}\x1f{end}\x1f{indexed_text}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]
