"""What people type into the conversation: `corpus/tables/intents.yaml`."""

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class IntentRow(KnowledgeRow):
    """A command and the phrases that mean it."""

    id: str
    phrases: tuple[str, ...]


class IntentTable(KnowledgeTable):
    """Commands, question words by language, and openings that ask for something."""

    rows: tuple[IntentRow, ...]
    question_words: dict[str, tuple[str, ...]]
    also_statements: frozenset[str]  # question words that open statements too
    asking: tuple[str, ...]


def load_intents() -> IntentTable:
    """The phrases of the conversation."""
    return read_table("intents", IntentTable)
