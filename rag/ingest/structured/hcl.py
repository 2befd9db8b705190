"""HCL (Terraform, OpenTofu): blocks and attributes with their places. Expressions are kept as text; none is evaluated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_DEPTH = 40
_SPACE = re.compile(r"(?:\s+|#[^\n]*|//[^\n]*)+")
_BLANK = re.compile(r"[ \t\r]+")
_WORD = re.compile(r"[^\W\d][\w-]*")
_PLAIN = re.compile(r'[^"\\$%\n]+')
_HEREDOC = re.compile(r"<<-?([A-Za-z_]\w*)[ \t]*\r?\n")
_LONE_WORD = re.compile(r"^[ \t]*([A-Za-z_]\w*)[ \t]*\r?$", re.MULTILINE)
_REST = re.compile(r"[^\"#/<(){}\[\]\n]+")
_LITERAL = re.compile(r'"((?:[^"\\$%\n]|\\.)*)"|(-?\d+(?:\.\d+)?|true|false)')


@dataclass(frozen=True, slots=True)
class Attribute:
    """`name = expression`."""

    name: str
    start: int
    end: int
    source: str  # the expression as it is written

    @property
    def literal(self) -> str:
        """The value of a plain text, number or truth value; "" for everything that has to be computed."""
        found = _LITERAL.fullmatch(self.source)
        return (found.group(1) or found.group(2) or "") if found else ""


@dataclass(slots=True)
class Block:
    """`type "label" "label" { ... }`; the outermost one is the file."""

    type: str = ""
    labels: tuple[str, ...] = ()
    start: int = 0
    end: int = 0  # after the opening brace: the lines of its content have places of their own
    attributes: list[Attribute] = field(default_factory=list)
    blocks: "list[Block]" = field(default_factory=list)

    def get(self, name: str) -> Attribute | None:
        """The attribute called `name`."""
        return next((one for one in self.attributes if one.name == name), None)

    def all(self) -> "Iterator[tuple[str, Attribute]]":
        """Attributes of the block and of all blocks in it, with the type of the block that each stands in."""
        waiting = [self]
        while waiting:
            block = waiting.pop()
            yield from ((block.type, one) for one in block.attributes)
            waiting += reversed(block.blocks)


def parse_hcl(text: str) -> Block:
    """The blocks of a file; after something that is no HCL, reading goes on with the next line."""
    root = Block()
    opened = [root]
    at = 0
    while at < len(text):
        if found := _SPACE.match(text, at):
            at = found.end()
        elif text.startswith("/*", at):
            at = _after(text, "*/", at + 2)
        elif text[at] == "}":
            if len(opened) > 1:
                opened.pop()
            at += 1
        elif found := _WORD.match(text, at):
            at = _statement(text, found, opened)
        elif text[at] == '"':
            at = _string_end(text, at)
        else:
            at += 1
    return root


def _statement(text: str, found: re.Match[str], opened: list[Block]) -> int:
    """The attribute or block that begins with the word `found`; the place after it."""
    at = found.end()
    labels: list[str] = []
    while True:
        if blank := _BLANK.match(text, at):
            at = blank.end()
        if text.startswith('"', at):
            end = _string_end(text, at)
            labels.append(text[at + 1 : end - 1])
            at = end
        elif word := _WORD.match(text, at):
            labels.append(word.group())
            at = word.end()
        else:
            break
    if text.startswith("{", at):
        block = Block(found.group(), tuple(labels), found.start(), at + 1)
        opened[-1].blocks.append(block)
        if len(opened) <= MAX_DEPTH:
            opened.append(block)
        return at + 1
    if not labels and text.startswith(("=", ":"), at) and not text.startswith("==", at):
        begin = at + 1
        if blank := _BLANK.match(text, begin):
            begin = blank.end()
        end = _expression_end(text, begin)
        source = text[begin:end].rstrip()
        opened[-1].attributes.append(Attribute(found.group(), found.start(), begin + len(source), source))
        return end
    return max(at, found.end())


def _expression_end(text: str, at: int) -> int:
    """Where an expression ends: at the end of its line, outside all brackets, or before a comment or the block's end."""
    depth = 0
    while at < len(text):
        char = text[at]
        if depth == 0 and (char in ")]}\n#" or text.startswith("//", at)):
            return at
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        at = _token_end(text, at)
    return at


def _token_end(text: str, at: int) -> int:
    """The place after the text, comment, run of plain characters or single mark that begins at `at`."""
    char = text[at]
    if char == '"':
        return _string_end(text, at)
    if char == "<" and (found := _HEREDOC.match(text, at)):
        return _heredoc_end(text, found)
    if char == "#" or text.startswith("//", at):
        return _line_end(text, at)
    if text.startswith("/*", at):
        return _after(text, "*/", at + 2)
    plain = _REST.match(text, at)
    return plain.end() if plain else at + 1


def _string_end(text: str, at: int) -> int:
    """The place after the text that starts at `at`, templates in it (`${lookup(m, "k")}`) included; at most its line."""
    at += 1
    depth = 0
    while at < len(text):
        char = text[at]
        if found := _PLAIN.match(text, at) if not depth else None:
            at = found.end()
        elif char == "\n":
            return at
        elif char == "\\":
            at += 2
        elif not depth and char == '"':
            return at + 1
        elif text.startswith(("${", "%{"), at):
            depth += 1
            at += 2
        else:
            depth += (char == "{") - (char == "}") if depth else 0
            at += 1
    return min(at, len(text))


def _heredoc_end(text: str, opening: re.Match[str]) -> int:
    """The end of the line that closes a text of several lines."""
    lines = _LONE_WORD.finditer(text, opening.end())
    return next((line.end() for line in lines if line.group(1) == opening.group(1)), len(text))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _after(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)
