"""What kind of paper a document is, and which date it gives itself."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from rag.ingest.document import BlockKind, Page
from rag.knowledge.document_types import DocumentTypes

UNKNOWN = "other"
OPENING_CHARS = 2_000  # of a document, in which it says what it is and of when
LINES = 12
NAME_WEIGHT, HEADING_WEIGHT, OPENING_WEIGHT = 3, 2, 1
MAX_WEAK = 3  # weak cues that count
CUE_REACH = 30  # characters between a cue and its date
MAX_WORDS = 3  # between them; with more, the date belongs to something else
_WORD = re.compile(r"[^\W\d_]+")
_SEPARATORS = re.compile(r"[_\-.+%()\[\]\d]+")
_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])")
_MONTH_SLOT = r"(?P<month>[^\W\d_]{3,10})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMERIC = re.compile(
    rf"(?<!\d)(?:{_YEAR}[-./](?P<m1>\d{{1,2}})[-./](?P<d1>\d{{1,2}})|(?P<a>\d{{1,2}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P=mark)(?P<y2>(?:19|20)\d\d))(?!\d)"
)
_WRITTEN = re.compile(
    rf"(?<![\w])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?{_MONTH_SLOT}(?:\s+de)?,?\s+{_YEAR}"
    r"|(?P<month2>[^\W\d_]{3,10})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)"
    r"|(?P<month3>[^\W\d_]{3,10})\.?,?\s+(?P<year3>(?:19|20)\d\d))(?!\d)"
)
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def document_type(name: str, title: str, pages: Sequence[Page], types: DocumentTypes) -> str:
    """The type whose cues weigh most in name, title, first headings and first lines; "other" in doubt."""
    path = PurePath(name.replace("\\", "/"))
    label = f"{_CAMEL.sub(' ', _SEPARATORS.sub(' ', path.stem))}\n{title}"
    opening, heading = _opening(pages)
    best, best_score = UNKNOWN, 0
    for kind in types.types:
        strong = kind.strong_pattern()
        score = (
            NAME_WEIGHT * len({found.lower() for found in kind.named_pattern().findall(label)})
            + HEADING_WEIGHT * bool(strong.search(heading))
            + OPENING_WEIGHT * bool(strong.search(opening))
            + OPENING_WEIGHT * min(MAX_WEAK, len({found.lower() for found in kind.weak_pattern().findall(opening)}))
        )
        if score > best_score:
            best, best_score = kind.id, score
    return best if best_score >= types.threshold else UNKNOWN


def document_date(name: str, pages: Sequence[Page], metadata: str, types: DocumentTypes) -> str:
    """The document's date, ISO: what its own first or last lines say, else its file name, else the file's metadata."""
    cues = re.compile(rf"(?<!\w)(?:{'|'.join(types.date_cues)})(?!\w)", re.IGNORECASE)
    months = {name: number for number, names in types.months.items() for name in names}
    first, last = pages[0].text[:OPENING_CHARS], pages[-1].text[-OPENING_CHARS // 2 :]
    for text in (first, last):
        for cue in cues.finditer(text):
            if date := _first_date(text[cue.end() : cue.end() + CUE_REACH + 20], months):
                return date
    for block in pages[0].blocks[:LINES]:  # a date that stands alone, as on a title page
        line = pages[0].text[block.start : block.end]
        if block.quarantine is None and len(line) <= CUE_REACH and (date := _first_date(line, months)):
            return date
    if found := _NAME_DATE.search(PurePath(name.replace("\\", "/")).stem):
        return "-".join(found.groups())
    return metadata


def _opening(pages: Sequence[Page]) -> tuple[str, str]:
    """First lines and first heading of a document, without what is in quarantine."""
    blocks = [(page, block) for page in pages[:2] for block in page.blocks if block.quarantine is None]
    opening = "\n".join(page.text[b.start : b.end] for page, b in blocks[:40])[:OPENING_CHARS]
    heading = next((page.text[b.start : b.end] for page, b in blocks if b.kind is BlockKind.HEADING), "")
    return opening, heading


def _first_date(text: str, months: dict[str, int]) -> str:
    """The first date in `text` that starts within reach and is clear about its day and month."""
    dates: list[tuple[int, str]] = []
    for found in _NUMERIC.finditer(text):
        if found["year"]:
            year, month, day = found["year"], int(found["m1"]), int(found["d1"])
        else:
            a, b = int(found["a"]), int(found["b"])
            if found["mark"] == "/" and a <= 12 and b <= 12 and a != b:
                continue  # 03/04/2025 is the third of April or the fourth of March
            year = found["y2"]
            day, month = (b, a) if b > 12 else (a, b)
        dates.append((found.start(), _iso(int(year), month, day)))
    for found in _WRITTEN.finditer(text):
        word = found["month"] or found["month2"] or found["month3"]
        year = found["year"] or found["year2"] or found["year3"]
        day = int(found["day"] or found["day2"] or 1)
        dates.append((found.start(), _iso(int(year), months.get(word.lower(), 0), day)))
    for start, date in sorted(dates):
        if date and start <= CUE_REACH and len(_WORD.findall(text[:start])) <= MAX_WORDS:
            return date
    return ""


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
