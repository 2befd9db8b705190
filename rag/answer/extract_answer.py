"""An answer without a language model: the sentences that answer, word for word, or "not in your documents"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rag.answer.answer import Answer, MarkedCitation, Sentence
from rag.answer.candidates import Candidate, names_in, quantities_of, rank_sentences
from rag.answer.query import Query, read_query, stems_of
from rag.answer.support import is_supported
from rag.ground.citation import Citation
from rag.ground.clauses import split_sentences
from rag.ground.normalise import plain_text
from rag.retrieve.passage import Passage, SearchResult

MAX_EXTRACTS = 3
MAX_CHARS = 300  # of a quotation
SHORT_CHARS = 60  # a shorter sentence takes the one after it along, to be understood
NEAR_BEST = 0.8  # share of the best score that a further extract needs
SAME_WORDS = 0.7  # share of common stems from which on two sentences say the same
NEAREST = 3  # passages shown when nothing answers
NOT_FOUND = "Not in your documents."

Cite = Callable[[Passage, int, int], Citation]  # passage, start and end in its text → the citation of that slice


def extract_answer(question: str, result: SearchResult, cite: Cite) -> Answer:
    """The one to three sentences that answer `question`, each with its source and the decisive words marked.

    Args:
        question: what was asked.
        result: what the search found for it; its query may be the question as resolved against the conversation.
        cite: makes the citation of a slice of a passage's text.

    Returns:
        An answer with `is_answered` False and the nearest passages when what was found does not bear an answer.
    """
    query = read_query(result.query or question)
    ranked = rank_sentences(query, result.passages)
    answer = Answer(
        question=question,
        is_answered=False,
        sentences=(Sentence(NOT_FOUND),),
        documents_searched=result.documents_searched,
        chunks_searched=result.chunks_searched,
        pages_without_text=result.pages_without_text,
        notice=_notice(question, result),
    )
    if not ranked or not is_supported(query, ranked, result.passages):
        return replace(answer, nearest=_nearest(ranked, cite))
    extracts = _choose(query, ranked)
    sentences, citations = _write(query, extracts, cite)
    return replace(answer, is_answered=True, sentences=sentences, citations=citations)


@dataclass(slots=True)
class _Extract:
    """A sentence of the answer, and further places that say the same."""

    best: Candidate
    same: list[Candidate] = field(default_factory=list)


def _choose(query: Query, ranked: Sequence[Candidate]) -> list[_Extract]:
    """The best sentence, further ones that are nearly as good, and for each who else says it."""
    extracts: list[_Extract] = []
    for one in ranked:
        if one.score < NEAR_BEST * ranked[0].score:
            break
        twin = next((extract for extract in extracts if _says_the_same(query, extract.best, one)), None)
        if twin is not None:
            taken = {twin.best.passage.document, *(other.passage.document for other in twin.same)}
            if one.passage.document not in taken:
                twin.same.append(one)
        elif len(extracts) < MAX_EXTRACTS and _adds(query, extracts, one):
            extracts.append(_Extract(one))
    return extracts


def _adds(query: Query, extracts: Sequence[_Extract], one: Candidate) -> bool:
    """Whether a further sentence is worth reading: another place, and of the kind asked for if the best one is."""
    if not extracts:
        return True
    if any(other.best.passage.chunk_id == one.passage.chunk_id and _near(other.best, one) for other in extracts):
        return False
    return one.has_kind or not extracts[0].best.has_kind


def _near(one: Candidate, other: Candidate) -> bool:
    return abs(one.start - other.start) < MAX_CHARS


def _says_the_same(query: Query, one: Candidate, other: Candidate) -> bool:
    if not one.stems or not other.stems:
        return False
    return len(one.stems & other.stems) / len(one.stems | other.stems) >= SAME_WORDS


def _write(query: Query, extracts: Sequence[_Extract], cite: Cite) -> tuple[tuple[Sentence, ...], tuple[MarkedCitation, ...]]:
    sentences: list[Sentence] = []
    citations: list[MarkedCitation] = []
    for extract in extracts:
        markers = []
        for one in (extract.best, *extract.same):
            start, end = _extent(query, one)
            decisive = _decisive(query, one)
            marker = len(citations) + 1
            citations.append(MarkedCitation(marker, cite(one.passage, start, end), decisive))
            markers.append(marker)
        start, end = _extent(query, extract.best)
        sentences.append(Sentence(_readable(extract.best.passage, start, end), tuple(markers)))
    return tuple(sentences), tuple(citations)


def _extent(query: Query, one: Candidate) -> tuple[int, int]:
    """The slice that is quoted: the sentence; a long one around its telling part, a short one with what follows."""
    text = one.passage.text
    start, end = one.start, one.end
    if end - start > MAX_CHARS:
        return _window(query, one)
    if end - start < SHORT_CHARS and "\t" not in one.text and "|" not in one.text:
        following = [stop for begin, stop in split_sentences(text) if begin >= end and stop - start <= MAX_CHARS]
        end = min(following, default=end)
    return start, end


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


def _decisive(query: Query, one: Candidate) -> str:
    """The words that answer: the value or name asked for, or the sentence itself; always a slice of the quotation."""
    start, end = _extent(query, one)
    quote = one.passage.text[start:end]
    values = [value.text for value in quantities_of(one.text, query.wants) if value.text in quote]
    if values:
        return values[0]
    names = [name for name in names_in(one.text, query) if name in quote] if "name" in query.wants else []
    if names:
        return names[0]
    return one.text if one.text in quote else quote


def _readable(passage: Passage, start: int, end: int) -> str:
    """The quotation on one line; a table row with the names of its columns."""
    quote = passage.text[start:end]
    header = passage.context.splitlines()[-1].split(" | ") if " | " in passage.context.split("\n")[-1] else []
    cells = [cell.strip() for cell in re.split(r"\t|\|", quote.strip().strip("|"))]
    if len(header) > 1 and len(cells) == len(header):
        return "; ".join(f"{name}: {cell}" for name, cell in zip(header, cells, strict=True) if cell)
    text = plain_text(quote.replace("\t", " · "))
    return re.sub(r"\*\*|__|`", "", text)


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
