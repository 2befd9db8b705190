"""One container → its files, as files of ours in a folder of ours; runs in a worker process, since archives are untrusted.

Nothing in a container chooses where it is written: files are numbered, and the names inside are only shown, once cleaned.
What does not come out is a failure with a name; what came out before stays.
"""

import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from rag.errors import DocumentTooLarge, EmptyDocument, IngestError, UnreadableDocument, UnsupportedFormat
from rag.ingest.archive import mbox_entries, tar_entries, zip_entries
from rag.ingest.container import Container, Entry, container_of
from rag.ingest.document import FailedDocument
from rag.ingest.eml import HEAD_BYTES, parse_eml
from rag.ingest.leftovers import is_left_behind
from rag.ingest.limits import MAX_DEPTH, MAX_FILE_BYTES, MAX_PARTS, MB
from rag.ingest.mail import Attachment
from rag.ingest.msg import is_msg, parse_msg

MAX_NAMED = 100  # files that a limit leaves out and the report names; more are counted
MAX_NAME_CHARS = 400  # of a path inside a container; of a longer one the end is kept
_DRIVE = re.compile(r"^[A-Za-z]:$")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")
_TURNS = set(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)  # marks that reorder what is shown


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may still come out of one file that was given, its inner containers included."""

    parts: int
    size: int  # bytes
    seconds: float  # for this container
    depth: int = 1  # of this container: 1 for a file that was given


@dataclass(frozen=True, slots=True)
class Part:
    """A file that was taken out."""

    name: str  # inside the container, cleaned: "2026/offer.pdf"
    path: str
    size: int
    container: Container | None  # when it may hold parts itself


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of a container."""

    is_container: bool = True  # False: it only looked like one, and is to be read as a document
    parts: tuple[Part, ...] = ()
    failed: tuple[FailedDocument, ...] = ()  # under names inside the container; "" stands for the container itself


def unpack(name: str, path: str, container: Container, folder: str, allowance: Allowance) -> Unpacked:
    """Take the files out of the container at `path` into `folder`, which is made.

    Raises:
        IngestError: it cannot be opened at all.
    """
    entries = _entries(name, Path(path), container, allowance)
    if entries is None:
        return Unpacked(is_container=False)
    work = _Unpacking(Path(folder), allowance, takes_hidden=container.is_mail)
    try:
        for entry in entries:
            work.take(entry)
    except IngestError as error:
        if not work.parts and not work.failed:
            raise
        work.failed.append(FailedDocument("", error.code, f"{error} {len(work.parts)} files before that were taken out."))
    if not container.is_mail and not work.parts and not work.failed:
        raise EmptyDocument("The archive holds no files, or only hidden ones. Check whether it is the right one.")
    return Unpacked(True, tuple(work.parts), (*work.failed, *work.left_out()))


def _entries(name: str, path: Path, container: Container, allowance: Allowance) -> Iterator[Entry] | None:
    match container:
        case Container.ZIP:
            return zip_entries(path)
        case Container.TAR:
            return tar_entries(path, name, allowance.size)
        case Container.MBOX:
            return mbox_entries(path)
        case Container.EML:
            return map(_attached, parse_eml(path.read_bytes()).attachments)
        case Container.MSG:
            content = path.read_bytes()
            return map(_attached, parse_msg(content).attachments) if is_msg(content) else None


def _attached(attachment: Attachment) -> Entry:
    name = attachment.name.replace("/", "-").replace("\\", "-")  # a subject, maybe; mails have no folders
    refusal = UnsupportedFormat(attachment.problem) if attachment.problem else None
    return Entry(name, len(attachment.content), lambda: iter((attachment.content,)), refusal)


@dataclass(slots=True)
class _Unpacking:
    """One container on its way into a folder."""

    folder: Path
    allowance: Allowance
    takes_hidden: bool  # also what systems leave behind: nobody attaches that unasked
    parts: list[Part] = field(default_factory=list)
    failed: list[FailedDocument] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _size: int = 0
    _named: int = 0
    _unnamed: int = 0
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.allowance.seconds
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def take(self, entry: Entry) -> None:
        """Write one entry, or note why not."""
        name = clean_name(entry.name)
        if not self.takes_hidden and any(is_left_behind(part) for part in name.split("/")):
            return
        name = self._unique(name)
        try:
            self._check(entry.size)
            if entry.refusal is not None:
                raise entry.refusal
            self.parts.append(self._write(name, entry))
        except DocumentTooLarge as error:  # thousands may stand behind it
            self._named += 1
            if self._named <= MAX_NAMED:
                self.failed.append(FailedDocument(name, error.code, str(error)))
            else:
                self._unnamed += 1
        except IngestError as error:
            self.failed.append(FailedDocument(name, error.code, str(error)))

    def left_out(self) -> tuple[FailedDocument, ...]:
        """The failure that stands for files left out without a name."""
        if not self._unnamed:
            return ()
        message = f"{self._unnamed:,} more files in it were left out over the same limits. Unpack it and give what is needed."
        return (FailedDocument("", DocumentTooLarge.code, message),)

    def _check(self, size: int) -> None:
        """Refuse what would go over a limit."""
        if self.allowance.depth > MAX_DEPTH:
            raise DocumentTooLarge(
                f"It lies in more than {MAX_DEPTH} archives or mails inside each other. Unpack them, and give it."
            )
        if len(self.parts) >= self.allowance.parts:
            raise DocumentTooLarge(f"One archive may hold {MAX_PARTS:,} files. Unpack it and give its folders one by one.")
        if size > MAX_FILE_BYTES:
            raise DocumentTooLarge(f"It unpacks to {size / MB:,.0f} MB; the limit for a file is {MAX_FILE_BYTES / MB:,.0f} MB.")
        if self._size + max(size, 0) > self.allowance.size:
            raise DocumentTooLarge(
                "With it, the archive unpacks to far more than its size, or than can be taken in at once. "
                "Unpack it and give what is needed."
            )
        if time.monotonic() > self._until:
            raise DocumentTooLarge("Unpacking took too long and was stopped before it. Unpack the archive and give the folder.")

    def _write(self, name: str, entry: Entry) -> Part:
        suffix = PurePath(name).suffix.lower()
        path = self.folder / f"{len(self.parts):05}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        size, head = 0, b""
        try:
            with path.open("wb") as file:
                for piece in entry.chunks():
                    size += len(piece)
                    self._check(size)
                    head += piece[: HEAD_BYTES - len(head)]
                    file.write(piece)
        except BaseException as error:
            path.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise UnreadableDocument(f"It cannot be written ({error.strerror}). Is the disk full?") from error
            raise
        self._size += size
        return Part(name, str(path), size, container_of(name, head))

    def _unique(self, name: str) -> str:
        """The name, numbered where the container has used it before."""
        stem, dot, suffix = name.rpartition(".")
        chosen, number = name, 1
        while chosen in self._names:
            number += 1
            chosen = f"{stem} ({number}){dot}{suffix}" if stem and "/" not in suffix else f"{name} ({number})"
        self._names.add(chosen)
        return chosen


def clean_name(name: str) -> str:
    """A name inside a container as it may be shown and stored: no way up or out, no drive, nothing that is not text."""
    name = name.replace("\\", "/").encode("utf-8", "replace").decode("utf-8")
    shown = "".join(" " if unicodedata.category(char) == "Cc" else char for char in name if char not in _TURNS)
    parts = [part.strip() for part in shown.split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part)]
    return "/".join(kept)[-MAX_NAME_CHARS:].lstrip("/") or "unnamed"
