"""What other programs say of the files: veraPDF of the PDF, LibreOffice of the Word document, and print in other scripts."""

import shutil
import subprocess
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document as DocxDocument

from rag.brief.brief import System
from rag.export.docx import to_docx
from rag.export.layout import lay_out
from rag.export.nodes import Layout
from rag.export.pdf import to_pdf
from rag.propose.compose import compose
from rag.propose.proposal import Proposal
from tests.propose.factory import make_brief, make_inputs, quote

SECONDS = 180
NAMES = {
    "Greek": "Ελληνικά Δίκτυα",
    "Cyrillic": "Северное сияние",
    "Hebrew": "רשת הצפון",
    "Arabic": "شركة النور",
    "Chinese": "北方能源订单",
    "Japanese": "株式会社ひかり",
    "Korean": "한빛 에너지",
    "Hindi": "उत्तर ऊर्जा",
    "Thai": "บริษัทแสงเหนือ",
}


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
    """Every character of it stands in the PDF, with the date behind it in order, whatever fonts the machine has."""
    name = NAMES[script]
    with pypdfium2.PdfDocument(to_pdf(lay_out(proposal.model_copy(update={"company": name})))) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "?" not in text.partition("·")[0]
    assert set(name) <= set(text)
    assert "· 21 November 2026 · version 1" in text


@pytest.mark.parametrize("script", ["Arabic", "Chinese", "Hindi", "Thai"])
def test_a_system_is_drawn_in_its_own_script(script: str) -> None:
    """The file is PDF/UA-1 with such a name in its drawings."""
    systems = (System(name=NAMES[script], technology="Oracle", disposition="keep", provenance=(quote("Oracle"),)),)
    content = to_pdf(lay_out(compose(make_inputs(make_brief(systems=systems, integrations=())))))
    assert b"pdfuaid" in content
    with pypdfium2.PdfDocument(content) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert set(NAMES[script]) <= set(text)


def test_without_a_font_for_it_a_name_is_printed_as_question_marks(proposal: Proposal) -> None:
    """Of a script that no font here has, and the rest of the document stays."""
    name = "ᚠᚢᚦᚨᚱᚲ Nord"
    with pypdfium2.PdfDocument(to_pdf(lay_out(proposal.model_copy(update={"company": name})))) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert name in text or "?????? Nord" in text
