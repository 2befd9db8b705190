"""Which facts the elements of structured files give, and what products are called in them: `structured_rules.yaml`."""

from typing import Literal

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class StructuredRule(KnowledgeRow):
    """Elements of one sort → facts of one kind. The first rule that fits an element reads it."""

    id: str
    kinds: tuple[str, ...]  # values of ElementKind
    type: Pattern = ""  # is found in the element's type
    name: Pattern = ""  # is found in the element's name
    fact: Literal["technology", "data_class", "availability", "owner", "risk"]
    value: str = ""  # of the fact, where the rule alone decides it
    file: str  # name of the example's file
    example: str
    expect: tuple[str, str]  # value and version of the fact that the example gives


class StructuredRules(KnowledgeTable):
    """All rules."""

    rules: tuple[StructuredRule, ...]
    names: dict[str, str]  # name in files, in small letters → name in the gazetteer; others are looked up as they are
