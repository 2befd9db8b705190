"""What the terms of a proposal mean: `glossary.yaml`."""

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class TermRow(KnowledgeRow):
    """One term."""

    term: str
    words: tuple[str, ...]  # any of them in the text calls for it
    meaning: str


class GlossaryTable(KnowledgeTable):
    """`glossary.yaml`."""

    terms: tuple[TermRow, ...]
