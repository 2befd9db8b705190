"""160 messy answers in four languages: nine in ten are read as they are meant, and nothing is invented."""

from pathlib import Path

import pytest

from rag.brief.brief import AnswerRecord
from rag.build.application import open_application
from rag.errors import UsageError
from rag.evaluate.answer_readings import (
    IN_PASSING,
    OF_FIRMS,
    OF_MORE_PEOPLE,
    OF_PEOPLE,
    MessyAnswer,
    evaluate_answers,
    read_messy_answers,
)
from rag.settings import Settings


def test_messy_answers_are_read_and_none_is_invented(settings: Settings) -> None:
    """The bars: a share of .9 read right, no value that nobody said."""
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        found = evaluate_answers(read_messy_answers(), application.consultation(settings.workspace).interview.reads)
    assert found["answers"] >= 150
    assert found["share"] >= 0.9, found["wrong"]
    assert found["invented"] == 0, found["inventions"]


@pytest.mark.parametrize(("split", "least", "invented"), [("tune", 0.97, 0), ("held", 0.77, 5)])
def test_answers_in_passing_are_read(settings: Settings, split: str, least: float, invented: int) -> None:
    """Whole sentences: what was looked at is read, and of what was not the share stays what it was when it was measured."""
    answers = [one for one in read_messy_answers(IN_PASSING) if one.split == split]
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        found = evaluate_answers(answers, application.consultation(settings.workspace).interview.reads)
    assert found["share"] >= least
    assert found["invented"] <= invented


@pytest.mark.parametrize(("split", "least", "invented"), [("tune", 0.99, 0), ("held", 0.74, 46)])
def test_answers_of_people_to_the_whole_bank_are_no_worse_read(
    settings: Settings, split: str, least: float, invented: int
) -> None:
    """946 answers to all questions but Q74: the shares that were measured are kept; the bar is far for those not looked at."""
    answers = [one for file in OF_PEOPLE for one in read_messy_answers(file) if one.split == split]
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        found = evaluate_answers(answers, application.consultation(settings.workspace).interview.reads)
    assert found["answers"] == 473
    assert found["share"] >= least
    assert found["invented"] <= invented


def test_answers_of_more_people_are_no_worse_read(settings: Settings) -> None:
    """296 answers to the whole bank, stories and corrections among them, all looked at: what was measured is kept."""
    answers = [one for file in OF_MORE_PEOPLE for one in read_messy_answers(file)]
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        found = evaluate_answers(answers, application.consultation(settings.workspace).interview.reads)
    assert found["answers"] == 296
    assert found["share"] >= 0.95, found["wrong"]
    assert found["invented"] <= 4, found["inventions"]


def test_roundabout_answers_of_firms_are_no_worse_read(settings: Settings) -> None:
    """160 answers to the questions that decide between styles, told without the words of the quick replies."""
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        found = evaluate_answers(read_messy_answers(OF_FIRMS), application.consultation(settings.workspace).interview.reads)
    assert found["answers"] == 160
    assert found["share"] >= 0.88, found["wrong"]
    assert found["invented"] <= 7, found["inventions"]


def test_what_counts_as_right_and_as_invented() -> None:
    """A missing value is wrong, another value is invented as well, and members that are not expected may be anything."""
    answers = [
        MessyAnswer(question="Q51", text="6", lang="en", kind="plain", expect={"team.engineers": {"day1": 6}}),
        MessyAnswer(question="Q51", text="7", lang="en", kind="plain", expect={"team.engineers": {"day1": 7}}),
        MessyAnswer(question="Q51", text="lovely", lang="en", kind="nonsense"),
        MessyAnswer(question="Q45", text="GDPR", lang="en", kind="list", expect={"reg.regimes": ["GDPR"]}),
    ]
    read = {"6": {"team.engineers": {"day1": 6, "m24": 9}}, "7": {"team.engineers": {"day1": 70}}, "lovely": {"cap.ai": "none"}}
    found = evaluate_answers(answers, lambda _id, _about, text: AnswerRecord(question="", text=text, values=read.get(text, {})))
    assert (found["right"], found["invented"]) == (1, 2)
    assert [case["text"] for case in found["wrong"]] == ["7", "lovely", "GDPR"]


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    file = tmp_path / "answers.yaml"
    file.write_text("answers: [{question: Q01}]", encoding="utf-8")
    with pytest.raises(UsageError, match=r"answers\.yaml"):
        read_messy_answers(file)
