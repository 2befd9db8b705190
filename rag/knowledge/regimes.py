"""Laws and standards, when they apply and what they ask of an architecture: `regimes.yaml`."""

from typing import Literal

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable

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
    places: dict[str, tuple[str, ...]]  # group → names in capitals
    aliases: dict[str, tuple[str, ...]]  # regime → other names in capitals
    other: Regime  # stands in for a regime that a document names and this table does not know
    regimes: tuple[Regime, ...]

    def regime(self, id_: str) -> Regime | None:
        """The regime with this id."""
        return next((regime for regime in self.regimes if regime.id == id_), None)

    def canonical(self, name: str) -> str:
        """The id of a regime that is named in words; "" when it is none of ours."""
        wanted = name.strip().upper()
        for regime in self.regimes:
            if wanted == regime.id or wanted in self.aliases.get(regime.id, ()):
                return regime.id
        return ""

    def groups(self, places: list[str]) -> list[str]:
        """The groups (EU, UK, US, CA) that places in capitals belong to."""
        found = [group for group, names in self.places.items() if not set(names).isdisjoint(places)]
        if "CA" in found and "US" not in found:
            found.append("US")
        return sorted(found)
