"""Elements of files that machines read (compose files, manifests, schemas, models) → facts, each quoted from its own lines."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from rag.extract.rules import Draft
from rag.ingest.document import Page
from rag.ingest.element import Element
from rag.knowledge.gazetteer import Gazetteer, Technology
from rag.knowledge.structured import ProductNames, StructuredRule, StructuredRules

_BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule read, and where in the page."""

    rule: str
    draft: Draft
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule with its patterns."""

    rule: StructuredRule
    type: re.Pattern[str]
    name: re.Pattern[str]
    words: re.Pattern[str]

    def fits(self, element: Element, words: str) -> bool:
        """Whether the rule is about such elements; `words` are those of the element's name."""
        return (
            element.kind.value in self.rule.kinds
            and self.type.search(element.type) is not None
            and self.name.search(element.name) is not None
            and self.words.search(words) is not None
        )


class StructuredReader:
    """The compiled rules."""

    def __init__(self, rules: StructuredRules, products: ProductNames, gazetteer: Gazetteer) -> None:
        self._rules = [_Compiled(rule, *map(re.compile, (rule.type, rule.name, rule.words))) for rule in rules.rules]
        self._by_name = by_name = {one.name: one for one in gazetteer.technologies}
        self._technologies = _names_of(rules, gazetteer)
        self._resources = {name: by_name[target] for name, target in products.resources.items()}
        self._libraries = {name: by_name[target] for name, target in products.libraries.items()}
        self._clients = {name: by_name[target] for name, target in products.clients.items()}
        self._makers: Mapping[str, Callable[[StructuredRule, Element], Draft | None]] = {
            "technology": self._technology,
            "data_class": _data_class,
            "availability": _availability,
            "owner": _owner,
            "risk": _risk,
            "practice": _practice,
            "integration": self._integration,
        }

    def read(self, page: Page) -> Iterator[Finding]:
        """What the elements of a page say; an element that no rule fits, or whose product is not known, says nothing."""
        for element in page.elements:
            words = _words(element.name)
            for compiled in self._rules:
                if compiled.fits(element, words):
                    draft = self._makers[compiled.rule.fact](compiled.rule, element)
                    if draft is not None:
                        factor = draft.factor * compiled.rule.confidence
                        yield Finding(compiled.rule.id, replace(draft, factor=factor), element.start, element.end)
                        if not compiled.rule.further:
                            break

    def _technology(self, rule: StructuredRule, element: Element) -> Draft | None:
        technology, version = self._named(rule, element)
        if technology is None:
            return None
        slots = {
            "version": version,
            "category": technology.category,
            "technology_id": technology.id,
            "role": "inventory",
        }
        return Draft(technology.name, slots=slots, kind="technology", subject=technology.name)

    def _named(self, rule: StructuredRule, element: Element) -> tuple[Technology | None, str]:
        """The technology that a rule sees in an element, and its version where the element tells it."""
        name = element.technology.lower()
        if rule.value:
            return self._by_name[rule.value], ""
        if rule.by == "type":  # its version is the resource's own, unless it is that of an engine in it
            return self._resources.get(element.type), "" if name else element.version
        if rule.by == "library":
            known = self._libraries.get(name)
            return (known, element.version) if known is not None else (self._clients.get(name), "")
        with_version = f"{name} {element.version}".lower()  # "Oracle 19c" is a name of its own
        return self._technologies.get(with_version) or self._technologies.get(name), element.version

    def _integration(self, rule: StructuredRule, element: Element) -> Draft | None:
        """A system from outside that the model connects with ours, where it says how."""
        partner, protocol = element.detail("outside"), element.detail("protocol")
        if not partner or not protocol:
            return None
        known = self._technologies.get(partner.lower())
        name = known.name if known is not None else partner
        direction = "out" if element.target == partner else "in"
        slots = {"system": name, "protocol": protocol, "frequency": "", "direction": direction}
        return Draft(name, slots=slots, kind="integration", subject=name)


def _names_of(rules: StructuredRules, gazetteer: Gazetteer) -> dict[str, Technology]:
    """Technologies by the names that files give them. What is also an ordinary word counts only where the table says so."""
    by_name = {one.name: one for one in gazetteer.technologies}
    known = {
        name.lower(): one
        for one in gazetteer.technologies
        if not one.ambiguous
        for name in one.names
        if name not in gazetteer.rules.dropped
    }
    return known | {name: by_name[target] for name, target in rules.names.items()}


def _words(name: str) -> str:
    """The words of a name in small letters, without accents: "date_of_birth" for DateOfBirth and DATE-OF-BIRTH."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return _BETWEEN_WORDS.sub("_", plain).lower()


def _data_class(rule: StructuredRule, element: Element) -> Draft:
    return Draft(rule.value, kind="data_class", slots={"term": element.name.lower()}, subject="")


def _practice(rule: StructuredRule, element: Element) -> Draft:
    return Draft(True, kind="practice", slots={"name": rule.value}, subject="")


def _availability(rule: StructuredRule, element: Element) -> Draft | None:
    """A promised share of good time or requests, in percent: "99.9", or as a ratio: "0.999"."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%?", element.detail("target"))
    level = float(found.group(1)) if found else 0.0
    level = round(level * 100, 6) if 0.9 <= level < 1 else level
    if not 90 <= level <= 100:
        return None
    return Draft(level, "%", kind="availability", slots={"role": "target"}, subject=element.target or element.name)


def _owner(rule: StructuredRule, element: Element) -> Draft | None:
    return Draft(element.name, kind="owner", subject=element.target) if element.target else None


def _risk(rule: StructuredRule, element: Element) -> Draft:
    return Draft(rule.value, kind="risk", slots={"what": element.name}, subject="")
