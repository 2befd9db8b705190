"""Opening the indexes and models, which takes longer than the first page may."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import TypeVar

from rag.build.models import cutting_for, embedding_profile, open_embedder, open_reranker
from rag.build.reading import FactReader, find_programs, read_documents
from rag.errors import RagError
from rag.index.built import Built, read_built, write_built
from rag.index.weights import absolute
from rag.ingest.chunk import split_document
from rag.ingest.workers import Readers
from rag.research.engine import Engine, Meaning, close
from rag.retrieve.search import VectorIndex
from rag.settings import Settings
from rag.store.intake import Intake
from rag.store.record import Record
from rag.store.steps import Steps

VECTORS = "chroma"  # folder of the data directory
EXTRACTOR = "13"  # raise when rules or readers change: facts are then read anew
Result = TypeVar("Result")


def in_background(work: Callable[[], Result]) -> "Future[Result]":
    """The work's result, to be had later."""
    future: Future[Result] = Future()

    def run() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is handed to whoever asks for the result
            future.set_exception(error)

    threading.Thread(target=run, name="groundplan background", daemon=True).start()
    return future


def open_engine(settings: Settings, record: Record, facts: FactReader, readers: Readers) -> Engine:
    """Load the models in their processes, open the vectors, and bring both indexes in step with the record."""
    from rag.index.chroma import ChromaIndex  # in the background: it takes longer to load than the first page may

    cutting = cutting_for(settings)
    embedder, reranker = open_embedder(settings), open_reranker(settings)
    folder = settings.data_dir / VECTORS
    vectors = ChromaIndex(folder, embedder.fingerprint, embedder.dimension)
    steps = Steps(
        partial(read_documents, settings, readers),
        lambda document: split_document(document, cutting.count_tokens, cutting.max_tokens),
        facts,
        cutting.version,
        EXTRACTOR,
        lambda: find_programs(settings).ocr.is_available,
    )
    intake = Intake(record, vectors, embedder, steps=steps)
    with suppress(RagError):  # the results of every search say so, and the doctor
        if reranker is not None:
            reranker.scores("", [])  # so that the first search need not wait for it
    built = Built(embedder.fingerprint, absolute(settings.embedder), settings.embedding_precision, settings.embedding_languages)
    chosen = Meaning(embedder, vectors, embedding_profile(settings))
    engine = Engine(intake, chosen, reranker, lambda: write_built(folder, built))
    engine.open(_former(settings, built, vectors.of))
    return engine


def _former(settings: Settings, built: Built, of: Callable[[str, int], VectorIndex]) -> Meaning | None:
    """The model that made the vectors which are there, if it is another one and can still be opened."""
    found = read_built(settings.data_dir / VECTORS)
    if found is None or found.fingerprint == built.fingerprint:
        return None
    names = asdict(found)
    fingerprint = names.pop("fingerprint")
    earlier = settings.model_copy(update=names)
    with suppress(RagError):  # it is gone; words answer until the vectors are made
        embedder = open_embedder(earlier)
        if embedder.fingerprint == fingerprint:
            return Meaning(embedder, of(fingerprint, embedder.dimension), embedding_profile(earlier))
        close(embedder)
    return None
