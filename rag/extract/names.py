"""A document's pages → the organisations and products that it names, with their part: letterhead, customer, provider.

Which of several organisations is the company itself is decided over all documents, by the Brief.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rag.extract.guarded import Guarded
from rag.extract.normalise import squeeze
from rag.extract.rules import Draft
from rag.extract.technologies import trie
from rag.ingest.document import Block, BlockKind, Document, Page
from rag.knowledge.countries import Countries
from rag.knowledge.facts import Names
from rag.knowledge.gazetteer import Gazetteer

_LETTERHEAD = 14  # blocks at the beginning of a document
_FIRST_BLOCKS = 4  # of them, those that may go on behind the name
_LONGEST_TITLE = 200  # characters of such a block
_NEAR = 70  # characters after a name in which its part in a contract stands
_MOST = 12  # different names of one kind that are kept per document
_LONGEST_QUOTE = 200
_BEFORE_CITY = r"(?:\s*[,·|•/(–—-]\s*|[ \t]*\n\s*|[ ](?:in|of|aus|à|de|en|em)[ ])(?:(?:[A-Z]{1,3}-)?\d{3,6}[ ])?"
_AFTER_CITY = r"(?=[ \t]*(?:$|\n|[^\w\s-]|[–—-]\s))"
_TO_COUNTRY = (  # what stands in an address between a name and its country, which has a comma or a bracket before it
    r"(?:[ ,(|·/–—-]{1,3}(?:[^\W\d_a-zß-öø-ÿ][\w'’.-]*|\d[\w-]*"
    r"|and|und|et|y|e|de|du|del|do|da|la|le|sur|upon|am|an|der)){0,10}?"
    r"[ ]?[,(|·–—-][ ]?"
)
_ADDRESS = 140  # characters from the beginning of a name in which its address stands
_CONFIDENCE = 0.6
_OTHERS_PAPERS = frozenset({"invoice", "marketing"})  # their letterhead is somebody else's


@dataclass(frozen=True, slots=True)
class NameFinding:
    """A name, and the stretch of its page that carries it."""

    page_index: int
    block: Block
    start: int  # in Page.text, of the quotation
    end: int
    draft: Draft
    rule: str


class NameFinder:
    """The compiled patterns of names."""

    def __init__(self, names: Names, gazetteer: Gazetteer, countries: Countries) -> None:
        word = r"[^\W\d_a-zß-öø-ÿ](?:\w|[&-](?=\w)|['’](?!s\b)|\.(?=\w))*"
        joined = rf"{word}(?:[ \t]+(?:(?:{names.joints})[ \t]+)?{word}){{0,5}}?"
        comma = rf"(?:,(?=[ ](?:{names.behind_comma})(?![\w-])))?"
        self._company = Guarded(rf"(?<![\w.@-])(?P<name>{joined}{comma}[ \t]+(?:{names.legal_forms}))(?![\w-])", 0)
        self._public = Guarded(rf"(?<![\w.@-])(?:{names.public})(?![\w-])".replace("{word}", word), 0)
        self._leading = re.compile(rf"^(?:(?:{names.leading})[ \t]+)+")
        self._provider_after = re.compile(names.provider_after, re.IGNORECASE)
        self._provider_before = re.compile(rf"(?:{names.provider_before})$", re.IGNORECASE)
        self._customer_after = re.compile(names.customer_after, re.IGNORECASE)
        self._customer_before = re.compile(rf"(?:{names.customer_before})$", re.IGNORECASE)
        self._elsewhere = re.compile(rf"(?:{names.elsewhere})$", re.IGNORECASE)
        self._own = re.compile(rf"(?:{names.own})$", re.IGNORECASE)
        self._correspondent = re.compile(rf"^[ \t]*(?:{names.correspondents})[ \t]*:", re.IGNORECASE)
        self._provider_header = re.compile(names.provider_header, re.IGNORECASE)
        self._project = Guarded(names.project, 0)
        self._product = Guarded(names.product, 0)
        self._plain = Guarded(names.plain_product, 0)
        self._built = re.compile(names.built, re.IGNORECASE)
        self._addresses = [(code, re.compile(pattern, re.DOTALL)) for code, pattern in countries.addresses.items()]
        self._cities = countries.cities.by_name(with_doubtful=True)
        self._countries = countries.in_documents
        self._country = re.compile(rf"{_TO_COUNTRY}(?P<country>{trie(self._countries)})(?![\w-])")
        self._city = re.compile(rf"{_BEFORE_CITY}(?P<city>{trie(self._cities)}){_AFTER_CITY}")
        self._makers = tuple(sorted({row.group.casefold() for row in gazetteer.technologies if row.group}))

    def find(self, document: Document) -> Iterator[NameFinding]:
        """Each name once per document, with the weightiest part it plays."""
        best: dict[tuple[str, str], tuple[int, NameFinding]] = {}
        for index, page in enumerate(document.pages):
            read = 0
            for block in page.blocks:
                if block.quarantine is not None or block.kind is BlockKind.CODE:
                    continue
                read += 1
                is_short = block.end - block.start <= _LONGEST_TITLE
                top = index == 0 and read <= (_LETTERHEAD if is_short else _FIRST_BLOCKS)
                for weight, finding in self._block(document, page, index, block, top=top):
                    key = (str(finding.draft.slots["name"]), str(finding.draft.value).casefold())
                    if key not in best or weight > best[key][0]:
                        best[key] = weight, finding
        for what in ("legal_name", "product_name", "seat"):
            found = [item for (kind, _), item in best.items() if kind == what]
            for _, finding in sorted(found, key=lambda item: -item[0])[:_MOST]:
                yield finding

    def _block(
        self, document: Document, page: Page, index: int, block: Block, *, top: bool
    ) -> Iterator[tuple[int, NameFinding]]:
        text = page.text[block.start : block.end]
        taken: list[tuple[int, int]] = []
        for pattern in (self._company, self._public):
            for match in pattern.finditer(text):
                start = match.start() + self._skipped(match.group())
                if _OWN_ARTICLE.fullmatch(text[:start]):  # “La Trilla Ltda.” at the head of a paper
                    start = match.start()
                name = squeeze(text[start : match.end()]).strip(" ,")
                if any(start < end and match.end() > low for low, end in taken) or self._is_maker(name):
                    continue
                taken.append((start, match.end()))
                role = self._role(document, block, text, start, match.end(), top=top)
                if role == "text" and pattern is self._public and _is_passing(document, name):
                    continue
                if role:
                    slots: dict[str, str | bool] = {"name": "legal_name", "role": role, "public": pattern is self._public}
                    yield _WEIGHTS[role], _finding(page, index, block, (start, match.end()), name, slots, "K35-name")
                    code = self._seat(text, start, match.end()) if role in ("letterhead", "customer") else ""
                    if code:
                        seat: dict[str, str | bool] = {"name": "seat", "role": role, "of": name}
                        yield _WEIGHTS[role], _finding(page, index, block, (start, match.end()), code, seat, "K35-address")
        for name, span in self._products(text, heading=block.kind is BlockKind.HEADING):
            around = text[max(0, span[0] - 40) : span[1] + 60]
            part = "built" if self._built.search(around) else "named"
            slots = {"name": "product_name", "role": part}
            yield _WEIGHTS[part], _finding(page, index, block, span, name, slots, "K35-product")

    def _seat(self, text: str, start: int, end: int) -> str:
        """The country that stands in the address behind a name, or is told by legal form and postal code or by the city.

        "" where it tells none or several.
        """
        country = self._country.match(text, end)
        if country:
            return self._countries[country["country"]]
        address = text[start : start + _ADDRESS]
        codes = [code for code, pattern in self._addresses if pattern.search(address)]
        if codes:
            return codes[0] if len(codes) == 1 else ""
        city = self._city.match(text, end)
        return self._cities[city["city"]] if city else ""

    def _role(self, document: Document, block: Block, text: str, start: int, end: int, *, top: bool) -> str:
        """customer, provider, letterhead, text, or "" where the name is somebody else's."""
        before, after = text[max(0, start - 40) : start], text[end : end + _NEAR]
        following = self._company.search(after)
        after = after[: following.start()] if following else after
        if self._elsewhere.search(before):
            return ""
        if self._provider_after.search(after) or self._provider_before.search(before) or self._column(block, start):
            return "provider"
        if self._customer_after.search(after) or self._customer_before.search(before):
            return "customer"
        if document.doc_type in _OTHERS_PAPERS:
            return ""
        if self._correspondent.search(text[text.rfind("\n", 0, start) + 1 : start]):
            return "text"  # the writer or the reader: which of them it is, no single letter tells
        if self._own.search(before) or (top and document.doc_type != "contract" and _heads(text, start, end)):
            return "letterhead"
        return "text" if block.kind is not BlockKind.TABLE_ROW else ""

    def _column(self, block: Block, start: int) -> bool:
        """Whether the name stands in a column of vendors."""
        place = block.start + start
        cells = zip(block.header, block.cells, strict=False)
        return any(low <= place < high and self._provider_header.search(header) for header, (low, high) in cells)

    def _products(self, text: str, *, heading: bool) -> Iterator[tuple[str, tuple[int, int]]]:
        for match in self._project.finditer(text):
            if match["quoted"] or not heading:  # in a heading every word may be capitalised
                yield squeeze(match["quoted"] or match["name"]), match.span()
        for match in self._product.finditer(text):
            yield squeeze(match["name"]), match.span()
        for match in self._plain.finditer(text):
            yield f"the {squeeze(match['name']).lower()}", match.span()

    def _skipped(self, name: str) -> int:
        match = self._leading.match(name)
        return match.end() if match and match.end() < len(name) else 0

    def _is_maker(self, name: str) -> bool:
        """Whether it is the maker of a known technology, which speaks of a product and not of the company."""
        lowered = name.casefold()
        return any(lowered == maker or lowered.startswith(f"{maker} ") for maker in self._makers)


_WEIGHTS = {"provider": 4, "customer": 3, "letterhead": 2, "text": 1, "built": 2, "named": 1}


def _heads(text: str, start: int, end: int) -> bool:
    """Whether a name heads the text, which is not so in the middle of a whole sentence; a longer text has to begin with it."""
    if len(text) > _LONGEST_TITLE:
        return not _ARTICLE.sub("", text[:start]).strip() and re.match(r"[\s*_]*(?:[,.;:(|·–—]|$)", text[end:]) is not None
    is_sentence = text.rstrip().endswith(".") and text[end:].strip(" .*") != "" and len(text.split()) > _SENTENCE
    return not is_sentence or len(text[:start].split()) <= _FIRST_WORDS


def _is_passing(document: Document, name: str) -> bool:
    """Whether a public body is named but once, as somebody else's ministry or university is."""
    written = re.compile(r"\s+".join(map(re.escape, name.split())))
    told = (match for page in document.pages for match in written.finditer(page.text))
    return len(list(islice(told, _TOLD))) < _TOLD


_ARTICLE = re.compile(r"^[\s*_]*(?:(?:The|Der|Die|Das|La|Le|El|O|A)\s)?")
_OWN_ARTICLE = re.compile(r"[\s*_]*(?:La|Le|El)\s")
_TOLD = 2  # times that a paper names its own house
_SENTENCE = 8  # words
_FIRST_WORDS = 3


def _finding(
    page: Page, index: int, block: Block, span: tuple[int, int], name: str, slots: dict[str, str | bool], rule: str
) -> NameFinding:
    draft = Draft(name, kind="organisation", slots=slots, subject="", factor=_CONFIDENCE)
    start, end = block.start, block.end
    if end - start > _LONGEST_QUOTE:
        room = (_LONGEST_QUOTE - (span[1] - span[0])) // 2
        start, end = max(block.start, block.start + span[0] - room), min(block.end, block.start + span[1] + room)
        while start > block.start and not page.text[start - 1].isspace():
            start -= 1
        while end < block.end and not page.text[end].isspace():
            end += 1
    return NameFinding(index, block, start, end, draft, rule)
