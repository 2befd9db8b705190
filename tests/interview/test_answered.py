"""What people answered, as the proposal sees it."""

from rag.brief.brief import AnswerRecord, Brief, Constraint
from rag.interview.answered import Answered, list_answers
from rag.knowledge.questions import load_questions


def listed(*records: AnswerRecord) -> list[Answered]:
    """Answers beside a brief with one constraint."""
    rule = Constraint(id="c1", text="Herds stay apart.", category="rule", hard=True, modality="must", kind="constraint")
    brief = Brief(as_of="2026-11-21", fields={}, constraints=(rule,))
    found = list_answers(
        records, brief, load_questions(), lambda _path, value: str(value), {}, lambda record: record.text == "no idea"
    )
    return list(found)


def test_an_answer_is_unread_where_something_was_said_and_nothing_made_of_it() -> None:
    """Not knowing is told apart, also where a question was put twice; what was skipped or set by hand is no answer."""
    said = listed(
        AnswerRecord(question="Q03", text="the weir goes", dont_know=True),
        AnswerRecord(question="Q08", text="no idea", dont_know=True),
        AnswerRecord(question="Q19", text="2 hours", values={"rel.rto": 7200}),
        AnswerRecord(question="Q20", text="skip", skipped=True),
        AnswerRecord(question="field:rel.rpo", text="5 minutes", values={"rel.rpo": 300}),
    )
    assert [(one.question, one.is_unread, one.is_unknown) for one in said] == [
        ("Q03", True, False),
        ("Q08", False, True),
        ("Q19", False, False),
    ]
    assert said[0].asked == "What happens if nothing is done for 12 months?"


def test_a_confirmation_says_what_was_to_be_confirmed() -> None:
    """A yes stands for the statement that it answers."""
    (said,) = listed(AnswerRecord(question="Q71:c1", text="yes", accepts="c1"))
    assert said.asked == "to confirm “Herds stay apart”"
