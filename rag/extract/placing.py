"""A draft and the place it was read at → a fact with an exact quotation."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.extract.clauses import Clause, sentences
from rag.extract.entities import Tagged
from rag.extract.fact import Fact, Modality, Time
from rag.extract.normalise import Normalised, squeeze
from rag.extract.rules import Draft, Match
from rag.ground.citation import Citation
from rag.ingest.document import Block, Document, Page

_VALUE = re.compile(r"⟦(?:PCT|DUR|SIZE|MONEY|TIMES)")  # a sentence with one says something by itself
MAX_QUOTE = 300  # characters
MOST_BEFORE = 2  # sentences that one that points back is shown with
LEAST_WORDS = 5  # of a sentence that says itself what is left out


@dataclass(frozen=True, slots=True)
class Place:
    """Where the block being read stands."""

    document: Document
    document_id: str
    page: Page
    page_index: int
    block: Block


def told_apart(kind: str, slots: Mapping[str, object]) -> object:
    """The name of a practice: on-call and automated release are both “true” in one sentence."""
    return slots.get("name", "") if kind == "practice" else ""


def fact_at(place: Place, draft: Draft, rule: str, confidence: float, quote: tuple[int, int]) -> Fact:
    """The fact that a draft makes at a place; `quote` is where its quotation stands on the page."""
    start, end = quote
    said = place.page.text[start:end]
    cells = said.split("|" if said.lstrip().startswith("|") else "\t")  # of a row; a sentence is one
    statement = "; ".join(filter(None, map(squeeze, cells)))
    identity = "\x1f".join(
        [
            draft.kind,
            statement,
            str(draft.value),
            draft.subject or "",
            place.document.sha256,
            str(place.page_index),
            str(start),
            str(draft.time),
            str(draft.slots.get("version", draft.slots.get("topic", told_apart(draft.kind, draft.slots)))),
        ]
    )
    citation = Citation(
        document_id=place.document_id,
        document=place.document.name,
        sha256=place.document.sha256,
        page=place.page.number,
        page_index=place.page_index,
        locator=place.block.locator,
        quote=said,
        start=start,
        end=end,
    )
    return Fact(
        id="f" + hashlib.sha256(identity.encode()).hexdigest()[:15],
        kind=draft.kind,
        subject=draft.subject or "",
        statement=statement,
        slots=dict(draft.slots),
        value=draft.value,
        low=draft.low,
        high=draft.high,
        unit=draft.unit,
        horizon=draft.horizon,
        modality=draft.modality or Modality.IS,
        polarity=draft.polarity,
        time=draft.time or Time.CURRENT,
        hard=bool(draft.hard),
        confidence=round(confidence, 3),
        citation=citation,
        rule=rule,
        doc_type=place.document.doc_type,
        dated=place.document.dated,
    )


def quotation(text: Normalised, clause: Clause, match: Match) -> tuple[int, int]:
    """The sentence if it is short enough, else the clause, else the words around the match."""

    def span(low: int, high: int) -> tuple[int, int]:
        return span_of(text, clause.tagged, low, high)

    stretches = [*_carried(clause, match), clause.sentence, (clause.start, clause.end)]
    if match.rule.reader == "constraint" and clause.context.is_item and clause.context.binds:
        stretches[:0] = [(clause.sentence[0], end) for end in _ends_of_item(clause)]
    for low, high in stretches:
        start, end = span(low, high)
        if end - start <= MAX_QUOTE:
            return start, end
    at, until = span(clause.start + match.found.start(), clause.start + match.found.end())
    low, high = span(clause.start, clause.end)
    if until - at > MAX_QUOTE:
        until = at + MAX_QUOTE
    room = MAX_QUOTE - (until - at)
    start = max(low, at - room // 2)
    return start, min(high, start + MAX_QUOTE)


def _carried(clause: Clause, match: Match) -> list[tuple[int, int]]:
    """The sentence with those before it that it points back to, where it is shown by itself; the longest first."""
    if match.rule.reader != "constraint" and match.rule.kind not in ("risk", "exclusion"):
        return []
    text, start = clause.tagged.text, clause.sentence[0]
    before = list(sentences(text[:start], clause.cues.abbreviations))
    is_open = clause.says("points_back") is not None or is_fragment(clause, match)
    found: list[tuple[int, int]] = []
    while before and len(found) < MOST_BEFORE and (is_open or clause.cues.phrases["opens_pointing"].search(text[start:])):
        start, is_open = before.pop()[0], False
        found.insert(0, (start, clause.sentence[1]))
    return found


def is_fragment(clause: Clause, match: Match) -> bool:
    """Whether what is left out stands in another sentence than the one that says so, “Not this project”."""
    start, end = clause.sentence
    return match.rule.kind == "exclusion" and len(clause.tagged.text[start:end].split()) < LEAST_WORDS


def _ends_of_item(clause: Clause) -> list[int]:
    """Ends of the sentences of an item that belong to its rule, up to one of what was or a rule of its own; the last first."""
    text, after = clause.tagged.text, clause.sentence[1]
    ends: list[int] = []
    for low, high in sentences(text[after:], clause.cues.abbreviations):
        said = text[after + low : after + high]
        if (
            said[:1] in "(["
            or _VALUE.search(said)
            or any(clause.cues.phrases[name].search(said) for name in ("told_of_past", "denies_all"))
        ):
            break
        ends.insert(0, after + high)
    return ends


def span_of(text: Normalised, tagged: Tagged, low: int, high: int) -> tuple[int, int]:
    """Where a stretch of tagged text stands on the page."""
    return text.original(tagged.to_plain(low)), text.original(tagged.to_plain_end(high) - 1) + 1


def row_quotation(page: Page, block: Block) -> tuple[int, int]:
    """The row, or as much of it as fits."""
    return shorten(page.text, (block.start, block.end))


def shorten(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A stretch without blanks around it, not longer than a quotation may be."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    end = min(end, start + MAX_QUOTE)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
