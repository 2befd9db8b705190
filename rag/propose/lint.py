"""The lint of a proposal: rules L1 to L14 as far as code can decide them; a finding keeps a version from being ready.

Source: `advisor.md` H.3. L15 concerns paragraphs that a model has reworded and is checked where that happens.
"""

import re
from collections.abc import Iterator, Mapping

from rag.knowledge.lint import LintTable
from rag.propose.carried import Memory, gap
from rag.propose.ledger import has_basis
from rag.propose.proposal import Claim, ClaimType, Evidence, LintFinding, Proposal, Section, block_claims

LONGEST_QUOTE = 300
OWN_WORDS = (ClaimType.KNOWLEDGE, ClaimType.JUDGEMENT, ClaimType.NUMBER)  # what others wrote may use any word


def lint(proposal: Proposal, table: LintTable, memory: Memory | None = None) -> tuple[LintFinding, ...]:
    """Every rule that the proposal breaks, in reading order; `memory` holds sentences compared with their quotations before."""
    evidence = {entry.id: entry for entry in proposal.evidence}
    findings: list[LintFinding] = []
    for section in proposal.sections:
        findings += _section(section, table)
        for claim in (claim for block in section.blocks for claim in block_claims(block)):
            findings += (
                LintFinding(rule="L1", section=section.id, text=f"{claim.sentence} ({missing})")
                for missing in _uncarried(claim, evidence, memory)
            )
            findings += (LintFinding(rule=rule, section=section.id, text=text) for rule, text in _claim(claim, proposal, table))
    findings += _whole(proposal)
    return tuple(findings)


def _uncarried(claim: Claim, evidence: Mapping[str, Evidence], memory: Memory | None) -> Iterator[str]:
    if claim.type is ClaimType.COMPANY and all(id_ in evidence for id_ in claim.evidence):
        missing = gap(claim.sentence, [evidence[id_] for id_ in claim.evidence], memory)
        if missing:
            yield missing


def _section(section: Section, table: LintTable) -> Iterator[LintFinding]:
    if not section.blocks and section.id != "proposal":
        yield LintFinding(rule="L10", section=section.id, text=f"“{section.title}” is empty")
    claims = [claim for block in section.blocks for claim in block_claims(block)]
    speaks_of_law = section.id == "compliance" and any("table/regimes" in claim.entries for claim in claims)
    if speaks_of_law and not any(table.not_legal_advice in claim.sentence for claim in claims):
        yield LintFinding(
            rule="L12", section=section.id, text="regimes are named without the note that this is not legal advice"
        )


def _claim(claim: Claim, proposal: Proposal, table: LintTable) -> Iterator[tuple[str, str]]:
    if not has_basis(claim):
        yield "L14", claim.sentence
    known = {entry.id for entry in proposal.evidence}
    if any(id_ not in known for id_ in claim.evidence):
        yield "L1", f"{claim.sentence} (evidence {', '.join(claim.evidence)})"
    if any(entry not in proposal.library for entry in claim.entries):
        yield "L2", f"{claim.sentence} (entry {', '.join(claim.entries)})"
    if claim.type is ClaimType.NUMBER and "result" not in claim.inputs:
        yield "L3", claim.sentence
    if claim.assumption and claim.assumption not in {item.id for item in proposal.assumptions}:
        yield "L4", f"{claim.sentence} ({claim.assumption})"
    lowered = claim.sentence.lower()
    if any(word in claim.sentence for word in table.placeholders) and claim.type is not ClaimType.COMPANY:
        yield "L10", claim.sentence
    if claim.type in OWN_WORDS:
        word = next((w for w in table.forbidden if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", lowered)), None)
        if word:
            yield "L13", f"“{word}” in: {claim.sentence}"


def _whole(proposal: Proposal) -> Iterator[LintFinding]:
    covered = {row.constraint_id for row in proposal.coverage}
    for constraint in proposal.brief.constraints:
        if constraint.hard and constraint.state != "rejected" and constraint.id not in covered:
            yield LintFinding(rule="L8", section="coverage", text=constraint.text)
    for pick in proposal.decision.picks:
        if pick.exit_cost == "L" and not pick.runner_up:
            text = f"{pick.name} is the only choice for {pick.component} and hard to leave"
            yield LintFinding(rule="L11", section="technologies", text=text)
    yield from _evidence(proposal)


def _evidence(proposal: Proposal) -> Iterator[LintFinding]:
    listed = {document.sha256 for document in proposal.documents}
    for entry in proposal.evidence:
        citation = entry.citation
        if citation is None:
            if not (entry.question or entry.answer):
                yield LintFinding(
                    rule="L5", section="evidence", text=f"evidence {entry.id} is neither a quotation nor an answer"
                )
            continue
        if len(citation.quote) > LONGEST_QUOTE or not citation.state.passes:
            yield LintFinding(rule="L7", section="evidence", text=f"{citation.document}, {citation.locator}: {citation.state}")
        if listed and citation.sha256 not in listed:
            yield LintFinding(rule="L6", section="evidence", text=f"{citation.document} is not among the documents")
    for name in sorted({fact.citation.document for fact in proposal.facts if listed and fact.citation.sha256 not in listed}):
        yield LintFinding(rule="L9", section="evidence", text=name)
