"""Archives and mails taken apart: every file comes out under our name, or says why not; no trick reaches the disk."""

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from rag.errors import EmptyDocument, IngestError, UnreadableDocument
from rag.ingest import limits
from rag.ingest.container import Container, container_of
from rag.ingest.unpack import Allowance, Unpacked, clean_name, unpack
from tests.ingest import letters, samples
from tests.ingest.test_fuzz import damaged

PLENTY = Allowance(parts=100, size=10_000_000, seconds=60)


def taken(tmp_path: Path, name: str, content: bytes, allowance: Allowance = PLENTY) -> Unpacked:
    """What comes out of a container."""
    path = tmp_path / "given"
    path.write_bytes(content)
    container = container_of(name, content[:8192])
    assert container is not None
    return unpack(name, str(path), container, str(tmp_path / "out"), allowance)


def texts(found: Unpacked) -> dict[str, bytes]:
    """Name inside → bytes."""
    return {part.name: Path(part.path).read_bytes() for part in found.parts}


def tar(files: dict[str, bytes], mode: str = "w") -> bytes:
    """A TAR of `files`."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload] # the mode is a variable
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def test_names_are_only_shown(tmp_path: Path) -> None:
    """Ways out of the folder, drives, marks that turn text around and doubles are cleaned; files lie under numbers of ours."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        names = [
            "/etc/passwd",
            "../../up.txt",
            "C:\\Windows\\x.txt",
            "a/./b/../c.txt",
            "gpj.\u202etxt",
            "..",
            "ü\x07.txt",
            "Übersicht.txt",
        ]
        for name in [*names, "ok.txt", "x/ok.txt", ".hidden", "__MACOSX/._ok.txt", "folder/"]:
            archive.writestr(name, b"same")
    found = taken(tmp_path, "a.zip", buffer.getvalue().replace(b"x/ok.txt", b"./ok.txt"))
    assert [part.name for part in found.parts] == [
        *(
            "etc/passwd",
            "up.txt",
            "Windows/x.txt",
            "a/b/c.txt",
            "gpj.txt",
            "unnamed",
            "ü .txt",
            "Übersicht.txt",
            "ok.txt",
            "ok (2).txt",
        ),
    ]
    assert not found.failed
    inside = [path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*")]
    assert sorted(map(str, inside)) == [f"{n:05}{'.txt' if n not in (0, 5) else ''}" for n in range(10)]


@pytest.mark.parametrize(
    ("given", "shown"),
    [("", "unnamed"), ("a//b\\c", "a/b/c"), ("\ud800.txt", "?.txt"), ("x" * 900, "x" * 400), ("a\nb", "a b"), ("...", "...")],
)
def test_clean_name(given: str, shown: str) -> None:
    """Whatever a name holds, what is shown can be stored and stays inside."""
    assert clean_name(given) == shown


def test_links_and_locked_files_fail_by_name(tmp_path: Path) -> None:
    """A link, a file behind a password, one packed in an unknown way and a damaged one fail alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        for name in ("locked.txt", "odd.txt", "broken.txt", "fine.txt"):
            archive.writestr(name, f"{name} " * 9)
    content = bytearray(buffer.getvalue())
    for packed_name, field, value in ((b"locked.txt", 8, 1), (b"odd.txt", 10, 98)):
        place = content.rindex(b"PK\x01\x02", 0, content.rindex(packed_name))
        struct.pack_into("<H", content, place + field, value)
        struct.pack_into("<H", content, content.index(packed_name) - 30 + field - 2, value)
    content[content.index(b"broken.txt broken") + 3] ^= 255
    found = taken(tmp_path, "a.zip", bytes(content))
    assert list(texts(found)) == ["fine.txt"]
    assert {failure.name: failure.code for failure in found.failed} == {
        "link.txt": "unsupported_format",
        "locked.txt": "encrypted",
        "odd.txt": "unsupported_format",
        "broken.txt": "unreadable",
    }
    assert "password" in next(failure.message for failure in found.failed if failure.name == "locked.txt")


def test_bombs_stop_at_the_limit(tmp_path: Path) -> None:
    """A file that unpacks to too much fails, whatever size it declares, and leaves nothing behind; the others stay."""
    content = bytearray(samples.zipped({"a.txt": b"first", "bomb.txt": bytes(20_000_000), "z.txt": b"last"}))
    found = taken(tmp_path, "a.zip", bytes(content))
    assert texts(found) == {"a.txt": b"first", "z.txt": b"last"}
    assert [(failure.name, failure.code) for failure in found.failed] == [("bomb.txt", "too_large")]
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"bomb.txt"))
    struct.pack_into("<I", content, at + 24, 10)  # the size that its directory declares
    again = taken(tmp_path, "a.zip", bytes(content))
    assert list(texts(again)) == ["a.txt", "z.txt"]
    assert [failure.name for failure in again.failed] == ["bomb.txt"]
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_overlapping_files_are_refused(tmp_path: Path) -> None:
    """Entries of the directory that share their packed bytes come out once; the rest fail by name."""
    content = samples.zipped({"kernel.txt": b"0" * 5000})
    end = content.rindex(b"PK\x05\x06")
    start = content.index(b"PK\x01\x02")
    directory = content[start:end]
    doubled = content[:start] + directory + directory.replace(b"kernel.txt", b"second.txt") + content[end:]
    tail = bytearray(doubled[-22:])
    struct.pack_into("<HHII", tail, 8, 2, 2, 2 * len(directory), start)
    try:
        found = taken(tmp_path, "a.zip", doubled[:-22] + bytes(tail))
    except UnreadableDocument:
        return  # newer zipfile refuses to open it
    assert [failure.code for failure in found.failed].count("unreadable") >= 1
    assert len(found.parts) + len(found.failed) == 2


def test_limits_of_number_depth_and_time(tmp_path: Path) -> None:
    """Past a limit files fail by name, a hundred of them, and the rest is counted under the container's own."""
    content = samples.zipped({f"{number}.txt": b"x" for number in range(130)})
    found = taken(tmp_path, "a.zip", content, Allowance(5, 1000, 60))
    assert (len(found.parts), len(found.failed)) == (5, 101)
    assert found.failed[0].name == "5.txt"
    assert f"{limits.MAX_PARTS:,}" in found.failed[0].message
    assert found.failed[-1].name == ""
    assert found.failed[-1].message.startswith("25 more files")
    for allowance in (Allowance(500, 1000, 60, depth=limits.MAX_DEPTH + 1), Allowance(500, 1000, -1)):
        stopped = taken(tmp_path, "a.zip", content, allowance)
        assert (len(stopped.parts), len(stopped.failed)) == (0, 101)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(tmp_path: Path, mode: str) -> None:
    """A TAR comes out whether packed or not; links and devices fail by name; a torn one keeps what came before."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload] # the mode is a variable
        for name, kind in (
            ("up/../../a.txt", tarfile.REGTYPE),
            ("dev", tarfile.CHRTYPE),
            ("ln", tarfile.SYMTYPE),
            ("hl", tarfile.LNKTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = 5 if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(b"first"))
        info = tarfile.TarInfo("big.bin")
        info.size = 2_000_000
        archive.addfile(info, io.BytesIO(random.Random(1).randbytes(2_000_000)))  # noqa: S311 - test data
    name = "a.tar" if mode == "w" else "a.tgz"
    found = taken(tmp_path, name, buffer.getvalue())
    assert list(texts(found)) == ["up/a.txt", "big.bin"]
    assert {failure.name for failure in found.failed} == {"dev", "ln", "hl"}
    torn = taken(tmp_path, name, buffer.getvalue()[:1_500_000])
    assert "up/a.txt" in texts(torn)
    assert {failure.name for failure in torn.failed} >= {"dev", "ln", "hl"}
    assert len(torn.failed) > 3


def test_packed_files(tmp_path: Path) -> None:
    """A single packed file comes out under its name; a bomb among them, or passed over in a TAR, stops at the limit."""
    for pack, name in ((gzip.compress, "a.csv.gz"), (bz2.compress, "a.csv.bz2"), (lzma.compress, "a.csv.xz")):
        assert texts(taken(tmp_path, name, pack(b"a,b\n1,2\n"))) == {"a.csv": b"a,b\n1,2\n"}
        bomb = taken(tmp_path, name, pack(bytes(30_000_000)))
        assert [(failure.name, failure.code) for failure in bomb.failed] == [("a.csv", "too_large")]
    hidden = tar({"a.txt": b"first", ".hidden": bytes(30_000_000), "z.txt": b"last"}, "w:gz")
    found = taken(tmp_path, "a.tgz", hidden)
    assert texts(found) == {"a.txt": b"first"}
    assert [(failure.name, failure.code) for failure in found.failed] == [("", "too_large")]


def test_mailboxes(tmp_path: Path) -> None:
    """Each message of a mailbox is a mail under its number and subject."""
    mails = [letters.eml(subject="First/one").as_bytes(), letters.eml("From now on.\n", subject="").as_bytes()]
    box = b"".join(
        b"From ada@x.example Mon Nov  2 10:11:00 2026\n" + mail.replace(b"\nFrom ", b"\n>From ") + b"\n" for mail in mails
    )
    found = taken(tmp_path, "inbox.mbox", box)
    assert [part.name for part in found.parts] == ["0001 First-one.eml", "0002 no subject.eml"]
    assert {part.container for part in found.parts} == {Container.EML}
    assert b"\nFrom now on." in texts(found)["0002 no subject.eml"]


def test_what_is_no_archive(tmp_path: Path) -> None:
    """Office files are documents under any name; a damaged archive and an empty one say so."""
    assert not taken(tmp_path, "a.zip", samples.word()).is_container
    assert container_of("a.docx", samples.word()[:100]) is None
    assert container_of("a.zip", samples.pdf()[:100]) is None
    with pytest.raises(UnreadableDocument, match="cut off or damaged"):
        taken(tmp_path, "a.zip", samples.zipped({"a": bytes(9000)})[:100])
    with pytest.raises(EmptyDocument, match="no files"):
        taken(tmp_path, "a.zip", samples.zipped({".hidden": b"x"}))


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.mbox", "a.eml", "a.msg"])
def test_damaged_containers(tmp_path: Path, name: str) -> None:
    """Sixty damaged versions of each give parts inside the folder, or errors of ours."""
    draw = random.Random(name)  # noqa: S311 - test data, not a secret
    files = {"a/b.txt": b"text " * 50, "c.bin": bytes(range(256)) * 9, "d.md": b"# D\n"}
    letter = letters.eml(files=files).as_bytes()
    content = {
        "a.zip": lambda: samples.zipped(files),
        "a.tar": lambda: tar(files),
        "a.tgz": lambda: tar(files, "w:gz"),
        "a.mbox": lambda: b"From a\n" + letter + b"\nFrom b\n" + letter,
        "a.eml": lambda: letter,
        "a.msg": letters.msg,
    }[name]()
    for _ in range(60):
        try:
            found = taken(tmp_path, name, content[:8] + damaged(content[8:], draw))
        except IngestError as error:
            assert len(str(error)) > 20  # noqa: PT017 - both outcomes are good
            continue
        assert all(Path(part.path).parent == tmp_path / "out" for part in found.parts)
