"""Cities and the countries in which they lie: `cities.yaml`."""

import unicodedata

from rag.knowledge.tables import KnowledgeTable


class Cities(KnowledgeTable):
    """The table."""

    cities: dict[str, tuple[str, ...]]  # code of a country → names
    doubtful: dict[str, tuple[str, ...]]  # names that count only behind a company's name

    def by_name(self, *, with_doubtful: bool) -> dict[str, str]:
        """Name → code of the country, each also without the marks on its letters."""
        tables = (self.cities, self.doubtful) if with_doubtful else (self.cities,)
        named = {name: code for table in tables for code, names in table.items() for name in names}
        return {_bare(name): code for name, code in named.items()} | named


def _bare(name: str) -> str:
    """`name` without the marks on its letters."""
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
