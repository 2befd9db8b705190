"""Words that a proposal must not use, and limits of its style: `lint.yaml`."""

from rag.knowledge.tables import KnowledgeTable


class LintTable(KnowledgeTable):
    """`lint.yaml`."""

    forbidden: tuple[str, ...]  # L13
    placeholders: tuple[str, ...]  # L10
    longest_sentence: int  # words
    not_legal_advice: str  # L12: has to stand in a section that speaks of regimes
