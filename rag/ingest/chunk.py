"""Chunks: stretches of a page small enough for the embedding model, cut where the document's structure allows."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.ingest.document import Block, BlockKind, Document, Page
from rag.ingest.sentences import split_sentences

MAX_TOKENS = 254  # word pieces of the embedding model, heading path included; the model adds two special tokens (256)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A slice of one page: `text == page.text[start:end]`."""

    id: str  # see `chunk_id`
    ordinal: int  # position in the document, from 0
    page_index: int  # position in Document.pages, from 0
    page: int | None  # Page.number
    start: int  # offset in Page.text
    end: int  # exclusive
    text: str  # verbatim
    context: str  # title, heading path, table header, glosses of elements: found and embedded with the text, never quoted
    locator: str
    heading_path: tuple[str, ...] = ()

    @property
    def indexed_text(self) -> str:
        """What is embedded and searched: context, then text."""
        return f"{self.context}\n{self.text}" if self.context else self.text


def chunk_id(sha256: str, page_index: int, start: int, end: int, indexed_text: str) -> str:
    """Id of a chunk: a hash of content and place, so that ingesting twice changes nothing."""
    key = f"{sha256}\x1f{page_index}\x1f{start}\x1f{end}\x1f{indexed_text}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]


CountTokens = Callable[[str], int]

CONTEXT_SHARE = 0.4  # of a chunk's tokens that its context may take
GLOSS_SHARE = 0.4  # of a chunk's tokens that the glosses of its elements may take, beside the context's
MAX_CHARS_PER_TOKEN = 16  # a "word" of 10,000 letters counts as one unknown token; its chunk still has to be readable
MAX_GAP_CHARS = 24  # between two blocks of a chunk: list marks, bars, quote marks; more is something left out on purpose
FULL_ENOUGH = 0.85  # of the tokens: a cut piece this full is not grown any further
_NUMBERED = re.compile(r"^(?P<place>.*?)(?P<noun>\b(?:line|row) |¶)(?P<number>\d+)$")
_CELLS = re.compile(r"^(?P<first>.+![A-Z]+\d+)(?::(?P<last>[A-Z]+\d+))?$")


def split_document(document: Document, count_tokens: CountTokens, max_tokens: int = MAX_TOKENS) -> list[Chunk]:
    """The chunks of `document`: none crosses a page or a heading, none holds quarantined text.

    `count_tokens(chunk.indexed_text)` is at most `max_tokens` for each. Blocks of one heading are packed together, table rows
    with rows of their table; a long paragraph is cut at the ends of its sentences, a long sentence between words.
    """
    splitter = _Splitter(document, count_tokens, max_tokens)
    for page_index, page in enumerate(document.pages):
        for group in _groups(page):
            splitter.add(page_index, page, group)
    return splitter.chunks


def _groups(page: Page) -> Iterator[list[Block]]:
    """Runs of blocks that may share a chunk: same headings above, same table, nothing left out between them."""
    group: list[Block] = []
    for block in page.blocks:
        if group and (block.quarantine is not None or not _belongs(page, group[-1], block)):
            yield group
            group = []
        if block.quarantine is None:
            group.append(block)
    if group:
        yield group


def _belongs(page: Page, last: Block, block: Block) -> bool:
    """Whether `block` may stand in a chunk with `last`, the block before it."""
    if len(page.text[last.end : block.start].strip()) > MAX_GAP_CHARS:
        return False
    if last.kind is BlockKind.HEADING:  # a heading goes with what it heads, be it a subheading
        depth = len(last.heading_path)
        return block.heading_path[:depth] == last.heading_path and len(block.heading_path) > depth
    if block.kind is BlockKind.HEADING or block.heading_path != last.heading_path:
        return False
    if (block.kind is BlockKind.TABLE_ROW) != (last.kind is BlockKind.TABLE_ROW):
        return False
    return block.header == last.header or not last.header


class _Splitter:
    """Packs the groups of one document into chunks."""

    def __init__(self, document: Document, count_tokens: CountTokens, max_tokens: int) -> None:
        self.chunks: list[Chunk] = []
        self._document = document
        self._count = count_tokens
        self._max = max_tokens
        self._contexts: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}

    def add(self, page_index: int, page: Page, group: Sequence[Block]) -> None:
        """Pack the blocks of one group."""
        header = next((block.header for block in group if block.header), ())
        run: list[Block] = []
        context, room = "", 0
        for block in group:
            size = self._count(page.text[block.start : block.end])
            if page.elements:
                size += min(self._count(_glosses(page, block.start, block.end)), int(self._max * GLOSS_SHARE))
            only_headings = all(known.kind is BlockKind.HEADING for known in run)
            if run and not only_headings and (size > room or block.end - run[0].start > self._max * MAX_CHARS_PER_TOKEN):
                self._emit(page_index, page, run, context)
                run = []
            if not run:
                context = self._context(block.heading_path, header)
                room = self._max - self._count(context)
            run.append(block)
            room -= size
        self._emit(page_index, page, run, context)

    def _emit(self, page_index: int, page: Page, run: Sequence[Block], context: str) -> None:
        """One chunk for `run`, or several where it does not fit into one."""
        if page.elements:
            glosses = self._trim(_glosses(page, run[0].start, run[-1].end), int(self._max * GLOSS_SHARE))
            context = "\n".join(filter(None, (context, glosses)))
        for start, end in self._fitting(page.text, run[0].start, run[-1].end, context):
            text = page.text[start:end]
            indexed = f"{context}\n{text}" if context else text
            first = next(block for block in run if block.end > start)
            last = next(block for block in reversed(run) if block.start < end)
            self.chunks.append(
                Chunk(
                    id=chunk_id(self._document.sha256, page_index, start, end, indexed),
                    ordinal=len(self.chunks),
                    page_index=page_index,
                    page=page.number,
                    start=start,
                    end=end,
                    text=text,
                    context=context,
                    locator=join_locators(first.locator_at(page.text, start), last.locator_at(page.text, end)),
                    heading_path=run[-1].heading_path,
                )
            )

    def _fits(self, text: str, context: str) -> bool:
        return len(text) <= self._max * MAX_CHARS_PER_TOKEN and self._used(text, context) <= self._max

    def _used(self, text: str, context: str) -> int:
        return self._count(f"{context}\n{text}" if context else text)

    def _fitting(self, text: str, start: int, end: int, context: str) -> Iterator[tuple[int, int]]:
        """Spans that cover `text[start:end]`, each small enough with `context`, cut at sentences where possible."""
        if self._fits(text[start:end], context):
            yield start, end
            return
        open_span: tuple[int, int] | None = None
        for first, last in split_sentences(text, start, end):
            if open_span and self._fits(text[open_span[0] : last], context):
                open_span = (open_span[0], last)
                continue
            if open_span:
                yield open_span
            open_span = None
            if self._fits(text[first:last], context):
                open_span = (first, last)
            else:
                yield from self._cut(text, first, last, context)
        if open_span:
            yield open_span

    def _cut(self, text: str, start: int, end: int, context: str) -> Iterator[tuple[int, int]]:
        """Spans of a sentence too long for a chunk, cut between words."""
        while start < end:
            stop = self._longest(text, start, end, context)
            part = text[start:stop]
            begin, close = start + len(part) - len(part.lstrip()), stop - (len(part) - len(part.rstrip()))
            if close > begin:
                yield begin, close
            start = stop

    def _longest(self, text: str, start: int, end: int, context: str) -> int:
        """End of a piece that fits, found in a few counts: nearly as long as possible."""
        cap = self._max * MAX_CHARS_PER_TOKEN
        size, best = min(cap, self._max * 4), start
        while True:
            stop = _word_end(text, start, min(end, start + size))
            used = self._used(text[start:stop], context)
            if used <= self._max:
                best = stop
                if stop == end or size >= cap or used >= FULL_ENOUGH * self._max:
                    return best
                size = min(cap, size * 5 // 4 + 1)
            elif best > start or size <= 1:
                return max(best, start + 1)
            else:
                size = size * 3 // 4

    def _context(self, path: tuple[str, ...], header: tuple[str, ...]) -> str:
        """Title, headings and column names, trimmed to their share of a chunk."""
        key = (path, header)
        if key not in self._contexts:
            limit = int(self._max * CONTEXT_SHARE)
            names = " | ".join(name for name in header if name)
            place = self._place(path, limit // 2 if names else limit)
            names = self._trim(names, limit - self._count(place) - 1) if names else ""
            self._contexts[key] = "\n".join(filter(None, (place, names)))
        return self._contexts[key]

    def _place(self, path: tuple[str, ...], limit: int) -> str:
        """Title › headings; where they are too long, the outer headings go first and the nearest stays."""
        title = self._document.title
        if path and path[0].casefold() == title.casefold():
            path = path[1:]
        for kept in (path, path[-2:], path[-1:]):
            place = " › ".join(filter(None, (title, *kept)))
            if self._count(place) <= limit:
                return place
        return self._trim(path[-1] if path else title, limit)

    def _trim(self, line: str, limit: int) -> str:
        """The first words of `line`, as many as `limit` tokens hold."""
        words = line[: max(0, limit) * MAX_CHARS_PER_TOKEN].split()
        while words and self._count(" ".join(words)) > limit:
            words = words[: len(words) * 3 // 4]
        return " ".join(words)


def _glosses(page: Page, start: int, end: int) -> str:
    """What the elements that begin in `page.text[start:end]` say, each once."""
    first = bisect_left(page.elements, start, key=lambda element: element.start)
    last = bisect_left(page.elements, end, key=lambda element: element.start)
    return "; ".join(dict.fromkeys(element.gloss for element in page.elements[first:last]))


def _word_end(text: str, start: int, limit: int) -> int:
    """The last place between words up to `limit`; `limit` itself inside one endless word."""
    if limit >= len(text) or text[limit].isspace():
        return limit
    at = max(text.rfind(" ", start, limit), text.rfind("\n", start, limit), text.rfind("\t", start, limit))
    return at + 1 if at > start else limit


def join_locators(first: str, last: str) -> str:
    """One locator for a stretch: "line 14" to "line 20" is "lines 14–20"; where they share no form, the first."""
    if first == last:
        return first
    start, end = _NUMBERED.match(first), _NUMBERED.match(last)
    if start and end and (start["place"], start["noun"]) == (end["place"], end["noun"]):
        noun = start["noun"] if start["noun"] == "¶" else start["noun"].replace(" ", "s ")
        return f"{start['place']}{noun}{start['number']}–{end['number']}"
    above, below = _CELLS.match(first), _CELLS.match(last)
    if above and below and above["first"].partition("!")[0] == below["first"].partition("!")[0]:
        return f"{above['first']}:{below['last'] or below['first'].partition('!')[2]}"
    return first
