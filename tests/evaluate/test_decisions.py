"""The scoreboard of interviews and proposals: one company from its papers to the verdict, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from rag.build.evaluations import evaluate_decisions
from rag.errors import UsageError
from rag.evaluate.decision_set import FOLDER, ScriptedAnswer, read_scenarios
from rag.evaluate.decisions import find_answer
from rag.interview.question import Question
from rag.settings import Settings
from tests.command import Shell

PAPER = """# Notes of Tin Ltd

We have 4 developers who know TypeScript. The shop must be available 99.9 % of each month.
The data must stay in the EU. The first release must be live by 1 June 2027.
"""
SET = """
set: tin
documents: papers
accept: [CS]
answers:
  - {question: Q01, answer: less work}
  - {question: Q05, answer: consumers}
  - {question: Q06, answer: "search, order and pay"}
  - {question: Q71, about: EU, answer: "yes"}
must:
  - {name: GDPR applies, regime: GDPR}
  - {name: a unicorn, says: unicorn}
must_not:
  - {name: any database, pick: '^database'}
plants:
  - {document: notes.md, quote: The data must stay in the EU.}
  - {document: notes.md, quote: There is a unicorn in the cellar.}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario of one's own."""
    place = tmp_path_factory.mktemp("scenarios")
    (place / "papers").mkdir()
    (place / "papers" / "notes.md").write_text(PAPER, encoding="utf-8")
    (place / "tin.yaml").write_text(SET, encoding="utf-8")
    return place


def test_a_company_is_interviewed_and_its_proposal_checked(folder: Path, settings: Settings) -> None:
    """Rounds, questions, musts, must-nots and quotations are counted, and every shortcoming is a fault."""
    found, shown = evaluate_decisions([folder], settings)
    row: dict[str, Any] = found["sets"]["tin"]
    assert row["done"]
    assert row["core_after"] == 1
    assert 7 <= row["questions"] <= 25
    assert row["needless"] == []
    assert row["style"]
    assert not row["accepted"]
    assert "a unicorn" in row["missed"]
    assert row["hit"] == ["any database"]
    assert row["unquoted"] == ["There is a unicorn in the cellar."]
    assert {"misses: a unicorn", "must not: any database"} <= set(row["faults"])
    assert "must not: any database" in shown


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """The message names it, and the exit status says so."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("set: x\ndocuments: nowhere\naccept: [MM]\nanswers: []\n", encoding="utf-8")
    assert "broken.yaml" in Shell(tmp_path / "data")("evaluate", "decisions", broken, status=1).err


def test_our_own_scenarios_hold_to_the_format() -> None:
    """Ten companies, each with its papers, two of them held out; a check looks for one thing."""
    scenarios = read_scenarios([FOLDER])
    assert len(scenarios) == 10
    assert sum(one.content.held_out for one in scenarios) == 2
    assert all(one.content.must and one.content.must_not and one.content.plants for one in scenarios)
    with pytest.raises(UsageError, match="no scenarios"):
        read_scenarios([FOLDER], ["s99"])


def test_the_first_answer_that_fits_is_given() -> None:
    """By question and by what it is about; what documents say is confirmed where the script is silent."""
    script = [
        ScriptedAnswer(question="Q33", about="ERP", answer="keep"),
        ScriptedAnswer(question="Q33", answer="retire"),
    ]
    asked = {"topic": "systems", "why": "…", "form": "choice"}
    assert find_answer(Question(id="Q33:ERP", subject="ERP", text="…", **asked), script) == "keep"
    assert find_answer(Question(id="Q33:Fax", subject="Fax", text="…", **asked), script) == "retire"
    assert find_answer(Question(id="Q71:c1", text="…", **asked), script) == "yes"
    assert find_answer(Question(id="Q09", text="…", **asked), script) == ""
