"""Finding a quotation among the characters of a page, and the boxes to mark it with."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rag.ingest.document import SCAN_PARTS

Box = tuple[float, float, float, float]  # left, right, bottom, top in points

_HYPHENS = set("-\u2010\u2011\u2012\u2013\u2014\xad\ufffe\x02")
DRAWN = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp")  # suffixes of files with page images


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as PNG, and where the quotations stand on it, in pixels from the top left: (x0, y0, x1, y1)."""

    png: bytes
    width: int
    height: int
    boxes: tuple[tuple[float, float, float, float], ...]


def letters(text: str) -> tuple[str, list[int]]:
    """`text` without white space and hyphens, ligatures resolved, in lower case; and the index of each character in `text`."""
    found: list[str] = []
    places: list[int] = []
    for index, char in enumerate(text):
        if char.isspace() or char in _HYPHENS:
            continue
        plain = unicodedata.normalize("NFKC", char).casefold()
        found.append(plain)
        places.extend([index] * len(plain))
    return "".join(found), places


def lines_of_boxes(rects: Iterable[tuple[float, float, float, float]]) -> list[Box]:
    """One box per line from PDFium's one per run of letters, given as (left, bottom, right, top)."""
    boxes: list[Box] = []
    for left, bottom, right, top in rects:
        last = boxes[-1] if boxes else None
        if last and min(top, last[3]) - max(bottom, last[2]) > 0 and -1 < left - last[1] < 2 * (last[3] - last[2]):
            boxes[-1] = (min(left, last[0]), max(right, last[1]), min(bottom, last[2]), max(top, last[3]))
        else:
            boxes.append((left, right, bottom, top))
    return boxes


def on_scan(image: PageImage, places: Iterable[tuple[int, int, int, int]]) -> PageImage:
    """`image` with boxes at the places of words that OCR saw (see `Scan`), one per line; as it is when there are none."""
    across, down = image.width / SCAN_PARTS, image.height / SCAN_PARTS
    # From the top, so that what `lines_of_boxes` calls bottom is the upper edge here.
    rects = [(left * across, top * down, right * across, bottom * down) for left, top, right, bottom in places]
    boxes = tuple((left, upper, right, lower) for left, right, upper, lower in lines_of_boxes(rects))
    return replace(image, boxes=boxes) if boxes else image
