"""How people answer: `corpus/tables/replies.yaml`."""

from rag.knowledge.tables import KnowledgeTable, read_table


class ReplyTable(KnowledgeTable):
    """Words that stand for a whole answer, and patterns inside one."""

    dont_know: frozenset[str]
    skip: frozenset[str]
    not_relevant: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    hedges: str  # a regular expression: the answer is given with doubt
    correction: str  # opens an answer that corrects an earlier one
    wants: str  # before what is wanted, where what is today may stand in the same answer
    instead_of: str  # the part of a correction that says what does not hold
    separators: str  # between the items of an enumeration
    clauses: str  # between parts of an answer of which one may be denied and the other not
    either: str  # between things of which one is meant, and it is not said which
    denies: str  # before what is denied, within its part
    denied_by: str  # right behind what is denied
    stop_words: frozenset[str]  # tell nothing about which question is meant


def load_replies() -> ReplyTable:
    """The reply lists."""
    return read_table("replies", ReplyTable)
