"""Headers of tables → roles of columns and units of bare figures.

A header is first looked up as a whole, then without its unit, and at last by its head words, which many ways to name the same
column have in common.
"""

import re
from functools import lru_cache

from rag.extract.money_units import MoneyUnits
from rag.knowledge.facts import Column, TableHeaders

_BRACKETS = re.compile(r"[(\[/]\s*([^()\[\]]+?)\s*[)\]]?\s*$")
_REMEMBERED = 2048  # headers: each row of a table has the same ones
_LONGEST = 6  # words of a header that its head words may explain


class HeaderReader:
    """The compiled headers."""

    def __init__(self, headers: TableHeaders, money: MoneyUnits) -> None:
        self._columns = [(column, re.compile(column.pattern, re.IGNORECASE)) for column in headers.columns]
        by_role = {column.role: column for column in reversed(headers.columns)}
        self._heads = [(by_role[row.role], re.compile(row.pattern, re.IGNORECASE)) for row in headers.heads]
        self._units = headers.units
        self._money = money
        self.column = lru_cache(_REMEMBERED)(self._column)
        self.unit = lru_cache(_REMEMBERED)(self._unit)
        self.money = lru_cache(_REMEMBERED)(money.of_header)  # the currency of its bare figures, and how many of it they count

    def _column(self, header: str) -> Column | None:
        """The column that a header stands for; None when it says nothing known."""
        names = self._names(header)
        for name in names:
            for column, pattern in self._columns:
                if name and pattern.fullmatch(name):
                    return column
        if not names[0] or len(names[0].split()) > _LONGEST:
            return None
        if self._money.is_unit(header):
            return next(column for column, _ in self._columns if column.role == "amount")
        return next((column for column, pattern in self._heads if pattern.search(names[-1])), None)

    def _unit(self, header: str) -> str:
        """The unit of its bare figures: "h" of "RTO (h)" and of "RTO h", else ""."""
        match = _BRACKETS.search(header)
        words = (match.group(1).lower().split() if match else []) + header.lower().split()[-1:]
        whole = [match.group(1).lower().strip(" )].")] if match else []
        return next((self._units[word] for word in [*whole, *(w.strip(".,)(") for w in words)] if word in self._units), "")

    def _names(self, header: str) -> list[str]:
        """The header, without its unit in brackets, and without a unit at its end."""
        whole = header.strip(" *:")
        bare = _BRACKETS.sub("", header).strip(" *:")
        words = bare.split()
        while len(words) > 1 and (words[-1].lower().strip(".,") in self._units or self._money.is_unit(words[-1])):
            words.pop()
        return list(dict.fromkeys([whole, bare, " ".join(words).strip(" ,")]))
