"""Numbers the evidence in order of first use, and keeps of evidence, facts and library only what the proposal rests on."""

from collections.abc import Mapping

from rag.propose.proposal import (
    BlockType,
    BulletList,
    Checklist,
    Claim,
    Code,
    Diagram,
    Paragraph,
    Proposal,
    Section,
    Table,
    block_claims,
)


def renumber(proposal: Proposal) -> Proposal:
    """The same proposal with evidence ids "1", "2" … in reading order; coverage rows that no section prints come last."""
    used = [id_ for section in proposal.sections for block in section.blocks for c in block_claims(block) for id_ in c.evidence]
    used += [id_ for row in proposal.coverage for id_ in row.evidence]
    numbers = {old: str(number) for number, old in enumerate(dict.fromkeys(used), start=1)}
    by_id = {entry.id: entry for entry in proposal.evidence}
    evidence = tuple(by_id[old].model_copy(update={"id": new}) for old, new in numbers.items())
    sections = tuple(_section(section, numbers) for section in proposal.sections)
    coverage = tuple(
        row.model_copy(update={"evidence": tuple(numbers[id_] for id_ in row.evidence)}) for row in proposal.coverage
    )
    entries = dict.fromkeys(
        e for section in sections for block in section.blocks for c in block_claims(block) for e in c.entries
    )
    library = {entry: proposal.library[entry] for entry in entries if entry in proposal.library}
    return proposal.model_copy(update={"sections": sections, "evidence": evidence, "coverage": coverage, "library": library})


def _section(section: Section, numbers: Mapping[str, str]) -> Section:
    return section.model_copy(update={"blocks": tuple(_block(block, numbers) for block in section.blocks)})


def _block(block: BlockType, numbers: Mapping[str, str]) -> BlockType:
    match block:
        case Paragraph(claims=claims) | Diagram(claims=claims) | Code(claims=claims):
            return block.model_copy(update={"claims": _run(claims, numbers)})
        case BulletList(items=items) | Checklist(items=items):
            return block.model_copy(update={"items": tuple(_run(item, numbers) for item in items)})
        case Table(rows=rows):
            cells = tuple(tuple(cell if isinstance(cell, str) else _run(cell, numbers) for cell in row) for row in rows)
            return block.model_copy(update={"rows": cells})


def _run(claims: tuple[Claim, ...], numbers: Mapping[str, str]) -> tuple[Claim, ...]:
    return tuple(
        claim.model_copy(update={"evidence": tuple(numbers[id_] for id_ in claim.evidence)}) if claim.evidence else claim
        for claim in claims
    )
