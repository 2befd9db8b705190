"""Sources that hold others: archives in archives and mails, each part under its container's name, and gone afterwards."""

from pathlib import Path

import pytest

from rag.ingest import limits
from rag.ingest.document import Document
from rag.ingest.expand import Expanded, expand, remove_stale
from rag.ingest.workers import Source, read_sources
from tests.ingest import letters, samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where parts lie meanwhile."""
    return tmp_path / "unpacked"


def expanded(folder: Path, files: dict[str, bytes]) -> tuple[Expanded, dict[str, bytes]]:
    """What comes of files, and the bytes of each source."""
    sources = []
    for number, (name, content) in enumerate(files.items()):
        path = folder.parent / f"given{number}"
        path.write_bytes(content)
        sources.append(Source(name, path))
    with expand(sources, folder, timeout_s=60, memory_mb=2048) as found:
        contents = {source.name: source.path.read_bytes() for source in found.sources}
    assert not list(folder.glob("*"))
    return found, contents


def test_containers_give_way_to_their_parts(folder: Path) -> None:
    """Parts stand in order in the place of their archive; a mail stays before its attachments; others are left alone."""
    mail = letters.eml(files={"Plan.pdf": samples.pdf()}, inner=letters.eml(subject="Old", files={"x/y.md": b"# Y\n"}))
    inner = samples.zipped({"minutes.eml": mail.as_bytes(), "b.txt": b"b"})
    found, contents = expanded(
        folder,
        {
            "1.md": b"# One\n",
            "docs/offers.zip": samples.zipped({"2026/in.zip": inner, "a.docx": samples.word()}),
            "2.md": b"# Two\n",
        },
    )
    assert list(contents) == [
        "1.md",
        "docs/offers.zip/2026/in.zip/minutes.eml",
        "docs/offers.zip/2026/in.zip/minutes.eml/Plan.pdf",
        "docs/offers.zip/2026/in.zip/minutes.eml/Old.eml",
        "docs/offers.zip/2026/in.zip/b.txt",
        "docs/offers.zip/a.docx",
        "2.md",
    ]
    assert contents["docs/offers.zip/2026/in.zip/minutes.eml/Plan.pdf"] == samples.pdf()
    assert [(failure.name, failure.code) for failure in found.failed] == [
        ("docs/offers.zip/2026/in.zip/minutes.eml/Old.eml/x-y.md", "too_large")
    ]


def test_a_message_of_outlook(folder: Path) -> None:
    """An Outlook message gives its files, and the message inside gives its own."""
    _, contents = expanded(folder, {"a.msg": letters.msg()})
    assert list(contents) == ["a.msg", "a.msg/Übersicht.pdf", "a.msg/Earlier.eml", "a.msg/Earlier.eml/old.txt"]


def test_failures_have_the_names_of_what_failed(folder: Path) -> None:
    """A damaged archive, an empty one and a bomb are failures; a damaged mail is left to its reader; the rest stays."""
    bomb = samples.zipped({"zeros.bin": bytes(limits.SMALL_PARTS_BYTES + 1), "fine.txt": b"fine"})
    found, contents = expanded(
        folder,
        {
            "torn.zip": samples.zipped({"a": bytes(9000)})[:90],
            "empty.zip": samples.zipped({}),
            "bomb.zip": bomb,
            "nested.zip": samples.zipped({f"{n}.zip": samples.zipped({"z.bin": bytes(30_000_000)}) for n in range(5)}),
            "no.eml": b"\x00\x01",
        },
    )
    assert list(contents) == ["bomb.zip/fine.txt", *(f"nested.zip/{n}.zip/z.bin" for n in range(3)), "no.eml"]
    assert [(failure.name, failure.code) for failure in found.failed] == [
        ("torn.zip", "unreadable"),
        ("empty.zip", "empty"),
        ("bomb.zip/zeros.bin", "too_large"),
        ("nested.zip/3.zip/z.bin", "too_large"),
        ("nested.zip/4.zip/z.bin", "too_large"),
    ]


def test_no_time_left(folder: Path, tmp_path: Path) -> None:
    """A worker that is stopped by the clock costs its container alone."""
    (tmp_path / "a.zip").write_bytes(samples.zipped({"a.txt": b"a"}))
    with expand([Source("a.zip", tmp_path / "a.zip")], folder, timeout_s=0.001, memory_mb=2048) as found:
        assert [(failure.name, failure.code) for failure in found.failed] == [("a.zip", "too_large")]


def test_a_stop_leaves_the_rest_as_it_is(folder: Path, tmp_path: Path) -> None:
    """After a stop, archives stay unopened, so that taking them in again goes on from there; progress names each."""
    sources = []
    for name in ("a.zip", "b.zip", "c.md"):
        (tmp_path / name).write_bytes(samples.zipped({"x.md": name.encode()}) if name != "c.md" else b"# C\n")
        sources.append(Source(name, tmp_path / name))
    told: list[str] = []
    with expand(sources, folder, timeout_s=60, memory_mb=2048, report=told.append, should_stop=lambda: bool(told)) as found:
        assert [source.name for source in found.sources] == ["a.zip/x.md", "b.zip", "c.md"]
    assert told == ["a.zip"]


def test_plain_documents_start_no_worker(folder: Path, tmp_path: Path) -> None:
    """Without a container nothing is written, and a missing file is left to its reader."""
    (tmp_path / "a.md").write_bytes(b"# A\n")
    given = [Source("a.md", tmp_path / "a.md"), Source("missing.zip", tmp_path / "missing.zip")]
    with expand(given, folder, timeout_s=60, memory_mb=2048) as found:
        assert list(found.sources) == given
        assert not folder.exists()


def test_what_a_killed_process_left_is_removed(folder: Path) -> None:
    """Stale parts go at the next start, and an absent folder is fine."""
    (folder / "x").mkdir(parents=True)
    (folder / "x" / "00000.pdf").write_bytes(b"secret")
    for _ in range(2):
        remove_stale(folder)
        assert not folder.exists()


@pytest.mark.shared
def test_mails_of_others(shared_data: Path, folder: Path) -> None:
    """The attachments of a mail by another program are documents of their own."""
    path = shared_data / "torture" / "files" / "tika__testRFC822_multipart_attachments.eml"
    with expand([Source("b.eml", path)], folder, timeout_s=60, memory_mb=2048) as found:
        read = list(read_sources(found.sources, workers=1, timeout_s=60, memory_mb=2048))
    assert [document.name for document in read] == ["b.eml", "b.eml/Test TxtA.txt", "b.eml/Test TxtB.txt"]
    assert all(isinstance(document, Document) for document in read)
