"""Files behind a password: kept, opened, left out; the password is nowhere."""

import os
import time
from pathlib import Path

import pytest

from rag.build.application import Application
from rag.consultation import Consultation
from rag.errors import UsageError
from rag.shelf.locked import KEPT_S, remove_stale_locked
from tests.ingest import samples
from tests.ingest.test_protected import protected_word

PASSWORD = "qzxvkwj-open-sesame"
FILES = {"policy.pdf": samples.encrypted_pdf, "contract.docx": protected_word}


def finish(consultation: Consultation) -> None:
    """Wait for the background work."""
    deadline = time.monotonic() + 60
    while (job := consultation.arrivals.job()) is not None and job.is_running:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kept(application: Application) -> list[Path]:
    """What lies in the folder of locked files."""
    return [path for path in (application.settings.data_dir / "locked").rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", FILES)
def test_a_dropped_file_is_opened_without_dropping_it_again(
    application: Application, consultation: Consultation, name: str
) -> None:
    """It waits, a wrong password leaves it waiting, the right one opens it; no file and no audit entry holds the password."""
    consultation.arrivals.start_files([(name, FILES[name](PASSWORD))])
    finish(consultation)
    (waiting,) = consultation.shelf.locked()
    assert waiting.name == name
    consultation.arrivals.start_unlock(waiting.id, "wrong")
    finish(consultation)
    (waiting,) = consultation.shelf.locked()
    assert "does not open" in waiting.message
    consultation.arrivals.start_unlock(waiting.id, PASSWORD)
    finish(consultation)
    assert [document.name for document in consultation.documents()] == [name]
    assert consultation.search("hours").passages
    assert consultation.shelf.locked() == ()
    assert kept(application) == []
    secret = (PASSWORD.encode(), PASSWORD.encode("utf-16-le"))
    files = [path for path in application.settings.data_dir.rglob("*") if path.is_file()]
    assert not [path for path in files if any(form in path.read_bytes() for form in secret)]
    assert PASSWORD not in str(application.record.audit("default"))


def test_a_passage_of_a_protected_file_is_shown_in_its_context(consultation: Consultation) -> None:
    """Its page cannot be drawn without the password; the words can be shown."""
    consultation.arrivals.start_files([("policy.pdf", samples.encrypted_pdf(PASSWORD))])
    finish(consultation)
    consultation.arrivals.start_unlock(consultation.shelf.locked()[0].id, PASSWORD)
    finish(consultation)
    cited = consultation.facts()[0].citation
    view = consultation.source(cited)
    assert view.image is None
    assert view.quote == cited.quote


def test_left_out_and_too_old(application: Application, consultation: Consultation) -> None:
    """What is left out, or a day old, is deleted, and can then not be opened."""
    consultation.arrivals.start_files([(name, make(PASSWORD)) for name, make in FILES.items()])
    finish(consultation)
    first, second = consultation.shelf.locked()
    consultation.shelf.forget_locked([first.name])
    assert consultation.shelf.locked() == (second,)
    for path in kept(application):
        os.utime(path, (time.time() - KEPT_S - 60,) * 2)
    remove_stale_locked(application.settings.data_dir)
    assert kept(application) == []
    with pytest.raises(UsageError, match="waits no longer"):
        consultation.arrivals.start_unlock(second.id, PASSWORD)


def test_a_file_on_this_machine_is_never_deleted(application: Application, consultation: Consultation, tmp_path: Path) -> None:
    """Of a file given by its path only the path is kept; leaving it out leaves it alone."""
    path = tmp_path / "policy.pdf"
    path.write_bytes(samples.encrypted_pdf(PASSWORD))
    consultation.ingest([path])
    assert [file.path for file in consultation.shelf.locked()] == [path]
    assert [file.suffix for file in kept(application)] == [".json"]
    consultation.shelf.forget_locked([str(path)])
    assert path.is_file()
    assert kept(application) == []
