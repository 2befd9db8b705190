"""What stands between a version and being final."""

from rag.propose.compose import compose
from rag.propose.proposal import LintFinding
from rag.propose.tasks import tasks_of
from tests.propose.factory import make_inputs


def test_everything_that_stands_against_it_is_a_task() -> None:
    """Missing values, sentences that break a rule, and hard constraints without an answer; then the declaration."""
    proposal = compose(make_inputs())
    row = next(row for row in proposal.coverage if row.hard)
    worse = proposal.model_copy(
        update={
            "status": "provisional",
            "brief": proposal.brief.model_copy(update={"missing_core": ("team.engineers",)}),
            "lint": (LintFinding(rule="L3", section="summary", text="Robust and scalable."),),
            "coverage": (row.model_copy(update={"status": "open"}), row.model_copy(update={"hard": False, "status": "open"})),
        }
    )
    tasks = tasks_of(worse, {"team.engineers": "Engineers"})
    assert [task.kind for task in tasks] == ["value", "sentence", "constraint", "declare"]
    assert tasks[0].text == "Say: Engineers"
    assert tasks[1].section == "summary"
    assert tasks[2].text.startswith("open: ")


def test_a_final_version_has_none() -> None:
    """Nothing is left to do."""
    final = compose(make_inputs()).model_copy(update={"status": "final"})
    assert tasks_of(final, {}) == ()
