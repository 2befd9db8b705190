"""find_sources, read_sources and render_page: everything is accounted for, in order, whatever the files do."""

import io
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from rag.errors import UnreadableDocument, UnsupportedFormat
from rag.ingest.document import Document, FailedDocument
from rag.ingest.workers import Readers, Source, find_sources, read_sources, render_page
from tests.ingest import samples


def test_find_sources_lists_everything_but_leftovers(tmp_path: Path) -> None:
    """Folders are searched in order; hidden files and system leftovers are passed over, unreadable kinds are not."""
    for name in ("b/notes.txt", "a.pdf", "b/c/photo.png", ".git/config", "Thumbs.db", "b/.hidden", "~$lock.docx", "__MACOSX/x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    sources, failed = find_sources([tmp_path, tmp_path / "a.pdf", tmp_path / "missing"])
    assert [Path(source.name).relative_to(tmp_path).as_posix() for source in sources] == [
        "a.pdf",
        "b/c/photo.png",
        "b/notes.txt",
    ]
    assert [(Path(one.name).name, one.code) for one in failed] == [("missing", "unreadable")]
    assert "no such file" in failed[0].message


def test_find_sources_takes_pipelines_and_versions_though_hidden(tmp_path: Path) -> None:
    """What people wrote counts, also where its name hides it; settings with secrets in them stay out."""
    wanted = [".github/workflows/ci.yml", ".gitlab-ci.yml", ".nvmrc", ".tool-versions"]
    for name in (*wanted, ".env", ".git/config", ".github/.cache/x"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    sources, _ = find_sources([tmp_path])
    assert [Path(source.name).relative_to(tmp_path).as_posix() for source in sources] == wanted


def test_find_sources_keeps_names_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path stays relative; a name that is not valid text can still be stored."""
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/policy.md").write_text("# A", encoding="utf-8")
    assert [source.name for source in find_sources([Path("docs")])[0]] == ["docs/policy.md"]
    sources, _ = find_sources([Path("docs/policy.md"), Path("docs")])
    assert len(sources) == 1


def test_read_sources_keeps_order_and_accounts_for_all(tmp_path: Path) -> None:
    """Each source has one result, in the order given, good or bad."""
    files = {
        "1.pdf": samples.pdf(),
        "2.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "3.md": b"# Policy\n\nText.",
        "4.txt": b"",
        "5.docx": samples.word(),
        "6.pdf": samples.encrypted_pdf("open sesame"),
        "7.csv": b"a,b\n1,2\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    sources = [Source(name, tmp_path / name) for name in files] + [Source("8.pdf", tmp_path / "8.pdf")]
    results = list(read_sources(sources, workers=2, timeout_s=60, memory_mb=2048))
    assert [result.name for result in results] == [source.name for source in sources]
    codes = [result.code if isinstance(result, FailedDocument) else "ok" for result in results]
    assert codes == ["ok", "unreadable", "ok", "empty", "ok", "encrypted", "ok", "unreadable"]


def test_read_sources_takes_a_password(tmp_path: Path) -> None:
    """A source may carry the password of its file."""
    path = tmp_path / "secret.pdf"
    path.write_bytes(samples.encrypted_pdf("open sesame"))
    (result,) = read_sources([Source("secret.pdf", path, "open sesame")], workers=1, timeout_s=60, memory_mb=2048)
    assert isinstance(result, Document)
    assert "450000" in result.pages[0].text


def test_read_sources_reads_only_a_little_ahead(tmp_path: Path) -> None:
    """A consumer that is slow does not make all documents pile up in memory."""
    path = tmp_path / "a.md"
    path.write_bytes(b"# A\n\nText.")
    asked = 0

    def endless() -> Iterator[Source]:
        nonlocal asked
        while True:
            asked += 1
            yield Source(f"{asked}.md", path)

    results = read_sources(endless(), workers=2, timeout_s=60, memory_mb=2048)
    assert next(results).name == "1.md"
    assert next(results).name == "2.md"
    assert asked <= 8
    results.close()  # type: ignore[attr-defined] # it is a generator


def test_works_beside_other_threads(tmp_path: Path) -> None:
    """A batch can be read from a thread that is not the main one, as the web server does."""
    path = tmp_path / "a.md"
    path.write_bytes(b"# A\n\nText.")
    results: list[Document | FailedDocument] = []

    def work() -> None:
        results.extend(read_sources([Source("a.md", path)], workers=1, timeout_s=60, memory_mb=2048))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(60)
    assert [type(result) for result in results] == [Document]


def test_closing_stops_the_work(tmp_path: Path) -> None:
    """Whoever stops listening does not wait for the rest of the batch."""
    (tmp_path / "a.md").write_bytes(b"# A\n\nText.")
    results = read_sources([Source(str(n), tmp_path / "a.md") for n in range(500)], workers=1, timeout_s=60, memory_mb=2048)
    next(results)
    started = time.monotonic()
    results.close()  # type: ignore[attr-defined] # it is a generator
    assert time.monotonic() - started < 5


def reading_processes() -> set[int]:
    """Process ids of this process's children that read files."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            parent = folder.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid() and b"rag.ingest.child" in folder.joinpath("cmdline").read_bytes():
                found.add(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc")
def test_reading_processes_are_kept_for_the_next_batch(tmp_path: Path) -> None:
    """Files that come one after another do not each wait for a process to start, nor start a second; none is left."""
    (tmp_path / "a.md").write_bytes(b"# A\n\nText.")
    before = reading_processes()
    with Readers(workers=2, memory_mb=2048) as readers:
        readers.start()
        started = reading_processes() - before
        for _ in range(2):
            (result,) = readers.read([Source("a.md", tmp_path / "a.md")], timeout_s=60)
            assert isinstance(result, Document)
            assert reading_processes() - before == started
    assert len(started) == 1
    assert reading_processes() == before


def test_stopping_one_batch_leaves_another_alone(tmp_path: Path) -> None:
    """Two people take files in at the same time; one of them stops."""
    (tmp_path / "a.md").write_bytes(b"# A\n\nText.")
    sources = [Source(str(n), tmp_path / "a.md") for n in range(40)]
    with Readers(workers=2, memory_mb=2048) as readers:
        stopped, other = readers.read(sources, timeout_s=60), readers.read(sources, timeout_s=60)
        next(stopped)
        results = [next(other)]
        stopped.close()  # type: ignore[attr-defined] # it is a generator
        results += other
    assert [type(result) for result in results] == [Document] * len(sources)


def test_render_page_marks_the_quotation(tmp_path: Path) -> None:
    """The boxes lie on the quotation: it is found across line breaks and ligatures, and its place has ink."""
    path = tmp_path / "policy.pdf"
    path.write_bytes(samples.pdf())
    quote = "may lose no more than fifteen minutes of data, whichever disaster strikes the organisation."
    image = render_page(path, 1, [quote, "second item, for the office", "not on this page"])
    picture = Image.open(io.BytesIO(image.png)).convert("L")
    assert picture.size == (image.width, image.height)
    assert len(image.boxes) == 3  # two lines and one
    for x0, y0, x1, y1 in image.boxes:
        assert 0 <= x0 < x1 <= image.width
        assert 0 <= y0 < y1 <= image.height
        darkest, _ = picture.crop((int(x0), int(y0), int(x1), int(y1))).getextrema()
        assert isinstance(darkest, int)
        assert darkest < 100
    assert image.boxes[0][1] < image.boxes[1][1] < image.boxes[2][1]


def test_render_page_turned_and_cropped(tmp_path: Path) -> None:
    """Boxes follow the page when it is shown turned by 90 degrees."""
    path = tmp_path / "turned.pdf"
    path.write_bytes(samples.turned_pdf())
    image = render_page(path, 1, ["second item, for the office"])
    assert image.width > image.height
    ((x0, y0, x1, y1),) = image.boxes
    assert y1 - y0 > x1 - x0  # the line runs from top to bottom now


def test_render_page_says_what_is_wrong(tmp_path: Path) -> None:
    """A page that is not there, a file that is gone and a format without pages are told apart."""
    path = tmp_path / "policy.pdf"
    path.write_bytes(samples.pdf())
    with pytest.raises(UnreadableDocument, match="no page 9"):
        render_page(path, 9, [])
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        render_page(tmp_path / "gone.pdf", 1, [])
    (tmp_path / "a.md").write_bytes(b"# A")
    with pytest.raises(UnsupportedFormat, match="Only pages of PDFs"):
        render_page(tmp_path / "a.md", 1, [])
