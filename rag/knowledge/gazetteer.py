"""The gazetteer: names of technologies, how each is to be recognised, and what kind of thing it is.

In: `corpus/tables/gazetteer.csv` (names and aliases) and `gazetteer_rules.yaml` (how a name must be written, and next to what).
"""

from pathlib import Path

from pydantic import Field

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_rows, read_table


class Technology(KnowledgeRow):
    """One technology."""

    id: str
    name: str
    aliases: str = ""  # separated by |
    category: str
    group: str = ""
    ambiguous: bool = False  # an ordinary word too: needs a word of its trade nearby
    eol_slug: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *(alias for alias in self.aliases.split("|") if alias))


class NameRule(KnowledgeRow):
    """How one name or alias is to be recognised, where that differs from the usual way."""

    name: str
    near: Pattern = ""  # has to match near the name
    unless: Pattern = ""  # must not match right after the name
    confidence: float = Field(1.0, gt=0, le=1)  # factor on the fact's confidence


class GazetteerRules(KnowledgeTable):
    """What the matcher needs beside the names."""

    trade_words: Pattern  # words near which an ambiguous name is a technology
    exact: tuple[str, ...]  # names that count only as written, letter case included
    words: tuple[str, ...]  # names that are also words: as written, and not at the start of a sentence without a trade word
    dropped: tuple[str, ...]  # aliases too ambiguous to use
    names: tuple[NameRule, ...]
    plural_counts: Pattern  # after a bare integer, words that make it a count and not a version


class Gazetteer(KnowledgeRow):
    """Technologies and the rules of their names."""

    technologies: tuple[Technology, ...]
    rules: GazetteerRules


def load_gazetteer(folder: Path = TABLES) -> Gazetteer:
    """The gazetteer under `folder`.

    Raises:
        KnowledgeError: a table is missing or faulty.
    """
    return Gazetteer(
        technologies=read_rows("gazetteer", Technology, folder), rules=read_table("gazetteer_rules", GazetteerRules, folder)
    )
