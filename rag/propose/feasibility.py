"""What cannot hold together: targets against numbers, dates against plans; each with its remedy."""

from rag.advise.feasibility import Finding
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import BlockType, Claim
from rag.propose.wording import sentence


def compose_feasibility(draft: Draft) -> list[BlockType]:
    """One row per contradiction between what is asked and what the numbers allow."""
    findings = draft.inputs.sizing.findings if draft.inputs.sizing is not None else ()
    if not findings:
        return []
    by_remedy: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_remedy.setdefault((finding.rule, finding.remedy), []).append(finding)
    rows: list[tuple[Cell, ...]] = []
    for (rule, text), same in by_remedy.items():
        remedy = draft.ledger.known(sentence(text), "table/feasibility", trace=rule)
        rows.append((same[0].title, tuple(finding_claim(draft, finding) for finding in same), (remedy,)))
    return [table(draft.say("feasibility.table"), ("Problem", "What collides", "Way out"), rows, (1.6, 3.8, 3))]


def finding_claim(draft: Draft, finding: Finding) -> Claim:
    """What collides, resting on the sources behind both sides."""
    systems = [system for system in draft.inputs.brief.systems if system.name in finding.systems]
    text = sentence(finding.text)
    sources = [source for system in systems for source in system.provenance]
    sources += draft.sources(finding.fields, finding.constraint_ids, systems=() if systems else None)
    trace = f"rule {finding.rule}"
    if draft.ledger.evidence_of(sources):
        return draft.ledger.cited(text, sources, fields=finding.fields, constraint_ids=finding.constraint_ids, trace=trace)
    return draft.ledger.judged(text, trace, fields=finding.fields, constraint_ids=finding.constraint_ids)
