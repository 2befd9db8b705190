"""An opened application: the record, its workspaces, and what works for all of them."""

import datetime
import gc
import re
import threading
import unicodedata
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from types import TracebackType

from rag.arrivals.arrivals import UNPACKED
from rag.build.doctor import Check, checks
from rag.build.engine import in_background, open_engine
from rag.build.files import load_proposal
from rag.build.models import chat_model, listening_model
from rag.build.reading import FactReader
from rag.consultation import Consultation
from rag.errors import RagError, UsageError
from rag.ingest.child import Child
from rag.ingest.expand import remove_stale
from rag.ingest.workers import READ_CONTENT, Readers, Source
from rag.knowledge.knowledge import Knowledge
from rag.knowledge.tables import CORPUS
from rag.propose.verify import VerifyReport, verify
from rag.research.engine import Engine
from rag.settings import Settings
from rag.shelf.locked import remove_stale_locked
from rag.shelf.standings import Standings
from rag.store.lock import lock_data_directory
from rag.store.record import Record, Workspace

SAMPLE = CORPUS / "sample"
NOT_SAMPLE_DOCUMENTS = ("README.md", "answers.yaml")  # beside the papers: what they are, and the interview's answers
MAKES_WAY_S = 0.5  # between two looks whether the library may go on
SELDOM = (50_000, 20, 100)  # objects and rounds after which the collector looks for cycles: tables stay, and it walks them all


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

    def renewal(self) -> str:
        """How far the vectors of the settings' model are, while an earlier one still answers; "" otherwise."""
        return self._engine.result().note if self._engine is not None and self.is_ready() else ""

    def wait_for_renewal(self) -> None:
        """Return when the embedding model of the settings answers, not an earlier one.

        Raises:
            RagError: its vectors cannot be made.
        """
        if self._engine is not None:
            self._engine.result().wait()

    def prepare_intake(self) -> None:
        """Start a reading process and compile the rules (some seconds), so that the first file does not wait for them."""
        self._readers.start()
        self._facts.warm()

    def index_library(self) -> "Future[None]":
        """Bring the reference architectures into search, in the background; documents that come in meanwhile go first."""
        if self._library is None:
            self._library = in_background(self._index_library)
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
            model = chat_model(self.settings, self.record, slug, self._stack)
            parts = (self.settings, self._knowledge, self._engine, model)
            opinion = None if model is None else partial(self._facts.ask, model, self.settings)
            listener = listening_model(self.settings, self.record, slug, self._stack)
            self._consultations[slug] = Consultation(
                workspace, self.record, *parts, today=self.today, opinion=opinion, listener=listener
            )
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
        return tuple(checks(self.settings, self.record, self._engine))


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
    gc.set_threshold(*SELDOM)
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
        opened = partial(open_engine, settings, record, facts, readers)
        engine = in_background(opened) if writing and indexes else None
        return Application(settings, record, knowledge, facts, readers, stack, as_of, engine)
    except BaseException:
        stack.close()
        raise
