"""SQL scripts of any dialect as statements, whose tokens know their place.

Strings, quoted names, comments and bodies in other languages are told apart.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

MAX_TOKENS = 40_000  # of a statement; the rest of it is passed over
_LOUD = frozenset({"CREATE", "ALTER", "COMMENT"})  # the first words of statements that are kept
_OPENING = frozenset({"CREATE", "ALTER"})  # the first words that end the statement before, at the start of a line
_DOLLAR = re.compile(r"\$(?:[A-Za-z_]\w*+)?\$")


def _pattern(string: str) -> re.Pattern[str]:
    return re.compile(
        r"(?P<aside>--[^\n]*|/\*[\s\S]*?(?:\*/|\Z)|^[ \t]*(?:PROMPT|REM|REMARK)\b[^\n]*)"
        r"|(?P<stop>;|^[ \t]*(?:GO(?:[ \t]+\d+)?|/)[ \t]*$)"
        rf"|(?P<string>{string})"
        r"|(?P<dollar>\$(?:[A-Za-z_]\w*+)?\$)"
        r"|(?P<name>\"(?:[^\"\n]|\"\")++\"|`[^`\n]++`|\[[^\[\]\n]++\])"
        r"|(?P<word>[^\W\d][\w$#]*+|[@#]{1,2}\w++|\d[\w.]*+)"
        r"|(?P<mark>[^\s\w])",
        re.IGNORECASE | re.MULTILINE,
    )


_PLAIN = _pattern(r"'(?:[^']|'')*+(?:'|\Z)")
_ESCAPED = _pattern(r"'(?:[^'\\]|''|\\[\s\S])*+(?:'|\Z)")  # MySQL: a backslash before the quote


class Token(NamedTuple):
    """A word, a quoted name, a string or a mark of a statement."""

    kind: str  # word, name, string, mark
    text: str  # without quotes; a word in the letters of the file
    start: int
    end: int

    @property
    def upper(self) -> str:
        """A word in capitals; "" for anything in quotes."""
        return self.text.upper() if self.kind == "word" else ""


def statements(text: str) -> Iterator[list[Token]]:
    """The tokens of each statement that creates, alters or comments something.

    A statement ends at a semicolon, at GO or a slash on a line of its own, and where CREATE or ALTER starts a line: outside
    brackets, or without indentation, so that one unclosed bracket does not take the rest of the file with it.
    """
    found: list[Token] = []
    depth, is_loud, is_first = 0, False, True
    for token in _tokens(text):
        kind, said = token.kind, token.text
        word = said.upper() if kind == "word" and said[:1] in "CcAa" else ""
        opens = not is_first and word in _OPENING and (depth <= 0 or text[token.start - 1 : token.start] in ("", "\n"))
        if kind == "stop" or (opens and _starts_a_line(text, token.start)):
            yield from [found] if found else []
            found, depth, is_loud, is_first = [], 0, False, True
        if kind == "stop":
            continue
        if is_first:
            is_loud, is_first = word in _LOUD, False
        if kind == "mark" and said in "()":
            depth += 1 if said == "(" else -1
        if is_loud and len(found) < MAX_TOKENS:
            found.append(token)
    yield from [found] if found else []


def without_asides(text: str) -> str:
    """`text` with spaces for comments and strings, all else at its place."""

    def plain(found: re.Match[str]) -> str:
        return " " * len(found.group()) if found.lastgroup in ("aside", "string") else found.group()

    return _pattern_for(text).sub(plain, text)


def groups(tokens: list[Token], opening: int) -> Iterator[list[Token]]:
    """The parts between the commas of the bracket that opens at index `opening`, inner brackets included."""
    depth, part = 0, list[Token]()
    for token in islice(tokens, opening, None):
        step = {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "mark" else 0
        depth += step
        if depth == 0 or (depth == 1 and token.kind == "mark" and token.text == ","):
            yield part
            part = []
            if depth == 0:
                return
        elif depth > 1 or step <= 0:
            part.append(token)
    yield part


def _starts_a_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", max(0, place - 80), place) + 1 : place].strip()


def _pattern_for(text: str) -> re.Pattern[str]:
    return _ESCAPED if "`" in text else _PLAIN


def _tokens(text: str) -> Iterator[Token]:
    pattern = _pattern_for(text)
    bodies: dict[str, list[int]] = {}
    for found in _DOLLAR.finditer(text):
        bodies.setdefault(found.group(), []).append(found.start())
    place = 0
    while found_token := pattern.search(text, place):
        kind, place = found_token.lastgroup or "", found_token.end()
        said = found_token.group()
        if kind == "dollar":  # a body of another language, up to the same mark again
            places = bodies.get(said, [])
            after = bisect_left(places, place)
            place = places[after] + len(said) if after < len(places) else place
        elif kind != "aside":
            quoted = kind in ("name", "string")
            yield Token(kind, said[1:-1] if quoted else said, found_token.start(), found_token.end())
