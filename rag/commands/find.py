"""`search` and `ask`: queries → passages, or answers with citations."""

import argparse

from rag.commands.output import emit, open_for
from rag.errors import UsageError
from rag.retrieve.passage import Scope
from rag.settings import Settings


def run_search(arguments: argparse.Namespace, settings: Settings) -> int:
    """Find passages."""
    queries = _queries(arguments)
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        application.wait()
        if arguments.scope != Scope.DOCUMENTS.value:
            application.index_library().result()
        for query in queries:
            result = consultation.search(query, arguments.top_k, Scope(arguments.scope))
            hits = [
                {
                    "rank": rank,
                    "document": passage.document,
                    "page": passage.page,
                    "locator": passage.locator,
                    "text": passage.text,
                    "score": round(passage.score, 6),
                }
                for rank, passage in enumerate(result.passages, 1)
            ]
            shown = "\n\n".join(f"{h['rank']}. {h['document']}, {h['locator']}  ({h['score']:.2f})\n{h['text']}" for h in hits)
            shown = "\n\n".join(filter(None, (shown or "Nothing found.", result.note)))
            emit(arguments, {"hits": hits, "reranked_by": result.reranked_by, "note": result.note}, shown)
    return 0


def run_ask(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answer from the documents, with citations; "not in your documents" is an answer too."""
    queries = _queries(arguments)
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        application.wait()
        for query in queries:
            answer = consultation.ask(query)
            citations = [
                {
                    "marker": marked.marker,
                    "document": marked.citation.document,
                    "page": marked.citation.page,
                    "locator": marked.citation.locator,
                    "quote": marked.citation.quote,
                    "state": marked.state.value,
                }
                for marked in answer.citations
            ]
            searched = {
                "documents": answer.documents_searched,
                "passages": answer.chunks_searched,
                "pages_without_text": answer.pages_without_text,
                "reranked_by": answer.reranked_by,
                "notice": answer.notice,
            }
            payload = {"answered": answer.is_answered, "answer": answer.text, "citations": citations, "searched": searched}
            places = "\n".join(f"[{c['marker']}] {c['document']}, {c['locator']}: “{c['quote']}”" for c in citations)
            emit(arguments, payload, "\n".join(filter(None, (answer.text, places, answer.notice))))
    return 0


def _queries(arguments: argparse.Namespace) -> list[str]:
    if arguments.queries is None:
        return [arguments.query]
    arguments.json = True  # one document per line
    try:
        return [line for line in arguments.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{arguments.queries}: cannot be read as text.") from error
