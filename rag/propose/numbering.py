"""Numbers the evidence in order of first use, and keeps of evidence, facts and library only what the proposal rests on."""

from collections.abc import Mapping

from rag.propose.proposal import Claim, Proposal, block_claims, map_claims


def renumber(proposal: Proposal) -> Proposal:
    """The same proposal with evidence ids "1", "2" … in reading order; coverage rows that no section prints come last."""
    used = [id_ for section in proposal.sections for block in section.blocks for c in block_claims(block) for id_ in c.evidence]
    used += [id_ for row in proposal.coverage for id_ in row.evidence]
    numbers = {old: str(number) for number, old in enumerate(dict.fromkeys(used), start=1)}
    by_id = {entry.id: entry for entry in proposal.evidence}
    evidence = tuple(by_id[old].model_copy(update={"id": new}) for old, new in numbers.items())
    sections = tuple(
        section.model_copy(
            update={"blocks": tuple(map_claims(block, lambda claim: _renumbered(claim, numbers)) for block in section.blocks)}
        )
        for section in proposal.sections
    )
    coverage = tuple(
        row.model_copy(update={"evidence": tuple(numbers[id_] for id_ in row.evidence)}) for row in proposal.coverage
    )
    entries = dict.fromkeys(
        e for section in sections for block in section.blocks for c in block_claims(block) for e in c.entries
    )
    library = {entry: proposal.library[entry] for entry in entries if entry in proposal.library}
    return proposal.model_copy(update={"sections": sections, "evidence": evidence, "coverage": coverage, "library": library})


def _renumbered(claim: Claim, numbers: Mapping[str, str]) -> Claim:
    return claim.model_copy(update={"evidence": tuple(numbers[id_] for id_ in claim.evidence)}) if claim.evidence else claim
