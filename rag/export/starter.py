"""The start of a repository: decision records, service levels, alerts, backlog, pipeline, papers of operations and privacy.

Filled with what the proposal says; what nobody has said is marked [fill in]. A script checks that the files hold together.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.export.archive import make_zip
from rag.export.markdown import escape
from rag.export.nodes import UNNAMED, Layout, clean
from rag.export.records import list_records
from rag.export.rows import (
    BLOCKS,
    CHECKS,
    CONNECTED,
    DATA_MAP,
    FAILURES,
    REGIMES,
    THREATS,
    Rows,
)
from rag.export.service_levels import alert_rules, name_alerts, service_name, slo_files
from rag.export.sources import source_of, words_of
from rag.propose.handover import BacklogItem
from rag.propose.proposal import BulletList, Checklist, Diagram, Evidence, Proposal
from rag.propose.wording import shorten

TEMPLATES = Path(__file__).resolve().parent / "templates" / "starter"
PAGES = {
    "README.md": "README.md.j2",
    "docs/architecture.md": "architecture.md.j2",
    "docs/adr/README.md": "adr-index.md.j2",
    "docs/backlog.md": "backlog.md.j2",
    "docs/definition-of-done.md": "definition-of-done.md.j2",
    "docs/threat-model.md": "threat-model.md.j2",
    "docs/privacy/dpia.md": "dpia.md.j2",
    "docs/privacy/record-of-processing.md": "record-of-processing.md.j2",
    "docs/operations/runbook.md": "runbook.md.j2",
    "docs/operations/readiness-review.md": "readiness-review.md.j2",
    "docs/sources.md": "sources.md.j2",
}
TABLES = {
    "blocks": BLOCKS,
    "connected": CONNECTED,
    "failures": FAILURES,
    "threats": THREATS,
    "checks": CHECKS,
    "regimes": REGIMES,
    "data_map": DATA_MAP,
}
ROLLBACK = "Rollback conditions"  # caption of a table in “Release and rollback”
PIPELINES = (  # what the pick for build and delivery names → file, template; the last stands in for everything else
    ("GitLab", ".gitlab-ci.yml", "gitlab.yml.txt"),
    ("Azure DevOps", "azure-pipelines.yml", "azure.yml.txt"),
    ("", ".github/workflows/ci.yml", "github.yml.txt"),
)
FOLDERS = {"src": "The code.", "infra": "Infrastructure as code.", "tests": "Tests, those of the interfaces included."}
WORDS = 300  # characters of a quotation among the sources


def to_starter(proposal: Proposal, layout: Layout) -> bytes:
    """The archive."""
    return make_zip({name: text.encode() for name, text in sorted(starter_files(proposal, layout).items())})


def starter_files(proposal: Proposal, layout: Layout) -> dict[str, str]:
    """Path in the repository → text."""
    rows = Rows(proposal)
    values = _values(proposal, layout, rows)
    pages = _environment()
    files = {name: pages.get_template(template).render(values) for name, template in PAGES.items()}
    for record in values["records"]:
        files[f"docs/adr/{record.file}"] = pages.get_template("adr.md.j2").render({**values, "record": record})
    level, service = proposal.handover.service_level, values["service"]
    if level is not None:
        files |= {f"slo/{name}": text for name, text in slo_files(level, service, layout.title).items()}
        files["alerts/error-budget.yaml"] = alert_rules(level, service)
    file, template = _pipeline(proposal)
    files |= {file: _plain(template), "check.py": _plain("check.py.txt"), "ci/scan.sh": _plain("scan.sh.txt")}
    files |= {f"{folder}/README.md": f"# {folder}\n\n{text}\n" for folder, text in FOLDERS.items()}
    return files


def _values(proposal: Proposal, layout: Layout, rows: Rows) -> dict[str, Any]:
    level, handover = proposal.handover.service_level, proposal.handover
    evidence = {row.constraint_id: row.evidence for row in proposal.coverage}
    named = [name for name in (proposal.product, proposal.company) if name not in UNNAMED]
    drawings = [block for section in proposal.sections for block in section.blocks if isinstance(block, Diagram)]
    front = {
        "title": layout.title,
        "company": layout.company,
        "product": layout.product,
        "as_of": layout.as_of,
        "date": layout.date,
        "version": layout.version,
        "status": layout.status,
        "service": service_name(named),
        "pipeline": _pipeline(proposal)[0],
    }
    tables = {name: rows.table(place) for name, place in TABLES.items()}
    return {
        **front,
        **tables,
        "rollback": rows.captioned("release", ROLLBACK),
        "summary": rows.first_claims("summary"),
        "purpose": rows.first_claims("objective"),
        "records": list_records(proposal, rows),
        "drawings": drawings,
        "backlog": handover.backlog,
        "milestones": handover.milestones,
        "service_level": level,
        "alerts": name_alerts(level) if level is not None else (),
        "policy": [claim.sentence for claim in rows.claims("slo", BulletList) if claim.trace.startswith("EBP")],
        "readiness": [item for item in handover.backlog if item.kind == "readiness"],
        "done": _last_list(proposal, "plan"),
        "sources": [_source(entry) for entry in proposal.evidence],
        "constraint_evidence": lambda item: _evidence_of(item, evidence),
    }


def _environment() -> Environment:
    environment = Environment(  # noqa: S701 - Markdown, escaped by the filter "md"
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = lambda text: escape(clean(str(text)))
    environment.filters["cite"] = _cite
    return environment


def _cite(evidence: Iterable[str], up: str) -> str:
    """Links to the places behind a sentence, from a page `up` levels below docs/."""
    return "".join(f" [{id_}]({up}sources.md#e-{id_})" for id_ in evidence)


def _evidence_of(item: BacklogItem, evidence: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for constraint in item.constraint_ids for id_ in evidence.get(constraint, ())))


def _last_list(proposal: Proposal, section: str) -> list[str]:
    """The items of a section's last checklist: of the plan, the definition of done."""
    found = next((s for s in proposal.sections if s.id == section), None)
    lists = [block for block in found.blocks if isinstance(block, Checklist)] if found is not None else []
    return [item[0].sentence for item in lists[-1].items] if lists else []


def _source(entry: Evidence) -> dict[str, str]:
    hashed = f", SHA-256 {entry.citation.sha256[:12]}" if entry.citation is not None else ""
    words = words_of(entry) if entry.citation is not None else shorten(words_of(entry), WORDS)
    return {"id": entry.id, "place": f"{source_of(entry)}{hashed}", "words": f"“{words}”"}


def _pipeline(proposal: Proposal) -> tuple[str, str]:
    """File and template of the pipeline, after the pick for build and delivery."""
    pick = next((pick.name for pick in proposal.decision.picks if pick.component == "cicd"), "")
    return next((file, template) for name, file, template in PIPELINES if name in pick)


def _plain(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
