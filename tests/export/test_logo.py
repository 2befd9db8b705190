"""A company's logo on the first page of what is read."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation

from rag.errors import UsageError
from rag.export.docx import to_docx
from rag.export.export import export_proposal
from rag.export.html import to_html
from rag.export.layout import lay_out
from rag.export.logo import MOST_BYTES, read_logo, size_in, to_logo
from rag.export.nodes import Edition
from rag.propose.proposal import Proposal

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><rect width="200" height="50" fill="#aa0000"/>{}</svg>'
HOSTILE = '<script>alert(1)</script><image href="http://example.org/x.png"/><text onclick="x()">hi</text>'
Make = Callable[[str], Path]


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (400, 100)) -> bytes:
    """A red rectangle, with a remark that is nobody's business."""
    buffer = BytesIO()
    image = Image.new(mode, size, "#aa0000")
    if kind == "PNG":
        image.save(buffer, kind)
    else:
        image.save(buffer, kind, comment=b"taken at home")
    return buffer.getvalue()


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a logo of a kind."""

    def write(kind: str) -> Path:
        contents = {
            "svg": DRAWING.format("").encode(),
            "hostile.svg": DRAWING.format(HOSTILE).encode(),
            "png": picture("PNG", "RGBA"),
            "jpg": picture("JPEG"),
        }
        path = tmp_path / f"logo.{kind}"
        path.write_bytes(contents[kind])
        return path

    return write


@pytest.mark.parametrize("kind", ["svg", "hostile.svg", "png", "jpg"])
def test_every_kind_becomes_clean_pixels(kind: str, make: Make) -> None:
    """PNG of at most 900 × 300, red where it is red, without anything else that the file held."""
    content = read_logo(make(kind))
    with Image.open(BytesIO(content)) as image:
        assert image.format == "PNG"
        assert image.width <= 900
        assert image.height <= 300
        assert image.width == 4 * image.height
        red, green, blue, *_ = image.convert("RGBA").getpixel((image.width // 2, image.height // 2))  # type: ignore[misc]
        assert red > 150 > 60 > max(green, blue)
        assert not image.info
    assert b"taken at home" not in content
    assert size_in(content, 45.0, 14.0) == pytest.approx((45.0, 11.25))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", b"no picture", "is no PNG or JPEG"),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "is no PNG or JPEG"),
        ("a.png", picture("PNG")[:60], "is no PNG or JPEG"),
        ("a.svg", b"<svg", "is no SVG"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 4000"></svg>', "far higher than wide"),
        ("a.svg", b'<!DOCTYPE s [<!ENTITY a "b">]><svg viewBox="0 0 2 1">&a;', "is no SVG"),
        ("a.png", b"\x89PNG" + b"0" * MOST_BYTES, "larger than 1 MB"),
        ("a.png", None, "cannot be read"),
    ],
)
def test_what_is_no_logo_is_told(name: str, content: bytes | None, words: str, tmp_path: Path) -> None:
    """The error names the file, what is wrong and the setting."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=f"{words}.*GROUNDPLAN_LOGO"):
        read_logo(path)


def test_an_upload_is_checked_in_the_same_way() -> None:
    """What a person uploads is told by its own name, without a word about settings."""
    assert to_logo("Firma.SVG", DRAWING.format(HOSTILE).encode()).startswith(b"\x89PNG")
    with pytest.raises(UsageError, match=r"a\.png: is no PNG or JPEG picture\. A logo is a PNG, JPEG or SVG file") as told:
        to_logo("a.png", b"MZ\x90")
    assert "GROUNDPLAN" not in str(told.value)
    with pytest.raises(UsageError, match="larger than 1 MB"):
        to_logo("a.png", picture("PNG") + b"0" * MOST_BYTES)


def test_more_pixels_than_anybody_needs_are_refused(tmp_path: Path) -> None:
    """A small file can hold a very large picture: it is not unpacked."""
    path = tmp_path / "bomb.png"
    path.write_bytes(picture("PNG", "1", (6000, 6000)))
    assert path.stat().st_size < MOST_BYTES
    with pytest.raises(UsageError, match="16 million pixels"):
        read_logo(path)


def test_it_stands_on_the_first_page_of_every_format(proposal: Proposal, make: Make, tmp_path: Path) -> None:
    """PDF, Word, web page and slides show it, named after the company; the same logo gives the same bytes."""
    edition = Edition(logo=read_logo(make("png")))
    files = {path.suffix: path for path in export_proposal(proposal, ["pdf", "docx", "html", "pptx"], tmp_path, edition)}
    with pypdfium2.PdfDocument(files[".pdf"]) as pdf:
        image = pdf[0].render(scale=1).to_pil().convert("RGB").crop((60, 40, 190, 100))
    reds = [pixel for pixel in image.get_flattened_data() if pixel[0] > 150 and max(pixel[1:]) < 60]
    assert len(reds) > 2000
    first, *_ = docx.Document(str(files[".docx"])).inline_shapes
    assert first._inline.docPr.get("descr") == proposal.company
    html = files[".html"].read_text(encoding="utf-8")
    assert '<img class="logo" src="data:image/png;base64,iVBOR' in html
    assert f'alt="{proposal.company}"' in html
    slide = Presentation(str(files[".pptx"])).slides[0]
    (logo,) = [shape for shape in slide.shapes if shape.name == "Logo"]
    assert logo.element.nvPicPr.cNvPr.get("descr") == proposal.company
    again = lay_out(proposal, edition)
    assert (to_docx(again), to_html(again)) == (files[".docx"].read_bytes(), html)
    assert "<img" not in to_html(lay_out(proposal))
