"""How a load grows of which one end only was said."""

from typing import Any

from rag.brief.brief import AnswerRecord, Brief, Status
from rag.brief.growth import guessed
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


def test_a_load_that_a_system_carries_already_grows_less() -> None:
    """Five times as much within two years is what a start hopes for."""
    values = {"users.concurrent_peak": {"day1": 60}, "legacy.incumbent": {"size": 1.0, "forced": False}}
    field = told(values).fields["users.concurrent_peak"]
    assert (field.value["m24"], "carries it already" in field.note) == (120, True)
    left = {"users.concurrent_peak": {"day1": 60}, "legacy.leaving": True}
    assert told(left).fields["users.concurrent_peak"].value["m24"] == 120  # whatever is left carries it today
    prototype = {"users.concurrent_peak": {"day1": 60}, "legacy.incumbent": {"style": "none", "size": 0.0}}
    assert told(prototype).fields["users.concurrent_peak"].value["m24"] == 300


def test_a_yes_to_a_figure_is_none_to_its_growth() -> None:
    """Who confirms a figure of today, filled in for the day after tomorrow, has said nothing of that day."""
    first = AnswerRecord(question="Q09", text="sixty", values={"users.concurrent_peak": {"day1": 60}}, at="2026-11-29")
    shown = reconcile((), (first,), "2026-11-29", KNOWLEDGE).fields["users.concurrent_peak"].value
    yes = AnswerRecord(
        question="Q71:users.concurrent_peak", text="yes", values={"users.concurrent_peak": shown}, at="2026-11-29"
    )
    confirmed = reconcile((), (first, yes), "2026-11-29", KNOWLEDGE).fields["users.concurrent_peak"]
    assert confirmed.status is Status.CONFIRMED
    assert guessed(confirmed) == {"m6", "m24"}


def test_a_growth_told_by_itself_is_that_of_every_load() -> None:
    """And whoever sees the later figure sees who told the growth."""
    load = AnswerRecord(question="Q09", text="45", values={"users.concurrent_peak": {"day1": 45}}, at="2026-11-29")
    growth = AnswerRecord(question="Q10", text="it does not grow", values={"scale.growth": 1.0}, at="2026-11-29")
    field = reconcile((), (load, growth), "2026-11-29", KNOWLEDGE).fields["users.concurrent_peak"]
    assert field.value == {"day1": 45, "m6": 45, "m24": 45}
    assert [source.text for source in field.provenance] == ["45", "it does not grow"]


def test_the_pace_of_a_machine_is_not_the_growth_of_the_whole() -> None:
    """That one place stays as it is says nothing of how many places there will be; that nobody is added does."""
    pace = {"scale.events_per_s": {"day1": 0.25, "m24": 0.25}, "scale.rps_peak": {"day1": 60}}
    assert told(pace).fields["scale.rps_peak"].value["m24"] == 300
    flat = {"users.mau": {"day1": 212, "m24": 212}, "scale.rps_peak": {"day1": 60}}
    assert told(flat).fields["scale.rps_peak"].value["m24"] == 60
