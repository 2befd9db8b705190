"""Reading documents as the settings say, and the facts in them."""

from collections.abc import Callable, Iterator, Sequence

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact
from rag.extract.opinion import Opinion, ask_model
from rag.extract.placing import MAX_QUOTE
from rag.ingest.document import Document, FailedDocument
from rag.ingest.legacy import find_office
from rag.ingest.ocr import find_ocr
from rag.ingest.programs import Programs
from rag.ingest.workers import Readers, Source
from rag.knowledge.knowledge import Knowledge
from rag.llm.chat import ChatModel
from rag.settings import Settings


def find_programs(settings: Settings) -> Programs:
    """The outside programs that reading may use; looked for anew each time, since they are installed when they are missed."""
    return Programs(find_ocr(settings.ocr, settings.ocr_languages), find_office(settings.libreoffice))


def read_documents(settings: Settings, readers: Readers, sources: Sequence[Source]) -> Iterator[Document | FailedDocument]:
    """The documents of the sources, each read or refused, in the reading processes."""
    return readers.read(sources, timeout_s=settings.read_timeout_s, programs=find_programs(settings))


class FactReader:
    """What reads facts, in every workspace."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile nothing yet."""
        self._knowledge = knowledge

    def warm(self) -> None:
        """Compile the rules now, so that the first document does not wait for it."""
        own_extractor()

    def __call__(self, document: Document, document_id: str) -> tuple[Fact, ...]:
        """The facts of a document."""
        return own_extractor().extract(document, document_id)

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
            own_extractor(),
            self._knowledge.claims,
            context_tokens=settings.llm_context_tokens,
            reply_tokens=settings.llm_max_tokens,
            longest_quote=MAX_QUOTE,
            should_stop=should_stop,
        )
