"""What is opened in the background: the way in for documents, the models and the vectors."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from rag.errors import RagError
from rag.index.embedder import Embedder
from rag.index.profile import Profile
from rag.index.reranker import Reranker
from rag.retrieve.search import VectorIndex
from rag.store.intake import Intake

MAKES_WAY_S = 0.5  # between two looks whether the renewal may go on
IN_USE_S = 2.0  # after which no search that began before still asks the earlier model


@dataclass(frozen=True, slots=True)
class Meaning:
    """An embedding model with the vectors that it made."""

    embedder: Embedder
    vectors: VectorIndex
    profile: Profile  # of the model


class Engine:
    """What writing and searching need besides the record: the way in, the models and the vectors.

    After a change of the embedding model the earlier one goes on answering until all vectors of the new one are made.
    """

    def __init__(self, intake: Intake, chosen: Meaning, reranker: Reranker | None, on_renewed: Callable[[], None]) -> None:
        """Bring the parts together.

        Args:
            intake: the way in, with the chosen model.
            chosen: what the settings name.
            reranker: reads the best passages anew.
            on_renewed: told once all vectors are the chosen model's.
        """
        self.intake = intake
        self.reranker = reranker
        self._chosen = chosen
        self._former: Meaning | None = None
        self._on_renewed = on_renewed
        self._renewal: threading.Thread | None = None
        self._closing = threading.Event()
        self._renewed = threading.Event()
        self._settled = threading.Event()
        self._progress = (0, 0)
        self._error = ""

    @property
    def serving(self) -> Meaning:
        """What answers now."""
        return self._chosen if self._former is None or self._renewed.is_set() else self._former

    @property
    def note(self) -> str:
        """What a reader of results must know while the earlier model answers; "" otherwise."""
        if self.serving is self._chosen:
            return ""
        done, total = self._progress
        state = f"{done} of {total} passages are done" if total else "it has begun"
        state = f"stopped ({self._error})" if self._error else state
        return f"The earlier embedding model answers while the documents are indexed for another one: {state}."

    @property
    def error(self) -> str:
        """Why the chosen model's vectors could not be made; "" where nothing is wrong."""
        return self._error

    def open(self, former: Meaning | None) -> None:
        """Bring everything in step with the record: now, or in the background while a former model answers."""
        if former is None:
            self.intake.repair()
            self._on_renewed()
            self._settled.set()
            return
        self._former = former
        self._renewal = threading.Thread(target=self._renew, name="groundplan renewal", daemon=True)
        self._renewal.start()

    def wait(self) -> None:
        """Return when the chosen model answers, and everything is in step with the record.

        Raises:
            RagError: its vectors cannot be made.
        """
        self._settled.wait()
        if self._error:
            raise RagError(self._error)

    def close(self) -> None:
        """End the models' processes and close the vectors."""
        self._closing.set()
        if self._renewal is not None:
            self._renewal.join()
        for part in (self._former and self._former.embedder, self._chosen.embedder, self.reranker, self._chosen.vectors):
            close(part)

    def _renew(self) -> None:
        """Make the chosen model's vectors, let it answer, and forget the earlier one's."""
        try:
            while not self.intake.make_ahead(self._tell, self._closing.is_set):
                if self._closing.wait(MAKES_WAY_S):
                    return
            self._renewed.set()
            self._closing.wait(IN_USE_S)
            if not self.intake.repair(should_stop=self._closing.is_set).stopped:
                self._on_renewed()
            if self._former is not None:
                close(self._former.embedder)
        except RagError as error:  # the earlier model goes on
            self._error = str(error)
        finally:
            self._settled.set()

    def _tell(self, done: int, total: int) -> None:
        self._progress = (done, total)


def close(part: object) -> None:
    """End a model's process or close an index, if it has one."""
    close = getattr(part, "close", None)
    if close is not None:
        close()
