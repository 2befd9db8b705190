"""Goals in people's own words: read in five languages, never where none is said; what is not understood is offered again."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.interview.question import Question
from rag.knowledge.tables import TABLES, read_table
from rag.knowledge.weights import WeightTable
from rag.settings import Settings

SET = yaml.safe_load((Path(__file__).parents[1] / "golden" / "goals.yaml").read_text(encoding="utf-8"))["goals"]
HELD_RIGHT = 0.9  # share of the held-out half that has to be read


@pytest.fixture
def consultation(settings: Settings) -> Iterator[Consultation]:
    """A workspace without documents."""
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        yield application.consultation(settings.workspace)


def goal_of(consultation: Consultation, text: str) -> str:
    """What an answer to the question about goals is read as."""
    return str(consultation.interview.reads("Q01", "", text).values.get("objective.primary", ""))


def test_goals_are_read_in_people_s_own_words(consultation: Consultation) -> None:
    """All of the half that the patterns were written on, nearly all of the other, and no goal where none was said."""
    rows: list[dict[str, Any]] = [{**row, "read": goal_of(consultation, row["text"])} for row in SET]
    wrong = [(row["text"], row["read"]) for row in rows if row["read"] not in ("", *row["expect"].split("|"))]
    assert wrong == []
    right = Counter(row["split"] for row in rows if row["read"] in row["expect"].split("|"))
    assert right["tune"] == sum(row["split"] == "tune" for row in rows)
    assert right["held"] >= HELD_RIGHT * sum(row["split"] == "held" for row in rows)


def test_every_goal_that_weighs_can_be_said(consultation: Consultation) -> None:
    """Each has patterns in five languages and a quick reply."""
    weighed = set(read_table("weights", WeightTable, TABLES).objectives)
    assert weighed == {goal for row in SET for goal in row["expect"].split("|") if goal}
    for goal in weighed:
        assert {row["lang"] for row in SET if row["expect"] == goal} == {"en", "de", "fr", "es", "pt"}
    offered = next(one for one in consultation.interview.round().questions if one.id == "Q01").choices
    assert {choice.values["objective.primary"] for choice in offered} == weighed


def first(consultation: Consultation) -> Question:
    """The question that is put now."""
    found = consultation.interview.open_question()
    assert found is not None
    return found


def test_what_is_not_understood_is_offered_once_more(consultation: Consultation) -> None:
    """The reply says so and names the quick replies, the question stays open once, then it is kept as a note."""
    question = first(consultation)
    reading = consultation.interview.answer(question, "it is complicated")
    assert reading.not_understood == "it is complicated"
    assert "Does one of these come near it: efficiency, cost, new market or product" in reading.message
    again = first(consultation)
    assert again.id == question.id == "Q01"
    consultation.interview.answer(again, "really complicated")
    assert first(consultation).id != "Q01"


def test_what_is_understood_or_unknown_is_not_asked_again(consultation: Consultation) -> None:
    """An answer, and “I don't know”, settle the question."""
    consultation.interview.answer(first(consultation), "our systems must talk to each other")
    assert first(consultation).id == "Q05"
    consultation.interview.answer(first(consultation), "I don't know")
    assert first(consultation).id not in ("Q01", "Q05")
    assert consultation.brief().value("objective.primary") == "integration"
