"""Cells whose words have a fixed meaning: where a system runs, what becomes of it, whether a product or a law counts."""

import re
from collections.abc import Iterator, Sequence

from rag.extract.fact import Modality
from rag.extract.rules import Draft
from rag.extract.tagging import Tagger
from rag.knowledge.facts import ExtractKnowledge

_PUBLIC = frozenset({"cloud"})  # category of the vendors of public clouds

_AUXILIARY = "is|to|be|will|must|shall|should|soll|wird|muss|bis|ende|sera|doit|être|será|debe|deve|ser"


class WordedCells:
    """The words of cells, compiled."""

    def __init__(self, knowledge: ExtractKnowledge, tagger: Tagger) -> None:
        headers, lexicon = knowledge.headers, knowledge.lexicon
        self._dispositions = sorted(headers.dispositions.items(), key=lambda item: -len(item[0]))
        self._alone = headers.dispositions_alone
        self._statuses, self._scopes = headers.statuses, headers.scopes
        self._classes = [(row.name, re.compile(row.pattern, re.IGNORECASE)) for row in lexicon.data_classes]
        self._hosting = [(row.value, re.compile(row.pattern, re.IGNORECASE)) for row in lexicon.hosting]
        self._places = [(row.value, re.compile(row.pattern, re.IGNORECASE)) for row in headers.hosting]
        words = "|".join(re.escape(word) for word, _ in self._dispositions)
        self._fate = re.compile(
            rf"(?:(?:{_AUXILIARY}) )*(?:\S*\d\S* )?(?P<fate>{words})(?: werden)?"
            r"(?: (?:by|in|until|till|bis|ab|en|em|à|jusqu.\S+|hasta|até) .*)?"
        )
        self._tagger = tagger

    def disposition(self, text: str, date: str) -> Iterator[Draft]:
        """Keep, replace or retire; `date`: ISO date in the cell, or ""."""
        lowered = text.lower()
        found = self._alone.get(lowered.strip(" .*!")) or next(
            (value for word, value in self._dispositions if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered)), None
        )
        if found:
            yield Draft(found, slots={"value": found, "date": date})

    def remark(self, text: str, date: str) -> Iterator[Draft]:
        """What becomes of the system, where a part of a remark says nothing else: "leads for stock, stays"."""
        for part in re.split(r"[,;.]\s+", text.strip(" .")):
            found = self._fate.fullmatch(part.strip().lower())
            value = dict(self._dispositions).get(found["fate"]) if found else None
            if value:
                yield Draft(value, slots={"value": value, "date": date})
                return

    def data_class(self, text: str) -> Iterator[Draft]:
        """Each class of data named."""
        for name, pattern in self._classes:
            if pattern.search(text):
                yield Draft(name, slots={"term": text.lower()[:60]}, subject="")

    def hosting(self, text: str) -> Iterator[Draft]:
        """Where the system of the row runs: as said, else by who hosts it."""
        vendor = next((m.technology for m in self._tagger.technologies.find(text, listed=True)), None)
        said = (value for value, pattern in (*self._places, *self._hosting) if pattern.search(text))
        value = next(said, "public_cloud" if vendor is not None and vendor.category in _PUBLIC else "")
        if value:
            slots = {"written": text[:60], "vendor": vendor.name if vendor else "", "existing": True}
            yield Draft(value, slots=slots)

    def status(self, text: str, products: Sequence[str]) -> Iterator[Draft]:
        """What a list of products says of the first one of the row that is known: approved, preferred, to be avoided."""
        value = self._statuses.get(text.lower().strip(" .*"))
        mentions = (m for product in products for m in self._tagger.technologies.find(product, listed=True))
        technology = next((mention.technology for mention in mentions), None) if value else None
        if technology is None:
            return
        slots = {"technology": technology.name, "technology_id": technology.id, "category": technology.category}
        modality = Modality.SHOULD_NOT if value in ("avoided", "forbidden") else Modality.SHOULD
        positive = modality is Modality.SHOULD
        yield Draft(str(value), slots=slots, subject=technology.name, modality=modality, polarity=positive)

    def scope(self, text: str, cells: Sequence[str]) -> Iterator[Draft]:
        """Whether the law that the row names is in scope."""
        counts = self._scopes.get(text.lower().strip(" .*"))
        name = next((found for cell in cells if (found := self._tagger.regime(cell))), "") if counts is not None else ""
        if name:
            slots = {"in_scope": bool(counts), "scope": "yes" if counts else "no", "written": name}
            yield Draft(name, slots=slots, subject=name, polarity=bool(counts))
