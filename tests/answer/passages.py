"""Passages for the tests of answers: a few sentences of an invented company."""

from collections.abc import Sequence

from rag.ground.citation import Citation
from rag.retrieve.passage import Passage, Scope, SearchResult

OFFSET = 100  # every passage starts here in its page


def passage(
    number: int, text: str, context: str = "", *, document: str = "", dense: float = 0.5, score: float = 0.5
) -> Passage:
    """A passage of a document of its own."""
    return Passage(
        chunk_id=f"c{number}",
        document_id=f"d{number}",
        document=document or f"doc{number}.md",
        page=1,
        page_index=0,
        start=OFFSET,
        end=OFFSET + len(text),
        locator=f"line {number}",
        text=text,
        context=context,
        score=score,
        dense=dense,
        lexical=1.0,
    )


def found(question: str, passages: Sequence[Passage], **more: object) -> SearchResult:
    """A search result."""
    return SearchResult(
        query=str(more.get("query", question)),
        passages=tuple(passages),
        scope=Scope.DOCUMENTS,
        documents_searched=7,
        chunks_searched=70,
        pages_without_text=1,
        note=str(more.get("note", "")),
    )


def cite(one: Passage, start: int, end: int) -> Citation:
    """The citation of a slice of a passage."""
    return Citation(
        document_id=one.document_id,
        document=one.document,
        sha256="0" * 64,
        page=one.page,
        page_index=one.page_index,
        locator=one.locator,
        quote=one.text[start:end],
        start=one.start + start,
        end=one.start + end,
    )


RECOVERY = passage(
    1,
    "The order database must be restored within 4 h after a failure. Backups may be kept for 30 days.\n"
    "The runbook is tested twice a year.",
    "Disaster recovery policy › Recovery targets",
    score=1.0,
)
BUDGET = passage(
    2,
    "The board approved a budget of EUR 450,000 for the order platform. Proposals above it are not considered.",
    "Board minutes",
)
TABLE = passage(
    3, "Order desk\t4 h\t15 min\nPayroll\t24 h\t1 h\nData mart\t72 h\t24 h", "System inventory › Recovery\nSystem | RTO | RPO"
)
TEAM = passage(
    4, "Maria Keller leads the platform team. The team has six engineers and no experience with Kubernetes.", "Organisation"
)
ALL = (RECOVERY, BUDGET, TABLE, TEAM)
