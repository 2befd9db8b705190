"""Regular expressions that are tried only on texts that hold one of the strings which every match of them needs.

Most cue words stand in few clauses: looking for plain strings first is many times quicker than trying a long expression at
every place, and finds the same. What an expression needs is read with the parser of `re` itself, which is private to Python:
nothing public tells it, and a parser of our own could read an expression otherwise. The tests hold the results against plain
searches, so a Python that changes it fails there.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from threading import Lock
from typing import Any

from rag.extract.technologies import trie

_SHORTEST = 2  # letters of a string that is worth looking for; one mark is enough
_MOST = 2000  # strings; beyond, trying the expression itself is as quick
_LONG = 4  # characters from which a longer string tells no more
_LONGEST = 12  # characters of a string that is looked for
_COMMONEST = " eainstrodlucmpgbhfvkwzyxjq"  # characters of texts in our five languages, the commonest first
_TEXTS, _VOCABULARY = 256, 1 << 14  # about which is remembered what stands in them: hundreds of expressions look at a clause
EDGE = "\x00"  # where a word begins or ends
_EDGES = re.compile(r"\b")
_NO_WORD_BEFORE, _NO_WORD_AFTER = "\x01", "\x02"  # an edge beside a letter
_MARKS = EDGE + _NO_WORD_BEFORE + _NO_WORD_AFTER
_MOST_WAYS = 16  # in which a stretch of an expression may be written out
_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_WIDTHLESS = frozenset({codes.AT, codes.ASSERT, codes.ASSERT_NOT})
_Items = Sequence[tuple[Any, Any]]
_Parts = frozenset[str]


class Needs:
    """The strings of which each match of an expression holds at least one."""

    __slots__ = ("_any", "_folds", "_phrases", "_phrases_bit", "_words_bit")

    def __init__(self, pattern: str, flags: int) -> None:
        """`pattern`: part of the program, since its strings are kept for good."""
        self._folds = bool(flags & re.IGNORECASE) or "(?i" in pattern
        strings = needed(pattern, flags)
        phrases = tuple(part for part in strings if part.split() != [part])
        self._phrases = tuple(part.replace(EDGE, "") for part in phrases)
        self._words_bit = _strings.add(tuple(part for part in strings if part not in phrases))
        self._phrases_bit = _strings.add(phrases)
        self._any = not strings

    def may_match(self, text: str) -> bool:
        """Whether a text can match at all; always, where no such strings are known."""
        if self._any:
            return True
        held = _strings.held(text)
        if held & self._words_bit:
            return True
        if not held & self._phrases_bit:
            return False
        text = text.casefold() if self._folds else text
        return any(map(text.__contains__, self._phrases))


class Guarded:
    """An expression that is tried only on texts that hold what it needs."""

    __slots__ = ("expression", "may_match")

    def __init__(self, expression: re.Pattern[str]) -> None:
        """`expression`: compiled, with or without regard to case; part of the program."""
        self.expression = expression
        self.may_match = Needs(expression.pattern, expression.flags).may_match

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


class _Strings:
    """The strings of all expressions in one table: a text is looked through once for all of them, word by word."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}  # string within a word → a bit for each expression that needs it
        self._finder: re.Pattern[str] | None = None  # of the longest string at each place, compiled when it is first needed
        self._lock = Lock()
        self._by_strings: dict[tuple[str, ...], int] = {}
        self._words, self._texts = _Words(self), dict[str, int]()

    def add(self, strings: tuple[str, ...]) -> int:
        """The bit of the expressions that need these; 0 where they need none."""
        if not strings:
            return 0
        with self._lock:
            if strings not in self._by_strings:
                bit = self._by_strings[strings] = 1 << len(self._by_strings)
                for part in map(_within_word, strings):
                    self._bits[part] = self._bits.get(part, 0) | bit
                self._finder = None
                self._words, self._texts = _Words(self), {}  # new ones: another thread may still be writing into the old
            return self._by_strings[strings]

    def held(self, text: str) -> int:
        """The bits of the expressions that `text` holds a string of, as it is written or without regard to case."""
        texts, words = self._texts, self._words
        found = texts.get(text)
        if found is None:
            if len(texts) >= _TEXTS:
                texts.clear()
            if len(words) >= _VOCABULARY:
                words.clear()
            found = texts[text] = reduce(or_, map(words.__getitem__, text.split()), 0)
        return found

    def in_word(self, word: str) -> int:
        """The same of a text without a blank."""
        with self._lock:
            finder = self._finder = self._finder or re.compile(f"(?=({trie(self._bits)}))")
        forms = {_EDGES.sub(EDGE, form) for form in (word, word.casefold())}
        longest = {string for form in forms for string in finder.findall(form)}
        starts = {string[:size] for string in longest for size in range(1, len(string) + 1)}
        return reduce(or_, (self._bits.get(start, 0) for start in starts), 0)


class _Words(dict[str, int]):
    """What words hold, found out when they are first asked for."""

    def __init__(self, strings: _Strings) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, word: str) -> int:
        found = self[word] = self._strings.in_word(word)
        return found


_strings = _Strings()


def _within_word(part: str) -> str:
    """The stretch of a string that tells most, without a blank."""
    longest = max(part.split(), key=lambda word: (len(word), sum(map(_rarity, word))))
    choices = [longest[start : start + _LONGEST] for start in range(max(1, len(longest) - _LONGEST + 1))]
    return max(choices, key=lambda choice: sum(map(_rarity, choice)))


def _rarity(letter: str) -> int:
    place = _COMMONEST.find(letter)
    return place if place >= 0 else len(_COMMONEST)


def needed(pattern: str, flags: int = re.IGNORECASE) -> tuple[str, ...]:
    """Strings of which every text that an expression matches holds one; none where it needs none.

    Where it has no regard to case, they are those of the text after `casefold`.
    """
    found = _needed(parser.parse(pattern, flags & ~re.UNICODE))
    if found is None or len(found) > _MOST:
        return ()
    folds = bool(flags & re.IGNORECASE) or "(?i" in pattern
    found = frozenset(_edged(part.casefold() if folds else part) for part in found)
    kept = (part for part in found if not any(other != part and other in part for other in found))
    return tuple(sorted(kept, key=lambda part: (_worth(frozenset({part})), part)))  # the commonest first: they end the search


def _edged(part: str) -> str:
    """A string with a mark wherever a word begins or ends in every text that holds it."""
    bare = part.strip(_MARKS)
    before, after = part[: part.index(bare)], part[part.index(bare) + len(bare) :]
    bare = "".join(char for char in bare if char not in _MARKS)
    starts = EDGE in before or (_NO_WORD_BEFORE in before and _EDGES.match(bare))
    ends = EDGE in after or (_NO_WORD_AFTER in after and _EDGES.match(bare, len(bare)))
    marked = _EDGES.sub(EDGE, bare).strip(EDGE)
    return (EDGE if starts else "") + marked + (EDGE if ends else "")


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
        return frozenset({_edge(code, value)})
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


def _edge(code: Any, value: Any) -> str:
    """The mark of what has no width."""
    if code is codes.AT:
        return EDGE if value is codes.AT_BOUNDARY else ""
    direction, inner = value
    is_set = code is codes.ASSERT_NOT and len(inner) == 1 and inner[0][0] is codes.IN
    if is_set and (codes.CATEGORY, codes.CATEGORY_WORD) in inner[0][1]:
        return _NO_WORD_BEFORE if direction < 0 else _NO_WORD_AFTER
    return ""


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
    bare = [part.strip(_MARKS) for part in run]
    return [run] if all(len(part) >= _SHORTEST or (part and not part.isalnum() and not part.isspace()) for part in bare) else []


def _worth(parts: _Parts) -> tuple[int, int]:
    """Higher for strings that stand in few texts: those of many letters; entities and blanks stand in many."""
    letters = [1 if "⟦" in part else len(part.strip(f" {_MARKS}")) for part in parts]
    return min(_LONG, *letters) if letters else 0, -len(parts)
