"""Checklists: security, observability, readiness, definition of done, accessibility, metrics, release: `checklists.yaml`."""

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class CheckRow(KnowledgeRow):
    """One thing to tick."""

    id: str  # SEC-01
    text: str
    why: str = ""  # why it applies in general
    refs: tuple[str, ...] = ()  # ASVS 5.0 ids
    fields: tuple[str, ...] = ()  # brief paths; the first known one is quoted as the reason here
    when: Condition = Condition()  # over the situation
    assume: bool = True  # what an unknown condition counts as
    otherwise: str = ""  # the reason when it is not relevant
    entry: str = ""  # corpus id; the list's own when empty
    owner: str = ""  # role


class Checklist(KnowledgeRow):
    """A list of them."""

    entry: str  # corpus id behind the list
    items: tuple[CheckRow, ...]


class ChecklistTable(KnowledgeTable):
    """`checklists.yaml`."""

    lists: dict[str, Checklist]
