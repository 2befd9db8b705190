"""Every interview ends: within the number of questions that is promised, whatever is answered."""

from pathlib import Path

import pytest

from rag.brief.brief import AnswerRecord, Brief
from rag.brief.reconcile import reconcile
from rag.build.application import open_application
from rag.interview.choose import Round, next_round
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.questions import load_questions
from rag.settings import Settings
from tests.command import TODAY

TABLE = load_questions()
WORDS = ("I don't know", "it is like with the neighbours, only bigger", "skip")


def round_of(brief: Brief, *answers: AnswerRecord, put: int = 0) -> Round:
    """The next round where no answer changes the decision."""
    return next_round(brief, answers, put, lambda _: {"style": "MM"}, 9.0, TABLE, lambda _, value: str(value))


def test_no_interview_puts_more_than_promised(tmp_path: Path) -> None:
    """Who knows nothing, is not understood or skips by turns is asked as many questions at most, over all rounds."""
    settings = Settings(data_dir=tmp_path, embedder="hashing", ocr="off", libreoffice="off")
    put = 0
    with open_application(settings, writing=True, as_of=TODAY, indexes=False) as application:
        interview = application.consultation("default").interview
        for number in range(TABLE.rules.most):
            now = interview.round()
            if now.is_done:
                break
            for question in now.questions:
                interview.answer(question, WORDS[(number + put) % len(WORDS)])
                put += 1
        assert interview.round().is_done
    assert put <= TABLE.rules.most


@pytest.mark.parametrize(("put", "most"), [(0, 7), (23, 2), (25, 0), (26, 0)])
def test_the_last_round_is_as_short_as_it_has_to_be(put: int, most: int) -> None:
    """No round holds more than what is left of the promise."""
    brief = reconcile([], [], TODAY, load_brief_knowledge())
    now = round_of(brief, put=put)
    assert len(now.questions) <= most
    assert now.is_done == (most == 0)


def test_a_goal_that_nobody_knows_holds_nothing_up() -> None:
    """The core waits for questions that can still be put; one that was put and has no answer is not waited for."""
    knowledge = load_brief_knowledge()
    core = {row.id for row in TABLE.rows if row.core} - {"Q01"}
    rest = [AnswerRecord(question=id_, text="I don't know", dont_know=True) for id_ in sorted(core)]
    asked = AnswerRecord(question="Q01", text="I don't know", dont_know=True)
    waiting, told = (reconcile([], given, TODAY, knowledge) for given in (rest, [*rest, asked]))
    assert "objective.primary" in waiting.missing_core
    assert "objective.primary" in told.missing_core
    assert not round_of(waiting, *rest, put=len(rest)).is_done
    assert round_of(told, *rest, asked, put=len(rest) + 1).is_done
