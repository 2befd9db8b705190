"""TOML as entries with their places: the standard library's reader gives values, but not where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = re.compile(r"\[{1,2}([^\[\]\n]+)\]{1,2}")
_KEY = re.compile(r"((?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*'))*)[ \t]*=[ \t]*")
_TOKEN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|#[^\n]*|[^\"'#\[\]{}\n]+|.|\n")
_QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'([^'\n]*)'")
_COMMENT = re.compile(r"#[^\n]*")
_LONG = ('"""', "'''")
MAX_VALUE = 100_000  # characters of one value


@dataclass(frozen=True, slots=True)
class Entry:
    """`key = value` in a section."""

    section: str  # "tool.poetry.dependencies"
    key: str  # as written, without quotes around it
    value: str  # as written
    start: int  # of the key
    end: int

    @property
    def text(self) -> str:
        """The value without quotes; "" for a list or table."""
        return self.value.strip("\"'") if not self.value.startswith(("[", "{")) else ""

    def strings(self) -> Iterator[tuple[str, int, int]]:
        """The quoted texts in the value, comments left out, each with its place."""
        begin = self.end - len(self.value)
        at = 0
        while at < len(self.value):
            if found := _QUOTED.match(self.value, at):
                text = found.group(1) if found.group(1) is not None else found.group(2)
                yield text, begin + found.start(), begin + found.end()
                at = found.end()
            elif found := _COMMENT.match(self.value, at):
                at = found.end()
            else:
                at += 1

    def field(self, name: str) -> str:
        """A text in an inline table: `{ version = "1.0" }`."""
        found = re.search(rf"\b{re.escape(name)}\s*=\s*(?:\"([^\"\n]*)\"|'([^'\n]*)')", self.value[:2000])
        return (found.group(1) or found.group(2) or "") if found else ""


def entries(text: str) -> Iterator[Entry]:
    """All entries of a file, in order."""
    section, at = "", 0
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end
        begin = at + len(text[at:line_end]) - len(text[at:line_end].lstrip())
        if found := _SECTION.match(text, begin, line_end):
            section = ".".join(part.strip().strip("\"'") for part in found.group(1).split("."))
        elif found := _KEY.match(text, begin, line_end):
            end = _value_end(text, found.end())
            value = text[found.end() : end].rstrip()
            yield Entry(section, found.group(1).strip("\"'"), value, begin, found.end() + len(value))
            line_end = max(line_end, end) if end > line_end else line_end
        at = line_end + 1


def _value_end(text: str, at: int) -> int:
    """Where a value ends: at the end of its line, or after the bracket that closes it."""
    depth, limit = 0, min(len(text), at + MAX_VALUE)
    while at < limit:
        if text.startswith(_LONG, at):
            close = text.find(text[at : at + 3], at + 3, limit)
            at = limit if close < 0 else close + 3
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            return at
        part = found.group()
        if not depth and part[0] in "#\n":
            return at
        depth += (part in "[{") - (part in "]}")
        at = found.end()
    return at
