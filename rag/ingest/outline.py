"""YAML in no format of ours, as people keep notes in: topmost keys are headings, what it lists are items, others paragraphs."""

import re
from collections.abc import Iterator

from rag.ingest.document import Block, BlockKind, Page
from rag.ingest.writer import Reading, short_title

_LINE = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>(?:-[ \t]+)*)(?P<said>(?:[^#\s]|\S#|[ \t]+(?!#)(?=\S))*)"
    r"(?:[ \t]*#+[ \t]*(?P<remark>.*\S))?[ \t]*"
)
_KEY = re.compile(r"(?P<key>[^\s:][^:]*?)[ \t]*:(?:[ \t]+(?P<value>.*))?", re.DOTALL)
_NAMES = ("name", "id", "title", "titel", "titre", "título", "nom", "nombre", "nome")  # keys whose value an item is called by
_QUOTES = "\"'"


def read_outline(text: str) -> Reading:
    """The blocks of the text, each on one line."""
    return Reading((Page(text, tuple(_blocks(text))),))


def _blocks(text: str) -> Iterator[Block]:
    topic: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    depth = 0  # of the item's mark
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        match, at, place = _LINE.fullmatch(line), start, f"line {number}"
        start += len(line) + 1
        if match is None or line.strip() in ("", "---", "..."):
            continue
        said, indent = match["said"].rstrip(), len(match["indent"])
        key = _KEY.fullmatch(said)
        if item and said and (match["mark"] or indent <= depth) and indent <= depth:
            item = ()
        if said and indent == 0 and not match["mark"]:
            topic = (short_title(key["key"]),) if key and not key["value"] else ()
        is_heading = bool(topic) and indent == 0 and not match["mark"]
        if key and key["value"] and match["mark"] and key["key"].lower() in _NAMES:
            item, depth = (short_title(key["value"].strip(_QUOTES)),), indent
        if said:
            is_item = bool(match["mark"]) and key is None
            kind = BlockKind.HEADING if is_heading else BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH
            first, last = at + match.start("said"), at + match.start("said") + len(said)
            yield Block(kind, first, last, place, () if is_heading else topic + item, level=int(is_heading))
        if match["remark"]:
            yield Block(BlockKind.PARAGRAPH, at + match.start("remark"), at + match.end("remark"), place, topic + item)
