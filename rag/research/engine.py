"""What is opened in the background: the way in for documents, the models and the vectors."""

from dataclasses import dataclass

from rag.index.embedder import Embedder
from rag.index.profile import Profile
from rag.index.reranker import Reranker
from rag.retrieve.search import VectorIndex
from rag.store.intake import Intake


@dataclass(frozen=True, slots=True)
class Engine:
    """What writing and searching need besides the record: the way in, the models and the vectors."""

    intake: Intake
    embedder: Embedder
    vectors: VectorIndex
    profile: Profile  # of the embedding model
    reranker: Reranker | None

    def close(self) -> None:
        """End the models' processes and close the vectors."""
        for part in (self.embedder, self.reranker, self.vectors):
            close = getattr(part, "close", None)
            if close is not None:
                close()
