"""A folder and a workspace in step: what comes in, what is named, what is set aside, what is left alone."""

import os
import time
from pathlib import Path

import pytest

from rag.build.application import Application
from rag.consultation import Consultation
from rag.errors import UsageError
from rag.shelf.sync import FolderSync, SyncReport
from tests.shelf.conftest import MINUTES, POLICY, listed


def names(found: tuple[str, ...]) -> list[str]:
    """File names of paths."""
    return [Path(name).name for name in found]


def changed(report: SyncReport) -> list[tuple[str, str]]:
    """What came in: file name and status."""
    return [(Path(outcome.name).name, outcome.status) for outcome in report.changed]


@pytest.fixture
def sync(consultation: Consultation, papers: Path) -> FolderSync:
    """The folder, whose documents are set aside with their files."""
    return consultation.shelf.sync(papers, sets_aside=True)


def test_new_changed_gone_and_back(sync: FolderSync, consultation: Consultation, papers: Path) -> None:
    """New files come in, changed ones as new versions, those of gone ones are set aside and count again when they are back."""
    assert changed(sync.once()) == [("minutes.md", "indexed"), ("policy.md", "indexed")]
    assert sync.once() == SyncReport()
    (papers / "policy.md").write_text(POLICY.replace("4", "5"), encoding="utf-8")
    (papers / "minutes.md").unlink()
    report = sync.once()
    assert changed(report) == [("policy.md", "new_version")]
    assert (names(report.gone), names(report.set_aside)) == (["minutes.md"], ["minutes.md"])
    assert listed(consultation) == {"minutes.md": ("retired", True), "policy.md": ("indexed", False)}
    (papers / "minutes.md").write_text(MINUTES, encoding="utf-8")
    assert names(sync.once().back) == ["minutes.md"]
    assert listed(consultation)["minutes.md"] == ("indexed", False)


def test_what_a_person_set_aside_stays_so(sync: FolderSync, consultation: Consultation, papers: Path) -> None:
    """A file that is still there does not bring back what a person set aside."""
    sync.once()
    consultation.shelf.set_aside([consultation.shelf.find("policy.md").id])
    assert sync.once().back == ()
    assert listed(consultation)["policy.md"] == ("retired", True)


def test_gone_files_are_only_named_unless_asked(consultation: Consultation, papers: Path) -> None:
    """Without the wish to set aside, a document whose file is gone stays, and is named once."""
    sync = consultation.shelf.sync(papers, sets_aside=False)
    sync.once()
    (papers / "policy.md").unlink()
    report = sync.once()
    assert (names(report.gone), report.set_aside) == (["policy.md"], ())
    assert listed(consultation)["policy.md"] == ("indexed", False)
    assert sync.once().gone == ()


def test_an_empty_or_missing_folder_sets_nothing_aside(sync: FolderSync, consultation: Consultation, papers: Path) -> None:
    """A drive that is not connected looks like a folder without files: nothing is set aside."""
    sync.once()
    for path in papers.iterdir():
        path.unlink()
    report = sync.once()
    assert report.set_aside == ()
    assert "Is its drive connected?" in report.note
    papers.rmdir()
    with pytest.raises(UsageError, match="nothing was changed"):
        sync.once()
    assert {is_excluded for _, is_excluded in listed(consultation).values()} == {False}


def test_documents_from_elsewhere_are_left_alone(sync: FolderSync, consultation: Consultation, tmp_path: Path) -> None:
    """What came from another place, or out of an archive in the folder that is still there, is not gone."""
    other = tmp_path / "papers-of-others.md"
    other.write_text("# Others\n\nThe shop must run in Kiel.\n", encoding="utf-8")
    consultation.ingest([other])
    assert sync.once().gone == ()
    other.unlink()
    assert sync.once().gone == ()


def test_a_bad_file_is_tried_once(sync: FolderSync, papers: Path) -> None:
    """A file that cannot be read is named, and tried again only when it has changed."""
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert names(tuple(failure.name for failure in sync.once().taken.failed)) == ["broken.pdf"]
    assert sync.once().taken.failed == ()
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 nothing at all")
    assert len(sync.once().taken.failed) == 1


def test_a_file_that_is_being_written_waits(consultation: Consultation, papers: Path) -> None:
    """A file that changed just now is taken in at the next look, when it has stayed the same."""
    old = time.time() - 60
    os.utime(papers / "policy.md", (old, old))
    os.utime(papers / "minutes.md", (time.time() + 5,) * 2)
    sync = consultation.shelf.sync(papers, sets_aside=False, waits=True)
    assert changed(sync.once()) == [("policy.md", "indexed")]
    assert sync.leaves_some
    assert changed(sync.once()) == [("minutes.md", "indexed")]
    assert not sync.leaves_some


def test_a_folder_is_kept_in_step_after_a_restart(application: Application, consultation: Consultation, papers: Path) -> None:
    """What was asked for goes on in a new start, until it is taken back; its documents stay."""
    consultation.shelf.keep_folder(str(papers), sets_aside=True)
    deadline = time.monotonic() + 60
    while len(consultation.documents()) < 2 or consultation.shelf.folders()[0].is_looking:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert any("policy.md" in line for line in consultation.shelf.folders()[0].lines)
    consultation.shelf.close()
    assert consultation.shelf.folders() == ()
    application.keep_in_step()
    (state,) = consultation.shelf.folders()
    assert (state.path, state.sets_aside) == (str(papers), True)
    consultation.shelf.forget_folder(str(papers))
    assert consultation.shelf.folders() == ()
    application.keep_in_step()
    assert consultation.shelf.folders() == ()
    assert len(consultation.documents()) == 2
    with pytest.raises(UsageError, match="no folder"):
        consultation.shelf.keep_folder(str(papers / "nowhere"), sets_aside=False)
