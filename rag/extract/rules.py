"""Rules compiled: which of them can apply to a clause at all, and where they match."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.extract.clauses import Clause
from rag.extract.entities import Entity
from rag.extract.fact import Modality, Time
from rag.extract.guarded import Guarded
from rag.extract.technologies import trie
from rag.knowledge.facts import FactRule, FactRules
from rag.knowledge.patterns import any_case

_TOKEN_KIND = re.compile(r"⟦([A-Z]+)")


@dataclass(frozen=True)
class Match:
    """A rule that matched a clause."""

    rule: FactRule
    clause: Clause
    found: re.Match[str]

    def token(self, name: str) -> Entity | None:
        """The entity of the named group `name` (or `name2`, `name3` …), if it took part."""
        text = self.group(name)
        return self.clause.tagged.at(text) if text.startswith("⟦") else None

    def group(self, name: str) -> str:
        """The tagged text of the named group, or ""."""
        return next((text for key, text in self.found.groupdict().items() if text and key.rstrip("0123456789") == name), "")

    def place(self, name: str = "value") -> int:
        """Where the named group, or else the match, starts in the clause."""
        for key, text in self.found.groupdict().items():
            if text and key.rstrip("0123456789") == name:
                return self.found.start(key)
        return self.found.start()

    def words(self, name: str) -> str:
        """The named group with its entities written out."""
        for key, text in self.found.groupdict().items():
            if text and key.rstrip("0123456789") == name:
                start, end = self.found.span(key)
                return self.clause.plain(self.clause.start + start, self.clause.start + end)
        return ""


@dataclass(frozen=True)
class Draft:
    """What a reader makes of a match; what it leaves open is taken from the clause."""

    value: Any = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    kind: str = ""  # other than the rule's
    slots: Mapping[str, Any] = field(default_factory=dict)
    subject: str | None = None
    horizon: str = ""
    polarity: bool = True
    modality: Modality | None = None
    time: Time | None = None
    hard: bool | None = None
    factor: float = 1.0  # on the rule's confidence


@dataclass(frozen=True)
class _Compiled:
    rule: FactRule
    pattern: Guarded
    needs: Guarded | None
    unless: Guarded | None
    heading: Guarded | None
    tokens: frozenset[str]  # kinds of entity of which the clause needs at least one


class RuleSet:
    """All rules, indexed by the words and entities that they need."""

    def __init__(self, rules: FactRules) -> None:
        self._always: list[_Compiled] = []
        self._inherited: list[_Compiled] = []  # apply to list items and rows that take their must from elsewhere
        self._by_token: dict[str, list[_Compiled]] = {}
        self._by_word: dict[str, list[_Compiled]] = {}
        for rule in rules.rules:
            compiled = _compile(rule, rules)
            if rule.hard == "reader":
                self._inherited.append(compiled)
            if rule.words:
                for word in rule.words:
                    self._by_word.setdefault(word.lower(), []).append(compiled)
            elif compiled.tokens:
                for token in compiled.tokens:
                    self._by_token.setdefault(token, []).append(compiled)
            else:
                self._always.append(compiled)
        self._words = re.compile(r"(?<![\w])" + trie(self._by_word) + r"(?![\w])")

    def matches(self, clause: Clause) -> Iterator[Match]:
        """Every match of every rule that may apply, in the order of the rules."""
        kinds = frozenset(_TOKEN_KIND.findall(clause.text))
        candidates: dict[str, _Compiled] = {item.rule.id: item for item in self._always}
        if clause.context.priority is not None:
            candidates.update({item.rule.id: item for item in self._inherited})
        for word in set(self._words.findall(clause.text.lower())):
            for part in {word, *word.split()}:  # a phrase hides the words in it
                candidates.update({item.rule.id: item for item in self._by_word.get(part, [])})
        for kind in kinds:
            candidates.update({item.rule.id: item for item in self._by_token.get(kind, [])})
        for _, item in sorted(candidates.items()):
            if (item.tokens and not item.tokens & kinds) or not item.pattern.may_match(clause.text):
                continue
            if item.heading and not any(item.heading.search(heading) for heading in clause.context.headings):
                continue
            if item.needs and not item.needs.search(clause.text):
                continue
            matches = list(item.pattern.expression.finditer(clause.text))
            if matches and not (item.unless and item.unless.search(clause.text)):  # that last: it is long, and seldom matters
                yield from (Match(item.rule, clause, found) for found in matches)


def _compile(rule: FactRule, rules: FactRules) -> _Compiled:
    def optional(pattern: str) -> Guarded | None:
        return Guarded(any_case(rules.expand(pattern))) if pattern else None

    value_tokens = re.findall(r"\{([A-Z]+):value\d*\}", rule.pattern)
    return _Compiled(
        rule=rule,
        pattern=Guarded(any_case(rules.expand(rule.pattern))),
        needs=optional(rule.needs),
        unless=optional(rule.unless),
        heading=optional(rule.heading),
        tokens=frozenset(value_tokens),
    )
