"""What became of a paper, as its head or the head of a decision in it says → what its statements are still worth.

A proposal that was rejected or put off asks for nothing, one that was replaced tells how it was, and what was carried out is
no plan any more.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from rag.extract.clauses import CueReader
from rag.extract.fact import Fact, Modality, Time
from rag.extract.normalise import squeeze
from rag.ingest.document import Block, BlockKind, Document, Page

_HEAD = 30  # blocks of a document in which it says what became of it
_NEAR = 4  # blocks below the heading of a decision, or of its status
_LONGEST = 160  # characters of what is said of a status
_FOLDERS = re.compile(r"[/\\]|__")  # also of a path that was made one name
_ASKED = frozenset({Modality.MUST, Modality.MUST_NOT, Modality.SHOULD, Modality.SHOULD_NOT})
_WISHES = frozenset(
    {"disposition", "objective", "exclusion", "preference", "build_buy", "constraint", "risk", "deadline", "budget", "hosting"}
)
_OF_SYSTEMS = ("technology", "legacy_system", "constraint", "stance")
_ENDS = ("replace", "retire")
_PLANS = frozenset({"disposition", "objective", "risk", "deadline"})  # of what has been carried out


class Fate(StrEnum):
    """What became of a paper or of a decision in it."""

    OVER = "over"  # replaced or taken back: it tells how things were
    DECLINED = "declined"  # not to be done, or not now: what it says of today holds, what it asks for does not
    DONE = "done"  # carried out: what it set out to change has been changed


class PaperStatus:
    """The status of one document and of the decisions in it."""

    def __init__(self, document: Document, cues: CueReader) -> None:
        self._cues, self._dated = cues, document.dated
        self._whole: Fate | None = None
        self._parts: list[tuple[tuple[str, ...], Fate]] = []  # headings above → what became of what stands below them
        blocks = list(_blocks(document))
        headings = (page.text[block.start : block.end] for page, block in blocks if block.kind is BlockKind.HEADING)
        self._is_record = any(map(self._names_record, (document.name, document.title, *headings)))
        for folder in _FOLDERS.split(document.name)[:-1]:
            self._hear_whole(self._fate(_words(folder)))
        self._read(blocks)

    def apply(self, fact: Fact, page: Page) -> Fact:
        """The fact, read on `page`, as it stands in view of what became of its paper."""
        fate = self._fate_at(page, fact.citation.start) if self._parts else self._whole
        if fact.time in (Time.HISTORIC, Time.HYPOTHETICAL) or (fate is None and not self._is_past(fact)):
            return fact
        if fate is Fate.DECLINED:
            ends = fact.time is Time.PLANNED or fact.modality in _ASKED or fact.kind in _WISHES
        else:
            ends = fate is not Fate.DONE or fact.kind in _PLANS
        if ends:
            return fact.model_copy(update={"time": Time.HISTORIC, "hard": False})
        return fact.model_copy(update={"time": Time.CURRENT}) if fate is Fate.DONE else fact  # what was planned is there

    def gone(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """The facts, with what a plan that was carried out has done away with as what was."""
        every = tuple(facts)
        ended = {one.subject for one in every if one.kind == "disposition" and one.value in _ENDS and one.time is Time.HISTORIC}
        for one in every:
            is_gone = one.kind in _OF_SYSTEMS and (one.subject or one.value) in ended and self._whole is Fate.DONE
            yield one.model_copy(update={"time": Time.HISTORIC}) if is_gone else one

    def _read(self, blocks: Sequence[tuple[Page, Block]]) -> None:
        heads: list[Fate | None] = []  # of each line of the head that begins with the word
        since, under = _NEAR, False  # blocks since the last heading; whether that says "Status"
        for number, (page, block) in enumerate(blocks):
            text = page.text[block.start : block.end]
            if block.kind is BlockKind.HEADING:
                since, under = 0, self._cues.phrases["status_heading"].search(text) is not None
            since += 1
            if number >= _HEAD and since > _NEAR:
                continue
            above = block.heading_path[:-1] if under else block.heading_path
            for line in (" | ".join(block.header), *text.splitlines()):
                said = self._cues.phrases["status_label"].match(line)
                if said is None and not (under and since <= _NEAR and block.kind is not BlockKind.HEADING):
                    continue
                fate = self._fate(squeeze(line[said.end() if said else 0 :])[:_LONGEST])
                if number < _HEAD and len(above) <= 1:
                    if said is not None:
                        heads.append(fate)
                    else:
                        self._hear_whole(fate)
                elif fate is not None and above and self._names_record(above[-1]):
                    self._parts.append((above, fate))
        if len(set(heads)) == 1:  # a list of things has a status for each
            self._hear_whole(heads[0])

    def _fate_at(self, page: Page, offset: int) -> Fate | None:
        block = page.block_at(offset)
        path = block.heading_path if block is not None else ()
        return next((fate for above, fate in self._parts if path[: len(above)] == above), self._whole)

    def _hear_whole(self, fate: Fate | None) -> None:
        """What the head says; of two, what ends more."""
        if fate is not None:
            self._whole = min(fate, self._whole or fate, key=list(Fate).index)

    def _is_past(self, fact: Fact) -> bool:
        """Whether it tells as a fact of what became of a system before the paper was written."""
        date = str(fact.slots.get("date") or "")
        return fact.kind == "disposition" and fact.modality is Modality.IS and bool(date) and date < self._dated

    def _names_record(self, title: str) -> bool:
        return self._cues.phrases["decision_record"].search(_words(title)) is not None

    def _fate(self, words: str) -> Fate | None:
        """What the words of a status say; None where they say that it stands, leave the choice, or speak of a thing."""
        phrases = self._cues.phrases
        if phrases["status_open"].search(words):
            return None
        for fate in Fate:
            said = phrases[f"status_{fate}"].search(words)
            if said and (self._is_record or not phrases["status_of_things"].search(said.group())):
                return fate
        return None


def _blocks(document: Document) -> Iterator[tuple[Page, Block]]:
    for page in document.pages:
        for block in page.blocks:
            if block.quarantine is None and block.kind is not BlockKind.CODE:
                yield page, block


def _words(title: str) -> str:
    return title.replace("_", " ").replace("-", " ")
