"""Bringing files and indexes in step with the record, which is always right.

A kill leaves the record whole, and at most: a stored document without (all of) its vectors, vectors or files of a document
that is gone. Another embedding model leaves a collection without vectors; another chunker or extractor leaves contents made
by an older version.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, select

from rag.index.fulltext import delete_texts, text_ids
from rag.retrieve.search import LIBRARY
from rag.store.content import (
    FINDABLE,
    STORED,
    chunk_ids_of,
    index_texts,
    load_document,
    put_chunks,
    put_facts,
    set_status,
    unindex_texts,
)
from rag.store.documents import kept_hashes, witnesses
from rag.store.indexing import Indexer, ShouldStop
from rag.store.record import Record
from rag.store.schema import contents
from rag.store.steps import Steps
from rag.store.workspaces import all_collections


@dataclass(frozen=True, slots=True)
class CollectionCheck:
    """How the indexes of one workspace stand against the record."""

    workspace_id: str
    chunks: int  # that should be found
    unfinished: tuple[str, ...]  # names of documents whose vectors are still to come
    texts_missing: int
    texts_extra: int
    vectors_missing: int = 0
    vectors_extra: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing has to be done."""
        return not (self.unfinished or self.texts_missing or self.texts_extra or self.vectors_missing or self.vectors_extra)


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What was found out of step, and put right."""

    collections: int = 0
    finished: tuple[str, ...] = ()  # names of documents that were half-way
    split_again: int = 0  # documents cut by an older version
    read_again: int = 0  # documents whose facts an older version found
    texts_added: int = 0
    texts_removed: int = 0
    vectors_added: int = 0
    vectors_removed: int = 0
    files_removed: int = 0
    files_missing: tuple[str, ...] = ()  # names of documents whose original file is gone
    stopped: bool = False
    seconds: float = 0.0

    @property
    def is_clean(self) -> bool:
        """Whether nothing had to be done."""
        return self == RepairReport(collections=self.collections, seconds=self.seconds)

    def lines(self) -> tuple[str, ...]:
        """What was done, a sentence each; for `groundplan doctor` and the log."""
        said = (
            (len(self.finished), f"Finished {len(self.finished)} documents that were half-way: {', '.join(self.finished)}."),
            (self.split_again, f"Cut {self.split_again} documents anew."),
            (self.read_again, f"Read {self.read_again} documents anew for facts."),
            (self.texts_added, f"Added {self.texts_added} passages to the full text."),
            (self.texts_removed, f"Removed {self.texts_removed} passages from the full text."),
            (self.vectors_added, f"Embedded {self.vectors_added} passages."),
            (self.vectors_removed, f"Removed {self.vectors_removed} vectors without a passage."),
            (self.files_removed, f"Removed {self.files_removed} files without a document."),
            (len(self.files_missing), f"The original file is gone of: {', '.join(self.files_missing)}. Take them in again."),
            (int(self.stopped), "Stopped before the end; the rest is done at the next start."),
        )
        return tuple(line for count, line in said if count) or ("Record, files and indexes agree.",)


def check(record: Record, indexer: Indexer | None = None) -> tuple[CollectionCheck, ...]:
    """Compare record and indexes, changing nothing; without `indexer` the full text only, beside another process."""
    found: list[CollectionCheck] = []
    with record.reading() as connection:
        for workspace_id in all_collections(connection):
            rows = findable(connection, workspace_id)
            wanted = set(chunk_ids_of(connection, [row.id for row in rows]))
            texts = text_ids(connection, workspace_id)
            names = _names(connection, [row.id for row in rows if row.status == STORED])
            vectors = wanted if indexer is None else indexer.vectors.ids(workspace_id)
            gaps = (len(wanted - texts), len(texts - wanted), len(wanted - vectors), len(vectors - wanted))
            found.append(CollectionCheck(workspace_id, len(wanted), names, *gaps))
    return tuple(found)


def repair(
    record: Record,
    indexer: Indexer,
    steps: Steps,
    progress: Callable[[int, int], None],
    should_stop: ShouldStop,
) -> RepairReport:
    """Put right whatever is out of step; what cannot be put right (a lost file) is named."""
    started = time.monotonic()
    report = RepairReport()
    with record.reading() as connection:
        collections = all_collections(connection)
    for workspace_id in collections:
        report = _made_by_older_versions(record, steps, workspace_id, report)
        report = _texts(record, workspace_id, report)
    missing = {}
    for workspace_id in collections:
        missing[workspace_id], report = _vectors(record, indexer, workspace_id, report)
    total = sum(missing.values())
    for workspace_id in collections:
        report = _embed(record, indexer, workspace_id, report, lambda done: progress(done, total), should_stop)
    if not report.stopped:
        indexer.vectors.drop_other_fingerprints()
    report = _files(record, report)
    record.sweep()
    return replace(report, collections=len(collections), seconds=round(time.monotonic() - started, 3))


def _made_by_older_versions(record: Record, steps: Steps, workspace_id: str, report: RepairReport) -> RepairReport:
    """Cut and read anew what another version cut or read; the pages are in the record, so no file is opened."""
    with record.reading() as connection:
        rows = findable(connection, workspace_id)
        source = witnesses(connection, [row.id for row in rows])
    for row in rows:
        cut = row.chunker != steps.chunker
        read = row.extractor != steps.extractor and workspace_id != LIBRARY
        if not (cut or read) or row.id not in source:
            continue
        with record.reading() as connection:
            document = load_document(connection, row, source[row.id].name, row.id)
        chunks = steps.split(document) if cut else ()
        facts = steps.extract(document, source[row.id].id) if read else ()
        with record.writing() as connection:
            if cut:
                unindex_texts(connection, row.id)
                put_chunks(connection, workspace_id, row.id, chunks, steps.chunker)
                index_texts(connection, row.id)
                set_status(connection, row.id, STORED)
            if read:
                put_facts(connection, row.id, facts, steps.extractor)
        report = replace(report, split_again=report.split_again + cut, read_again=report.read_again + read)
    return report


def _texts(record: Record, workspace_id: str, report: RepairReport) -> RepairReport:
    """Bring the full text in step: it changes in the record's own transactions, so this finds nothing but damage."""
    with record.writing() as connection:
        by_content = {row.id: chunk_ids_of(connection, (row.id,)) for row in findable(connection, workspace_id)}
        wanted = {chunk for chunks in by_content.values() for chunk in chunks}
        held = text_ids(connection, workspace_id)
        extra = held - wanted
        delete_texts(connection, workspace_id, extra)
        for content_id, chunks in by_content.items():
            if not held.issuperset(chunks):
                index_texts(connection, content_id)
    added = report.texts_added + len(wanted - held)
    return replace(report, texts_added=added, texts_removed=report.texts_removed + len(extra))


def _vectors(record: Record, indexer: Indexer, workspace_id: str, report: RepairReport) -> tuple[int, RepairReport]:
    """Delete vectors without a chunk; the number of chunks without a vector."""
    with record.reading() as connection:
        wanted = set(chunk_ids_of(connection, [row.id for row in findable(connection, workspace_id)]))
    held = indexer.vectors.ids(workspace_id)
    extra = sorted(held - wanted)
    indexer.vectors.delete(workspace_id, extra)
    return len(wanted - held), replace(report, vectors_removed=report.vectors_removed + len(extra))


def _embed(
    record: Record,
    indexer: Indexer,
    workspace_id: str,
    report: RepairReport,
    progress: Callable[[int], None],
    should_stop: ShouldStop,
) -> RepairReport:
    """Embed what has no vector, unfinished documents first, and mark them as indexed."""
    held = indexer.vectors.ids(workspace_id)
    with record.reading() as connection:
        rows = findable(connection, workspace_id)
        todo = [row for row in rows if row.status == STORED or not held.issuperset(chunk_ids_of(connection, (row.id,)))]
        names = dict(zip([row.id for row in todo], _names(connection, [row.id for row in todo]), strict=True))
    for row in sorted(todo, key=lambda row: row.status != STORED):
        counts: list[int] = []

        def count(number: int, counts: list[int] = counts, before: int = report.vectors_added) -> None:
            counts.append(number)
            progress(before + sum(counts))

        is_complete = indexer.embed(workspace_id, [row.id], known=held, should_stop=should_stop, report=count)
        report = replace(report, vectors_added=report.vectors_added + sum(counts))
        if not is_complete:
            return replace(report, stopped=True)
        if row.status == STORED:
            report = replace(report, finished=(*report.finished, names[row.id]))
    return report


def _files(record: Record, report: RepairReport) -> RepairReport:
    """Delete files that no document refers to; name documents whose file is gone."""
    with record.reading() as connection:
        wanted = kept_hashes(connection)
        query = select(contents.c.id, contents.c.sha256).where(contents.c.workspace_id != LIBRARY)
        held = record.files.all_hashes()
        lost = [row.id for row in connection.execute(query.order_by(contents.c.id)) if row.sha256 not in held]
        names = _names(connection, lost)
    return replace(report, files_removed=record.files.keep_only(wanted), files_missing=names)


def findable(connection: Connection, workspace_id: str) -> list[Row[tuple[object, ...]]]:
    """The contents of a workspace that search should find."""
    chosen = (contents.c.workspace_id == workspace_id, contents.c.status.in_(FINDABLE))
    return list(connection.execute(select(contents).where(*chosen).order_by(contents.c.id)))


def _names(connection: Connection, content_ids: list[str]) -> tuple[str, ...]:
    """The name of the document that counts, for each content; its id where no document is current."""
    source = witnesses(connection, content_ids)
    return tuple(source[content_id].name if content_id in source else content_id for content_id in content_ids)
