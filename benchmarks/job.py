"""The whole job without a language model, from the command line: ingest, propose, every format; times, memory, pages.

Each step is a process of its own, so the times include its start, and the model's load where it is needed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks.watch import Watch

EDITIONS: dict[str, list[str]] = {"full": [], "board": ["--audience", "board"], "short": ["--profile", "short"]}
BAR_PAGES = {"full": "12 to 25", "board": "15", "short": "12"}
ROOT = Path(__file__).resolve().parents[1]
BAR_JOB_S, BAR_PROPOSE_S = 60.0, 20.0  # for 12 documents with 100 pages on two cores


@dataclass(frozen=True, slots=True)
class Step:
    """One command's cost."""

    name: str
    seconds: float
    peak_mb: float  # of the process and its children together, shared memory counted once
    said: dict[str, Any]


def run(name: str, arguments: list[str], environment: dict[str, str]) -> Step:
    """Run one command of the product and look at its memory meanwhile."""
    command = [sys.executable, "-m", "rag", *arguments, "--json"]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    watch = Watch(process.pid)
    out, _ = process.communicate()
    seconds = time.perf_counter() - started
    said = json.loads(out or "{}")
    if process.returncode:
        raise SystemExit(f"{name} failed: {said.get('error', out)}")
    return Step(name, seconds, watch.end().peak_mb, said)


def main() -> None:
    """Run the job and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="folder of documents (default: the sample company's)")
    parser.add_argument("--formats", default="md,html,docx,pdf,json,zip")
    given = parser.parse_args()
    folder = given.folder.resolve() if given.folder else None
    with tempfile.TemporaryDirectory(prefix="groundplan-job-") as work:
        environment = {**os.environ, "GROUNDPLAN_DATA_DIR": f"{work}/data", "HF_HUB_OFFLINE": "1"}
        environment["GROUNDPLAN_WORKSPACE"] = "default" if folder else "sample"
        out = f"{work}/out"
        first = run("ingest", ["ingest", str(folder)] if folder else ["sample"], environment)
        steps = [
            first,
            run("propose, all formats", ["propose", "--out", out, "--formats", given.formats], environment),
            run("propose again, nothing changed", ["propose", "--out", out, "--formats", given.formats], environment),
            run("verify", ["verify", str(next(Path(out).glob("*.json")))], environment),
        ]
        pages = {name: _pages(name, extra, environment, f"{work}/{name}") for name, extra in EDITIONS.items()}
        sizes = {path.suffix[1:]: path.stat().st_size // 1024 for path in sorted(Path(out).iterdir())}
    report(folder.name if folder else "the sample company", first.said, steps, sizes)
    print(f"pages of the PDF: {', '.join(f'{name} {count} (bar {BAR_PAGES[name]})' for name, count in pages.items())}")


def _pages(name: str, extra: list[str], environment: dict[str, str], out: str) -> int:
    """How many pages an edition of the PDF has."""
    run(name, ["propose", "--out", out, "--formats", "pdf", *extra], environment)
    with pypdfium2.PdfDocument(next(Path(out).glob("*.pdf"))) as pdf:
        return len(pdf)


def report(name: str, taken_in: dict[str, Any], steps: list[Step], sizes: dict[str, int]) -> None:
    """Print what it cost."""
    documents = taken_in["documents"]
    pages, chunks = (sum(document[key] for document in documents) for key in ("pages", "chunks"))
    print(f"\n{name}: {len(documents)} documents, {len(taken_in['failed'])} failed, {pages} pages, {chunks} passages\n")
    print("| step | seconds | peak memory, MB |\n|---|---|---|")
    for step in steps:
        print(f"| {step.name} | {step.seconds:.1f} | {step.peak_mb:.0f} |")
    whole = steps[0].seconds + steps[1].seconds
    print(f"| **ingest to all formats** | **{whole:.1f}** (bar {BAR_JOB_S:.0f}; propose {BAR_PROPOSE_S:.0f}) | |")
    print(f"\nfiles: {', '.join(f'{suffix} {size} kB' for suffix, size in sizes.items())}")


if __name__ == "__main__":
    main()
