"""The lock of the data directory, with real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rag.errors import DataDirectoryLocked, StorageError
from rag.store.lock import HOLDER, lock_data_directory
from rag.store.record import Record

HOLD = """
import sys, time
from pathlib import Path
from rag.store.lock import lock_data_directory
with lock_data_directory(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def holder(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_process_names_the_first(data_dir: Path) -> None:
    """The error names process, command and time of the holder, and says what to do."""
    with holder(data_dir) as process:
        with pytest.raises(DataDirectoryLocked) as caught, lock_data_directory(data_dir):
            pytest.fail("both hold it")
        message = str(caught.value)
        assert f"process {process.pid}" in message
        assert str(data_dir) in message
        assert "since 20" in message
        assert "Close that one" in message
        assert "--data-dir" in message


def test_a_killed_holder_does_not_block(data_dir: Path) -> None:
    """After kill -9 the lock is free, though its note is still there."""
    with holder(data_dir) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert (data_dir / HOLDER).exists()
        with lock_data_directory(data_dir):
            assert str(os.getpid()) in (data_dir / HOLDER).read_text(encoding="utf-8")
    assert not (data_dir / HOLDER).exists()


def test_waiting_for_the_holder(data_dir: Path) -> None:
    """With a timeout the lock is taken as soon as the holder ends."""
    with holder(data_dir) as process:
        started = time.monotonic()
        with pytest.raises(DataDirectoryLocked), lock_data_directory(data_dir, timeout_s=0.3):
            pytest.fail("both hold it")
        assert time.monotonic() - started >= 0.3
        process.kill()
        with lock_data_directory(data_dir, timeout_s=10):
            pass


def test_reading_beside_the_holder(data_dir: Path) -> None:
    """The record can be read while another process holds the lock."""
    with Record.open(data_dir) as record:
        record.create_workspace("default")
    with holder(data_dir), Record.open(data_dir, read_only=True) as record:
        assert [workspace.slug for workspace in record.workspaces()] == ["default"]


def test_no_lock_without_the_note(data_dir: Path) -> None:
    """A lost or broken note costs the name of the holder, not the error."""
    with holder(data_dir):
        (data_dir / HOLDER).write_text("{", encoding="utf-8")
        with pytest.raises(DataDirectoryLocked, match="another process"), lock_data_directory(data_dir):
            pytest.fail("both hold it")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A data directory that is a file is an error that says what to do."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="--data-dir"), lock_data_directory(tmp_path / "file"):
        pytest.fail("a file is no folder")
    with pytest.raises(StorageError, match="--data-dir"):
        Record.open(tmp_path / "file")
