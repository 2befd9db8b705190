"""read_document over all formats: what holds for every one of them."""

from collections.abc import Callable

import pytest

from rag.ingest.document import BlockKind, Document, Page
from rag.ingest.reader import read_document
from tests.ingest import letters, opendocument_samples, rtf_samples, samples
from tests.ingest.compound import compound, message

MARKDOWN = b"# Policy\n\nOrders must be back.\n\n| System | RTO |\n|---|---|\n| ERP | 4 h |\n\n- item\n\n```\nx = 1\n```\n"
HTML = b"<title>T</title><h1>Policy</h1><p>Orders must be back.</p><table><tr><th>System<th>RTO<tr><td>ERP<td>4 h</table>"
FILES: dict[str, Callable[[], bytes]] = {
    "policy.pdf": samples.pdf,
    "labelled.pdf": samples.labelled_pdf,
    "policy.docx": samples.word,
    "inventory.xlsx": samples.workbook,
    "target.pptx": samples.slides,
    "policy.odt": opendocument_samples.text,
    "inventory.ods": opendocument_samples.sheets,
    "target.odp": opendocument_samples.slides,
    "policy.rtf": rtf_samples.rtf,
    "policy.md": lambda: MARKDOWN,
    "policy.html": lambda: HTML,
    "policy.eml": lambda: letters.eml("", html=HTML.decode()).as_bytes(),
    "policy.msg": lambda: compound(message({0x0037: "Policy"}, binary={0x1013: HTML})),
    "notes.txt": lambda: b"1 SCOPE\n\nThe orders system\nmust stay.\n\n- one\n- two\n",
    "inventory.csv": lambda: b'System;Owner\nERP;"M\xc3\xbcller; Hans"\n',
    "compose.yaml": lambda: b"services:\n  db:\n    image: postgres:13\n",
}


@pytest.fixture(scope="module", params=sorted(FILES))
def document(request: pytest.FixtureRequest) -> Document:
    """One document of each format."""
    return read_document(request.param, FILES[request.param]())


def assert_sound(page: Page) -> None:
    """Blocks are in order, apart, inside the page, without white space around them; cells and elements have their place."""
    at = 0
    for block in page.blocks:
        assert at <= block.start < block.end <= len(page.text)
        assert page.text[block.start : block.end].strip() == page.text[block.start : block.end]
        assert block.locator
        for start, end in block.cells:
            assert block.start <= start <= end <= block.end
        at = block.end
    for element in page.elements:
        assert 0 <= element.start <= element.end <= len(page.text)
        assert element.gloss


def test_every_page_is_sound(document: Document) -> None:
    """Offsets of blocks and cells are exact in every format."""
    assert document.pages
    assert any(page.blocks for page in document.pages)
    for page in document.pages:
        assert_sound(page)


def test_same_bytes_same_document(document: Document) -> None:
    """Reading twice gives equal values."""
    content = FILES[document.name]()
    assert read_document(document.name, content) == read_document(document.name, content)


def test_table_rows_know_their_header(document: Document) -> None:
    """Where a format has tables, rows carry the names of their columns and the slices of their cells."""
    rows = [
        (page, block) for page in document.pages for block in page.blocks if block.kind is BlockKind.TABLE_ROW and block.header
    ]
    if document.name in ("notes.txt", "compose.yaml"):
        assert not rows
        return
    page, row = next((page, row) for page, row in rows if page.text[row.start : row.end].startswith(("ERP", "Orders")))
    assert row.header[0] == "System"
    assert page.text[slice(*row.cells[0])] in ("ERP", "Orders")
    assert len(row.cells) == len(row.header)
