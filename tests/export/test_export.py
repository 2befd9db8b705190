"""What the exported files hold: the same content in every format, safe against what documents say, the same bytes each time."""

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from lxml import html
from markdown_it import MarkdownIt
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from rag.errors import UsageError
from rag.export.export import export_proposal, file_name, file_stem
from rag.export.formats import FORMATS
from rag.export.layout import lay_out
from rag.export.pdf import PAGE_HEIGHT, PAGE_WIDTH
from rag.export.svg import print_width, safe_svg, screen_widths, to_png, width_at
from rag.propose.compose import compose
from rag.propose.proposal import Proposal
from tests.propose.factory import PAGES, make_inputs
from tests.propose.test_diagrams import diagrams

HOSTILE = (
    'Ops #import "x.typ" $a$ *b* _c_ `d` @e <script>alert(1)</script> [f](javascript:g) | {{ 7*7 }} {% raw %} \\ "h" '
    '#link("file:///etc/passwd") end; A --> B %% %%{init: {}}%% <img src=x onerror=y> \x00\x07\u202e ``` & 中文 Ελλάδα العربية'
)


@pytest.fixture(scope="module")
def files(proposal: Proposal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every format of it."""
    folder = tmp_path_factory.mktemp("out")
    return dict(zip(FORMATS, export_proposal(proposal, FORMATS, folder), strict=True))


def words(text: str) -> str:
    """Letters and digits only, for comparing what formats break and mark differently."""
    return re.sub(r"[\W_]+", "", text)


def read_docx(path: Path) -> str:
    """All text of a DOCX, table cells included."""
    document = docx.Document(str(path))
    return "\n".join("".join(node.itertext()) for node in document.element.body.iter("{*}p"))


def read_pdf(path: Path) -> str:
    """All text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_file_names(proposal: Proposal, files: dict[str, Path]) -> None:
    """Names say company, kind and date, in letters that every file system takes."""
    assert files["pdf"].name == "brightwater-utilities-architecture-proposal-2026-11-21.pdf"
    assert files["csv"].name == "brightwater-utilities-architecture-proposal-2026-11-21-backlog-csv.zip"
    assert files["starter"].name == "brightwater-utilities-architecture-proposal-2026-11-21-starter.zip"
    assert {name: path.name for name, path in files.items()} == {name: file_name(proposal, name) for name in FORMATS}
    assert file_stem(proposal.model_copy(update={"company": "Ünïcode / Søns & Co."})).startswith("unicode-s")
    assert file_stem(proposal.model_copy(update={"company": "株式会社"})) == "company-architecture-proposal-2026-11-21"


def test_every_sentence_is_in_every_format(proposal: Proposal, files: dict[str, Path]) -> None:
    """No format drops a sentence, a quotation or a heading that another one has."""
    texts = {
        "md": words(files["md"].read_text(encoding="utf-8")),
        "html": words(html.fromstring(files["html"].read_text(encoding="utf-8")).text_content()),
        "docx": words(read_docx(files["docx"])),
        "pdf": words(read_pdf(files["pdf"])),
    }
    wanted = [claim.sentence for claim in proposal.claims()] + [section.title for section in proposal.sections]
    wanted += [entry.citation.quote for entry in proposal.evidence if entry.citation is not None]
    for name, text in texts.items():
        missing = [sentence for sentence in wanted if words(sentence) not in text]
        limit = len(wanted) // 20 if name == "pdf" else 0  # a page break puts a footer into a sentence
        assert len(missing) <= limit, (name, missing[:5])


def test_same_proposal_same_bytes(proposal: Proposal, files: dict[str, Path], tmp_path: Path) -> None:
    """Exporting again gives the same bytes in every format."""
    again = dict(zip(FORMATS, export_proposal(proposal, FORMATS, tmp_path), strict=True))
    assert {name: path.read_bytes() == again[name].read_bytes() for name, path in files.items()} == dict.fromkeys(FORMATS, True)


def test_an_unknown_format_names_the_known_ones(proposal: Proposal, tmp_path: Path) -> None:
    """A misspelt format is refused before anything is written."""
    with pytest.raises(UsageError, match="md, html, docx, pdf, json, zip, xlsx, pptx, csv, starter"):
        export_proposal(proposal, ["md", "odt"], tmp_path)
    assert not list(tmp_path.iterdir())


def test_links_lead_somewhere(files: dict[str, Path]) -> None:
    """Every internal link of the HTML and the DOCX has its target, and the HTML loads nothing and runs nothing."""
    page = html.fromstring(files["html"].read_text(encoding="utf-8"))
    targets = set(page.xpath("//@id"))
    assert len(targets) == len(page.xpath("//@id"))
    assert {link[1:] for link in page.xpath("//a/@href")} <= targets
    assert not page.xpath("//script | //iframe | //object | //link | //@onclick | //@onerror")
    assert not [source for source in page.xpath("//@src") if not source.startswith("data:")]
    with ZipFile(files["docx"]) as archive:
        body = archive.read("word/document.xml").decode()
    assert set(re.findall(r'w:anchor="([^"]+)"', body)) <= set(re.findall(r'w:bookmarkStart[^>]* w:name="([^"]+)"', body))


def test_docx_is_built_with_styles(files: dict[str, Path]) -> None:
    """Headings are headings, table heads repeat, pictures have descriptions."""
    document = docx.Document(str(files["docx"]))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style is not None}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Caption"} <= styles
    body = document.element.body
    assert len(body.findall(".//{*}tblHeader")) == len(document.tables)
    assert all(shape.get("descr") for shape in body.iter("{*}docPr"))
    assert len(document.inline_shapes) == len(diagrams(compose(make_inputs())))


def test_the_appendix_of_the_word_document_is_compact(files: dict[str, Path]) -> None:
    """What is looked up stands in two columns of small paragraphs behind the text, each row where markers lead to."""
    document = docx.Document(str(files["docx"]))
    columns = [section._sectPr.find("{*}cols") for section in document.sections]
    assert [element.get(qn("w:num")) for element in columns if element is not None] == [None, "2"]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.index("No. · Source and place · Words") > texts.index(
        "6 Next actions", texts.index("5 What would change this recommendation") + 1
    )


def test_pdf_is_tagged(files: dict[str, Path]) -> None:
    """The PDF declares PDF/UA-1, its language and its title, and has an outline."""
    reader = PdfReader(files["pdf"])
    root = cast(DictionaryObject, reader.trailer["/Root"])
    assert str(root["/Lang"]).startswith("en")
    assert cast(DictionaryObject, root["/MarkInfo"])["/Marked"]
    assert reader.metadata is not None
    assert "Architecture proposal" in str(reader.metadata.title)
    assert b"pdfuaid" in cast(StreamObject, root["/Metadata"]).get_data()
    assert len(reader.outline) > 8


def test_documents_cannot_write_markup(tmp_path: Path) -> None:
    """Whatever a company calls itself or writes, it arrives as text: no typst, HTML, Markdown or Mermaid of it takes effect."""
    brief_inputs = make_inputs(company=HOSTILE, product=HOSTILE)
    proposal = compose(brief_inputs)
    paths = dict(zip(FORMATS, export_proposal(proposal, FORMATS, tmp_path), strict=True))
    shown = 'Ops #import "x.typ" $a$ *b* _c_ `d` @e <script>alert(1)</script> [f](javascript:g)'
    page = html.fromstring(paths["html"].read_text(encoding="utf-8"))
    assert not page.xpath("//script | //@onerror | //a[starts-with(@href, 'javascript')]")
    assert shown in page.text_content()
    assert words(shown) in words(read_pdf(paths["pdf"]))
    assert shown in read_docx(paths["docx"])
    rendered = html.fromstring(MarkdownIt("commonmark").enable("table").render(paths["md"].read_text(encoding="utf-8")))
    assert not rendered.xpath("//script | //img | //@onerror | //a[starts-with(@href, 'javascript')]")
    assert shown in rendered.text_content()


def test_json_holds_to_its_schema_and_reads_back(proposal: Proposal, files: dict[str, Path]) -> None:
    """The JSON validates against the schema in the pack and gives back the same proposal."""
    with ZipFile(files["zip"]) as archive:
        schema = json.loads(archive.read("proposal.schema.json"))
        packed = archive.read("proposal.json")
    content = files["json"].read_bytes()
    assert packed == content
    Draft202012Validator(schema).validate(json.loads(content))
    assert Proposal.model_validate_json(content) == proposal


def test_evidence_pack_checks_the_originals(files: dict[str, Path], tmp_path: Path) -> None:
    """The script in the pack finds the documents and quotations by itself, and notices a changed document."""
    pack, originals = tmp_path / "pack", tmp_path / "originals"
    with ZipFile(files["zip"]) as archive:
        archive.extractall(pack)
    originals.mkdir()
    for name, text in PAGES.items():
        (originals / f"{name}.txt").write_text(text, encoding="utf-8")
    (originals / "leaflet").write_bytes(b"leaflet")
    command = [sys.executable, str(pack / "verify.py"), str(originals)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 of 3 documents present" in done.stdout
    changed = originals / "policy.pdf.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("4 hours", "9 hours"), encoding="utf-8")
    failed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert failed.returncode == 1
    assert "MISSING   policy.pdf" in failed.stdout


def test_the_pack_holds_quotations_and_no_other_text(files: dict[str, Path]) -> None:
    """A line of a document that nothing rests on is nowhere in the pack."""
    with ZipFile(BytesIO(files["zip"].read_bytes())) as archive:
        everything = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert "Continuity policy of Brightwater" not in everything


def test_svg_keeps_drawing_only() -> None:
    """Scripts, links, foreign content and loads disappear; ids get their prefix and references follow."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1" onload="x()">'
        '<script>y</script><style>#m{fill:red}@import "http://z"</style><a xlink:href="http://w.example"><text>t</text></a>'
        '<marker id="m"/>'
        '<path marker-end="url(#m)" style="fill:url(http://v)" d="M0"/><foreignObject/></svg>'
    )
    safe = safe_svg(svg, "d-1", "A drawing")
    assert not re.search(r"script|onload|@import|http://(z|w\.example|v)|foreignObject", safe)
    assert 'id="d-1-m"' in safe
    assert "url(#d-1-m)" in safe


def test_tables_and_figures_are_numbered_once(proposal: Proposal) -> None:
    """Numbers of tables and figures run without gaps."""
    layout = lay_out(proposal)
    for kind in ("Grid", "Picture"):
        numbers = [getattr(node, "number") for node in layout.nodes if type(node).__name__ == kind and getattr(node, "number")]  # noqa: B009
        assert numbers == list(range(1, len(numbers) + 1))


def test_letters_of_a_drawing_are_neither_tiny_nor_loud() -> None:
    """The wider a drawing and the smaller its letters, the more width it asks for; on paper it stays inside its place."""
    wide = '<svg viewBox="0 0 2000 500"><style>#a{font-size:20px}</style></svg>'
    small = '<svg viewBox="0 0 300 200"><text font-size="15">x</text></svg>'
    assert screen_widths(wide) == (900, 1500)
    assert screen_widths("<svg></svg>") == (0, 0)
    assert print_width(wide, 168, 205) == 168
    assert print_width(small, 168, 205) == pytest.approx(46)
    tall = '<svg viewBox="0 0 300 400"><text font-size="15">x</text></svg>'
    assert print_width(tall, 168, 205) == pytest.approx(46)
    fine = '<svg viewBox="0 0 1000 1000"><text font-size="15">x</text></svg>'
    assert print_width(fine, 168, 205) == pytest.approx(1000 / 15 * 2)  # no smaller than two millimetres, though it is high
    assert print_width(wide, 168, 20) == 80


def test_pixels_show_the_whole_drawing() -> None:
    """What Word and slides get has the shape of the drawing and is black where it is black, down to its last row."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-50 -10 200 100"><rect x="-50" y="80" width="200" height="10"/></svg>'
    )
    image = Image.open(BytesIO(to_png(svg))).convert("L")
    assert image.width == 2 * image.height
    assert image.getpixel((image.width // 2, image.height - 5)) == 0
    assert image.getpixel((image.width // 2, 5)) == 255


def test_markdown_tells_a_chart_in_words(files: dict[str, Path]) -> None:
    """A chart has no code in Markdown: its caption and what it shows stand there, its numbers in the table, no empty block."""
    text = files["md"].read_text(encoding="utf-8")
    assert "Running cost over 24 months" in text
    assert "| Running cost a month |" in text
    assert "The middle goes from" in text
    assert "```mermaid\n\n```" not in text
    assert "```mermaid\n```" not in text


def test_every_picture_is_legible_on_paper() -> None:
    """On a page, the usual letters of every picture are two millimetres high or more."""
    for id_, one in diagrams(compose(make_inputs())).items():
        assert print_width(one.svg, PAGE_WIDTH, PAGE_HEIGHT) / width_at(one.svg, 1) >= 2, id_
