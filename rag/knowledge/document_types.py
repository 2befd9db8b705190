"""By which words a document's type and its own date are recognised."""

import re

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class DocumentType(KnowledgeRow):
    """One type of paper."""

    id: str
    named: tuple[str, ...]  # patterns that name the type in a file name or title, and mean other things elsewhere
    strong: tuple[str, ...]  # patterns that name the type wherever they stand
    weak: tuple[str, ...]  # patterns that such papers use: count in first lines only

    def named_pattern(self) -> re.Pattern[str]:
        """Any of the cues for names and titles, as whole words."""
        return _words(self.named + self.strong)

    def strong_pattern(self) -> re.Pattern[str]:
        """Any of the strong cues, as whole words."""
        return _words(self.strong)

    def weak_pattern(self) -> re.Pattern[str]:
        """Any of the weak cues, as whole words."""
        return _words(self.weak)


class DocumentTypes(KnowledgeTable):
    """The table `document_types`."""

    threshold: int
    types: tuple[DocumentType, ...]
    labels: dict[str, str]  # type → its name for people: those that are recognised, and those that only a person can give
    date_cues: tuple[str, ...]
    months: dict[int, tuple[str, ...]]


def _words(cues: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(cues)})(?!\w)", re.IGNORECASE)
