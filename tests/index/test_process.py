"""The embedder's child process: its end, its crash, its errors."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError, SettingsError
from rag.index.hashing import HashingEmbedder
from rag.index.process import SLICE, ProcessEmbedder

ROOT = Path(__file__).resolve().parents[2]


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_same_vectors_as_without_a_process() -> None:
    """Slices and sorting by length leave every row where it belongs."""
    texts = [f"text number {n} " + "word " * (n * 7 % 50) for n in range(3 * SLICE + 5)]
    embedder = ProcessEmbedder("hashing")
    assert np.array_equal(embedder.encode(texts), HashingEmbedder().encode(texts))
    embedder.close()


def test_a_crashed_child_is_started_again() -> None:
    """A child that was killed is replaced, and the caller does not notice."""
    embedder = ProcessEmbedder("hashing")
    before, first = embedder.encode(["recovery"]), embedder.pid
    os.kill(first, signal.SIGKILL)
    assert np.array_equal(embedder.encode(["recovery"]), before)
    assert embedder.pid != first
    embedder.close()


def test_a_closed_embedder_says_so() -> None:
    """After `close` the child is gone and a call is an error, not a new child."""
    embedder = ProcessEmbedder("hashing")
    embedder.warm()
    embedder.close()
    assert not alive(embedder.pid)
    with pytest.raises(ModelError):
        embedder.encode(["recovery"])


def test_a_missing_model_is_told_at_once() -> None:
    """A name that is not on this machine is a settings error within a second or two, without a network."""
    started = time.monotonic()
    with pytest.raises(SettingsError, match=r"GROUNDPLAN_EMBEDDER.*nobody/nothing"):
        ProcessEmbedder("nobody/nothing")
    assert time.monotonic() - started < 10


def test_a_folder_without_a_model_is_told_at_once(tmp_path: Path) -> None:
    """A folder that holds no model is a settings error before anything is loaded."""
    with pytest.raises(SettingsError, match="holds no model"):
        ProcessEmbedder(str(tmp_path))


@pytest.mark.model
def test_a_broken_model_is_an_error(tmp_path: Path) -> None:
    """A folder whose model cannot be loaded: the child's error arrives as ours."""
    (tmp_path / "config.json").write_text("{}")
    embedder = ProcessEmbedder(str(tmp_path))
    with pytest.raises(SettingsError, match="GROUNDPLAN_EMBEDDER"):
        embedder.warm()
    embedder.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_the_child_dies_with_its_parent() -> None:
    """A parent that is killed leaves no child behind."""
    script = textwrap.dedent(
        """
        import time
        from rag.index.process import ProcessEmbedder
        embedder = ProcessEmbedder("hashing")
        embedder.warm()
        print(embedder.pid, flush=True)
        time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    deadline = time.monotonic() + 10
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)


def test_threads_share_it() -> None:
    """Queries beside an ingest get their own vectors."""
    embedder, expected, wrong = ProcessEmbedder("hashing"), HashingEmbedder(), []

    def ask(number: int) -> None:
        for turn in range(20):
            texts = [f"thread {number} turn {turn} text {n}" for n in range(1 + number * 40)]
            if not np.array_equal(embedder.encode(texts), expected.encode(texts)):
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    embedder.close()
    assert not wrong


def test_any_mix_of_lengths_keeps_its_order() -> None:
    """Long texts go in smaller requests than short ones; each vector stands where its text stood."""
    texts = [f"word{number} " * (1 + (number * 37) % 900) for number in range(SLICE + 20)] + ["x" * 40_000, ""]
    with closing(ProcessEmbedder("hashing")) as embedder:
        assert np.array_equal(embedder.encode(texts), HashingEmbedder().encode(texts))
