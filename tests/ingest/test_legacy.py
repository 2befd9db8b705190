"""Office files of older kinds: read through LibreOffice where it is, and what is said where it is not."""

import io
import random
import re
import socketserver
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rag.errors import IngestError, UnreadableDocument, UnsupportedFormat
from rag.ingest import legacy, sniff
from rag.ingest.document import Document, FailedDocument, content_hash
from rag.ingest.legacy import INSTALL, READ_THROUGH, SWITCHED_OFF, TARGETS, Office, find_office, modernise
from rag.ingest.program import result_of, run_program, work_folder
from rag.ingest.programs import Programs
from rag.ingest.reader import read_document
from rag.ingest.workers import Source, read_sources
from tests.ingest import letters, samples
from tests.ingest.programs import libreoffice
from tests.ingest.test_fuzz import damaged
from tests.ingest.test_reader import assert_sound

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(*streams: str) -> bytes:
    """The outside of an old Office file with streams of these names."""
    return OLE + bytes(600) + "".join(f"{name}\0" for name in streams).encode("utf-16-le")


def older(content: bytes, suffix: str, kind: str) -> bytes:
    """`content` (.docx, .xlsx, .pptx) as LibreOffice saves it in the format of the nineties `kind`."""
    office = libreoffice()
    with work_folder() as folder:
        (folder / f"a{suffix}").write_bytes(content)
        command = [office.program, f"-env:UserInstallation={(folder / 'p').as_uri()}", "--headless", "--convert-to", kind]
        run_program([*command, str(folder / f"a{suffix}")], folder, timeout_s=90, memory_mb=3072)
        return result_of(folder / f"a.{kind}")


# Without the program


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.doc", compound("WordDocument"), "Save it as .docx or PDF"),
        ("a.dot", compound("WordDocument", "Workbook"), "Old Word files"),
        ("a.xls", compound("Workbook", "WordDocument"), "Save it as .xlsx"),
        ("a.xlt", compound("Book"), "Old or binary Excel"),
        ("a.pps", compound("PowerPoint Document"), "Old PowerPoint"),
        ("renamed", compound("PowerPoint Document", "Workbook"), "Old PowerPoint"),
        ("a.xlsb", samples.zipped({"xl/workbook.bin": b"x"}), "binary Excel"),
        ("a.wpd", b"\xffWPC" + bytes(60), "WordPerfect"),
    ],
)
def test_older_files_say_what_to_install(name: str, content: bytes, advice: str) -> None:
    """Each kind keeps its advice, and names LibreOffice as the other way."""
    with pytest.raises(UnsupportedFormat, match=advice) as caught:
        read_document(name, content)
    assert str(caught.value).endswith(INSTALL)


def test_a_message_is_no_old_word_file() -> None:
    """A message from Outlook stays a mail, whatever its name says."""
    assert read_document("a.doc", letters.msg()).media_type == sniff.MSG


def test_every_kind_has_its_way() -> None:
    """Whatever the sniffer calls an older kind has a target that a reader reads, and filters to read it with."""
    for kind in sniff.LEGACY.values():
        assert f".{TARGETS[kind]}" in sniff.SUPPORTED
        assert legacy._FILTERS[kind]


def test_settings_of_libreoffice_are_sound() -> None:
    """They are well-formed, and forbid macros and links."""
    items = ElementTree.fromstring(legacy._profile())  # noqa: S314 - our own text
    said = {
        prop.get(f"{{{next(iter(re.findall('{(.*?)}', items.tag)))}}}name"): "".join(prop.itertext())
        for prop in items.iter("prop")
    }
    assert said["DisableMacrosExecution"] == "true"
    assert said["ooInetProxyType"] == "2"


def test_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting keeps LibreOffice out; without it, what to install is said."""
    assert find_office("off") == Office(advice=SWITCHED_OFF)
    monkeypatch.setenv("PATH", "")
    assert find_office("auto") == Office(advice=INSTALL)


# With the program


@pytest.mark.parametrize(
    ("make", "suffix", "kind", "words"),
    [
        (samples.word, ".docx", "doc", "Orders must be back within four hours."),
        (samples.word, ".docx", "dot", "Orders must be back within four hours."),
        (samples.workbook, ".xlsx", "xls", "ERP\tSAP\t99.95%\t450,000 €"),
        (samples.slides, ".pptx", "ppt", "Replace the mainframe"),
    ],
)
def test_older_files_are_read(make: Callable[[], bytes], suffix: str, kind: str, words: str) -> None:
    """Text, structure and places are those of the newer format; name, hash and kind are the file's own."""
    content = older(make(), suffix, kind)
    document = read_document(f"papers/a.{kind}", content, programs=Programs(office=libreoffice()))
    newer = read_document(f"a{suffix}", make())
    assert words in document.pages[0].text
    assert document.warnings[0] == READ_THROUGH
    assert (document.name, document.sha256, document.size) == (f"papers/a.{kind}", content_hash(content), len(content))
    assert document.media_type in sniff.LEGACY
    headings = [b.heading_path for page in newer.pages for b in page.blocks if b.heading_path]
    assert [b.heading_path for page in document.pages for b in page.blocks if b.heading_path][:3] == headings[:3]
    for page in document.pages:
        assert_sound(page)


def test_damaged_older_files() -> None:
    """A damaged file is read or refused, never taken for text: no page shows its raw bytes."""
    content = older(samples.workbook(), ".xlsx", "xls")
    draw = random.Random("xls")  # noqa: S311 - test data, not a secret
    for broken in [content[:600], content[: len(content) // 2], *(damaged(content, draw) for _ in range(2))]:
        try:
            document = read_document("a.xls", broken, programs=Programs(office=libreoffice()))
        except IngestError as error:
            assert "damaged" in str(error)  # noqa: PT017 - either outcome is fine
            continue
        assert "ÐÏ" not in document.pages[0].text


def test_workers_read_older_files(tmp_path: Path) -> None:
    """LibreOffice works from within a worker, whose memory is limited, and nothing is left in the folder of temporary files."""
    (tmp_path / "a.doc").write_bytes(older(samples.word(), ".docx", "doc"))
    (tmp_path / "b.doc").write_bytes(compound("WordDocument"))
    sources = [Source(name, tmp_path / name) for name in ("a.doc", "b.doc")]
    good, bad = read_sources(sources, workers=2, timeout_s=120, memory_mb=512, programs=Programs(office=libreoffice()))
    assert isinstance(good, Document)
    assert isinstance(bad, FailedDocument)
    assert bad.code == UnreadableDocument.code
    assert "password" in bad.message


@dataclass
class Asked:
    """A server on this machine, and what it was asked for."""

    port: int = 0
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def asked() -> Iterator[Asked]:
    """A server that notes what is asked of it."""
    noted = Asked()

    class Notes(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            noted.requests.append(self.rfile.readline().decode())
            self.wfile.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Notes)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    noted.port = server.server_address[1]
    yield noted
    server.shutdown()
    thread.join()
    server.server_close()


def test_nothing_is_fetched(asked: Asked) -> None:
    """A picture that a document only links to is not asked for."""
    with zipfile.ZipFile(io.BytesIO(samples.picture_letter())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"r:embed=", b"r:link=")
    outside = f'Target="http://127.0.0.1:{asked.port}/x.png" TargetMode="External"'.encode()
    relations = "word/_rels/document.xml.rels"
    parts[relations], count = re.subn(rb'Target="media/image1.png"', outside, parts[relations])
    assert count == 1
    office = libreoffice()
    with work_folder() as folder:
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(legacy._profile(), encoding="utf-8")
        (folder / "a.docx").write_bytes(samples.zipped(parts))
        command = [
            office.program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        run_program([*command, str(folder / "a.docx")], folder, timeout_s=90, memory_mb=3072)
        assert result_of(folder / "a.pdf").startswith(b"%PDF")
    assert asked.requests == []


def test_it_takes_no_longer_than_its_time() -> None:
    """A conversion that hangs is ended and told."""
    content = older(samples.word(), ".docx", "doc")
    with pytest.raises(IngestError, match="longer than"):
        modernise(content, "doc", libreoffice(), timeout_s=0.5)
