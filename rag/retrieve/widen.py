"""A search result with what further searches found: the other side of a comparison, a document that is named."""

from collections.abc import Iterable
from dataclasses import replace

from rag.retrieve.passage import Passage, SearchResult


def widened(result: SearchResult, further: Iterable[SearchResult]) -> SearchResult:
    """`result` with the passages of `further` behind its own, each once.

    Scores of different searches do not compare: those added weigh as much as the last of the result's own.
    """
    known = {passage.chunk_id for passage in result.passages}
    least = min((passage.score for passage in result.passages), default=0.0)
    added: dict[str, Passage] = {}
    for other in further:
        for passage in other.passages:
            if passage.chunk_id not in known:
                added.setdefault(passage.chunk_id, replace(passage, score=min(passage.score, least)))
    return replace(result, passages=(*result.passages, *added.values()))
