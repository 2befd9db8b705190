"""Plain text and line-oriented files (configuration, code, logs) → one page whose places are line numbers."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.ingest.document import Block, BlockKind, Page
from rag.ingest.encoding import decode_text
from rag.ingest.limits import MAX_TEXT_BYTES, check_size
from rag.ingest.lines import BULLET, goes_on, is_capitals, is_list_item, is_title, numbered_level
from rag.ingest.writer import HeadingTrail, Reading

MAX_LINE_BLOCKS = 50_000  # lines of code with a block each; longer files get a block for every LINES_PER_BLOCK lines
LINES_PER_BLOCK = 20
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,}|\*{3,})\s*$")

Line = tuple[int, int, int]  # number from 1, start, end without the line break


def read_text(content: bytes) -> Reading:
    """A plain text: headings, list items and paragraphs with the line they start on."""
    check_size(len(content), MAX_TEXT_BYTES)
    text, _ = decode_text(content)
    trail = HeadingTrail()
    blocks: list[Block] = []
    for group in _paragraphs(text):
        blocks.extend(_group_blocks(text, group, trail))
    return Reading((Page(text, tuple(blocks)),))


def read_lines(content: bytes) -> Reading:
    """Code, configuration or a log: every line that is not blank is a block."""
    check_size(len(content), MAX_TEXT_BYTES)
    text, _ = decode_text(content, declared=True)
    lines = [line for line in _lines(text) if text[line[1] : line[2]].strip()]
    trail = HeadingTrail()
    step = 1 if len(lines) <= MAX_LINE_BLOCKS else LINES_PER_BLOCK
    blocks = tuple(
        _block(text, BlockKind.CODE, lines[i][1], lines[min(i + step, len(lines)) - 1][2], f"line {lines[i][0]}", trail)
        for i in range(0, len(lines), step)
    )
    return Reading((Page(text, blocks),))


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        yield number, start, start + len(line)
        start += len(line) + 1


def _paragraphs(text: str) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in _lines(text):
        if text[line[1] : line[2]].strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _group_blocks(text: str, group: list[Line], trail: HeadingTrail) -> Iterator[Block]:
    """Blocks of one run of lines without a blank line."""
    lines = list(group)
    level = _heading_level([text[start:end] for _, start, end in lines[:3]])
    if level:
        number, start, end = lines[0]
        path = trail.path_above(level)
        trail.enter(level, text[start:end])
        yield replace(_block(text, BlockKind.HEADING, start, end, trail.line(number), trail, level), heading_path=path)
        rest = lines[1:]
        lines = rest[1:] if rest and _UNDERLINE.match(text[rest[0][1] : rest[0][2]]) else rest
    width = max((end - start for _, start, end in lines), default=0)
    index = 0
    while index < len(lines):
        number, start, end = lines[index]
        index += 1
        kind = BlockKind.LIST_ITEM if is_list_item(text[start:end]) else BlockKind.PARAGRAPH
        while index < len(lines) and goes_on(text[lines[index - 1][1] : end], text[slice(*lines[index][1:])].lstrip(), width):
            end = lines[index][2]
            index += 1
        if not _UNDERLINE.match(text[start:end]):
            yield _block(text, kind, start, end, trail.line(number), trail)


def _block(text: str, kind: BlockKind, start: int, end: int, locator: str, trail: HeadingTrail, level: int = 0) -> Block:
    """A block without the white space around it; a list item starts after its mark."""
    if kind is BlockKind.LIST_ITEM and (mark := BULLET.match(text[start:end])):
        start += mark.end()
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    end -= len(part) - len(part.rstrip())
    return Block(kind, start, end, locator, trail.path, level=level)


def _heading_level(lines: list[str]) -> int:
    """Level of the heading that a run of lines starts with; 0 when it starts with none."""
    first = lines[0].strip()
    if len(lines) > 1 and _UNDERLINE.match(lines[1]) and is_title(first):
        return 1 if lines[1].strip()[0] == "=" else 2
    if len(lines) > 1 and not is_capitals(first):
        return 0  # a heading without a mark stands alone
    if level := numbered_level(first):
        return level
    return 1 if is_capitals(first) and is_title(first) else 0
