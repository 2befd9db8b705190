"""Proposals: every version as it was drafted, with the hash of what went into it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from rag.errors import StorageError
from rag.propose.proposal import Proposal
from rag.store.schema import proposals


@dataclass(frozen=True, slots=True)
class ProposalSummary:
    """One version, without its content."""

    version: int  # from 1
    status: str  # provisional, ready, final
    as_of: str  # ISO date
    input_hash: str  # of all that went into it
    basis_hash: str  # the same without what people wrote into it; "" where only some sections were written anew
    created: str  # ISO time


def list_proposals(connection: Connection, workspace_id: str) -> tuple[ProposalSummary, ...]:
    """All versions, first to last."""
    names = ("version", "status", "as_of", "input_hash", "basis_hash", "created")
    query = (
        select(*(proposals.c[name] for name in names))
        .where(proposals.c.workspace_id == workspace_id)
        .order_by(proposals.c.version)
    )
    return tuple(ProposalSummary(*row) for row in connection.execute(query))


def next_version(connection: Connection, workspace_id: str) -> int:
    """The number that the next proposal gets."""
    highest = select(func.max(proposals.c.version)).where(proposals.c.workspace_id == workspace_id)
    return 1 + (connection.execute(highest).scalar() or 0)


def load_proposal(connection: Connection, workspace_id: str, version: int) -> Proposal:
    """A version; 0 is the latest.

    Raises:
        StorageError: there is no such version.
    """
    number = version or next_version(connection, workspace_id) - 1
    chosen = (proposals.c.workspace_id == workspace_id, proposals.c.version == number)
    payload = connection.execute(select(proposals.c.payload).where(*chosen)).scalar()
    if payload is None:
        held = ", ".join(str(summary.version) for summary in list_proposals(connection, workspace_id))
        have = f"There are: {held}." if held else "None was drafted yet; run `groundplan propose`."
        raise StorageError(f"There is no version {version or 1} of the proposal. {have}")
    return Proposal.model_validate(payload)


def citing(connection: Connection, workspace_id: str, names: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Name of a document → versions of the proposal that quote it; names that none quotes are left out."""
    found: dict[str, list[int]] = {}
    query = select(proposals.c.version, proposals.c.payload).where(proposals.c.workspace_id == workspace_id)
    for version, payload in connection.execute(query.order_by(proposals.c.version)):
        quoted = {entry["citation"]["document"] for entry in (*payload["evidence"], *payload["facts"]) if entry["citation"]}
        for name in quoted.intersection(names):
            found.setdefault(name, []).append(version)
    return {name: tuple(versions) for name, versions in found.items()}


def unchanged_proposal(connection: Connection, workspace_id: str, input_hash: str) -> Proposal | None:
    """The latest version, when exactly this went into it."""
    versions = list_proposals(connection, workspace_id)
    if not versions or versions[-1].input_hash != input_hash:
        return None
    return load_proposal(connection, workspace_id, versions[-1].version)


def put_proposal(
    connection: Connection, workspace_id: str, proposal: Proposal, hashes: tuple[str, str], created: str
) -> Proposal:
    """Keep a proposal as its next version, or in the place of the latest when that has its number; the proposal as kept."""
    number = next_version(connection, workspace_id)
    if proposal.version == number - 1 > 0:
        number = proposal.version
        chosen = (proposals.c.workspace_id == workspace_id, proposals.c.version == number)
        connection.execute(delete(proposals).where(*chosen))
    kept = proposal.model_copy(update={"version": number})
    hashed = {"input_hash": hashes[0], "basis_hash": hashes[1]}
    values = {"status": kept.status, "as_of": kept.as_of, **hashed, "created": created}
    payload = kept.model_dump(mode="json")
    connection.execute(insert(proposals).values(workspace_id=workspace_id, version=number, payload=payload, **values))
    return kept
