"""Regular expressions that are tried only on texts that hold one of the strings which every match of them needs.

Most cue words stand in few clauses: looking for plain strings first is many times quicker than trying a long expression at
every place, and finds the same. A text is looked through once for the strings of all expressions, word by word; what it holds
is a number with a bit for each expression. Of an expression whose bit is set, only the ways are tried that have a string of
theirs in the text; they are compiled when that happens first.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, reduce
from operator import or_
from threading import Lock

from rag.extract.needed import EDGE, EDGES, can_be_empty, edged, needed
from rag.extract.ways import Literal, Way, ways

_LONGEST = 12  # characters of a string that is looked for
_START = 5  # characters by which strings are looked up
_COMMONEST = " eainstrodlucmpgbhfvkwzyxjq"  # characters of texts in our five languages, the commonest first
_TEXTS, _VOCABULARY = 256, 1 << 15  # about which is remembered what stands in them: hundreds of expressions look at a clause
_ENOUGH = 4  # letters of a text that tells enough; at a word's beginning and end fewer do
_FEW = 300  # strings that are looked for one by one
_BREAK = "\n"  # stands in no word
_WORDS = 1 << 10  # about which an expression remembers the same
_ANY = 1  # the bit of what needs no string: every text holds it
_UNNAMED = re.compile(r"(?<!\\)\((?!\?)")
_NAMED = re.compile(r"\(\?P<")


class _Way:
    """One of the ways of an expression."""

    def __init__(self, pattern: str, flags: int, strings: Sequence[str]) -> None:
        self._pattern, self._flags = pattern, flags
        are_phrases = all(part.split() != [part] for part in strings)
        self._phrases = tuple(part.replace(EDGE, "") for part in strings) if are_phrases else ()
        self._folds = _folds(pattern, flags)

    def may_match(self, text: str) -> bool:
        """Whether a text that holds a word of what it needs holds a whole string."""
        if not self._phrases:
            return True
        text = text.casefold() if self._folds else text
        return any(map(text.__contains__, self._phrases))

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """It, compiled."""
        return re.compile(self._pattern, self._flags)


class Guarded:
    """An expression that is tried only on texts that hold what it needs."""

    def __init__(self, pattern: str, flags: int = re.IGNORECASE, *, groups: bool = True) -> None:
        """Find out what a match needs.

        Args:
            pattern: part of the program, since its strings are kept for good.
            flags: those of `re`.
            groups: matches are asked for the groups of the whole expression; without, only for those that took part.
        """
        self._pattern, self._flags = pattern, flags
        is_whole = groups and (_UNNAMED.search(pattern) or _NAMED.search(pattern))
        parts = [] if is_whole else ways(pattern)
        strings = [_needs(way, flags) for way in parts]
        if is_whole or any(not own and can_be_empty(way.pattern, flags) for way, own in zip(parts, strings, strict=True)):
            parts, strings = [Way(pattern, Literal())], [needed(pattern, flags)]
        self._ways = [_Way(way.pattern, flags, own) for way, own in zip(parts, strings, strict=True)]
        self._always = 0  # bits of the ways that need nothing
        self._by_string: dict[str, int] = {}  # string within a word → a bit for each way that needs it
        for place, own in enumerate(strings):
            self._always |= 0 if own else 1 << place
            for string in map(_within_word, own):
                self._by_string[string] = self._by_string.get(string, 0) | 1 << place
        self._strings_bit = _strings.add(frozenset(self._by_string))
        self._bit = _ANY if self._always else self._strings_bit
        self._in_words: dict[str, int] = {}

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The whole expression."""
        return re.compile(self._pattern, self._flags)

    def may_match(self, text: str) -> bool:
        """Whether a text can match at all."""
        return bool(_strings.texts[text] & self._bit)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of the expression."""
        if not _strings.texts[text] & self._bit:
            return None
        found: re.Match[str] | None = None
        for way in self._alive(text):
            match = way.search(text, start, end)
            if match is not None and (found is None or match.start() < found.start()):  # of those at one place the first counts
                found = match
        return found

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As of the expression."""
        alive = self._alive(text) if _strings.texts[text] & self._bit else ()
        return alive[0].finditer(text, start, end) if len(alive) == 1 else _in_turn(alive, text, start, end)

    def _alive(self, text: str) -> list[re.Pattern[str]]:
        """The ways that can match a text, in their order."""
        ways_, bit = self._ways, self._strings_bit
        if len(ways_) == 1:
            return [ways_[0].expression] if ways_[0].may_match(text) else []
        held = self._always
        for word, bits in _strings.texts.parts(text):
            if bits & bit:
                held |= self._in_words.get(word) or self._in_word(word)
        found = []
        while held:
            place = (held & -held).bit_length() - 1
            held ^= 1 << place
            if ways_[place].may_match(text):
                found.append(ways_[place].expression)
        return found

    def _in_word(self, word: str) -> int:
        if len(self._in_words) >= _WORDS:
            self._in_words.clear()
        forms = _BREAK.join(_marked(word))
        found = self._in_words[word] = reduce(or_, (bits for string, bits in self._by_string.items() if string in forms), 0)
        return found

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As of the expression."""
        return self.expression.match(text, start)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As of the expression; `by` names no groups."""
        if len(self._ways) == 1:
            return self.expression.sub(by, text) if self.may_match(text) else text
        parts, done = [], 0
        for match in self.finditer(text):
            parts += [text[done : match.start()], by if isinstance(by, str) else by(match)]
            done = match.end()
        return "".join([*parts, text[done:]])

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As of the expression."""
        return self.expression.fullmatch(text)


def _folds(pattern: str, flags: int) -> bool:
    return bool(flags & re.IGNORECASE) or "(?i" in pattern


def _needs(way: Way, flags: int) -> tuple[str, ...]:
    """The strings of which a way needs one: its own text where that tells enough, else read off the expression."""
    text, starts, ends = way.literal
    if not text.strip() or "⟦" in text:  # an entity stands in many texts: there may be something better
        return needed(way.pattern, flags)
    told = edged(f"{EDGE * starts}{text.casefold() if _folds(way.pattern, flags) else text}{EDGE * ends}")
    return (told,) if len(told.replace(EDGE, "").strip()) >= _ENOUGH - told.count(EDGE) // 2 else needed(way.pattern, flags)


def _in_turn(ways: Sequence[re.Pattern[str]], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches that an expression with these ways, none of them without a width, finds one behind the other."""
    ahead = {place: match for place, way in enumerate(ways) if (match := way.search(text, start, end))}
    while ahead:
        first = ahead[min(ahead, key=lambda place: (ahead[place].start(), place))]
        yield first
        for place, match in list(ahead.items()):
            if match.start() < first.end():
                del ahead[place]
                if (following := ways[place].search(text, first.end(), end)) is not None:
                    ahead[place] = following


class _Strings:
    """The strings of all expressions in one table."""

    def __init__(self) -> None:
        self._by_start: dict[str, dict[str, int]] = {}  # first characters → string within a word → bits of what needs it
        self._bits: dict[frozenset[str], int] = {}
        self._added: list[tuple[frozenset[str], int]] = []  # the same, in the order in which they came
        self._counts = [0]  # strings of the first so many of them
        self._known: dict[str, tuple[int, int]] = {}  # word → what it holds of the first so many
        self._lock = Lock()
        self.texts = _Texts(self)  # what texts hold

    def add(self, strings: frozenset[str]) -> int:
        """The bit of what needs one of these; 0 where there are none."""
        if not strings:
            return 0
        with self._lock:
            if strings not in self._bits:
                bit = self._bits[strings] = _ANY << (len(self._bits) + 1)
                for part in strings:
                    same = self._by_start.get(part[:_START], _NONE)  # another thread may be looking into it
                    self._by_start[part[:_START]] = same | {part: same.get(part, 0) | bit}
                self._counts.append(self._counts[-1] + len(strings))
                self._added.append((strings, bit))
                self.texts = _Texts(self)  # new ones: another thread may still be writing into the old
            return self._bits[strings]

    def in_word(self, word: str) -> int:
        """The bits of what needs a string that stands in a text without a blank."""
        now = len(self._added)
        found, then = self._known.get(word, (0, 0))
        if not then or self._counts[now] - self._counts[then] > _FEW:
            found = self._looked_up(word)
        elif then < now:
            forms = _BREAK.join(_marked(word))
            for strings, bit in self._added[then:now]:
                if any(map(forms.__contains__, strings)):
                    found |= bit
        if len(self._known) >= _VOCABULARY:
            self._known.clear()
        self._known[word] = found, now
        return found

    def _looked_up(self, word: str) -> int:
        found, same_start = 0, self._by_start.get
        for form in _marked(word):
            for place in range(len(form)):
                for size in range(1, _START + 1):
                    if same := same_start(form[place : place + size]):
                        for string, bits in same.items():
                            if form.startswith(string, place):
                                found |= bits
        return found


_NONE: dict[str, int] = {}


class _Texts(dict[str, int]):
    """What texts hold, found out when it is first asked for."""

    def __init__(self, strings: _Strings) -> None:
        super().__init__()
        self.words = _Words(strings)
        self._last: tuple[str, list[tuple[str, int]]] = "", []

    def parts(self, text: str) -> list[tuple[str, int]]:
        """Each word of a text that needs looking into, and what it holds; many expressions ask for the same text in turn."""
        last, parts = self._last
        if last != text:
            words = self.words
            parts = [(word, held) for word in set(text.split()) if (held := words[word])]
            self._last = text, parts
        return parts

    def __missing__(self, text: str) -> int:
        if len(self) >= _TEXTS:
            self.clear()
        if len(self.words) >= _VOCABULARY:
            self.words.clear()
        found = self[text] = reduce(or_, map(self.words.__getitem__, text.split()), _ANY)
        return found


class _Words(dict[str, int]):
    """What words hold."""

    def __init__(self, strings: _Strings) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, word: str) -> int:
        found = self[word] = self._strings.in_word(word)
        return found


_strings = _Strings()


def _marked(word: str) -> set[str]:
    """A word as it is written and without regard to case, with a mark wherever one begins or ends."""
    forms = {word, word.casefold()}
    return {f"{EDGE}{form}{EDGE}" if form.isalnum() else EDGES.sub(EDGE, form) for form in forms}


def _within_word(part: str) -> str:
    """The stretch of a string that tells most, without a blank."""
    longest = max(part.split(), key=lambda word: (len(word), sum(map(_rarity, word))))
    choices = [longest[start : start + _LONGEST] for start in range(max(1, len(longest) - _LONGEST + 1))]
    return max(choices, key=lambda choice: sum(map(_rarity, choice)))


def _rarity(letter: str) -> int:
    place = _COMMONEST.find(letter)
    return place if place >= 0 else len(_COMMONEST)
