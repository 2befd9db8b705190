"""Names found in documents → the company's own name and the product's, both only where the documents leave little doubt."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.brief.evidence import candidate, fills
from rag.brief.offers import Offers
from rag.extract.correspondents import HOUSE, KIND, NAME
from rag.extract.fact import Fact, FactState
from rag.knowledge.brief_fields import BriefKnowledge

_CONFIDENCE = 0.6
_POINTS = {"customer": 4.0, "letterhead": 3.0, "text": 1.0, "built": 2.0, "named": 1.0}  # per document
_ENOUGH = {"legal_name": 3.0, "product_name": 4.0}
_LEAD = {"legal_name": 1.05, "product_name": 1.5}  # times the runner-up's points
_DOCUMENTS = {"legal_name": 1, "product_name": 2}
_LETTERS = 2  # papers to which a house has to be a party
_SHORTEST = 3  # letters of the label of a domain
_SPELT = 8  # letters of words in the middle of a name that its domain joins: “quebradahonda”
_REFUSED = (FactState.REJECTED, FactState.SUPERSEDED, FactState.QUARANTINED)
_ARTICLES = ("the ", "die ", "der ", "das ")


@dataclass(slots=True)
class _Name:
    """What documents say with one name."""

    facts: list[Fact] = field(default_factory=list)
    is_provider: bool = False

    @property
    def points(self) -> float:
        """The best part it plays in each document, added up."""
        best: dict[str, float] = {}
        for fact in self.facts:
            worth = _POINTS.get(str(fact.slots.get("role")), 0.0)
            best[fact.citation.sha256] = max(best.get(fact.citation.sha256, 0.0), worth)
        return sum(best.values())

    @property
    def documents(self) -> int:
        """In how many documents it stands."""
        return len({fact.citation.sha256 for fact in self.facts})


def add_names(offers: Offers, facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> None:
    """Adds a candidate for `org.name` and `product.name` where one name clearly leads."""
    for what, path in (("legal_name", "org.name"), ("product_name", "product.name")):
        chosen = _leading(_named(facts, what), what)
        if chosen is None and what == "legal_name":
            chosen = _by_letters(facts)
        if chosen is not None:
            written = Counter(str(fact.value) for fact in chosen.facts)
            best = max(chosen.facts, key=lambda fact: (written[str(fact.value)], *_weight(fact)))
            one = candidate(best, knowledge.fields, as_of, subject="")
            offers.setdefault(path, []).append(replace(one, confidence=_CONFIDENCE))  # a name does not age
            for seat in _seats(facts, chosen) if what == "legal_name" else ():
                one = candidate(seat, knowledge.fields, as_of, subject="")
                offers.setdefault("org.country", []).append(replace(one, confidence=_CONFIDENCE))


def _seats(facts: Sequence[Fact], company: _Name) -> list[Fact]:
    """What the addresses behind a company's name on its papers tell of its country."""
    names = {_key(str(fact.value)) for fact in company.facts}
    return [fact for fact in facts if fact.slots.get("name") == "seat" and _key(str(fact.slots.get("of", ""))) in names]


def _weight(fact: Fact) -> tuple[float, str, str]:
    return _POINTS.get(str(fact.slots.get("role")), 0.0), fact.dated, fact.id


def _named(facts: Sequence[Fact], what: str) -> dict[str, _Name]:
    found: dict[str, _Name] = {}
    for fact in sorted(facts, key=lambda item: item.id):
        if fact.kind == "organisation" and fact.slots.get("name") == what and fills(fact):
            entry = found.setdefault(_key(str(fact.value)), _Name())
            if fact.slots.get("role") == "provider":
                entry.is_provider = True
            else:
                entry.facts.append(fact)
    return {key: entry for key, entry in found.items() if entry.facts and not entry.is_provider}


def _leading(names: dict[str, _Name], what: str) -> _Name | None:
    ranked = sorted(names.items(), key=lambda item: (-item[1].points, -item[1].documents, -len(item[0]), item[0]))
    if not ranked or ranked[0][1].points < _ENOUGH[what] or ranked[0][1].documents < _DOCUMENTS[what]:
        return None
    best = ranked[0][1]
    if what == "product_name" and not any(fact.slots.get("role") == "built" for fact in best.facts):
        return None
    if len(ranked) > 1 and best.points < _LEAD[what] * ranked[1][1].points and not _nested(best, ranked[1][1]):
        return None
    return best


def _by_letters(facts: Sequence[Fact]) -> _Name | None:
    """The house that is a party to more of the letters and mails than any other, as one of them names it.

    A name belongs to a house where it spells the label of its domain: “Harbour Foods” to @harbourfoods.example.
    """
    told = [fact for fact in facts if fact.kind == KIND and fact.state not in _REFUSED]
    houses: dict[str, set[str]] = {}
    for fact in told:
        if fact.slots.get("name") == HOUSE:
            houses.setdefault(str(fact.value), set()).add(fact.citation.sha256)
    names: dict[str, list[Fact]] = {}
    written = [fact for fact in told if fact.slots.get("name") == NAME]
    for fact in (*written, *(fact for one in _named(facts, "legal_name").values() for fact in one.facts)):
        for house in houses:
            if _is_of(str(fact.value), house):
                names.setdefault(house, []).append(fact)
    papers = {house: where | {fact.citation.sha256 for fact in names.get(house, ())} for house, where in houses.items()}
    ranked = sorted(papers, key=lambda house: (-len(papers[house]), house))
    is_clear = ranked and (len(ranked) == 1 or len(papers[ranked[0]]) > len(papers[ranked[1]]))
    if not is_clear or len(papers[ranked[0]]) < _LETTERS or not names.get(ranked[0]):
        return None
    return _Name([fact.model_copy(update={"state": FactState.EXTRACTED}) for fact in names[ranked[0]]])


def _is_of(name: str, house: str) -> bool:
    """Whether a name is that of the house with this label, which may leave out words of it."""
    words, label = re.findall(r"[a-z0-9]+", _plain(name)), re.findall(r"[a-z0-9]+", _plain(house))
    is_begun = any("".join(words[:number]) == "".join(label) for number in range(1, len(words) + 1))
    is_spelt = any(
        "".join(words[first:last]) in label
        for first in range(len(words))
        for last in range(first + 2, len(words) + 1)
        if len("".join(words[first:last])) >= _SPELT
    )
    return len("".join(label)) >= _SHORTEST and (
        is_begun or is_spelt or (len(label) > 1 and words[:1] == label[:1] and set(label) <= set(words))
    )


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def _nested(one: _Name, other: _Name) -> bool:
    """Whether both are public bodies on the same papers: a department and its state."""
    public = all(fact.slots.get("public") for fact in (*one.facts, *other.facts))
    return public and bool({fact.citation.sha256 for fact in one.facts} & {fact.citation.sha256 for fact in other.facts})


def _key(name: str) -> str:
    lowered = name.casefold().replace("&", "and").rstrip(".")
    article = next((article for article in _ARTICLES if lowered.startswith(article)), "")
    first, _, rest = lowered.removeprefix(article).partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip() if article else lowered  # "the order portal" is "the orders portal"
