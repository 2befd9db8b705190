"""Contradictions: their sides as a person compares them, and what a settled one overrules."""

from rag.brief.brief import AnswerRecord, Brief, Conflict, Status
from rag.brief.sides import compare
from tests.brief.test_reconcile import ALL, AS_OF, KNOWLEDGE, brief_of, facts_of

BY_ID = {fact.id: fact for fact in ALL}


def conflict_about(brief: Brief, path: str) -> Conflict:
    """The contradiction about a field."""
    return next(one for one in brief.conflicts if one.field == path)


def answer(conflict: Conflict, value: float) -> AnswerRecord:
    """A person takes one side."""
    values = {conflict.field: value}
    return AnswerRecord(
        question=f"Q24:{conflict.id}", text="so", values=values, subject=conflict.subject, accepts=conflict.id, at=AS_OF
    )


def test_the_sides_stand_beside_each_other() -> None:
    """Each value with its statements, date and authority; the one that precedence speaks for comes first."""
    found = compare(conflict_about(brief_of(ALL), "rel.rto"), BY_ID, KNOWLEDGE, AS_OF)
    assert found.question == "Time to run again after a disaster of tier 1: which one holds?"
    shown = [(side.shown, side.is_suggested, side.is_used, side.is_replaced) for side in found.sides]
    assert shown == [("4 h", True, True, False), ("8 h", False, False, False)]
    (statement,) = found.sides[0].statements
    assert (statement.citation.document, statement.dated, statement.authority) == (
        "dr-policy.md",
        "1 March 2026",
        "Policy or standard",
    )


def test_a_value_of_the_field_s_own_form_is_a_side() -> None:
    """Where the field's value is made of a fact's (a yearly budget by the month), the side has the field's."""
    facts = [
        *facts_of("The budget for operations is EUR 9,000 per month.", "p.md", "brief"),
        *facts_of("The budget for operations is EUR 4,000 per month.", "r.md", "brief"),
    ]
    brief = brief_of(facts)
    found = compare(conflict_about(brief, "budget.monthly_run"), {fact.id: fact for fact in facts}, KNOWLEDGE, AS_OF)
    assert sorted(side.shown for side in found.sides) == ["EUR 4,000", "EUR 9,000"]


def test_the_fate_of_a_system_is_asked_plainly() -> None:
    """The question about a system's fate names the system; what is gone of its statements is left out."""
    facts = [
        *facts_of("The Oracle Database must be kept.", "p.md", "policy"),
        *facts_of("We will replace the Oracle Database.", "m.md", "minutes"),
    ]
    conflict = conflict_about(brief_of(facts), "legacy.disposition")
    found = compare(conflict, {fact.id: fact for fact in facts if fact.value == "keep"}, KNOWLEDGE, AS_OF)
    assert found.question == "What becomes of Oracle Database?"
    assert [side.shown for side in found.sides] == ["keep"]


def test_taking_a_side_overrules_the_other() -> None:
    """The other side's constraint is rejected with the reason, the contradiction is gone, and the field is confirmed."""
    before = brief_of(ALL)
    conflict = conflict_about(before, "rel.rto")
    brief = brief_of(ALL, answer(conflict, 28800.0))
    assert not any(one.field == "rel.rto" for one in brief.conflicts)
    assert (brief.value("rel.rto"), brief.fields["rel.rto"].status) == (28800.0, Status.CONFIRMED)
    rows = {row.text: (row.state, row.reason) for row in brief.constraints if row.kind == "rto"}
    assert rows["The RTO is 4 hours for tier 1 systems."] == ("rejected", "settled: 8 h")
    assert rows["The RTO is 8 hours for tier 1 systems."][0] == "extracted"


def test_a_value_that_nobody_wrote_overrules_nothing() -> None:
    """A third value is taken as the answer; the papers stay as they are."""
    conflict = conflict_about(brief_of(ALL), "rel.rto")
    brief = brief_of(ALL, answer(conflict, 3600.0))
    assert {row.state for row in brief.constraints if row.kind == "rto"} == {"extracted"}


def test_an_answer_about_one_subject_leaves_the_others() -> None:
    """Settling the archive's time to recover changes nothing for tier 1, which the whole is designed for."""
    archive = [
        *facts_of("The RTO of the archive system is 3 days.", "a.md", "policy"),
        *facts_of("The RTO of the archive system is 5 days.", "b.md", "runbook"),
    ]
    facts = [*ALL, *archive]
    conflict = next(one for one in brief_of(facts).conflicts if "archive" in one.subject)
    brief = brief_of(facts, answer(conflict, 5 * 86400.0))
    assert brief.value("rel.rto") == 14400.0
    assert not any("archive" in one.subject for one in brief.conflicts)


def test_sides_that_no_value_tells_apart_are_named_by_their_place() -> None:
    """Where a rule and a use contradict each other, the sides are called by where they stand, and none is suggested alone."""
    facts = [
        *facts_of("Payroll data must not be stored in a public cloud.", "policy.md", "policy"),
        *facts_of("The payroll database is hosted on Amazon RDS.", "runbook.md", "runbook", "2026-06-20"),
    ]
    conflict = conflict_about(brief_of(facts), "host.forbidden")
    found = compare(conflict, {fact.id: fact for fact in facts}, KNOWLEDGE, AS_OF)
    assert [side.shown for side in found.sides] == ["policy.md, line 1", "runbook.md, line 1"]
    assert not any(side.is_suggested or side.is_used for side in found.sides)
    assert sorted(id_ for side in found.sides for id_ in side.fact_ids) == sorted(conflict.fact_ids)
