"""Which strings every match of a regular expression holds: read off the expression, so that others can look for them first.

What an expression needs is read with the parser of `re` itself, which is private to Python: nothing public tells it, and a
parser of our own could read an expression otherwise. The tests hold the results against plain searches, so a Python that
changes it fails there.
"""

import re
from collections.abc import Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_SHORTEST = 2  # letters of a string that is worth looking for; one mark is enough
_MOST = 2000  # strings; beyond, trying the expression itself is as quick
_LONG = 4  # characters from which a longer string tells no more
EDGE = "\x00"  # where a word begins or ends
EDGES = re.compile(r"\b")
_NO_WORD_BEFORE, _NO_WORD_AFTER = "\x01", "\x02"  # an edge beside a letter
_MARKS = EDGE + _NO_WORD_BEFORE + _NO_WORD_AFTER
_MOST_WAYS = 16  # in which a stretch of an expression may be written out
_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_WIDTHLESS = frozenset({codes.AT, codes.ASSERT, codes.ASSERT_NOT})
_Items = Sequence[tuple[Any, Any]]
_Parts = frozenset[str]


def can_be_empty(pattern: str, flags: int = re.IGNORECASE) -> bool:
    """Whether an expression matches nothing at all, too."""
    return bool(parser.parse(pattern, flags & ~re.UNICODE).getwidth()[0] == 0)


def needed(pattern: str, flags: int = re.IGNORECASE) -> tuple[str, ...]:
    """Strings of which every text that an expression matches holds one; none where it needs none.

    Where it has no regard to case, they are those of the text after `casefold`.
    """
    found = _needed(parser.parse(pattern, flags & ~re.UNICODE))
    if found is None or len(found) > _MOST:
        return ()
    folds = bool(flags & re.IGNORECASE) or "(?i" in pattern
    found = frozenset(edged(part.casefold() if folds else part) for part in found)
    kept = (part for part in found if not any(other != part and other in part for other in found))
    return tuple(sorted(kept, key=lambda part: (_worth(frozenset({part})), part)))  # the commonest first: they end the search


def edged(part: str) -> str:
    """A string with a mark wherever a word begins or ends in every text that holds it."""
    bare = part.strip(_MARKS)
    before, after = part[: part.index(bare)], part[part.index(bare) + len(bare) :]
    bare = "".join(char for char in bare if char not in _MARKS)
    starts = EDGE in before or (_NO_WORD_BEFORE in before and EDGES.match(bare))
    ends = EDGE in after or (_NO_WORD_AFTER in after and EDGES.match(bare, len(bare)))
    marked = EDGES.sub(EDGE, bare).strip(EDGE)
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
        found: _Parts = frozenset()
        for branch in value[1]:
            own = _all_ways(branch)
            if own is None or len(found | own) > _MOST_WAYS:  # no use in going on
                return None
            found |= own
        return found
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
