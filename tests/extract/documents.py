"""Small documents made from a few lines of text, with the blocks that a reader would give."""

import re

from rag.ingest.document import Block, BlockKind, Document, Page, Quarantine, content_hash


def document_of(text: str, name: str = "note.md", doc_type: str = "other", dated: str = "") -> Document:
    """A document without pages: `#` lines are headings, `-` lines list items, `|` lines table rows, `!` lines quarantined."""
    blocks: list[Block] = []
    headings: list[str] = []
    header: tuple[str, ...] = ()
    offset = 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = offset + len(line)
        words = line.strip()
        if words.startswith("#"):
            level = len(words) - len(words.lstrip("#"))
            headings[level - 1 :] = [words.lstrip("# ")]
            start = end - len(words.lstrip("# "))
            blocks.append(Block(BlockKind.HEADING, start, end, f"line {number}", tuple(headings[:-1]), level=level))
        elif words.startswith("|"):
            cells = _cells(line, offset)
            if not header:
                header = tuple(text[a:b] for a, b in cells)
            elif not set(words) <= set("|-: "):
                blocks.append(Block(BlockKind.TABLE_ROW, offset, end, f"line {number}", tuple(headings), header, cells))
        elif words:
            kind = BlockKind.LIST_ITEM if words.startswith("- ") else BlockKind.PARAGRAPH
            hidden = Quarantine.INSTRUCTION if words.startswith("!") else None
            start = offset + (2 if kind is BlockKind.LIST_ITEM else 0)
            blocks.append(Block(kind, start, end, f"line {number}", tuple(headings), quarantine=hidden))
        if not words.startswith("|"):
            header = ()
        offset = end + 1
    return Document(
        name,
        content_hash((name + text).encode()),
        "text/markdown",
        (Page(text, tuple(blocks)),),
        doc_type=doc_type,
        dated=dated,
    )


def _cells(line: str, offset: int) -> tuple[tuple[int, int], ...]:
    spans = []
    for match in re.finditer(r"[^|]+", line):
        inner = match.group().strip()
        if inner or match.group():
            start = offset + match.start() + (len(match.group()) - len(match.group().lstrip()))
            spans.append((start, start + len(inner)))
    return tuple(spans)
