"""The proposal on screen, drawn from the same model as every export."""

import streamlit as st

from pages.parts import sources
from rag.ground.citation import Citation
from rag.propose.proposal import (
    BlockType,
    BulletList,
    Checklist,
    Claim,
    ClaimType,
    Code,
    Diagram,
    Paragraph,
    Proposal,
    Section,
    Table,
    block_claims,
)


def section(proposal: Proposal, part: Section) -> None:
    """One section with its blocks and, under it, the sources it rests on."""
    title = f"{part.number} {part.title}".strip()
    if part.level == 1:
        st.header(title, anchor=part.id, divider="gray")
    else:
        st.subheader(title, anchor=part.id)
    for block in part.blocks:
        _block(block)
    sources.chips(cited(proposal, part), f"proposal-{part.id}", numbers(proposal, part))


def evidence_of(proposal: Proposal, part: Section) -> list[str]:
    """Evidence ids that a section uses and that stand in a document, in order of first use."""
    used = (id_ for block in part.blocks for claim in block_claims(block) for id_ in claim.evidence)
    by_id = {entry.id: entry for entry in proposal.evidence}
    return list(dict.fromkeys(id_ for id_ in used if id_ in by_id and by_id[id_].citation is not None))


def cited(proposal: Proposal, part: Section) -> tuple[Citation, ...]:
    """The citations of a section."""
    by_id = {entry.id: entry.citation for entry in proposal.evidence}
    return tuple(citation for id_ in evidence_of(proposal, part) if (citation := by_id[id_]) is not None)


def numbers(proposal: Proposal, part: Section) -> tuple[str, ...]:
    """The evidence numbers of a section's citations."""
    return tuple(evidence_of(proposal, part))


def run(claims: tuple[Claim, ...]) -> str:
    """Sentences with the marks of their basis, as Markdown."""
    return " ".join(f"{sources.plain(claim.sentence)}{_basis(claim)}" for claim in claims)


def _basis(claim: Claim) -> str:
    """The mark behind a sentence: evidence numbers, library entries, formula, assumption or judgement."""
    match claim.type:
        case ClaimType.COMPANY:
            marks = [f"\\[{id_}\\]" for id_ in claim.evidence]
        case ClaimType.KNOWLEDGE:
            marks = [sources.plain(entry) for entry in claim.entries]
        case ClaimType.NUMBER:
            marks = [sources.plain(claim.formula)] if claim.formula else []
        case ClaimType.ASSUMPTION:
            marks = [sources.plain(claim.assumption)]
        case ClaimType.JUDGEMENT:
            marks = [sources.plain(claim.trace)] if len(claim.trace) <= 60 else ["judgement"]
    return f" :gray[:small[{' '.join(marks)}]]" if marks else ""


def _block(block: BlockType) -> None:
    match block:
        case Paragraph():
            st.markdown(run(block.claims))
        case BulletList():
            marker = "1." if block.ordered else "-"
            st.markdown("\n".join(f"{marker} {run(item)}" for item in block.items))
        case Checklist():
            st.markdown("\n".join(f"- ☐ {run(item)}" for item in block.items))
        case Table():
            _table(block)
        case Diagram():
            st.mermaid_chart(block.source, alt=block.alt)
            st.caption(sources.plain(block.caption))
            if block.claims:
                st.markdown(run(block.claims))
        case Code():
            st.caption(sources.plain(block.caption))
            st.code(block.source, language=block.language or None)


def _table(table: Table) -> None:
    st.caption(sources.plain(table.caption))
    lines = ["| " + " | ".join(map(sources.plain, table.header)) + " |", "|" + "---|" * len(table.header)]
    for row in table.rows:
        cells = [sources.plain(cell) if isinstance(cell, str) else run(cell) for cell in row]
        lines.append("| " + " | ".join(cell.replace("\n", " ") for cell in cells) + " |")
    st.markdown("\n".join(lines))
