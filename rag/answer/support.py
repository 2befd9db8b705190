"""Does what was found bear an answer? Words, names and meaning → yes, or better nothing than something near.

Where the meaning of sentences is known, the weights come from a logistic regression over the calibration half of the golden
questions: 69 that three sets of documents answer, 11 near misses and 144 questions put to another set's documents. On the test
half these alone decline 87 % of the questions of another set and 9 % of the answerable; a near miss, such as the version of a
product that is only named, is for `value.py` (`make bench-questions`). The other weights are older, for when there are no
vectors.
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
    meaning: float  # best cosine of question and sentence
    enough: float
    missing_name: float = 1.5  # off for each name in the question that no passage holds
    one_term: float = 1.5  # off when the question has a single term: that tells less than its perfect coverage says
    no_value: float = 0.9  # off when a number, date or amount is asked for and the best sentence holds none


BY_SENTENCES = _Weights(1.8, 0.0, 5.4, 6.4, 5.2, missing_name=1.2, one_term=0.0, no_value=0.0)
BY_PASSAGES = _Weights(2.4, 4.2, 8.1, 0.0, 7.0)
BY_WORDS = _Weights(3.1, 4.7, 0.0, 0.0, 4.3)


def is_supported(query: Query, ranked: Sequence[Candidate], passages: Sequence[Passage]) -> bool:
    """Whether the best sentence is about what was asked.

    A question about a number or an identifier is only answered by passages that hold it.
    """
    if not query.terms or not ranked:
        return False
    read = "\n".join(f"{passage.head}\n{passage.context}\n{passage.text}" for passage in passages)
    found = frozenset(stems_of(read, query))
    if any(word not in read.lower() for word in query.identifiers):
        return False
    importance = term_weights(query, passages)
    presence = sum(weight for term, weight in importance.items() if term in found) / sum(importance.values())
    dense, meaning = max(passage.dense for passage in passages), max(one.meaning for one in ranked)
    weights = BY_SENTENCES if meaning > 0 else BY_PASSAGES if dense > 0 else BY_WORDS
    value = weights.coverage * ranked[0].coverage + weights.presence * presence
    value += weights.dense * dense + weights.meaning * meaning
    value -= weights.missing_name * len(query.names - found) + weights.one_term * (len(query.terms) == 1)
    value -= weights.no_value * (bool(set(query.wants) - {"name", "reason"}) and not ranked[0].has_kind)
    return value >= weights.enough
