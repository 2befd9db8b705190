"""What each reader makes of its format: places, structure, values."""

import io
import re
from typing import cast

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from rag.errors import (
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    IngestError,
    UnreadableDocument,
    UnsupportedFormat,
)
from rag.ingest import limits
from rag.ingest.document import Block, BlockKind, Document, Quarantine
from rag.ingest.reader import SUPPORTED, read_document
from tests.ingest import samples


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    """Texts of the document's blocks of `kinds`."""
    return [page.text[b.start : b.end] for page in document.pages for b in page.blocks if b.kind in kinds]


def block(document: Document, start: str) -> Block:
    """The first block whose text starts with `start`."""
    return next(b for page in document.pages for b in page.blocks if page.text[b.start : b.end].startswith(start))


def test_pdf_structure() -> None:
    """Headings with levels and paths, whole paragraphs, list items, table rows; running headers only in the text."""
    document = read_document("policy.pdf", samples.pdf())
    assert texts(document, BlockKind.HEADING) == ["1 Recovery targets", "1.1 Exceptions", "2 Ownership", "3 Review"]
    assert block(document, "1.1").level == 2
    assert block(document, "Billing is exempt").heading_path == ("1 Recovery targets", "1.1 Exceptions")
    paragraph = texts(document, BlockKind.PARAGRAPH)[0]
    assert paragraph.startswith("The orders system")
    assert paragraph.endswith("strikes the organisation.")
    assert texts(document, BlockKind.LIST_ITEM) == ["first item of a list", "second item, for the office"]
    assert texts(document, BlockKind.TABLE_ROW) == ["System RTO RPO", "Orders 4 h 15 min", "Billing 24 h 1 h"]
    assert "Confidential" in document.pages[0].text
    assert "Confidential" not in " ".join(texts(document, *BlockKind))
    assert "Page 1 of 3" not in texts(document, *BlockKind)
    assert [block.locator for block in document.pages[1].blocks] == ["p. 2", "p. 2"]


def test_pdf_page_labels() -> None:
    """A page is named as it is printed, with its place in the file where the two differ."""
    document = read_document("policy.pdf", samples.labelled_pdf())
    assert [(page.number, page.label) for page in document.pages] == [(1, "i"), (2, "ii"), (3, "1")]
    assert [page.blocks[0].locator for page in document.pages] == ["p. i (PDF 1)", "p. ii (PDF 2)", "p. 1 (PDF 3)"]


def test_pdf_two_columns_are_read_one_after_the_other() -> None:
    """Text in columns is not read across them, and a paragraph goes on in the next column."""
    words = " ".join(f"word{number}" for number in range(300))
    document = read_document("a.pdf", samples.pdf(f"#set page(columns: 2, height: 12cm)\n#set text(size: 10pt)\n{words} end."))
    read = " ".join(" ".join(page.text.split()) for page in document.pages)
    assert [int(word[4:]) for word in read.split() if word.startswith("word")] == list(range(300))


def test_pdf_table_with_wrapped_cells() -> None:
    """Rows whose cells wrap are one block each, with whole cells, under a header that is set in the middle of its columns."""
    long = "Enterprise content and document management, intranet, collaboration and custom applications"
    source = (
        "#set page(width: 18cm)\n#table(columns: (4cm, 5cm, 5cm), table.header("
        "align(center)[*Standard*], align(center)[*Function*], align(center)[*Uses*]),"
        f"[Microsoft SharePoint 2010 and its successors], [{long}], [Inventory of initiatives and reference libraries],"
        f"[Oracle 19c], [Database], [Records of all orders, which are kept for ten years by law])\nText below the table."
    )
    document = read_document("a.pdf", samples.pdf(source))
    page = document.pages[0]
    rows = [b for b in page.blocks if b.kind is BlockKind.TABLE_ROW]
    cells = [[" ".join(page.text[start:end].split()) for start, end in b.cells] for b in rows]
    assert cells == [
        ["Standard", "Function", "Uses"],
        ["Microsoft SharePoint 2010 and its successors", long, "Inventory of initiatives and reference libraries"],
        ["Oracle 19c", "Database", "Records of all orders, which are kept for ten years by law"],
    ]
    assert rows[2].header == ("Standard", "Function", "Uses")
    assert texts(document, BlockKind.PARAGRAPH) == ["Text below the table."]


def test_pdf_table_with_numbers_set_right() -> None:
    """Columns are found by their right edges, too."""
    rows = "".join(f"[System {n}], [{10**n} users], [{n}]," for n in range(1, 6))
    header = "table.header([*Name*], [*Users*], [*Tier*])"
    source = f"#table(columns: 3, column-gutter: 1cm, align: (left, right, right), {header}, {rows})"
    document = read_document("a.pdf", samples.pdf(source))
    got = [b for b in document.pages[0].blocks if b.kind is BlockKind.TABLE_ROW]
    assert len(got) == 6
    assert all(len(b.cells) == 3 for b in got)
    assert got[5].header == ("Name", "Users", "Tier")


def test_pdf_headings_by_size_only() -> None:
    """Headings without numbers or bookmarks are told by their size; bold labels and sentences are none."""
    source = (
        "#text(size: 20pt)[Systems of the company]\n\nThe company runs four systems, which are old.\n\n"
        "#text(size: 14pt)[Order handling]\n\nOrders are kept in Oracle, and will be.\n\n*Owner: Mrs Keller*\n\n"
        + "Some more ordinary text that fills lines. "
        * 12
    )
    document = read_document("a.pdf", samples.pdf(source))
    assert texts(document, BlockKind.HEADING) == ["Systems of the company", "Order handling"]
    assert block(document, "Orders are").heading_path == ("Systems of the company", "Order handling")


def test_pdf_contents_page_is_not_indexed() -> None:
    """Entries of a table of contents stay in the page's text but are no blocks, which would answer every search."""
    source = '#set heading(numbering: "1.")\n#outline()\n' + "".join(
        f"#pagebreak()\n= Chapter about topic {n}\nText of the chapter.\n" for n in range(6)
    )
    document = read_document("a.pdf", samples.pdf(source))
    assert "Chapter about topic 5" in document.pages[0].text
    assert texts(document, BlockKind.PARAGRAPH) == ["Text of the chapter."] * 6


def test_pdf_page_without_text_is_reported() -> None:
    """A page that only shows a picture needs OCR and is named, with what to install; a blank one, too; the rest is read."""
    source = "Text on one.\n#pagebreak()\n#rect(width: 5cm, height: 5cm, fill: blue)\n#pagebreak()\n#pagebreak()\nText on four."
    document = read_document("scan.pdf", samples.pdf(source))
    assert document.pages_without_text == (2,)
    assert document.warnings[:2] == ("page 2: no text, needs OCR", "page 3: blank")
    assert "apt-get install tesseract-ocr" in document.warnings[2]
    assert len(document.warnings) == 3
    assert document.pages[3].text.strip() == "Text on four."


def test_pdf_with_an_ocr_layer() -> None:
    """The invisible text that OCR lays over a scanned page is the page's text; invisible text on paper is hidden."""
    words = "BT 3 Tr /F 12 Tf 72 700 Td (Scanned contract of 2019) Tj ET"
    scanned = read_document("a.pdf", samples.raw_pdf("q 600 0 0 800 0 0 cm /I Do Q " + words))
    assert texts(scanned, BlockKind.PARAGRAPH, BlockKind.HEADING) == ["Scanned contract of 2019"]
    assert not any(b.quarantine for b in scanned.pages[0].blocks)
    hidden = read_document("a.pdf", samples.raw_pdf("BT /F 12 Tf 72 500 Td (Seen) Tj ET " + words))
    assert [b.quarantine for b in hidden.pages[0].blocks if "contract" in hidden.pages[0].text[b.start : b.end]] == [
        Quarantine.HIDDEN
    ]


def test_pdf_password() -> None:
    """A locked PDF says so, a wrong password is told apart, the right one opens it."""
    content = samples.encrypted_pdf("open sesame")
    with pytest.raises(EncryptedDocument, match="protected by a password"):
        read_document("a.pdf", content)
    with pytest.raises(EncryptedDocument, match="does not open"):
        read_document("a.pdf", content, password="wrong")
    assert "450000" in read_document("a.pdf", content, password="open sesame").pages[0].text


def test_word_follows_the_body() -> None:
    """Paragraphs, lists and tables come in the order in which they stand, with places a person can find."""
    document = read_document("policy.docx", samples.word())
    assert document.title == "Disaster recovery policy"
    places = [(b.locator, b.kind) for b in document.pages[0].blocks if b.quarantine is None]
    assert places == [
        ("page header", BlockKind.NOTE),
        ("§ Recovery targets", BlockKind.HEADING),
        ("§ Recovery targets ¶1", BlockKind.PARAGRAPH),
        ("§ Recovery targets ¶2", BlockKind.PARAGRAPH),
        ("§ Recovery targets ¶4", BlockKind.LIST_ITEM),
        ("§ Recovery targets, table 1 row 1", BlockKind.TABLE_ROW),
        ("§ Recovery targets, table 1 row 2", BlockKind.TABLE_ROW),
        ("§ Recovery targets, table 1 row 3", BlockKind.TABLE_ROW),
        ("§ Recovery targets ¶5", BlockKind.PARAGRAPH),
        ("§ Ownership", BlockKind.HEADING),
        ("§ Ownership ¶1", BlockKind.PARAGRAPH),
    ]
    assert document.pages[0].number is None


def test_workbook() -> None:
    """Every sheet is a page, hidden ones are marked, values look as in the sheet, lost formula values are told."""
    document = read_document("inventory.xlsx", samples.workbook())
    assert [(page.number, page.label) for page in document.pages] == [(1, "Inventory"), (2, "Contracts")]
    row = block(document, "ERP")
    assert row.locator == "Inventory!A3:D3"
    assert row.header == ("System", "Vendor", "Availability", "Cost")
    assert texts(document, BlockKind.TABLE_ROW)[1] == "ERP\tSAP\t99.95%\t450,000 €"
    assert document.pages[1].blocks[0].heading_path == ("Contracts (hidden sheet)",)
    assert any("'Contracts' is hidden" in warning for warning in document.warnings)
    assert any("1 formulas have no stored value" in warning for warning in document.warnings)


def test_a_damaged_part_loses_only_itself() -> None:
    """A broken sheet is told, and the rest of the file is read."""
    torn = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B2"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>System'
    )
    book = samples.with_part(samples.workbook(), "xl/worksheets/sheet2.xml", torn)
    document = read_document("a.xlsx", book)
    assert document.pages[0].blocks
    assert document.pages[1].problem
    assert "sheet 'Contracts' is damaged and was not read" in document.warnings


def test_slides() -> None:
    """Every slide is a page with title, bullets, tables and speaker notes."""
    document = read_document("target.pptx", samples.slides())
    assert [(b.locator, b.kind) for b in document.pages[0].blocks] == [
        ("slide 1", BlockKind.HEADING),
        ("slide 1", BlockKind.LIST_ITEM),
        ("slide 1", BlockKind.LIST_ITEM),
        ("slide 1, table 1 row 1", BlockKind.TABLE_ROW),
        ("slide 1, table 1 row 2", BlockKind.TABLE_ROW),
        ("slide 1 notes", BlockKind.NOTE),
    ]
    assert document.pages[0].number == 1


def test_markdown() -> None:
    """Blocks are slices of the file itself with line numbers; marks of headings and lists are outside of them."""
    source = (
        "---\ntitle: The plan\n---\n\n# Scope #\n\nSome **bold** text\nover two lines.\n\n- one\n  - two\n1. three\n\n"
        "> quoted\n\nSetext\n------\n\n```sql\nSELECT 1;\n\nSELECT 2;\n```\n"
    )
    document = read_document("plan.md", source.encode())
    assert document.title == "The plan"
    assert document.pages[0].text == source
    got = [(document.pages[0].text[b.start : b.end], b.locator, b.kind.value) for b in document.pages[0].blocks[1:]]
    assert got == [
        ("Scope", "§ Scope, line 5", "heading"),
        ("Some **bold** text\nover two lines.", "§ Scope, line 7", "paragraph"),
        ("one", "§ Scope, line 10", "list_item"),
        ("two", "§ Scope, line 11", "list_item"),
        ("three", "§ Scope, line 12", "list_item"),
        ("quoted", "§ Scope, line 14", "paragraph"),
        ("Setext", "§ Setext, line 16", "heading"),
        ("SELECT 1;", "§ Setext, line 20", "code"),
        ("SELECT 2;", "§ Setext, line 22", "code"),
    ]


def test_markdown_table_cells() -> None:
    """Cells are found between the bars, also with escaped bars, code and without outer bars."""
    source = "a | b\n--|--\n`x|y` | 1 \\| 2\n| only | |\n"
    document = read_document("t.md", source.encode())
    rows = [b for b in document.pages[0].blocks if b.kind is BlockKind.TABLE_ROW]
    assert [[document.pages[0].text[s:e] for s, e in b.cells] for b in rows] == [["a", "b"], ["`x|y`", "1 \\| 2"], ["only", ""]]
    assert rows[1].header == ("a", "b")


def test_repeated_headings_are_told_apart() -> None:
    """Two sections of the same name have different places."""
    document = read_document("a.md", b"# A\n\n## Scope\n\none\n\n# B\n\n## Scope\n\ntwo\n\n## Scope\n\nthree\n")
    assert [block(document, word).locator for word in ("one", "two", "three")] == [
        "§ Scope, line 5",
        "§ B › Scope, line 11",
        "§ B › Scope (2), line 15",
    ]


def test_html() -> None:
    """A page is read as it is seen: no scripts, layout tables as text, data tables as rows."""
    source = (
        "<html><head><title>Policy</title><script>var x = 'script'</script></head><body><nav>Menu</nav>"
        "<h1>Recovery <b>targets</b></h1><p>Orders must\n be back<br>within 4&nbsp;h.</p><ul><li>one<li>two</ul>"
        "<table><tr><td><p>only layout</p></td></tr></table>"
        "<table><tr><th>System</th><th colspan=2>RTO</th></tr><tr><td>ERP</td><td>4 h</td><td>x</td></tr></table></body></html>"
    )
    document = read_document("a.html", source.encode())
    assert document.title == "Policy"
    assert [document.pages[0].text[b.start : b.end] for b in document.pages[0].blocks] == [
        "Recovery targets",
        "Orders must be back\nwithin 4 h.",
        "one",
        "two",
        "only layout",
        "System\tRTO",
        "ERP\t4 h\tx",
    ]
    assert block(document, "ERP").locator == "§ Recovery targets, table 1 row 2"
    assert block(document, "one").locator == "§ Recovery targets ¶2"


def test_html_cells_hide_nothing() -> None:
    """What a cell hides is not part of its row."""
    source = "<table><tr><th>A<th>B<tr><td>one<span style='display:none'>secret</span><script>x</script><td>two</table>"
    document = read_document("a.html", source.encode())
    assert texts(document, BlockKind.TABLE_ROW)[:2] == ["A\tB", "one\ttwo"]
    assert [b.quarantine for b in document.pages[0].blocks] == [None, None, Quarantine.HIDDEN]


def test_contents_lists_are_not_indexed() -> None:
    """Links to the document's own headings stay in the text but are no blocks."""
    source = "# Policy\n\n- [Scope](#scope)\n- [1.2 Targets](#targets)\n- [Annex](annex.md)\n\n## Scope\n\nText.\n"
    assert texts(read_document("a.md", source.encode()), BlockKind.LIST_ITEM) == ["[Annex](annex.md)"]


def test_deep_html_does_not_overflow() -> None:
    """Nesting deeper than the interpreter's stack is read."""
    document = read_document("a.html", b"<div>" * 20_000 + b"text" + b"</div>" * 20_000)
    assert texts(document, BlockKind.PARAGRAPH) == ["text"]


def test_plain_text() -> None:
    """Headings, lists and wrapped paragraphs of a text file are told apart, with the line they start on."""
    source = (
        "RECOVERY TARGETS\n================\n\nThe orders system must be back within four hours, and lose\n"
        "no more than fifteen minutes of data.\n\n4.2 Exceptions\n\n- Billing\n- Archive,\n  for a year\nOwner: Keller\n"
    )
    document = read_document("notes.txt", source.encode())
    got = [(document.pages[0].text[b.start : b.end], b.locator, b.kind.value) for b in document.pages[0].blocks]
    assert got == [
        ("RECOVERY TARGETS", "§ RECOVERY TARGETS, line 1", "heading"),
        (
            "The orders system must be back within four hours, and lose\nno more than fifteen minutes of data.",
            "§ RECOVERY TARGETS, line 4",
            "paragraph",
        ),
        ("4.2 Exceptions", "§ 4.2 Exceptions, line 7", "heading"),
        ("Billing", "§ 4.2 Exceptions, line 9", "list_item"),
        ("Archive,\n  for a year", "§ 4.2 Exceptions, line 10", "list_item"),
        ("Owner: Keller", "§ 4.2 Exceptions, line 12", "paragraph"),
    ]


def test_code_has_line_numbers() -> None:
    """In configuration and code every line has its own place."""
    document = read_document("compose.yaml", b"services:\n\n  db:\n    image: postgres:13\n")
    assert [(b.locator, b.kind) for b in document.pages[0].blocks] == [(f"line {n}", BlockKind.CODE) for n in (1, 3, 4)]
    assert texts(document, BlockKind.CODE)[-1] == "image: postgres:13"


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"System,Owner\nERP,Keller\n", ["ERP", "Keller"]),
        (b'System;Owner;Cost\r\nERP;"Keller; Hans";"1.200,50"\r\n', ["ERP", "Keller; Hans", "1.200,50"]),
        (b'System\tOwner\nERP\t"two\nlines"\n', ["ERP", "two\nlines"]),
        ("System,Owner\nERP,Müller\n".encode("cp1252"), ["ERP", "Müller"]),
        ("System|Owner\nERP|旧\n".encode("utf-16"), ["ERP", "旧"]),
    ],
)
def test_delimited(content: bytes, cells: list[str]) -> None:
    """Delimiter, quotes and encoding of a CSV file are found by themselves; cells are slices of the file."""
    document = read_document("a.csv", content)
    row = document.pages[0].blocks[-1]
    assert [document.pages[0].text[start:end] for start, end in row.cells] == cells
    assert row.header[:2] == ("System", "Owner")
    assert row.locator == "line 2"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Größe, naïve café, 日本語, 🚀"),
        ("utf-8-sig", "Größe"),
        ("utf-16", "Größe und Maß"),
        ("utf-16-be", "plain words without a mark"),
        ("cp1252", "Die Größe beträgt 12.000 €, sagt Frau Müller – „so“."),
        ("cp1250", "Zażółć gęślą jaźń, řeka, žluťoučký kůň, příliš, ďábelské ódy, náměstí, čtvrtek, úterý, středa, pátek"),
        ("shift_jis", "旧基幹系システムの可用性は九十九パーセントです"),
        ("koi8_r", "Старая система должна работать до конца года, затем её заменят новой системой."),
    ],
)
def test_encodings(encoding: str, text: str) -> None:
    """A text file is read whatever encoding it was saved in."""
    assert read_document("a.txt", text.encode(encoding)).pages[0].text == text


@pytest.mark.parametrize(
    ("name", "content", "error", "advice"),
    [
        ("a.pdf", b"", EmptyDocument, "0 bytes"),
        ("a.md", b" \n\t", EmptyDocument, "no text"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnsupportedFormat, "Save it as .docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), EncryptedDocument, "password"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), UnreadableDocument, "picture is damaged"),
        ("a.png", b"not a picture at all", UnreadableDocument, "not what its name says"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), UnsupportedFormat, "PNG, JPEG or PDF"),
        ("a.wpd", b"\xffWPC" + bytes(40), UnsupportedFormat, "install LibreOffice"),
        ("a.zip", samples.zipped({"a.txt": b"x"}), UnsupportedFormat, "Unpack"),
        ("a.docx", samples.zipped({"a.txt": b"x"}), UnsupportedFormat, "Unpack"),
        ("a.docx", samples.word()[:900], UnreadableDocument, "damaged"),
        ("a.docx", samples.zipped({"word/document.xml": b"<broken"}), UnreadableDocument, "damaged"),
        ("a.xlsx", samples.zipped({"xl/workbook.xml": b"<broken"}), UnreadableDocument, "damaged"),
        ("a.pptx", samples.zipped({"ppt/presentation.xml": b"<broken"}), UnreadableDocument, "damaged"),
        ("a.pdf", samples.pdf()[:3000], UnreadableDocument, "damaged"),
        ("a.pdf", b"%PDF-1.7\n", UnreadableDocument, "damaged"),
        ("a.docx", b"MZ\x90\x00" + bytes(3000), UnreadableDocument, "not what its name says"),
        ("a.txt", bytes(range(256)) * 40, UnreadableDocument, "not text"),
        ("a.eml", b"no header\n\nText", UnreadableDocument, "no header"),
        ("a.pst", b"!BDN" + bytes(40), UnsupportedFormat, "Save the messages"),
        ("a.7z", b"7z\xbc\xaf" + bytes(40), UnsupportedFormat, "Unpack"),
        ("a.zip", b"not a zip", UnreadableDocument, "cut off"),
        ("a.bin", bytes(range(256)) * 40, UnsupportedFormat, "Readable are"),
        (
            "a.odg",
            samples.zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics"}),
            UnsupportedFormat,
            "OpenDocument drawings",
        ),
        ("a.epub", samples.zipped({"mimetype": b"application/epub+zip"}), UnsupportedFormat, "E-books"),
    ],
)
def test_bad_files_say_what_to_do(name: str, content: bytes, error: type[IngestError], advice: str) -> None:
    """Each kind of bad file has its own error and its advice."""
    with pytest.raises(error, match=advice):
        read_document(name, content)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("policy.txt", samples.pdf(), "application/pdf"),
        ("policy", samples.pdf(), "application/pdf"),
        ("policy.pdf", samples.word(), SUPPORTED[".docx"]),
        ("policy.doc", samples.word(), SUPPORTED[".docx"]),
        ("page.pdf", b"<!DOCTYPE html><p>Text", "text/html"),
    ],
)
def test_a_wrong_name_is_only_a_warning(name: str, content: bytes, media_type: str) -> None:
    """A file is read as what it is, and its wrong name is said."""
    document = read_document(name, content)
    assert document.media_type == media_type
    assert "was read as that" in document.warnings[0]


def test_limits() -> None:
    """Too large files, packed or unpacked, are refused before they are read."""
    bomb = samples.zipped({"word/document.xml": bytes(limits.MAX_UNPACKED_BYTES + 1)})
    assert len(bomb) < 1_000_000
    with pytest.raises(DocumentTooLarge, match="unpacks to"):
        read_document("a.docx", bomb)
    with pytest.raises(DocumentTooLarge, match="50 MB"):
        read_document("a.txt", b"x" * (limits.MAX_TEXT_BYTES + 1))
    with pytest.raises(DocumentTooLarge, match="500 MB"):
        limits.check_size(501_000_000)


@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY x "' + "ha" * 50 + '">'])
def test_entities_do_nothing(entity: str) -> None:
    """An external or inflating entity in an office file is not resolved."""
    document = read_document("a.docx", samples.word_with_entity(entity))
    assert "before" in document.pages[0].text
    assert "haha" not in document.pages[0].text
    assert document.pages[0].text.split() in (["before"], ["before", "after"])


HYPHENATED = """
#set page(width: 7cm, height: 9cm, header: [Northgate internal])
#set par(justify: true)
#set text(hyphenate: true, lang: "de")
Die Verfügbarkeitsanforderungen der Auftragsverwaltungssoftware müssen eingehalten werden, denn die Datenschutzgrundverordnung
verlangt Verschlüsselungsmaßnahmen und Archivierungslösungen in sämtlichen Niederlassungen.
#pagebreak()
Die Wiederherstellungszeit beträgt vier Stunden.
"""


def test_a_hyphen_at_a_line_end_parts_no_paragraph() -> None:
    """A PDF's lines end where they do on paper, at a hyphen too, so that words and sentences can be put together again."""
    pages = read_document("vertrag.pdf", samples.pdf(HYPHENATED)).pages
    (block,) = pages[0].blocks
    text = pages[0].text[block.start : block.end]
    assert re.search(r"\w-\n\w", text)
    assert not re.search(r"\w-gen\b|\w-ware\b", text)
    joined = re.sub(r"-\n", "", text)
    assert "Verfügbarkeitsanforderungen" in joined
    assert "Niederlassungen." in joined


def test_a_header_on_both_of_two_pages_is_no_text() -> None:
    """What stands at the edge of both pages of a short document is left out as on longer ones."""
    pages = read_document("vertrag.pdf", samples.pdf(HYPHENATED)).pages
    shown = [page.text[block.start : block.end] for page in pages for block in page.blocks]
    assert len(shown) == 2
    assert not any("Northgate" in text for text in shown)


def test_filled_in_fields_and_comments_of_a_pdf_are_notes() -> None:
    """What a form was filled in with, and what reviewers wrote, is read at its page; empty and hidden ones are not."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(samples.pdf("= Questionnaire\nPlease fill in."))))
    writer.add_annotation(0, Text(text="Is that still true?", rect=(50, 450, 80, 480)))
    fields = [("Recovery time", "4 hours", 4), ("Region", "", 4), ("Internal", "secret", 2)]
    page = writer.pages[0]
    for name, value, flags in fields:
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject(name),
                NameObject("/V"): TextStringObject(value),
                NameObject("/F"): NumberObject(flags),
                NameObject("/Rect"): ArrayObject([NumberObject(side) for side in (200, 600, 300, 620)]),
            }
        )
        cast("ArrayObject", page["/Annots"]).append(writer._add_object(field))
    buffer = io.BytesIO()
    writer.write(buffer)
    read = read_document("form.pdf", buffer.getvalue()).pages[0]
    assert [(b.locator, read.text[b.start : b.end]) for b in read.blocks if b.kind is BlockKind.NOTE] == [
        ("p. 1, comment", "Is that still true?"),
        ("p. 1, form field", "Recovery time: 4 hours"),
    ]
