"""Setting text aside: sentences that address the assistant, and text that a reader does not see, become blocks of their own."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.ingest.document import Block, BlockKind, Page, Quarantine
from rag.ingest.element import Element
from rag.ingest.sentences import split_sentences
from rag.knowledge.instruction_cues import InstructionCue, InstructionCues

Span = tuple[int, int]

_INVISIBLE = (  # soft hyphen, joiners, fillers, direction marks, zero-width spaces, tags
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U000e0000-\U000e007f"
)
_INVISIBLE_CHAR = re.compile(f"[{_INVISIBLE}]")
_HIDDEN_RUN = re.compile(f"\U0001f3f4[\U000e0020-\U000e007f]+|([{_INVISIBLE}]{{4,}})")  # a flag; four and more carry a message
_STRAIGHT = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
WITHHELD = "…"  # stands in locators and headings for a title in quarantine


def withhold(pages: Sequence[Page], cues: InstructionCues) -> tuple[Page, ...]:
    """`pages` with every sentence that gives orders to an AI, and every hidden run of characters, as a quarantined block.

    A heading in quarantine does not live on in the places of what stands under it, nor a cell in the headers of its column.
    """
    result: list[Page] = []
    for page in pages:
        runs = [found.span(1) for found in _HIDDEN_RUN.finditer(page.text) if found.group(1)]
        blocks = set_aside(page.text, page.blocks, runs, Quarantine.HIDDEN)
        blocks = set_aside(page.text, blocks, find_instructions(page.text, blocks, cues), Quarantine.INSTRUCTION)
        names = {name for block in blocks for name in (*block.heading_path, *block.header)}
        withheld = {name for name in names if gives_orders(name, cues)}
        blocks = tuple(_cleansed(block, withheld) for block in blocks) if withheld else blocks
        result.append(replace(page, blocks=blocks, elements=_harmless(page.elements, cues)))
    return tuple(result)


def _harmless(elements: tuple[Element, ...], cues: InstructionCues) -> tuple[Element, ...]:
    """`elements` without those that give orders: the text of a page does not show what is packed in a diagram."""
    if not elements or not gives_orders("\n".join(element.gloss for element in elements), cues):
        return elements
    return tuple(element for element in elements if not gives_orders(element.gloss, cues))


def gives_orders(text: str, cues: InstructionCues) -> bool:
    """Whether `text` holds a sentence that gives orders to an AI."""
    return bool(find_instructions(text, [Block(BlockKind.PARAGRAPH, 0, len(text), "")], cues))


def find_instructions(text: str, blocks: Sequence[Block], cues: InstructionCues) -> list[Span]:
    """Spans of the sentences in `blocks` of a page's `text` that give orders to an AI, and of those that go on with it."""
    plain, places = _plain(text, cues)
    spans: list[Span] = []
    for cue, start, end in _matches(plain, cues):
        first, last = places[start], places[max(start, end - 1)] + 1
        for block in blocks:
            if block.quarantine is None and block.start < last and block.end > first:
                spans += _sentences(text, block, (first, last), cue, cues)
    return _merged(spans)


def _plain(text: str, cues: InstructionCues) -> tuple[str, Sequence[int]]:
    """`text` as the cues expect it, and the place of each of its characters; empty where no cue can match."""
    forms = {char: _plain_form(char) for char in set(text) if not char.isascii()}
    plain = text.translate({ord(char): form for char, form in forms.items()})
    folded = plain.casefold()
    if not any(trigger in folded for cue in cues.cues for trigger in cue.triggers):
        return "", ()
    if all(len(form) == 1 for form in forms.values()):
        return plain, range(len(text))
    places = [index for index, char in enumerate(text) for _ in forms.get(char, char)]
    return plain, places


def _plain_form(char: str) -> str:
    """A character without its compatibility form: "ﬁ" is "fi", "Ａ" is "A", an invisible one is nothing."""
    if _INVISIBLE_CHAR.match(char):
        return ""
    form = unicodedata.normalize("NFKC", char)
    return _STRAIGHT.get(char) or (form if form.isalnum() or form == " " else char)


def _matches(plain: str, cues: InstructionCues) -> Iterable[tuple[InstructionCue, int, int]]:
    folded = f" {plain.casefold()} "
    for cue in cues.cues:
        if any(trigger in folded for trigger in cue.triggers):
            for found in cue.pattern.finditer(plain):
                yield cue, found.start(), found.end()


def _sentences(text: str, block: Block, match: Span, cue: InstructionCue, cues: InstructionCues) -> list[Span]:
    """The sentences of `block` that `match` touches, unless they are ordinary prose, and those that go on giving orders."""
    spans: list[Span] = []
    touched = False
    for start, end in split_sentences(text, block.start, block.end):
        words = "".join(map(_plain_form, text[start:end]))
        if start < match[1] and end > match[0]:
            if any(pattern.search(words) for pattern in cue.unless):
                return []
            spans.append((start, end))
            touched = True
        elif touched:
            if not cues.continuations.search(words):
                break
            spans.append((start, end))
    return spans


def _merged(spans: Iterable[Span]) -> list[Span]:
    """`spans` sorted, those that touch or overlap joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _cleansed(block: Block, withheld: set[str]) -> Block:
    """`block` without the headings and column names in `withheld`."""
    locator = block.locator
    for title in block.heading_path:
        if title in withheld:
            locator = locator.replace(title, WITHHELD)
    return replace(
        block,
        locator=locator,
        heading_path=tuple(title for title in block.heading_path if title not in withheld),
        header=tuple("" if name in withheld else name for name in block.header),
    )


def set_aside(text: str, blocks: Sequence[Block], spans: Sequence[Span], reason: Quarantine) -> tuple[Block, ...]:
    """`blocks` of a page's `text`, with each stretch in `spans` (sorted offsets) as a quarantined block of its own."""
    if not spans:
        return tuple(blocks)
    result: list[Block] = []
    for block in blocks:
        inside = [(max(s, block.start), min(e, block.end)) for s, e in spans if s < block.end and e > block.start]
        result.extend(_split(text, block, inside, reason) if inside and block.quarantine is None else (block,))
    return tuple(result)


def _split(text: str, block: Block, spans: Iterable[Span], reason: Quarantine) -> list[Block]:
    """Pieces of `block`: what is set aside, and what is left of it."""
    pieces: list[Block] = []
    at = block.start
    for start, end in spans:
        if block.kind is BlockKind.TABLE_ROW:  # whole cells
            touched = [cell for cell in block.cells if cell[0] < end and cell[1] > start]
            start, end = min([start, *(c[0] for c in touched)]), max([end, *(c[1] for c in touched)])
        start = max(start, at)
        if end <= start:
            continue
        pieces += _rest(text, block, at, start)
        pieces.append(replace(block, start=start, end=end, cells=(), header=(), quarantine=reason))
        at = end
    return pieces + _rest(text, block, at, block.end)


def _rest(text: str, block: Block, start: int, end: int) -> list[Block]:
    """The part of `block` from `start` to `end`, without white space around it, with the cells that lie in it."""
    part = text[start:end]
    start, end = start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
    if end <= start:
        return []
    kept = [(i, cell) for i, cell in enumerate(block.cells) if start <= cell[0] < cell[1] <= end]
    if block.cells:
        if not kept:
            return []
        start, end = kept[0][1][0], kept[-1][1][1]
    header = tuple(block.header[i] for i, _ in kept if i < len(block.header)) if block.cells else block.header
    kind = BlockKind.PARAGRAPH if block.kind is BlockKind.HEADING else block.kind
    return [replace(block, kind=kind, level=0, start=start, end=end, cells=tuple(cell for _, cell in kept), header=header)]
