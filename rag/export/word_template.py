"""A company's own Word document as the frame of the proposal: its styles, page, header, footer and logo."""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from rag.errors import UsageError

PARAGRAPHS = ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "List Bullet", "List Number", "List Paragraph")
TABLES = ("Table Grid",)


def open_template(path: Path) -> DocxDocument:
    """The document without its text, with every style that a proposal needs; those that it lacks look like its plain text.

    Raises:
        UsageError: the file cannot be read, or is no .docx.
    """
    advice = "GROUNDPLAN_WORD_TEMPLATE names a .docx file; save a .dotx or .doc as .docx first."
    try:
        document: DocxDocument = Document(BytesIO(path.read_bytes()))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). {advice}") from error
    except Exception as error:  # python-docx raises what its parts raise: KeyError, ValueError, BadZipFile, XMLSyntaxError
        raise UsageError(f"{path}: is no Word document. {advice}") from error
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    for names, kind in ((PARAGRAPHS, WD_STYLE_TYPE.PARAGRAPH), (TABLES, WD_STYLE_TYPE.TABLE)):
        held = {style.name for style in document.styles if style.type == kind}
        for name in names:
            if name not in held:
                document.styles.add_style(name, kind)
    return document
