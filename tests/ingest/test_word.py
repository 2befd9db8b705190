"""What Word shows and its file says elsewhere: automatic numbers, notes and comments at their calls, signs, formulas."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rag.ingest.document import BlockKind
from rag.ingest.numbering import Numbering
from rag.ingest.reader import read_document

LEVELS = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "%4)"), ("bullet", "•"))


def levels(forms: tuple[tuple[str, str], ...] = LEVELS) -> str:
    """The levels of a list in Word's XML."""
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )


def read(fill: Callable[[WordDocument], None]) -> list[tuple[BlockKind, str, str]]:
    """Kind, place and text of the blocks of a document."""
    document = docx.Document()
    fill(document)
    buffer = io.BytesIO()
    document.save(buffer)
    page = read_document("w.docx", buffer.getvalue()).pages[0]
    return [(block.kind, block.locator, page.text[block.start : block.end]) for block in page.blocks]


def numbered(document: WordDocument, text: str, level: int, style: str | None = None) -> None:
    """Add a paragraph of list 90."""
    properties = document.add_paragraph(text, style=style)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))


def test_clauses_have_the_numbers_that_word_shows() -> None:
    """A contract's clause is found as § 1.1 (a); its text stays as it was written."""

    def fill(document: WordDocument) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels()}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        numbered(document, "Services", 0, "Heading 1")
        numbered(document, "Logs", 1, "Heading 2")
        numbered(document, "Logs are kept for 7 years.", 2)
        numbered(document, "Logs are encrypted", 2)
        numbered(document, "with AES", 3)
        numbered(document, "Backups", 1, "Heading 2")
        numbered(document, "Backups are tested.", 2)
        numbered(document, "a bullet", 4)

    assert [(place, text) for _, place, text in read(fill)] == [
        ("§ 1. Services", "Services"),
        ("§ 1.1 Logs", "Logs"),
        ("§ 1.1 Logs ¶1, no. (a)", "Logs are kept for 7 years."),
        ("§ 1.1 Logs ¶2, no. (b)", "Logs are encrypted"),
        ("§ 1.1 Logs ¶3, no. i)", "with AES"),
        ("§ 1.2 Backups", "Backups"),
        ("§ 1.2 Backups ¶1, no. (a)", "Backups are tested."),
        ("§ 1.2 Backups ¶2", "a bullet"),
    ]


def test_numbers_of_a_style_and_restarts() -> None:
    """A style puts its paragraphs in a list, at the level that names it; a second list of the kind starts where it says."""
    style = '<w:lvl w:ilvl="1"><w:numFmt w:val="upperRoman"/><w:pStyle w:val="H2"/><w:lvlText w:val="%2"/></w:lvl>'
    root = parse_xml(
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="1">{style}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>'
    )
    numbering = Numbering(root)
    assert [numbering.number("1", None, "H2") for _ in range(4)] == ["I", "II", "III", "IV"]
    assert [numbering.number("2", 1, "") for _ in range(2)] == ["IX", "X"]
    assert numbering.number("7", 0, "") == ""
    assert Numbering(None).number("1", 0, "") == ""


@pytest.mark.parametrize(
    ("form", "shown"),
    [("lowerLetter", "bb"), ("upperLetter", "BB"), ("lowerRoman", "xxviii"), ("decimalZero", "28"), ("chicago", "28")],
)
def test_forms_of_numbers(form: str, shown: str) -> None:
    """The twenty-eighth number in each form; one that is not known is in figures."""
    root = parse_xml(
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="1">{levels(((form, "%1"),))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    numbering = Numbering(root)
    assert [numbering.number("1", 0, "") for _ in range(28)][-1] == shown


def test_a_comment_stands_at_what_it_is_about() -> None:
    """Its place is that of the paragraph, not a number that Word shows nowhere."""

    def fill(document: WordDocument) -> None:
        document.add_heading("Systems", 1)
        document.add_comment(document.add_paragraph("We run Oracle 12c.").runs, text="Gone since May", author="A", initials="A")

    assert read(fill)[-1] == (BlockKind.NOTE, "§ Systems ¶1, comment", "Gone since May")


def test_a_footnote_has_its_printed_number() -> None:
    """Notes are counted by their calls; their ids in the file start anywhere."""
    document = docx.Document()
    document.add_paragraph("Available at 99.9 %.")._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="7"/></w:r>')
    )
    buffer, patched = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(patched, "w") as package:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                part = f'<Override PartName="/word/footnotes.xml" ContentType="{content_type}"/></Types>'
                content = content.replace(b"</Types>", part.encode())
            elif name == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rId90" Type="{relations}/footnotes" Target="footnotes.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            package.writestr(name, content)
        note = '<w:footnote w:id="7"><w:p><w:r><w:t>Maintenance excluded.</w:t></w:r></w:p></w:footnote>'
        package.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>")
    page = read_document("f.docx", patched.getvalue()).pages[0]
    assert page.blocks[-1].locator == "footnote 1"


def test_ticks_and_formulas_are_text() -> None:
    """What a symbol font shows as a tick, and what a formula says, is read."""

    def fill(document: WordDocument) -> None:
        paragraph = document.add_paragraph("Encrypted: ")._p
        paragraph.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'))
        space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        document.add_paragraph("Availability = ")._p.append(
            parse_xml(f"<m:oMath {space}><m:r><m:t>up/total</m:t></m:r></m:oMath>")
        )

    assert [text for _, _, text in read(fill)] == ["Encrypted: ✓", "Availability = up/total"]


def test_a_table_in_a_cell_keeps_its_rows() -> None:
    """It follows the table around it, with its own header."""

    def fill(document: WordDocument) -> None:
        outer = document.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "Platform"
        inner = outer.cell(0, 1).add_table(rows=2, cols=2)
        for cell, text in zip((cell for row in inner.rows for cell in row.cells), ("App", "Version", "Shop", "2"), strict=True):
            cell.text = text

    assert [(place, text) for _, place, text in read(fill)] == [
        ("table 1 row 1", "Platform"),
        ("table 2 row 1", "App\tVersion"),
        ("table 2 row 2", "Shop\t2"),
    ]
