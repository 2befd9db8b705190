"""Settings → an opened application; the only place that chooses implementations."""

import datetime
import re
import threading
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, TypeVar

from pydantic import ValidationError

from rag.consultation import UNPACKED, Consultation
from rag.errors import RagError, SettingsError, UsageError
from rag.extract.extract import MAX_QUOTE, FactExtractor
from rag.extract.fact import Fact
from rag.extract.opinion import Opinion, ask_model
from rag.index.embedder import Embedder
from rag.index.hashing import HashingEmbedder
from rag.index.precision import choose_precision
from rag.index.process import Precision, ProcessEmbedder
from rag.index.profile import Profile, read_profile
from rag.index.reranker import ProcessReranker, find_reranker
from rag.index.weights import EMBEDDER, MINILM, file_hash, find_model, verify_weights
from rag.ingest.child import Child
from rag.ingest.chunk import MAX_TOKENS, split_document
from rag.ingest.document import Document, FailedDocument
from rag.ingest.expand import expand, remove_stale
from rag.ingest.legacy import find_office
from rag.ingest.ocr import find_ocr
from rag.ingest.programs import Programs
from rag.ingest.tokens import approximate_count, word_piece_counter
from rag.ingest.workers import READ_CONTENT, Readers, Source, find_sources
from rag.knowledge.knowledge import Knowledge
from rag.knowledge.tables import CORPUS
from rag.llm.chat import ChatModel
from rag.llm.ledger import LedgeredChat, LedgerEntry
from rag.propose.proposal import Proposal
from rag.propose.verify import VerifyReport, verify
from rag.research.engine import Engine
from rag.settings import Settings
from rag.shelf.locked import remove_stale_locked
from rag.shelf.standings import Standings
from rag.store.intake import Intake
from rag.store.lock import lock_data_directory
from rag.store.record import ModelCall, Record, Workspace
from rag.store.steps import Steps

SPECIAL_TOKENS = 2  # that a model puts around a text
LEAST_TOKENS = 48  # of a chunk: with less, its headings take all room
CHUNKER = "1"  # raise when split_document cuts otherwise: the record is then cut anew
EXTRACTOR = "6"  # raise when rules or readers change: facts are then read anew
SAMPLE = CORPUS / "sample"
NOT_SAMPLE_DOCUMENTS = ("README.md", "answers.yaml")  # beside the papers: what they are, and the interview's answers


MAKES_WAY_S = 0.5  # between two looks whether the library may go on
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor."""

    name: str
    is_well: bool
    message: str  # what is there, or what to do about what is not


class FactReader:
    """The fact extractor: compiled when it is first needed, shared by all that read facts."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile nothing yet."""
        self._knowledge = knowledge

    @cached_property
    def _extractor(self) -> FactExtractor:
        return FactExtractor(self._knowledge.extract)

    def warm(self) -> None:
        """Compile now, so that the first document does not wait for it."""
        _ = self._extractor

    def __call__(self, document: Document, document_id: str) -> tuple[Fact, ...]:
        """The facts of a document."""
        return self._extractor.extract(document, document_id)

    def ask(
        self,
        model: ChatModel,
        settings: Settings,
        document: Document,
        document_id: str,
        known: Sequence[Fact],
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Opinion:
        """What the connected model points to in a document beside the facts that are known.

        Raises:
            ModelError: the model cannot be used.
        """
        return ask_model(
            document,
            document_id,
            known,
            model,
            self._extractor,
            self._knowledge.claims,
            context_tokens=settings.llm_context_tokens,
            reply_tokens=settings.llm_max_tokens,
            longest_quote=MAX_QUOTE,
            should_stop=should_stop,
        )


class Application:
    """Everything a process needs, opened once; close it to let the next process in."""

    def __init__(
        self,
        settings: Settings,
        record: Record,
        knowledge: Knowledge,
        facts: FactReader,
        readers: Readers,
        stack: ExitStack,
        as_of: str,
        engine: "Future[Engine] | None",
    ) -> None:
        """Use `open_application`."""
        self.settings = settings
        self.record = record
        self._knowledge = knowledge
        self._facts = facts
        self._readers = readers
        self.as_of = as_of
        self._stack = stack
        self._engine = engine
        self._consultations: dict[str, Consultation] = {}
        self._library: Future[None] | None = None
        self._closing = threading.Event()

    def __enter__(self) -> "Application":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the record, the indexes, the model and the lock."""
        self._closing.set()
        for consultation in self._consultations.values():
            consultation.shelf.close()
        with suppress(RagError):  # who asked for it was told
            if self._library is not None and not self._library.cancel():
                self._library.result()
        if self._engine is not None and not self._engine.cancel():
            with suppress(RagError):  # it never opened; who asked for it was told
                self._engine.result().close()
        self._stack.close()

    def is_ready(self) -> bool:
        """Whether the embedding model is loaded and the indexes agree with the record."""
        return self._engine is not None and self._engine.done() and self._engine.exception() is None

    def wait(self) -> None:
        """Return when `is_ready`; search then asks the vectors, too, not the words alone.

        Raises:
            RagError: the model or the indexes cannot be opened.
        """
        if self._engine is not None:
            self._engine.result()

    def prepare_intake(self) -> None:
        """Start the reading processes and compile the rules (some seconds), so that the first files do not wait for them."""
        self._readers.start()
        self._facts.warm()

    def index_library(self) -> "Future[None]":
        """Bring the reference architectures into search, in the background; documents that come in meanwhile go first."""
        if self._library is None:
            self._library = _in_background(self._index_library)
        return self._library

    def _index_library(self) -> None:
        if self._engine is None:
            return
        intake, entries = self._engine.result().intake, self._knowledge.library.entries
        self.prepare_intake()  # documents may come any moment; the library can wait
        with Child(READ_CONTENT, memory_mb=self.settings.read_memory_mb) as child:
            read = partial(child.run, self.settings.read_timeout_s)
            while intake.index_library(entries, read, self._closing.is_set).stopped:
                if self._closing.wait(MAKES_WAY_S):
                    return

    def consultation(self, slug: str) -> Consultation:
        """The work of one workspace.

        Raises:
            UnknownWorkspace: there is none with this slug; the message lists those that exist.
        """
        if slug not in self._consultations:
            workspace = self.record.workspace(slug)
            model = _chat_model(self.settings, self.record, slug, self._stack)
            parts = (self.settings, self._knowledge, self._facts, self._engine, model)
            opinion = None if model is None else partial(self._facts.ask, model, self.settings)
            self._consultations[slug] = Consultation(workspace, self.record, *parts, today=self.today, opinion=opinion)
        return self._consultations[slug]

    def keep_in_step(self) -> None:
        """Go on keeping folders in step, in every workspace that was asked for it."""
        for workspace in self.workspaces():
            if self.record.folders(workspace.id):
                self.consultation(workspace.slug).shelf.resume()

    def today(self) -> str:
        """The date that "today" means: the one given, or the calendar's."""
        return self.as_of or datetime.datetime.now(datetime.UTC).date().isoformat()

    def workspaces(self) -> tuple[Workspace, ...]:
        """All workspaces, by slug."""
        return self.record.workspaces()

    def ensure_workspace(self, slug: str) -> str:
        """Make the workspace unless it is there; its slug."""
        return self.record.create_workspace(slug, slug.replace("-", " ").capitalize()).slug

    def create_workspace(self, title: str) -> str:
        """Make a workspace named by a person; its slug.

        Raises:
            UsageError: the title holds no letter or digit.
        """
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
        if not slug:
            raise UsageError("Give the workspace a name with at least one letter or digit.")
        return self.record.create_workspace(slug, title).slug

    def create_sample(self) -> str:
        """Make the sample company's workspace; its slug."""
        return self.record.create_workspace("sample", "Sample company").slug

    def sample_sources(self) -> list[Source]:
        """The sample company's documents."""
        files = sorted(path for path in SAMPLE.iterdir() if path.is_file() and path.name not in NOT_SAMPLE_DOCUMENTS)
        return [Source(path.name, path) for path in files]

    def verify(self, path: Path) -> VerifyReport:
        """Re-check a proposal file against the record."""
        proposal = load_proposal(path)
        workspace = self.record.workspace(proposal.workspace)
        page_text, standings = partial(self.record.page_text, workspace.id), Standings(self.record, workspace.id)
        return verify(proposal, page_text, self._knowledge.advise, standings)

    def doctor(self) -> tuple[Check, ...]:
        """What is there, and what to do about what is not."""
        return tuple(_checks(self.settings, self.record, self._engine))


def open_application(
    settings: Settings, *, writing: bool, as_of: str = "", create_workspace: bool = True, indexes: bool = True
) -> Application:
    """Open the data directory.

    Args:
        settings: how.
        writing: take the lock, and open the indexes and the embedding model in the background. Without it only what reads the
            record works, beside another process that writes.
        as_of: ISO date that "today" means; "" for the calendar's.
        indexes: when writing, open the indexes and the model; what only reads and writes the record starts sooner without.
        create_workspace: when writing, make the settings' workspace if it is not there, as the app needs it.

    Raises:
        DataDirectoryLocked: another process writes here.
        StorageError: the record cannot be opened.
    """
    stack = ExitStack()
    try:
        if writing:
            stack.enter_context(lock_data_directory(settings.data_dir))
            remove_stale(settings.data_dir / UNPACKED)
            remove_stale_locked(settings.data_dir)
        record = stack.enter_context(Record.open(settings.data_dir, read_only=not writing))
        if writing and create_workspace:
            record.create_workspace(settings.workspace, settings.workspace.replace("-", " ").capitalize())
        knowledge = Knowledge()
        facts = FactReader(knowledge)
        readers = stack.enter_context(Readers(settings.workers, settings.read_memory_mb))
        opened = partial(_open_engine, settings, record, facts, readers)
        engine = _in_background(opened) if writing and indexes else None
        return Application(settings, record, knowledge, facts, readers, stack, as_of, engine)
    except BaseException:
        stack.close()
        raise


def _in_background(work: Callable[[], Result]) -> "Future[Result]":
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


def _open_engine(settings: Settings, record: Record, facts: FactReader, readers: Readers) -> Engine:
    """Load the models in their processes, open the vectors, and bring both indexes in step with the record."""
    from rag.index.chroma import ChromaIndex  # in the background: it takes longer to load than the first page may

    cutting = cutting_for(settings)
    embedder, reranker = open_embedder(settings), open_reranker(settings)
    vectors = ChromaIndex(settings.data_dir / "chroma", embedder.fingerprint, embedder.dimension)
    steps = Steps(
        partial(_read, settings, readers),
        lambda document: split_document(document, cutting.count_tokens, cutting.max_tokens),
        facts,
        cutting.version,
        EXTRACTOR,
        lambda: find_programs(settings).ocr.is_available,
    )
    intake = Intake(record, vectors, embedder, steps=steps)
    intake.repair()
    with suppress(RagError):  # the results of every search say so, and the doctor
        if reranker is not None:
            reranker.scores("", [])  # so that the first search need not wait for it
    return Engine(intake, embedder, vectors, embedding_profile(settings), reranker)


def find_programs(settings: Settings) -> Programs:
    """The outside programs that reading may use; looked for anew each time, since they are installed when they are missed."""
    return Programs(find_ocr(settings.ocr, settings.ocr_languages), find_office(settings.libreoffice))


def _read(settings: Settings, readers: Readers, sources: Sequence[Source]) -> Iterator[Document | FailedDocument]:
    return readers.read(sources, timeout_s=settings.read_timeout_s, programs=find_programs(settings))


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name.

    Raises:
        SettingsError: the model is not on this machine.
    """
    if settings.embedder == "hashing":
        return HashingEmbedder()
    return ProcessEmbedder(settings.embedder, _precision(settings))


def open_reranker(settings: Settings) -> ProcessReranker | None:
    """The reranker that the settings name, loading in its process, which tells whatever is wrong with it; None without one."""
    return ProcessReranker(settings.reranker, _precision(settings)) if settings.reranker else None


def _precision(settings: Settings) -> Precision:
    """The number format that the settings ask for, or that is quickest here."""
    if settings.embedding_precision == "auto":
        return choose_precision(settings.data_dir, settings.embedder)
    return settings.embedding_precision


def embedding_profile(settings: Settings) -> Profile:
    """What the embedding model wants and knows.

    Raises:
        SettingsError: the model is not on this machine.
    """
    found = Profile() if settings.embedder == "hashing" else read_profile(find_model(settings.embedder))
    return found.with_languages(settings.embedding_languages)


@dataclass(frozen=True, slots=True)
class Cutting:
    """How documents are cut so that the embedding model reads every chunk to its end."""

    count_tokens: Callable[[str], int]  # word pieces of a text, as the model counts them
    max_tokens: int  # of a chunk
    version: str  # of everything that decides where chunks end


def cutting_for(settings: Settings) -> Cutting:
    """How documents are cut for the embedding model of the settings.

    Raises:
        SettingsError: the model is not on this machine, has no tokenizer file, or reads too little.
    """
    if settings.embedder == "hashing":
        return Cutting(approximate_count, MAX_TOKENS, CHUNKER)
    profile = embedding_profile(settings)
    if profile.tokenizer is None:
        raise SettingsError(
            f"{EMBEDDER}: {settings.embedder} has no tokenizer.json, by which documents are cut. Make it once: "
            "`AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)` in Python, with the package transformers."
        )
    count = word_piece_counter(profile.tokenizer)
    if settings.embedder == MINILM:
        return Cutting(count, MAX_TOKENS, CHUNKER)
    max_tokens = min(MAX_TOKENS, profile.window - SPECIAL_TOKENS - count(profile.passage_prompt))
    if max_tokens < LEAST_TOKENS:
        raise SettingsError(
            f"{EMBEDDER}: {settings.embedder} reads {profile.window} word pieces at a time; at least "
            f"{LEAST_TOKENS + SPECIAL_TOKENS} are needed, and those of its prompt. Name another model, or use `minilm`."
        )
    return Cutting(count, max_tokens, f"{CHUNKER}-{max_tokens}-{file_hash(profile.tokenizer)[:8]}")


def _chat_model(settings: Settings, record: Record, workspace: str, stack: ExitStack) -> ChatModel | None:
    """The connected model, each call noted in the ledger, its connections closed with the stack; None without one."""
    if not settings.llm_base_url:
        return None
    from rag.llm.openai import OpenAIChat

    model = stack.enter_context(closing(OpenAIChat(settings)))
    return LedgeredChat(model, lambda entry: record.add_model_call(_model_call(entry, workspace)))


def _model_call(entry: LedgerEntry, workspace: str) -> ModelCall:
    return ModelCall(
        endpoint=entry.endpoint,
        purpose=entry.purpose,
        sent_characters=entry.sent_characters,
        received_characters=entry.received_characters,
        seconds=entry.seconds,
        outcome=entry.outcome,
        workspace=workspace,
    )


def load_proposal(path: Path) -> Proposal:
    """The proposal in a JSON file or in an evidence pack.

    Raises:
        UsageError: the file is neither.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as pack:
                name = next((name for name in pack.namelist() if name.endswith("proposal.json")), "")
                if not name:
                    raise UsageError(f"{path} holds no proposal.json. Give a proposal's JSON file or its evidence pack.")
                content = pack.read(name)
        else:
            content = path.read_bytes()
        return Proposal.model_validate_json(content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    except (ValidationError, zipfile.BadZipFile) as error:
        raise UsageError(f"{path} is not a proposal that this version wrote.") from error


def verify_files(path: Path, documents: Path, settings: Settings) -> VerifyReport:
    """Re-check a proposal file against the original documents in a folder, without any record."""
    sources, _ = find_sources([documents])
    if not sources:
        raise UsageError(f"{documents}: there are no files here to check against.")
    timeout_s, memory_mb = settings.read_timeout_s, settings.read_memory_mb
    with (
        TemporaryDirectory(prefix="groundplan-") as folder,
        expand(sources, Path(folder), timeout_s=timeout_s, memory_mb=memory_mb) as expanded,
        Readers(settings.workers, memory_mb) as readers,
    ):
        reading = _read(settings, readers, expanded.sources)
        pages = {
            (document.sha256, index): page.text
            for document in reading
            if isinstance(document, Document)
            for index, page in enumerate(document.pages)
        }
    return verify(load_proposal(path), lambda sha256, index: pages.get((sha256, index)), Knowledge().advise)


def evaluate_answers(folder: Path | None = None) -> tuple[dict[str, Any], str]:
    """The citation gate's figures on a set of true and false answers (the project's own without a folder), also in words."""
    from rag.evaluate.answer_set import FOLDER
    from rag.evaluate.citations import evaluate_citations, in_words

    figures = evaluate_citations(folder or FOLDER)
    return figures, in_words(figures)


def evaluate_facts(
    paths: Sequence[Path], settings: Settings, *, documents: Path | None, split: str, as_of: str, failures: bool
) -> tuple[dict[str, Any], str]:
    """The figures of the facts that are read in annotated documents (the project's own without paths), also in words.

    Args:
        paths: files of annotated sets or pairs, or folders of them.
        settings: how documents are read.
        documents: where the documents are that do not lie beside their set.
        split: tune, dev or test; "": all.
        as_of: ISO date that "today" means; "" for the calendar's.
        failures: name each fact that is false or missed.
    """
    from rag.brief.reconcile import reconcile
    from rag.evaluate.fact_figures import figures, in_words
    from rag.evaluate.fact_set import FOLDER, read_annotations
    from rag.evaluate.fact_value import ValueComparison
    from rag.evaluate.facts import Pipeline, evaluate

    annotations = read_annotations(paths or [FOLDER], documents, split)
    knowledge, today = Knowledge(), as_of or datetime.datetime.now(datetime.UTC).date().isoformat()
    with Readers(settings.workers, settings.read_memory_mb) as readers:
        pipeline = Pipeline(
            partial(_read, settings, readers),
            FactExtractor(knowledge.extract).extract,
            lambda facts: reconcile(facts, (), today, knowledge.brief).conflicts,
            ValueComparison(knowledge.extract.lexicon.places),
        )
        result = figures(evaluate(annotations, pipeline), annotations.left_out, failures=failures)
    return result, in_words(result)


def evaluate_decisions(
    paths: Sequence[Path], settings: Settings, *, only: Sequence[str] = (), as_of: str = ""
) -> tuple[dict[str, Any], str]:
    """The figures of interviews and proposals of scripted companies (the project's own without paths), also in words.

    Args:
        paths: files of scenarios, or folders of them.
        settings: how documents are read and searched; each company gets a data directory of its own, which is removed.
        only: beginnings of the names of those that are wanted; none: all.
        as_of: ISO date that "today" means; "" for the day on which our own scenarios play.
    """
    from rag.evaluate.answer_readings import evaluate_answers as evaluate_messy
    from rag.evaluate.answer_readings import read_messy_answers
    from rag.evaluate.decision_figures import figures, in_words
    from rag.evaluate.decision_set import FOLDER, TODAY, read_scenarios
    from rag.evaluate.decisions import Outcome, evaluate

    outcomes: list[Outcome] = []
    found: dict[str, Any] = {}  # of messy answers, which are measured with all of our own scenarios
    for scenario in read_scenarios(paths or [FOLDER], only):
        with TemporaryDirectory(prefix="groundplan-evaluate-") as folder:
            own = settings.model_copy(update={"data_dir": Path(folder), "embedder": "hashing", "llm_base_url": ""})
            with open_application(own, writing=True, as_of=as_of or TODAY) as application:
                consultation = application.consultation(own.workspace)
                outcomes.append(evaluate(scenario, consultation))
                if not (found or paths or only):
                    found = evaluate_messy(read_messy_answers(), consultation.reads)
    result = {**figures(outcomes), "answers": found}
    return result, in_words(result)


def evaluate_dataset(dataset: Path, settings: Settings, workdir: Path) -> dict[str, Any]:
    """Score retrieval on a data set in BEIR layout with the default pipeline, in a workspace of its own."""
    from rag.evaluate.retrieval import evaluate_retrieval

    workdir.mkdir(parents=True, exist_ok=True)
    cutting, profile = cutting_for(settings), embedding_profile(settings)
    with ExitStack() as opened:
        if (reranker := open_reranker(settings)) is not None:
            opened.callback(reranker.close)
            reranker.scores("", [])  # one that cannot be used would be measured as none
        embedder = open_embedder(settings)
        opened.callback(getattr(embedder, "close", lambda: None))
        return evaluate_retrieval(
            dataset,
            workdir,
            embedder,
            cutting.count_tokens,
            max_tokens=cutting.max_tokens,
            dense_weight=settings.dense_weight,
            reranker=reranker,
            knows=profile.knows,
        )


def _checks(settings: Settings, record: Record, engine: "Future[Engine] | None") -> Iterator[Check]:
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
