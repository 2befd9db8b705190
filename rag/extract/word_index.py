"""Many long lists of words, looked for in one go: of each only the ways whose first letters begin a word of the text are tried.

The first letters are read with the parser of `re` itself, which is private to Python, as in `guarded.py`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from rag.extract.guarded import Needs

_LETTERS = 5
_MOST = 200  # beginnings of one way; beyond, it is always tried
_WORD = re.compile(r"[^\W_]+|⟦")


class _Way:
    """One of the ways of a list, compiled when it is first tried."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.may_match = Needs(pattern, re.IGNORECASE).may_match

    @cached_property
    def expression(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{self._pattern})(?!\w)", re.IGNORECASE)


class WordIndex:
    """The lists by name."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        """`lists`: name → expression whose ways, at its outermost bars, are found where words begin and end."""
        self._by_letters: dict[str, list[tuple[str, _Way]]] = {}
        self._always: list[tuple[str, _Way]] = []
        for name, pattern in lists.items():
            for text in ways(pattern):
                way = _Way(text)
                for letters in beginnings(text) or [""]:
                    (self._by_letters.setdefault(letters, []) if letters else self._always).append((name, way))

    def find(self, text: str) -> dict[str, re.Match[str]]:
        """Name of each list that has a word in `text` → its first match."""
        found: dict[str, re.Match[str]] = {}
        for word in _WORD.finditer(text):
            letters, start = word.group()[:_LETTERS].lower(), word.start()
            if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                continue
            for count in range(1, len(letters) + 1):
                for name, way in self._by_letters.get(letters[:count], ()):
                    if name in found or not way.may_match(text):
                        continue
                    if (match := way.expression.match(text, start)) is not None:
                        found[name] = match
        for name, way in self._always:
            match = way.expression.search(text) if way.may_match(text) else None
            if match is not None and (name not in found or match.start() < found[name].start()):
                found[name] = match
        return found


def ways(pattern: str) -> Iterator[str]:
    """The ways of an expression at its outermost bars."""
    depth, start, place, in_class = 0, 0, 0, False
    while place < len(pattern):
        char = pattern[place]
        if char == "\\":
            place += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            yield pattern[start:place]
            start = place + 1
        place += 1
    yield pattern[start:]


def beginnings(pattern: str) -> frozenset[str]:
    """With which small letters a match of an expression can begin, five at most; nothing where that cannot be told."""
    found = _begin(list(parser.parse(pattern, re.IGNORECASE)))
    found = frozenset(_bare(one.lower()) for one in found)
    if not found or len(found) > _MOST or "" in found:
        return frozenset()
    return found


def _begin(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The first letters of a sequence; "" in it where they cannot be told."""
    done: set[str] = set()
    open_: set[str] = {""}  # those after which the sequence may go on with letters
    for code, value in items:
        may_skip = code is codes.MAX_REPEAT and value[:2] == (0, 1)
        told, goes_on = (
            _of(*value[2][0]) if may_skip and len(value[2]) == 1 else (None, False) if may_skip else _of(code, value)
        )
        if told is None:
            return frozenset(done | open_)
        grown = {(one + more)[:_LETTERS] for one in open_ for more in told}
        stays = set(open_) if may_skip else set()
        open_ = stays
        for one in grown:
            (open_ if goes_on and len(one) < _LETTERS and _bare(one) == one else done).add(one)
        if not open_ or len(done) + len(open_) > _MOST:
            break
    return frozenset(done | open_)


def _bare(beginning: str) -> str:
    """The letters with which it begins."""
    match = _WORD.match(beginning)
    return match.group() if match else ""


def _of(code: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    """(what an item can begin with, None for anything; whether that is all of it)."""
    if code is codes.LITERAL:
        return frozenset({chr(value)}), True
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in value):
        return frozenset(chr(char) for _, char in value), True
    if code in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
        return frozenset({""}), True
    if code is codes.SUBPATTERN:
        return _begin(value[-1]), all(kind is codes.LITERAL for kind, _ in value[-1])
    if code is codes.BRANCH:
        is_plain = all(kind is codes.LITERAL for branch in value[1] for kind, _ in branch)
        return frozenset().union(*map(_begin, value[1])), is_plain
    return None, False
