"""ZIP, TAR, packed files and mailboxes → their entries, one after the other, with no more in memory than a piece of one.

What an archive says about itself is a claim: names and sizes are passed on as such, and `unpack` counts what really comes out.
"""

import bz2
import gzip
import io
import itertools
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from email.parser import BytesHeaderParser
from functools import partial
from pathlib import Path
from typing import IO, Any

from rag.errors import DocumentTooLarge, EncryptedDocument, IngestError, UnreadableDocument, UnsupportedFormat
from rag.ingest.container import Entry
from rag.ingest.eml import header
from rag.ingest.limits import MAX_MAIL_BYTES, MB

CHUNK = 1 << 13  # bytes asked for at a time: a piece of bzip2 grows by 7,000 at most
_PACKERS: tuple[tuple[bytes, Callable[[IO[bytes]], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
_DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, ValueError, NotImplementedError, OverflowError, RuntimeError, UnicodeError),
)
_CUT_OFF = "The archive is cut off or damaged. Make or download it again, or unpack it and give the folder."
_LINK = "It is a link or a device in the archive, not a file. Give the file it stands for."
_ENCRYPTED = "It is behind a password inside the archive. Unpack it with its password, and give the file."


def zip_entries(path: Path) -> Iterator[Entry] | None:
    """The files in a ZIP, in the order of its directory; None where it is the package of an office file.

    Raises:
        UnreadableDocument: it is none, or is damaged.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGED as error:
        raise UnreadableDocument(_CUT_OFF) from error
    infos = archive.infolist()
    if any(info.filename == "[Content_Types].xml" for info in infos) or (infos and infos[0].filename == "mimetype"):
        archive.close()
        return None
    return _zip_entries(archive, _overlapping(infos))


def _zip_entries(archive: zipfile.ZipFile, overlapping: set[int]) -> Iterator[Entry]:
    with archive:
        for number, info in enumerate(archive.infolist()):
            if info.is_dir():
                continue
            refusal: IngestError | None = None
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG):
                refusal = UnsupportedFormat(_LINK)
            elif info.flag_bits & 0x41:
                refusal = EncryptedDocument(_ENCRYPTED)
            elif number in overlapping:
                refusal = UnreadableDocument(
                    "It shares its bytes with another file of the archive, as only hostile archives do."
                )
            yield Entry(_zip_name(info), info.file_size, partial(_chunks, partial(archive.open, info)), refusal)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a file; where no character set is declared, UTF-8 if it can be that, as on a Mac."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _overlapping(infos: Sequence[zipfile.ZipInfo]) -> set[int]:
    """Positions of the files whose packed bytes reach into those of the next."""
    order = sorted(range(len(infos)), key=lambda number: infos[number].header_offset)
    found: set[int] = set()
    for number, following in itertools.pairwise(order):
        info = infos[number]
        if info.header_offset + 30 + info.compress_size > infos[following].header_offset:
            found.add(number)
    return found


def _chunks(open_: Callable[[], IO[bytes] | None]) -> Iterator[bytes]:
    """The bytes of one file, in pieces.

    Raises:
        UnreadableDocument: they are damaged, or packed in a way that is not known.
    """
    try:
        file = open_()
        if file is None:
            return
        with file:
            while piece := file.read(CHUNK):
                yield piece
    except NotImplementedError as error:
        raise UnsupportedFormat("It is packed in a way that is not read. Unpack the archive and give the folder.") from error
    except _DAMAGED as error:
        raise UnreadableDocument(
            "It is damaged inside the archive. Make the archive again, or give the file itself."
        ) from error


def tar_entries(path: Path, name: str, limit: int) -> Iterator[Entry]:
    """The files in a TAR, packed or not; or the one file in a packed file without one, under `name` less its suffix.

    Args:
        path: where it is.
        name: its name.
        limit: bytes that may be unpacked on the way, also from what is passed over.

    Raises:
        UnreadableDocument: it is damaged; what came before was given.
        DocumentTooLarge: more than `limit` came out.
    """
    with path.open("rb") as raw:
        head = raw.read(8)
        raw.seek(0)
        packer = next((opener for mark, opener in _PACKERS if head.startswith(mark)), None)
        try:
            stream = _Metered(raw if packer is None else packer(raw), limit)
            if packer is not None and not stream.holds_tar():
                yield Entry(_unpacked_name(name), -1, partial(_chunks, lambda: io.BufferedReader(stream)))
                return
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for info in archive:
                    if info.isdir():
                        continue
                    refusal = None if info.isreg() else UnsupportedFormat(_LINK)
                    yield Entry(info.name, info.size, partial(_chunks, partial(archive.extractfile, info)), refusal)
        except _DAMAGED as error:
            raise UnreadableDocument(_CUT_OFF) from error


def _unpacked_name(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    return base.rpartition(".")[0] or f"{base} unpacked"


class _Metered(io.RawIOBase):
    """A stream that gives no more than `limit` bytes; its first block can be looked at before it is read."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream = stream
        self._left = limit
        self._ahead = b""

    def holds_tar(self) -> bool:
        """Whether the stream starts with the block of a TAR."""
        while len(self._ahead) < tarfile.BLOCKSIZE and (piece := self._stream.read(tarfile.BLOCKSIZE - len(self._ahead))):
            self._ahead += piece
        try:
            tarfile.TarInfo.frombuf(self._ahead, "utf-8", "surrogateescape")
        except tarfile.TarError:
            return False
        return True

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, as many as `buffer` holds at most."""
        size = len(buffer)
        piece, self._ahead = self._ahead[:size], self._ahead[size:]
        piece = piece or self._stream.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise DocumentTooLarge(
                "The archive unpacks to far more than its size, or than can be taken in at once. "
                "Unpack it and give what is needed."
            )
        buffer[: len(piece)] = piece
        return len(piece)


def mbox_entries(path: Path) -> Iterator[Entry]:
    """The messages of a mailbox file, numbered, under their subjects."""
    number = 0
    with path.open("rb") as file:
        for content, size in _messages(file):
            number += 1
            refusal = None
            if size > len(content):
                refusal = DocumentTooLarge(f"The message has {size / MB:,.0f} MB; the limit is {MAX_MAIL_BYTES / MB:,.0f} MB.")
            subject = header(BytesHeaderParser().parsebytes(content[:100_000]), "Subject").replace("/", "-")
            yield Entry(f"{number:04} {subject or 'no subject'}.eml", size, partial(iter, (content,)), refusal)


def _messages(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Each message as far as the limit allows, and its size."""
    lines: list[bytes] = []
    size, after_blank = 0, True
    while line := file.readline(1 << 20):
        if after_blank and line.startswith(b"From "):
            if size:
                yield b"".join(lines), size
            lines, size = [], 0
        else:
            line = line[1:] if line.startswith((b">From ", b">>From ")) else line
            size += len(line)
            if size <= MAX_MAIL_BYTES:
                lines.append(line)
        after_blank = not line.strip()
    if size:
        yield b"".join(lines), size
