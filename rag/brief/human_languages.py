"""Languages in which the interface is wanted, from the words of a requirement."""

import re
from collections.abc import Iterator

from rag.extract.technologies import trie
from rag.knowledge.human_languages import HumanLanguages


class LanguageFinder:
    """Finds names of languages in a statement about what people see."""

    def __init__(self, table: HumanLanguages) -> None:
        """Compile the names."""
        self._table = table
        self._codes = {name.casefold(): code for code, names in table.names.items() for name in names}
        names = trie(name.casefold() for names in table.names.values() for name in names)
        self._names = re.compile(rf"(?<![\w-])(?P<name>{names}){table.endings}(?!\w)")
        self._shown = re.compile(table.shown, re.IGNORECASE)
        self._denied = re.compile(table.denied)

    def codes(self, statement: str) -> Iterator[str]:
        """ISO 639 codes of the languages named and not denied, in their order; none where nothing is said of an interface."""
        if not self._shown.search(statement):
            return
        said = statement.casefold()
        for match in self._names.finditer(said):
            if not self._denied.search(said[: match.start()]):
                yield self._codes[match["name"]]

    def shown(self, code: str) -> str:
        """The English name of a code."""
        return self._table.names[code][0]

    def is_right_to_left(self, code: str) -> bool:
        """Whether it is written from right to left."""
        return code in self._table.right_to_left
