"""Does what was found bear an answer? Words, identifiers and meaning → yes, or better nothing than something near.

The weights come from a logistic regression over 43 questions that two public document sets answer and 45 that they do not; each
question left out once, 89 % of the unanswerable are declined and 9 % of the answerable. They say nothing about a company or a
field.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.candidates import Candidate, term_weights
from rag.answer.query import Query, stems_of
from rag.retrieve.passage import Passage


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each sign counts, and how much is enough."""

    coverage: float  # of the question's terms by the best sentence, 0…1
    presence: float  # of the terms anywhere in the passages, 0…1
    dense: float  # best cosine of question and passage
    enough: float


WITH_MEANING = _Weights(2.4, 4.2, 8.1, 7.0)
BY_WORDS = _Weights(3.1, 4.7, 0.0, 4.3)
ONE_TERM = 1.5  # a question of a single term tells less than its perfect coverage says
NO_VALUE = 0.9  # off when a number, date or amount is asked for and the best sentence holds none
MISSING_NAME = 1.5  # a name in the question that no passage holds takes this much off


def is_supported(query: Query, ranked: Sequence[Candidate], passages: Sequence[Passage]) -> bool:
    """Whether the best sentence is about what was asked.

    A question about a number or an identifier is only answered by passages that hold it.
    """
    if not query.terms or not ranked:
        return False
    read = "\n".join(f"{passage.context}\n{passage.text}" for passage in passages)
    found = frozenset(stems_of(read, query))
    if any(word not in read.lower() for word in query.identifiers):
        return False
    importance = term_weights(query, passages)
    presence = sum(weight for term, weight in importance.items() if term in found) / sum(importance.values())
    dense = max(passage.dense for passage in passages)
    weights = WITH_MEANING if dense > 0 else BY_WORDS
    value = weights.coverage * ranked[0].coverage + weights.presence * presence + weights.dense * dense
    value -= MISSING_NAME * len(query.names - found) + ONE_TERM * (len(query.terms) == 1)
    value -= NO_VALUE * (bool(set(query.wants) - {"name", "reason"}) and not ranked[0].has_kind)
    return value >= weights.enough
