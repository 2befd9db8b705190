"""Normalised text → tagged text: technologies, regimes, places, moments and amounts found once, in that order of precedence."""

import re
from dataclasses import dataclass, field, replace

from rag.extract.amounts import AmountFinder
from rag.extract.entities import Entity, Tagged, tag
from rag.extract.guarded import Guarded
from rag.extract.moments import MomentFinder
from rag.extract.own_systems import OwnNames
from rag.extract.technologies import TechnologyMatcher
from rag.knowledge.facts import ExtractKnowledge

_ADDRESS = re.compile(r"(?<=\])\([^()\s]*\)|https?://[^\s)\]>]+")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a document writes numbers and dates, and which names its own systems have."""

    decimal: str = "."
    month_first: bool = False
    own: OwnNames = field(default_factory=OwnNames)


class Tagger:
    """The finders of all entities."""

    def __init__(self, knowledge: ExtractKnowledge) -> None:
        self.technologies = TechnologyMatcher(knowledge.gazetteer)
        self.amounts = AmountFinder(knowledge.quantities)
        self.moments = MomentFinder(knowledge.quantities)
        self._regimes = [(row.name, re.compile(rf"(?:{row.pattern})(?!\w)")) for row in knowledge.lexicon.regimes]
        self._places = [(code, re.compile(rf"(?:{pattern})(?!\w)")) for code, pattern in knowledge.lexicon.places.items()]
        regimes = "|".join(row.pattern for row in knowledge.lexicon.regimes)
        self._countries = knowledge.countries.in_documents
        names = sorted(map(re.escape, self._countries), key=len, reverse=True)
        places = "|".join([*knowledge.lexicon.places.values(), *(name.replace(r"\ ", r"\s") for name in names)])
        self._any_regime = Guarded(rf"(?=[A-Z0-9h])(?<![\w-])(?:{regimes})(?!\w)", 0)
        self._any_place = Guarded(rf"(?=[^\W\d_a-zß-ÿ]|the |continental )(?<![\w-])(?:{places})(?!\w)", 0)

    def writing(self, text: str, document: Writing) -> Writing:
        """How one paragraph writes, in a `document` whose other paragraphs may be in another language."""
        return replace(document, decimal=self.amounts.decimal_in(text, document.decimal))

    def regime(self, text: str) -> str:
        """The first law or standard that `text` names, or ""."""
        match = self._any_regime.search(text)
        return next((name for name, pattern in self._regimes if pattern.match(text, match.start())), "") if match else ""

    def knows(self, name: str) -> bool:
        """Whether `name` has something in it that the tables know: a product, a law, a place, an amount."""
        return bool(self.tag(name, Writing()).entities)

    def tag(self, text: str, writing: Writing, *, heading: bool = False) -> Tagged:
        """`text` with its entities; in headings capital letters mean nothing."""
        found = [Entity("URL", match.start(), match.end(), match.group()) for match in _ADDRESS.finditer(text)]
        found += [
            Entity("TECH", one.start, one.end, text[one.start : one.end], one.technology.name, mention=one)
            for one in self.technologies.find(text, heading=heading)
        ]
        found += writing.own.find(text)
        for match in self._any_regime.finditer(text):
            name = next(name for name, pattern in self._regimes if pattern.match(text, match.start()))
            found.append(Entity("REG", match.start(), match.end(), match.group(), name))
        for match in self._any_place.finditer(text):
            code = self._code(match)
            found.append(Entity("PLACE", match.start(), match.end(), match.group(), code, note=code))
        has_digits = _DIGIT.search(text) is not None
        found += self.moments.find(text, month_first=writing.month_first) if has_digits else self.moments.months(text)
        found += self.amounts.find(_blank(text, found), writing.decimal)
        return tag(text, found)

    def _code(self, place: re.Match[str]) -> str:
        """The code of a place that is named; blanks in its name may be of any kind."""
        known = self._countries.get(" ".join(place.group().split()))
        return known or next(code for code, pattern in self._places if pattern.match(place.string, place.start()))


def _blank(text: str, found: list[Entity]) -> str:
    """`text` with what is already read replaced by dots, so that its digits are not read again."""
    letters = list(text)
    for entity in found:
        letters[entity.start : entity.end] = "·" * (entity.end - entity.start)
    return "".join(letters)
