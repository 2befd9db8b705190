"""Archives and mails through the whole application: every file in them is accounted for, found, kept, checked and deleted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.build.application import open_application
from rag.build.files import verify_files
from rag.consultation import Consultation
from rag.settings import Settings
from tests.command import Shell
from tests.ingest import letters, samples

INNER = "bundle.zip/2026/inner.zip"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A ZIP that holds a text, a leftover, and a ZIP with a mail (with a PDF and a broken file) and a picture-like file."""
    mail = letters.eml(files={"Recovery policy.pdf": samples.pdf(), "broken.docx": samples.word()[:700]})
    inner = samples.zipped({"minutes.eml": mail.as_bytes(), "tool.exe": b"MZ\x90\x00" + bytes(200)})
    path = tmp_path / "papers" / "bundle.zip"
    path.parent.mkdir()
    notes = b"# Notes\n\nThe cluster must run in Frankfurt.\n"
    path.write_bytes(samples.zipped({"notes.md": notes, "2026/inner.zip": inner, "__MACOSX/._notes.md": b"x"}))
    return path


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The command line on an empty data directory."""
    return Shell(tmp_path / "data")


def test_every_file_is_accounted_for(shell: Shell, bundle: Path) -> None:
    """Each file at each depth is a document or a failure; search finds the PDF under its container; again changes nothing."""
    first = shell("ingest", bundle.parent, "--json").json
    top = str(bundle.parent)
    assert [document["name"] for document in first["documents"]] == [
        f"{top}/bundle.zip/notes.md",
        f"{top}/{INNER}/minutes.eml",
        f"{top}/{INNER}/minutes.eml/Recovery policy.pdf",
    ]
    assert {failure["name"]: failure["code"] for failure in first["failed"]} == {
        f"{top}/{INNER}/minutes.eml/broken.docx": "unreadable",
        f"{top}/{INNER}/tool.exe": "unsupported_format",
    }
    hits = shell("search", "who owns the recovery policy head of operations", "--json").json["hits"]
    pdf = next(hit for hit in hits if hit["document"].endswith(".pdf"))
    assert pdf["document"] == f"{top}/{INNER}/minutes.eml/Recovery policy.pdf"
    assert pdf["page"] is not None

    again = shell("ingest", bundle.parent, "--json").json
    assert {document["status"] for document in again["documents"]} == {"unchanged"}
    assert [document["id"] for document in again["documents"]] == [document["id"] for document in first["documents"]]
    assert again["failed"] == first["failed"]
    assert not list((shell.data_dir / "unpacked").glob("*"))


@pytest.fixture
def consultation(settings: Settings) -> Iterator[Consultation]:
    """A workspace to drop files into."""
    with open_application(settings, writing=True) as application:
        yield application.consultation("default")


def test_dropped_archives(consultation: Consultation, settings: Settings, bundle: Path) -> None:
    """A dropped archive is unpacked in the background; each part keeps its original bytes, and is deleted alone."""
    consultation.arrivals.start_files([("bundle.zip", bundle.read_bytes())])
    assert consultation.arrivals._job is not None
    consultation.arrivals._job.wait(60)
    job = consultation.arrivals.job()
    assert job is not None
    assert job.result is not None, job.error
    assert job.progress is not None
    assert (job.progress.done, job.progress.total) == (5, 5)
    assert len(job.result.failed) == 2
    pdf = next(document for document in consultation.documents() if document.name == f"{INNER}/minutes.eml/Recovery policy.pdf")
    (kept,) = (settings.data_dir / "files").rglob(f"{pdf.sha256}.pdf")
    assert kept.read_bytes() == samples.pdf()
    consultation.shelf.remove((pdf.id,))
    assert not kept.exists()
    assert [document.name for document in consultation.documents()] == ["bundle.zip/notes.md", f"{INNER}/minutes.eml"]
    assert not [path for name in ("dropped", "unpacked") for path in (settings.data_dir / name).glob("*")]


def test_leftovers_of_a_killed_ingest_go_at_the_next_start(settings: Settings) -> None:
    """Parts that a killed process left below the data directory are gone after the next start."""
    stale = settings.data_dir / "unpacked" / "x" / "00000.pdf"
    stale.parent.mkdir(parents=True)
    stale.write_bytes(b"secret")
    with open_application(settings, writing=True):
        assert not stale.exists()


def test_a_proposal_is_checked_against_an_archive(shell: Shell, bundle: Path, settings: Settings, tmp_path: Path) -> None:
    """`verify --documents` finds what a proposal cites inside archives, as `ingest` did."""
    shell("ingest", bundle.parent)
    shell("propose", "--out", tmp_path / "out", "--formats", "json")
    (proposal,) = (tmp_path / "out").glob("*.json")
    evidence = json.loads(proposal.read_text(encoding="utf-8"))["evidence"]
    assert any("bundle.zip/" in entry["citation"]["document"] for entry in evidence if entry.get("citation"))
    report = verify_files(proposal, bundle.parent, settings)
    assert report.citations > 0
    assert report.passed, report.summary
