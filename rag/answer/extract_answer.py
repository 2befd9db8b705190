"""An answer without a language model: the sentences that answer, word for word, or "not in your documents"."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.answer.answer import Answer, MarkedCitation, Sentence
from rag.answer.candidates import Candidate, Nearness, names_in, quantities_of, rank_sentences, readable, term_weights, units
from rag.answer.query import Query, read_query, stems_of
from rag.answer.support import is_supported
from rag.ground.citation import Citation
from rag.retrieve.passage import Passage, SearchResult

MAX_EXTRACTS = 3
MAX_CHARS = 300  # of a quotation
SHORT_CHARS = 60  # a shorter sentence takes the one after it along, to be understood
NEAR_BEST = 0.7  # share of the best score that a further extract needs
OPEN_BEST, OPEN_SHARE = 0.5, 0.25  # … or this, when it speaks of so much of the question that nothing quoted yet does
SAME_WORDS = 0.7  # share of common stems from which on two sentences say the same
NEAREST = 3  # passages shown when nothing answers
NOT_FOUND = "Not in your documents."

_ITEM = re.compile(r"[ \t]*(?:[-*+•●○■▪◦➢➤✓–·]|\d{1,3}[.)]|[a-z]\))[ \t]")

Cite = Callable[[Passage, int, int], Citation]  # passage, start and end in its text → the citation of that slice


def extract_answer(question: str, result: SearchResult, cite: Cite, nearness_to: Nearness | None = None) -> Answer:
    """The one to three sentences that answer `question`, each with its source and the decisive words marked.

    Args:
        question: what was asked.
        result: what the search found for it; its query may be the question as resolved against the conversation.
        cite: makes the citation of a slice of a passage's text.
        nearness_to: how near in meaning texts are to the question; None while that is not known.

    Returns:
        An answer with `is_answered` False and the nearest passages when what was found does not bear an answer.
    """
    query = read_query(result.query or question)
    ranked = rank_sentences(query, result.passages, nearness_to)
    answer = Answer(
        question=question,
        is_answered=False,
        sentences=(Sentence(NOT_FOUND),),
        documents_searched=result.documents_searched,
        chunks_searched=result.chunks_searched,
        pages_without_text=result.pages_without_text,
        notice=_notice(question, result),
        reranked_by=result.reranked_by,
    )
    if not ranked or not is_supported(query, ranked, result.passages):
        return replace(answer, nearest=_nearest(ranked, cite))
    extracts = _choose(query, ranked, term_weights(query, result.passages))
    sentences, citations = _write(query, extracts, cite)
    return replace(answer, is_answered=True, sentences=sentences, citations=citations)


@dataclass(slots=True)
class _Extract:
    """A stretch of the answer around a sentence, and further places that say the same."""

    best: Candidate
    start: int  # in the passage's text
    end: int
    same: list[Candidate] = field(default_factory=list)


def _choose(query: Query, ranked: Sequence[Candidate], weights: Mapping[str, float]) -> list[_Extract]:
    """The best sentence, further ones that are nearly as good or speak of what is still open, and for each who else says it."""
    extracts: list[_Extract] = []
    for one in ranked:
        is_near = one.score >= NEAR_BEST * ranked[0].score
        if not is_near and (one.score < OPEN_BEST * ranked[0].score or _closes(query, extracts, one, weights) < OPEN_SHARE):
            continue
        twin = next((extract for extract in extracts if _says_the_same(extract.best, one)), None)
        if twin is not None:
            taken = {twin.best.passage.document, *(other.passage.document for other in twin.same)}
            if one.passage.document not in taken:
                twin.same.append(one)
        elif len(extracts) < MAX_EXTRACTS and _adds(extracts, one):
            extracts += [_before(extracts, stretch) for stretch in _stretch(query, one)]
    return extracts


def _before(extracts: Sequence[_Extract], new: _Extract) -> _Extract:
    """The stretch as far as nothing of it is quoted already."""
    own = [other for other in extracts if other.best.passage.chunk_id == new.best.passage.chunk_id]
    end = min((other.start for other in own if new.start < other.start < new.end), default=new.end)
    text = new.best.passage.text[new.start : end].rstrip()
    return replace(new, end=new.start + len(text))


def _adds(extracts: Sequence[_Extract], one: Candidate) -> bool:
    """Whether a further sentence is worth reading: not quoted yet, and of the kind asked for if the best one is."""
    if not extracts:
        return True
    if any(other.best.passage.chunk_id == one.passage.chunk_id and other.start <= one.start < other.end for other in extracts):
        return False
    return one.has_kind or not extracts[0].best.has_kind


def _closes(query: Query, extracts: Sequence[_Extract], one: Candidate, weights: Mapping[str, float]) -> float:
    """Share of the question's terms, by rarity, that a sentence holds and nothing quoted so far: a comparison has two sides."""
    said = {stem for extract in extracts for stem in stems_of(_quoted(extract), query)}
    return sum(weights[term] for term in query.terms if term in one.stems and term not in said) / (sum(weights.values()) or 1.0)


def _quoted(extract: _Extract) -> str:
    return f"{extract.best.passage.context}\n{extract.best.passage.text[extract.start : extract.end]}"


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    if not one.stems or not other.stems:
        return False
    return len(one.stems & other.stems) / len(one.stems | other.stems) >= SAME_WORDS


def _stretch(query: Query, one: Candidate) -> list[_Extract]:
    """What is quoted of a sentence: itself, or of a long one its telling part.

    One that is short, opens a list or does not hold what is asked for takes along what follows; a list goes on in further
    quotations.
    """
    text = one.passage.text
    if one.end - one.start > MAX_CHARS:
        return [_Extract(one, *_window(query, one))]
    opens = one.text.rstrip("*_ ").endswith(":")
    if "\t" in one.text or " | " in one.text or not (opens or not one.has_kind or one.end - one.start < SHORT_CHARS):
        return [_Extract(one, one.start, one.end)]
    stretches = [(one.start, one.end)]
    for start, end in units(text):
        if start < one.end:
            continue
        if end - stretches[-1][0] <= MAX_CHARS:
            stretches[-1] = (stretches[-1][0], end)
        elif (
            opens
            and len(stretches) < MAX_EXTRACTS
            and end - start <= MAX_CHARS
            and _ITEM.match(text[text.rfind("\n", 0, start) + 1 :])
        ):
            stretches.append((start, end))
        else:
            break
    return [_Extract(one, start, end) for start, end in stretches]


def _write(query: Query, extracts: Sequence[_Extract], cite: Cite) -> tuple[tuple[Sentence, ...], tuple[MarkedCitation, ...]]:
    sentences: list[Sentence] = []
    citations: list[MarkedCitation] = []
    for extract in extracts:
        markers = []
        same = [one for other in extract.same for one in _stretch(query, other)[:1]]
        for one in (extract, *same):
            decisive = _decisive(query, one)
            marker = len(citations) + 1
            citations.append(MarkedCitation(marker, cite(one.best.passage, one.start, one.end), decisive))
            markers.append(marker)
        sentences.append(Sentence(readable(extract.best.passage, extract.start, extract.end), tuple(markers)))
    return tuple(sentences), tuple(citations)


def _window(query: Query, one: Candidate) -> tuple[int, int]:
    """The stretch of at most `MAX_CHARS` of a long sentence, from word to word, with most of the question's terms."""
    words = [(found.start() + one.start, found.end() + one.start) for found in re.finditer(r"\S+", one.text)]
    wanted = set(query.terms)
    hits = [len(wanted & set(stems_of(one.passage.text[start:end], query))) for start, end in words]
    kinds = [float(bool(query.wants and re.search(r"\d", one.passage.text[start:end]))) for start, end in words]
    best, equal = -1.0, [(one.start, one.start + MAX_CHARS)]
    last = 0
    for first in range(len(words)):
        last = max(last, first)
        while last + 1 < len(words) and words[last + 1][1] - words[first][0] <= MAX_CHARS:
            last += 1
        value = sum(hits[first : last + 1]) + 0.5 * sum(kinds[first : last + 1])
        if words[last][1] - words[first][0] > MAX_CHARS or value < best:
            continue
        equal = [*equal, (words[first][0], words[last][1])] if value == best else [(words[first][0], words[last][1])]
        best = value
    return equal[len(equal) // 2]


def _decisive(query: Query, extract: _Extract) -> str:
    """The words that answer: the value or name asked for, or the sentence itself; always a slice of the quotation."""
    one, quote = extract.best, extract.best.passage.text[extract.start : extract.end]
    for text in (one.text, quote):
        values = [value.text for value in quantities_of(text, query.wants) if value.text in quote]
        values += [name for name in names_in(text, query) if name in quote] if "name" in query.wants else []
        if values:
            return values[0]
    return one.text if one.text in quote else quote


def _nearest(ranked: Sequence[Candidate], cite: Cite) -> tuple[MarkedCitation, ...]:
    """The best sentence of each of the best passages."""
    chosen: dict[str, Candidate] = {}
    for one in ranked:
        chosen.setdefault(one.passage.chunk_id, one)
    best = list(chosen.values())[:NEAREST]
    return tuple(
        MarkedCitation(number, cite(one.passage, one.start, min(one.end, one.start + MAX_CHARS)))
        for number, one in enumerate(best, start=1)
    )


def _notice(question: str, result: SearchResult) -> str:
    """What the reader must know of how it was searched."""
    parts = [result.note] if result.note else []
    if result.query.strip() and result.query.strip() != question.strip():
        parts.insert(0, f"Understood as: “{result.query.strip()}”.")
    return " ".join(parts)
