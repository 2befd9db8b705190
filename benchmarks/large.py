"""A large folder and a long document, taken in by the command line: does everything arrive, how fast, in how much memory.

    make bench-large                                   2,000 files of six formats
    make bench-large BENCH_ARGS="--pages 5000"         one PDF of 5,000 pages
    make bench-large BENCH_ARGS="--embedder hashing"   without the model: reading, facts, full text and storing alone

The exit status is 1 when a file is missing at the end, or is not found by a word of its own.
"""

import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docx import Document as WordFile
from openpyxl import Workbook

from benchmarks.watch import Watch
from rag.store.record import Record

ROOT = Path(__file__).resolve().parents[1]
PARAGRAPHS = 6  # of a file
LINES = 40  # of a page of the long document
SUBJECTS = [
    "the order service",
    "the ledger",
    "our portal",
    "a nightly job",
    "the warehouse",
    "each branch",
    "the supplier",
    "a clerk",
]
VERBS = ["sends", "keeps", "checks", "archives", "must encrypt", "may delete", "reports", "reads"]
OBJECTS = [
    "orders",
    "claims from three regions",
    "invoices",
    "customer records",
    "log files",
    "stock figures",
    "delivery notes",
    "tariffs",
]
ENDS = [
    "every hour",
    "within 4 hours",
    "before noon",
    "for ten years",
    "on request",
    "through the old gateway",
    "by file transfer",
]


def sentence(chance: random.Random) -> str:
    """One of some thousand sentences such as companies write."""
    words = (chance.choice(part) for part in (SUBJECTS, VERBS, OBJECTS, ENDS))
    return f"{' '.join(words).capitalize()}, {chance.randint(2, 9999)} of them."


def word_of(number: int) -> str:
    """A word that stands in one file, or on one page, only."""
    return f"Merkmal{number}"


def paragraphs(number: int, chance: random.Random) -> list[str]:
    """The text of a file."""
    return [f"{word_of(number)} names this file."] + [
        " ".join(sentence(chance) for _ in range(5)) for _ in range(PARAGRAPHS - 1)
    ]


def as_word(texts: Sequence[str]) -> bytes:
    """A DOCX."""
    made, out = WordFile(), io.BytesIO()
    made.add_heading("Notes", 1)
    for text in texts:
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def as_workbook(texts: Sequence[str]) -> bytes:
    """An XLSX of one sheet."""
    made, out = Workbook(), io.BytesIO()
    sheet = made.create_sheet("Notes", 0)
    sheet.append(["Number", "Note"])
    for number, text in enumerate(texts):
        sheet.append([number, text])
    made.save(out)
    return out.getvalue()


def as_table(texts: Sequence[str]) -> bytes:
    """A CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([("Number", "Note"), *enumerate(texts)])
    return out.getvalue().encode()


def as_page(texts: Sequence[str]) -> bytes:
    """An HTML page."""
    return f"<html><body><h1>Notes</h1>{''.join(f'<p>{text}</p>' for text in texts)}</body></html>".encode()


def as_markdown(texts: Sequence[str]) -> bytes:
    """A Markdown file."""
    return "\n\n".join(["# Notes", *texts]).encode()


def as_pdf(texts: Sequence[str]) -> bytes:
    """A PDF with a page for each text, its lines cut at the sentences."""
    count = len(texts)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        lines = "".join(f"({line}.) Tj T*\n" for line in text.rstrip(".").split(". "))
        content = f"BT /F1 10 Tf 50 800 Td 16 TL\n{lines}ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return bytes(out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out) - len(table)}\n".encode())


FORMATS: dict[str, Callable[[Sequence[str]], bytes]] = {
    ".md": as_markdown,
    ".docx": as_word,
    ".xlsx": as_workbook,
    ".csv": as_table,
    ".html": as_page,
    ".pdf": as_pdf,
}


def make_folder(folder: Path, files: int, chance: random.Random) -> None:
    """Files of all formats in sub-folders of a hundred."""
    for number in range(files):
        ending = list(FORMATS)[number % len(FORMATS)]
        place = folder / f"part {number // 100:02}" / f"note {number:05}{ending}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(FORMATS[ending](paragraphs(number, chance)))


def make_long(folder: Path, pages: int, chance: random.Random) -> None:
    """One PDF."""
    folder.mkdir(parents=True)
    texts = []
    for page in range(pages):
        lines = [sentence(chance) for _ in range(LINES)]
        lines[LINES // 2] = f"{word_of(page)} names this page."  # at the top of every page it would be a running title
        texts.append(" ".join(lines))
    (folder / "long.pdf").write_bytes(as_pdf(texts))


def take_in(folder: Path, data_dir: Path, embedder: str) -> tuple[dict[str, Any], float, float]:
    """The report of `ingest`, its seconds and the most memory of it and its children, in MB."""
    environment = {**os.environ, "GROUNDPLAN_DATA_DIR": str(data_dir), "GROUNDPLAN_EMBEDDER": embedder, "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-m", "rag", "ingest", str(folder), "--json"]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    watch = Watch(process.pid)
    out, _ = process.communicate()
    seconds, seen = time.perf_counter() - started, watch.end()
    if not out.strip():
        raise SystemExit(f"ingest ended with {process.returncode} and said nothing.")
    return json.loads(out), seconds, seen.peak_mb


def missing(data_dir: Path, count: int) -> list[str]:
    """Words of files, or of pages, that full text does not find."""
    with Record.open(data_dir, read_only=True) as record:
        workspace = record.workspace("default")
        return [word_of(number) for number in range(count) if not record.texts.search(workspace.id, word_of(number), 1)]


def main() -> int:
    """Make the files, take them in, look for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=0, help="instead of a folder: one PDF of so many pages")
    parser.add_argument("--embedder", default="minilm")
    given = parser.parse_args()
    chance = random.Random(1)  # noqa: S311 - texts, not secrets
    with tempfile.TemporaryDirectory(prefix="groundplan-large-") as place:
        folder, data_dir = Path(place, "files"), Path(place, "data")
        if given.pages:
            make_long(folder, given.pages, chance)
        else:
            make_folder(folder, given.files, chance)
        report, seconds, peak_mb = take_in(folder, data_dir, given.embedder)
        lost = missing(data_dir, given.pages or given.files)
    documents = report["documents"]
    result = {
        "files": 1 if given.pages else given.files,
        "documents": len(documents),
        "failed": [f"{one['name']}: {one['message']}" for one in report["failed"]],
        "pages": sum(one["pages"] for one in documents),
        "chunks": sum(one["chunks"] for one in documents),
        "seconds": round(seconds, 1),
        "peak_mb": round(peak_mb),
        "not_found": lost[:20],
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return bool(lost or report["failed"])


if __name__ == "__main__":
    sys.exit(main())
