"""Documents that disagree about what was asked: which values stand against each other, and what is told of them.

The ledger comes first: it knows subjects, tiers, times and precedence. Sentences are compared only where it is silent because
one of them was never read as a fact.
"""

from collections.abc import Sequence

from rag.answer.answer import Sentence, place_of
from rag.answer.asked import asked_kinds, compared_sides
from rag.answer.candidates import Candidate
from rag.answer.ledger import Disagreement, Ledger, Said
from rag.answer.query import Query, stems_of
from rag.answer.sheet import CitationSheet
from rag.answer.stretch import Extract
from rag.ground.citation import Citation
from rag.retrieve.passage import Passage

MAX_TOLD = 2  # disagreements in one answer
MIN_FOUND = 2  # sides among the passages
MAX_SIDES = 4  # values of one disagreement


def said_in(one: Candidate, ledger: Ledger) -> Sequence[Said]:
    """The values that the ledger read in a candidate's sentence."""
    passage = one.passage
    return ledger.said_in(passage.document_id, passage.page_index, passage.start + one.start, passage.start + one.end)


def asked_values(query: Query, said: Sequence[Said]) -> list[Said]:
    """Those values of a sentence that the question asks for: by its words, or because only one can be meant."""
    if kinds := asked_kinds(query):
        return [one for one in said if one.kind in kinds]
    fitting = [one for one in said if one.measure in query.wants[:1]]
    return fitting if len({one.kind for one in fitting}) == 1 else []


def is_about(query: Query, said: Said) -> bool:
    """Whether a value is of what the question names."""
    return set(stems_of(said.about, query)) <= set(query.terms)


def holds_asked(query: Query, one: Candidate, ledger: Ledger) -> bool:
    """Whether the ledger read in a sentence the very kind of value that the question's words ask for, of what it names."""
    kinds = asked_kinds(query)
    return any(said.kind in kinds and said.about and is_about(query, said) for said in said_in(one, ledger))


def known_disagreements(
    query: Query, extracts: Sequence[Extract], passages: Sequence[Passage], ledger: Ledger
) -> list[Disagreement]:
    """The ledger's disagreements about the value asked for, one side of which is about to be quoted.

    The other side was found as well, or the question names what both are about: else it may ask for something narrower.
    """
    found: list[Disagreement] = []
    known, compares = ledger.disagreements(), bool(compared_sides(query.text))
    for place, extract in enumerate(extracts):
        asked = asked_values(query, said_in(extract.best, ledger))
        spoken_of = {one.about.casefold() for one in asked}
        for one in known:
            keys = {side.key for side in one.sides}
            if one in found or not any(said.key in keys for said in asked):
                continue
            is_named = bool(one.about) and set(stems_of(one.about, query)) <= set(query.terms)
            if not is_named and sum(_is_found(side.citation, passages) for side in one.sides) < MIN_FOUND:
                continue
            if _is_of(query, one.about, spoken_of, is_best=place == 0 or compares):
                found.append(one)
    return found[:MAX_TOLD]


def _is_found(citation: Citation, passages: Sequence[Passage]) -> bool:
    place = citation.document_id, citation.page_index
    return any(
        (one.document_id, one.page_index) == place and one.start < citation.end and citation.start < one.end for one in passages
    )


def _is_of(query: Query, about: str, spoken_of: set[str], *, is_best: bool) -> bool:
    """Whether the question is about this subject: it names it, or it names none and the best sentence is about it."""
    terms = set(query.terms)
    own = set(stems_of(about, query))
    if own <= terms:
        return True
    others = [set(stems_of(other, query)) for other in spoken_of - {about.casefold()}]
    return is_best and not any(other and other <= terms for other in others)


def tell_known(one: Disagreement, sheet: CitationSheet) -> list[Sentence]:
    """What is told of a disagreement in the ledger, the side believed first in front."""
    sides = one.sides[:MAX_SIDES]
    markers = tuple(sheet.mark(side.citation, _shown_in(side)) for side in sides)
    said = "; ".join(f"{side.shown} ({_source(side.citation, side.dated)})" for side in sides)
    names = {side.citation.document for side in sides}
    if one.is_overtaken:
        head, end = f"Your documents give different values for {one.label}", "The newer statement counts:"
    else:
        who = "Your documents disagree" if len(names) > 1 else "A document disagrees with itself"
        head, end = f"{who} on {one.label}", "Until this is settled,"
    return [
        Sentence(f"{head}: {said}.", markers, form="told"),
        Sentence(f"{end} the design uses {one.used}.", form="told"),
    ]


def tell_opposed(
    sides: tuple[Citation, Citation], values: tuple[str, str], dates: tuple[str, str], sheet: CitationSheet
) -> Sentence:
    """What is told of two sentences that nearly agree, but for one value or a denial; the one believed first in front."""
    places = [_source(citation, dated) for citation, dated in zip(sides, dates, strict=True)]
    markers = tuple(sheet.mark(citation, value) for citation, value in zip(sides, values, strict=True))
    if all(values):
        said = "; ".join(f"{value} ({place})" for value, place in zip(values, places, strict=True))
        return Sentence(f"Your documents disagree: {said}.", markers, form="told")
    return Sentence(f"Your documents disagree: {places[0]}, says the contrary of {places[1]}.", markers, form="told")


def _shown_in(side: Said) -> str:
    return side.shown if side.shown in side.citation.quote else ""


def _source(citation: Citation, dated: str) -> str:
    return ", ".join(filter(None, (place_of(citation), dated)))
