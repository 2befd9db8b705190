"""Bytes of a text file → text: byte order marks, UTF-8, UTF-16 without a mark, then the likeliest old encoding."""

import codecs
import re

from charset_normalizer import from_bytes

from rag.errors import UnreadableDocument
from rag.ingest.writer import clean

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 200_000  # looked at to tell the encoding
MAX_CONTROL_SHARE = 0.05  # control characters in text; above it the bytes are not text
MIN_EVIDENCE = 40  # bytes over 127; with fewer, the detector guesses between encodings that share the letters
_COUSINS = {
    "cp1250",
    "cp1254",
    "cp1257",
    "cp1258",
    "iso8859_2",
    "iso8859_3",
    "iso8859_4",
    "iso8859_9",
    "iso8859_10",
    "iso8859_15",
    "iso8859_16",
}
_WESTERN = set(
    "ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝàáâãåæçèéêëìíîïñòóôõøùúûýÿŒœŠšŽž€£¥§©®°±²³µ·¹º¼½¾¿¡«»‹›„“”‚‘’–—…•™†‡‰×÷¬¢\xa0\xad"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # \x1b starts a colour in a log
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.-]+)""",
    re.I,
)


def decode_text(content: bytes, *, declared: bool = False) -> tuple[str, str]:
    """The text of `content` and the name of its encoding; with `declared`, an HTML or XML declaration is heeded.

    Raises:
        UnreadableDocument: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(content[len(mark) :].decode(encoding, "replace")), encoding
    if b"\x00" in content[:SAMPLE_BYTES] and (wide := _wide_encoding(content[:SAMPLE_BYTES])):
        return _checked(content.decode(wide, "replace")), wide
    try:
        return _checked(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    encoding = (_declared_encoding(content) if declared else "") or _likely_encoding(content[:SAMPLE_BYTES])
    return _checked(content.decode(encoding, "replace")), encoding


def is_binary(text: str) -> bool:
    """Whether decoded `text` has more control characters than text has."""
    sample = text[:SAMPLE_BYTES]
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return strange > max(4, MAX_CONTROL_SHARE * len(sample))


def _checked(text: str) -> str:
    if is_binary(text):
        raise UnreadableDocument("The file is not text: it holds binary data. Export it as PDF, DOCX or text.")
    return clean(text)


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _declared_encoding(content: bytes) -> str:
    found = _DECLARED.search(content[:4096])
    name = (found.group(1) or found.group(2)).decode("ascii") if found else ""
    try:
        encoding = codecs.lookup(name).name if name else ""
        content.decode(encoding or "ascii")
    except (LookupError, UnicodeDecodeError, ValueError):
        return ""  # a wrong declaration is worse than none
    return encoding


def _likely_encoding(sample: bytes) -> str:
    """The detector's choice; Windows-1252 instead where the sample is too short to tell it from its single-byte cousins."""
    best = from_bytes(sample).best()
    encoding = best.encoding if best is not None else "cp1252"
    strange = [byte for byte in sample if byte >= 0x80]
    cousin = encoding.startswith(("mac_", "hp_")) or (encoding in _COUSINS and len(strange) < MIN_EVIDENCE)
    if best is not None and not cousin:
        return encoding
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return encoding if best is not None else "latin-1"
    return "cp1252" if all(char in _WESTERN for char in text if ord(char) >= 0x80) or best is None else encoding
