"""What is there on this machine, and what to do about what is not."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from rag.build.models import cutting_for, embedding_profile
from rag.build.reading import find_programs
from rag.errors import RagError
from rag.index.reranker import find_reranker
from rag.index.weights import MINILM, find_model, verify_weights
from rag.ingest.programs import Programs
from rag.research.engine import Engine
from rag.settings import Settings
from rag.store.record import Record


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor."""

    name: str
    is_well: bool
    message: str  # what is there, or what to do about what is not


def checks(settings: Settings, record: Record, engine: "Future[Engine] | None") -> Iterator[Check]:
    """The findings, one after another."""
    yield Check("data directory", True, str(settings.data_dir))
    programs = find_programs(settings)
    again = "can be read by OCR now: take the documents in again, or press Read them again on the page Documents"
    ocr_hint = again if programs.ocr.is_available else "need OCR"
    for workspace in record.workspaces():
        documents = record.current_documents(workspace.id)
        waiting = [document.name for document in documents if document.status == "stored"]
        pages = sum(len(document.pages_without_text) for document in documents)
        said = f"{len(documents)} documents, {sum(document.chunks for document in documents)} passages"
        said += f"; vectors still to come: {', '.join(waiting[:5])} (start the app, or ingest again)" if waiting else ""
        said += f"; {pages} pages without text {ocr_hint}" if pages else ""
        yield Check(f"workspace {workspace.slug}", not waiting, said)
    yield _embedding_check(settings)
    yield _reranker_check(settings, engine)
    if engine is not None and engine.done() and engine.exception() is not None:
        yield Check("indexes", False, str(engine.exception()))
    if settings.llm_base_url:
        yield Check("language model", True, f"{settings.llm_model} at {settings.llm_base_url}")
    else:
        yield Check("language model", True, "none; set GROUNDPLAN_LLM_BASE_URL and GROUNDPLAN_LLM_MODEL to connect one")
    yield from _program_checks(programs)


def _embedding_check(settings: Settings) -> Check:
    """The embedding model, as far as it can be told without loading it."""
    try:
        if settings.embedder == MINILM:
            verify_weights(find_model(MINILM))
        cutting_for(settings)
        known = "" if settings.embedder == "hashing" else f": {embedding_profile(settings).summary()}"
        return Check("embedding model", True, settings.embedder + known)
    except RagError as error:
        return Check("embedding model", False, str(error))


def _reranker_check(settings: Settings, engine: "Future[Engine] | None") -> Check:
    """The reranker: as loaded, if it is; else as far as its files tell."""
    if not settings.reranker:
        return Check(
            "reranker", True, "none; set GROUNDPLAN_RERANKER to a cross-encoder's folder to have the best passages read anew"
        )
    try:
        loaded = engine.result().reranker if engine is not None and engine.done() and engine.exception() is None else None
        if loaded is not None:
            loaded.scores("", [])
        else:
            find_reranker(settings.reranker)
        return Check("reranker", True, settings.reranker)
    except RagError as error:
        return Check("reranker", False, f"{error} Search goes on without it.")


def _program_checks(programs: Programs) -> Iterator[Check]:
    """What reading gains from outside programs. None of them is needed, so only one that is set up wrongly is not well."""
    ocr, office = programs.ocr, programs.office
    if ocr.is_available:
        yield Check("tesseract", True, f"{ocr.program}: reads pages without text, scans and pictures ({ocr.languages})")
    else:
        yield Check("tesseract", "does not have" not in ocr.advice, ocr.advice)
    if office.program:
        yield Check("soffice", True, f"{office.program}: reads old Office files (.doc, .xls, .ppt, .xlsb, .wpd)")
    else:
        yield Check("soffice", True, f"Old Office files (.doc, .xls, .ppt) are not read. {office.advice}")
