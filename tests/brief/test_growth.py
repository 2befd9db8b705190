"""How a load grows of which one end only was said."""

from typing import Any

from rag.brief.brief import AnswerRecord, Brief
from rag.brief.reconcile import reconcile
from rag.knowledge.brief_fields import load_brief_knowledge

KNOWLEDGE = load_brief_knowledge()


def told(values: dict[str, Any]) -> Brief:
    """The Brief of one answer."""
    record = AnswerRecord(question="Q09", text="said", values=values, at="2026-11-29")
    return reconcile((), (record,), "2026-11-29", KNOWLEDGE)


def test_people_at_once_grow_as_all_users_do() -> None:
    """A fifth more users are no five times as many at the peak."""
    brief = told({"users.mau": {"day1": 400, "m24": 600}, "users.concurrent_peak": {"day1": 60}})
    assert brief.fields["users.concurrent_peak"].value["m24"] == 90
    assert "as users.mau grows" in brief.fields["users.concurrent_peak"].note


def test_without_a_word_on_growth_the_usual_one_is_assumed() -> None:
    """And what both ends were said of stays as it was said."""
    assert told({"users.concurrent_peak": {"day1": 60}}).fields["users.concurrent_peak"].value["m24"] == 300
    both = told({"users.mau": {"day1": 400, "m24": 600}, "users.concurrent_peak": {"day1": 60, "m24": 61}})
    assert both.fields["users.concurrent_peak"].value["m24"] == 61
