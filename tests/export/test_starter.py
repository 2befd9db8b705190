"""The starter repository: its own check passes and notices damage, service levels and alerts are those of the proposal."""

import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rag.brief.brief import Brief
from rag.export.archive import make_zip
from rag.export.export import export_proposal
from rag.export.layout import lay_out
from rag.export.nodes import Layout
from rag.export.rows import RECORDS, THREATS, Rows
from rag.export.service_levels import duration
from rag.export.starter import TEMPLATES, starter_files, to_starter
from rag.propose.compose import compose
from rag.propose.handover import Handover
from rag.propose.proposal import Proposal
from tests.propose.factory import AS_OF, make_inputs

CHECK = runpy.run_path(str(TEMPLATES / "check.py.txt"), run_name="check")
PARSE: Callable[[str], Any] = CHECK["parse"]


@pytest.fixture(scope="module")
def files(proposal: Proposal, layout: Layout) -> dict[str, str]:
    """Path → text."""
    return starter_files(proposal, layout)


def unpack(files: dict[str, str], folder: Path) -> Path:
    """The repository on disk."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def check(folder: Path, *arguments: str) -> tuple[int, str]:
    """Status and output of the repository's own check, as its pipeline runs it."""
    command = [sys.executable, "-W", "error", "-I", str(folder / "check.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, encoding="utf-8")
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_repository_checks_itself(files: dict[str, str], tmp_path: Path) -> None:
    """Fresh, it holds together and counts what is to be filled in; strictly, that is a fault until somebody has."""
    folder = unpack({**files, "node_modules/a/README.md": "[gone](gone.md)"}, tmp_path)
    status, said = check(folder)
    assert (status, said.splitlines()[-1]) == (0, "All files hold together.")
    assert "to fill in: docs/privacy/dpia.md" in said
    assert check(folder, "--strict")[0] == 1


def test_damage_is_noticed(files: dict[str, str], tmp_path: Path) -> None:
    """Each kind of damage is named with its file: a wrong threshold, a lost heading, a gap, a dead link, a lost file."""
    record = next(name for name in files if name.startswith("docs/adr/0002"))
    damaged = dict(files)
    damaged["alerts/error-budget.yaml"] = damaged["alerts/error-budget.yaml"].replace("> 0.0144", "> 0.05", 1)
    damaged[record] = damaged[record].replace("## Considered Options", "## Options").replace("2026-11-21", "soon", 1)
    damaged["docs/adr/0099-late.md"] = damaged[record].replace("status: proposed", "status: maybe")
    damaged["docs/threat-model.md"] += "\n[gone](gone.md) [nowhere](sources.md#e-999)\n"
    damaged["slo/availability.yaml"] = damaged["slo/availability.yaml"].replace("30d", "a month")
    damaged["slo/service.yaml"] = "kind: *anchor\n"
    del damaged["docs/definition-of-done.md"]
    status, said = check(unpack(damaged, tmp_path))
    assert status == 1
    for words in (
        "ErrorBudgetBurnFast: fires above 0.05, but 14.4 × (1 − 0.999) is 0.0144",
        f"{record}: the heading “## Considered Options” is missing",
        f"{record}: the date is not YYYY-MM-DD",
        "0099-late.md: the status “maybe”",
        "the numbers have gaps or doubles",
        "docs/threat-model.md: the link gone.md leads nowhere",
        "sources.md has no #e-999",
        "spec.timeWindow.0.duration is not like 30d",
        "slo/service.yaml: line 1: “*” is not read here",
        "docs/definition-of-done.md: is missing",
    ):
        assert words in said


def test_records_follow_the_template(proposal: Proposal, files: dict[str, str]) -> None:
    """One MADR file per decision of the proposal, numbered, proposed, with the chosen option among those considered."""
    records = {name: text for name, text in files.items() if re.match(r"docs/adr/\d{4}-", name)}
    lines = Rows(proposal).table(RECORDS)
    assert len(records) == len(lines)
    for (name, text), line in zip(sorted(records.items()), lines, strict=True):
        front = yaml.safe_load(text.split("---")[1])
        assert front["status"] == "proposed"
        assert str(front["date"]) == proposal.as_of
        assert f"Record {line.cells[0]} of the proposal" in text, name
        assert "## Decision Outcome" in text
        assert "### Confirmation" in text
    style = records[min(records)]
    assert f'Chosen option: "A: {proposal.decision.options[0].title}"' in style
    assert all(con in style for con in proposal.decision.options[0].cons)


def test_service_levels_hold_to_openslo(proposal: Proposal, files: dict[str, str]) -> None:
    """Every file has what OpenSLO v1 requires, and the targets are those of the proposal."""
    level = proposal.handover.service_level
    assert level is not None
    documents = {name: yaml.safe_load(text) for name, text in files.items() if name.startswith("slo/")}
    assert {document["apiVersion"] for document in documents.values()} == {"openslo/v1"}
    service = documents["slo/service.yaml"]["metadata"]["name"]
    slos = [document for document in documents.values() if document["kind"] == "SLO"]
    assert [slo["spec"]["objectives"][0]["target"] for slo in slos] == [0.999, *[0.95] * len(level.latencies)]
    for slo in slos:
        spec = slo["spec"]
        assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", slo["metadata"]["name"])
        assert spec["service"] == service
        assert spec["budgetingMethod"] == "Occurrences"
        assert spec["timeWindow"] == [{"duration": "30d", "isRolling": True}]
        ratio = spec["indicator"]["spec"]["ratioMetric"]
        assert set(ratio) == {"counter", "good", "total"}
        assert all(ratio[part]["metricSource"]["spec"]["query"] for part in ("good", "total"))
    assert 'le="0.4"' in files["slo/latency-1.yaml"]


def test_alerts_burn_over_two_windows(proposal: Proposal, files: dict[str, str]) -> None:
    """Thresholds, windows and actions of the rules are those that the proposal prints; every window is recorded."""
    groups = yaml.safe_load(files["alerts/error-budget.yaml"])["groups"]
    recorded = {rule["record"] for rule in groups[0]["rules"]}
    alerts = groups[1]["rules"]
    burn = next(s for s in proposal.sections if s.id == "slo").blocks[1]
    assert [(rule["labels"]["burn_rate"], rule["labels"]["severity"]) for rule in alerts] == [
        (str(row[0]).rstrip("×"), row[5]) for row in getattr(burn, "rows", ())
    ]
    for rule, windows, limit in zip(
        alerts, (("1h", "5m"), ("6h", "30m"), ("3d", "6h")), ("0.0144", "0.006", "0.001"), strict=True
    ):
        used = re.findall(r"(slo:availability:error_ratio_rate(\w+))\{[^}]*\} > ([\d.]+)", rule["expr"])
        assert tuple(window for _, window, _ in used) == windows
        assert {threshold for _, _, threshold in used} == {limit}
        assert {name for name, _, _ in used} <= recorded


def test_papers_know_what_the_proposal_knows(proposal: Proposal, files: dict[str, str]) -> None:
    """Threats, data, recovery targets, backlog and readiness stand in their papers; what nobody said is marked."""
    assert all(line.cells[2] in files["docs/threat-model.md"] for line in Rows(proposal).table(THREATS))
    assert "must stay in the EU" in files["docs/privacy/dpia.md"]
    assert "Controller: Brightwater Utilities" in files["docs/privacy/record-of-processing.md"]
    assert "Back within 4 h." in files["docs/operations/runbook.md"]
    assert "error budget 43.2 minutes" in files["docs/operations/runbook.md"]
    for item in proposal.handover.backlog:
        assert f"### {item.id} " in files["docs/backlog.md"]
        assert item.kind != "readiness" or f"**{item.id}**" in files["docs/operations/readiness-review.md"]
    assert "python3 check.py" in files[".github/workflows/ci.yml"]
    assert set(yaml.safe_load(files[".github/workflows/ci.yml"])) >= {"jobs", "permissions"}


@pytest.mark.parametrize(
    ("pick", "pipeline"), [("GitLab, trunk-based", ".gitlab-ci.yml"), ("Azure DevOps", "azure-pipelines.yml")]
)
def test_the_pipeline_is_the_one_that_was_picked(
    proposal: Proposal, layout: Layout, pick: str, pipeline: str, tmp_path: Path
) -> None:
    """With another delivery platform the repository has its pipeline, and still checks itself."""
    picks = tuple(p.model_copy(update={"name": pick}) if p.component == "cicd" else p for p in proposal.decision.picks)
    files = starter_files(
        proposal.model_copy(update={"decision": proposal.decision.model_copy(update={"picks": picks})}), layout
    )
    assert yaml.safe_load(files[pipeline])
    assert check(unpack(files, tmp_path))[0] == 0


def test_hostile_words_stay_words(proposal: Proposal, tmp_path: Path) -> None:
    """Names and quotations with markup, YAML and paths in them change no structure and leave no folder."""
    hostile = (
        "x: [y] # z\n- <script>alert(1)</script> [a](javascript:b) `c` | ../../etc 'q' \"r\" {{ 7*7 }} {% raw %} & *d: !!e"
    )
    coverage = tuple(row.model_copy(update={"text": hostile}) for row in proposal.coverage)
    changed = proposal.model_copy(update={"company": hostile, "product": hostile, "coverage": coverage})
    files = starter_files(changed, lay_out(changed))
    assert not [name for name in files if ".." in name or name.startswith("/")]
    assert not [name for name, text in files.items() if name.endswith(".md") and "<script" in text]
    assert check(unpack(files, tmp_path))[0] == 0


def test_with_nothing_known_every_file_is_there(tmp_path: Path) -> None:
    """Before anybody has said anything, slides, workbook, CSV and repository are written, and the repository holds together."""
    nothing = Brief(as_of=AS_OF, fields={}, constraints=(), systems=(), integrations=(), conflicts=())
    proposal = compose(make_inputs(nothing, facts=(), documents=(), questions=()))
    written = export_proposal(proposal, ["xlsx", "pptx", "csv", "starter"], tmp_path / "out")
    assert [path.stat().st_size > 10_000 for path in written] == [True] * 4
    assert check(unpack(starter_files(proposal, lay_out(proposal)), tmp_path / "repository"))[0] == 0


def test_without_a_service_level_there_are_no_alerts(proposal: Proposal, layout: Layout, tmp_path: Path) -> None:
    """A version from before, or one without a target, gives a repository that holds together and has neither SLO nor alerts."""
    files = starter_files(proposal.model_copy(update={"handover": Handover()}), layout)
    assert not [name for name in files if name.startswith(("slo/", "alerts/"))]
    assert check(unpack(files, tmp_path))[0] == 0


def test_the_reader_of_the_check_agrees_with_yaml(files: dict[str, str]) -> None:
    """What the check reads of a file is what a YAML reader reads."""
    for name, text in files.items():
        if name.startswith(("slo/", "alerts/")):
            assert PARSE(text) == yaml.safe_load(text), name


@given(st.text(alphabet="ab:-# \n\"'[]{}|>&\t0.1", max_size=80))
def test_the_reader_reads_or_refuses(text: str) -> None:
    """Whatever stands in a YAML file, the check's reader returns or says that it does not read it."""
    try:
        PARSE(text)
    except CHECK["Unreadable"]:
        pass


def test_same_proposal_same_archive(proposal: Proposal, layout: Layout, files: dict[str, str]) -> None:
    """The archive is the files in order, the same bytes each time."""
    assert to_starter(proposal, layout) == make_zip({name: text.encode() for name, text in sorted(files.items())})


def test_windows_are_written_as_prometheus_does() -> None:
    """Minutes, hours and days."""
    assert [duration(hours) for hours in (1 / 12, 0.5, 1, 6, 72)] == ["5m", "30m", "1h", "6h", "3d"]


def test_promtool_accepts_the_alerts(files: dict[str, str], tmp_path: Path) -> None:
    """Prometheus' own checker reads every rule."""
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("promtool is not installed: sudo apt-get install prometheus")
    path = tmp_path / "error-budget.yaml"
    path.write_text(files["alerts/error-budget.yaml"], encoding="utf-8")
    done = subprocess.run([program, "check", "rules", str(path)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rules found" in done.stdout
