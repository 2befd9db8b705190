"""Bytes of an RTF file → its marks: groups, control words, bytes of text."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Mark(Enum):
    """What a token is."""

    OPEN = "{"
    CLOSE = "}"
    WORD = "word"  # a control word or symbol
    TEXT = "text"


class Token(NamedTuple):
    """One mark of the file; a named tuple, since files have millions."""

    mark: Mark
    word: str = ""  # WORD: its name
    number: int | None = None  # WORD: its parameter
    text: bytes = b""  # TEXT: in the code page of its place


_TOKEN = re.compile(
    rb"([{}])"
    rb"|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"
    rb"|\\'([0-9a-fA-F]{2})"
    rb"|\\([^a-zA-Z])"
    rb"|([^{}\\]+)"
    rb"|\\",  # a lone one at the end
    re.DOTALL,
)
_NO_TEXT = b"\r\n\x00"  # line breaks of the file, and what fills it up
_OPEN, _CLOSE = Token(Mark.OPEN), Token(Mark.CLOSE)


def tokens(content: bytes) -> Iterator[Token]:
    """The marks of `content` in their order; binary data is skipped by its length."""
    at = 0
    while (found := _TOKEN.match(content, at)) is not None:
        at = found.end()
        group, word, number, code, symbol, text = found.groups()
        if text is not None:
            if text := text.translate(None, _NO_TEXT):
                yield Token(Mark.TEXT, text=text)
        elif word is not None:
            value = int(number) if number is not None else None
            if word == b"bin" and value is not None:
                at += max(0, value)
            yield Token(Mark.WORD, word.decode("ascii"), value)
        elif group is not None:
            yield _OPEN if group == b"{" else _CLOSE
        elif code is not None:
            yield Token(Mark.TEXT, text=bytes([int(code, 16)]))
        elif symbol in (b"\\", b"{", b"}"):
            yield Token(Mark.TEXT, text=symbol)
        elif symbol is not None:
            yield Token(Mark.WORD, "par" if symbol in (b"\r", b"\n") else symbol.decode("latin-1"))
