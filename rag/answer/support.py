"""Does a sentence bear an answer? Signs of words, names, events and meaning → how likely it answers.

Better nothing than something near. A near miss names its subject in full and a paraphrase none of it, so no single likeness
parts them. The signs are weighed by a logistic regression over the calibration half of the golden questions
(`benchmarks/answer_weights.py`); the weights are data.
"""

import math
from collections.abc import Mapping, Sequence

from rag.answer.candidates import Candidate, around, counts
from rag.answer.query import Query, kin_held, kin_in, language_in, stems_of
from rag.answer.stretch import stretch
from rag.knowledge.answer_weights import AnswerWeights, load_answer_weights
from rag.knowledge.kin import events
from rag.retrieve.passage import Passage

TRIED = 6  # best sentences of which the likeliest answers
RANKS = 5  # a passage further behind counts like this one


def likeliest(
    query: Query, telling: Sequence[Candidate], ranked: Sequence[Candidate], importance: Mapping[str, float]
) -> tuple[int, float]:
    """Place in `telling` of the sentence that most likely answers, and how likely it is, 0…1.

    Args:
        query: what is asked.
        telling: sentences that may answer, best first; at least one.
        ranked: all sentences, best first.
        importance: by term of the question, how much it tells.
    """
    weights = weights_for(ranked)
    found = [likelihood(signs(query, one, ranked, importance), weights) for one in telling[:TRIED]]
    best = max(range(len(found)), key=lambda place: found[place])
    return best, found[best]


def weights_for(ranked: Sequence[Candidate]) -> AnswerWeights:
    """The weights: for sentences whose meaning is known, or for words alone."""
    table = load_answer_weights()
    return table.by_meaning if any(one.meaning > 0 for one in ranked) else table.by_words


def likelihood(found: Mapping[str, float], weights: AnswerWeights) -> float:
    """Probability that a sentence with these signs answers."""
    odds = weights.constant + sum(getattr(weights, name) * value for name, value in found.items())
    return 1 / (1 + math.exp(-odds))


def holds_identifiers(query: Query, passages: Sequence[Passage]) -> bool:
    """Whether every word with digits in the question stands in some passage: a question about one is answered by no other."""
    read = "\n".join(f"{passage.head}\n{passage.context}\n{passage.text}" for passage in passages).lower()
    return all(word in read for word in query.identifiers)


def signs(query: Query, one: Candidate, ranked: Sequence[Candidate], importance: Mapping[str, float]) -> dict[str, float]:
    """What speaks for and against a sentence, by the names of `AnswerWeights`."""
    passage = one.passage
    quote = " ".join(part.quote for part in stretch(query, one))
    own = frozenset(stems_of(one.text, query))
    said = own | frozenset(stems_of(f"{quote}\n{passage.context}\n{passage.head}", query))
    near = frozenset(stems_of(around(one), query)) | kin_held(query, f"{quote}\n{passage.context}\n{around(one)}", passage.text)
    further = near | frozenset(stems_of(passage.text, query))
    held = sum(importance[term] for term in query.topic if term in own) / (sum(importance[term] for term in query.topic) or 1.0)
    rarest = max(query.topic, key=lambda term: importance[term], default="")
    others = (other.score for other in ranked if other.passage.chunk_id != passage.chunk_id)
    missing = float(len(query.names - said - further))
    return {
        "held": held,
        "lead": one.score - max(others, default=one.score),
        "rank": min(one.rank, RANKS) / RANKS,
        "meaning": one.meaning,
        "missing_name": missing,
        "far_name": float(len((query.names & further) - said)),
        "rarest_missing": float(bool(rarest) and rarest not in said | near),
        "other_event": float(
            _is_other_event(query, own | frozenset(stems_of(quote, query)), f"{quote}\n{passage.context}", one)
        ),
        "other_count": float(bool(query.counted) and not counts(query, passage, one.start, one.end)),
        "value": float(query.needs_value),
        "value_held": held * query.needs_value,
        "value_missing_name": missing * query.needs_value,
        "value_meaning": one.meaning * query.needs_value,
        "who": float(query.is_who),
    }


def _is_other_event(query: Query, quoted: frozenset[str], text: str, one: Candidate) -> bool:
    """Whether the question asks for something that happens, and a quotation with its headings does not speak of it."""
    asked = {term: query.kin[term] & events() for term in query.terms if query.kin.get(term, frozenset()) & events()}
    if not asked or quoted & asked.keys():
        return False
    return kin_in(text, language_in(one.passage.text)).isdisjoint(frozenset().union(*asked.values()))
