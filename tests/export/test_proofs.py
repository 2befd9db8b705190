"""What other programs say of the files: veraPDF of the PDF, LibreOffice of the Word document, and print in other scripts."""

import shutil
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document as DocxDocument

from rag.export.docx import to_docx
from rag.export.layout import lay_out
from rag.export.nodes import Layout
from rag.export.pdf import to_pdf
from rag.propose.proposal import Proposal

SECONDS = 180
NAMES = {"Greek": "Ελληνικά Δίκτυα", "Cyrillic": "Северное сияние", "Arabic": "شركة النور", "Chinese": "北方能源"}


def run(*command: str | Path) -> str:
    """What a program prints; it has to come to its end."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_verapdf_accepts_the_pdf(layout: Layout, tmp_path: Path) -> None:
    """Every rule of PDF/UA-1 that a machine can check holds."""
    program = shutil.which("verapdf")
    if program is None:
        pytest.skip("veraPDF is not installed: https://verapdf.org")
    path = tmp_path / "proposal.pdf"
    path.write_bytes(to_pdf(layout))
    assert run(program, "--flavour", "ua1", "--format", "text", path).startswith("PASS")


def test_word_survives_libreoffice(layout: Layout, tmp_path: Path) -> None:
    """Opened, kept as OpenDocument and turned back, it has the same headings, tables and pictures."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: sudo apt-get install libreoffice-writer")
    path = tmp_path / "proposal.docx"
    path.write_bytes(to_docx(layout))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    run(program, profile, "--headless", "--convert-to", "odt", "--outdir", tmp_path / "odt", path)
    run(
        program, profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "back", tmp_path / "odt" / "proposal.odt"
    )
    before, after = docx.Document(str(path)), docx.Document(str(tmp_path / "back" / "proposal.docx"))
    assert headings(after) == headings(before)
    assert len(after.tables) == len(before.tables)
    assert len(after.inline_shapes) == len(before.inline_shapes)


def headings(document: DocxDocument) -> list[str]:
    """The texts of the headings."""
    return [one.text for one in document.paragraphs if one.style is not None and str(one.style.name).startswith("Heading")]


@pytest.mark.parametrize("script", NAMES)
def test_a_company_is_named_in_its_own_script(proposal: Proposal, script: str) -> None:
    """Its words stand in the PDF, or question marks where no font here has the script, and the date behind them in order."""
    name = NAMES[script]
    with pypdfium2.PdfDocument(to_pdf(lay_out(proposal.model_copy(update={"company": name})))) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    unknown = "".join("?" if letter.isalpha() else letter for letter in name)
    assert all(word in text for word in name.split()) or unknown in text
    assert "· 21 November 2026 · version 1" in text
    if script in ("Greek", "Cyrillic"):
        assert name in text  # the fonts that come with the printer have these
