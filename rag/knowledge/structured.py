"""How technologies and versions stand in files that machines read: `structured_rules.yaml`."""

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class StructuredRule(KnowledgeRow):
    """One place of one format."""

    id: str
    files: Pattern  # matches the file's name
    pattern: Pattern  # groups `name` and `version`
    example: str
    expect: tuple[str, str]  # technology and version that the example gives


class StructuredRules(KnowledgeTable):
    """All formats."""

    rules: tuple[StructuredRule, ...]
    names: dict[str, str]  # name in files → name in the gazetteer
