"""The Brief field by field: every field of the whole, with its source, what it drives and what else was said."""

from typing import Any

from rag.brief.brief import AnswerRecord, Status
from rag.brief.show import show
from rag.interview.entries import Entry, list_entries
from rag.knowledge.questions import load_questions
from tests.brief.test_reconcile import ALL, KNOWLEDGE, brief_of

QUESTIONS = load_questions()


def entries(*answers: AnswerRecord) -> dict[str, Entry]:
    """The entries by path."""

    def shown(path: str, value: Any, unit: str) -> str:
        return show(path, value, KNOWLEDGE.fields, unit)

    listed = list_entries(brief_of(ALL, *answers), KNOWLEDGE.fields, QUESTIONS, shown)
    return {entry.path: entry for entry in listed}


def test_every_field_of_the_whole_is_there() -> None:
    """Fields of single systems and lists with a place of their own are left out; all others stand, part by part."""
    found = entries()
    wanted = {row.path for row in KNOWLEDGE.fields.fields if "." in row.path and not row.per_system}
    assert set(found) == wanted
    parts = [entry.part for entry in found.values()]
    assert parts == sorted(parts, key=list(dict.fromkeys(KNOWLEDGE.fields.parts.values())).index)


def test_an_entry_says_where_from_and_what_for() -> None:
    """A documented value is cited, a contradicted one names its rival, an assumed one its reason and its effect."""
    found = entries()
    rto = found["rel.rto"]
    assert (rto.status, rto.shown, rto.note) == (Status.CONFLICTED, "4 h", "for tier 1")
    assert [citation.document for citation in rto.citations] == ["dr-policy.md"]
    assert [(other.shown, other.is_rival) for other in rto.others] == [("8 h", True)]
    assert rto.drives == ("recovery tier",)
    assert rto.why
    offline = found["cap.offline"]
    assert (offline.status, offline.origin, offline.choices) == (Status.ASSUMED, "nobody asked for it", ("yes", "no"))
    assert offline.note.startswith("if wrong:")
    assert (found["objective.inaction"].shown, found["objective.inaction"].is_known) == ("", False)


def test_what_was_said_is_an_origin_and_can_be_taken_back() -> None:
    """An answer shows its words; only one given on the page itself is taken back there."""
    asked = AnswerRecord(question="Q18", text="four nines", values={"rel.slo": 99.99}, at="2026-11-20")
    said = AnswerRecord(question="field:rel.rpo", text="none of it", values={"rel.rpo": 0}, by="Ada", at="2026-11-20")
    gone = AnswerRecord(question="field:cap.edge", text="n/a", values={"cap.edge": "not_applicable"}, at="2026-11-20")
    found = entries(asked, said, gone)
    assert (found["rel.slo"].origin, found["rel.slo"].is_said) == ("your answer: “four nines”", False)
    assert (found["rel.rpo"].origin, found["rel.rpo"].is_said) == ("said by Ada: “none of it”", True)
    assert (found["rel.rpo"].others[0].shown, found["rel.rpo"].others[0].is_rival) == ("15 min", False)
    assert (found["cap.edge"].shown, found["cap.edge"].is_known) == ("does not apply", True)


def test_plain_lists_are_set_and_structured_ones_added_to() -> None:
    """The form of a list of words holds them, and what is saved takes their place; of other lists it is empty."""
    skills = AnswerRecord(question="field:org.country", text="Denmark", values={"org.country": ["Denmark"]}, at="2026-11-19")
    later = skills.model_copy(update={"text": "Norway", "values": {"org.country": ["Norway"]}})
    found = entries(skills, later)
    assert (found["org.country"].shown, found["org.country"].draft) == ("Norway", "Norway")
    assert found["rel.windows"].is_known
    assert found["rel.windows"].draft == ""
