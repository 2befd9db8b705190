"""How people ask for a change of what is known: `corpus/tables/changes.yaml`."""

from pydantic import model_validator

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class ShareRow(KnowledgeRow):
    """“Halve”, “cut by …”: by what a value is multiplied."""

    words: str  # a regular expression that the line opens with
    factor: float = 0.0
    sign: int = 0  # of the percentage that the line gives; 0 where the factor is fixed

    @model_validator(mode="after")
    def _one_of_them(self) -> "ShareRow":
        if bool(self.factor) == bool(self.sign):
            raise ValueError("a share has a factor or a sign")
        return self


class ChangedField(KnowledgeRow):
    """A field, and the words that mean it."""

    path: str
    words: str  # a regular expression


class WishRow(KnowledgeRow):
    """A wish about technologies: a regular expression with a group `yes`, `no` or both."""

    words: str


class ChangeTable(KnowledgeTable):
    """The whole table."""

    shares: tuple[ShareRow, ...]
    percent: str
    fields: tuple[ChangedField, ...]
    wishes: tuple[WishRow, ...]


def load_changes() -> ChangeTable:
    """The table."""
    return read_table("changes", ChangeTable)
