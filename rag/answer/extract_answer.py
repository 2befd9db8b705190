"""An answer without a language model: the sentences that answer, word for word, or "not in your documents".

With the ledger of facts, a list is gathered from every document, further sources of a statement are named, and documents that
disagree are shown as disagreeing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.answer.answer import Answer, MarkedCitation, Sentence
from rag.answer.asked import asked_list
from rag.answer.candidates import Candidate, Nearness, is_letterhead, rank_sentences, readable, term_weights
from rag.answer.disagreement import asked_values, holds_asked, is_about, known_disagreements, said_in, tell_known, tell_opposed
from rag.answer.ledger import Ledger, Standing
from rag.answer.likeness import Comparison, Likeness, compare
from rag.answer.listing import list_items, tell_list
from rag.answer.query import Query, read_query, stems_of
from rag.answer.sheet import CitationSheet
from rag.answer.somebody import tells_who
from rag.answer.stretch import MAX_CHARS, MAX_EXTRACTS, Extract, decisive_words, stretch, unquoted_part
from rag.answer.support import holds_identifiers, likeliest, weights_for
from rag.answer.value import giving_value, is_of_another_year
from rag.ground.citation import Citation
from rag.retrieve.passage import Passage, SearchResult

NEAR_BEST = 0.6  # share of the best score that a further extract needs
OPEN_BEST, OPEN_SHARE = 0.5, 0.25  # … or this, when it speaks of so much of the question that nothing quoted yet does
MAX_ALSO = 4  # further documents named as sources of one statement
NEAREST = 3  # passages shown when nothing answers
NOT_FOUND = "Not in your documents."

Cite = Callable[[Passage, int, int], Citation]  # passage, start and end in its text → the citation of that slice


def extract_answer(
    question: str, result: SearchResult, cite: Cite, nearness_to: Nearness | None = None, ledger: Ledger | None = None
) -> Answer:
    """The one to three sentences that answer `question`, or the list it asks for, with sources and the decisive words marked.

    Args:
        question: what was asked.
        result: what the search found for it; its query may be the question as resolved against the conversation.
        cite: makes the citation of a slice of a passage's text.
        nearness_to: how near in meaning texts are to the question; None while that is not known.
        ledger: the facts of all documents; None where only the passages count.

    Returns:
        An answer with `is_answered` False and the nearest passages when what was found does not bear an answer.
    """
    query = read_query(result.query or question, papers=[passage.text for passage in result.passages])
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
    sheet = CitationSheet()
    told = _listed(query, ledger, sheet)
    if told and not told.is_narrowed:
        return replace(answer, is_answered=True, sentences=told.sentences, citations=sheet.citations)
    ranked = rank_sentences(query, result.passages, nearness_to)
    weights = term_weights(query, result.passages)
    telling = _from_likeliest(query, ranked, weights, ledger)
    if telling and holds_identifiers(query, result.passages):
        desk = _Desk(query, result.passages, cite, ledger, sheet)
        sentences = desk.write(desk.choose(telling, weights))
        return replace(
            answer, is_answered=True, sentences=(*(told.sentences if told else ()), *sentences), citations=sheet.citations
        )
    if told:
        return replace(answer, is_answered=True, sentences=told.sentences, citations=sheet.citations)
    return replace(answer, nearest=_nearest(ranked, cite))


def may_answer(query: Query, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that may answer, best first: no letterhead, no other year; a value or somebody where one is asked for."""
    telling = [one for one in ranked if not is_of_another_year(query, one) and not is_letterhead(query, one)]
    telling = giving_value(query, telling) if query.needs_value else telling
    return [one for one in telling if tells_who(query, one)] if query.is_who else telling


def _from_likeliest(
    query: Query, ranked: Sequence[Candidate], importance: Mapping[str, float], ledger: Ledger | None
) -> list[Candidate]:
    """The sentences that may answer, the one that most likely does in front; none when that is not likely enough."""
    telling = may_answer(query, ranked) if query.terms else []
    if not telling:
        return []
    place, likelihood = likeliest(query, telling, ranked, importance)
    weights = weights_for(ranked)
    is_known = ledger is not None and likelihood < weights.enough and holds_asked(query, telling[place], ledger)
    if likelihood < (weights.enough_known if is_known else weights.enough):
        return []
    return [telling[place], *telling[:place], *telling[place + 1 :]]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list as it is told."""

    sentences: tuple[Sentence, ...]
    is_narrowed: bool  # the question asks for some of them: what the best sentences say belongs beside it


def _listed(query: Query, ledger: Ledger | None, sheet: CitationSheet) -> _Listed | None:
    asked = asked_list(query) if ledger is not None else None
    if asked is None or ledger is None:
        return None
    items = list_items(query, asked, ledger)
    return _Listed(tuple(tell_list(asked, items, sheet)), bool(asked.phrases)) if items else None


@dataclass(frozen=True, slots=True)
class _Opposed:
    """Two sentences that nearly agree, the one believed first in front."""

    sides: tuple[Candidate, Candidate]
    values: tuple[str, str]


@dataclass(slots=True)
class _Desk:
    """Chooses what is quoted and writes it down."""

    query: Query
    passages: Sequence[Passage]
    cite: Cite
    ledger: Ledger | None
    sheet: CitationSheet
    opposed: list[_Opposed] = field(default_factory=list)

    def choose(self, ranked: Sequence[Candidate], weights: Mapping[str, float]) -> list[Extract]:
        """The best sentence, further ones that are nearly as good or speak of what is still open, and who else says it."""
        extracts: list[Extract] = []
        for one in ranked:
            is_near = one.score >= NEAR_BEST * ranked[0].score
            if not is_near:
                far = one.score < OPEN_BEST * ranked[0].score
                if far or _closes(self.query, extracts, one, weights) < OPEN_SHARE:
                    continue
            if self._belongs_to(extracts, one):
                continue
            if len(extracts) < MAX_EXTRACTS and _adds(extracts, one):
                extracts += [unquoted_part(extracts, part) for part in stretch(self.query, one)]
        return extracts

    def _belongs_to(self, extracts: Sequence[Extract], one: Candidate) -> bool:
        """Whether the sentence says what is quoted already, or contradicts it: then it stands beside that."""
        for extract in extracts:
            found = compare(self.query, extract.best, one)
            if found.likeness is Likeness.SAME:
                if one.passage.document not in extract.documents:
                    extract.same.append(one)
                return True
            if found.likeness is Likeness.OPPOSED and not self._is_settled(extract.best, one):
                self._oppose(extract.best, one, found)
                return True
        return False

    def _is_settled(self, one: Candidate, other: Candidate) -> bool:
        """Whether the ledger has compared the two itself: what it does not call a disagreement is none."""
        if self.ledger is None:
            return False
        kinds = [{said.kind for said in said_in(each, self.ledger) if said.is_compared} for each in (one, other)]
        return bool(kinds[0] & kinds[1])

    def _oppose(self, one: Candidate, other: Candidate, found: Comparison) -> None:
        if any(one in known.sides for known in self.opposed):
            return
        standings = [self._standing(each).order for each in (one, other)]
        if standings[1] > standings[0]:
            self.opposed.append(_Opposed((other, one), (found.values[1], found.values[0])))
        else:
            self.opposed.append(_Opposed((one, other), found.values))

    def _standing(self, one: Candidate) -> Standing:
        return Standing() if self.ledger is None else self.ledger.standing(one.passage.document_id)

    def write(self, extracts: Sequence[Extract]) -> tuple[Sentence, ...]:
        """The sentences of the answer: what the documents disagree on, then what they say."""
        sentences = self._disagreements(extracts)
        told = [one.citation for one in self.sheet.citations]
        for extract in self._without_repetitions(extracts):
            own = self._citation(extract)
            if any(_holds(citation, own) for citation in told):
                continue
            same = [part for other in extract.same for part in stretch(self.query, other)[:1]]
            markers = [self._mark(one) for one in (extract, *same)] + [self.sheet.mark(citation) for citation in extract.also]
            text = readable(extract.best.passage, extract.start, extract.end)
            sentences.append(Sentence(text, tuple(dict.fromkeys(markers))))
        return tuple(sentences)

    def _disagreements(self, extracts: Sequence[Extract]) -> list[Sentence]:
        sentences: list[Sentence] = []
        if self.ledger is not None:
            for known in known_disagreements(self.query, extracts, self.passages, self.ledger):
                sentences += tell_known(known, self.sheet)
        told = [one.citation for one in self.sheet.citations]
        for one in self.opposed:
            citations = [self.cite(side.passage, side.start, min(side.end, side.start + MAX_CHARS)) for side in one.sides]
            if not all(any(_overlap(citation, other) for other in told) for citation in citations):
                dates = [self._standing(side).dated for side in one.sides]
                sentences.append(tell_opposed((citations[0], citations[1]), one.values, (dates[0], dates[1]), self.sheet))
        return sentences

    def _without_repetitions(self, extracts: Sequence[Extract]) -> list[Extract]:
        """The extracts, each with the other documents that state the same value; one that only repeats it is left out."""
        if self.ledger is None:
            return list(extracts)
        kept: list[Extract] = []
        for extract in extracts:
            asked = asked_values(self.query, said_in(extract.best, self.ledger))
            own = self.cite(extract.best.passage, extract.best.start, extract.best.end)
            if asked and any(_overlap(citation, own) for other in kept for citation in other.also):
                continue
            for said in (one for one in asked if is_about(self.query, one)):
                for alike in self.ledger.alike(said):
                    if alike.citation.document not in extract.documents and len(extract.also) < MAX_ALSO:
                        extract.also.append(alike.citation)
            kept.append(extract)
        return kept

    def _citation(self, extract: Extract) -> Citation:
        return self.cite(extract.best.passage, extract.start, extract.end)

    def _mark(self, extract: Extract) -> int:
        return self.sheet.mark(self._citation(extract), decisive_words(self.query, extract))


def _overlap(one: Citation, other: Citation) -> bool:
    """Whether two citations share words of a page."""
    is_same_page = (one.document_id, one.page_index) == (other.document_id, other.page_index)
    return is_same_page and one.start < other.end and other.start < one.end


def _holds(one: Citation, other: Citation) -> bool:
    """Whether the first quotes all of the second."""
    return _overlap(one, other) and one.start <= other.start and other.end <= one.end


def _adds(extracts: Sequence[Extract], one: Candidate) -> bool:
    """Whether a further sentence is worth reading: not quoted yet, and of the kind asked for if the best one is."""
    if not extracts:
        return True
    if any(other.best.passage.chunk_id == one.passage.chunk_id and other.start <= one.start < other.end for other in extracts):
        return False
    return one.has_kind or not extracts[0].best.has_kind


def _closes(query: Query, extracts: Sequence[Extract], one: Candidate, weights: Mapping[str, float]) -> float:
    """Share of the question's terms, by rarity, that a sentence holds and nothing quoted so far: a comparison has two sides."""
    said = {stem for extract in extracts for stem in stems_of(f"{extract.best.passage.context}\n{extract.quote}", query)}
    return sum(weights[term] for term in query.terms if term in one.stems and term not in said) / (sum(weights.values()) or 1.0)


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
