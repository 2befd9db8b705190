"""Does a proposal say, choose, draw or quote what a scenario looks for?"""

import re
from collections.abc import Iterator

from rag.evaluate.decision_set import Check, Plant
from rag.ground.normalise import plain_text
from rag.propose.proposal import ELEMENTS, BlockType, Diagram, Proposal, Section, Table, block_claims

CITED_SHARE = 0.5  # of a planted sentence that a quotation has to hold
MET = ("satisfied", "partly")
APPLIES = ("in_scope", "likely")
OUTSIDE = ("people", "outside system", "existing system")  # kinds of nodes that are there already


def meets(check: Check, proposal: Proposal) -> bool:
    """Whether what the check looks for is there."""
    return any(re.search(pattern, text, re.IGNORECASE) for pattern, text in _texts(check, proposal))


def _texts(check: Check, proposal: Proposal) -> Iterator[tuple[str, str]]:
    """The pattern beside each text that it may be in."""
    decision = proposal.decision
    first = decision.recommended
    if check.says:
        sections = [one for one in proposal.sections if not check.sections or one.id in check.sections]
        yield from ((check.says, text) for section in sections for text in _sentences(section))
    elif check.pick:
        yield from ((check.pick, f"{pick.component}: {pick.name}") for pick in decision.picks)
    elif check.chosen:
        yield from ((check.chosen, pick.name) for pick in decision.picks)
        yield from ((check.chosen, name) for name, kind in _nodes(proposal) if kind not in OUTSIDE)
        yield check.chosen, first.title if first else ""
    elif check.drawn:
        yield from ((check.drawn, name) for name, _ in _nodes(proposal))
    elif check.style and first:
        yield check.style, " ".join((first.style, *first.overlays))
    elif check.regime:
        yield from ((check.regime, one.regime) for one in decision.obligations if one.result in APPLIES)
    elif check.covers:
        yield from ((check.covers, row.text) for row in proposal.coverage if row.status in MET)


def _nodes(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Name and kind of every node drawn."""
    diagrams = (block for section in proposal.sections for block in section.blocks if isinstance(block, Diagram))
    return ((name, kind) for diagram in diagrams if diagram.header == ELEMENTS for name, kind, _ in diagram.nodes)


def _sentences(section: Section) -> Iterator[str]:
    """Everything that a section says; a row of a table is a sentence."""
    for block in section.blocks:
        yield from _block(block)


def _block(block: BlockType) -> Iterator[str]:
    if isinstance(block, Table):
        for row in block.rows:
            cells = (cell if isinstance(cell, str) else " ".join(claim.sentence for claim in cell) for cell in row)
            yield " | ".join(cells)
        return
    yield from (claim.sentence for claim in block_claims(block))


def is_quoted(plant: Plant, proposal: Proposal) -> bool:
    """Whether the proposal cites the planted sentence, or at least half of it, from its document."""
    wanted = plain_text(plant.quote).casefold()
    for entry in proposal.evidence:
        if entry.citation is None or not entry.citation.document.endswith(plant.document):
            continue
        quote = plain_text(entry.citation.quote).casefold()
        if wanted in quote or (quote in wanted and len(quote) >= CITED_SHARE * len(wanted)):
            return True
    return False
