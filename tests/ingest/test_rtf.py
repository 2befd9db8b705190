"""RTF files: read as the Word reader reads a DOCX."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import EmptyDocument
from rag.ingest.document import BlockKind
from rag.ingest.reader import SUPPORTED, read_document
from rag.ingest.rtf import read_rtf
from rag.ingest.rtf_tokens import Mark, tokens
from tests.ingest import rtf_samples as samples
from tests.ingest.test_formats import block, texts
from tests.ingest.test_opendocument import aside, blocks
from tests.ingest.test_reader import assert_sound


def test_rtf_follows_the_body() -> None:
    """Everything a reader sees comes in its order and with its place, as from a Word file."""
    document = read_document("policy.rtf", samples.rtf())
    assert (document.media_type, document.title, document.dated) == (SUPPORTED[".rtf"], "Recovery policy", "2025-03-01")
    assert blocks(document) == [
        ("note", "page header", "Northgate – internal"),
        ("heading", "§ Recovery targets", "Recovery targets"),
        ("paragraph", "§ Recovery targets ¶1", "Orders must be back\twithin “four”\nhours."),
        ("paragraph", "§ Recovery targets ¶2", "Billing can wait a day."),
        ("paragraph", "§ Recovery targets ¶4", "Kept, and inserted."),
        ("list_item", "§ Recovery targets ¶5", "first item"),
        ("list_item", "§ Recovery targets ¶6", "second item"),
        ("table_row", "§ Recovery targets, table 1 row 1", "System\tRTO\tRPO"),
        ("table_row", "§ Recovery targets, table 1 row 2", "Orders\t4 h\t15 min"),
        ("table_row", "§ Recovery targets, table 1 row 3", "Both\t\t1 h"),
        ("paragraph", "§ Recovery targets ¶7", "See the site for more."),
        ("paragraph", "§ Recovery targets ¶8", "In a box."),
        ("heading", "§ Ownership", "Ownership"),
        ("paragraph", "§ Ownership ¶1", "Operations owns it."),
        ("note", "footnote 1", "Measured from the alarm."),
        ("note", "comment 1", "Is that enough?"),
        ("note", "page footer", "Page"),
    ]
    assert block(document, "Orders\t").header == ("System", "RTO", "RPO")
    assert block(document, "Operations").heading_path == ("Recovery targets", "Ownership")
    assert any("1 embedded objects" in warning for warning in document.warnings)


def test_rtf_text_that_nobody_sees_is_set_aside() -> None:
    """Hidden, white and tiny text is quarantined, white text on a dark cell is not; deleted text and pictures are gone."""
    document = read_document("policy.rtf", samples.rtf())
    assert aside(document) == ["Hidden by format. White on white. Too small."]
    text = document.pages[0].text
    assert not any(word in text for word in ("deleted", "HYPERLINK", "ffd8", "Keller", "index entry", "objdata", "Arial"))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"\ansicpg1252 M\'fcller \'80", "Müller €"),
        (rb"\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (
            rb"{\fonttbl{\f1\fcharset204 A;}{\f2\fcharset128 M;}}\f1 \'cf\'f0\plain  caf\'e9 \f2 \'93\'fa\'96{\f2 \'83A}",
            "Пр café 日�ア",
        ),
        (rb"{\fonttbl{\f1\fcharset204 Arial;}}\deff1 \'cf\'f0", "Пр"),
        (rb"\u8211\'96\uc0\u8364 5 \uc2\u26085\'93\'fa!", "–€5 日!"),
        (rb"see \u-10179?\u-8704?", "see 😀"),
        (rb"\mac \'8a", "ä"),
        (rb"a\{b\}\\c\~d\_e\emdash f", "a{b}\\c\xa0d\u2011e—f"),
        (rb"a{\pict\bin7 }}}}}}}b}c", "ac"),
        (rb"a{\*\unknown {\b x} y}b{\upr{ansi}{\*\ud{\u8364 ?}}}c", "ab€c"),
        (rb"\u61623\'3f dot", "· dot"),
        (rb"a{\b b}}}}c", "abc"),
    ],
)
def test_rtf_characters(source: bytes, text: str) -> None:
    """Code pages of the file and its fonts, Unicode with its stand-ins, symbols and binary data are understood."""
    assert texts(read_document("a.rtf", rb"{\rtf1\ansi " + source + rb"\par}"), BlockKind.PARAGRAPH) == [text]


def test_rtf_frames_and_torn_files() -> None:
    """A table of one column is a frame around text; a file that stops in a table loses nothing of what it says."""
    framed = rb"{\rtf1 \trowd\cellx99\pard\intbl A framed remark.\par Two.\cell\row\pard After.\par"
    assert texts(read_document("a.rtf", framed), BlockKind.PARAGRAPH) == ["A framed remark.", "Two.", "After."]
    torn = rb"{\rtf1 \trowd\cellx50\cellx99\pard\intbl one\cell two"
    assert texts(read_document("a.rtf", torn), BlockKind.TABLE_ROW) == ["one\ttwo"]
    nested = (
        rb"{\rtf1 \trowd\cellx50\cellx99\pard\intbl one\cell {\itap2 in\nestcell ner\nestcell}{\nonesttables\par}\cell\row}"
    )
    assert texts(read_document("a.rtf", nested), BlockKind.TABLE_ROW) == ["one\tin ner"]


def test_rtf_is_read_whatever_its_name() -> None:
    """An RTF file named .doc is read with a word about its name; one without text is empty."""
    document = read_document("old.doc", samples.rtf())
    assert document.media_type == SUPPORTED[".rtf"]
    assert "an RTF document" in document.warnings[0]
    with pytest.raises(EmptyDocument):
        read_document("a.rtf", rb"{\rtf1\ansi}")


@pytest.mark.parametrize(
    "content",
    [
        rb"{\rtf1 " + b"{" * 400_000 + b"deep" + b"}" * 400_000 + b" end",
        rb"{\rtf1 " + rb"\'41" * 400_000,
        rb"{\rtf1 " + rb"\trowd\cellx1\cellx2 a\cell b\cell\row" * 8_000,
        rb"{\rtf1 \bin999999999 x",
        rb"{\rtf1{\footnote " * 20_000,
        rb"{\rtf1\s999999999\fs-5\cf77777\uc99999999\u99999 \li\cellx-4\row\ls-1 x",
    ],
    ids=["groups", "codes", "rows", "binary", "notes", "numbers"],
)
def test_hostile_rtf_is_cheap(content: bytes) -> None:
    """Depth, length and numbers that no program writes cost seconds at most, and nothing overflows."""
    started = time.monotonic()
    for page in read_rtf(content).pages:
        assert_sound(page)
    assert time.monotonic() - started < 15


_PIECES = st.sampled_from(
    [
        *(
            rb"{",
            rb"}",
            rb"\par ",
            rb"\cell ",
            rb"\row ",
            rb"\trowd\cellx9\cellx20 ",
            rb"\intbl ",
            rb"\pard ",
            rb"\v ",
            rb"\v0 ",
        ),
        *(
            rb"{\footnote ",
            rb"{\header ",
            rb"{\*\annotation ",
            rb"{\shptxt ",
            rb"{\stylesheet{\s1 heading 1;}}",
            rb"\s1 ",
            rb"\'e9",
        ),
        *(
            rb"\u8364 ?",
            rb"\u-10179 ",
            rb"text ",
            rb"{\*\x ",
            rb"{\colortbl;\red255\green255\blue255;}",
            rb"\cf1 ",
            rb"\deleted ",
        ),
        *(
            rb"{\fonttbl{\f0\fcharset128 x;}}",
            rb"\f0 ",
            rb"\bin3 ",
            rb"{\info{\title t}{\creatim\yr2020\mo1\dy2}}",
            b"\\",
            b"\x83",
        ),
    ]
)


@given(st.lists(_PIECES | st.binary(max_size=6), max_size=60))
def test_whatever_comes_is_read(pieces: list[bytes]) -> None:
    """Any run of marks gives sound pages; no mark is lost between tokens that do not end."""
    content = rb"{\rtf1 " + b"".join(pieces)
    for page in read_rtf(content).pages:
        assert_sound(page)
    assert sum(token.mark is Mark.OPEN for token in tokens(content)) <= content.count(b"{")
