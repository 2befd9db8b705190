"""What a connected language model may point to in a text, and how the words it points to are read.

The table `claims.yaml`; `rules` makes ordinary fact rules of it, so that what a model points to passes the same readers.
"""

from functools import cached_property
from typing import Any

from rag.knowledge.facts import Example, FactRule, FactRules
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class Claim(KnowledgeRow):
    """A kind of statement that the model is asked for."""

    name: str  # what the model calls it
    kind: str  # of the fact
    reader: str
    pattern: str  # over tagged text; the token whose value the fact takes, or the whole clause
    ask: str  # what the model is told of it
    slots: dict[str, Any] = {}
    min: float | None = None
    max: float | None = None


class Claims(KnowledgeTable):
    """The table."""

    claims: tuple[Claim, ...]

    @cached_property
    def rules(self) -> FactRules:
        """The same as rules; the id of each is `M-` and its name."""
        rules = tuple(
            FactRule(
                id=f"M-{one.name}",
                kind=one.kind,
                pattern=one.pattern,
                reader=one.reader,
                slots=one.slots,
                confidence=0.4,
                min=one.min,
                max=one.max,
                reads=Example(text=""),
                leaves="",
            )
            for one in self.claims
        )
        return FactRules(version=self.version, source=self.source, lists={}, fields={}, rules=rules)


def load_claims() -> Claims:
    """The table.

    Raises:
        KnowledgeError: it is missing or faulty.
    """
    return read_table("claims", Claims)
