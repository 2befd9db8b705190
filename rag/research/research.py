"""Questions to the documents of one workspace: passages, and answers in which every sentence is cited."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import cast

from rag.answer.answer import Answer
from rag.answer.asked import asks_for_all, compared_sides, named_documents
from rag.answer.candidates import Nearness
from rag.answer.extract_answer import extract_answer
from rag.answer.model_answer import stream_answer
from rag.answer.parts import joined_answer, question_parts
from rag.answer.query import read_query, resolve_question
from rag.brief.lookup import FactLookup
from rag.errors import StorageError
from rag.ground.citation import Citation
from rag.index.profile import Profile
from rag.llm.chat import ChatModel, Message
from rag.research.engine import Engine
from rag.research.source import SourceView, citer, view_source
from rag.retrieve.passage import Scope, SearchResult
from rag.retrieve.search import Searcher
from rag.retrieve.widen import widened
from rag.settings import Settings
from rag.store.documents import DocumentSummary
from rag.store.record import Record, Workspace

PER_SIDE = 3  # passages found for each side of a comparison by itself


@dataclass(frozen=True, slots=True)
class Known:
    """What research sees of the consultation."""

    documents: Callable[[], tuple[DocumentSummary, ...]]
    lookup: Callable[[], FactLookup]  # the facts as answers ask them


class Research:
    """See the module. Threads may share it."""

    def __init__(
        self,
        workspace: Workspace,
        record: Record,
        settings: Settings,
        engine: "Future[Engine] | None",
        model: ChatModel | None,
        known: Known,
    ) -> None:
        self._workspace = workspace
        self._record = record
        self._settings = settings
        self._engine = engine
        self._model = model
        self._known = known

    def engine(self) -> Engine:
        """The indexes, waiting for them if need be."""
        if self._engine is None:
            raise StorageError("This record was opened for reading only.")
        return self._engine.result()

    def search(self, query: str, top_k: int = 10, scope: Scope = Scope.DOCUMENTS) -> SearchResult:
        """Passages nearest to a query, best first; by words alone until the embedding model is loaded."""
        return self._searcher().search(query, self._workspace.id, top_k=top_k, scope=scope)

    def nearness_to(self, query: str) -> Nearness | None:
        """What tells how near in meaning texts are to a query; None until the embedding model is loaded."""
        return self._searcher().nearness_to(query)

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """An answer from the documents in which every sentence is cited, or "not in your documents".

        Args:
            question: what is asked.
            earlier: the questions before it, oldest first, which a follow-up is understood by.
        """
        parts = self.answering(question, [Message("user", text) for text in earlier])
        while True:
            try:
                next(parts)
            except StopIteration as end:
                return cast(Answer, end.value)

    def answering(self, question: str, history: Sequence[Message]) -> Generator[str, None, Answer]:
        """The parts of an answer as they come; returns the whole."""
        earlier = [message.content for message in history if message.role == "user"]
        resolved = question if asks_for_all(question) else resolve_question(question, earlier)
        searcher, parts = self._searcher(), question_parts(resolved)
        result = self._compared(resolved, searcher, searcher.search(resolved, self._workspace.id, top_k=self._settings.top_k))
        cite, nearness_to, ledger = citer(self._record), searcher.nearness_to(resolved), self._known.lookup()
        if self._model is None:
            answer = self._in_parts(question, parts, searcher) or extract_answer(question, result, cite, nearness_to, ledger)
            yield answer.text
            return answer
        result = widened(result, [searcher.search(part, self._workspace.id, top_k=PER_SIDE) for part in parts])
        limits = {"context_tokens": self._settings.llm_context_tokens, "reply_tokens": self._settings.llm_max_tokens}
        answer = yield from stream_answer(question, history, result, self._model, cite, nearness_to, ledger, **limits)
        return answer

    def _in_parts(self, question: str, parts: Sequence[str], searcher: Searcher) -> Answer | None:
        """The answers to the parts of a question as one; None where it has none, or nothing answers any."""
        cite, ledger, top_k = citer(self._record), self._known.lookup(), self._settings.top_k
        answers = [
            extract_answer(
                part, searcher.search(part, self._workspace.id, top_k=top_k), cite, searcher.nearness_to(part), ledger
            )
            for part in parts
        ]
        return joined_answer(question, answers) if any(answer.is_answered for answer in answers) else None

    def _compared(self, question: str, searcher: Searcher, result: SearchResult) -> SearchResult:
        """For a comparison, with what is found for each side by itself and in the documents that the question names."""
        sides = compared_sides(question)
        if not sides:
            return result
        named = named_documents(read_query(question), [(one.id, one.title) for one in self._known.documents()])
        find = partial(searcher.search, collection=self._workspace.id, top_k=PER_SIDE)
        return widened(result, [*(find(side) for side in sides), *(find(question, documents=[one]) for one in named)])

    def source(self, citation: Citation) -> SourceView:
        """A citation as a person checks it.

        Raises:
            StorageError: the document was deleted.
        """
        return view_source(self._record, self._workspace.id, citation)

    def _searcher(self) -> Searcher:
        """Search with vectors once they are there, by words until then."""
        ready = self._engine is not None and self._engine.done() and self._engine.exception() is None
        engine = self.engine() if ready else None
        serving = engine.serving if engine else None
        return Searcher(
            embedder=serving.embedder if serving else None,
            vectors=serving.vectors if serving else None,
            texts=self._record.texts,
            chunks=self._record.chunks(self._workspace.id),
            dense_weight=self._settings.dense_weight,
            reranker=engine.reranker if engine else None,
            knows=serving.profile.knows if serving else Profile().knows,
            note=engine.note if engine else "",
        )
