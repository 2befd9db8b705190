"""`documents`, `watch`, `ingest --sync` and passwords, as others script them."""

import signal
import time
from pathlib import Path

import pytest

from rag.store.record import Record
from tests.command import Shell
from tests.ingest import samples

KEYS = {
    *("id", "name", "version", "type", "date", "authority", "said", "pages", "passages", "facts", "status"),
    *("set_aside", "set_aside_by", "copy_of", "pages_without_text"),
}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The command line on an empty data directory."""
    return Shell(tmp_path / "data")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with a policy and minutes."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "policy.md").write_text(
        "# Recovery policy\n\nOrders must be back within 4 hours after an outage.\n", encoding="utf-8"
    )
    (folder / "minutes.md").write_text("# Minutes\n\nThe shop must run in Kiel.\n", encoding="utf-8")
    return folder


def test_documents_are_listed_edited_set_aside_and_deleted(shell: Shell, papers: Path, tmp_path: Path) -> None:
    """Each action says what the documents are now; facts follow; deleting needs a yes and names the proposals."""
    shell("ingest", papers)
    rows = shell("documents", "--json").json["documents"]
    assert all(set(row) == KEYS for row in rows)
    assert [(Path(row["name"]).name, row["type"], row["authority"]) for row in rows] == [
        ("minutes.md", "minutes", "notes"),
        ("policy.md", "policy", "policy"),
    ]
    (row,) = shell("documents", "edit", "minutes.md", "--type", "contract", "--date", "2026-02-03", "--json").json["documents"]
    assert (row["type"], row["date"], row["authority"], row["said"]) == (
        "contract",
        "2026-02-03",
        "binding",
        ["dated", "doc_type"],
    )
    (row,) = shell("documents", "edit", "minutes.md", "--date", "detected", "--json").json["documents"]
    assert (row["type"], row["date"], row["said"]) == ("contract", "", ["doc_type"])
    assert "There are: contract" in shell("documents", "edit", "minutes.md", "--type", "novel", status=1).err
    (row,) = shell("documents", "set-aside", "policy.md", "--json").json["documents"]
    assert row["set_aside"]
    assert not [fact for fact in shell("facts", "--json").json["facts"] if fact["document"] == row["name"]]
    shell("documents", "use", row["id"])
    shell("propose", "--out", tmp_path / "out", "--formats", "json")
    refused = shell("documents", "delete", "policy.md", "--json", status=1)
    assert "--yes" in refused.json["error"]["message"]
    deleted = shell("documents", "delete", "policy.md", "--yes", "--json").json
    assert deleted["deleted"] == [row["name"]]
    assert deleted["quoted_by"] == {row["name"]: [1]}
    assert "no document" in shell("documents", "delete", "policy.md", "--yes", status=1).err


def test_listing_runs_beside_the_app(shell: Shell, papers: Path) -> None:
    """The list needs no lock; an action does."""
    shell("ingest", papers)
    watching = shell.start("watch", papers, "--interval", "0.1")
    try:
        _await_line(watching.stderr, "Keeping")
        assert len(shell("documents", "--json").json["documents"]) == 2
        assert shell("documents", "set-aside", "policy.md", "--json", status=1).json["error"]["code"] == "data_directory_locked"
    finally:
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=60)


def test_watch_takes_in_what_comes_until_it_is_stopped(shell: Shell, papers: Path) -> None:
    """A file that appears is taken in; Ctrl+C ends it well."""
    watching = shell.start("watch", papers, "--interval", "0.1")
    try:
        _await_line(watching.stdout, "policy.md")
        (papers / "new.md").write_text("# New\n\nThe portal must run in Kiel.\n", encoding="utf-8")
        _await_line(watching.stdout, "new.md")
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=60)
    finally:
        watching.kill()  # when it did not end
    assert watching.returncode == 0
    assert len(shell("documents", "--json").json["documents"]) == 3


def test_sync_once(shell: Shell, papers: Path) -> None:
    """`ingest --sync` reports what came in and what is gone, and sets it aside when asked."""
    first = shell("ingest", papers, "--sync", "--json").json
    assert [Path(one["name"]).name for one in first["documents"]] == ["minutes.md", "policy.md"]
    (papers / "minutes.md").unlink()
    gone = shell("ingest", papers, "--sync", "--json").json
    assert ([Path(name).name for name in gone["gone"]], gone["set_aside"]) == (["minutes.md"], [])
    assert shell("ingest", papers, "--sync", "--set-aside-gone", "--json").json["set_aside"] == gone["gone"]
    assert "one folder" in shell("ingest", papers, papers, "--sync", status=1).err
    assert "goes with --sync" in shell("ingest", papers, "--set-aside-gone", status=1).err


def test_a_password_file_opens_what_it_can(shell: Shell, papers: Path, tmp_path: Path) -> None:
    """Each password is tried on each encrypted file; it is kept nowhere in the data directory."""
    (papers / "budget.pdf").write_bytes(samples.encrypted_pdf("qzxvkwj"))
    report = shell("ingest", papers, "--json").json
    assert [failure["code"] for failure in report["failed"]] == ["encrypted"]
    passwords = tmp_path / "passwords.txt"
    passwords.write_text("wrong\nqzxvkwj\n", encoding="utf-8")
    report = shell("ingest", papers, "--password-file", passwords, "--json").json
    assert report["failed"] == []
    assert any(one["name"].endswith("budget.pdf") for one in report["documents"])
    assert not [path for path in shell.data_dir.rglob("*") if path.is_file() and b"qzxvkwj" in path.read_bytes()]
    with Record.open(shell.data_dir) as record:
        assert "qzxvkwj" not in str(record.audit("default"))
    assert "cannot be read" in shell("ingest", papers, "--password-file", tmp_path / "nowhere", status=1).err


def _await_line(stream: object, word: str) -> None:
    """Read lines until one holds `word`."""
    deadline = time.monotonic() + 60
    for line in stream:  # type: ignore[attr-defined]
        if word in line:
            return
        assert time.monotonic() < deadline
    pytest.fail(f"it ended without {word}")
