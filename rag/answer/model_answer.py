"""An answer in a model's words: streamed, and every sentence checked against the passage it names.

What the gate does not pass stays visible and is marked. When the model cannot be used, the answer without a model is given
instead, with what happened.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from rag.answer.answer import Answer, MarkedCitation, Sentence
from rag.answer.candidates import Nearness
from rag.answer.cited_text import CitedSentence, Claimed, ShownText, read_cited, with_lead_ins
from rag.answer.extract_answer import NOT_FOUND, Cite, extract_answer
from rag.answer.ledger import Ledger
from rag.answer.prompts import NOT_FOUND_TOKEN, answer_messages, fence_passages, fitting
from rag.answer.query import read_query, stems_of
from rag.errors import ModelError
from rag.ground.citation import Citation
from rag.ground.clauses import split_sentences
from rag.ground.gate import gate
from rag.ground.quote import find_span
from rag.llm.chat import ChatModel, Message
from rag.retrieve.passage import Passage, SearchResult

FOUND_SHARE = 0.6  # of a sentence's terms that a passage's sentence must hold to be its source, where no quotation was given
MAX_CHARS = 300  # of a quotation

UNKNOWN_MARKER = "it names a source that was not given"
NO_QUOTE = "it names a source but quotes nothing that says so"
FELL_BACK = "{error} What follows is quoted from your documents word for word."
NONE_STANDS = "No sentence of the model's answer is carried by your documents. The nearest passages are listed below it."


def stream_answer(
    question: str,
    history: Sequence[Message],
    result: SearchResult,
    model: ChatModel,
    cite: Cite,
    nearness_to: Nearness | None = None,
    ledger: Ledger | None = None,
    *,
    context_tokens: int = 8192,
    reply_tokens: int = 1024,
) -> Generator[str, None, Answer]:
    """Yield an answer as it comes, with its sources as numbers, and return it checked.

    Closing the generator ends the request to the model. What was yielded is what the model said; only the returned answer tells
    which sentences stand. It replaces what was shown.

    Args:
        question: what is asked.
        history: earlier turns of the conversation, oldest first.
        result: what the search found.
        model: the language model.
        cite: makes the citation of a slice of a passage's text.
        nearness_to: how near in meaning texts are to the question, for the answer without the model.
        ledger: the facts of all documents, for the answer without the model; what it adds is offered to the model too.
        context_tokens: the model's window.
        reply_tokens: what of it the reply may take.
    """
    plain = extract_answer(question, result, cite, nearness_to, ledger)
    if not result.passages:
        yield plain.text
        return plain
    passages = [*result.passages, *_from_ledger(plain, result.passages)]
    fenced = fence_passages(fitting(passages, context_tokens, reply_tokens))
    shown = ShownText(fenced.by_marker)
    parts: list[str] = []
    has_begun = False
    try:
        with _closed(model.stream(answer_messages(question, history, fenced))) as stream:
            for part in stream:
                parts.append(part)
                if not has_begun and _may_decline("".join(parts)):
                    continue
                text = shown.add(part if has_begun else "".join(parts))
                has_begun = True
                if text:
                    yield text
    except ModelError as error:
        fallen = replace(plain, notice=" ".join(filter(None, (FELL_BACK.format(error=error), plain.notice))))
        yield ("\n\n" if has_begun else "") + fallen.text
        return fallen
    reply = "".join(parts)
    if _declines(reply):
        yield NOT_FOUND
        return _declined(plain)
    if text := (shown.rest() if has_begun else shown.add(reply) + shown.rest()):
        yield text
    return _checked(plain, reply, fenced.by_marker, cite)


def _from_ledger(plain: Answer, passages: Sequence[Passage]) -> list[Passage]:
    """What the answer without the model cites and search did not find: items of a list, the other side of a disagreement."""
    return [
        Passage(
            chunk_id="",
            document_id=cited.document_id,
            document=cited.document,
            page=cited.page,
            page_index=cited.page_index,
            start=cited.start,
            end=cited.end,
            locator=cited.locator,
            text=cited.quote,
            context="",
            score=0.0,
            dense=0.0,
            lexical=0.0,
        )
        for cited in (one.citation for one in plain.citations)
        if cited.start >= 0 and not any(_holds(passage, cited) for passage in passages)
    ]


def _holds(passage: Passage, cited: Citation) -> bool:
    is_same_page = (passage.document_id, passage.page_index) == (cited.document_id, cited.page_index)
    return is_same_page and passage.start <= cited.start and cited.end <= passage.end


@contextmanager
def _closed(stream: Iterator[str]) -> Iterator[Iterator[str]]:
    """The stream, closed at the end: that is what ends the request."""
    try:
        yield stream
    finally:
        close = getattr(stream, "close", None)
        if close is not None:
            close()


def _may_decline(begun: str) -> bool:
    """Whether a reply that begins so may still turn out to say that there is no answer."""
    start = begun.strip(" \n\"'*")
    return NOT_FOUND_TOKEN.startswith(start[: len(NOT_FOUND_TOKEN)]) and len(start) <= len(NOT_FOUND_TOKEN) + 2


def _declines(reply: str) -> bool:
    return reply.strip(" \n\"'*").startswith(NOT_FOUND_TOKEN)


def _declined(plain: Answer) -> Answer:
    """The model finds no answer: what came nearest is shown instead."""
    nearest = plain.nearest or tuple(replace(one, decisive="") for one in plain.citations)
    return replace(plain, is_answered=False, sentences=(Sentence(NOT_FOUND),), citations=(), nearest=nearest, by_model=True)


def _checked(plain: Answer, reply: str, passages: Mapping[str, Passage], cite: Cite) -> Answer:
    """The model's sentences, each with its verdict."""
    desk = _Desk(passages, cite)
    sentences = tuple(desk.check(sentence) for sentence in with_lead_ins(read_cited(reply)))
    stands = any(sentence.is_supported for sentence in sentences)
    return replace(
        plain,
        is_answered=stands,
        sentences=sentences,
        citations=tuple(desk.citations.values()),
        nearest=() if stands else plain.nearest or plain.citations,
        by_model=True,
        notice=plain.notice if stands else " ".join(filter(None, (NONE_STANDS, plain.notice))),
    )


@dataclass(slots=True)
class _Desk:
    """Checks sentences one by one and numbers their citations in order of first use."""

    passages: Mapping[str, Passage]
    cite: Cite
    citations: dict[tuple[str, str], MarkedCitation] = field(default_factory=dict)

    def check(self, sentence: CitedSentence) -> Sentence:
        """The sentence with its markers and verdict."""
        known = [one for one in dict.fromkeys(sentence.claimed) if one.marker in self.passages]
        local = [self._local(one, sentence.text) for one in known]
        result = gate(
            sentence.text,
            local,
            lambda citation: self.passages[known[_place(local, citation)].marker].text,
            lambda _citation: (passage.text for passage in self.passages.values()),
            lambda citation: self._heading(known[_place(local, citation)].marker),
        )
        checked = zip(known, result.citations, strict=True)
        markers = tuple(dict.fromkeys(self._number(one.marker, found) for one, found in checked if found.quote))
        reason = result.reason
        if len(known) < len(set(sentence.claimed)):
            reason = UNKNOWN_MARKER
        elif any(not one.quote for one in local):
            reason = NO_QUOTE
        return Sentence(sentence.text, markers, is_supported=not reason, reason=reason)

    def _local(self, claimed: Claimed, sentence: str) -> Citation:
        """The citation claimed, with offsets in its passage; the passage's own words where they are found."""
        passage = self.passages[claimed.marker]
        span = find_span(claimed.quote, passage.text) if claimed.quote else self._nearest_sentence(passage, sentence)
        if span is None:
            return self.cite(passage, 0, 0).model_copy(update={"quote": claimed.quote, "start": -1, "end": -1})
        start, end = span
        if end - start > MAX_CHARS:
            end = start + max(passage.text[start : start + MAX_CHARS].rfind(" "), MAX_CHARS // 2)
        return self.cite(passage, start, end).model_copy(update={"start": start, "end": end})

    def _heading(self, marker: str) -> str:
        """What a passage's place is called; the names of a table's columns stay on the last line."""
        passage = self.passages[marker]
        return f"{passage.document}\n{passage.context}"

    def _nearest_sentence(self, passage: Passage, sentence: str) -> tuple[int, int] | None:
        """The passage's sentence that says nearly the same, for a source given without a quotation."""
        query = read_query(sentence)
        wanted = set(query.terms)
        shares = [
            (len(wanted & set(stems_of(passage.text[start:end], query))) / max(len(wanted), 1), start, end)
            for start, end in split_sentences(passage.text)
        ]
        best = max(shares, default=(0.0, 0, 0), key=lambda share: (share[0], -share[1]))
        return best[1:] if best[0] >= FOUND_SHARE else None

    def _number(self, marker: str, found: Citation) -> int:
        key = (marker, found.quote)
        if key not in self.citations:
            if found.state.passes:
                offset = self.passages[marker].start
                found = found.model_copy(update={"start": found.start + offset, "end": found.end + offset})
            self.citations[key] = MarkedCitation(len(self.citations) + 1, found, found.quote if found.state.passes else "")
        return self.citations[key].marker


def _place(citations: Sequence[Citation], wanted: Citation) -> int:
    return next(place for place, one in enumerate(citations) if one is wanted)
