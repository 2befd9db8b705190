"""Numbers citations in the order in which an answer uses them, each once."""

from rag.answer.answer import MarkedCitation
from rag.ground.citation import Citation


class CitationSheet:
    """The citations of an answer while it is written."""

    def __init__(self) -> None:
        self._marked: dict[tuple[str, int, int, str], MarkedCitation] = {}

    def mark(self, citation: Citation, decisive: str = "") -> int:
        """The number of a citation; a new one at its first use."""
        key = (citation.document_id or citation.document, citation.page_index, citation.start, citation.quote)
        if key not in self._marked:
            self._marked[key] = MarkedCitation(len(self._marked) + 1, citation, decisive)
        return self._marked[key].marker

    @property
    def citations(self) -> tuple[MarkedCitation, ...]:
        """All of them, by number."""
        return tuple(self._marked.values())
