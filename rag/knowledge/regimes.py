"""Laws and standards, when they apply and what they ask of an architecture: `regimes.yaml`."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Literal

from rag.knowledge.condition import Condition
from rag.knowledge.countries import load_countries
from rag.knowledge.places import Places
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table

Result = Literal["in_scope", "likely", "not_in_scope", "unknown"]


class RegimeRule(KnowledgeRow):
    """When a regime applies; the first rule that holds decides."""

    id: str
    result: Result
    when: Condition  # over readings
    reason: str
    fields: tuple[str, ...]  # brief paths it rests on


class Regime(KnowledgeRow):
    """One law or standard."""

    id: str
    name: str
    entry: str  # corpus id
    source: str = ""  # the law and where it can be read; "": the table's own source
    level: Literal["", "L3"] = ""  # ASVS level it asks for, above the base level
    facts: tuple[str, ...]  # sentences to print
    duties: tuple[str, ...]
    checks: tuple[str, ...]
    asvs: tuple[str, ...]
    rules: tuple[RegimeRule, ...]


class RegimeTable(KnowledgeTable):
    """`regimes.yaml`."""

    known_at: str
    note: str
    base_level: str
    places: dict[str, tuple[str, ...]]  # group → codes
    names: dict[str, frozenset[str]] = {}  # group → codes and names of all that lies in it, in capitals
    parts: dict[str, str]  # group → the group it is a part of
    aliases: dict[str, tuple[str, ...]]  # regime → other names in capitals
    shared: dict[str, dict[str, str]]  # name in capitals that several countries use → group → regime
    unresolved: str  # what is said of such a name where no country is known; {laws} is filled in
    other: Regime  # stands in for a regime that a document names and this table does not know
    regimes: tuple[Regime, ...]

    def regime(self, id_: str) -> Regime | None:
        """The regime with this id."""
        return next((regime for regime in self.regimes if regime.id == id_), None)

    def canonical(self, name: str) -> str:
        """The id of a regime that is named in words; "" when it is none of ours."""
        wanted = name.strip().upper()
        for regime in self.regimes:
            if wanted == regime.id.upper() or wanted in self.aliases.get(regime.id, ()):
                return regime.id
        return ""

    def bearers(self, name: str) -> dict[str, str]:
        """The laws that bear a name which several countries use, by group of places; none for any other name."""
        return self.shared.get(name.strip().upper(), {})

    def meant(self, name: str, places: Collection[str], named: Collection[str]) -> tuple[str, ...]:
        """The regimes that a name stands for.

        Args:
            name: as a person or a document wrote it.
            places: the groups where the company and its market are and where its data stay.
            named: regimes that are named without doubt; of two names for one law the clearer one tells.
        """
        own = self.canonical(name)
        if own:
            return (own,)
        found = (id_ for group, id_ in self.bearers(name).items() if group in places or id_ in named)
        return tuple(dict.fromkeys(found))

    def groups(self, places: Iterable[str]) -> list[str]:
        """The groups that places in capitals belong to; a part (`CA-ON`, `CALIFORNIA`) belongs to its country too."""
        written = {name for place in places for name in (place, *_SUBDIVISION.findall(place))}
        found = {group for group, names in self.names.items() if not written.isdisjoint(names)}
        return sorted(found | {self.parts[group] for group in found if group in self.parts})


def load_regimes(folder: Path = TABLES) -> RegimeTable:
    """The regimes, with the names of the places where they hold.

    Raises:
        KnowledgeError: a table is missing or faulty.
    """
    table, countries = read_table("regimes", RegimeTable, folder), load_countries(folder)
    places = read_table("places", Places, folder)
    names = {
        group: frozenset(name.upper() for code in codes for inner in places.all_in(code) for name in countries.all_names(inner))
        for group, codes in table.places.items()
    }
    return table.model_copy(update={"names": names})


_SUBDIVISION = re.compile(r"^([A-Z]{2})-[A-Z0-9]{1,3}$")  # ISO 3166-2: the country's code before the hyphen
