"""The outside programs that some tests read with; without them those tests are skipped, with the reason."""

import pytest

from rag.ingest.legacy import Office, find_office
from rag.ingest.ocr import Ocr, find_ocr
from rag.ingest.programs import Programs


def tesseract(languages: str = "eng") -> Ocr:
    """Tesseract with `languages`; skips the test where it is not installed."""
    ocr = find_ocr("auto", languages)
    if not ocr.is_available:
        pytest.skip(f"needs tesseract with {languages}: {ocr.advice}")
    return ocr


def reading_scans(languages: str = "eng") -> Programs:
    """What reads scans, and nothing else."""
    return Programs(ocr=tesseract(languages))


def libreoffice() -> Office:
    """LibreOffice; skips the test where it is not installed."""
    office = find_office("auto")
    if not office.program:
        pytest.skip(f"needs LibreOffice. {office.advice}")
    return office
