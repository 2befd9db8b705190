"""A document's pages → the names of the company's own systems: found where they are introduced, then known wherever they stand.

A list of products knows PostgreSQL, and not KORA, which "is our system of record for accounts". Introduced means: called
a system, standing on a platform, at the end of an interface, or in the column of systems of a table.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rag.extract.entities import Entity
from rag.extract.guarded import Guarded
from rag.extract.normalise import squeeze
from rag.extract.technologies import Mention
from rag.ingest.document import BlockKind, Document
from rag.knowledge.gazetteer import Gazetteer, Technology
from rag.knowledge.own_systems import OwnSystems
from rag.knowledge.patterns import unfold

CATEGORY = "own"  # of a system that only its company has
_MOST = 60  # names of one document
_LONGEST = 200_000  # characters of a document that are searched for introductions
_NEAR = 80  # characters around a name that introduce it
_CLOSE = 24  # characters right before it
_LABEL = re.compile(r"^\W*([^\W\d_][\w/-]*)\s?:", re.MULTILINE)  # the word that opens a line, as a field of a form
_MANY = 5  # lines that one word opens
_WORD = re.compile(r"\w+")
_WORDS = 4096  # about which is remembered whether they introduce a name
_LONGEST_CELL = 30  # characters of a name in a table


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names of one document."""

    systems: Mapping[str, Technology] = field(default_factory=dict)  # by name
    pattern: re.Pattern[str] | None = None  # finds the names; None: there are none

    def find(self, text: str) -> Iterator[Entity]:
        """Each mention, as of a technology."""
        for match in self.pattern.finditer(text) if self.pattern else ():
            technology = self.systems[match.group()]
            mention = Mention(match.start(), match.end(), technology, "", match.group(), 1.0)
            yield Entity("TECH", match.start(), match.end(), match.group(), technology.name, mention=mention)


class OwnSystemFinder:
    """The compiled introductions."""

    def __init__(self, table: OwnSystems, gazetteer: Gazetteer, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known  # a product, law or place of the tables
        self._short = _short_names(gazetteer)
        nouns = unfold(table.nouns)
        of = r"(?:de|d'|du|des|of|for|für|pour|para)"
        noun, known, called = f"(?i:{nouns})", f"(?i:{table.known})", f"(?i:{table.called})"
        self._name = re.compile(rf"(?<![\w.@/-])(?:(?P<code>{table.code})|{table.word})(?![\w@/]|-\w)")
        self._code = re.compile(table.code)
        self._cell = re.compile(rf"(?:{table.code}|{table.word})(?:\s[\w.-]+){{0,2}}")
        self._last_word = re.compile(r".*(?<![\w'-])([\w'-]+)[\s,(\"]*$", re.DOTALL)
        opens = rf"{nouns}|{table.called}|{table.known}|to|from|with|into|between|for|and|\w{{1,6}}"
        self._may_introduce = lru_cache(_WORDS)(re.compile(opens, re.IGNORECASE).fullmatch)  # few words stand before names
        before = (  # of any name
            rf"\b{noun}(?:\s{of}\s[\w-]+)?,?\s(?:{called}\s[\"]?|[\"])$",
            rf"\b(?i:{table.made})\s{noun},?\s[\"(]$",
            rf"\b{known}\s(?:[\w-]+\s){{0,2}}?{noun},?\s$",
        )
        before_code = (
            rf"\b{known}\s(?:[\w-]+\s){{0,3}}?{noun},?\s(?:{called}\s)?[\"(]$",
            rf"\b{noun}\s\((?:{table.code}(?:,\s|,?\s(?:and|und)\s))*$",
            rf"(?i:{table.linked}|{unfold(table.worked)})\s$",
            rf"\ban?\s(?:[\w-]+\s){{0,3}}?{noun}(?:,\s|\s\()$",
        )
        self._before, self._before_code = Guarded("|".join(before), 0), Guarded("|".join(before_code), 0)
        self._known = re.compile(rf"\b{known}\s$")
        self._after = re.compile(rf"\s?(?:{unfold(table.stands.replace('NOUNS', nouns))})")
        self._stands_code = re.compile(rf"\s?(?:{unfold(table.stands_code)})")
        self._label = re.compile(r"(?:(?::|\s=|\s[–-])\s|\s\()(?P<first>[^\W\d][\w#+.]*(?:/\d+)?)")
        self._dated = re.compile(r"\s\((?P<first>[^(),;]{2,40}),[^()]{0,40}\b(?:19|20)\d\d\b")  # “(Ruby on Rails, 2013)”
        self._after_word = re.compile(rf"[\s-](?=[a-zé])(?:{nouns})(?!\w)")
        self._after_code = re.compile(rf"[\s-]+(?:{noun}|{table.code_base})(?!\w)")
        self._long = re.compile(r"(?:[A-Z][\w-]+\s(?:(?:of|and|for|the|&|für|und|de|la|des)\s)*){2,7}\($")
        self._long_system = re.compile(rf"((?:[A-Z][\w-]+\s){{1,4}}(?:{table.indices}))\s\($")
        self._coming = re.compile(table.coming, re.IGNORECASE)
        self._party = re.compile(rf"(?<!\w){table.party}\s[\"(]?$")
        self._legal = re.compile(rf"\s(?:[A-ZÄÖÜÉ]\w+\s)?{table.legal}(?![\w/-])")
        self._refused = re.compile(rf"(?:{table.refused})(?:\s.*|\d+)?")

    def find(self, document: Document, systems: Iterable[str] = (), known: Iterable[str] = ()) -> OwnNames:
        """The names that a document introduces.

        Args:
            document: what is in quarantine is passed over.
            systems: cells of its columns of systems.
            known: names of organisations, which are no systems.
        """
        text = _prose(document)
        found = dict.fromkeys(cell for cell in systems if len(cell) <= _LONGEST_CELL and self._cell.fullmatch(cell))
        found |= self._introduced(text)
        taken = {part.casefold() for name in known for part in (name, name.split(" ")[0])}
        small = frozenset(_WORD.findall(text))
        kept = [name for name in found if name.casefold() not in taken and self._is_name(name, text, small)][:_MOST]
        if not kept:
            return OwnNames()
        systems_ = {name: self._short.get(name) or Technology(id="", name=name, category=CATEGORY) for name in kept}
        joined = "|".join(re.escape(name) for name in sorted(kept, key=len, reverse=True))
        return OwnNames(systems_, re.compile(rf"(?<![\w@/.#-])(?:{joined})(?![\w@/]|-\w|\.\w|\()"))

    def _introduced(self, text: str) -> dict[str, None]:
        found: dict[str, None] = {}
        labels = Counter(_LABEL.findall(text))
        others = {name for name, times in labels.items() if times >= _MANY}  # and abbreviations: Department of Health (DH)
        for match in self._name.finditer(text):
            name, is_code = match.group(), match["code"] is not None
            if name in others:
                continue
            line = text.rfind("\n", 0, match.start()) + 1
            before, after = text[max(line, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
            if self._party.search(before[-_CLOSE:]) or self._legal.match(after):
                others.add(name)
            if name in found or name in others:
                continue
            if is_code and before.endswith("("):
                long = self._long_system.search(before)
                if long:
                    found |= {long[1]: None, name: None}
                elif self._long.search(before):
                    others.add(name)
                    continue
            if self._introduces(before, after, is_code=is_code) and self._coming.search(before[-_CLOSE:]) is None:
                found[name] = None
        return {name: None for name in found if name not in others}

    def _introduces(self, before: str, after: str, *, is_code: bool) -> bool:
        """Whether what stands around a name says that it is a system."""
        dated = self._dated.match(after)
        if self._after.match(after) or (is_code and self._is_described(after)) or (dated and self._is_known(dated["first"])):
            return True
        if (self._after_code if is_code else self._after_word).match(after) and self._known.search(before[-_CLOSE:]):
            return True
        word = self._last_word.match(before[-_CLOSE:])
        if word is None or not self._may_introduce(word[1]):
            return False
        return self._before.search(before) is not None or (is_code and self._before_code.search(before) is not None)

    def _is_described(self, after: str) -> bool:
        """Whether what follows a code tells what happens to a system, or what it is made of."""
        label = self._label.match(after)
        return self._stands_code.match(after) is not None or (label is not None and self._is_known(label["first"]))

    def _is_name(self, name: str, text: str, words: Collection[str]) -> bool:
        """Whether it is no known product, law, place or amount, and none of the words that the paper also writes small."""
        if self._refused.fullmatch(name) or self._is_known(name):
            return False
        small = name.lower()
        is_written = small in words if _WORD.fullmatch(small) else re.search(rf"\b{re.escape(small)}\b", text) is not None
        return self._code.fullmatch(name) is not None or not is_written


def _short_names(gazetteer: Gazetteer) -> dict[str, Technology]:
    """Last words that only one product has, by which people call it where it is known: NAV, of Dynamics NAV. No makers."""
    owners: dict[str, set[str]] = {}
    for technology in gazetteer.technologies:
        for name in technology.names:
            if " " in name:
                owners.setdefault(name.rsplit(" ", 1)[1], set()).add(technology.id)
    by_id = {technology.id: technology for technology in gazetteer.technologies}
    makers = {one.name.split(" ")[0] for one in gazetteer.technologies if " " in one.name}
    return {word: by_id[min(ids)] for word, ids in owners.items() if len(ids) == 1 and word not in makers}


def _prose(document: Document) -> str:
    """The words of a document, one block a line."""
    blocks = []
    length = 0
    for page in document.pages:
        for block in page.blocks:
            if block.quarantine is None and block.kind not in (BlockKind.CODE, BlockKind.HEADING) and length < _LONGEST:
                blocks.append(
                    squeeze(page.text[block.start : block.end])
                    .replace("“", '"')
                    .replace("„", '"')
                    .replace("”", '"')
                    .replace("*", "")
                )
                length += len(blocks[-1])
    return "\n".join(blocks)
