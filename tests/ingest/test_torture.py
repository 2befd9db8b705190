"""Broken, hostile and odd files: each is read or refused with a clear message, quickly and without a crash."""

import time
from pathlib import Path

import pytest

from rag.ingest.document import Document, FailedDocument
from rag.ingest.workers import Source, read_sources

READ = [
    "gen__deep_heading_2000.md",
    "gen__docx_path_traversal.docx",
    "gen__docx_xxe.docx",
    "gen__garbage_before_header.pdf",
    "gen__gb18030.csv",
    "gen__html_named.pdf",
    "gen__markdown_injection.md",
    "gen__nul_bytes.txt",
    "gen__utf16be_nobom.txt",
    "pdfjs__ArabicCIDTrueType.pdf",
    "pdfjs__bitmap-mmr.pdf",
    "pdfjs__empty_protected.pdf",
    "pdfjs__poppler-90-0-fuzzed.pdf",
    "tika__testAltChunkHTML.docx",
    "tika__testPPT_various2.pptx",
    "tika__test-columnar.xlsx",
    "tika__testNPEOpenDocument.odt",
    "tika__testRTFJapanese.rtf",
]
REFUSED = {
    "gen__bom_only.txt": "empty",
    "gen__docx_billion_laughs.docx": "unreadable",
    "gen__docx_bomb_300MB.docx": "too_large",
    "gen__exe_named.docx": "unreadable",
    "gen__zero_bytes.pdf": "empty",
    "pdfjs__issue6010_1.pdf": "encrypted",
    "poi__poc-xmlbomb.xlsx": "unreadable",
    "tika__testEXCEL_protected_passtika.xlsx": "encrypted",
    "tika__testWORD.doc": "unsupported_format",
    "tika__testODTEncrypted.odt": "encrypted",
}


@pytest.mark.shared
def test_torture(shared_data: Path) -> None:
    """Eighteen files are read, ten are refused for the right reason, all in seconds."""
    folder = shared_data / "torture" / "files"
    started = time.monotonic()
    names = [*READ, *REFUSED]
    results = list(read_sources([Source(n, folder / n) for n in names], workers=2, timeout_s=10, memory_mb=1500))
    assert time.monotonic() - started < 30
    assert [result.name for result in results] == names
    codes = {result.name: result.code for result in results if isinstance(result, FailedDocument)}
    assert codes == REFUSED
    documents = {result.name: result for result in results if isinstance(result, Document)}
    assert documents["pdfjs__bitmap-mmr.pdf"].pages_without_text == (1,)
    assert "root:" not in documents["gen__docx_xxe.docx"].pages[0].text
    assert "南無阿弥陀仏" in documents["tika__testRTFJapanese.rtf"].pages[0].text
    injected = documents["gen__markdown_injection.md"]
    assert any("set aside" in warning for warning in injected.warnings)
