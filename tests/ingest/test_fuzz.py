"""Damaged files of every format: whatever bytes change, a file is read or refused, and nothing unexpected happens."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.errors import IngestError
from rag.ingest.child import Child
from rag.ingest.document import Document
from rag.ingest.workers import READ
from tests.ingest import letters, opendocument_samples, rtf_samples, samples
from tests.ingest.structured.test_api import OPENAPI
from tests.ingest.structured.test_ddl import ORACLE
from tests.ingest.structured.test_drawio import CELLS, packed
from tests.ingest.structured.test_mainframe import COPYBOOK
from tests.ingest.structured.test_mermaid import PAGE
from tests.ingest.structured.test_plantuml import DIAGRAM
from tests.ingest.structured.test_structurizr import WORKSPACE
from tests.ingest.structured.test_wsdl import WSDL
from tests.ingest.test_reader import assert_sound

SAMPLES: dict[str, Callable[[], bytes]] = {
    "a.pdf": samples.pdf,
    "a.docx": samples.word,
    "a.xlsx": samples.workbook,
    "a.pptx": samples.slides,
    "a.odt": opendocument_samples.text,
    "a.ods": opendocument_samples.sheets,
    "a.odp": opendocument_samples.slides,
    "a.fodt": lambda: opendocument_samples.flat("text", opendocument_samples.TEXT),
    "a.fods": lambda: opendocument_samples.flat("spreadsheet", opendocument_samples.SHEETS),
    "a.rtf": rtf_samples.rtf,
    "a.png": lambda: samples.picture(dpi=40),
    "a.jpeg": lambda: samples.picture(dpi=40, kind="JPEG"),
    "a.tiff": lambda: samples.picture(dpi=40, kind="TIFF"),
    "a.gif": lambda: samples.picture(dpi=40, kind="GIF"),
    "a.webp": lambda: samples.picture(dpi=40, kind="WEBP"),
    "a.html": lambda: b"<h1>A</h1><table><tr><td>1<td>2</table><p hidden>x<ul><li>y</ul>" * 3,
    "a.md": lambda: b"# A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> - x\n\n```\ncode\n```\n<!-- c -->\n" * 3,
    "a.eml": lambda: letters.eml(html=letters.HTML, files={"a.txt": b"x" * 99}).as_bytes(),
    "a.msg": letters.msg,
    "a.csv": lambda: b'a;b\n"1;\n2";3\n' * 9,
    "a.wsdl": WSDL.encode,
    "a.sql": ORACLE.encode,
    "a.dsl": WORKSPACE.encode,
    "a.puml": DIAGRAM.encode,
    "a.drawio": lambda: packed(CELLS).encode(),
    "a.cpy": COPYBOOK.encode,
    "b.yaml": OPENAPI.encode,
    "b.md": PAGE.encode,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Child]:
    """A worker process that reads files."""
    with Child(READ, memory_mb=2048) as child:
        yield child


def damaged(content: bytes, draw: random.Random) -> bytes:
    """`content` with some bytes changed, taken out, doubled or cut off."""
    data = bytearray(content)
    for _ in range(draw.choice([1, 3, 20, 200])):
        at = draw.randrange(len(data)) if data else 0
        match draw.randrange(4):
            case 0:
                data[at : at + 1] = bytes([draw.randrange(256)])
            case 1:
                del data[at : at + draw.choice([1, 8, 100])]
            case 2:
                data[at:at] = data[at : at + draw.choice([1, 16])]
            case _:
                data[at:at] = draw.choice([b"\x00", b"<", b"|", b'"', b"\xff\xfe", "\u200b".encode(), b"\r"])
    return bytes(data[: draw.randrange(len(data))] if data and draw.random() < 0.1 else data)


def damaged_part(content: bytes, draw: random.Random) -> bytes:
    """An office file with one of its parts damaged inside a sound package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = draw.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    return samples.zipped({**parts, name: damaged(parts[name], draw)})


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_damaged_files(name: str, reader: Child, tmp_path: Path) -> None:
    """Forty damaged versions of each format give a sound document or an error of ours; no reader stumbles or dies."""
    draw = random.Random(name)  # noqa: S311 - test data, not a secret
    content = SAMPLES[name]()
    path = tmp_path / name
    for _ in range(40):
        inside = content.startswith(b"PK") and draw.random() < 0.7
        path.write_bytes(damaged_part(content, draw) if inside else damaged(content, draw))
        try:
            document = reader.run(20, name, str(path))
        except IngestError as error:
            assert "could not be read (" not in str(error)  # noqa: PT017 - what a bug in a reader would say
            assert "crash" not in str(error)  # noqa: PT017
            continue
        assert isinstance(document, Document)
        for page in document.pages:
            assert_sound(page)
