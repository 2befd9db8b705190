"""Values in plain words, and the tables that sentences come from."""

import re
from pathlib import Path

import pytest

from rag.errors import KnowledgeError
from rag.knowledge.propose import load_propose_knowledge
from rag.propose.wording import (
    by_class,
    lower_first,
    readable,
    sentence,
    short_names,
    shorten,
    show_date,
    show_seconds,
    show_value,
    upper_first,
)

PACKAGE = Path(__file__).resolve().parents[2] / "rag" / "propose"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (14400, "s", "4 hours"),
        (5400, "s", "90 minutes"),
        (172800, "s", "2 days"),
        (99.95, "%", "99.95 %"),
        (300000, "USD", "300,000 USD"),
        (["eu", "personal_data"], "", "eu and personal data"),
        ({"day1": 5, "m24": 9}, "users", "5 users on day 1 and 9 users after 24 months"),
        ({"from": "2026-12-15", "to": "2027-01-10", "name": "freeze"}, "", "freeze (15 December 2026 to 10 January 2027)"),
        ("2027-06-30", "", "30 June 2027"),
        (True, "", "yes"),
    ],
)
def test_show_value(value: object, unit: str, shown: str) -> None:
    """Values read as a person would write them."""
    assert show_value(value, unit) == shown


def test_small_helpers() -> None:
    """Sentences start with a capital and end once; abbreviations keep their letters; cuts fall between words."""
    assert sentence("the end") == "The end."
    assert sentence("Why?") == "Why?"
    assert sentence("cut…") == "Cut…"
    assert lower_first("SAP stays") == "SAP stays"
    assert lower_first("Queues help") == "queues help"
    assert shorten("one two three four", 12) == "one two…"
    assert show_seconds(1) == "1 second"
    assert show_date("2027-13-01") == "2027-13-01"
    assert readable("> see [the policy](https://a.b/c) **now** <td>x</td>") == "see the policy now x"
    row = 'L11;experts;relay;report;fixed 128;XML;FTP;420;"FTP without encryption, to be closed."'
    assert readable(row) == "L11: FTP without encryption, to be closed."
    for text in ("Oracle; SAP; DB2; MQ; CICS; IMS", "At 1,000,000,000,000,000 rows nobody waits, they say"):
        assert readable(text) == text


def test_every_phrase_that_is_used_exists() -> None:
    """The composer asks only for sentences that phrases.yaml has, and phrases.yaml has none that nobody asks for."""
    phrases = load_propose_knowledge().phrases.phrases
    known = {f"{group}.{name}" for group, names in phrases.items() for name in names}
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    literal = set(re.findall(r'"([a-z]+\.[a-z][a-z0-9_]*)"', code)) & known
    literal |= set(re.findall(r'say\(\s*"([a-z]+\.[a-z0-9_]+)"', code))
    assert literal <= known
    dynamic = (
        "picture.",
        "wave.",
        "actions.",
        "method.",
        "goals.",
        "values.",
        "directions.",
        "summary.",
        "landscape.",
        "architecture.",
        "capacity.",
        "status.",
    )
    assert not [phrase for phrase in known - literal if not phrase.startswith(dynamic)]


def test_an_unknown_phrase_is_named() -> None:
    """A misspelt phrase or a missing slot fails with its id."""
    phrases = load_propose_knowledge().phrases
    with pytest.raises(KnowledgeError, match="no sentence"):
        phrases.say("summary.nothing")
    with pytest.raises(KnowledgeError, match="slot"):
        phrases.say("summary.goal")


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["/home/ana/papers/a.pdf", "/home/ana/papers/old/b.pdf"], ["a.pdf", "old/b.pdf"]),
        (["/home/ana/memo.md"], ["memo.md"]),
        ([r"C:\papers\a.pdf", r"C:\papers\b\c.pdf"], ["a.pdf", "b/c.pdf"]),
        (["a.pdf", "old/b.pdf"], ["a.pdf", "old/b.pdf"]),
        (["papers/a.pdf", "papers/old/b.pdf"], ["a.pdf", "old/b.pdf"]),
        (["/home/ana/a.pdf", "b.pdf"], ["/home/ana/a.pdf", "b.pdf"]),
        ([], []),
    ],
)
def test_readers_see_no_folder_of_a_machine(names: list[str], shown: list[str]) -> None:
    """Paths lose the folder that all share; names without one stay as they are."""
    assert list(short_names(names).values()) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4.1 Position data must not leave the country.", "Position data must not leave the country."),
        ("§ 3.5.2 Das Portal muss verfügbar sein.", "Das Portal muss verfügbar sein."),
        ("3.5 TB are kept for ten years.", "3.5 TB are kept for ten years."),
        ("3.5 Millionen Euro sind bewilligt.", "3.5 Millionen Euro sind bewilligt."),
        ("4.2 million users are expected.", "4.2 million users are expected."),
        ("99.9 Prozent sind zugesagt.", "99.9 Prozent sind zugesagt."),
    ],
)
def test_the_number_of_a_clause_is_not_read_aloud(text: str, shown: str) -> None:
    """It is left out before a sentence; a number that counts something stays."""
    assert readable(text) == shown


def test_rules_of_one_class_stand_together() -> None:
    """How long data are kept is said once for each class, each span once; anything else stays as it is."""
    rules = [{"class": "records", "years": 2.0}, {"class": "records", "years": 8.0}, {"class": "logs", "years": 2.0}]
    assert by_class([*rules, rules[0]]) == "records: 2 years and 8 years; logs: 2 years"
    assert by_class("ten years") == "ten years"


def test_a_percentile_keeps_its_small_letter() -> None:
    """“p95” is no word that begins a sentence."""
    assert (upper_first("p95 at most 800 ms"), upper_first("people")) == ("p95 at most 800 ms", "People")
