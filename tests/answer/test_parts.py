"""Questions that ask several things at once."""

import pytest

from rag.answer.answer import Answer, MarkedCitation, Sentence
from rag.answer.parts import joined_answer, question_parts
from rag.ground.citation import Citation


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When does the Basware contract end, and who signs the next one?",
            ("When does the Basware contract end", "who signs the next one?"),
        ),
        (
            "Which class checks the codes today, and at what point will claims be flagged?",
            ("Which class checks the codes today", "at what point will claims be flagged?"),
        ),
        ("Wo stehen die Server und wer wartet den Fuhrpark?", ("Wo stehen die Server", "wer wartet den Fuhrpark?")),
        (
            "When is the daily standup and how long does it last?",
            ("When is the daily standup", "how long does it last? (daily standup)"),
        ),
        (
            "Can providers be looked up by their number? Which search fields are there?",
            ("Can providers be looked up by their number?", "Which search fields are there? (providers looked number)"),
        ),
    ],
)
def test_what_is_asked_one_after_the_other(question: str, parts: tuple[str, ...]) -> None:
    """Each part can be searched for by itself; one that points back takes the topic of the part before it."""
    assert question_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Who writes the policy and the runbook?",
        "We are ordering brackets for Pahiatua. How many meters are there?",
        "When and where is it?",
        "The board asked for figures, and what they mean.",
        "Which parts are planned and approved, and reviewed?",
        "Who pays, and who signs, and who reads, and who files the invoices?",
        "",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    """An "and" between things, a sentence before the question, words without a topic, a whole questionnaire: nothing splits."""
    assert question_parts(question) == ()


def cited(document: str, quote: str) -> Citation:
    """A citation of a page's beginning."""
    return Citation(
        document_id=document,
        document=document,
        sha256="",
        page=1,
        page_index=0,
        locator="p. 1",
        quote=quote,
        start=0,
        end=len(quote),
    )


def answered(question: str, *said: tuple[str, str]) -> Answer:
    """An answer of sentences and their documents."""
    return Answer(
        question=question,
        is_answered=True,
        sentences=tuple(Sentence(text, (number,)) for number, (text, _) in enumerate(said, start=1)),
        citations=tuple(MarkedCitation(number, cited(name, text)) for number, (text, name) in enumerate(said, start=1)),
    )


def test_answers_to_parts_are_one_answer() -> None:
    """Citations are numbered through, a source that serves both once, and nothing is said twice."""
    first = answered("a?", ("It ends in May.", "contract.md"))
    second = answered("b?", ("It ends in May.", "contract.md"), ("Ann signs.", "minutes.md"))
    whole = joined_answer("a, and b?", [first, second])
    assert (whole.question, whole.text) == ("a, and b?", "It ends in May. [1] Ann signs. [2]")
    assert [one.citation.document for one in whole.citations] == ["contract.md", "minutes.md"]


def test_a_part_that_nothing_answers_is_named() -> None:
    """What the documents do not say of it stands beside what they do."""
    none = Answer(question="who signs?", is_answered=False, sentences=(Sentence("Not in your documents."),))
    whole = joined_answer("When, and who signs?", [answered("When?", ("It ends in May.", "contract.md")), none])
    assert whole.is_answered
    assert whole.text == "It ends in May. [1] Not in your documents. “who signs?”"
