"""Messages that Outlook saved, made by our own writer of compound files."""

import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import EncryptedDocument, IngestError, UnsupportedFormat
from rag.ingest.eml import parse_eml
from rag.ingest.msg import is_msg, parse_msg
from rag.ingest.outlook_rtf import rtf_text, unpack_rtf
from rag.ingest.reader import read_document
from tests.ingest import letters, samples
from tests.ingest.compound import attachment, compound, message
from tests.ingest.test_fuzz import damaged
from tests.ingest.test_reader import assert_sound

RTF = rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\*\generator x;}Gr\'f6\'dfe \u8364?5\par second {\b line}\par}"
HTML_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl}{\*\htmltag84 <p class=x>}\htmlrtf {\htmlrtf0 Orders"
    rb"\htmlrtf\par}\htmlrtf0 {\*\htmltag92 </p>}\htmlrtf \par\htmlrtf0 }"
)


def packed(rtf: bytes) -> bytes:
    """RTF in Outlook's compressed form, with references into the window at first and literals then."""
    start = rb"{\rtf1\ansi"  # stands at the start of the window, and of the text
    body = bytearray([1]) + struct.pack(">H", 0 << 4 | len(start) - 2) + rtf[len(start) : len(start) + 7]
    rest = rtf[len(start) + 7 :]
    for at in range(0, len(rest), 8):
        body += bytes([0]) + rest[at : at + 8]
    return struct.pack("<IIII", len(body) + 12, len(rtf), 0x75465A4C, 0) + bytes(body)


def test_a_message_is_read_like_a_mail() -> None:
    """Header lines, date, text and the names of what is attached are there; the address of a directory is not shown."""
    document = read_document("a.msg", letters.msg())
    assert (document.title, document.dated, document.doc_type) == ("Recovery of orders", "2026-11-03", "mail")
    text = document.pages[0].text
    assert "From: Ada Lovelace <ada@northgate.example>\nTo: Charles Babbage; Größe\nCc: Grace Hopper\nDate: Tue, 03 Nov" in text
    assert "the order system must be back within four hours." in text
    assert "Attachments: Übersicht.pdf, Earlier.eml" in text
    assert document.warnings == ("pictures inside the text were not read (logo.png)",)
    assert_sound(document.pages[0])


def test_files_and_messages_inside() -> None:
    """An attached file has its very bytes; an attached message is a mail with its own files."""
    found = parse_msg(letters.msg())
    assert found.attachments[0].content == samples.pdf()
    inner = parse_eml(found.attachments[1].content)
    assert (inner.subject, inner.dated, inner.bodies[0].plain) == ("Earlier", "2026-09-24", "The old text.")
    assert [(one.name, one.content) for one in inner.attachments] == [("old.txt", b"The budget was 450000 euros.")]


def test_old_messages_in_bytes() -> None:
    """Texts in the bytes of a code page are read with it, and a large attachment outside the mini stream is whole."""
    content = compound(message({0x0037: "Größe", 0x1000: "Fünf"}, [attachment("a.bin", b"ab" * 9_000)], narrow=True))
    found = parse_msg(content)
    assert (found.subject, found.bodies[0].plain) == ("Größe", "Fünf")
    assert found.attachments[0].content == b"ab" * 9_000


def test_a_text_in_rtf_alone() -> None:
    """Where Outlook kept only compressed RTF, its text is read, or the HTML that it was made from."""
    assert unpack_rtf(packed(RTF)) == RTF
    assert rtf_text(RTF) == ("Größe €5\nsecond line\n", "")
    assert rtf_text(HTML_RTF) == ("", "<p class=x>Orders</p>")
    document = read_document("a.msg", compound(message({0x0037: "S"}, binary={0x1009: packed(RTF)})))
    assert "Größe €5" in document.pages[0].text
    document = read_document("a.msg", compound(message({0x0037: "S"}, binary={0x1009: packed(HTML_RTF)})))
    assert document.pages[0].text == "S\n\nOrders"


def test_what_cannot_be_read_says_so() -> None:
    """Encrypted messages, drawn objects, links to files and old Office files each give a failure of their own."""
    with pytest.raises(EncryptedDocument, match="mail program"):
        parse_msg(compound(message({0x001A: "IPM.Note.SMIME"}, [attachment("smime.p7m", b"0")])))
    signed = attachment("smime.p7m", letters.eml("Signed words.").as_bytes())
    assert "Signed words." in parse_msg(compound(message({0x001A: "IPM.Note.SMIME.MultipartSigned"}, [signed]))).bodies[0].plain
    files = [attachment("drawn", {"x": b"y"}, method=6), attachment("far.pdf", b"", method=4)]
    drawn, far = parse_msg(compound(message({0x0037: "S"}, files))).attachments
    assert "object" in drawn.problem
    assert "link" in far.problem
    assert not is_msg(compound({"WordDocument": b"x" * 5000}))
    with pytest.raises(UnsupportedFormat):
        read_document("a.msg", compound({"WordDocument": b"x" * 5000}))


def test_damaged_messages() -> None:
    """Two hundred damaged versions of a message give a sound page or an error of ours."""
    draw = random.Random("a.msg")  # noqa: S311 - test data, not a secret
    content = letters.msg()
    for _ in range(200):
        try:
            assert_sound(read_document("a.msg", content[:512] + damaged(content[512:], draw)).pages[0])
        except IngestError as error:
            assert len(str(error)) > 20  # noqa: PT017 - both outcomes are good


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_of_rtf(content: bytes, as_packed: bool) -> None:
    """Whatever stands in a compressed stream or in an RTF, text comes out or an error of ours."""
    try:
        rtf_text(unpack_rtf(struct.pack("<IIII", 0, 10_000, 0x75465A4C, 0) + content) if as_packed else content)
    except IngestError:
        return


@given(
    st.lists(st.sampled_from([*rb"{}\'*u1a ".decode(), r"\par", r"\u8364?", r"\*\htmltag", r"\fromhtml1", r"\ansicpg0", "\\'"]))
)
def test_any_marks_of_rtf(pieces: list[str]) -> None:
    """Whatever marks come together, text comes out."""
    assert len(rtf_text("".join(pieces).encode())) == 2
