"""What a reader makes of a file: pages of verbatim text, blocks with places, and what could not be read.

Every quotation in the product is a slice of `Page.text`; nothing that ingestion makes up is ever in it.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from rag.ingest.element import Element

NO_TEXT = "no text, needs OCR"  # how a warning about such a page ends
MOSTLY_PICTURE = "is mostly a picture; text in the picture is not read without OCR"
SCAN_PARTS = 10_000  # parts of a page's width and height in which OCR's places are kept
UNSURE = 70  # percent: what OCR read with less is to be checked by eye


class BlockKind(StrEnum):
    """What a stretch of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CODE = "code"
    NOTE = "note"


class Quarantine(StrEnum):
    """Why a stretch of a page is shown but never indexed, prompted or read for facts."""

    INSTRUCTION = "instruction"  # addresses the assistant
    HIDDEN = "hidden"  # white, tiny, off-page, zero-width, or marked hidden by the format


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one page with a place that a person can find.

    A sentence in quarantine is a block of its own, so the rest of its paragraph stays usable.
    """

    kind: BlockKind
    start: int  # offset in Page.text, from 0
    end: int  # exclusive
    locator: str  # what a person would look for: "p. 12 (PDF 15)", "§ Recovery targets ¶2", "Inventory!B7", "line 14"
    heading_path: tuple[str, ...] = ()  # headings above, outermost first
    header: tuple[str, ...] = ()  # TABLE_ROW: the column headers of its table
    cells: tuple[tuple[int, int], ...] = ()  # TABLE_ROW: (start, end) of each cell in Page.text, in column order
    level: int = 0  # HEADING: 1…6
    quarantine: Quarantine | None = None

    def locator_at(self, text: str, offset: int) -> str:
        """The place of `offset` in the page's `text`: where places are lines, the very line, else that of the block."""
        place, found, number = self.locator.rpartition("line ")
        if not found or not number.isdigit() or not (place == "" or place.endswith(", ")):  # "§ Outline 5" counts no lines
            return self.locator
        line = int(number) + text.count("\n", self.start, offset)
        return f"{place}line {line}"


@dataclass(frozen=True, slots=True)
class Scan:
    """How OCR read a page: how sure it was, and where it saw each word."""

    confidence: int  # mean over all letters, percent
    words: tuple[tuple[int, int, int, int, int], ...]  # start in Page.text; left, top, right, bottom in SCAN_PARTS

    def places(self, start: int, end: int) -> tuple[tuple[int, int, int, int], ...]:
        """Where the words stand that begin within a stretch of the page's text."""
        return tuple(word[1:] for word in self.words if start <= word[0] < end)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged format, or the whole of a document without pages."""

    text: str  # verbatim, as extracted
    blocks: tuple[Block, ...]  # in reading order, not overlapping
    number: int | None = None  # physical page, slide or sheet, from 1; None where the format has no pages
    label: str | None = None  # printed page label, where it differs from `number`
    needs_ocr: bool = False  # no text, though the page shows something
    problem: str = ""  # why the page, or part of it, could not be read; "" when all is well
    elements: tuple[Element, ...] = ()  # of a structured file, in the order of their lines
    scan: Scan | None = None  # the text, or its end, was read by OCR

    @property
    def lacks_text(self) -> bool:
        """Whether OCR may find more on it."""
        return self.needs_ocr or (self.problem == MOSTLY_PICTURE and self.scan is None)

    def block_at(self, offset: int) -> Block | None:
        """The block that holds `offset`, or the nearest one before it."""
        best: Block | None = None
        for block in self.blocks:
            if block.start > offset:
                break
            best = block
        return best

    def locator_at(self, offset: int) -> str:
        """The place of `offset` that a person would look for; "" where the page has no blocks before it."""
        block = self.block_at(offset)
        return block.locator_at(self.text, offset) if block is not None else ""


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one document, as read."""

    name: str  # the path as given, or the name of a dropped file
    sha256: str  # of the file's bytes, hex
    media_type: str
    pages: tuple[Page, ...]
    title: str = ""
    size: int = 0  # bytes of the file
    dated: str = ""  # ISO date found in metadata, name or a "version" line; "" when unknown
    doc_type: str = (
        "other"  # contract, policy, standard, architecture, runbook, brief, minutes, mail, invoice, inventory, marketing, other
    )
    warnings: tuple[str, ...] = ()  # e.g. "2 sentences that address the assistant were set aside (p. 3)"

    @property
    def pages_without_text(self) -> tuple[int, ...]:
        """Numbers of the pages that need OCR."""
        return tuple(page.number for page in self.pages if page.needs_ocr and page.number is not None)


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A file that could not be taken in."""

    name: str
    code: str  # RagError.code
    message: str  # what happened, and what to do


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What reading a batch gave: every input is in one of the two."""

    documents: tuple[Document, ...] = ()
    failed: tuple[FailedDocument, ...] = field(default=())


def content_hash(content: bytes) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(content).hexdigest()
