"""Picture files (PNG, JPEG, TIFF, BMP, GIF, WebP): each of their pages is a page whose text OCR reads; drawn for the viewer.

Also draws the page of any file that has page images: a PDF's by `pdf.py`, a picture's here. Like PDFs, pictures are opened in
worker processes only.
"""

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import mean
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from rag.errors import DocumentTooLarge, IngestError, UnreadableDocument, UnsupportedFormat
from rag.ingest.document import BlockKind, Scan
from rag.ingest.highlight import PageImage
from rag.ingest.layout import build_pages
from rag.ingest.ocr import MAX_SIDE
from rag.ingest.pdf import draw_page
from rag.ingest.printed import PageLines
from rag.ingest.scan import Scanner
from rag.ingest.sniff import picture_type
from rag.ingest.writer import PageWriter, Reading

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
DAMAGED = "The picture is damaged and cannot be opened. Open it in a picture program and save it again, or as PDF."
MAX_PIXELS = 120_000_000  # of one page: A3 at 600 dpi has 70 million
MAX_FRAMES = 500  # pages of a TIFF
PAPER_POINTS = 842.0  # the longer side of A4: what OCR measures is told as if the picture were printed on it
SMALL_SIDE = 2_000  # pixels; a picture with fewer is enlarged, since OCR wants letters some 30 pixels high
MOST_ENLARGED = 3.0
SHOWN_SIDE = 1_600  # pixels of a page in the viewer


def read_pictures(content: bytes, scanner: Scanner | None = None) -> Reading:
    """A picture file; without `scanner` its pages say that they need OCR.

    Raises:
        UnreadableDocument: it is damaged.
        DocumentTooLarge: it has too many pixels or pages.
    """
    lines = [_lines_of(picture, scanner) for picture in _frames(content)]
    pages, problems = build_pages(lines, [""] * len(lines), {})
    return Reading(pages, warnings=problems)


def add_pictures(
    writer: PageWriter, pictures: Iterable[bytes], place: str, path: tuple[str, ...], scanner: Scanner
) -> Scan | None:
    """Append to a page what OCR reads in the pictures on it; None when it could open none of them."""
    lines: list[PageLines] = []
    for content in pictures:
        with suppress(IngestError):  # of a kind that is not opened, or damaged: the others are read
            lines += [_lines_of(picture, scanner) for picture in _frames(content)]
    scans = [page.scan for page in lines if page.scan is not None]
    if not scans:
        return None
    for page in build_pages(lines, [""] * len(lines), {})[0]:
        for block in page.blocks:
            kind = BlockKind.PARAGRAPH if block.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW) else block.kind
            writer.add(kind, page.text[block.start : block.end], place, path)
    return Scan(round(mean(scan.confidence for scan in scans)), ())


def draw_picture(content: bytes, number: int) -> PageImage:
    """Page `number` (from 1) of a picture file as it is shown.

    Raises:
        UnreadableDocument: it is damaged or has no such page.
        DocumentTooLarge: it has too many pixels.
    """
    for count, picture in enumerate(_frames(content), start=1):
        if count == number:
            shown = picture.convert("RGB")
            shown.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
            buffer = io.BytesIO()
            shown.save(buffer, "PNG", compress_level=3)
            return PageImage(buffer.getvalue(), shown.width, shown.height, ())
    raise UnreadableDocument(f"The picture has no page {number}.")


def draw_file(path: str, number: int, quotes: Sequence[str], dpi: int) -> PageImage:
    """Page `number` (from 1) of the file at `path`; `quotes` are marked where the page has text of its own.

    Raises:
        UnsupportedFormat: it is neither a PDF nor a picture.
        UnreadableDocument: it cannot be opened or has no such page.
        DocumentTooLarge: it has too many pixels.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"The file cannot be opened ({error.strerror}). Add the document again.") from error
    if b"%PDF-" in content[:2048]:
        return draw_page(content, number, quotes, dpi=dpi)
    if picture_type(content) is None:
        raise UnsupportedFormat(
            "Only pages of PDFs and pictures can be shown as images; other documents show the passage in its text."
        )
    return draw_picture(content, number)


def _frames(content: bytes) -> Iterator[Image.Image]:
    """The pages of a picture file, upright as it says, in grey or colour on white; of an animation the first."""
    with _opened(content) as picture:
        count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if count > MAX_FRAMES:
            raise DocumentTooLarge(
                f"The picture has {count:,} pages; the limit is {MAX_FRAMES:,}. Split it into smaller files."
            )
        for frame in ImageSequence.Iterator(picture):
            if frame.width * frame.height > MAX_PIXELS:
                raise DocumentTooLarge(
                    f"The picture has {frame.width * frame.height / 1e6:,.0f} million pixels; the limit is "
                    f"{MAX_PIXELS / 1e6:,.0f} million. Save it with a lower resolution."
                )
            yield _on_white(ImageOps.exif_transpose(frame))
            count -= 1
            if count <= 0:
                return


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture in `content`; whatever Pillow raises while it is read is an error of ours."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about sizes, which are checked here, and odd metadata
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                yield picture
    except IngestError:
        raise
    except Image.DecompressionBombError as error:
        raise DocumentTooLarge("The picture has too many pixels. Save it with a lower resolution.") from error
    except MemoryError:
        raise
    except Exception as error:  # Pillow raises OSError, SyntaxError, ValueError, struct.error and more on damaged files
        raise UnreadableDocument(DAMAGED) from error


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture in eight-bit grey or colour, what is transparent as white."""
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = _extremes(picture)
        scale = 255.0 / max(high - low, 1.0)
        return picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _extremes(picture: Image.Image) -> tuple[float, float]:
    found: Any = picture.convert("F").getextrema()
    return float(found[0]), float(found[1])


def _lines_of(picture: Image.Image, scanner: Scanner | None) -> PageLines:
    """A page that shows something, with what OCR reads on it."""
    side = max(picture.size)
    height = picture.height * PAPER_POINTS / side
    seen = PageLines("", (), has_marks=True, height=height)
    if scanner is None:
        return seen
    factor = min(MOST_ENLARGED, SMALL_SIDE / side) if side < SMALL_SIDE else min(1.0, MAX_SIDE / side)
    if factor != 1.0:
        size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        picture = picture.convert("L").resize(size, Image.Resampling.LANCZOS)
    return scanner.read(picture, seen)
