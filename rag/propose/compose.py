"""Composes the proposal: section builders over one draft, then coverage, risks, summary, numbering, lint and status."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rag.extract.fact import Fact
from rag.knowledge.sections import SectionRow
from rag.propose.actions import compose_actions
from rag.propose.architecture import compose_architecture, compose_data, compose_technologies
from rag.propose.capacity import compose_capacity
from rag.propose.charts.compose import with_chart
from rag.propose.checks import compose_governance, compose_observability, compose_people, compose_security
from rag.propose.compliance import compose_compliance
from rag.propose.contradictions import compose_contradictions
from rag.propose.coverage import answers, compose_coverage, cover
from rag.propose.delivery import hand_over
from rag.propose.diagrams.compose import compose_diagrams, left_out_pictures
from rag.propose.draft import Draft, only, start_draft
from rag.propose.feasibility import compose_feasibility
from rag.propose.glossary import compose_glossary
from rag.propose.inputs import ProposalInputs
from rag.propose.lint import lint
from rag.propose.numbering import renumber
from rag.propose.objective import compose_constraints, compose_landscape, compose_objective, compose_quality
from rag.propose.options import compose_options, compose_sensitivity
from rag.propose.plan import compose_decisions, compose_plan, compose_release
from rag.propose.proposal import BlockType, DocumentUse, HandChange, Kept, Proposal, Section, block_claims
from rag.propose.questions import compose_assumptions, compose_questions
from rag.propose.revise import revise
from rag.propose.risks import compose_challenges, find_risks
from rag.propose.slo import compose_slo
from rag.propose.spoken import unplaced
from rag.propose.status import find_status
from rag.propose.summary import compose_method, compose_summary

Builder = Callable[[Draft], list[BlockType]]
BUILDERS: Mapping[str, Builder] = {
    "objective": compose_objective,
    "landscape": compose_landscape,
    "constraints": compose_constraints,
    "quality": compose_quality,
    "options": compose_options,
    "architecture": compose_architecture,
    "technologies": compose_technologies,
    "diagrams": compose_diagrams,
    "data": compose_data,
    "capacity": compose_capacity,
    "slo": compose_slo,
    "security": compose_security,
    "compliance": compose_compliance,
    "observability": compose_observability,
    "people": compose_people,
    "plan": compose_plan,
    "release": compose_release,
    "governance": compose_governance,
    "questions": compose_questions,
    "feasibility": compose_feasibility,
    "contradictions": compose_contradictions,
    "sensitivity": compose_sensitivity,
    "decisions": compose_decisions,
    "assumptions": compose_assumptions,
    "method": compose_method,
}
LAST: Mapping[str, Builder] = {  # these speak about what the others hold
    "challenges": compose_challenges,
    "coverage": compose_coverage,
    "actions": compose_actions,
    "summary": compose_summary,
}
HOLDERS = {"proposal"}  # headings that hold only subsections


def compose(inputs: ProposalInputs) -> Proposal:
    """The proposal that the inputs support: every sentence a typed claim, every part without a basis left out and named."""
    draft = start_draft(inputs)
    blocks: dict[str, list[BlockType]] = {}
    for name, build in BUILDERS.items():
        draft.ledger.section = name
        blocks[name] = with_chart(draft, name, build(draft))
    draft.coverage = cover(draft, blocks)
    for name, answer in answers(draft, draft.coverage).items():
        blocks[name] = [*blocks.get(name, ()), only(answer, is_long=True)]
    draft.ledger.section = "challenges"
    draft.risks = find_risks(draft)
    for name, build in LAST.items():
        draft.ledger.section = name
        blocks[name] = with_chart(draft, name, build(draft))
    by_hand = revise(draft, blocks, inputs.annotations)
    draft.ledger.section = "glossary"
    said = [claim.sentence for content in blocks.values() for block in content for claim in block_claims(block)]
    if not any(one.kind == "lock" and one.section == "glossary" for one in by_hand):
        blocks["glossary"] = compose_glossary(draft, "\n".join(said))
    sections, missing = _arrange(draft, blocks)
    kept = {one.section: Kept(version=one.version, by=one.by, at=one.at) for one in by_hand if one.kind == "lock"}
    sections = [section.model_copy(update={"kept": kept.get(section.id)}) for section in sections]
    proposal = renumber(_assemble(draft, sections, missing, by_hand))
    proposal = proposal.model_copy(update={"documents": _documents(draft, proposal)})
    findings = lint(proposal, inputs.knowledge.lint, draft.ledger.memory)
    status, reason = find_status(draft, findings)
    return proposal.model_copy(update={"lint": findings, "status": status, "status_reason": reason})


def _arrange(draft: Draft, blocks: Mapping[str, Sequence[BlockType]]) -> tuple[list[Section], list[str]]:
    inputs = draft.inputs
    rows = list(inputs.knowledge.sections.sections)
    missing = [
        f"{row.title}: {row.without}." for row in rows if not blocks.get(row.id) and row.id not in HOLDERS and row.without
    ]
    present = [row for row in rows if blocks.get(row.id) or row.id in HOLDERS]
    if inputs.brief.missing_core:
        present = _early_first(present)
    missing += left_out_pictures(inputs.knowledge.diagrams, blocks, is_spoken_of=bool(unplaced(draft)))
    return _number(present, blocks), missing + [f"{text}." for text in inputs.knowledge.sections.not_built]


def _early_first(rows: list[SectionRow]) -> list[SectionRow]:
    """Questions first, then the options, right behind the summary: what a reader with an incomplete brief needs."""
    early = sorted((row for row in rows if row.early), key=lambda row: row.template)
    rest = [row for row in rows if not row.early]
    at = next((number for number, row in enumerate(rest) if row.numbered), 0)
    return rest[:at] + [row.model_copy(update={"level": 1}) for row in early] + rest[at:]


def _number(rows: Sequence[SectionRow], blocks: Mapping[str, Sequence[BlockType]]) -> list[Section]:
    sections, first, second, letter = [], 0, 0, 0
    for row in rows:
        if row.appendix:
            letter += 1
            number = f"{chr(64 + letter)}"
        elif not row.numbered:
            number = ""
        elif row.level == 1:
            first, second = first + 1, 0
            number = str(first)
        else:
            second += 1
            number = f"{first}.{second}"
        sections.append(
            Section(
                id=row.id,
                number=number,
                title=row.title,
                level=row.level,
                template=row.template,
                blocks=tuple(blocks.get(row.id, ())),
            )
        )
    return sections


def _assemble(draft: Draft, sections: Sequence[Section], missing: Sequence[str], by_hand: tuple[HandChange, ...]) -> Proposal:
    inputs = draft.inputs
    return Proposal(
        version=inputs.version,
        workspace=inputs.workspace,
        company=draft.company,
        product=draft.product,
        as_of=inputs.brief.as_of,
        status="provisional",
        status_reason="",
        sections=tuple(sections),
        evidence=tuple(draft.ledger.evidence.values()),
        assumptions=draft.assumptions,
        coverage=draft.coverage,
        documents=(),
        not_in_version=tuple(missing),
        brief=inputs.brief,
        decision=inputs.decision,
        facts=_facts_used(inputs, draft),
        tables=dict(sorted({**inputs.decision.tables, **inputs.knowledge.versions(), **inputs.tables}.items())),
        library=dict(draft.library),
        by_hand=by_hand,
        handover=hand_over(draft),
    )


def _facts_used(inputs: ProposalInputs, draft: Draft) -> tuple[Fact, ...]:
    """The facts that constraints, contradictions or quoted places rest on."""
    ids = {id_ for conflict in inputs.brief.conflicts for id_ in conflict.fact_ids}
    ids |= {id_ for constraint in inputs.brief.constraints for id_ in constraint.fact_ids}
    quoted = {entry.citation for entry in draft.ledger.evidence.values() if entry.citation is not None}
    return tuple(fact for fact in inputs.facts if fact.id in ids or fact.citation in quoted)


def _documents(draft: Draft, proposal: Proposal) -> tuple[DocumentUse, ...]:
    """Every document with what was read from it and how often it is cited; those without use are named as such."""
    inputs = draft.inputs
    facts = Counter(fact.citation.sha256 for fact in inputs.facts)
    cited = Counter(entry.citation.sha256 for entry in proposal.evidence if entry.citation is not None)
    note = inputs.knowledge.phrases.say("summary.unused")
    return tuple(
        document.model_copy(
            update={
                "shown": draft.names[document.document],
                "facts": facts[document.sha256] or document.facts,
                "cited": cited[document.sha256],
                "note": document.note or ("" if facts[document.sha256] or document.facts or cited[document.sha256] else note),
            }
        )
        for document in inputs.documents
    )
