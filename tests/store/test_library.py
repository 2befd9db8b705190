"""The reference architectures in the indexes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Thread

import pytest

from rag.index.chroma import ChromaIndex
from rag.index.hashing import HashingEmbedder
from rag.ingest.document import Document
from rag.ingest.reader import read_document
from rag.ingest.workers import Source
from rag.retrieve.passage import Scope
from rag.retrieve.search import LIBRARY, Searcher
from rag.store.intake import Intake
from rag.store.record import Record, Workspace

Write = Callable[[dict[str, str]], Sequence[Source]]


@dataclass(frozen=True)
class Entry:
    """An entry as the library hands it in."""

    id: str
    title: str
    content: str
    summary: str = "A reference architecture."
    aliases: tuple[str, ...] = ()


@pytest.fixture
def entries() -> list[Entry]:
    """Three entries, two of them with the same text."""
    return [
        Entry("style/monolith", "Monolith", "# Title\n\nOne deployable.\n", aliases=("modulith",)),
        Entry("pattern/outbox", "Outbox", "# Title\n\nEvents leave.\n"),
        Entry("pattern/twin", "Twin", "# Title\n\nEvents leave.\n"),
    ]


def test_only_what_changed_is_done_again(intake: Intake, record: Record, vectors: ChromaIndex, entries: list[Entry]) -> None:
    """The second time nothing is indexed; a changed entry replaces its old text, a removed one leaves; nothing stays."""
    first = intake.index_library(entries, read_document)
    assert (first.indexed, first.unchanged) == (("pattern/outbox", "pattern/twin", "style/monolith"), ())
    assert intake.index_library(entries, read_document).unchanged == first.indexed
    assert record.texts.search(LIBRARY, "modulith", 5)
    entries[0] = replace(entries[0], content="# Title\n\nSeveral modules.\n")
    changed = intake.index_library(entries[:2], read_document)
    assert (changed.indexed, changed.unchanged, changed.removed) == (
        ("style/monolith",),
        ("pattern/outbox",),
        ("pattern/twin",),
    )
    assert [document.name for document in record.documents(LIBRARY)] == ["pattern/outbox", "style/monolith"]
    assert record.texts.search(LIBRARY, "deployable", 5) == []
    assert len(vectors.ids(LIBRARY)) == sum(document.chunks for document in record.documents(LIBRARY))
    assert intake.repair().is_clean


def test_scopes_stay_apart(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, entries: list[Entry], sources: Write
) -> None:
    """An entry is found in the library's scope under its id, never among the company's own; no workspace lists it."""
    intake.index_library(entries, read_document)
    intake.ingest(workspace.id, sources({"a.md": "# A\n\nEvents arrive at the company.\n"}))
    chunks = record.chunks(workspace.id)
    searcher = Searcher(embedder=HashingEmbedder(), vectors=vectors, texts=record.texts, chunks=chunks)
    found = {scope: searcher.search("events", workspace.id, top_k=5, scope=scope).passages for scope in Scope}
    assert {passage.document for passage in found[Scope.DOCUMENTS]} == {"a.md"}
    assert "a.md" not in {passage.document for passage in found[Scope.LIBRARY]}
    best = found[Scope.LIBRARY][0]
    assert best.document in ("pattern/outbox", "pattern/twin")
    assert (best.document_id, best.scope) == ("", Scope.LIBRARY)
    assert len(found[Scope.ALL]) > len(found[Scope.DOCUMENTS])
    only = searcher.search("title", workspace.id, top_k=5, scope=Scope.LIBRARY, documents=["style/monolith"]).passages
    assert {passage.document for passage in only} == {"style/monolith"}
    assert [listed.slug for listed in record.workspaces()] == ["default"]


def test_the_library_makes_way(
    intake: Intake, record: Record, workspace: Workspace, sources: Write, entries: list[Entry]
) -> None:
    """Documents that come in while the library is indexed do not wait for its end; called again, it goes on from there."""
    taking_in: list[Thread] = []

    def read(name: str, content: bytes) -> Document:
        if not taking_in:
            papers = sources({"paper.md": "# Paper\n\nIt must be quick.\n"})
            taking_in.append(Thread(target=intake.ingest, args=(workspace.id, papers)))
            taking_in[0].start()
            time.sleep(0.2)  # it waits by now
        return read_document(name, content)

    assert intake.index_library(entries, read).stopped
    taking_in[0].join(timeout=30)
    assert [document.status for document in record.documents(workspace.id)] == ["indexed"]
    again = intake.index_library(entries, read)
    assert not again.stopped
    assert len(again.indexed) + len(again.unchanged) == len(entries)
    assert intake.repair().is_clean
