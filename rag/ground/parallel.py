"""Does a sentence mix two clauses of its quotation: the subject of the one with what the other says of its own?"""

from collections.abc import Iterator, Sequence

from rag.ground.clause_values import MAX_CLAUSES, ValueClause, split_clauses, value_clauses, values_of
from rag.ground.comparison import Comparison
from rag.ground.mismatch import Mismatch
from rag.ground.topic import Term, Vocabulary, read_terms


def mixed_mismatches(both: Comparison) -> Iterator[Mismatch]:
    """What the sentence says of one thing and the quotation of another that it names beside it."""
    wholes = [value_clauses(both, "; ".join(part.rstrip(".") for part in group)) for group in both.evidence.by_quote]
    claimed = split_clauses(both.claim)
    if len(claimed) > MAX_CLAUSES:
        yield Mismatch("length", "the sentence has too many clauses to be checked")
    for clause in claimed[:MAX_CLAUSES]:
        for whole in wholes:
            yield from _wrong_clause(both, clause, whole)
            yield from _mixed(both, clause, whole)
        if len(wholes) > 1:
            yield from _mixed(both, clause, [one for whole in wholes for one in whole], must_match=True)


def _wrong_clause(both: Comparison, claim: str, clauses: Sequence[ValueClause]) -> Iterator[Mismatch]:
    """A value of one clause with a thing of another one, which has a value of that kind itself."""
    said = Vocabulary.of(claim, both.own)
    for kind, value in values_of(both, claim):
        holding = [place for place, one in enumerate(clauses) if (kind, value) in one.values]
        if len(holding) != 1:
            continue
        held = clauses[holding[0]]
        here = Vocabulary.of(" ".join([held.text, *(term.text for term in held.terms)]), both.own)
        shared = clauses[0].subject if held.begins_with_verb else ()
        taken = [
            term.text
            for place, one in enumerate(clauses)
            if place != holding[0] and any(other == kind for other, _ in one.values)
            for term in one.terms
            if said.holds(term.text) and not here.holds(term.text) and not (place == 0 and term in shared)
        ]
        left = [term.text for term in held.terms if not said.holds(term.text)]
        if taken and left:
            yield Mismatch("binding", f"the quotation says it of “{left[0]}”, not of “{taken[0]}”")


def _mixed(both: Comparison, claim: str, said_by: Sequence[ValueClause], *, must_match: bool = False) -> Iterator[Mismatch]:
    """The subject of one clause with what another clause says of its own subject.

    Clauses of separate quotations (`must_match`) may add up to a sentence, unless they say the like of two things.
    """
    terms = read_terms(claim, both.own, both.lexicon)
    clauses = [clause.own for clause in said_by if clause.own and not clause.points_back]
    if len(terms) < 2 or len(clauses) < 2:
        return
    said = Vocabulary.of(both.claim, both.own)
    subject, last = _only_in(terms[0], clauses), _only_in(terms[-1], clauses)
    if subject is None or last is None or subject == last or terms[0].stem != clauses[subject][0].stem:
        return
    rival = clauses[last][0]
    held = {term.stem for term in clauses[last]}
    if must_match and not held & {term.stem for term in clauses[subject]}:
        return
    if not said.holds(rival.text) and rival.stem != clauses[subject][0].stem and terms[0].stem not in held:
        yield Mismatch("binding", f"the quotation says it of “{rival.text}”, not of “{terms[0].text}”")


def _only_in(term: Term, clauses: Sequence[Sequence[Term]]) -> int | None:
    """The one clause that holds the term; None when several or none do."""
    places = [place for place, clause in enumerate(clauses) if any(term.stem == other.stem for other in clause)]
    return places[0] if len(places) == 1 else None
