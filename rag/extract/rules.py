"""Rules compiled: which of them can apply to a clause at all, and where they match."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rag.extract.clauses import Clause
from rag.extract.entities import Entity
from rag.extract.fact import Modality, Time
from rag.extract.guarded import Guarded
from rag.extract.technologies import trie
from rag.knowledge.facts import FactRule, FactRules

_TOKEN_KIND = re.compile(r"⟦([A-Z]+)")
_WORD_END = re.compile(r"(?<=\w)(?!\w)(?!$)")
_VALUE_TOKEN = re.compile(r"\{([A-Z]+):value\d*\}")


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


class _Rule:
    """A rule with its expressions, each made when it is needed first: most papers need few of them."""

    def __init__(self, rule: FactRule, rules: FactRules) -> None:
        self.rule, self._table, self._column = rule, rules, rule.column

    def _guarded(self, pattern: str) -> Guarded | None:
        return Guarded(self._table.expand(pattern), groups=False) if pattern else None

    @cached_property
    def pattern(self) -> Guarded:
        return Guarded(self._table.expand(self.rule.pattern), groups=False)

    @cached_property
    def _heading(self) -> Guarded | None:
        return self._guarded(self.rule.heading)

    @cached_property
    def _needs(self) -> Guarded | None:
        return self._guarded(self.rule.needs)

    @cached_property
    def _unless(self) -> Guarded | None:
        return self._guarded(self.rule.unless)

    def find(self, clause: Clause) -> Sequence[re.Match[str]]:
        """Where it matches, if all that it asks for beside is so."""
        text, context = clause.text, clause.context
        if self._column and self._column != context.column:
            return ()
        if self._heading and not any(map(self._heading.search, (context.label, context.lead, *context.headings))):
            return ()
        if self._needs and not self._needs.search(text):
            return ()
        matches = list(self.pattern.finditer(text))
        if matches and self._unless and self._unless.search(text):  # that last: it is long, and seldom matters
            return ()
        return matches


class RuleSet:
    """All rules. Which of them can apply to a clause is a number with a bit for each, by the words and entities they need."""

    def __init__(self, rules: FactRules) -> None:
        self._table = rules
        self._sorted = sorted(rules.rules, key=lambda rule: rule.id, reverse=True)  # the highest bit is the first rule's
        self._rules = [_Rule(rule, rules) for rule in self._sorted]
        self._always = self._inherited = self._untied = 0
        self._by_word: dict[str, int] = {}
        self._by_token: dict[str, int] = {}  # those that begin with an entity alone
        self._of_token: dict[str, int] = {}  # those that need one, whatever else they need
        for place, rule in enumerate(self._sorted):
            bit, tokens = 1 << place, frozenset(_VALUE_TOKEN.findall(rule.pattern))  # of which the clause needs at least one
            if rule.hard == "reader":  # it applies to list items and rows that take their must from elsewhere
                self._inherited |= bit
            if not rule.words and not tokens:
                self._always |= bit
            if not tokens:
                self._untied |= bit
            for word in map(str.lower, rule.words):
                self._by_word[word] = self._by_word.get(word, 0) | bit
            for token in tokens:
                self._of_token[token] = self._of_token.get(token, 0) | bit
                self._by_token[token] = self._by_token.get(token, 0) | (0 if rule.words else bit)
        for phrase in self._by_word:  # of those that begin at one place the longest is found, and stands for all
            for end in (found.start() for found in _WORD_END.finditer(phrase)):
                self._by_word[phrase] |= self._by_word.get(phrase[:end], 0)
        self._words = re.compile(r"(?<![\w])(?=(" + trie(self._by_word) + r")(?![\w]))")

    def matches(self, clause: Clause) -> Iterator[Match]:
        """Every match of every rule that may apply, in the order of the rules."""
        chosen, text = self._chosen(clause), clause.text
        while chosen:
            place = chosen.bit_length() - 1
            one = self._rules[place]
            chosen ^= 1 << place
            if one.pattern.may_match(text):
                for found in one.find(clause):
                    yield Match(one.rule, clause, found)

    def _chosen(self, clause: Clause) -> int:
        """The rules whose words and entities stand in a clause."""
        chosen, allowed = self._always, self._untied
        if clause.context.priority is not None:
            chosen |= self._inherited
        for word in set(self._words.findall(clause.text.lower())):
            chosen |= self._by_word.get(word, 0)
        for kind in set(_TOKEN_KIND.findall(clause.text)):
            chosen |= self._by_token.get(kind, 0)
            allowed |= self._of_token.get(kind, 0)
        return chosen & allowed
