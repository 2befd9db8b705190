"""What becomes of constraints, computed from ids."""

import re
from typing import Any

import pytest

from rag.brief.brief import Brief, Status
from rag.propose.compose import compose
from rag.propose.coverage import count_states, in_text
from rag.propose.proposal import CoverageRow, Proposal, Table, block_claims
from tests.propose.factory import constraint, field, make_brief, make_inputs, quote


def rows_of(brief: Brief, **inputs: Any) -> dict[str, CoverageRow]:
    """Coverage by constraint id."""
    return {row.constraint_id: row for row in compose(make_inputs(brief, **inputs)).coverage}


def test_a_target_that_misses_a_constraint_violates_it() -> None:
    """An availability constraint above the target in use is violated, with the reason."""
    brief = make_brief()
    lower = field("rel.slo", 99.5, quote("99.9 %"), unit="%")
    rows = rows_of(brief.model_copy(update={"fields": {**brief.fields, "rel.slo": lower}}))
    assert rows["c-slo"].status == "violated"
    assert rows["c-slo"].reason


def test_a_waived_constraint_names_who_accepted_it() -> None:
    """A waiver is shown with its reason, never dropped; a rejected one is gone."""
    waived = constraint("c-w", "frozen from", "time", "window", state="waived", reason="agreed by the board")
    rejected = constraint("c-r", "99.9 %", "interface", "availability", state="rejected")
    rows = rows_of(make_brief(constraints=(waived, rejected)))
    assert rows["c-w"].status == "waived"
    assert rows["c-w"].reason == "agreed by the board"
    assert "c-r" not in rows


def test_nothing_is_covered_without_a_link() -> None:
    """A constraint that no pick, number, rule or response knows stays open."""
    odd = constraint("c-odd", "contract for the meter", "environment", "practice", text="The moon must be full")
    row = rows_of(make_brief(constraints=(odd,)))["c-odd"]
    assert (row.status, row.how) == ("open", "")


def test_a_response_commits_but_does_not_satisfy() -> None:
    """What the design only commits to is partly met until it is proven, and its section names it by its number."""
    proposal = compose(make_inputs())
    row = next(row for row in proposal.coverage if row.constraint_id == "c-freeze")
    assert (row.status, row.section) == ("partly", "release")
    release = next(section for section in proposal.sections if section.id == "release")
    listed = next(section for section in proposal.sections if section.id == "constraints")
    table = next(block for block in listed.blocks if isinstance(block, Table))
    number = next(line[0] for line in table.rows if "c-freeze" in str(line[1]))
    (named,) = [claim for block in release.blocks for claim in block_claims(block) if "c-freeze" in claim.constraint_ids]
    assert re.search(rf"\b{number}\b", named.sentence)
    matrix = next(section for section in proposal.sections if section.id == "coverage").blocks[-1]
    assert isinstance(matrix, Table)
    assert number in [line[0] for line in matrix.rows]


def test_words_match_at_their_start_only() -> None:
    """“successor” is not single sign-on."""
    text = "The successor must be decided by the group"
    row = rows_of(make_brief(constraints=(constraint("c-s", "key person", "environment", "practice", text=text),)))["c-s"]
    assert "RSP-IDENTITY" not in row.how


def test_wished_and_unwanted_technologies() -> None:
    """What is chosen satisfies the wish for it and violates the wish against it; what is nowhere chosen is kept out."""
    slots = {"technology": "PostgreSQL"}
    wished = constraint("c-y", "key person", "technology", "preference", hard=False, modality="should", slots=slots)
    unwanted = constraint("c-n", "key person", "technology", "preference", hard=False, modality="should_not", slots=slots)
    absent = constraint("c-a", "frozen", "technology", "preference", modality="must_not", slots={"technology": "Kubernetes"})
    rows = rows_of(make_brief(constraints=(wished, unwanted, absent)))
    assert {id_: row.status for id_, row in rows.items()} == {"c-y": "satisfied", "c-n": "violated", "c-a": "satisfied"}


def test_every_unmet_wish_is_answered() -> None:
    """It is said what takes the place of a technology that is wished for, or that others rule it out."""
    slots = {"technology": "Kubernetes", "category": "compute"}
    wish = constraint("c-w", "key person", "technology", "preference", hard=False, modality="is", value="wished", slots=slots)
    ban = constraint("c-b", "frozen", "technology", "preference", hard=False, modality="is", value="avoided", slots=slots)
    odd = {"technology": "Sketch", "category": "design"}
    none = constraint("c-o", "frozen", "technology", "preference", hard=False, modality="is", value="wished", slots=odd)
    for constraints, said in (((wish, none), "takes its place"), ((wish, ban), "ruled out by others")):
        proposal = compose(make_inputs(make_brief(constraints=constraints)))
        section = next(one for one in proposal.sections if one.id == "technologies")
        told = [claim.sentence for block in section.blocks for claim in block_claims(block) if "wished for" in claim.sentence]
        assert [text for text in told if "Kubernetes" in text and said in text]
        assert not any("Sketch" in text for text in told)
        assert {row.constraint_id: row.status for row in proposal.coverage}["c-w"] == "violated"


def test_what_sources_put_as_a_must_stands_in_the_text() -> None:
    """Soft constraints that are answered stay in the appendix, unless their source says must."""
    must = constraint("c-m", "key person", "data", "retention", hard=False, text="Logs must be deleted after 30 days")
    plain = constraint("c-p", "frozen", "data", "retention", hard=False, modality="is", text="Logs live for 30 days")
    brief = make_brief(constraints=(must, plain))
    rows = compose(make_inputs(brief)).coverage
    assert {row.status for row in rows} <= {"satisfied", "partly"}
    assert [row.constraint_id for row in in_text(brief, rows)] == ["c-m"]


def test_counts_add_up() -> None:
    """Every row is counted once, hard and soft apart."""
    proposal = compose(make_inputs())
    for counts in count_states(proposal.coverage).values():
        assert counts["total"] == sum(number for state, number in counts.items() if state != "total")


@pytest.mark.parametrize(
    ("changes", "inputs", "status"),
    [
        ({"missing_core": ("team.engineers",)}, {"finalised": True}, "provisional"),
        ({}, {}, "ready"),
        ({}, {"finalised": True}, "final"),
    ],
)
def test_status(changes: dict[str, Any], inputs: dict[str, Any], status: str) -> None:
    """Provisional without the core, ready with it, final only when a person says so."""
    proposal = compose(make_inputs(make_brief(**changes), **inputs))
    assert proposal.status == status
    assert proposal.status_reason


def test_an_open_hard_constraint_blocks_final() -> None:
    """However often it is declared: with a hard constraint unaccounted for, a version is not final."""
    odd = constraint("c-odd", "contract for the meter", "environment", "practice", text="The moon must be full")
    brief = make_brief()
    proposal = compose(make_inputs(brief.model_copy(update={"constraints": (*brief.constraints, odd)}), finalised=True))
    assert proposal.status == "ready"
    assert "1 hard constraint" in proposal.status_reason


def test_assumptions_are_numbered_and_deciding_ones_come_first() -> None:
    """Each default in use and the rate of exchange is an assumption; those that can flip the decision are questions."""
    proposal: Proposal = compose(make_inputs())
    assumed = {path for path, f in proposal.brief.fields.items() if f.status is Status.ASSUMED} | {"budget.currency"}
    assert {assumption.field for assumption in proposal.assumptions} == assumed
    decides = [assumption.decides for assumption in proposal.assumptions]
    assert decides == sorted(decides, reverse=True)
    assert [assumption.id for assumption in proposal.assumptions] == [f"A-{n}" for n in range(1, len(decides) + 1)]


@pytest.mark.parametrize(
    ("text", "response", "section"),
    [
        ("Four things of a delivery are booked or none of them is", "RSP-WHOLE", "data"),
        ("Kein Modul liest in den Tabellen eines anderen", "RSP-OWNER", "data"),
        ("Every crossing is to be reported to the harbour and notified within 12 hours", "RSP-NOTIFY", "data"),
        ("Aucune pesée n'est visible avant la clôture", "RSP-RELEASED", "security"),
        ("Each add-on is signed by its maker", "RSP-SIGNED", "security"),
        ("If the register is not available, the ferry sails all the same", "RSP-FALLBACK", "architecture"),
        ("No other service may write to a berth", "RSP-OWNER", "data"),
        ("Les environnements de recette ne contiennent aucune donnée réelle de passagers", "RSP-TESTDATA", "data"),
        ("The emergency stop never waits for a program", "RSP-LOOP", "architecture"),
        ("A skipper must not book more than two berths", "RSP-LIMIT", "data"),
    ],
)
def test_a_rule_is_answered_by_what_is_of_its_kind(text: str, response: str, section: str) -> None:
    """Each kind of rule has the part of the design that answers it."""
    row = rows_of(make_brief(constraints=(constraint("c-k", "key person", "rule", "constraint", text=text),)))["c-k"]
    assert (row.status, row.section) == ("partly", section)
    assert response in row.how


def test_a_hard_rule_that_nothing_answers_stays_open() -> None:
    """No answer is for all rules: neither a test to come nor a working agreement."""
    for category in ("rule", "process"):
        odd = constraint("c-o", "contract for the meter", category, "constraint", text="The reserve herd is counted at dawn")
        row = rows_of(make_brief(constraints=(odd,)))["c-o"]
        assert (row.status, row.how) == ("open", "")


def test_a_report_within_hours_is_no_breach() -> None:
    """The clock of incidents belongs to breaches, not to every notice."""
    text = "The yard shall notify when the service is back"
    row = rows_of(make_brief(constraints=(constraint("c-b", "key person", "rule", "constraint", text=text),)))["c-b"]
    assert "RSP-BREACH" not in row.how
