"""JSON that people wrote or exported to be read: lists of objects are rows, sentences paragraphs, other fields pairs.

In: the text of a file of no known format. Out: its lines without the marks of strings, with blocks, or nothing where its values
are those of a program. Keys are headers and headings, “current_systems” as “current systems”.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.errors import UnreadableDocument
from rag.ingest.document import Block, BlockKind, Page
from rag.ingest.writer import Reading, short_title

_TOKEN = re.compile(
    r'"(?P<string>(?:[^"\\\n]|\\.)*)"|(?P<mark>[{}\[\]:,])|(?P<bare>[^\s{}\[\]:,"]+)|(?P<blank>\s+)|(?P<other>.)'
)
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<one>.))")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|[_\s]+|(?<=\w)-(?=\w)")
_TITLES = frozenset(
    {
        "question",
        "q",
        "frage",
        "pregunta",
        "pergunta",
        "topic",
        "thema",
        "thème",
        "tema",
        "title",
        "titel",
        "titre",
        "título",
        "subject",
        "betreff",
        "sujet",
        "objet",
        "asunto",
        "assunto",
        "heading",
        "summary",
        "label",
        "key",
        "name",
    }
)  # keys of an object with two fields, of which the other one says something of it
_PAIR = 2  # fields: a title, and what is said of it
_DEEPEST = 40
_LONGEST = 400_000  # characters of a file that somebody wrote
_NAMED = re.compile(r"[A-ZÀ-Þ][\w.]+ [A-ZÀ-Þ\d][\w.]*")  # of a person or a product
_PROSE = 3  # words of a value that somebody wrote
_SENTENCE = 6  # words of a value that is a sentence of its own
_SHARE = 0.15  # of all strings, or two at least, that somebody wrote
_OF_PROGRAMS = re.compile(
    r"(?:^|[/._-])(?:i18n|l10n|locales?|lang|messages|translations?|strings|[a-z]{2}(?:[-_][A-Z]{2})?)\.json$"
)


@dataclass(slots=True)
class _Node:
    """A value with where it stands in the new text."""

    start: int
    end: int = 0
    fields: list[tuple[str, "_Node", int]] = field(default_factory=list)  # of an object: key, value, where the key starts
    items: list["_Node"] = field(default_factory=list)  # of a list
    kind: str = "scalar"
    is_string: bool = False


def read_prose_json(name: str, text: str) -> Reading | None:
    """The file as rows and paragraphs; None where it is none that somebody wrote, or is broken."""
    if len(text) > _LONGEST or _OF_PROGRAMS.search(name):
        return None
    try:
        reader = _Reader(text)
        nodes = reader.values()
    except (UnreadableDocument, IndexError):
        return None
    shown = reader.text
    if not _is_written(nodes, shown):
        return None
    blocks = [block for node in nodes for block in _blocks(node, shown, ())]
    return Reading((Page(shown, tuple(sorted(blocks, key=lambda block: block.start))),))


class _Reader:
    """Takes the text apart, and writes it anew without the marks of its strings."""

    def __init__(self, text: str) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tokens: list[tuple[str, str, int, int]] = []  # sort, text, and where it stands in the new text
        for match in _TOKEN.finditer(text):
            sort = str(match.lastgroup)
            said = _unescaped(match["string"]) if sort == "string" else match.group()
            if sort == "other":
                raise UnreadableDocument(f"{match.start()}: no JSON")
            is_key = sort == "string" and text[match.end() :].lstrip()[:1] == ":"
            said = _words(said) if is_key else said
            if sort != "blank":
                self._tokens.append((sort, said, self._length, self._length + len(said)))
            self._parts.append(said)
            self._length += len(said)
        self._at = 0

    @property
    def text(self) -> str:
        """What was written."""
        return "".join(self._parts)

    def values(self) -> list[_Node]:
        """All values of the file; one in each line of some."""
        found = []
        while self._at < len(self._tokens):
            found.append(self._value(0))
        return found

    def _value(self, depth: int) -> _Node:
        sort, said, start, end = self._next()
        if depth > _DEEPEST:
            raise UnreadableDocument("too deep")
        if (sort, said) == ("mark", "{"):
            return self._object(start, depth)
        if (sort, said) == ("mark", "["):
            return self._list(start, depth)
        if sort == "mark":
            raise UnreadableDocument(f"{start}: no value")
        return _Node(start, end, is_string=sort == "string")

    def _object(self, start: int, depth: int) -> _Node:
        node = _Node(start, kind="object")
        while self._tokens[self._at][:2] != ("mark", "}"):
            _, key, at, _ = self._next()
            self._expect(":")
            node.fields.append((key, self._value(depth + 1), at))
            self._skip_comma()
        node.end = self._next()[3]
        return node

    def _list(self, start: int, depth: int) -> _Node:
        node = _Node(start, kind="list")
        while self._tokens[self._at][:2] != ("mark", "]"):
            node.items.append(self._value(depth + 1))
            self._skip_comma()
        node.end = self._next()[3]
        return node

    def _next(self) -> tuple[str, str, int, int]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, mark: str) -> None:
        if self._next()[:2] != ("mark", mark):
            raise UnreadableDocument(f"no {mark}")

    def _skip_comma(self) -> None:
        if self._tokens[self._at][:2] == ("mark", ","):
            self._at += 1


def _unescaped(said: str) -> str:
    """A string as it is meant, on one line."""

    def one(match: re.Match[str]) -> str:
        if match["code"]:
            letter = chr(int(match["code"], 16))
            return letter if letter.isprintable() and not 0xD800 <= ord(letter) < 0xE000 else " "
        return {"n": " ", "t": " ", "r": " ", "b": " ", "f": " "}.get(match["one"], match["one"])

    return _ESCAPE.sub(one, said)


def _words(key: str) -> str:
    """A key as words."""
    return _HUMP.sub(" ", key).strip() or key


def _is_written(nodes: Sequence[_Node], text: str) -> bool:
    strings = [text[node.start : node.end] for node in _scalars(nodes) if node.is_string]
    prose = sum(len(said.split()) >= _PROSE or _NAMED.fullmatch(said) is not None for said in strings)
    return prose >= 1 and prose >= _SHARE * len(strings)


def _scalars(nodes: Sequence[_Node]) -> Iterator[_Node]:
    for node in nodes:
        inner = [value for _, value, _ in node.fields] + node.items
        if node.kind == "scalar":
            yield node
        yield from _scalars(inner)


def _blocks(node: _Node, text: str, path: tuple[str, ...]) -> Iterator[Block]:
    if node.kind == "object":
        yield from _object(node, text, path)
    elif node.kind == "list":
        yield from _list(node, text, path)
    elif text[node.start : node.end].strip():
        yield _block(BlockKind.LIST_ITEM, node.start, node.end, text, path)


def _object(node: _Node, text: str, path: tuple[str, ...]) -> Iterator[Block]:
    for key, value, at in node.fields:
        below = (*path, short_title(key))
        if value.kind != "scalar":
            yield from _blocks(value, text, below)
        elif len(text[value.start : value.end].split()) >= _SENTENCE:
            yield _block(BlockKind.PARAGRAPH, value.start, value.end, text, below)
        elif value.end > value.start:
            yield _pair((at, at + len(key)), (value.start, value.end), text, path)


def _list(node: _Node, text: str, path: tuple[str, ...]) -> Iterator[Block]:
    header = tuple(dict.fromkeys(key for item in node.items for key, value, _ in item.fields if value.kind == "scalar"))
    is_titled = len(header) == _PAIR and header[0].lower() in _TITLES
    for item in node.items:
        plain = {key: value for key, value, _ in item.fields if value.kind == "scalar"}
        if item.kind != "object":
            yield from _blocks(item, text, path)
            continue
        if is_titled and len(plain) == len(header):
            yield _titled(plain[header[0]], plain[header[1]], text, path)
        elif plain:
            yield _row(header, plain, min(at for key, _, at in item.fields if key in plain), text, path)
        name = next((text[value.start : value.end] for value in plain.values()), "")
        below = (*path, short_title(name)) if name else path
        for key, value, _ in item.fields:
            if value.kind != "scalar":
                yield from _blocks(value, text, (*below, short_title(key)))


def _titled(title: _Node, said: _Node, text: str, path: tuple[str, ...]) -> Block:
    """A question with its answer, a subject with what is said of it."""
    if len(text[said.start : said.end].split()) >= _SENTENCE:
        below = (*path, short_title(text[title.start : title.end]))
        return _block(BlockKind.PARAGRAPH, said.start, said.end, text, below)
    return _pair((title.start, title.end), (said.start, said.end), text, path)


def _pair(first: tuple[int, int], second: tuple[int, int], text: str, path: tuple[str, ...]) -> Block:
    cells = (first, second)
    return _block(BlockKind.TABLE_ROW, first[0], second[1], text, path, cells=cells)


def _row(header: tuple[str, ...], plain: dict[str, _Node], start: int, text: str, path: tuple[str, ...]) -> Block:
    end = max(value.end for value in plain.values())
    cells = tuple((plain[key].start, plain[key].end) if key in plain else (end, end) for key in header)
    return _block(BlockKind.TABLE_ROW, start, end, text, path, header, cells)


def _block(
    kind: BlockKind,
    start: int,
    end: int,
    text: str,
    path: tuple[str, ...],
    header: tuple[str, ...] = (),
    cells: tuple[tuple[int, int], ...] = (),
) -> Block:
    return Block(kind, start, end, f"line {text.count(chr(10), 0, start) + 1}", path, header, cells)
