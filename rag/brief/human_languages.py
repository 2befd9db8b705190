"""Languages in which the interface is wanted, from the words of a requirement."""

import re
from collections.abc import Iterator

from rag.knowledge.human_languages import HumanLanguages


class LanguageFinder:
    """Finds names of languages in a statement about what people see."""

    def __init__(self, table: HumanLanguages) -> None:
        self._table = table

    def codes(self, statement: str) -> Iterator[str]:
        """ISO 639 codes of the languages named and not denied, in their order; none where nothing is said of an interface."""
        if not re.search(self._table.shown, statement, re.IGNORECASE):
            return
        said = statement.casefold()
        for match in self._table.expression.finditer(said):
            if not re.search(self._table.denied, said[: match.start()]):
                yield self._table.codes[match["name"]]

    def shown(self, code: str) -> str:
        """The English name of a code."""
        return self._table.names[code][0]

    def is_right_to_left(self, code: str) -> bool:
        """Whether it is written from right to left."""
        return code in self._table.right_to_left
