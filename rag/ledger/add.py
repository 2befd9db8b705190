"""Words of a page, chosen by a person → a constraint that reading had missed, quoted from that page word for word."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from rag.errors import UsageError
from rag.extract.fact import Fact, FactState, Modality
from rag.extract.normalise import squeeze
from rag.extract.placing import MAX_QUOTE
from rag.ground.citation import Citation
from rag.ground.quote import find_span
from rag.ingest.document import Block, BlockKind, Document, Page, Quarantine
from rag.ingest.sentences import split_sentences
from rag.knowledge.facts import Cues
from rag.knowledge.patterns import any_case

RULE = "added"  # of facts that a person added
FEWEST_WORDS = 2
_WHY = {
    Quarantine.INSTRUCTION: "they speak to the assistant, not to a reader of the document",
    Quarantine.HIDDEN: "the document hides them from its readers",
}


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page from which words can be chosen."""

    index: int  # position in the document, from 0
    label: str  # "Page 3"
    text: str  # verbatim
    sentences: tuple[str, ...]  # slices of `text` that may become a constraint


def list_pages(document: Document) -> tuple[str, ...]:
    """How a person calls each page."""
    return tuple(_label(page, index) for index, page in enumerate(document.pages))


def page_words(document: Document, index: int) -> PageWords:
    """One page with its sentences.

    Raises:
        UsageError: the document has no such page.
    """
    page = _page(document, index)
    sentences = dict.fromkeys(page.text[start:end] for start, end in _sentences(page))
    return PageWords(index, _label(page, index), page.text, tuple(sentences))


def make_constraint(document: Document, document_id: str, index: int | None, words: str, *, hard: bool, cues: Cues) -> Fact:
    """The constraint that a page's words say.

    Args:
        document: as it was read.
        document_id: its id in the record.
        index: position of the page, from 0; None: the first page that holds the words.
        words: as on the page; white space and line breaks do not matter.
        hard: whether it must hold.
        cues: tells "must" from "must not".

    Raises:
        UsageError: the words do not stand on the page, are too few or too many, or were set aside when it was read.
    """
    index = _first_with(document, words) or 0 if index is None else index
    page, place = _page(document, index), _place(document, index)
    if len(words.split()) < FEWEST_WORDS:
        raise UsageError(f"Give the words that say it, at least {FEWEST_WORDS} of them, as they stand {place}.")
    span = find_span(words.strip(), page.text)
    if span is None:
        raise UsageError(f"These words do not stand {place}{_elsewhere(document, words)}. Copy them as they are there.")
    start, end = span
    if end - start > MAX_QUOTE:
        raise UsageError(f"These are {end - start} characters; {MAX_QUOTE} are the most. Choose the sentence that says it.")
    for block in page.blocks:
        if block.quarantine is not None and block.start < end and start < block.end:
            raise UsageError(f"These words were set aside when {document.name} was read: {_WHY[block.quarantine]}.")
    quote = page.text[start:end]
    citation = Citation(
        document_id=document_id,
        document=document.name,
        sha256=document.sha256,
        page=page.number,
        page_index=index,
        locator=page.locator_at(start) or _label(page, index),
        quote=quote,
        start=start,
        end=end,
    )
    statement = squeeze(quote)
    identity = "\x1f".join((RULE, document.name, statement.casefold()))  # the same in the document's next version
    return Fact(
        id="a" + hashlib.sha256(identity.encode()).hexdigest()[:15],
        kind="constraint",
        statement=statement,
        modality=_modality(statement, cues, hard=hard),
        state=FactState.CONFIRMED,
        hard=hard,
        confidence=0.95,
        citation=citation,
        rule=RULE,
        doc_type=document.doc_type,
        dated=document.dated,
    )


def _modality(statement: str, cues: Cues, *, hard: bool) -> Modality:
    words = cues.modality
    forbids = any(any_case(pattern).search(statement) for pattern in (words.must_not, words.should_not, cues.negation))
    if hard:
        return Modality.MUST_NOT if forbids else Modality.MUST
    return Modality.SHOULD_NOT if forbids else Modality.SHOULD


def _sentences(page: Page) -> Iterator[tuple[int, int]]:
    for block in page.blocks:
        if block.quarantine is not None or block.kind in (BlockKind.HEADING, BlockKind.CODE):
            continue
        for start, end in _parts(page, block):
            if end - start <= MAX_QUOTE and len(page.text[start:end].split()) >= FEWEST_WORDS:
                yield start, end


def _parts(page: Page, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind is not BlockKind.TABLE_ROW:
        yield from split_sentences(page.text, block.start, block.end)
        return
    row = page.text[block.start : block.end]
    start = block.start + len(row) - len(row.lstrip())
    yield start, start + len(row.strip())


def _elsewhere(document: Document, words: str) -> str:
    """Another page of the document that holds the words, in a clause."""
    other = _first_with(document, words)
    return "" if other is None else f", but {_place(document, other)}"


def _first_with(document: Document, words: str) -> int | None:
    return next((i for i, page in enumerate(document.pages) if find_span(words.strip(), page.text)), None)


def _place(document: Document, index: int) -> str:
    page = _page(document, index)
    return f"in {document.name}" if page.number is None else f"on {_label(page, index)} of {document.name}"


def _page(document: Document, index: int) -> Page:
    if not 0 <= index < len(document.pages):
        raise UsageError(f"{document.name} has {len(document.pages)} pages; there is no page {index + 1}.")
    return document.pages[index]


def _label(page: Page, index: int) -> str:
    if page.number is None:
        return "the text" if index == 0 else f"part {index + 1}"
    return f"page {page.number}" + (f" ({page.label})" if page.label and page.label != str(page.number) else "")
