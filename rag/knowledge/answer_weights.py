"""What speaks for and against a sentence as the answer to a question: `answer_weights.yaml`."""

from functools import cache

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class AnswerWeights(KnowledgeRow):
    """Log-odds of each sign that a sentence answers, and how likely is enough."""

    constant: float
    held: float  # share of what the question is about, by rarity, in the sentence itself
    lead: float  # score beyond that of the best sentence of any other passage
    rank: float  # of its passage among the first five, 0…1
    meaning: float  # cosine of sentence and question
    missing_name: float  # for each name in the question that its passage does not hold
    far_name: float  # for each that the passage holds, but neither the quotation nor what heads it
    rarest_missing: float  # the rarest word of the question, or one that may stand for it, is not near
    other_event: float  # the question asks for an event that the quotation does not speak of
    other_count: float  # what is counted stands away from every number
    value: float  # the question asks for a value, which the quotation gives
    value_held: float  # … and `held` once more
    value_missing_name: float  # … and `missing_name` once more
    value_meaning: float  # … and `meaning` once more
    who: float  # the question asks for somebody
    enough: float  # probability from which on the sentence is said
    enough_known: float  # … when a fact of the kind asked for was read in it


class AnswerWeightsTable(KnowledgeTable):
    """corpus/tables/answer_weights.yaml."""

    by_meaning: AnswerWeights  # where the meaning of sentences is known
    by_words: AnswerWeights


@cache
def load_answer_weights() -> AnswerWeightsTable:
    """The table, read once: it is part of the program and never changes while it runs.

    Raises:
        KnowledgeError: the table does not hold to its schema.
    """
    return read_table("answer_weights", AnswerWeightsTable)
