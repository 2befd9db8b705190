"""Automatic numbers of a Word file's headings and lists, as Word shows them: "4.2", "(a)", "iv)".

In: the numbering part and the style of each paragraph, in their order. Out: the number before a paragraph; "" for bullets. They
stand in no paragraph's text, so they name places and are never part of a quotation.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

LEVELS = 9
MAX_NUMBER_CHARS = 20
_PLACE = re.compile(r"%([1-9])")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    style: str = ""  # the paragraph style that belongs to it


@dataclass(slots=True)
class _List:
    """A kind of list and where it stands."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document while they go by."""

    def __init__(self, root: Any) -> None:
        """Take the root of the numbering part; None when there is none."""
        self._lists: dict[str, _List] = {}
        self._of_number: dict[str, str] = {}  # numId → list
        self._restarts: dict[str, dict[int, int]] = {}  # numId → level → first number, once it is used
        for kind in root.iterchildren(qn("w:abstractNum")) if root is not None else ():
            self._lists[kind.get(qn("w:abstractNumId"), "")] = _List(dict(map(_level, kind.iterchildren(qn("w:lvl")))))
        for number in root.iterchildren(qn("w:num")) if root is not None else ():
            key = number.get(qn("w:numId"), "")
            self._of_number[key] = _value(number, "w:abstractNumId")
            for override in number.iterchildren(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride")
                if start.isdecimal():
                    self._restarts.setdefault(key, {})[_int(override.get(qn("w:ilvl"), ""))] = int(start[:6])

    def number(self, key: str, level: int | None, style: str) -> str:
        """The number of the next paragraph of the list `key`, at `level` or at that of its `style`."""
        found = self._lists.get(self._of_number.get(key, ""))
        if found is None:
            return ""
        if level is None:
            level = next((at for at, one in found.levels.items() if one.style and one.style == style), 0)
        for at, start in self._restarts.pop(key, {}).items():
            found.counts[at] = start - 1
        shape = found.levels.get(level, _Level())
        found.counts[level] = found.counts.get(level, shape.start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            found.counts.pop(deeper, None)
        if shape.form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            one = found.levels.get(at, _Level())
            return _shown(found.counts.get(at, one.start), one.form)

        return _PLACE.sub(shown, shape.text).strip()[:MAX_NUMBER_CHARS]


def _level(element: Any) -> tuple[int, _Level]:
    start = _value(element, "w:start")
    return _int(element.get(qn("w:ilvl"), "")), _Level(
        _value(element, "w:numFmt") or "decimal",
        _value(element, "w:lvlText"),
        int(start[:6]) if start.isdecimal() else 1,
        _value(element, "w:pStyle"),
    )


def _value(parent: Any, name: str) -> str:
    found = parent.find(qn(name))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _int(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def _shown(count: int, form: str) -> str:
    """A count in one of Word's forms; in figures for one that is not known."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (count // value)
            count %= value
        return roman if form == "lowerRoman" else roman.upper()
    return f"{count:02}" if form == "decimalZero" else str(count)
