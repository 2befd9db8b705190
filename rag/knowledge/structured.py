"""Which facts the elements of structured files give, and what products are called in them: `structured_rules.yaml`."""

from typing import Literal

from pydantic import Field

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class StructuredRule(KnowledgeRow):
    """Elements of one sort → facts of one kind. The first rule that reads an element is its last, but for those `further`."""

    id: str
    kinds: tuple[str, ...]  # values of ElementKind
    type: Pattern = ""  # is found in the element's type
    name: Pattern = ""  # is found in the element's name
    words: Pattern = ""  # is found in the name as words in small letters: "date_of_birth" for DateOfBirth and DATE-OF-BIRTH
    fact: Literal["technology", "data_class", "availability", "owner", "practice", "risk", "integration"]
    value: str = ""  # of the fact, where the rule alone decides it; the name of the practice or technology
    by: Literal["technology", "type", "library"] = "technology"  # technology: what of the element is looked up
    further: bool = False  # later rules read the element too
    confidence: float = Field(1.0, gt=0, le=1)  # factor on the fact's
    file: str  # name of the example's file
    example: str
    expect: tuple[str, str]  # value and version of the fact that the example gives


class ProductNames(KnowledgeTable):
    """What manifests and infrastructure code call the technologies of the gazetteer."""

    resources: dict[str, str]  # type of a resource → what it is an instance of
    libraries: dict[str, str]  # package, in small letters → what it is, in the package's own version
    clients: dict[str, str]  # package, in small letters → what it talks to, in a version that it does not tell


class StructuredRules(KnowledgeTable):
    """All rules."""

    rules: tuple[StructuredRule, ...]
    names: dict[str, str]  # name in files, in small letters → name in the gazetteer; others are looked up as they are
