"""What an answer is."""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from rag.ground.citation import Citation, CitationState


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer."""

    text: str  # without markers
    markers: tuple[int, ...] = ()  # citations it rests on, from 1
    is_supported: bool = True
    reason: str = ""  # why it is not supported
    form: Literal["quoted", "told", "item"] = "quoted"  # a document's words; what is told about documents; an item of a list


@dataclass(frozen=True, slots=True)
class MarkedCitation:
    """A numbered citation; `decisive` is the part of the quotation that answers."""

    marker: int  # from 1
    citation: Citation
    decisive: str = ""

    @property
    def state(self) -> CitationState:
        """What the gate found."""
        return self.citation.state

    @property
    def place(self) -> str:
        """Document and place, "dr-policy.pdf, p. 2"."""
        return place_of(self.citation)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or the honest absence of one."""

    question: str
    is_answered: bool
    sentences: tuple[Sentence, ...]
    citations: tuple[MarkedCitation, ...] = ()
    documents_searched: int = 0
    chunks_searched: int = 0
    pages_without_text: int = 0
    nearest: tuple[MarkedCitation, ...] = field(default=())  # shown when nothing answers
    by_model: bool = False
    notice: str = ""  # e.g. why the model was not used
    reranked_by: str = ""  # the reranker that read the best passages; "" when none did

    @property
    def text(self) -> str:
        """The sentences with their markers: "… [1]"; an item of a list on a line of its own."""
        text, has_list, before = "", False, ""
        for sentence in self.sentences:
            begins_line = sentence.form == "item" or before == "item" or (has_list and before == "told")
            text += ("\n" if begins_line else " " if text else "") + self._written(sentence)
            has_list, before = has_list or sentence.form == "item", sentence.form
        return text

    def _written(self, sentence: Sentence) -> str:
        if sentence.form == "quoted" and not self.by_model and len(sentence.markers) > 1:
            places = {one.marker: one.place for one in self.citations}
            first, *others = sentence.markers
            also = "; ".join(f"{places[marker]} [{marker}]" for marker in others)
            return f"{sentence.text} [{first}] (also in {also})"
        bullet = "- " if sentence.form == "item" else ""
        return bullet + " ".join([sentence.text, *(f"[{marker}]" for marker in sentence.markers)])


def place_of(citation: Citation) -> str:
    """Document and place, "dr-policy.pdf, p. 2"."""
    return f"{PurePath(citation.document).name}, {citation.locator}"
