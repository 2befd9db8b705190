"""Which defaults carry the recommendation."""

from rag.brief.brief import Brief, Field, Status
from rag.interview.turns import Turn, find_turns
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.questions import load_questions

FIELDS, QUESTIONS = load_brief_knowledge().fields, load_questions()


def test_a_default_is_tried_with_what_else_it_may_be() -> None:
    """Only what turns the recommendation is told; what somebody said, and a number, is not tried."""
    defaults = {"ops.ci": False, "data.audit": "basic", "ext.model": "none", "org.headcount": 50}
    fields = {path: Field(path=path, value=value, status=Status.ASSUMED) for path, value in defaults.items()}
    fields["ops.cd"] = Field(path="ops.cd", value=False, status=Status.STATED)

    def lead(brief: Brief) -> str:
        return "MK" if brief.value("ext.model") == "plugins" else "SB" if brief.value("ops.ci") else "MM"

    found = find_turns(Brief(as_of="2026-11-21", fields=fields), lead, FIELDS, QUESTIONS)
    assert found == {"data.audit": (), "ext.model": (Turn("plugins", "MK"),), "ops.ci": (Turn(True, "SB"),)}
