"""What stands over a table and holds for all its rows: the currency of its figures, and whether they are costs or a budget."""

import re
from dataclasses import dataclass

from rag.extract.money_units import MoneyUnit, MoneyUnits
from rag.ingest.document import Block, BlockKind
from rag.knowledge.facts import ExtractKnowledge

_LONGEST_LINE = 240  # characters of a paragraph that explains a table


@dataclass(frozen=True, slots=True)
class TableNotes:
    """What holds for the rows of a table."""

    money: MoneyUnit | None = None  # what bare figures count
    kind: str = ""  # cost or budget: what amounts under no other name are
    text: str = ""


NO_NOTES = TableNotes()


class NoteReader:
    """Keeps the last line before a table; one for each page."""

    def __init__(self, knowledge: ExtractKnowledge) -> None:
        self._money = MoneyUnits(knowledge.quantities)
        about = knowledge.headers.about
        self._kinds = [(kind, re.compile(about[kind], re.IGNORECASE)) for kind in ("budget", "cost")]
        self._line = ""

    def hear(self, block: Block, text: str) -> None:
        """A block that is no row of a table."""
        line = text[block.start : block.end].strip()
        if block.kind is BlockKind.HEADING:
            self._line = ""
        elif self._money.of_text(line) is not None and len(line) <= _LONGEST_LINE:
            self._line = line

    def of(self, block: Block) -> TableNotes:
        """What holds for a row: the nearest of the line before the table and its headings counts."""
        lines = [line for line in (self._line, *reversed(block.heading_path)) if line]
        money = next((unit for line in lines if (unit := self._money.of_text(line)) is not None), None)
        titles = (*reversed(block.heading_path), self._line)
        kind = next((kind for title in titles for kind, words in self._kinds if words.search(title)), "")
        return TableNotes(money, kind, " ".join(lines))
