"""Versions of the proposal."""

import pytest

from rag.advise.decision import Decision
from rag.brief.brief import Brief
from rag.errors import StorageError
from rag.propose.proposal import Proposal
from rag.store.record import Record, Workspace


def proposal(version: int, reason: str = "") -> Proposal:
    """A proposal without sections."""
    decision = Decision(
        demands={},
        capabilities={},
        context={"workload": "web"},
        weights={"SCA": 1.5},
        ranking=(),
        vetoed=(),
        overlays=(),
        options=(),
        margin=None,
        label="none",
    )
    return Proposal(
        version=version,
        workspace="default",
        company="Northgate",
        product="Orders",
        as_of="2026-11-21",
        status="provisional",
        status_reason=reason,
        sections=(),
        evidence=(),
        assumptions=(),
        coverage=(),
        documents=(),
        not_in_version=("Costs",),
        brief=Brief(as_of="2026-11-21", fields={}),
        decision=decision,
    )


def test_versions(record: Record, workspace: Workspace) -> None:
    """Each proposal is kept as it was drafted under the next number; the latest is found by what went into it."""
    with pytest.raises(StorageError, match="None was drafted yet"):
        record.proposal(workspace.id)
    assert record.next_proposal_version(workspace.id) == 1
    first = record.save_proposal(workspace.id, proposal(1), "a" * 64)
    assert record.unchanged_proposal(workspace.id, "a" * 64) == first == proposal(1)
    second = record.save_proposal(workspace.id, proposal(record.next_proposal_version(workspace.id)), "b" * 64)
    assert [(kept.version, kept.status, kept.as_of) for kept in record.proposals(workspace.id)] == [
        (1, "provisional", "2026-11-21"),
        (2, "provisional", "2026-11-21"),
    ]
    assert record.proposal(workspace.id) == second
    assert record.proposal(workspace.id, 1) == first
    assert record.unchanged_proposal(workspace.id, "a" * 64) is None
    with pytest.raises(StorageError, match=r"no version 7 of the proposal\. There are: 1, 2"):
        record.proposal(workspace.id, 7)
    assert record.proposals(record.create_workspace("other").id) == ()


def test_the_latest_may_be_edited(record: Record, workspace: Workspace) -> None:
    """Saving the latest version again takes its place; an older one becomes a new version, so that nothing kept is lost."""
    record.save_proposal(workspace.id, proposal(1), "a" * 64)
    record.save_proposal(workspace.id, proposal(1, "edited"), "a" * 64)
    assert [kept.version for kept in record.proposals(workspace.id)] == [1]
    assert record.proposal(workspace.id).status_reason == "edited"
    record.save_proposal(workspace.id, proposal(2), "b" * 64)
    assert record.save_proposal(workspace.id, proposal(1, "again"), "c" * 64).version == 3
    assert record.proposal(workspace.id, 1).status_reason == "edited"
