"""The text that Outlook keeps as compressed RTF (MS-OXRTFCP), often with HTML inside (MS-OXRTFEX) → plain text or HTML."""

import codecs
import re
import struct
from dataclasses import dataclass, field

from rag.errors import UnreadableDocument
from rag.ingest.limits import MAX_TEXT_BYTES, check_size

_HEADER = struct.Struct("<IIII")  # packed size, size, kind, checksum
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_WINDOW = 4096
_START = (  # what the window holds at first, after MS-OXRTFCP 2.1.2.1
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_SKIPPED = {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "listtable", "listoverridetable"}
_SIGNS = {b"{": "{", b"}": "}", b"\\": "\\", b"~": "\xa0", b"_": "\u2011", b"\n": "\n", b"\r": "\n"}
_WORDS = {
    **dict.fromkeys(("par", "line", "row", "sect", "page"), "\n"),
    **dict.fromkeys(("tab", "cell"), "\t"),
    **dict(zip(("lquote", "rquote", "ldblquote", "rdblquote", "bullet", "endash", "emdash"), "‘’“”•–—", strict=True)),
}


def unpack_rtf(packed: bytes) -> bytes:
    """The RTF in a compressed stream; what comes before a damage where there is one.

    Raises:
        UnreadableDocument: the stream is none.
        DocumentTooLarge: it holds more than a text may.
    """
    if len(packed) < _HEADER.size:
        raise UnreadableDocument("The text of the message is damaged. Open it in Outlook and save it again, or as PDF.")
    _, size, kind, _ = _HEADER.unpack_from(packed)
    check_size(size, MAX_TEXT_BYTES)
    if kind == _PLAIN:
        return packed[_HEADER.size : _HEADER.size + size]
    if kind != _PACKED:
        raise UnreadableDocument("The text of the message is packed in an unknown way. Open it in Outlook and save it as PDF.")
    window = bytearray(_START.ljust(_WINDOW, b" "))
    place, at, out = len(_START), _HEADER.size, bytearray()
    while at < len(packed) and len(out) < size:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at + (control >> bit & 1) >= len(packed):
                return bytes(out)
            if control >> bit & 1:
                pair = packed[at] << 8 | packed[at + 1]
                at += 2
                start, length = pair >> 4, (pair & 15) + 2
                if start == place:
                    return bytes(out)
                steps = [(start + step) % _WINDOW for step in range(length)]
            else:
                window[place] = packed[at]
                at += 1
                steps = [place]
            for step in steps:
                byte = window[step]
                out.append(byte)
                window[place] = byte
                place = (place + 1) % _WINDOW
    return bytes(out)


@dataclass(slots=True)
class _Group:
    """What holds inside a pair of braces."""

    is_skipped: bool = False
    is_tag: bool = False  # an HTML tag that the RTF wraps
    after_unicode: int = 1  # characters that stand in for a \u


@dataclass(slots=True)
class _State:
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    out: list[str] = field(default_factory=list)
    is_rtf_only: bool = False  # what only serves RTF readers, in a text made from HTML
    starred: bool = False
    to_skip: int = 0
    encoding: str = "cp1252"


def rtf_text(content: bytes) -> tuple[str, str]:
    """The plain text of an RTF and "", or "" and the HTML that it was made from."""
    from_html = b"\\fromhtml1" in content[:1000]
    state = _State()
    raw = bytearray()
    for found in _TOKEN.finditer(content):
        piece = bytes([int(found["hex"], 16)]) if found["hex"] else found["text"]
        if piece:
            take = min(state.to_skip, len(piece))
            state.to_skip -= take
            raw += piece[take:] if _is_shown(state, from_html) else b""
            continue
        state.out.append(raw.decode(state.encoding, "replace"))
        raw.clear()
        if found["brace"]:
            _brace(state, found["brace"])
        elif found["sign"]:
            _sign(state, found["sign"], from_html)
        elif found["word"]:
            _word(state, found["word"].decode("ascii"), found["number"], from_html)
    text = "".join([*state.out, raw.decode(state.encoding, "replace")])
    return ("", text) if from_html else (text, "")


def _is_shown(state: _State, from_html: bool) -> bool:
    return not state.groups[-1].is_skipped and not (from_html and state.is_rtf_only and not state.groups[-1].is_tag)


def _brace(state: _State, brace: bytes) -> None:
    group = state.groups[-1]
    if brace == b"{" and len(state.groups) < 10_000:
        state.groups.append(_Group(group.is_skipped, group.is_tag, group.after_unicode))
    elif brace == b"}" and len(state.groups) > 1:
        state.groups.pop()
    state.starred, state.to_skip = False, 0


def _sign(state: _State, sign: bytes, from_html: bool) -> None:
    if sign == b"*":
        state.starred = True
    elif sign in _SIGNS and _is_shown(state, from_html):
        state.out.append(_SIGNS[sign])


def _word(state: _State, word: str, number: bytes | None, from_html: bool) -> None:
    group = state.groups[-1]
    starred, state.starred = state.starred, False
    value = int(number) if number else None
    if starred and from_html and word == "htmltag":
        group.is_tag = True
    elif starred or word in _SKIPPED:
        group.is_skipped = True
    elif word == "htmlrtf":
        state.is_rtf_only = value != 0
    elif word == "uc" and value is not None:
        group.after_unicode = max(0, min(value, 8))
    elif word == "ansicpg" and value is not None:
        state.encoding = _code_page(value)
    elif word == "u" and value is not None:
        state.to_skip = group.after_unicode
        if _is_shown(state, from_html):
            state.out.append(chr(value % 65536))
    elif word in _WORDS and _is_shown(state, from_html):
        state.out.append(_WORDS[word])


def _code_page(number: int) -> str:
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "utf-8" if number == 65001 else "cp1252"
