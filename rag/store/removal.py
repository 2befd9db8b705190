"""Deleting documents, and looking afterwards whether they are gone: from the full text, the vectors, the log.

In: ids of documents of one workspace. Out: what went, and whether the log could be emptied.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rag.errors import StorageError
from rag.index.fulltext import purge_texts, text_ids
from rag.store.added import drop_added_without_document
from rag.store.documents import DocumentSummary, delete_documents, find_document, kept_hashes, list_documents
from rag.store.indexing import Indexer
from rag.store.record import Record

TRIES = 3  # of taking vectors out
SWEEPS, SWEEP_WAIT_S = 40, 0.05  # a page that is just reading holds the log for a moment


@dataclass(frozen=True, slots=True)
class Removal:
    """What was deleted."""

    documents: tuple[DocumentSummary, ...]  # as they were, earlier versions that went along included
    passages: int  # that can no longer be found
    is_swept: bool  # whether the log is empty; else a reader was in the way, and the next deletion or start empties it
    is_compacted: bool  # whether the index's files hold no vector of it; else unreachable numbers stay until it is made anew


def remove_documents(record: Record, indexer: Indexer, document_ids: Sequence[str]) -> Removal:
    """Delete documents: text, facts, both indexes, original files. A current one takes its earlier versions along.

    Raises:
        StorageError: there is no such document, or something is still found afterwards.
    """
    if not document_ids:
        return Removal((), 0, True, True)
    with record.writing() as connection:
        workspace_id = find_document(connection, document_ids[0]).workspace_id
        for document_id in document_ids:
            find_document(connection, document_id)
        before = list_documents(connection, workspace_id)
        gone = delete_documents(connection, document_ids)
        drop_added_without_document(connection, workspace_id)
        purge_texts(connection, workspace_id)
        kept = kept_hashes(connection)
        left = {document.id for document in list_documents(connection, workspace_id)}
    is_compacted = _forget_vectors(indexer, workspace_id, gone)
    record.files.keep_only(kept)
    _look_again(record, indexer, workspace_id, gone, kept)
    documents = tuple(document for document in before if document.id not in left)
    return Removal(documents, len(gone), _sweep(record), is_compacted)


def _forget_vectors(indexer: Indexer, workspace_id: str, gone: Sequence[str]) -> bool:
    """Take vectors out of the index and, by making it anew, out of its files; False when it is too large for that."""
    indexer.vectors.delete(workspace_id, gone)
    for _ in range(TRIES - 1):
        if not indexer.vectors.ids(workspace_id).intersection(gone):
            break
        indexer.vectors.delete(workspace_id, gone)
    return not gone or indexer.vectors.compact(workspace_id)


def _look_again(record: Record, indexer: Indexer, workspace_id: str, gone: Sequence[str], kept: set[str]) -> None:
    """Search for what was deleted.

    Raises:
        StorageError: something of it is still found.
    """
    with record.reading() as connection:
        found = text_ids(connection, workspace_id).intersection(gone)
    found |= indexer.vectors.ids(workspace_id).intersection(gone)
    files = record.files.all_hashes() - kept
    if found or files:
        raise StorageError(
            f"{len(found)} passages and {len(files)} files of what was deleted are still there. "
            "Start Groundplan again: it removes them; if they stay, see `groundplan doctor`."
        )


def _sweep(record: Record) -> bool:
    for _ in range(SWEEPS):
        if record.sweep():
            return True
        time.sleep(SWEEP_WAIT_S)
    return False
