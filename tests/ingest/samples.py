"""Small real files for the tests, made by the programs' own libraries when a test asks for them."""

import io
import zipfile

import docx
import openpyxl
import pptx
import pypdfium2
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from openpyxl.styles import Font
from PIL import Image, ImageFilter
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle

POLICY = """
#set document(title: "Recovery policy", date: datetime(year: 2025, month: 3, day: 1))
#set page(paper: "a4", header: [Northgate – Confidential], footer: context [Page #counter(page).display() of 3])
#set heading(numbering: "1.1")
= Recovery targets
The orders system must be recovered within four hours, and may lose no more than fifteen minutes of data, whichever
disaster strikes the organisation.

A second paragraph says who decides: the head of operations.
- first item of a list
- second item, for the office
#table(columns: 3, table.header([*System*], [*RTO*], [*RPO*]), [Orders], [4 h], [15 min], [Billing], [24 h], [1 h])
== Exceptions
Billing is exempt until the end of 2027.
#pagebreak()
= Ownership
The head of operations owns this policy.
#pagebreak()
= Review
It is reviewed every year.
"""


def pdf(source: str = POLICY) -> bytes:
    """A PDF with real fonts, from Typst source."""
    return bytes(typst.compile(source.encode()))


def encrypted_pdf(password: str) -> bytes:
    """A PDF that opens with `password` only."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("= Secret\nThe budget is 450000 euros."))))
    writer.encrypt(password, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def labelled_pdf() -> bytes:
    """A PDF whose pages are labelled i, ii, 1."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, 2, style=PageLabelStyle.DECIMAL, start=1)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def turned_pdf() -> bytes:
    """A PDF whose pages are shown turned by 90 degrees."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    for page in writer.pages:
        page.rotate(90)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def raw_pdf(content: str) -> bytes:
    """A PDF of one page drawn by `content`, with a font /F and a grey picture /I."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</I 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        "\nstream\nP\nendstream",
    ]
    body, places = "%PDF-1.4\n", []
    for number, source in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{source}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def pictures(source: str = POLICY, dpi: int = 150, turn: int = 0) -> list[Image.Image]:
    """The pages of Typst `source` as a scanner sees them: grey, a little skewed and blurred; turned counter-clockwise."""
    with pypdfium2.PdfDocument(pdf(source)) as document:
        drawn = [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    skewed = [page.rotate(0.7, fillcolor=250, resample=Image.Resampling.BICUBIC) for page in drawn]
    return [page.filter(ImageFilter.GaussianBlur(0.5)).rotate(turn, expand=True) for page in skewed]


def picture(source: str = POLICY, kind: str = "PNG", **options: int) -> bytes:
    """A picture file with the pages of `source`; of kinds that hold one page, the first."""
    pages = pictures(source, **options)
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if kind in ("TIFF", "PDF") else {}
    pages[0].save(buffer, kind, **more)
    return buffer.getvalue()


def scanned_pdf(source: str = POLICY, *, dpi: int = 150, turn: int = 0, printed: str = "") -> bytes:
    """A PDF of scanned pages, after those of `printed`, which have text of their own."""
    buffer = io.BytesIO()
    pages = pictures(source, dpi, turn)
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    if not printed:
        return buffer.getvalue()
    writer = PdfWriter()
    for content in (pdf(printed), buffer.getvalue()):
        writer.append(PdfReader(io.BytesIO(content)))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def stamped_pdf(source: str = POLICY, stamp: str = "Entered 7 May 2024") -> bytes:
    """A scanned page with a few words of text laid over it, as a registry or a scanner does."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scanned_pdf(source, dpi=200))))
    page = writer.pages[0]
    over = pdf(f"#set page(width: {page.mediabox.width}pt, height: {page.mediabox.height}pt)\n#place(bottom)[{stamp}]")
    page.merge_page(PdfReader(io.BytesIO(over)).pages[0])
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def word() -> bytes:
    """A DOCX with headings, list, table, header, hidden runs and a title."""
    document = docx.Document()
    document.core_properties.title = "Disaster recovery policy"
    document.sections[0].header.paragraphs[0].text = "Northgate – internal"
    document.add_heading("Recovery targets", 1)
    document.add_paragraph("Orders must be back within four hours.")
    paragraph = document.add_paragraph("Billing can wait a day.")
    paragraph.add_run(" Hidden by format.").font.hidden = True
    paragraph.add_run(" White on white.").font.color.rgb = RGBColor(255, 255, 255)
    paragraph.add_run(" Too small.").font.size = Pt(1)
    document.add_paragraph("first item", style="List Bullet")
    table = document.add_table(rows=3, cols=3)
    for row, cells in enumerate([("System", "RTO", "RPO"), ("Orders", "4 h", "15 min"), ("Billing", "24 h", "1 h")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("After the table.")
    document.add_heading("Ownership", 2)
    owner = document.add_paragraph("Operations owns it.")
    deleted = OxmlElement("w:del")
    deleted.append(run := OxmlElement("w:r"))
    run.append(text_element := OxmlElement("w:delText"))
    text_element.text = "deleted words"
    owner._p.append(deleted)
    assert owner._p.find(qn("w:del")) is not None
    return _saved(document)


def word_with_entity(declaration: str) -> bytes:
    """A minimal DOCX whose text uses the entity x of `declaration`."""
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    word_ml = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "application/vnd.openxmlformats-"
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{types}"><Default Extension="rels" ContentType="{package}package.relationships+xml"/>'
                '<Override PartName="/word/document.xml" '
                f'ContentType="{package}officedocument.wordprocessingml.document.main+xml"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{relations}">'
                f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/document.xml": (
                f'<?xml version="1.0"?><!DOCTYPE d [{declaration}]><w:document xmlns:w="{word_ml}"><w:body><w:p><w:r>'
                "<w:t>before &x; after</w:t></w:r></w:p></w:body></w:document>"
            ).encode(),
        }
    )


def workbook() -> bytes:
    """An XLSX with a title row, a header, percent and currency formats, an uncomputed formula and a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Inventory"
    sheet.append(["Systems of Northgate"])
    sheet.append(["System", "Vendor", "Availability", "Cost"])
    sheet["A2"].font = Font(bold=True)
    sheet.append(["ERP", "SAP", 0.9995, 450000])
    sheet["C3"].number_format = "0.00%"
    sheet["D3"].number_format = "#,##0 €"
    sheet.append(["CRM", "Oracle", 0.99, "=D3*2"])
    sheet["C4"].number_format = "0%"
    hidden = book.create_sheet("Contracts")
    hidden.append(["System", "Ends"])
    hidden.append(["ERP", "2027-12-31"])
    hidden.sheet_state = "hidden"
    return _saved(book)


def slides() -> bytes:
    """A PPTX with a title, bullets, a table and speaker notes."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Target picture"
    slide.placeholders[1].text = "Replace the mainframe\nKeep the ERP"
    table = slide.shapes.add_table(2, 2, 0, 4_000_000, 4_000_000, 800_000).table
    for row, cells in enumerate([("System", "Decision"), ("ERP", "keep")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    slide.notes_slide.notes_text_frame.text = "Say that the budget is fixed."
    return _saved(deck)


def picture_letter() -> bytes:
    """A DOCX that is nothing but a scanned page."""
    document = docx.Document()
    document.add_picture(io.BytesIO(picture()), width=docx.shared.Inches(6))
    return _saved(document)


def picture_slides() -> bytes:
    """A PPTX whose only slide is a scanned page."""
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_picture(io.BytesIO(picture()), 0, 0)
    return _saved(deck)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """An office file with one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {known: package.read(known) for known in package.namelist()}
    assert name in parts
    return zipped({**parts, name: part})


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive of `files`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _saved(thing: object) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)  # type: ignore[attr-defined] # python-docx, python-pptx and openpyxl share this method, not a type
    return buffer.getvalue()
