"""Setting text aside: sentences that address the assistant, and text that a reader does not see, become blocks of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.ingest.document import Block, BlockKind, Quarantine

Span = tuple[int, int]


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
