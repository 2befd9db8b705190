"""Taking documents in, beside LangChain's and LlamaIndex's default pipelines with the same embedding model, in one run.

    make bench-ingest BENCH_ARGS="DIR…"              all PDFs of the folders, with the peers
    make bench-ingest BENCH_ARGS="--alone DIR…"      all files of the folders, Groundplan alone

Each run is a process of its own; the pipelines take turns, so that other work on the machine slows all alike. Ratios are taken
within a turn. Loading libraries and the model is not part of the seconds, and stands apart.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.peer_environment import peer_python
from benchmarks.watch import Seen, Watch
from rag.index.precision import choose_precision
from rag.index.weights import find_model
from rag.ingest.workers import find_sources

ROOT = Path(__file__).resolve().parents[1]
OURS, PEERS = "groundplan", ("langchain", "llamaindex")
ROLES = {"reading": "rag.ingest.child", "encoding": "rag.index.process"}
BAR_BFLOAT16, BAR_FLOAT32, BAR_BUSY = 5.0, 3.0, 0.85


@dataclass(frozen=True, slots=True)
class Run:
    """One process that took the files in."""

    pipeline: str
    documents: int
    failed: int
    pages: int
    chunks: int
    seconds: float  # libraries and model were loaded before
    whole_s: float  # the process from its start to its end
    cpu_s: float  # of it and its children, loading included; other work on the machine hardly changes it
    peak_mb: float  # it and its children together
    stages: dict[str, float] = field(default_factory=dict)
    overlap: float = 0.0  # share of the time in which files were read during which passages were embedded, too

    @property
    def busy(self) -> float:
        """Share of the embedding stage in which the encoder worked."""
        return self.stages.get("encoding", 0.0) / self.stages["embedding"] if self.stages.get("embedding") else 0.0


def run_ours(files: Sequence[Path], work: Path, model: str, precision: str) -> Run:
    """The product on an empty data directory."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-m", "benchmarks.ours", str(work / "data"), model, precision, *map(str, files)]
    said, whole, cpu, seen = _run(command, environment, ROLES)
    counts = (said["documents"], said["failed"], said["pages"], said["chunks"])
    reading = seen.busy_s["reading"]
    overlap = seen.together_s / reading if reading else 0.0
    return Run(OURS, *counts, said["seconds"], whole, cpu, seen.peak_mb, said["stages"], overlap)


def run_peer(name: str, files: Sequence[Path], work: Path, model: str, python: Path) -> Run:
    """One peer's default pipeline."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
    command = [str(python), "benchmarks/peers.py", name, str(find_model(model)), str(work / "store"), *map(str, files)]
    said, whole, cpu, seen = _run(command, environment)
    counts = (len(files) - said["failed"], said["failed"], said["pages"], said["chunks"])
    return Run(name, *counts, said["seconds"], whole, cpu, seen.peak_mb, said["stages"])


def _run(
    command: list[str], environment: dict[str, str], roles: dict[str, str] | None = None
) -> tuple[Any, float, float, Seen]:
    """Run a command that prints JSON last: what it said, its seconds, their CPU seconds, what was seen of it."""
    started, cpu = time.perf_counter(), _cpu_of_children()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    watch = Watch(process.pid, roles)
    out, err = process.communicate()
    seconds, seen = time.perf_counter() - started, watch.end()
    if process.returncode or not out.strip():
        raise SystemExit(f"{' '.join(command[:6])} … failed:\n{err[-2000:]}{out[-500:]}")
    return json.loads(out.strip().splitlines()[-1]), seconds, _cpu_of_children() - cpu, seen


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def take_turns(pipelines: dict[str, Callable[[Path], Run]], times: int) -> list[list[Run]]:
    """Each pipeline once per turn, in a folder of its own that is gone afterwards."""
    turns: list[list[Run]] = []
    for number in range(times):
        turn: list[Run] = []
        for name, run in pipelines.items():
            with tempfile.TemporaryDirectory(prefix=f"groundplan-{name}-") as work:
                turn.append(run(Path(work)))
            print(f"turn {number + 1}: {name} {turn[-1].seconds:.1f} s", file=sys.stderr)
        turns.append(turn)
    return turns


def table(turns: Sequence[Sequence[Run]]) -> str:
    """Medians by pipeline, in Markdown."""
    lines = [
        "| pipeline | documents, failed | pages | chunks | s | pages/s | chunks/s "
        "| beside Groundplan | whole process, s | its CPU s | MB at most |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for runs in zip(*turns, strict=True):
        one, seconds = runs[0], statistics.median(run.seconds for run in runs)
        ratio = statistics.median(run.seconds / turn[0].seconds for run, turn in zip(runs, turns, strict=True))
        whole, cpu, peak = (statistics.median(getattr(run, name) for run in runs) for name in ("whole_s", "cpu_s", "peak_mb"))
        lines.append(
            f"| {one.pipeline} | {one.documents}, {one.failed} | {one.pages} | {one.chunks} | {seconds:.1f} "
            f"| {one.pages / seconds:.1f} | {one.chunks / seconds:.1f} | {f'{ratio:.1f} ×' if one.pipeline != OURS else ''} "
            f"| {whole:.1f} | {cpu:.1f} | {peak:.0f} |"
        )
    return "\n".join(lines)


def stages(turns: Sequence[Sequence[Run]]) -> str:
    """Where each pipeline's seconds went (medians), and how well ours go on side by side."""
    lines: list[str] = []
    for runs in zip(*turns, strict=True):
        parts = {name: statistics.median(run.stages.get(name, 0.0) for run in runs) for name in runs[0].stages}
        lines.append(f"{runs[0].pipeline}: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in parts.items()))
    ours = [turn[0] for turn in turns]
    busy, overlap = (statistics.median(getattr(run, name) for run in ours) for name in ("busy", "overlap"))
    lines.append(
        f"The encoder worked {busy:.0%} of the embedding stage (bar {BAR_BUSY:.0%}); "
        f"{overlap:.0%} of the time in which files were read, passages were embedded, too."
    )
    return "\n".join(lines)


def find_files(folders: Sequence[Path], *, only_pdf: bool) -> list[Path]:
    """The files to take in, as the product finds them."""
    sources, failed = find_sources([folder.resolve() for folder in folders])
    if failed:
        raise SystemExit("; ".join(f"{one.name}: {one.message}" for one in failed))
    files = [source.path for source in sources if not only_pdf or source.path.suffix.lower() == ".pdf"]
    if not files:
        raise SystemExit("There are no such files in these folders.")
    return files


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    made.add_argument("--alone", action="store_true", help="Groundplan alone, with files of every format")
    made.add_argument("--peers", default=",".join(PEERS), help="some of %(default)s")
    made.add_argument("--times", type=int, default=3, help="turns (default: %(default)s)")
    made.add_argument("--model", default="minilm", help="embedding model of all pipelines (default: %(default)s)")
    made.add_argument("--precision", choices=["auto", "float32", "bfloat16"], default="auto")
    made.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    return made


def report(turns: Sequence[Sequence[Run]], files: int, precision: str) -> str:
    """What was measured, for people."""
    bar = BAR_BFLOAT16 if precision == "bfloat16" else BAR_FLOAT32
    said = f"\n{files} files, embedded in {precision}; medians of {len(turns)} turns; bar beside LangChain: {bar:.0f} ×\n"
    rates = [(turn[0].documents + turn[0].failed) / turn[0].seconds for turn in turns]
    alone = f"\n{statistics.median(rates):.2f} documents a second." if len(turns[0]) == 1 else ""
    return f"{said}\n{table(turns)}\n\n{stages(turns)}{alone}"


def main(argv: Sequence[str] | None = None) -> None:
    """Take turns and print the result."""
    given = parser().parse_args(argv)
    files = find_files(given.folders, only_pdf=not given.alone)
    precision = given.precision
    if precision == "auto":
        with tempfile.TemporaryDirectory(prefix="groundplan-precision-") as work:
            precision = choose_precision(Path(work), given.model)
    pipelines: dict[str, Callable[[Path], Run]] = {OURS: lambda work: run_ours(files, work, given.model, precision)}
    if not given.alone:
        python = peer_python()
        for name in filter(None, given.peers.split(",")):
            pipelines[name] = lambda work, name=name: run_peer(name, files, work, given.model, python)  # type: ignore[misc]
    turns = take_turns(pipelines, given.times)
    if given.json:
        print(
            json.dumps(
                {"files": len(files), "precision": precision, "turns": [[asdict(run) for run in turn] for turn in turns]}
            )
        )
        return
    print(report(turns, len(files), precision))


if __name__ == "__main__":
    main()
