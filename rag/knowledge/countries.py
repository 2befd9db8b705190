"""Countries with their names in five languages, and how texts tell where a company sits and sells: `countries.yaml`."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pydantic import ConfigDict

from rag.knowledge.cities import Cities
from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table


class CountryGroup(KnowledgeRow):
    """Several places under one name."""

    names: tuple[str, ...]
    codes: tuple[str, ...]


class Countries(KnowledgeTable):
    """The table."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,), defer_build=True)

    names: dict[str, tuple[str, ...]]  # ISO code → names; the first is shown
    doubtful: frozenset[str]  # names that count in an answer about countries only
    parts: dict[str, tuple[str, ...]]  # ISO 3166-2 code → names
    groups: tuple[CountryGroup, ...]
    sits_behind: Pattern  # behind the name of a people: it is what the company is
    no_market: Pattern  # behind a place: there is nobody there who buys or uses anything
    gone: Pattern  # before a place where the company was once
    sits: Pattern  # before a place where the company sits
    also: Pattern  # beside such a word: they are where it sits, too
    sells: Pattern  # before a place where its customers are
    people: dict[str, tuple[str, ...]]  # code → what its people are called, in answers only
    addresses: dict[str, Pattern]  # code → legal form and postal code as a letterhead has them; letter case counts
    cities: Cities = Cities(version="", source="", cities={}, doubtful={})  # of `cities.yaml`

    def shown(self, code: str) -> str:
        """The English name of a code; what is none of ours as it is."""
        return next(iter(self.names.get(code) or self.parts.get(code) or (code,)))

    def all_names(self, code: str) -> tuple[str, ...]:
        """A code and everything that it is called; of a group that is one code, too."""
        groups = (name for group in self.groups if group.codes == (code,) for name in group.names)
        return (code, *self.names.get(code, ()), *self.parts.get(code, ()), *groups)

    @cached_property
    def in_documents(self) -> Mapping[str, str]:
        """Name as documents write it → code."""
        return {name: code for code, names in self.names.items() for name in names if name not in self.doubtful}

    @cached_property
    def in_answers(self) -> Mapping[str, tuple[str, ...]]:
        """Name in small letters → codes, groups and parts of countries and cities included."""
        single = ((name, (code,)) for table in (self.parts, self.names) for code, names in table.items() for name in names)
        several = ((name, group.codes) for group in self.groups for name in group.names)
        people = ((name, (code,)) for code, names in self.people.items() for name in names)
        cities = ((name, (code,)) for name, code in self.cities.by_name(with_doubtful=False).items())
        return {name.casefold(): codes for name, codes in (*cities, *people, *single, *several)}


def load_countries(folder: Path = TABLES) -> Countries:
    """The countries with their cities.

    Raises:
        KnowledgeError: a table is missing or faulty.
    """
    return read_table("countries", Countries, folder).model_copy(update={"cities": read_table("cities", Cities, folder)})
