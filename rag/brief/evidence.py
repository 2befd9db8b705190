"""How much a fact weighs: the authority of its document, its age, who else says so, and what a person decided about it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.brief.brief import Provenance
from rag.extract.fact import Fact, FactState, Time
from rag.extract.normalise import squeeze
from rag.knowledge.brief_fields import BriefFields

CONFIRMED = 0.95
MOST = 0.97  # agreement never makes anything certain
_DECIDED = (FactState.CONFIRMED, FactState.EDITED)
_DEAD = (FactState.REJECTED, FactState.SUPERSEDED, FactState.QUARANTINED, FactState.SUGGESTED, FactState.HEARD)
_DECIDED_RANK = 90  # a person's word about a fact outranks every document
_DAYS_PER_MONTH = 30.44
_OVERTAKEN = 182  # days from which a newer statement overtakes an older one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a fact offers for a field."""

    value: Any
    fact: Fact
    rank: int
    confidence: float
    subject: str = ""
    horizon: str = ""
    unit: str = ""

    @property
    def order(self) -> tuple[int, str, float, str]:
        """Best last: authority, then date, then confidence; the id breaks ties."""
        return self.rank, self.fact.dated, self.confidence, self.fact.id


def fills(fact: Fact) -> bool:
    """Whether a fact may fill the Brief at all."""
    return fact.state not in _DEAD and fact.time in (Time.CURRENT, Time.PLANNED)


def candidate(
    fact: Fact, table: BriefFields, as_of: str, value: Any = None, *, subject: str | None = None, factor: float = 1.0
) -> Candidate:
    """The fact as a candidate, its confidence aged; `value` replaces the fact's own."""
    rank = _DECIDED_RANK if fact.state in _DECIDED else table.rank(fact.doc_type, fact.authority)
    confidence = CONFIRMED if fact.state in _DECIDED else fact.confidence * factor * ageing(fact, table, as_of)
    about = fact.subject if subject is None else subject
    return Candidate(fact.value if value is None else value, fact, rank, round(confidence, 4), about, fact.horizon, fact.unit)


def ageing(fact: Fact, table: BriefFields, as_of: str) -> float:
    """The factor on confidence for the age of the fact's document."""
    if fact.doc_type in table.flat_staleness:
        return table.flat_staleness[fact.doc_type]
    monthly = table.staleness.get(fact.doc_type, table.staleness["other"])
    return max(0.3, float(monthly ** age_months(fact, table, as_of)))


def age_months(fact: Fact, table: BriefFields, as_of: str) -> float:
    """Months from the document's date to today; undated documents count as middle-aged."""
    if not fact.dated:
        return table.undated_months
    days = (date.fromisoformat(as_of[:10]) - date.fromisoformat(fact.dated[:10])).days
    return max(0.0, days / _DAYS_PER_MONTH)


def superseded(candidates: Sequence[Candidate], differ: Callable[[Candidate, Candidate], bool]) -> dict[str, Candidate]:
    """Fact id of each candidate that a newer one of the same or a higher rank contradicts → the best such one.

    Both documents need dates, half a year or more apart; a nearer contradiction is left to people.
    """
    found = {}
    for old in candidates:
        newer = [one for one in candidates if one.rank >= old.rank and _overtakes(one, old) and differ(one, old)]
        if newer:
            found[old.fact.id] = max(newer, key=lambda one: one.order)
    return found


def _overtakes(new: Candidate, old: Candidate) -> bool:
    if not new.fact.dated or not old.fact.dated:
        return False
    days = date.fromisoformat(new.fact.dated[:10]) - date.fromisoformat(old.fact.dated[:10])
    return days.days >= _OVERTAKEN


def agreed(candidates: Iterable[Candidate]) -> float:
    """The confidence of sources that agree; copies and near-copies of a statement count once."""
    best: dict[str, float] = {}
    for one in candidates:
        said = squeeze(one.fact.citation.quote).casefold()
        best[said] = max(best.get(said, 0.0), one.confidence)
    doubt = 1.0
    for confidence in sorted(best.values()):
        doubt *= 1.0 - confidence
    return round(min(MOST, 1.0 - doubt), 4)


def source(fact: Fact) -> Provenance:
    """Where a fact stands."""
    return Provenance(kind="document", citation=fact.citation, fact_id=fact.id, at=fact.dated, rule=fact.rule)


def sources(candidates: Sequence[Candidate], most: int = 6) -> tuple[Provenance, ...]:
    """The places of candidates, the weightiest first, copies left out."""
    seen: set[str] = set()
    found = []
    for one in sorted(candidates, key=lambda item: item.order, reverse=True):
        if one.fact.id not in seen:
            seen.add(one.fact.id)
            found.append(source(one.fact))
    return tuple(found[:most])
