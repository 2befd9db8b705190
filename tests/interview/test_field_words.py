"""Words for one field of the Brief: read in the field's own form, or refused with a hint."""

from collections.abc import Mapping
from typing import Any

import pytest

from rag.extract.extract import own_extractor
from rag.interview.amounts import AmountReader
from rag.interview.countries import CountryFinder
from rag.interview.field_words import FieldWords
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.countries import load_countries
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.quantities import load_quantities
from rag.knowledge.questions import load_questions
from rag.knowledge.replies import load_replies
from tests.extract.documents import document_of

FIELDS = load_brief_knowledge().fields.by_path
QUESTIONS, REPLIES = load_questions(), load_replies()
AMOUNTS = AmountReader(
    load_quantities(), load_gazetteer(), load_replies().spoken, load_brief_knowledge().fields.told, "2026-11-21"
)
COUNTRIES = CountryFinder(load_countries(), REPLIES)
EXTRACTOR = own_extractor()


def from_rules(text: str) -> Mapping[str, Any]:
    """Retention and regimes, as the rules for documents read them."""
    facts = EXTRACTOR.extract(document_of(text), "")
    kept = [{"class": fact.slots["what"], "years": fact.value, "mode": "keep"} for fact in facts if fact.kind == "retention"]
    return {"data.retention": kept} if kept else {}


def words(path: str) -> FieldWords:
    """A reader for one field."""
    return FieldWords(FIELDS[path], QUESTIONS, REPLIES, AMOUNTS, COUNTRIES, from_rules)


@pytest.mark.parametrize(
    ("path", "said", "value"),
    [
        ("rel.rto", "2 hours", 7200),
        ("rel.rto", "n/a", "not_applicable"),
        ("rel.slo", "99.95 %", 99.95),
        ("budget.total", "450 k€", 450000),
        ("time.first_release", "in 8 months", "2027-07-23"),
        ("users.concurrent_peak", "2,000 now, 9,000 in two years", {"day1": 2000, "m24": 9000}),
        ("scale.rps_avg", "40", {"day1": 40}),
        ("cap.offline", "Yes.", True),
        ("cap.ai", "Generative public", "generative_public"),
        ("scale.peak_factor", "12x", 12),
        ("users.dau_ratio", "40 %", 0.4),
        ("data.volume_now", "3 TB", 3000),
        ("scale.msg_period_s", "30", 30),
        ("scale.msg_period_s", "2 min", 120),
        ("perf.latency", "300 ms", [{"ms": 300, "pct": 95}]),
        ("org.country", "Denmark, Deutschland and the UK", ["DK", "DE", "GB"]),
        ("stack.forbidden", "Oracle and PHP", ["Oracle", "PHP"]),
        ("accessibility.level", "wcag 2.2 aa", "WCAG 2.2 AA"),
        ("data.retention", "Invoices must be kept for 10 years.", [{"class": "invoices", "years": 10.0, "mode": "keep"}]),
        ("org.name", "Northgate", "Northgate"),
        ("budget.currency", "in Swiss francs, please", "CHF"),
        ("budget.currency", "€", "EUR"),
        ("budget.currency", "sek", "SEK"),
    ],
)
def test_words_that_fit(path: str, said: str, value: Any) -> None:
    """The value is in the form and unit of the field."""
    found = words(path).read(said)
    assert found is not None
    assert found[path] == value


@pytest.mark.parametrize(
    ("path", "said", "hint"),
    [
        ("rel.rto", "soon", "4 h or 15 min"),
        ("rel.slo", "200 %", "99.9 %"),
        ("budget.total", "lots", "450 k€"),
        ("cap.offline", "perhaps", "yes or no"),
        ("cap.ai", "robots", "One of".lower()),
        ("data.retention", "10 years", "in a sentence"),
        ("org.name", "  ", ""),
        ("budget.currency", "cowries", "Swiss francs"),
    ],
)
def test_words_that_do_not(path: str, said: str, hint: str) -> None:
    """They give no value, and the hint says how one is written."""
    reader = words(path)
    assert reader.read(said) is None
    assert hint in reader.hint.lower() or hint in reader.hint


def test_money_brings_its_currency() -> None:
    """The currency that is said with an amount fills its own field."""
    assert words("budget.total").read("300,000 USD") == {"budget.total": 300000, "budget.currency": "USD"}
