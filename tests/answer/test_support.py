"""How likely a sentence answers: what speaks for it and against it."""

from collections.abc import Sequence

import pytest

from rag.answer.candidates import rank_sentences, term_weights
from rag.answer.extract_answer import extract_answer, may_answer
from rag.answer.query import read_query
from rag.answer.support import holds_identifiers, likeliest, likelihood, signs, weights_for
from rag.knowledge.answer_weights import AnswerWeights, load_answer_weights
from rag.retrieve.passage import Passage
from tests.answer.passages import ALL, cite, found, passage


def first(question: str, passages: Sequence[Passage]) -> dict[str, float]:
    """The signs of the best sentence that may answer."""
    query = read_query(question)
    ranked = rank_sentences(query, passages)
    return signs(query, may_answer(query, ranked)[0], ranked, term_weights(query, passages))


def test_signs_are_those_of_the_table() -> None:
    """Each sign has a weight, and each weight but the constant and what is enough its sign."""
    names = set(AnswerWeights.model_fields) - {"constant", "enough", "enough_known"}
    assert set(first("What is the budget of the order platform?", ALL)) == names


def test_what_speaks_against_a_sentence() -> None:
    """A name that its passage lacks, another event, and a number beside something else."""
    contract = passage(1, "The agreement with Northlight was amended on 14 September 2026.")
    assert first("When does the agreement with Northlight expire?", [contract])["other_event"] == 1.0
    assert first("When was the agreement with Northlight changed?", [contract])["other_event"] == 0.0
    assert first("When was the agreement with Southlight changed?", [contract])["missing_name"] == 1.0
    radio = passage(2, "Since 2021 the household counts run on one machine; two restarts in five years.")
    assert first("How many households are there?", [radio])["other_count"] == 1.0
    assert first("How many restarts were there?", [radio])["other_count"] == 0.0


def test_a_row_counts_what_its_first_cell_names() -> None:
    """A number of another cell is beside it, however far; the label of another row is not."""
    header = "Fit\nWhat | How many | Product A | Product B"
    table = passage(1, "Front desk | 14 | 14 | 13\nFarm rounds and herd visits | 9 | 5 | 4", header)
    assert first("How many of the farm rounds does Product B cover?", [table])["other_count"] == 0.0
    answer = extract_answer("x", found("How many of the farm rounds does Product B cover?", [table]), cite)
    assert "Product B: 4" in answer.sentences[0].text


def test_a_count_comes_before_what_only_speaks_of_the_same() -> None:
    """The number beside what is counted answers, though another sentence holds more words of the question."""
    text = "On Tac island the oxygen fell to 3.4 mg in 19 minutes. Some 61,000 fish died."
    answer = extract_answer("x", found("How many fish died on Tac island?", [passage(1, text)]), cite)
    assert answer.citations[0].decisive == "61,000"


def test_the_likeliest_of_the_best_sentences_is_chosen() -> None:
    """Not always the one whose score is highest."""
    query = read_query("What does the port pay Afriscale per year?")
    table = passage(1, "Harbourmate | Nautisoft | USD 96,000\nScales | Afriscale | GHS 140,000", "Costs\nWhat | Who | Per year")
    ranked = rank_sentences(query, [table, *ALL])
    place, likely = likeliest(query, may_answer(query, ranked), ranked, term_weights(query, [table, *ALL]))
    assert "Afriscale" in may_answer(query, ranked)[place].text
    assert likely >= weights_for(ranked).enough


def test_weights_without_meaning() -> None:
    """They are of their own, and a sign that is not known counts nothing there."""
    query = read_query("What is the budget of the order platform?")
    table = load_answer_weights()
    assert weights_for(rank_sentences(query, ALL)) == table.by_words
    assert weights_for(rank_sentences(query, ALL, lambda texts: [0.5 for _ in texts])) == table.by_meaning
    assert table.by_words.meaning == table.by_words.value_meaning == 0.0
    nothing = dict.fromkeys(set(AnswerWeights.model_fields) - {"constant", "enough", "enough_known"}, 0.0)
    assert likelihood(nothing, table.by_words) < 0.5


def test_an_identifier_has_to_stand_somewhere() -> None:
    """A question about contract K-4711 is answered by no paper that does not name it."""
    query = read_query("When does contract K-4711 end?")
    assert not holds_identifiers(query, [passage(1, "Contract K-4712 ends in May.")])
    assert holds_identifiers(query, [passage(1, "Contract K-4711 ends in May.")])


PEOPLE = (
    passage(1, "Nobody looks after the printers, but the duty manager has a phone."),
    passage(2, "The scanners were bought in Sydney and speak REST. The label printer is old."),
    passage(3, "| Beatriz | TypeScript, React | all |"),
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who looks after the printers?", "duty manager"),  # a word for people
        ("Who knows React?", "Beatriz"),  # a cell that may be a name
        ("Who bought the scanners?", ""),  # neither a place nor a protocol is somebody
        ("Which supplier sold us the scanners?", ""),
    ],
)
def test_somebody_is_a_name_or_a_word_for_people(question: str, said: str) -> None:
    """A question for somebody is answered by somebody, or not at all."""
    answer = extract_answer("x", found(question, PEOPLE), cite)
    assert answer.is_answered is bool(said)
    assert said in answer.text
