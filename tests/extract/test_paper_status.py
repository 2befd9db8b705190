"""What became of a paper: a proposal that was rejected asks for nothing, and one that was carried out is no plan."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.fact import Fact, Time
from rag.ingest.reader import read_document
from tests.extract.documents import document_of

BODY = """
We must replace JBoss EAP by the end of 2028.

The backups must be encrypted.

There is a risk that the two feeds drift apart.

PostgreSQL 14 holds the claims.
"""


def facts_of(text: str, name: str = "note.md", dated: str = "") -> tuple[Fact, ...]:
    """What is read from a paper."""
    return own_extractor().extract(document_of(text, name=name, dated=dated), "d1")


def standing(facts: tuple[Fact, ...]) -> set[str]:
    """The kinds of what holds today or is planned."""
    return {fact.kind for fact in facts if fact.time in (Time.CURRENT, Time.PLANNED)}


WISHES = {"disposition", "constraint", "risk", "deadline"}

DECLINED = [
    "- Status: Rejected\n",
    "**Status:** rejected on 3 March 2025\n",
    "status: deferred\n",
    "| Status | Declined |\n|---|---|\n| Author | Jo |\n",
    "## Status\n\nPostponed until the budget is there.\n",
    "Status: Abgelehnt\n",
    "## Status\n\nZurückgestellt\n\n## Kontext\n",
    "Statut : rejetée par le comité\n",
    "Estado: aplazada\n",
    "Estado: Rejeitada\n",
]


@pytest.mark.parametrize("head", DECLINED)
def test_a_proposal_that_was_declined_asks_for_nothing(head: str) -> None:
    """In whatever form its head says so; what it tells of today holds."""
    facts = facts_of(f"# A new server\n\n{head}\n{BODY}")
    assert not standing(facts) & WISHES
    assert any(fact.value == "PostgreSQL" and fact.time is Time.CURRENT for fact in facts)
    assert not any(fact.hard for fact in facts)


OVER = [
    "* Status: Superseded by [ADR-12](docs/adr/0012.md)\n",
    "## Status\n\nAccepted\n\nSuperseded by ADR-12\n\n## Context\n",
    "Status: deprecated\n",
    "Status: abgelöst durch ADR-12\n",
    "Statut : remplacée par la décision 12\n",
    "Estado: derogada\n",
    "Estado: substituída pela decisão 12\n",
]


@pytest.mark.parametrize("head", OVER)
def test_a_paper_that_was_replaced_tells_how_it_was(head: str) -> None:
    """Nothing of it holds any more, its technologies included."""
    facts = facts_of(f"# ADR 4: the server\n\n{head}\n{BODY}")
    assert facts
    assert not standing(facts)


@pytest.mark.parametrize(
    "head",
    [
        "Status: Accepted, supersedes ADR-3\n",
        "Status: proposed | rejected | accepted | deprecated | superseded\n",
        "Status: {rejected, accepted}\n",
        "Status: not rejected\n",
        "Status: Entwurf\n",
        "We rejected the status quo.\n",
    ],
)
def test_a_paper_that_stands_is_read_as_ever(head: str) -> None:
    """A status that it has, a choice of statuses, and the paper that it replaces end nothing."""
    assert standing(facts_of(f"# ADR 4: the server\n\n{head}\n{BODY}")) >= WISHES


@pytest.mark.parametrize(
    "head", ["Status: Implemented\n", "Status: umgesetzt\n", "Statut : mise en œuvre\n", "Estado: implementada\n"]
)
def test_what_was_carried_out_is_to_be_replaced_no_more(head: str) -> None:
    """The system that a decision did away with is gone; what the paper demands of what stays holds."""
    facts = facts_of(f"# RFC 7: the server\n\n{head}\n{BODY}")
    assert not standing(facts) & {"disposition", "risk"}
    assert not [fact for fact in facts if fact.value == "JBoss EAP" and fact.time is Time.CURRENT]
    assert [fact.hard for fact in facts if fact.kind == "constraint" and fact.time is Time.CURRENT] == [True]


@pytest.mark.parametrize(
    "head", ["Status: partly implemented\n", "Status: not yet implemented\n", "Status: noch nicht umgesetzt\n"]
)
def test_what_is_half_done_is_still_a_plan(head: str) -> None:
    """Only what is said to be carried out is."""
    assert "disposition" in standing(facts_of(f"# RFC 7: the server\n\n{head}\n{BODY}"))


def test_the_status_of_a_system_is_not_that_of_its_paper() -> None:
    """A sheet on a system that is deprecated still tells that it is there and has to go."""
    facts = facts_of("# KORA\n\nStatus: deprecated\n\nThe KORA system runs on Oracle 19c and must be replaced by 2028.")
    assert {"legacy_system", "disposition"} <= standing(facts)


def test_each_decision_of_a_log_has_a_status_of_its_own() -> None:
    """One that was taken back leaves the next one alone."""
    log = (
        "# Decisions of the team\n\n"
        "## ADR 3: messages\n\n- Status: superseded by ADR 9\n\nWe will replace RabbitMQ with Kafka.\n\n"
        "## ADR 4: data\n\n- Status: accepted\n\nWe will replace Oracle 19c with PostgreSQL.\n"
    )
    found = [(fact.subject, fact.time) for fact in facts_of(log) if fact.kind == "disposition"]
    assert found == [("RabbitMQ", Time.HISTORIC), ("Oracle Database", Time.PLANNED)]


def test_a_list_of_things_has_no_status_as_a_whole() -> None:
    """Some are dropped, and the paper stands."""
    assert standing(facts_of(f"# Proposals\n\nStatus: rejected\n\nStatus: accepted\n\n{BODY}")) >= WISHES


@pytest.mark.parametrize("name", ["rfcs/rejected/0018-tags.md", "rfcs__deferred__0018-tags.md"])
def test_the_folder_may_say_what_became_of_a_paper(name: str) -> None:
    """A folder of rejected proposals says it for each of them."""
    assert not standing(facts_of(BODY, name=name)) & WISHES


@pytest.mark.parametrize(
    "heading",
    [
        "Notable alternatives",
        "3. Considered options",
        "Prior art",
        "Future possibilities",
        "Option B: one big database",
        "Verworfene Alternativen",
        "Solutions envisagées",
        "Opciones consideradas",
        "Alternativas",
    ],
)
def test_what_was_only_thought_of_is_no_fact(heading: str) -> None:
    """Below a heading of alternatives nothing is planned, asked for or there."""
    facts = facts_of(f"# The server\n\n## {heading}\n\n{BODY}\n\n## Decision\n\nMySQL 8 stays.\n")
    assert [fact.value for fact in facts if fact.kind == "technology" and fact.time is Time.CURRENT] == ["MySQL"]
    assert [fact.subject for fact in facts if fact.kind == "disposition" and fact.time is Time.CURRENT] == ["MySQL"]
    assert not standing(facts) & {"constraint", "risk"}


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.md", "---\ntitle: A new server\nstatus: deferred\n---\n\n# A new server\n"),
        ("a.md", "# A new server\n\nStatus\n------\n\nRejected in favour of [another](other.md)\n"),
        ("a.md", "# A new server\n\n| Field | Value |\n|---|---|\n| Author | Jo |\n| Status | Rejected |\n"),
        ("a.adoc", "= A new server\n:status: rejected\n"),
        ("a.txt", "RFC 12\nAuthor: Jo\nStatus: Withdrawn\n"),
        ("a.html", "<h1>A new server</h1><table><tr><th>Status</th><td>Rejected</td></tr></table><p>"),
    ],
)
def test_the_head_of_a_file_is_read_in_every_format(name: str, head: str) -> None:
    """Front matter, underlined headings, tables, attributes and plain lines."""
    facts = own_extractor().extract(read_document(name, f"{head}\n{BODY}".encode()), "d1")
    assert {fact.kind for fact in facts} >= WISHES
    assert not standing(facts) & WISHES


def test_the_option_that_was_chosen_counts() -> None:
    """Its heading says so."""
    assert "disposition" in standing(facts_of(f"# Options\n\n## Option B: a new server (recommended)\n\n{BODY}"))


def test_what_was_replaced_before_a_paper_was_written_is_history() -> None:
    """A date in the past makes a plan of nothing that is told as a fact; without a must nothing is left to do."""
    told = "Since 2019 the Sybase server is replaced by MySQL."
    assert not [fact for fact in facts_of(told) if fact.kind == "disposition" and fact.time is not Time.HISTORIC]
    told = "Sybase is being replaced in June 2024."
    old, new = (
        [fact.time for fact in facts_of(told, dated=dated) if fact.kind == "disposition"]
        for dated in ("2026-01-10", "2023-01-10")
    )
    assert (old, new) == ([Time.HISTORIC], [Time.CURRENT])
