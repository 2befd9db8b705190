"""Countries, and cities, in a person's words → where the company sits and where its customers are, as ISO codes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rag.extract.technologies import trie
from rag.interview.named import is_denied
from rag.knowledge.countries import Countries
from rag.knowledge.replies import ReplyTable

SEAT, MARKET = "org.country", "market.country"
SHORT = 2  # letters of a code: in small ones it is a word of everyday speech


class CountryFinder:
    """Finds countries and cities, in any of the languages."""

    def __init__(self, countries: Countries, replies: ReplyTable) -> None:
        """Compile the names."""
        self._codes = countries.in_answers
        self._replies = replies
        short = "|".join(re.escape(name.upper()) for name in self._codes if len(name) <= SHORT)
        names = trie(name for name in self._codes if len(name) > SHORT)
        self._names = re.compile(rf"(?<![\w-])(?:(?i:{names})|{short}|uk)(?!\w)")
        self._sits_behind = re.compile(countries.sits_behind, re.IGNORECASE)
        self._no_market = re.compile(countries.no_market, re.IGNORECASE)
        self._gone = re.compile(countries.gone, re.IGNORECASE)
        self._also = re.compile(countries.also, re.IGNORECASE)
        self._cues = re.compile(rf"(?P<sits>{countries.sits})|(?P<sells>{countries.sells})", re.IGNORECASE)

    def codes(self, text: str) -> list[str]:
        """Codes of the countries, parts and groups of countries that are named and not denied, in their order."""
        return list(dict.fromkeys(code for _, codes in self._named(text) for code in codes))

    def read(self, text: str, asked: Sequence[str] = (SEAT, MARKET)) -> dict[str, Any]:
        """Field path → codes; empty where no country is named.

        Without a word that says which is meant, the first country is where the company sits, and all have its customers;
        where only one of the two was asked for, it is that.
        """
        found: dict[str, list[str]] = {SEAT: [], MARKET: []}
        cues = [(match.start(), match.lastgroup) for match in self._cues.finditer(text)]
        also = [match.start() for match in self._also.finditer(text)]
        for at, codes in self._named(text):
            is_seat = any(
                match.start() == at and self._sits_behind.match(text[match.end() :]) for match in self._names.finditer(text)
            )
            cue = "sits" if is_seat else next((name for start, name in reversed(cues) if start < at), None)
            meant = [MARKET] if found[SEAT] and MARKET in asked else list(asked)
            paths = [MARKET] if cue == "sells" else [SEAT] if cue == "sits" else meant
            if self._is_no_market(text, at):
                paths = [path for path in paths if path != MARKET and not found[SEAT]]  # of the owner, say
            start = next((start for start, name in reversed(cues) if start < at), 0)
            if cue == "sells" and any(start < place < at for place in also):
                codes = (*found[SEAT], *codes)
            for path in paths:
                found[path] += [code for code in codes if code not in found[path]]
        return {path: codes for path, codes in found.items() if codes}

    def _is_no_market(self, text: str, at: int) -> bool:
        """Whether it is said of the place that is named there that it has no users: “the owner is in Italy, no user there”."""
        name, *rest = (match.start() for match in self._names.finditer(text) if match.start() >= at)
        end = rest[0] if rest else len(text)
        named = self._names.match(text, name)
        return named is not None and self._no_market.search(text[named.end() : end]) is not None

    def _named(self, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Where each name stands, and its codes."""
        for match in self._names.finditer(text):
            clause = re.split(self._replies.clauses, text[: match.start()].casefold())[-1]
            if not is_denied(clause, self._replies, text) and not self._gone.search(clause):
                yield match.start(), self._codes[match.group().casefold()]
