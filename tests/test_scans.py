"""Scans through the whole product: read, found, cited with the passage marked on the page, read again once OCR is there."""

import time
from pathlib import Path

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.settings import Settings
from tests.command import TODAY
from tests.ingest import samples
from tests.ingest.programs import tesseract


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """A scanned policy as PDF, and a photographed one."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "policy.pdf").write_bytes(samples.scanned_pdf())
    source = "= Archive\nThe archive keeps all invoices for eleven years, in Hamburg."
    (folder / "archive.png").write_bytes(samples.picture(source, dpi=200))
    return [folder]


def finish(consultation: Consultation) -> None:
    """Wait for the background work."""
    while (job := consultation.arrivals.job()) is not None and job.is_running:
        time.sleep(0.1)


def test_scans_are_read_once_ocr_is_there(tmp_path: Path, papers: list[Path]) -> None:
    """Taken in without OCR they say what to do; read again with it, they answer, and the passage is marked on the picture."""
    tesseract()
    without = Settings(data_dir=tmp_path / "data", embedder="hashing", ocr="off")
    with open_application(without, writing=True, as_of=TODAY) as application:
        consultation = application.consultation("default")
        report = consultation.ingest(papers)
        assert [outcome.pages_without_text for outcome in report.documents] == [(1,), (1, 2, 3)]
        assert "GROUNDPLAN_OCR is off" in report.documents[0].message
        assert not consultation.arrivals.ocr().is_available
        assert any("4 pages without text need OCR" in check.message for check in application.doctor())
    with open_application(without.model_copy(update={"ocr": "auto"}), writing=True, as_of=TODAY) as application:
        application.wait()
        consultation = application.consultation("default")
        assert consultation.arrivals.ocr().is_available
        checks = {check.name: check.message for check in application.doctor()}
        assert "can be read by OCR now" in checks["workspace default"]
        assert "(eng)" in checks["tesseract"]
        consultation.arrivals.start_reading_again()
        finish(consultation)
        assert [document.lacks_text for document in consultation.documents()] == [False, False]
        for question, quote in (
            ("How many years does the archive keep invoices?", "eleven years"),
            ("How soon must the orders system be recovered?", "four hours"),
        ):
            citation = next(c.citation for c in consultation.ask(question).citations if quote in c.citation.quote)
            view = consultation.source(citation)
            assert view.image is not None
            assert view.image.boxes
            assert citation.locator == "p. 1"
