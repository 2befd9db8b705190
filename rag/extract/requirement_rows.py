"""A row of a table of requirements → what is asked for and how much: by a column of priorities, by marks, by its last cell.

Whether the product that is bought does it by itself (fit and gap) is told beside. Lists of tasks, which bind people, are none.
"""

import re
from dataclasses import dataclass

from rag.extract.cells import Cell, Row
from rag.extract.fact import Modality
from rag.extract.rules import Draft
from rag.knowledge.facts import TableHeaders

_FEWEST = 2  # words of a cell that says what is asked for
_LONGEST_MARK = 4  # words of a cell that only says how much: “M (must have)”
_OF_TASKS = (
    "owner",
    "team",
    "deadline",
    "contract_end",
    "role",
    "risk",
    "finding",
)  # columns of lists in which people owe something
_NO_WANT = frozenset({"id", "priority", "remark", "status", "scope", "disposition", "vendor", "segment", "cost", "amount"})
_ASKED, _LETTER = r"[(\[/ ][syjo] ?/ ?n\b", r"[syjo]"  # of a header “mandatory (Y/N)”, and of a cell below it
_SLASH = re.compile(r"\s*[/(,–-]\s*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row asks for."""

    what: Cell
    modality: Modality | None  # None: it is not asked for now
    fit: str = ""  # standard, gap or custom

    def draft(self) -> Draft | None:
        """The fact; a must of a table of requirements is hard, what is optional is none."""
        if self.modality is None:
            return Draft(self.what.text.lower(), kind="exclusion", subject="")
        if self.modality is Modality.MAY:
            return None
        slots = {"binding": "requirement", **({"fit": self.fit} if self.fit else {})}
        binds = self.modality in (Modality.MUST, Modality.MUST_NOT)
        return Draft(kind="constraint", slots=slots, subject="", modality=self.modality, hard=binds)


class RequirementRows:
    """The words and marks of such tables, compiled."""

    def __init__(self, headers: TableHeaders) -> None:
        self._priorities = headers.priorities
        self._rated = frozenset(headers.ratings)
        self._mark = re.compile(headers.marked, re.IGNORECASE)
        self._unmarked = re.compile(headers.unmarked, re.IGNORECASE)
        self._later = re.compile(headers.not_wanted, re.IGNORECASE)
        self._asked, self._letter = re.compile(_ASKED, re.IGNORECASE), re.compile(_LETTER, re.IGNORECASE)
        self._tasks = re.compile(headers.task_headers, re.IGNORECASE)
        self._fits = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in headers.fits.items()]

    def read(self, row: Row) -> Wanted | None:
        """What a row asks for; None where it is none of a table of requirements."""
        if any(map(row.has, _OF_TASKS)) or any(self._tasks.fullmatch(cell.header.strip(" *:")) for cell in row.cells):
            return None
        is_named = row.has("requirement")
        level = self._level(row, is_named=is_named)
        if level is None:
            return None
        at, modality = level
        what = self._what(row, at)
        if what is None or (not is_named and not row.has("priority") and self._columns(row) < _FEWEST):
            return None
        return Wanted(what, modality, self._fit(row))

    def _level(self, row: Row, *, is_named: bool) -> tuple[int, Modality | None] | None:
        """The place of the cell that says how much, and what it says."""
        for at, cell in enumerate(row.cells):
            is_column = cell.column is not None and cell.column.role == "priority"
            if is_column and cell.text and (is_named or cell.text.lower() not in self._rated):
                if self._later.fullmatch(cell.text.strip(" .")):
                    return at, None
                if word := self._word(cell.text):
                    return at, Modality(word)
        for at, cell in enumerate(row.cells):
            word = self._word(cell.header) if cell.text and cell.header.lower() not in self._rated else None
            if word and self._is_marked(cell):
                return at, Modality(word)
            if word and is_named and self._unmarked.fullmatch(cell.text):
                return at, Modality.MAY
        if not is_named:
            return None
        for at, cell in reversed(list(enumerate(row.cells))):
            text = cell.text.strip(" .*").lower()
            is_letter = len(text) == 1 and not cell.header.strip()
            word = self._word(text) if (is_letter or len(text) > 1) and text not in self._rated else None
            if word and not (cell.column is not None and cell.column.role == "requirement"):
                return at, Modality(word)
        return None

    def _is_marked(self, cell: Cell) -> bool:
        """Whether a cell says that it is so: by a mark, or by a letter where the header says “Y/N”."""
        return self._mark.fullmatch(cell.text) is not None or (
            self._asked.search(cell.header) is not None and self._letter.fullmatch(cell.text) is not None
        )

    def _columns(self, row: Row) -> int:
        """How many headers are words for how much something is asked for."""
        return sum(self._word(cell.header) is not None for cell in row.cells)

    def _word(self, text: str) -> str | None:
        text = text.strip(" .:*").lower()
        if text in self._priorities or len(text.split()) > _LONGEST_MARK:
            return self._priorities.get(text)
        parts = (part.strip(" .:)") for part in _SLASH.split(text))
        return next((self._priorities[part] for part in parts if len(part) > 1 and part in self._priorities), None)

    def _what(self, row: Row, level: int) -> Cell | None:
        """The cell that says what is asked for: of the column that says so, else the first with words."""
        named = [cell for cell in row.cells if cell.column is not None and cell.column.role == "requirement" and cell.text]
        if named:
            return max(named, key=lambda cell: len(cell.text))
        free = (cell for at, cell in enumerate(row.cells) if at != level and not (cell.column and cell.column.role in _NO_WANT))
        return next((cell for cell in free if len(cell.text.split()) >= _FEWEST), None)

    def _fit(self, row: Row) -> str:
        """Whether the product that is bought does it by itself, where a column says so."""
        for cell in row.cells:
            for name, pattern in self._fits:
                if cell.text and pattern.fullmatch(cell.text.strip(" .*")):
                    return name
        return ""
