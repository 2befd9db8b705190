"""Passwords and keys in a document's text, blacked out before anything is kept, searched or prompted.

A secret becomes as many full blocks (█) as it had characters, so that every place stays where it was. Where it stood, an
element of type "secret" says what it was; the risk register is fed by it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.ingest.document import Block, BlockKind, Page
from rag.ingest.element import Element, ElementKind
from rag.ingest.secret_manifests import secret_values
from rag.ingest.structured.lines import line_span
from rag.ingest.writer import Reading
from rag.knowledge.secret_patterns import SecretPattern, SecretPatterns

BLACKED_OUT = "█"
SECRET = "secret"  # noqa: S105 - the type of an element, no secret
MAX_PLACES = 5  # named in a warning
_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Secret:
    """What was blacked out, and where."""

    name: str  # "a password"
    locator: str  # where a person finds it


class SecretFinder:
    """The compiled patterns."""

    def __init__(self, table: SecretPatterns) -> None:
        self._patterns = [(row, re.compile(row.pattern)) for row in table.patterns]
        self._not_secret = re.compile(table.not_secret)
        self._headers = re.compile(table.headers)

    def find(self, page: Page) -> list[tuple[int, int, str]]:
        """(start, end, name) of the secrets of a page in order, none inside another."""
        found = sorted(
            [*self._in_text(page.text), *self._in_tables(page), *self._in_manifests(page.text)],
            key=lambda one: (one[0], -one[1]),
        )
        apart: list[tuple[int, int, str]] = []
        for start, end, name in found:
            if not apart or start >= apart[-1][1]:
                apart.append((start, end, name))
        return apart

    def _in_text(self, text: str) -> Iterator[tuple[int, int, str]]:
        folded = text.casefold()
        for row, pattern in self._patterns:
            if any(trigger in folded for trigger in row.triggers):
                for match in pattern.finditer(text):
                    if self._is_secret(match["secret"], row):
                        yield *match.span("secret"), row.name

    def _is_secret(self, value: str, row: SecretPattern) -> bool:
        if row.needs_digit and not any(char.isdigit() for char in value):
            return False
        return self._not_secret.fullmatch(value) is None

    def _in_manifests(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Values of Kubernetes Secrets, but for those that only refer to one."""
        for start, end in secret_values(text):
            if self._not_secret.fullmatch(text[start:end]) is None:
                yield start, end, "a value of a Kubernetes secret"

    def _in_tables(self, page: Page) -> Iterator[tuple[int, int, str]]:
        """Cells below the header of a column of passwords: one word of at least six characters, not letters alone."""
        for block in page.blocks:
            if block.kind is not BlockKind.TABLE_ROW:
                continue
            for header, (start, end) in zip(block.header, block.cells, strict=False):
                value = page.text[start:end]
                is_word = len(value) >= 6 and not re.search(r"\s", value) and not value.isalpha()
                if is_word and self._headers.match(header) and self._not_secret.fullmatch(value) is None:
                    yield start, end, "a password"


def black_out_words(words: str, finder: SecretFinder) -> str:
    """Words of a person without their secrets."""
    for start, end, _ in finder.find(Page(words, ())):
        words = words[:start] + _VISIBLE.sub(BLACKED_OUT, words[start:end]) + words[end:]
    return words


def black_out(reading: Reading, finder: SecretFinder) -> tuple[Reading, tuple[Secret, ...]]:
    """`reading` without its secrets, and what was blacked out where."""
    pages: list[Page] = []
    secrets: list[Secret] = []
    title = reading.title
    for page in reading.pages:
        found = finder.find(page)
        if found:
            secrets += [Secret(name, page.locator_at(start)) for start, _, name in found]
            hide = _hider([page.text[start:end] for start, end, _ in found])
            page, title = _without(page, found, hide), hide(title)
        pages.append(page)
    return (replace(reading, pages=tuple(pages), title=title), tuple(secrets)) if secrets else (reading, ())


def _without(page: Page, found: Sequence[tuple[int, int, str]], hide: Callable[[str], str]) -> Page:
    text = page.text
    for start, end, _ in found:
        text = text[:start] + _VISIBLE.sub(BLACKED_OUT, text[start:end]) + text[end:]
    marks = [Element(ElementKind.SETTING, name, *line_span(text, start, end), type=SECRET) for start, end, name in found]
    elements = sorted([*(_clean_element(one, hide) for one in page.elements), *marks], key=lambda one: (one.start, one.end))
    return replace(page, text=text, blocks=tuple(_clean_block(block, hide) for block in page.blocks), elements=tuple(elements))


def secret_warning(secrets: Sequence[Secret]) -> str:
    """What to tell about the secrets of a document; "" for none."""
    if not secrets:
        return ""
    places = list(dict.fromkeys(secret.locator for secret in secrets if secret.locator))
    where = ", ".join(places[:MAX_PLACES]) + (" …" if len(places) > MAX_PLACES else "")
    what = "1 secret was" if len(secrets) == 1 else f"{len(secrets)} secrets were"
    kinds = ", ".join(dict.fromkeys(secret.name for secret in secrets))
    return f"{what} blacked out ({kinds}: {where}); the original file still holds what should be changed and kept in a vault"


def _hider(values: Sequence[str]) -> Callable[[str], str]:
    """Blacks out `values` wherever else a reader has put them: in headings, column names and elements."""
    pattern = re.compile("|".join(re.escape(value) for value in sorted(set(values), key=len, reverse=True)))
    return lambda text: pattern.sub(lambda match: _VISIBLE.sub(BLACKED_OUT, match.group()), text)


def _clean_block(block: Block, hide: Callable[[str], str]) -> Block:
    if not (block.heading_path or block.header):
        return replace(block, locator=hide(block.locator))
    path, header = tuple(map(hide, block.heading_path)), tuple(map(hide, block.header))
    return replace(block, locator=hide(block.locator), heading_path=path, header=header)


def _clean_element(element: Element, hide: Callable[[str], str]) -> Element:
    return replace(
        element,
        name=hide(element.name),
        technology=hide(element.technology),
        target=hide(element.target),
        details=tuple((name, hide(value)) for name, value in element.details),
    )
