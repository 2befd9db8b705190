"""The reference architectures in the indexes: a collection of their own, done again only where their text changed.

They are kept like documents of a hidden workspace, so search and repair know only one way. The entry's id is the document's
name.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from rag.index.fulltext import purge_texts
from rag.ingest.document import Document
from rag.retrieve.search import LIBRARY
from rag.store.content import Reading, content_key, has_content, put_content
from rag.store.documents import current_version, delete_documents, link_document, list_documents
from rag.store.indexing import Indexer, ShouldStop
from rag.store.record import Record
from rag.store.steps import Steps
from rag.store.workspaces import put_library


class LibraryEntry(Protocol):
    """A reference architecture, as far as the indexes need it."""

    @property
    def id(self) -> str:
        """Its path without suffix: `style/modular-monolith`."""

    @property
    def title(self) -> str:
        """Its name for people."""

    @property
    def summary(self) -> str:
        """What it is, in a sentence or two."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names that people search for."""

    @property
    def content(self) -> str:
        """Its Markdown."""


@dataclass(frozen=True, slots=True)
class LibraryReport:
    """What became of the entries, by id."""

    indexed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    stopped: bool = False


def index_library(
    record: Record,
    indexer: Indexer,
    steps: Steps,
    entries: Iterable[LibraryEntry],
    read: Callable[[str, bytes], Document],
    should_stop: ShouldStop,
) -> LibraryReport:
    """Bring the collection "library" in step with `entries`."""
    with record.writing() as connection:
        put_library(connection, record.now())
        held = {document.name: document for document in list_documents(connection, LIBRARY) if document.is_current}
    indexed: list[str] = []
    unchanged: list[str] = []
    wanted: set[str] = set()
    is_stopped = False
    for entry in sorted(entries, key=lambda entry: entry.id):
        wanted.add(entry.id)
        is_stopped = is_stopped or should_stop()
        if is_stopped:
            continue
        content = _text(entry)
        sha256 = hashlib.sha256(f"{entry.id}\0{content}".encode()).hexdigest()  # two entries are never copies of each other
        if entry.id in held and held[entry.id].sha256 == sha256:
            unchanged.append(entry.id)
        else:
            document = replace(read(f"{entry.id}.md", content.encode()), name=entry.id, title=entry.title, sha256=sha256)
            _put(record, indexer, steps, document)
            indexed.append(entry.id)
    removed = tuple(sorted(set(held) - wanted))
    _delete(record, indexer, [held[name].id for name in removed])
    is_complete = indexer.embed(LIBRARY, list(indexer.unfinished(LIBRARY)), should_stop=should_stop)
    return LibraryReport(tuple(indexed), tuple(unchanged), removed, is_stopped or not is_complete)


def _text(entry: LibraryEntry) -> str:
    """What is found of an entry: what it is, its other names, then its own text."""
    names = f"Also called {', '.join(entry.aliases)}." if entry.aliases else ""
    return "\n\n".join(part for part in (entry.summary, names, entry.content) if part)


def _put(record: Record, indexer: Indexer, steps: Steps, document: Document) -> None:
    """Store an entry in the place of the one that its id had before."""
    reading = Reading(document, tuple(steps.split(document)), (), steps.chunker, steps.extractor)
    content_id = content_key(LIBRARY, document.sha256)
    with record.writing() as connection:
        before = current_version(connection, LIBRARY, document.name)
        if not has_content(connection, content_id):
            put_content(connection, LIBRARY, reading)
        gone = link_document(connection, LIBRARY, document.name, (content_id, document.sha256), record.now())
        if before is not None:
            gone += delete_documents(connection, (before.id,))
    indexer.vectors.delete(LIBRARY, gone)


def _delete(record: Record, indexer: Indexer, document_ids: list[str]) -> None:
    """Take entries out."""
    if document_ids:
        with record.writing() as connection:
            gone = delete_documents(connection, document_ids)
            purge_texts(connection, LIBRARY)
        indexer.vectors.delete(LIBRARY, gone)
