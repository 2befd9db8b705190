"""What an answer is."""

from dataclasses import dataclass, field

from rag.ground.citation import Citation, CitationState


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer."""

    text: str  # without markers
    markers: tuple[int, ...] = ()  # citations it rests on, from 1
    is_supported: bool = True
    reason: str = ""  # why it is not supported


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
        """The sentences with their markers: "… [1]"."""
        return " ".join(" ".join([s.text, *(f"[{m}]" for m in s.markers)]) for s in self.sentences)
