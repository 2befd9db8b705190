"""A folder of broken, hostile and odd files, each read beside the plain library for its format.

Every file has to end as a document or as a failure that says what to do; none may crash the reader, hang it or grow it; and a
file that the plain library reads may not fail here. The exit status is 1 when one of these does not hold.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.ingest.document import Document, FailedDocument
from rag.ingest.workers import Source, find_sources, read_sources

LONGEST_S = 30.0
MEMORY_MB = 1_500
CRASHES = ("crash", "could not be read (")  # how the message of a crash or of an unforeseen error reads
# What a person would write with the format's own library, run in a process of its own: it ends well when there is something.
PLAIN = {
    ".pdf": """
import pypdfium2
pdf = pypdfium2.PdfDocument(name)
assert len([pdf[index].get_textpage().get_text_range() for index in range(len(pdf))])
""",
    ".docx": """
import docx
document = docx.Document(name)
assert document.tables or any(paragraph.text.strip() for paragraph in document.paragraphs)
""",
    ".pptx": """
import pptx
shapes = [shape for slide in pptx.Presentation(name).slides for shape in slide.shapes]
assert any(shape.has_text_frame and shape.text_frame.text.strip() for shape in shapes)
""",
    ".xlsx": """
import openpyxl
rows = [row for sheet in openpyxl.load_workbook(name, data_only=True).worksheets for row in sheet.iter_rows(values_only=True)]
assert any(cell is not None for row in rows for cell in row)
""",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a file."""

    name: str
    outcome: str  # read, or the code of the failure
    seconds: float
    message: str
    plain_reads: bool | None  # None where there is no plain library for the format


def read_plainly(path: Path) -> bool | None:
    """Whether the plain library reads the file, within its time."""
    script = PLAIN.get(path.suffix.lower())
    if script is None:
        return None
    command = [sys.executable, "-W", "ignore", "-c", f"import sys; name = sys.argv[1]\n{script}", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_S, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def torture(folder: Path) -> list[Row]:
    """Each file of `folder`, one after the other."""
    sources, _ = find_sources([folder])
    read: list[tuple[Document | FailedDocument, float]] = []
    last = time.perf_counter()
    for result in read_sources(sources, workers=1, timeout_s=LONGEST_S, memory_mb=MEMORY_MB):
        now = time.perf_counter()
        read.append((result, round(now - last, 2)))
        last = now
    return [_row(source, *one) for source, one in zip(sources, read, strict=True)]


def _row(source: Source, result: Document | FailedDocument, seconds: float) -> Row:
    plain = read_plainly(source.path)
    name = os.path.relpath(source.name)
    if isinstance(result, FailedDocument):
        return Row(name, result.code, seconds, result.message, plain)
    return Row(name, "read", seconds, _said(result), plain)


def _said(document: Document) -> str:
    empty = [page.number for page in document.pages if page.needs_ocr]
    return f"{len(document.pages)} pages" + (f", without text: {empty}" if empty else "")


def complaints(rows: list[Row]) -> list[str]:
    """What must not be."""
    found = [f"{row.name}: took {row.seconds} s" for row in rows if row.seconds >= LONGEST_S]
    found += [f"{row.name}: {row.message}" for row in rows if any(sign in row.message for sign in CRASHES)]
    found += [f"{row.name}: the plain library reads it; here: {row.message}" for row in rows if _falls_behind(row)]
    return found + [f"{row.name}: says nothing to do" for row in rows if row.outcome != "read" and len(row.message) < 30]


def _falls_behind(row: Row) -> bool:
    return row.plain_reads is True and row.outcome not in ("read", "encrypted")


def main() -> int:
    """Print what became of the files; exit status 1 when something must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of files to read")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    given = parser.parse_args()
    rows = torture(given.folder)
    wrong = complaints(rows)
    if given.json:
        print(json.dumps({"files": [asdict(row) for row in rows], "complaints": wrong}))
        return bool(wrong)
    counts = Counter(row.outcome for row in rows)
    print(f"{len(rows)} files: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()))
    print(f"slowest {max(row.seconds for row in rows)} s, each with a limit of {MEMORY_MB:,} MB")
    readable = sum(row.plain_reads is True for row in rows)
    print(f"{readable} are read by the plain library of their format; {sum(map(_falls_behind, rows))} of these fail here")
    for line in wrong:
        print(f"WRONG {line}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
