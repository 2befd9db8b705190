"""A company's logo for the first page: a PNG, JPEG or SVG file of its own → pixels that every format can draw.

The file is not trusted: it is small or refused, an SVG keeps its drawing only, and pixels are decoded and written anew.
"""

import struct
from io import BytesIO
from pathlib import Path
from warnings import catch_warnings, simplefilter

import typst
from lxml import etree
from PIL import Image, UnidentifiedImageError

from rag.errors import UsageError
from rag.export.svg import aspect, to_png

MOST_BYTES = 1_000_000
MOST_PIXELS = 16_000_000
BOX = (900, 300)  # pixels that it is made to fit into
SLENDER = 12.0  # times as wide as high, or as high as wide
WIDTH_MM, HEIGHT_MM = 45.0, 14.0  # of its place on a page
KINDS = ("png", "jpg", "jpeg", "svg")  # endings of the file
ADVICE = "A logo is a PNG, JPEG or SVG file of at most 1 MB."


def read_logo(path: Path) -> bytes:
    """The logo as PNG, at most 900 × 300 pixels.

    Raises:
        UsageError: the file cannot be read, is too large, or is no picture of these kinds.
    """
    advice = f"{ADVICE} GROUNDPLAN_LOGO names it."
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). {advice}") from error
    return to_logo(str(path), content, advice)


def to_logo(name: str, content: bytes, advice: str = ADVICE) -> bytes:
    """A file's content as PNG, at most 900 × 300 pixels, with nothing else that it held.

    Raises:
        UsageError: it is too large, or is no picture of these kinds; the message ends with the advice.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name}: is larger than 1 MB. {advice}")
    if name.lower().endswith(".svg"):
        content = _drawn(content, name, advice)
    return _pixels(content, name, advice)


def size_in(png: bytes, width: float, height: float) -> tuple[float, float]:
    """Width and height of a picture that fits into a place, in the unit of the place."""
    wide, high = struct.unpack(">II", png[16:24])
    scale = min(width / wide, height / high)
    return wide * scale, high * scale


def _drawn(content: bytes, name: str, advice: str) -> bytes:
    try:
        svg = content.decode("utf-8")
        if not 1 / SLENDER <= aspect(svg) <= SLENDER:
            raise UsageError(f"{name}: is far wider than high, or far higher than wide. {advice}")
        return to_png(svg)
    except (ValueError, etree.XMLSyntaxError, typst.TypstError) as error:
        raise UsageError(f"{name}: is no SVG drawing. {advice}") from error


def _pixels(content: bytes, name: str, advice: str) -> bytes:
    try:
        with catch_warnings():
            simplefilter("ignore")  # of what is odd in the file: it is decoded or it is not
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise UsageError(f"{name}: has more than 16 million pixels. {advice}")
                found = image.convert("RGBA" if image.mode in ("RGBA", "LA", "P", "PA") else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError) as error:
        raise UsageError(f"{name}: is no PNG or JPEG picture. {advice}") from error
    found.thumbnail(BOX)
    clean = Image.frombytes(found.mode, found.size, found.tobytes())  # without what else the file held
    buffer = BytesIO()
    clean.save(buffer, "PNG")
    return buffer.getvalue()
