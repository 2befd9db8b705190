"""`facts`, `conflicts`, `brief`, `propose`, `diff` and `verify`: what is known, and the proposal it leads to."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.build.files import verify_files
from rag.commands.output import emit, open_for
from rag.errors import UsageError
from rag.settings import Settings


def run_facts(arguments: argparse.Namespace, settings: Settings) -> int:
    """What the documents say; with --add, add a constraint first; with --ask-model, ask the model for what was missed."""
    if arguments.add:
        return _add_fact(arguments, settings)
    if arguments.ask_model:
        return _ask_model(arguments, settings)
    with open_for(arguments, settings) as application:
        facts = [_fact_payload(fact) for fact in application.consultation(settings.workspace).ledger.facts()]
    shown = "\n".join(f"{f['kind']:<14} {f['statement']}  [{f['document']}, {f['locator']}]" for f in facts)
    return emit(arguments, {"facts": facts}, shown or "No facts.")


def _add_fact(arguments: argparse.Namespace, settings: Settings) -> int:
    if not arguments.document:
        raise UsageError("Say with --document in which document these words stand.")
    arguments.command = "add"  # writes: takes the lock
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        document = consultation.shelf.find(arguments.document)
        page = None if arguments.page is None else arguments.page - 1
        fact = consultation.ledger.add(document.id, page, arguments.add, hard=not arguments.soft)
    payload = _fact_payload(fact)
    shown = f"added        {payload['statement']}  [{payload['document']}, {payload['locator']}]"
    return emit(arguments, {"added": payload}, shown)


def _ask_model(arguments: argparse.Namespace, settings: Settings) -> int:
    arguments.command = "add"  # writes: takes the lock
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        chosen = [consultation.shelf.find(arguments.document)] if arguments.document else consultation.documents()
        opinions = [(one.name, consultation.ledger.ask_model(one.id)) for one in chosen if not one.is_excluded]
    rows = [
        {
            "document": name,
            "asked": one.asked,
            "suggested": [_fact_payload(fact) for fact in one.facts],
            "refused": one.refused,
            "unread": one.unread,
        }
        for name, one in opinions
    ]
    shown = [
        f"{name}: {len(one.facts)} suggested, {one.known} known, {one.refused} refused"
        + (f", {one.unread} of {one.asked} passages without a usable reply" if one.unread else "")
        + "".join(f"\n  {fact.kind:<14} {fact.statement}  [{fact.citation.locator}]" for fact in one.facts)
        for name, one in opinions
    ]
    return emit(arguments, {"opinions": rows}, "\n".join(shown) or "There are no documents.")


def _fact_payload(fact: Any) -> dict[str, Any]:
    payload: dict[str, Any] = fact.model_dump(mode="json", exclude={"citation", "doc_type", "dated", "authority"})
    place = fact.citation
    return {**payload, "document": place.document, "page": place.page, "locator": place.locator, "quote": place.quote}


def run_conflicts(arguments: argparse.Namespace, settings: Settings) -> int:
    """Where the sources contradict each other."""
    with open_for(arguments, settings) as application:
        found = application.consultation(settings.workspace).ledger.contradictions()
    conflicts = [_conflict_payload(one.conflict) for one in found]
    shown = "\n\n".join(_told(one) for one in found)
    return emit(arguments, {"conflicts": conflicts}, shown or "The documents do not contradict each other in what was read.")


def _conflict_payload(conflict: Any) -> dict[str, Any]:
    payload: dict[str, Any] = conflict.model_dump(mode="json")
    return {"members": payload.pop("fact_ids"), **payload}


def _told(found: Any) -> str:
    """A contradiction for a reader: the question, and each side with its places."""
    lines = [f"{found.conflict.id}  {found.question}"]
    for side in found.sides:
        places = ", ".join(f"{one.citation.document}, {one.citation.locator}" for one in side.statements)
        mark = " (superseded)" if side.is_replaced else " (suggested)" if side.is_suggested else ""
        lines.append(f"  {side.shown}{mark}  [{places}]")
    return "\n".join(lines)


def run_brief(arguments: argparse.Namespace, settings: Settings) -> int:
    """What is known; with --import, take in a brief exported before."""
    if arguments.import_:
        arguments.command = "import"  # writes: takes the lock
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        if arguments.import_:
            consultation.interview.import_brief(arguments.import_)
        brief = consultation.brief()
        shown = "\n".join(f"{row.label:<34} {row.shown}  [{row.source}]" for row in consultation.overview().known)
    return emit(arguments, brief.model_dump(mode="json"), shown or "Nothing is known yet.")


def run_propose(arguments: argparse.Namespace, settings: Settings) -> int:
    """Draft the proposal and write its files."""
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        if arguments.answers:
            consultation.interview.read_answers(arguments.answers)
        proposal = consultation.drafts.finalise() if arguments.final else consultation.drafts.propose()
        edition = consultation.drafts.edition(arguments.profile, arguments.audience, arguments.language)
        files = consultation.drafts.export(proposal, arguments.formats, arguments.out, edition)
    payload = _proposal_payload(proposal, files)
    title = payload["recommendation"]["title"] or "no option is left"
    shown = f"Version {proposal.version} ({proposal.status}): {title}\n{proposal.status_reason}\n" + "\n".join(payload["files"])
    return emit(arguments, payload, shown)


def _proposal_payload(proposal: Any, files: Sequence[Path]) -> dict[str, Any]:
    decision = proposal.decision
    first = decision.recommended
    coverage = {
        name: {
            "total": sum(1 for row in proposal.coverage if row.hard is hard),
            **{
                status: sum(1 for row in proposal.coverage if row.hard is hard and row.status == status)
                for status in ("satisfied", "partly", "violated", "waived", "open")
            },
        }
        for name, hard in (("hard", True), ("soft", False))
    }
    return {
        "version": proposal.version,
        "status": proposal.status,
        "status_reason": proposal.status_reason,
        "recommendation": {
            "style": first.style if first else "",
            "title": first.title if first else "",
            "overlays": list(first.overlays) if first else [],
            "score": first.score if first else None,
            "margin": decision.margin,
            "label": decision.label,
        },
        "options": [
            {"key": o.key, "style": o.style, "title": o.title, "role": o.role, "score": o.score} for o in decision.options
        ],
        "coverage": coverage,
        "files": [str(path) for path in files],
    }


def run_diff(arguments: argparse.Namespace, settings: Settings) -> int:
    """What lies between two versions of the proposal."""
    with open_for(arguments, settings) as application:
        found = application.consultation(settings.workspace).drafts.difference(arguments.old, arguments.new)
    lines = [f"Version {found.old} → version {found.new}"]
    for change in found.changes:
        lines.append(f"{change.kind:<15} {change.what}: {change.before or '–'} → {change.after or '–'}")
        lines += [f"{'':<15}   because of {cause}" for cause in change.causes]
    lines += [
        f"text            {one.title}: {len(one.removed)} sentences went, {len(one.added)} came" for one in found.sections
    ]
    return emit(arguments, asdict(found), "\n".join(lines) if len(lines) > 1 else "Nothing changed.")


def run_verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Re-check a proposal against the workspace, or against the originals in a folder; exit 1 if anything fails."""
    if arguments.documents is not None:
        report = verify_files(arguments.proposal, arguments.documents, settings)
    else:
        arguments.command = "facts"  # reads only
        with open_for(arguments, settings) as application:
            report = application.verify(arguments.proposal)
    payload = {"passed": report.passed, **asdict(report)}
    emit(arguments, payload, report.summary)
    return 0 if report.passed else 1
