"""Changes asked for in the conversation: shares of what is known and wishes about technologies, told from answers."""

from pathlib import Path
from typing import Any

import pytest

from rag.build.application import Application
from rag.consultation import Consultation

POLICY = """# IT policy

1 May 2026

The team has six developers, who know Java and PostgreSQL.

The total budget must not exceed EUR 400,000.
"""


@pytest.fixture
def consultation(application: Application, tmp_path: Path) -> Consultation:
    """A company that knows its budget and its team, and not its users."""
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    opened = application.consultation(application.create_workspace(f"Company {len(application.workspaces())}"))
    opened.ingest([tmp_path / "policy.md"])
    return opened


@pytest.mark.parametrize(
    ("line", "path", "value"),
    [
        ("Halve the budget", "budget.total", 200_000),
        ("please cut the budget by 25 %", "budget.total", 300_000),
        ("Reduce our budget by 12.5 percent.", "budget.total", 350_000),
        ("Halbiere das Budget", "budget.total", 200_000),
        ("Erhöhe das Budget um 10 Prozent", "budget.total", 440_000),
        ("Augmente le budget de 10 %", "budget.total", 440_000),
        ("Duplica el presupuesto", "budget.total", 800_000),
        ("double the team", "team.engineers", {"day1": 12}),
        ("No AWS", "stack.forbidden", ["AWS"]),
        ("ohne Kubernetes", "stack.forbidden", ["Kubernetes"]),
        ("Use Kafka", "stack.preferred", ["Apache Kafka"]),
        ("Use PostgreSQL instead of Oracle Database", "stack.forbidden", ["Oracle Database"]),
    ],
)
def test_a_change_is_made_and_told(consultation: Consultation, line: str, path: str, value: Any) -> None:
    """The value follows, the words are kept, and the question that is open stays open."""
    asked = consultation.interview.open_question()
    said = "".join(consultation.conversation.say(line))
    assert said.startswith("Changed – ")
    assert consultation.brief().fields[path].value == value
    assert any(source.text == line.rstrip(".") for source in consultation.brief().fields[path].provenance)
    assert asked is not None
    assert asked.id in {question.id for question in consultation.interview.round().open} or set(asked.fields) & {path}


@pytest.mark.parametrize("line", ["increase the users by 50 %", "halve the data"])
def test_what_nobody_knows_has_no_share(consultation: Consultation, line: str) -> None:
    """The reply asks for the number, keeps nothing, and takes no question off the list."""
    before = consultation.brief(), consultation.interview.open_question()
    assert "Say the number itself." in "".join(consultation.conversation.say(line))
    assert (consultation.brief(), consultation.interview.open_question()) == before


@pytest.mark.parametrize(
    "line", ["no idea", "No, 40 of them", "use two factor login", "half of them work at night", "6 developers"]
)
def test_other_lines_are_answers(consultation: Consultation, line: str) -> None:
    """What names neither a share of a known value nor a technology is read as before."""
    assert not "".join(consultation.conversation.say(line)).startswith("Changed")


def test_a_wish_answers_the_question_about_it(consultation: Consultation) -> None:
    """Where the open question asks for technologies, their names answer it."""
    question = next(one for one in consultation.interview.round().open if "stack.preferred" in one.fields)
    turn = consultation.conversation.reply(question, "Use Kafka")
    assert turn.readings[0].question == question.id
