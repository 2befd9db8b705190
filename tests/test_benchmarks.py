"""The benchmark of taking documents in: it finds its files, measures a real run, and its table says what was measured."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import ingest
from benchmarks.watch import Watch
from tests.ingest import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A PDF and a file of another format."""
    made = tmp_path / "papers"
    made.mkdir()
    (made / "policy.pdf").write_bytes(samples.pdf())
    (made / "notes.md").write_text("# Notes\n\nThe ERP must be back within 4 hours.\n", encoding="utf-8")
    return made


def test_only_pdfs_are_given_to_the_peers(folder: Path, tmp_path: Path) -> None:
    """With the peers PDFs alone are measured; a folder that is not there, or without files, is told."""
    assert [path.name for path in ingest.find_files([folder], only_pdf=True)] == ["policy.pdf"]
    assert [path.name for path in ingest.find_files([folder], only_pdf=False)] == ["notes.md", "policy.pdf"]
    with pytest.raises(SystemExit, match="no such file or folder"):
        ingest.find_files([tmp_path / "missing"], only_pdf=True)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit, match="no such files"):
        ingest.find_files([tmp_path / "empty"], only_pdf=True)


def test_a_run_of_the_product(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Groundplan alone over a folder of two formats: all files are counted, every stage has its seconds; people are told."""
    ingest.main(["--alone", "--times", "1", "--model", "hashing", "--json", str(folder)])
    measured = json.loads(capsys.readouterr().out)
    ((run,),) = measured["turns"]
    assert (run["documents"], run["failed"]) == (2, 0)
    assert run["pages"] >= 2
    assert run["seconds"] <= run["whole_s"]
    assert set(run["stages"]) == {"reading", "storing", "embedding", "encoding", "vectors"}
    told = ingest.report([[ingest.Run(**run)]], measured["files"], measured["precision"])
    assert "2 files, embedded in float32" in told
    assert "| groundplan | 2, 0 |" in told
    assert "documents a second" in told


def test_the_table_takes_ratios_within_a_turn() -> None:
    """A turn in which the whole machine was slow does not change who is faster."""
    turns = [
        [
            ingest.Run("groundplan", 2, 0, 10, 20, slow, slow + 5, 6.0, 700.0, {"embedding": 2.0, "encoding": 1.8}, 0.5),
            ingest.Run("langchain", 2, 0, 10, 40, 4 * slow, 4 * slow + 9, 12.0, 900.0, {"reading": 3.0}),
        ]
        for slow in (1.0, 1.0, 10.0)
    ]
    ours, peer = ingest.table(turns).splitlines()[2:]
    assert ours == "| groundplan | 2, 0 | 10 | 20 | 1.0 | 10.0 | 20.0 |  | 6.0 | 6.0 | 700 |"
    assert peer == "| langchain | 2, 0 | 10 | 40 | 4.0 | 2.5 | 10.0 | 4.0 × | 13.0 | 12.0 | 900 |"
    said = ingest.stages(turns)
    assert "The encoder worked 90% of the embedding stage" in said
    assert "50% of the time in which files were read" in said


def test_watch_sees_children(tmp_path: Path) -> None:
    """Memory of a process and its child is added, and a child that computes is seen by its command line."""
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("this system shows no memory of processes")
    child = "import time; block = bytearray(60 << 20); end = time.time() + 2\nwhile time.time() < end: pass  # spin"
    script = tmp_path / "parent.py"
    script.write_text(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])\n", encoding="utf-8")
    process = subprocess.Popen([sys.executable, str(script)], env=dict(os.environ))
    watch = Watch(process.pid, {"spinning": "# spin", "absent": "never there"})
    process.wait(60)
    time.sleep(0.05)
    seen = watch.end()
    assert seen.peak_mb > 60
    assert seen.busy_s["spinning"] > 0.2
    assert (seen.busy_s["absent"], seen.together_s) == (0.0, 0.0)
