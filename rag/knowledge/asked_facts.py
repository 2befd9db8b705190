"""How questions ask for what the ledger of facts holds: lists, values, comparisons; and what sets two statements apart."""

import re
from functools import cache, cached_property

from pydantic import model_validator

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class ListRow(KnowledgeRow):
    """Something that can be listed."""

    id: str
    one: str  # "1 system"
    many: str  # "12 systems"
    kind: str  # of fact
    cues: tuple[str, ...]  # nouns of the question, in the plural
    field: str = ""  # path: an item is written as the Brief shows this field
    form: str = ""  # … or with {subject}, {value}, {statement} and slots
    of_document: bool = (
        False  # a fact without a subject is of its document; without this, it is left out of a form with {subject}
    )
    tells: bool = False  # the statement follows the value
    where: dict[str, tuple[str, ...]] = {}  # slot → values that count

    @model_validator(mode="after")
    def _one_way_to_write(self) -> "ListRow":
        if self.field and self.form:
            raise ValueError(f"{self.id}: give `field` or `form`, not both")
        return self


class ValueRow(KnowledgeRow):
    """A kind of fact, and the words that ask for its value."""

    kind: str
    cues: tuple[str, ...]  # `*` stands for the rest of a word

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches a question, in lower case, that asks for it."""
        return any_of(self.cues)


class AskedFacts(KnowledgeTable):
    """corpus/tables/asked_facts.yaml."""

    begins: tuple[str, ...]  # of a question for a list
    between: frozenset[str]  # between that beginning and the noun
    fillers: frozenset[str]  # words that do not narrow a list
    refuses: frozenset[str]  # words that ask for more than a list can tell
    lists: tuple[ListRow, ...]
    values: tuple[ValueRow, ...]
    comparisons: frozenset[str]
    joints: frozenset[str]  # between the things compared
    apart: frozenset[str]  # in one of two statements only: they are of different things
    inward: frozenset[str]  # in a statement about its own paper
    papers: frozenset[str]  # sorts of documents, as titles name them
    tentative: frozenset[str]  # in the title of only one of two documents

    @cached_property
    def list_question(self) -> re.Pattern[str]:
        """The beginning of a question for a list, with the noun in `noun`; the longest noun wins."""
        between = "|".join(re.escape(word) for word in sorted(self.between, key=len, reverse=True))
        nouns = sorted((cue for row in self.lists for cue in row.cues), key=len, reverse=True)
        begins = sorted(self.begins, key=len, reverse=True)
        return re.compile(
            rf"^\W*(?:(?:please|bitte|por favor)\W+)?(?:{'|'.join(map(re.escape, begins))})\W+(?:(?:{between})\W+)*"
            rf"(?P<noun>{'|'.join(map(re.escape, nouns))})(?!\w)"
        )

    @cached_property
    def list_by_cue(self) -> dict[str, ListRow]:
        """Noun → what it lists; the first row that has it."""
        return {cue: row for row in reversed(self.lists) for cue in row.cues}


def any_of(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of the cues as whole words."""
    words = "|".join(re.escape(cue).replace(r"\*", r"\w*") for cue in sorted(cues, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


@cache
def load_asked_facts() -> AskedFacts:
    """The table, read once: it is part of the program and never changes while it runs.

    Raises:
        KnowledgeError: the table does not hold to its schema.
    """
    return read_table("asked_facts", AskedFacts)
