"""Text → its clauses, each with its words of topic, its subject and the values it gives: numbers, dates, ranks, directions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.ground.comparison import Comparison
from rag.ground.quantity import Quantity, read_quantities
from rag.ground.topic import Term, is_label, read_terms
from rag.ground.words import WORD

MAX_CLAUSES = 24  # of a text; more are no sentence that anybody reads
SUBJECT_WORDS = 4  # of a clause without an auxiliary: so far its subject may reach
_CUT = re.compile(r",\s|;\s|\s(?:and|und|et|y|e|while|whereas|während|tandis que|mientras|enquanto)\s")
_JOINED = re.compile(r"(?:which|who|that|die|der|das|qui|que|an?|une?|una|uma)\s")  # belongs to the clause before

Value = tuple[str, str]  # what kind of value it is, and which


@dataclass(frozen=True, slots=True)
class ValueClause:
    """A clause of a quotation's sentence."""

    text: str
    values: frozenset[Value]
    own: tuple[Term, ...]  # its words of topic
    terms: tuple[Term, ...]  # the same, and the subject that it shares with the clause before
    subject: tuple[Term, ...]  # of its own words, those before its verb as far as that shows
    begins_with_verb: bool
    points_back: bool  # begins with a pronoun


def value_clauses(both: Comparison, text: str) -> list[ValueClause]:
    """The clauses of a text of the evidence; one that begins small goes on with the subject of the one before it."""
    found: list[ValueClause] = []
    subject: tuple[Term, ...] = ()
    for place, clause in enumerate(split_clauses(text)[:MAX_CLAUSES]):
        own = tuple(read_terms(clause, both.own, both.lexicon))
        goes_on = place > 0 and clause[:1].islower() and not _begins_thing(clause, both)
        if not goes_on:
            subject = tuple(term for term in own if is_subject(term, clause, both))
        found.append(
            ValueClause(
                text=clause,
                values=frozenset(values_of(both, clause)),
                own=own,
                terms=(*own, *(subject if goes_on else ())),
                subject=tuple(term for term in own if is_subject(term, clause, both)),
                begins_with_verb=_begins_with_verb(clause, both),
                points_back=both.theirs.words.says("pronouns", clause[:20]),
            )
        )
    return found


def split_clauses(text: str) -> list[str]:
    """The clauses of a text; a relative clause stays with what it speaks of."""
    clauses: list[str] = []
    for clause in _CUT.split(text):
        if clauses and (_JOINED.match(clause) or not re.search(r"\w", clause)):
            clauses[-1] += f" {clause}"
        else:
            clauses.append(clause)
    return clauses


def _begins_thing(clause: str, both: Comparison) -> bool:
    """Whether a clause begins with the name of a thing: a determiner, or a word that the clauses before do not need."""
    word = WORD.search(clause)
    low = word.group().lower() if word else ""
    following = WORD.findall(clause)[1:3]
    is_numbered = bool(following) and following[0].isdigit() and following[-1].lower() not in both.lexicon.units
    return low in both.theirs.words.words.determiners or is_numbered or bool(following and is_label(following[0]))


def _begins_with_verb(clause: str, both: Comparison) -> bool:
    """Whether a clause begins with an auxiliary, and so shares the subject of the first one."""
    word = WORD.search(clause)
    low = word.group().lower() if word else ""
    own = both.theirs
    return (low in own.lexicon.light and low not in own.words.words.determiners) or own.words.says("verbs", low)


def is_subject(term: Term, clause: str, both: Comparison) -> bool:
    """Whether the term stands before the clause's verb, as far as that shows."""
    verb = both.theirs.lexicon.modal.search(clause) or both.theirs.verb.search(clause)
    return term.start < verb.start() if verb else term.place < SUBJECT_WORDS


def values_of(both: Comparison, text: str) -> Iterator[tuple[str, str]]:
    """Kind and value of what a clause may be given: its quantities, and words that exclude each other."""
    for quantity in read_quantities(text, both.lexicon):
        if not quantity.is_soft:
            yield _kind(quantity), _amount(quantity)
    for group in both.wording.exclusive:
        for place, one in enumerate(group.sets):
            if one.search(text):
                yield group.id, str(place)


def _kind(quantity: Quantity) -> str:
    """What can stand in a quantity's place: money of its currency, a rate of its period, a year for a year."""
    is_year = quantity.kind == "number" and not quantity.counted and any(1900 <= number <= 2100 for number in quantity.numbers)
    unit = quantity.unit if quantity.kind == "money" else "year" if is_year else ""
    return f"{quantity.kind} {unit} {quantity.per or ''}"


def _amount(quantity: Quantity) -> str:
    if quantity.days:
        return " ".join(sorted(str(day) for day in quantity.days))
    readings = sorted(quantity.readings)
    return f"{readings[0][0]} {readings[0][1]}" if readings else quantity.text.lower()
