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


class NoteWords:
    """The words of notes, compiled."""

    def __init__(self, knowledge: ExtractKnowledge) -> None:
        self.money = MoneyUnits(knowledge.quantities)
        about = knowledge.headers.about
        self.kinds = [(kind, re.compile(about[kind], re.IGNORECASE)) for kind in ("budget", "cost")]


class NoteReader:
    """Keeps the last line before a table; one for each page."""

    def __init__(self, words: NoteWords) -> None:
        self._words = words
        self._heard: list[str] = []  # not looked at yet: most pages have no table
        self._line = ""

    def hear(self, block: Block, text: str) -> None:
        """A block that is no row of a table."""
        if block.kind is BlockKind.HEADING:
            self._heard, self._line = [], ""
        else:
            self._heard.append(text[block.start : block.end].strip())

    def of(self, block: Block) -> TableNotes:
        """What holds for a row: the nearest of the line before the table and its headings counts."""
        money_of = self._words.money.of_text
        notes = (line for line in reversed(self._heard) if len(line) <= _LONGEST_LINE and money_of(line) is not None)
        self._heard, self._line = [], next(notes, self._line)
        lines = [line for line in (self._line, *reversed(block.heading_path)) if line]
        money = next((unit for line in lines if (unit := money_of(line)) is not None), None)
        titles = (*reversed(block.heading_path), self._line)
        kind = next((kind for title in titles for kind, words in self._words.kinds if words.search(title)), "")
        return TableNotes(money, kind, " ".join(lines))
