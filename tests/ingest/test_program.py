"""Outside programs: whatever they do, they end, and with them all that they started."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import DocumentTooLarge
from rag.ingest.child import Child
from rag.ingest.program import ask_program, find_program, result_of, run_program, work_folder

posix = pytest.mark.skipif(os.name != "posix", reason="needs process groups")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder to work in."""
    with work_folder() as made:
        yield made


def python(code: str) -> list[str]:
    """A command that runs `code`."""
    return [sys.executable, "-c", code]


def ends(process_id: int) -> bool:
    """Whether a process is gone within five seconds."""
    for _ in range(100):
        status = Path(f"/proc/{process_id}/stat")
        try:
            os.kill(process_id, 0)
            if status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z":  # dead, its parent has not looked
                return True
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_program_works_in_its_folder(folder: Path) -> None:
    """It finds itself there, with its home and temporary files there, and without the keys of the one who calls."""
    said = "{os.getcwd()} {os.environ['HOME']} {'KEY' in str(os.environ)}"
    code = f'import os, pathlib; pathlib.Path("said").write_text(f"{said}")'
    assert run_program(python(code), folder, timeout_s=20, memory_mb=1024) == 0
    assert result_of(folder / "said").decode().split() == [str(folder), str(folder), "False"]


def test_its_status_arrives(folder: Path) -> None:
    """A program that fails says so by its status."""
    assert run_program(python("raise SystemExit(3)"), folder, timeout_s=20, memory_mb=1024) == 3


@posix
def test_time_limit_ends_the_whole_tree(folder: Path) -> None:
    """A program over its time is ended with what it started."""
    code = (
        "import pathlib, subprocess, sys, time\n"
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('id').write_text(str(one.pid)); time.sleep(60)"
    )
    started = time.monotonic()
    with pytest.raises(DocumentTooLarge, match="longer than 2 s"):
        run_program(python(code), folder, timeout_s=2, memory_mb=1024)
    assert time.monotonic() - started < 8
    assert ends(int((folder / "id").read_text()))


@posix
def test_it_does_not_outlive_its_caller(tmp_path: Path) -> None:
    """When the process that reads is killed in the middle, the program ends and its folder is deleted."""
    note = tmp_path / "note"
    with Child("tests.ingest.misbehaving:run_for_long", memory_mb=1024) as child, pytest.raises(DocumentTooLarge):
        child.run(3, str(note))
    process_id, folder = note.read_text().split()
    assert ends(int(process_id))
    for _ in range(100):
        if not Path(folder).exists():
            break
        time.sleep(0.05)
    assert not Path(folder).exists()


@posix
def test_memory_and_files_are_limited(folder: Path) -> None:
    """A program can neither take all memory nor fill the disk."""
    assert run_program(python("bytearray(3_000_000_000)"), folder, timeout_s=20, memory_mb=512) != 0
    code = "f = open('large', 'wb'); f.seek(600 << 20); f.write(b'x'); f.flush()"
    assert run_program(python(code), folder, timeout_s=20, memory_mb=512) != 0


def test_results_are_plain_files(folder: Path) -> None:
    """A link out of the folder, a folder and nothing at all are no result."""
    (folder / "secret").write_text("x")
    (folder / "link").symlink_to(folder / "secret")
    assert [result_of(folder / name) for name in ("link", "none", ".")] == [b"", b"", b""]


def test_what_is_not_there_is_not_found() -> None:
    """A missing program is no error, nor is one that cannot be asked."""
    assert find_program("no-such-program-anywhere") == ""
    assert ask_program("no-such-program-anywhere", "--version") == ""
    assert "Python" in ask_program(sys.executable, "--version")
