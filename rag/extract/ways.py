"""The ways in which a regular expression can match, each as an expression of its own: what stands between its bars.

Of a long list of words few stand in a text. Trying those few, and taking what begins first, finds what the whole finds.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MOST = 4000  # ways of one expression
_LONGEST = 12_000  # characters of all ways that share what follows them
_MUCH = 100  # characters behind a choice, which are not worth repeating for each
_AHEAD = re.compile(r"(?:\\b|\^|\(\?<?[=!](?:\\[^()]|[^()\\])*\))*")  # what has no width
_GROUP = re.compile(r"\(\?(?:[a-z-]*:|P<\w+>)")
_CLASS = r"\[\^?\]?(?:\\.|[^\]\\])*\]"
_MARK = re.compile(rf"\\.|{_CLASS}|[()|]", re.DOTALL)
_TEXT = r"(?P<edge>\\b)?(?P<text>(?:[^\\.^$*+?{}\[\]()|](?![?*{]))+)(?P<edge2>(?=\\b))?"
_LITERAL = re.compile(rf"{_TEXT}|\{{[\d,]*\}}|\\.|{_CLASS}", re.DOTALL)
_REPEATS = tuple("?*+{")


class Literal(NamedTuple):
    """Text that stands in each match."""

    text: str = ""
    starts_word: bool = False
    ends_word: bool = False


class Way(NamedTuple):
    """One way."""

    pattern: str
    literal: Literal  # the longest that is seen at once


def ways(pattern: str) -> list[Way]:
    """The ways of an expression in their order: those at its outermost bars, and those of a group that begins one of them."""
    found = list(_ways(pattern, "", ""))
    return found if len(found) <= _MOST else [Way(pattern, Literal())]


def _ways(pattern: str, ahead: str, behind: str) -> Iterator[Way]:
    """The ways between what stands before and behind all of them."""
    for part in _between_bars(pattern):
        widthless = _AHEAD.match(part)
        start = widthless.end() if widthless else 0
        group = _GROUP.match(part, start)
        end = _end(part, start) if group else 0
        if group is None or part.startswith(_REPEATS, end):
            yield Way(part, _literal(_begins(ahead) + part + _ends(behind)))
            continue
        before, after = part[:start] or ahead, part[end:]
        own = list(_ways(part[group.end() : end - 1], before, after or behind))
        literal = _literal(after + _ends(behind))
        if len(own) == 1 or (len(after) < _MUCH and len(own) * len(after) < _LONGEST):
            shell = part[: group.end()], part[end - 1 :]
            for one in own:
                yield Way(shell[0] + one.pattern + shell[1], max(one.literal, literal, key=_worth))
        else:
            yield Way(part, literal)


def _begins(ahead: str) -> str:
    """The boundary where words begin behind what stands ahead of a group."""
    return r"\b" if ahead.endswith((r"\b", r"(?<!\w)")) else ""


def _ends(behind: str) -> str:
    return r"\b" if behind.startswith((r"\b", r"(?!\w)")) else ""


def _between_bars(pattern: str) -> Iterator[str]:
    start = 0
    for place, char, depth in _marks(pattern):
        if char == "|" and not depth:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _end(pattern: str, start: int) -> int:
    """Behind the group that begins at `start`."""
    return next(place + 1 for place, char, depth in _marks(pattern, start) if char == ")" and not depth)


def _marks(pattern: str, start: int = 0) -> Iterator[tuple[int, str, int]]:
    """The brackets and bars that are no text: (place, mark, how many groups are open after it)."""
    depth = 0
    for mark in _MARK.finditer(pattern, start):
        char = mark.group()
        if len(char) == 1:
            depth += {"(": 1, ")": -1}.get(char, 0)
            yield mark.start(), char, depth


def _literal(part: str) -> Literal:
    """The longest text outside of groups; one that a repetition follows is none."""
    found = [Literal()]
    start = 0
    for place, char, depth in _marks(part):
        if (char, depth) == ("(", 1):
            found += _texts(part[start:place])
        start = place + 1
    return max([*found, *_texts(part[start:])], key=_worth)


def _texts(outside: str) -> Iterator[Literal]:
    for match in _LITERAL.finditer(outside):
        if text := match["text"]:
            yield Literal(
                text, bool(match["edge"]) and _is_letter(text[0]), match["edge2"] is not None and _is_letter(text[-1])
            )


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def _worth(literal: Literal) -> tuple[int, int]:
    return 1 if "⟦" in literal.text else len(literal.text.strip()), literal.starts_word + literal.ends_word
