"""The Word proposal in a company's own frame."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt

from rag.errors import UsageError
from rag.export.docx import to_docx
from rag.export.layout import lay_out
from rag.export.nodes import Edition
from rag.propose.proposal import Proposal


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A letter of a company: narrow page, own heading style, a header, and text that is no part of a proposal."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Mm(180), Mm(30), Mm(30)
    section.header.paragraphs[0].text = "Brightwater Utilities – internal"
    document.styles["Heading 1"].font.name, document.styles["Heading 1"].font.size = "Courier New", Pt(20)
    document.styles["Caption"].delete()
    document.add_paragraph("Dear colleagues, please find attached")
    document.save(str(tmp_path / "letter.docx"))
    return tmp_path / "letter.docx"


def test_styles_page_and_header_are_the_companys(proposal: Proposal, template: Path) -> None:
    """Its frame stays, its letter's text goes, everything of the proposal is there, and tables fit the page."""
    plain = docx.Document(BytesIO(to_docx(lay_out(proposal))))
    framed = docx.Document(BytesIO(to_docx(lay_out(proposal, Edition(template=str(template))))))
    assert framed.sections[0].header.paragraphs[0].text == "Brightwater Utilities – internal"
    assert framed.styles["Heading 1"].font.name == "Courier New"
    words = [paragraph.text for paragraph in framed.paragraphs]
    assert "Dear colleagues, please find attached" not in words
    assert words == [paragraph.text for paragraph in plain.paragraphs]
    assert len(framed.tables) == len(plain.tables)
    for table in framed.tables:
        assert sum(column.width or 0 for column in table.columns) <= Mm(120) + Mm(1)
    assert all(shape.width <= Mm(121) for shape in framed.inline_shapes)


def test_the_same_template_gives_the_same_bytes(proposal: Proposal, template: Path) -> None:
    """Nothing of the moment is in the file."""
    layout = lay_out(proposal, Edition(template=str(template)))
    assert to_docx(layout) == to_docx(layout)


@pytest.mark.parametrize("content", [b"no document", b"PK\x03\x04 broken", None])
def test_what_is_no_document_is_told(proposal: Proposal, tmp_path: Path, content: bytes | None) -> None:
    """The error names the setting and what to do."""
    path = tmp_path / "letter.dotx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match="GROUNDPLAN_WORD_TEMPLATE"):
        to_docx(lay_out(proposal, Edition(template=str(path))))
