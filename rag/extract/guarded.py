"""Regular expressions that are tried only on texts that hold one of the strings which every match of them needs.

Most cue words stand in few clauses: looking for plain strings first is many times quicker than trying a long expression at
every place, and finds the same. What an expression needs is read with the parser of `re` itself, which is private to Python:
nothing public tells it, and a parser of our own could read an expression otherwise. The tests hold the results against plain
searches, so a Python that changes it fails there.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_SHORTEST = 2  # letters of a string that is worth looking for; one mark is enough
_MOST = 2000  # strings; beyond, trying the expression itself is as quick
_LONG = 4  # characters from which a longer string tells no more
_COMMONEST = " eainstrodlucmpgbhfvkwzyxjq"  # characters of texts in our five languages, the commonest first
_TEXTS = 64  # whose stretches are remembered: a clause and its sentence are looked at by hundreds of expressions
_MOST_WAYS = 16  # in which a stretch of an expression may be written out
_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_WIDTHLESS = frozenset({codes.AT, codes.ASSERT, codes.ASSERT_NOT})
_Items = Sequence[tuple[Any, Any]]
_Parts = frozenset[str]


class Guarded:
    """An expression with the strings of which each match holds at least one; without such strings it is always tried."""

    __slots__ = ("_folds", "_needs", "_short", "_stretches", "expression")

    def __init__(self, expression: re.Pattern[str]) -> None:
        """`expression`: compiled, with or without regard to case."""
        self.expression = expression
        self._folds = bool(expression.flags & re.IGNORECASE) or "(?i" in expression.pattern
        self._needs = needed(expression, folds=self._folds)
        self._short = tuple(part for part in self._needs if len(part) < _LONG)
        self._stretches = frozenset(_stretch(part) for part in self._needs if len(part) >= _LONG)

    def may_match(self, text: str, folded: str = "") -> bool:
        """Whether a text can match at all; `folded` is the text after `casefold`, where that is known."""
        if not self._needs:
            return True
        if self._folds:
            text = folded or _folded(text)
        if _stretches(text).isdisjoint(self._stretches):  # a set says no at once, for all of them
            return bool(self._short) and any(map(text.__contains__, self._short))
        return any(map(text.__contains__, self._needs))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of the expression."""
        return self.expression.search(text, start, end) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As of the expression."""
        return self.expression.finditer(text, start, end) if self.may_match(text) else iter(())

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As of the expression."""
        return self.expression.match(text, start)

    def sub(self, by: str, text: str) -> str:
        """As of the expression."""
        return self.expression.sub(by, text) if self.may_match(text) else text

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of the expression."""
        return self.expression.fullmatch(text)


@lru_cache(_TEXTS)
def _folded(text: str) -> str:
    """A text without regard to case; the same object each time, so that its hash is known."""
    return text.casefold()


@lru_cache(_TEXTS)
def _stretches(text: str) -> frozenset[str]:
    """All stretches of four characters in a text."""
    return frozenset(map("".join, zip(text, text[1:], text[2:], text[3:], strict=False)))


def _stretch(part: str) -> str:
    """The four characters of a string that stand in fewest texts, to stand for it."""
    choices = [part[start : start + _LONG] for start in range(len(part) - _LONG + 1)]
    return max(choices, key=lambda choice: sum(map(_rarity, choice)))


def _rarity(letter: str) -> int:
    place = _COMMONEST.find(letter)
    return place if place >= 0 else len(_COMMONEST)


def needed(expression: re.Pattern[str], *, folds: bool = True) -> tuple[str, ...]:
    """Strings of which every text that an expression matches holds one; none where it needs none.

    Args:
        expression: compiled.
        folds: the strings are those of the text after `casefold`.
    """
    found = _needed(parser.parse(expression.pattern, expression.flags & ~re.UNICODE))
    if found is None or len(found) > _MOST:
        return ()
    if folds:
        found = frozenset(part.casefold() for part in found)
    kept = (part for part in found if not any(other != part and other in part for other in found))
    return tuple(sorted(kept, key=lambda part: (_worth(frozenset({part})), part)))  # the commonest first: they end the search


def _needed(items: _Items) -> _Parts | None:
    """The best of the sets of strings that the items, one after the other, need."""
    choices: list[_Parts] = []
    run: _Parts = frozenset({""})
    for item in items:
        ways = _ways(item)
        longer = None if ways is None or len(ways) * len(run) > _MOST_WAYS else frozenset(a + b for a in run for b in ways)
        if longer is not None:
            run = longer
            continue
        choices += _told(run)
        run = ways if ways is not None and len(ways) <= _MOST_WAYS else frozenset({""})
        inner = _inner(*item)
        if inner is not None:
            choices.append(inner)
    choices += _told(run)
    return max(choices, key=_worth, default=None)


def _ways(item: tuple[Any, Any]) -> _Parts | None:
    """All that an item matches, where that is a few strings."""
    code, value = item
    if code is codes.LITERAL:
        return frozenset({chr(value)})
    if code in _WIDTHLESS:
        return frozenset({""})
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in value):
        return frozenset(chr(char) for _, char in value)
    if code is codes.SUBPATTERN:
        return _all_ways(value[-1])
    if code is codes.BRANCH:
        branches = [_all_ways(branch) for branch in value[1]]
        return None if any(branch is None for branch in branches) else frozenset().union(*filter(None, branches))
    if code in _REPEATS and value[0] == 0 and value[1] == 1:
        once = _all_ways(value[2])
        return None if once is None else once | {""}
    return None


def _all_ways(items: _Items) -> _Parts | None:
    found: _Parts = frozenset({""})
    for item in items:
        ways = _ways(item)
        if ways is None or len(ways) * len(found) > _MOST_WAYS:
            return None
        found = frozenset(a + b for a in found for b in ways)
    return found


def _inner(code: Any, value: Any) -> _Parts | None:
    """What an item needs whose ways are too many to write out."""
    if code is codes.SUBPATTERN:
        return _needed(value[-1])
    if code is codes.ATOMIC_GROUP:
        return _needed(value)
    if code is codes.BRANCH:
        found: set[str] = set()
        for branch in value[1]:
            own = _needed(branch)
            if own is None:
                return None
            found |= own
        return frozenset(found)
    if code in _REPEATS and value[0] > 0:
        return _needed(value[2])
    return None


def _told(run: _Parts) -> list[_Parts]:
    """A stretch, where each of its ways tells enough to look for."""
    return [run] if all(len(part) >= _SHORTEST or (part and not part.isalnum() and not part.isspace()) for part in run) else []


def _worth(parts: _Parts) -> tuple[int, int]:
    """Higher for strings that stand in few texts: those of many letters; entities and blanks stand in many."""
    letters = [1 if "⟦" in part else len(part.strip()) for part in parts]
    return min(_LONG, *letters) if letters else 0, -len(parts)
