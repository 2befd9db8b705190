"""OpenDocument texts, sheets and slides: read as their Microsoft counterparts are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import EncryptedDocument, IngestError, UnreadableDocument
from rag.ingest.document import BlockKind, Document, Quarantine
from rag.ingest.limits import MAX_ROWS
from rag.ingest.reader import SUPPORTED, read_document
from tests.ingest import opendocument_samples as samples
from tests.ingest.samples import with_part, zipped
from tests.ingest.test_formats import block, texts
from tests.ingest.test_reader import assert_sound


def blocks(document: Document) -> list[tuple[str, str, str]]:
    """Kind, place and text of every block that is not set aside."""
    return [
        (b.kind.value, b.locator, page.text[b.start : b.end])
        for page in document.pages
        for b in page.blocks
        if b.quarantine is None
    ]


def aside(document: Document) -> list[str]:
    """Texts that are set aside as hidden."""
    return [page.text[b.start : b.end] for page in document.pages for b in page.blocks if b.quarantine is Quarantine.HIDDEN]


TEXT_BLOCKS = [
    ("note", "page header", "Northgate – internal"),
    ("heading", "§ Recovery targets", "Recovery targets"),
    ("paragraph", "§ Recovery targets ¶1", "Orders must be back within  four\thours,\nwhatever happens."),
    ("paragraph", "§ Recovery targets ¶2", "Billing can wait a day."),
    ("paragraph", "§ Recovery targets ¶4", "Kept,"),
    ("paragraph", "§ Recovery targets ¶5", "and inserted."),
    ("list_item", "§ Recovery targets ¶6", "first item"),
    ("list_item", "§ Recovery targets ¶7", "inner item"),
    ("table_row", "§ Recovery targets, table 1 row 1", "System\tRTO\tRPO"),
    ("table_row", "§ Recovery targets, table 1 row 2", "Orders\t4 h\t15 min"),
    ("table_row", "§ Recovery targets, table 1 row 3", "Billing\t\t1 h"),
    ("paragraph", "§ Recovery targets ¶8", "After the table."),
    ("paragraph", "§ Recovery targets ¶9", "In a box."),
    ("heading", "§ Ownership", "Ownership"),
    ("paragraph", "§ Ownership ¶1", "Operations owns it."),
    ("note", "footnote 1", "Measured from the alarm."),
    ("note", "comment 1", "Is that enough?"),
    ("note", "page footer", "Page 1"),
]


@pytest.mark.parametrize("content", [samples.text(), samples.flat("text", samples.TEXT)], ids=["package", "flat"])
def test_text_follows_the_body(content: bytes) -> None:
    """Everything a reader sees of an ODT comes in its order and with its place, from a package and from a flat file."""
    document = read_document("policy.odt", content)
    assert (document.media_type, document.title, document.dated) == (SUPPORTED[".odt"], "Recovery policy", "2025-03-01")
    assert blocks(document) == TEXT_BLOCKS
    assert block(document, "Orders\t").header == ("System", "RTO", "RPO")
    assert block(document, "Operations").heading_path == ("Recovery targets", "Ownership")


def test_text_that_nobody_sees_is_set_aside() -> None:
    """Hidden, white and tiny text and hidden sections are quarantined, white text on a dark cell is not; deleted is gone."""
    document = read_document("policy.odt", samples.text())
    assert aside(document) == ["Hidden by format. White on white. Too small.", "Secret part", "Not for readers."]
    assert "deleted" not in document.pages[0].text
    assert "not shown" not in document.pages[0].text


def test_text_with_frames_contents_and_fields() -> None:
    """A table of one column is a frame around text; a table of contents is no block; hidden fields hide."""
    body = (
        "<text:table-of-content><text:index-body><text:p>1 Scope 3</text:p></text:index-body></text:table-of-content>"
        '<text:p text:style-name="Contents_20_1">2 Targets 4</text:p>'
        f"<table:table>{samples.rows(('A framed remark.',))}</table:table>"
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>whole</text:p>'
        '<text:p>a<text:hidden-text text:is-hidden="true" text:string-value="field"/>'
        "<text:ruby><text:ruby-base>b</text:ruby-base><text:ruby-text>c</text:ruby-text></text:ruby></text:p>"
        '<text:p><draw:frame><draw:object/><draw:image/></draw:frame></text:p><text:p text:style-name="Title">The plan</text:p>'
    )
    document = read_document("a.fodt", samples.flat("text", body))
    assert [text for _, _, text in blocks(document)[1:-1]] == ["A framed remark.", "ab", "The plan"]
    assert aside(document) == ["whole", "field"]
    assert "1 Scope 3\n2 Targets 4" in document.pages[0].text
    assert any("1 embedded objects" in warning for warning in document.warnings)


def test_sheets() -> None:
    """Every sheet is a page, hidden ones are marked; values look as from the Excel reader; repeats are resolved."""
    document = read_document("inventory.ods", samples.sheets())
    assert [(page.number, page.label) for page in document.pages] == [(1, "Inventory"), (2, "Contracts")]
    assert blocks(document) == [
        ("paragraph", "Inventory!A1", "Systems of Northgate"),
        ("table_row", "Inventory!A2:E2", "System\tVendor\tAvailability\tCost\tSince"),
        ("table_row", "Inventory!A3:E3", "ERP\tSAP\t99.95%\t450,000 €\t2019-01-05"),
        ("table_row", "Inventory!A4:E4", "CRM\tOracle\t12 months\t\t26:05:00"),
        ("table_row", "Inventory!C8:E8", "1.5\t\tTRUE"),
        ("note", "Inventory!D3 comment", "Per year."),
        ("table_row", "Contracts!A1:B1", "System\tEnds"),
        ("table_row", "Contracts!A2:B2", "ERP\t2027-12-31"),
    ]
    assert block(document, "ERP").header == ("System", "Vendor", "Availability", "Cost", "Since")
    assert document.pages[1].blocks[0].heading_path == ("Contracts (hidden sheet)",)
    assert any("'Contracts' is hidden" in warning for warning in document.warnings)
    assert any("1 formulas have no stored value" in warning for warning in document.warnings)


def test_a_short_sheet_that_claims_millions_of_cells_is_cheap() -> None:
    """Repeated rows and columns with text are read a bearable number of times, and the warning says so; none are lost below."""
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>again and again</text:p></table:table-cell>'
    body = (
        f'<table:table table:name="S"><table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
        f"{samples.rows(('too', 'far'))}</table:table>"
        f'<table:table table:name="T">{samples.rows(("next", "sheet"))}</table:table>'
    )
    started = time.monotonic()
    document = read_document("a.ods", samples.package("spreadsheet", body))
    assert time.monotonic() - started < 15
    assert len(document.pages[0].text) < 20_000_000
    assert document.pages[0].blocks[0].locator == "S!A1:SF1"
    assert document.pages[1].text == "next\tsheet"
    assert any("repeated very often" in warning for warning in document.warnings)
    assert any(f"only the first {MAX_ROWS:,} rows" in warning for warning in document.warnings)


def test_slides() -> None:
    """Every slide is a page: the title first, then rows from top to bottom, tables and notes; hidden ones are told."""
    document = read_document("target.odp", samples.slides())
    assert document.title == "Target picture"
    assert blocks(document) == [
        ("heading", "slide 1", "Target picture"),
        ("paragraph", "slide 1", "first"),
        ("paragraph", "slide 1", "second"),
        ("list_item", "slide 1", "Replace the mainframe"),
        ("list_item", "slide 1", "Keep the ERP"),
        ("table_row", "slide 1, table 1 row 1", "System\tDecision"),
        ("table_row", "slide 1, table 1 row 2", "ERP\tkeep"),
        ("note", "slide 1 notes", "Say that the budget is fixed."),
    ]
    assert document.pages_without_text == (2,)
    assert "slide 2 is hidden in the file; it was read" in document.warnings


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("template.ott", with_part(samples.text(), "mimetype", b"application/vnd.oasis.opendocument.text-template")),
        ("inventory.fods", samples.flat("spreadsheet", samples.SHEETS)),
        ("target.fodp", samples.flat("presentation", samples.SLIDES)),
    ],
)
def test_templates_and_flat_files(name: str, content: bytes) -> None:
    """A template and a flat file are read like a package, under their own suffixes and without a warning about the name."""
    document = read_document(name, content)
    assert document.media_type == SUPPORTED[name[name.index(".") :]]
    assert not any("was read as that" in warning for warning in document.warnings)
    for page in document.pages:
        assert_sound(page)


def test_encrypted_files_say_what_to_do() -> None:
    """A password on the text, in the old form and in the form of 2024, is told with what to do; on a macro it is not."""
    locked = '<manifest:file-entry manifest:full-path="{}"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(EncryptedDocument, match="without a password"):
        read_document("a.odt", samples.package("text", "", manifest=locked.format("content.xml")))
    whole = {"mimetype": b"application/vnd.oasis.opendocument.text", "encrypted-package": b"?"}
    with pytest.raises(EncryptedDocument, match="without a password"):
        read_document("a.odt", zipped(whole))
    assert read_document("a.odt", samples.package("text", samples.TEXT, manifest=locked.format("Basic/x.xml"))).pages


@pytest.mark.parametrize("kind", ["text", "spreadsheet", "presentation"])
@pytest.mark.parametrize("part", ["", "<broken", "<office:document-content/>"])
def test_damaged_content(kind: str, part: str) -> None:
    """A package whose text is missing, torn or something else is refused with what happened."""
    parts = {"mimetype": (samples.KIND + kind).encode()} | ({"content.xml": part.encode()} if part else {})
    with pytest.raises(UnreadableDocument, match="damaged"):
        read_document("a.odt", zipped(parts))


@pytest.mark.parametrize("kind", ["text", "spreadsheet", "presentation"])
@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY x "' + "ha" * 50 + '">'])
def test_entities_do_nothing(kind: str, entity: str) -> None:
    """An external or inflating entity is not resolved."""
    bodies = {
        "text": "<text:p>before &x; after</text:p>",
        "spreadsheet": f'<table:table table:name="S">{samples.rows(("before &x; after",))}</table:table>',
        "presentation": "<draw:page><draw:rect><text:p>before &x; after</text:p></draw:rect></draw:page>",
    }
    document = read_document("a.odt", samples.package(kind, bodies[kind], doctype=f"<!DOCTYPE d [{entity}]>"))
    page = next(page for page in document.pages if "before" in page.text)
    assert texts(document, BlockKind.PARAGRAPH) == ["before after"]
    assert "haha" not in page.text


def test_deep_nesting_does_not_overflow() -> None:
    """Lists and spans deeper than any real document are read to a limit or refused."""
    for name, depth in (("list", 90), ("list", 5000), ("span", 5000)):
        inner = "<text:p>deep</text:p>" if name == "list" else "deep"
        opening, closing = (
            ("<text:list><text:list-item>", "</text:list-item></text:list>")
            if name == "list"
            else ("<text:span>", "</text:span>")
        )
        body = opening * depth + inner + closing * depth
        try:
            document = read_document("a.odt", samples.package("text", body if name == "list" else f"<text:p>{body}</text:p>"))
        except IngestError:
            continue
        assert document.pages[0].text


_LEAVES = st.sampled_from(
    [
        *(
            "<text:p>one</text:p>",
            "<text:h text:outline-level='7x'>H</text:h>",
            "<text:h/>",
            "<text:s text:c='99999'/>",
            "<?x y?>",
        ),
        *("<text:note><text:p>n</text:p></text:note>", "<office:annotation><text:p>c</text:p></office:annotation>", "&#8203;"),
        *("<table:covered-table-cell/>", "<text:change-start text:change-id='c1'/>", "<draw:image/>", "a &lt; b", " "),
        "<table:table-cell office:value-type='float' office:value='nan'><text:p>x</text:p></table:table-cell>",
        "<table:table-cell office:value-type='date' office:date-value='T'><text:p/></table:table-cell>",
        "<table:table-cell table:number-columns-repeated='9'><text:p>y</text:p></table:table-cell>",
    ]
)
_AROUND = st.sampled_from(
    [
        *("text:p", "text:list", "text:list-item", "text:section text:display='none'", "text:span text:style-name='White'"),
        *(
            "table:table table:name='S'",
            "table:table-row table:number-rows-repeated='-3'",
            "table:table-row",
            "table:table-cell",
        ),
        *("draw:page", "draw:g", "draw:frame presentation:class='title'", "draw:text-box", "presentation:notes", "text:note"),
        "draw:frame draw:transform='translate (1cm x)' svg:y='1e9cm' presentation:class='notes'",
    ]
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name.split()[0]}>", _AROUND, st.lists(inner, min_size=1, max_size=5)
    ),
    max_leaves=30,
)


@given(st.sampled_from(["text", "spreadsheet", "presentation"]), st.lists(_TREES, max_size=5))
def test_whatever_comes_is_read_or_refused(kind: str, trees: list[str]) -> None:
    """Any tree of elements gives sound pages or an error of ours."""
    try:
        document = read_document("a.fodt", samples.flat(kind, "".join(trees)))
    except IngestError as error:
        assert "cannot be opened" not in str(error)  # noqa: PT017 - it is well-formed
        return
    for page in document.pages:
        assert_sound(page)
