"""Languages that people read and write, with their names in five languages: `human_languages.yaml`."""

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeTable


class HumanLanguages(KnowledgeTable):
    """The table."""

    names: dict[str, tuple[str, ...]]  # ISO 639 code → names; the first is shown
    endings: Pattern  # that a name may have
    denied: Pattern  # at the end of what stands before a name that is not meant
    right_to_left: frozenset[str]  # codes
    shown: Pattern  # what is shown in a language
