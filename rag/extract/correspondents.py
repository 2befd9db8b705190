"""Papers → the houses that write to each other: names in letterheads and in the lines From and To, and domains of addresses.

Which of two is the company itself is decided over all documents, by the Brief: the papers are its own, so it is a party to
most of them. These facts are heard only; nothing else is made of them.
"""

import re
from collections.abc import Iterator

from rag.extract.names import NameFinding
from rag.extract.rules import Draft
from rag.ingest.document import Block, BlockKind, Document, Page
from rag.ingest.mail import HEADER_PLACE
from rag.knowledge.facts import Names

KIND = "correspondent"
NAME, HOUSE = "name", "house"  # what a fact's value is
RULE = "K35-letter"
_TOP = 6  # blocks at the beginning of a letter
_HEAD = 160  # characters of each, in which a paper names its house
_LONGEST = 5  # words of a house's name
_CONFIDENCE = 0.6
_ENDS = re.compile(r"[\s*_]*(?:[,.;:(|·–—]|\n|$)")


class CorrespondentFinder:
    """The compiled patterns of such lines."""

    def __init__(self, names: Names) -> None:
        self._line = re.compile(rf"^[ \t]*(?:{names.correspondents})[ \t]*:[ \t]*(?P<who>[^\n]+)", re.IGNORECASE | re.MULTILINE)
        self._name = re.compile(rf"(?:[^\W\d_a-zß-öø-ÿ][\w&.'’-]*|{names.joints})(?:[ ](?:[^\W\d_][\w&.'’-]*|&))*")
        self._address = re.compile(r"@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
        word = r"[^\W\d_a-zß-öø-ÿ][\w&.'’-]*\w"
        self._headed = re.compile(rf"(?<![\w.@-]){word}(?:[ ](?:(?:{names.joints})[ ])?{word}){{1,{_LONGEST - 1}}}")
        self._no_house = re.compile(rf"(?:{names.no_house})$", re.IGNORECASE)

    def find(self, document: Document) -> Iterator[NameFinding]:
        """Each name and each house once per document."""
        seen: set[tuple[str, str]] = set()
        for page in document.pages[:1]:
            for block in page.blocks[:_TOP]:
                if block.quarantine is None and block.kind is not BlockKind.CODE:
                    for finding in self._block(page, block):
                        key = str(finding.draft.slots["name"]), str(finding.draft.value)
                        if key not in seen:
                            seen.add(key)
                            yield finding

    def _block(self, page: Page, block: Block) -> Iterator[NameFinding]:
        if block.locator != HEADER_PLACE:
            for match in self._headed.finditer(page.text, block.start, min(block.end, block.start + _HEAD)):
                stands_alone = not page.text[block.start : match.start()].strip(" *_") and _ENDS.match(page.text, match.end())
                if block.kind is BlockKind.HEADING or stands_alone:
                    yield self._finding(block, match.span(), NAME, match.group())
        for line in self._line.finditer(page.text, block.start, block.end):
            told = [(HOUSE, house) for one in self._address.finditer(line["who"]) if (house := self._house(one["domain"]))]
            for part in re.split(r"[,;(<|]", line["who"]):
                name = part.strip(' "')
                if len(name.split()) in range(1, _LONGEST + 1) and self._name.fullmatch(name):
                    told.append((NAME, name))
            for what, value in told:
                yield self._finding(block, line.span(), what, value)

    @staticmethod
    def _finding(block: Block, span: tuple[int, int], what: str, value: str) -> NameFinding:
        return NameFinding(0, block, *span, Draft(value, kind=KIND, slots={"name": what}, subject="", factor=_CONFIDENCE), RULE)

    def _house(self, domain: str) -> str:
        """The label of a domain that tells whose it is: “northgate” of mail.northgate.co.uk; "" of a public mail service."""
        labels = [label for label in domain.casefold().split(".")[:-1] if not self._no_house.match(label)]
        return labels[-1] if labels else ""
