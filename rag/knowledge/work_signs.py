"""Words by which papers show what most of the work of a system is: `work_signs.yaml`."""

from collections.abc import Collection
from pathlib import Path

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table


class Enough(KnowledgeRow):
    """From how many different signs on which score is enough."""

    signs: int
    score: float  # different signs × sentences per 1,000 words


class WorkKind(KnowledgeRow):
    """One sort of work."""

    kind: str  # event, data, integration, extension or contention
    says: str  # in words, for the reader
    enough: tuple[Enough, ...] = ()  # where this sort is told from the others by less than the rest
    needs: tuple[str, ...] = ()  # signs one of which has to be seen; none: any will do
    signs: dict[str, Pattern]  # what is spoken of → words for it


class WorkSigns(KnowledgeTable):
    """The table."""

    least_sentences: int
    enough: tuple[Enough, ...]
    dense_at_most: float  # sentences per 1,000 words of which no more count
    kinds: tuple[WorkKind, ...]

    def suffices(self, kind: WorkKind, signs: Collection[str], score: float) -> bool:
        """Whether a sort of work with these signs and such a score stands out."""
        has_needed = not kind.needs or any(sign in signs for sign in kind.needs)
        return has_needed and any(len(signs) >= row.signs and score >= row.score for row in kind.enough or self.enough)


def load_work_signs(folder: Path = TABLES) -> WorkSigns:
    """The signs.

    Raises:
        KnowledgeError: the table is missing or faulty.
    """
    return read_table("work_signs", WorkSigns, folder)
