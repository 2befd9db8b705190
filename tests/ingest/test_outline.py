"""YAML that people keep notes in: headings, paragraphs and remarks, each at its line."""

from rag.extract.extract import own_extractor
from rag.ingest.document import BlockKind
from rag.ingest.reader import read_document

NOTES = """\
# Service levels, checked by Platform
region: eu-west only  # customer data must not be stored outside France
levels:
  - name: booking page
    target: 99.95 %
    window: 30d
  - copies: 3 zones
keep:
  bookings: 7 years
"""
WORKFLOW = "services:\n  db:\n    image: postgres:13  # it must not be restarted\n"


def test_notes_have_headings_and_remarks() -> None:
    """A topmost key without a value is a heading; an item goes by its name; a remark is a paragraph of its own."""
    page = read_document("levels.yaml", NOTES.encode()).pages[0]
    said = [(block.kind, page.text[block.start : block.end], block.heading_path, block.locator) for block in page.blocks]
    paragraph = BlockKind.PARAGRAPH
    assert said[0] == (paragraph, "Service levels, checked by Platform", (), "line 1")
    assert said[1:3] == [
        (paragraph, "region: eu-west only", (), "line 2"),
        (paragraph, "customer data must not be stored outside France", (), "line 2"),
    ]
    assert said[3] == (BlockKind.HEADING, "levels:", (), "line 3")
    assert (paragraph, "target: 99.95 %", ("levels", "booking page"), "line 5") in said
    assert (paragraph, "copies: 3 zones", ("levels",), "line 7") in said
    assert said[-1] == (paragraph, "bookings: 7 years", ("keep",), "line 9")


def test_notes_are_read_for_facts_and_files_for_machines_are_not() -> None:
    """What a remark demands counts where people wrote for people."""
    kinds = {fact.kind for fact in own_extractor().extract(read_document("levels.yaml", NOTES.encode()), "n")}
    assert {"constraint", "availability"} <= kinds
    kinds = {fact.kind for fact in own_extractor().extract(read_document("compose.yaml", WORKFLOW.encode()), "c")}
    assert "constraint" not in kinds
    long = NOTES + "more: x\n" * 300
    assert {block.kind for block in read_document("levels.yaml", long.encode()).pages[0].blocks} == {BlockKind.CODE}


def test_what_notes_list_is_an_item_below_its_key() -> None:
    """A list under a key such as promises is a list of what is promised, and a key that limits says so itself."""
    text = 'socket:\n  promises_of_the_feeder:\n    - "each feeder has a process of its own"\n  max_weight_kg: 40\n'
    document = read_document("socket.yaml", text.encode())
    assert [block.kind for block in document.pages[0].blocks][2] is BlockKind.LIST_ITEM
    said = [fact.citation.quote for fact in own_extractor().extract(document, "n") if fact.kind == "constraint"]
    assert said == ['"each feeder has a process of its own"', "max_weight_kg: 40"]
