"""Kill -9 at random moments of taking in a folder, again and again; the record is checked after each kill.

Nothing that is done may be missing or incomplete, and the next run goes on where the last one was killed. The exit status is 1
when one of these does not hold.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from rag.index.chroma import ChromaIndex
from rag.index.hashing import HashingEmbedder
from rag.store.record import Record

ROOT = Path(__file__).resolve().parents[1]
SECTIONS = 6


def make_files(folder: Path, count: int) -> None:
    """`count` notes of several passages, each with a word of its own."""
    folder.mkdir()
    for number in range(count):
        sections = "".join(
            f"## Section {part}\n\nWord{number} stands in part {part}. The system must hold {number} orders.\n\n"
            for part in range(SECTIONS)
        )
        (folder / f"{number:04}.md").write_text(f"# Note {number}\n\n{sections}", encoding="utf-8")


def ingest(data_dir: Path, folder: Path, kill_after_s: float | None) -> bool:
    """Take the folder in by the command line, killed after so many seconds; whether it ran to its end."""
    environment = {**os.environ, "GROUNDPLAN_DATA_DIR": str(data_dir), "GROUNDPLAN_EMBEDDER": "hashing"}
    command = [sys.executable, "-m", "rag", "ingest", str(folder), "--json"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return False
    return process.returncode == 0


def check(data_dir: Path) -> tuple[list[str], int]:
    """What is wrong with the record as the kill left it, and how many documents are done in it."""
    if not (data_dir / "record.db").exists():
        return [], 0
    embedder = HashingEmbedder()
    wrong: list[str] = []
    with Record.open(data_dir) as record:
        if "default" not in [workspace.slug for workspace in record.workspaces()]:
            return [], 0
        workspace = record.workspace("default")
        documents = record.current_documents(workspace.id)
        done = [document for document in documents if document.status == "indexed"]
        with closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, embedder.dimension)) as vectors:
            known = set(vectors.ids(workspace.id))
        for document in done:
            word = f"Word{int(Path(document.name).stem)}"
            hits = record.texts.search(workspace.id, word, 50)
            if not hits:
                wrong.append(f"{document.name} is done, and its text is not found")
            missing = [hit.chunk_id for hit in hits if hit.chunk_id not in known]
            if missing:
                wrong.append(f"{document.name} is done, and {len(missing)} of its vectors are missing")
    return wrong, len(done)


def main() -> int:
    """Kill, check, go on; exit status 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory(prefix="groundplan-kill-") as place:
        folder, data_dir = Path(place, "files"), Path(place, "data")
        make_files(folder, given.files)
        started = time.perf_counter()
        ingest(Path(place, "whole"), folder, None)
        whole_s = time.perf_counter() - started
        wrong: list[str] = []
        progress: list[int] = []
        for _ in range(given.kills):
            ended = ingest(data_dir, folder, chance.uniform(0.2, 1.0) * whole_s / 2)
            found, done = check(data_dir)
            wrong += found
            if progress and done < progress[-1]:
                wrong.append(f"{progress[-1] - done} documents that were done are gone")
            progress.append(done)
            if ended:
                data_dir = Path(place, f"data-{len(progress)}")  # all is in: the next kill starts from nothing
                progress.append(0)
        ingest(data_dir, folder, None)
        found, done = check(data_dir)
        wrong += found if done == given.files else [*found, f"only {done} of {given.files} are in at the end"]
    print(json.dumps({"files": given.files, "kills": given.kills, "done_after_each": progress, "wrong": wrong}))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
