"""Builds the sample company's PDF, Word and Excel files from the sources in `tools/sample/`.

    python tools/build_sample.py            write them to corpus/sample/
    python tools/build_sample.py --out DIR  write them somewhere else

The same sources give the same bytes: nothing here reads the clock, and the dates inside the files are pinned.
"""

import argparse
import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import typst
import yaml
from openpyxl.styles import Alignment, Font, PatternFill
from PIL import Image, ImageFilter

SOURCES = Path(__file__).resolve().parent / "sample"
SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "sample"
MOMENT = datetime(2026, 10, 6, 8, 0, 0, tzinfo=UTC)  # every file claims to be saved then
PRINTED = ("dr-policy", "hosting-contract", "budget-memo")
WRITTEN = {"operations-runbook": "Malte Jessen", "security-privacy-policy": "Sibylle Ahrens"}  # Word file → its author
SCAN_PPI = 110


def build(out: Path) -> list[Path]:
    """Write all files to the folder `out`; returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    files: dict[str, bytes] = {f"{name}.pdf": printed(name) for name in PRINTED}
    files |= {f"{name}.docx": written(name, author) for name, author in WRITTEN.items()}
    files["systems-inventory.xlsx"] = inventory("systems-inventory")
    for name, content in files.items():
        (out / name).write_bytes(content)
    return [out / name for name in files]


def printed(name: str) -> bytes:
    """The PDF of a typst source; the signature sheet goes in as a picture of a page, as a scanner would leave it."""
    scan = SOURCES / "scan.jpg"
    try:
        scan.write_bytes(scanned("scan"))
        content = typst.compile(
            str(SOURCES / f"{name}.typ"), format="pdf", ignore_system_fonts=True, timestamp=int(MOMENT.timestamp())
        )
    finally:
        scan.unlink(missing_ok=True)
    return bytes(content)


def scanned(name: str) -> bytes:
    """A page of the source `name` as a slightly turned, soft and grainy JPEG."""
    page = typst.compile(str(SOURCES / f"{name}.typ"), format="png", ppi=SCAN_PPI, ignore_system_fonts=True)
    sheet = Image.open(io.BytesIO(page)).convert("L")
    sheet = sheet.rotate(0.7, resample=Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(0.6))
    grain = Image.frombytes("L", sheet.size, random.Random(7).randbytes(sheet.width * sheet.height))  # noqa: S311 - grain
    sheet = Image.blend(sheet, grain.filter(ImageFilter.GaussianBlur(0.8)), 0.07)
    out = io.BytesIO()
    sheet.save(out, format="JPEG", quality=62, dpi=(SCAN_PPI, SCAN_PPI))
    return out.getvalue()


def written(name: str, author: str) -> bytes:
    """The Word file of a Markdown source: headings, paragraphs, lists and tables."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = MOMENT
    text = (SOURCES / f"{name}.md").read_text(encoding="utf-8")
    for block in re.split(r"\n{2,}", text.strip()):
        _add_block(document, block)
    properties.title = text.splitlines()[0].lstrip("# ")
    return _saved(document.save)


def _add_block(document: Any, block: str) -> None:
    lines = block.splitlines()
    while lines and lines[0].startswith("#"):
        marks, _, heading = lines.pop(0).partition(" ")
        document.add_heading(heading, level=len(marks) - 1)
    if not lines:
        return
    if lines[0].startswith("|"):
        _add_table(document, [_cells(line) for line in lines if not re.fullmatch(r"[|\s:-]+", line)])
        return
    for line in lines:
        kind, text = _list_item(line)
        document.add_paragraph(text, style=kind)


def _list_item(line: str) -> tuple[str | None, str]:
    if line.startswith("* "):
        return "List Bullet", line[2:]
    numbered = re.match(r"\d+\. (.*)", line)
    return ("List Number", numbered[1]) if numbered else (None, line)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _add_table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
    for number, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=False):
            run = cell.paragraphs[0].add_run(text)
            run.bold = number == 0 and len(rows[0]) > 2
    document.add_paragraph()


def inventory(name: str) -> bytes:
    """The Excel file of a YAML source: one sheet per key, the first row its header."""
    sheets = yaml.safe_load((SOURCES / f"{name}.yaml").read_text(encoding="utf-8"))
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.title = "Ingrid Lüders", "Systems inventory"
    book.properties.created = book.properties.modified = MOMENT.replace(tzinfo=None)
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append([f"Alderfrost GmbH · {title.lower()} · as of 30 September 2026 · owner: Ingrid Lüders"])
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
        sheet["A1"].font = Font(italic=True)
        for cell in sheet[2]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE8EE")
        for column in sheet.iter_cols(min_row=2):
            longest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(44, longest + 3)
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "B3"
    return _saved(book.save)


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    """An Office file with the dates of its parts, and its own date of saving, pinned."""
    loose, pinned = io.BytesIO(), io.BytesIO()
    save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(pinned, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*",
                    rb"\g<1>" + MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode(),
                    content,
                )
            entry = zipfile.ZipInfo(part.filename, MOMENT.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            out.writestr(entry, content)
    return pinned.getvalue()


def main() -> None:
    """Build into corpus/sample/, or where `--out` says."""
    parser = argparse.ArgumentParser(description="Build the sample company's PDF, Word and Excel files.")
    parser.add_argument("--out", type=Path, default=SAMPLE, help="folder to write to (default: corpus/sample)")
    for path in build(parser.parse_args().out):
        print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
