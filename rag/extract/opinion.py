"""A third opinion: what a connected model points to in a document, checked as what rules read, and only suggested.

In: a document, the facts that reading found in it, a model. Out: facts in the state *suggested*. A candidate counts where its
quotation stands word for word on its page, outside quarantine, where its value stands in that quotation as a value of its kind,
and where the reader of that kind makes a fact of it. The document's text enters the prompt as data between marks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from rag.answer.prompts import CHARS_PER_TOKEN, fence_passages
from rag.errors import MalformedReply
from rag.extract.fact import Fact
from rag.extract.prompts import claim_messages
from rag.extract.rules import RuleSet
from rag.ground.quote import find_span
from rag.ingest.document import BlockKind, Document, Page
from rag.knowledge.claims import Claims
from rag.llm.chat import ChatModel
from rag.llm.structured import typed_reply
from rag.retrieve.passage import Passage

MAX_PART = 4000  # characters of one request's passage: more is read less carefully
_LEAST_PART = 800
_PROMPT_TOKENS = 1400  # of the rules, the kinds and the schema
_FEWEST_WORDS = 2  # of a quotation


class Candidate(BaseModel):
    """A statement that the model points to."""

    model_config = ConfigDict(frozen=True)

    kind: str
    quote: str
    value: str = ""


class Candidates(BaseModel):
    """A reply."""

    model_config = ConfigDict(frozen=True)

    facts: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Opinion:
    """What came of asking about a document."""

    facts: list[Fact] = field(default_factory=list)
    asked: int = 0  # passages
    known: int = 0  # candidates that reading had found
    refused: int = 0  # candidates whose quotation or value does not stand there
    unread: int = 0  # passages to which the model gave no usable reply
    is_stopped: bool = False


class ClaimReader(Protocol):
    """Makes a fact of a stretch of a page; `FactExtractor` is one."""

    def claim(
        self,
        document: Document,
        document_id: str,
        page_index: int,
        span: tuple[int, int],
        rules: RuleSet,
        name: str,
        value: str,
    ) -> Fact | None:
        """The fact, or None where the stretch does not state it."""


def ask_model(
    document: Document,
    document_id: str,
    known: Sequence[Fact],
    model: ChatModel,
    reader: ClaimReader,
    claims: Claims,
    *,
    context_tokens: int,
    reply_tokens: int,
    longest_quote: int,
    should_stop: Callable[[], bool] = lambda: False,
) -> Opinion:
    """Ask about every passage of a document.

    Args:
        document: as it was read.
        document_id: its id in the record.
        known: facts of it that are there already; they are not suggested again.
        model: the connected model.
        reader: makes facts of what it points to.
        claims: what it is asked for.
        context_tokens: the model's window.
        reply_tokens: of it, room for the reply.
        longest_quote: characters.
        should_stop: asked before each passage.

    Raises:
        ModelError: the model cannot be used; a reply that cannot is counted.
    """
    opinion, rules = Opinion(), RuleSet(claims.rules)
    room = (context_tokens - reply_tokens - _PROMPT_TOKENS) * CHARS_PER_TOKEN
    there = {(fact.kind, fact.citation.page_index, fact.citation.start) for fact in known}
    suggested: dict[str, Fact] = {}
    for index, page in enumerate(document.pages):
        for start, end in _parts(page, max(_LEAST_PART, min(MAX_PART, room))):
            if should_stop():
                opinion.is_stopped = True
                break
            opinion.asked += 1
            fenced = fence_passages([_passage(document, document_id, page, index, start, end)])
            try:
                reply = typed_reply(model, claim_messages(fenced, claims, longest_quote), Candidates)
            except MalformedReply:
                opinion.unread += 1
                continue
            for one in reply.facts:
                span = _span(one.quote, page.text, start, end, longest_quote)
                fact = span and reader.claim(document, document_id, index, span, rules, one.kind, one.value)
                if not fact:
                    opinion.refused += 1
                elif (fact.kind, index, fact.citation.start) in there or fact.id in suggested:
                    opinion.known += 1
                else:
                    suggested[fact.id] = fact
    opinion.facts = list(suggested.values())
    return opinion


def _span(quote: str, text: str, start: int, end: int, longest: int) -> tuple[int, int] | None:
    """Where the quotation stands in its passage, in offsets of the page."""
    if len(quote.split()) < _FEWEST_WORDS:
        return None
    span = find_span(quote.strip(), text[start:end])
    return (start + span[0], start + span[1]) if span and span[1] - span[0] <= longest else None


def _parts(page: Page, most: int) -> Iterator[tuple[int, int]]:
    """Stretches of a page of whole blocks, none of them in quarantine or code; a longer block is cut."""
    low = high = -1
    for block in page.blocks:
        readable = block.quarantine is None and block.kind is not BlockKind.CODE and block.end > block.start
        if low >= 0 and (not readable or block.end - low > most):
            yield low, high
            low = -1
        if not readable:
            continue
        for at in range(block.start, block.end, most):
            if low >= 0 and at > block.start:
                yield low, high
                low = -1
            low, high = (at if low < 0 else low), min(block.end, at + most)
    if low >= 0:
        yield low, high


def _passage(document: Document, document_id: str, page: Page, index: int, start: int, end: int) -> Passage:
    return Passage(
        chunk_id="",
        document_id=document_id,
        document=document.name,
        page=page.number,
        page_index=index,
        start=start,
        end=end,
        locator=page.locator_at(start),
        text=page.text[start:end],
        context="",
        score=1.0,
        dense=0.0,
        lexical=0.0,
    )
