"""MSG: a message that Outlook saved (MS-OXMSG, in a compound file) → `Mail`.

Only what people see is read. A message inside a message has no bytes of its own; it is handed on as a message file with the
same contents, which is made the same way each time.
"""

import codecs
import datetime
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime

import olefile

from rag.errors import DocumentTooLarge, EncryptedDocument, UnreadableDocument
from rag.ingest.eml import parse_eml, write_eml
from rag.ingest.encoding import decode_text
from rag.ingest.limits import MAX_MAIL_BYTES, check_size
from rag.ingest.mail import ENCRYPTED, Attachment, Body, Mail, pictures_in
from rag.ingest.outlook_rtf import rtf_text, unpack_rtf

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_LEVELS = 10  # messages inside each other
MAX_ATTACHMENTS = 5_000
PROPERTIES = "__properties_version1.0"
_CLASS, _SUBJECT, _SENT, _DELIVERED = 0x001A, 0x0037, 0x0039, 0x0E06
_SENDER, _ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x5D02, 0x0C1F, 0x0065)
_RECIPIENTS = (("To", 0x0E04), ("Cc", 0x0E03), ("Bcc", 0x0E02))
_PLAIN, _RTF, _HTML, _CODE_PAGES = 0x1000, 0x1009, 0x1013, (0x3FDE, 0x3FFD)
_CONTENT, _METHOD, _CONTENT_ID, _HIDDEN, _NAMES = 0x3701, 0x3705, 0x3712, 0x7FFE, (0x3707, 0x3704, 0x3001)
_BY_VALUE, _EMBEDDED, _OBJECT = (0, 1), 5, 6  # methods of attaching; others only say where a file lies
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_DAMAGED = "The message is damaged. Open it in Outlook and save it again, or as PDF."


def is_msg(content: bytes) -> bool:
    """Whether a compound file is a message: its root has the property stream of one."""
    if PROPERTIES.encode("utf-16-le") not in content:
        return False
    try:
        with olefile.OleFileIO(content) as ole:
            return bool(ole.exists(PROPERTIES))
    except Exception:  # noqa: BLE001 - olefile raises errors of many kinds on damaged files
        return False


def parse_msg(content: bytes) -> Mail:
    """The message in `content`.

    Raises:
        UnreadableDocument: it is damaged.
        EncryptedDocument: its text is encrypted.
        DocumentTooLarge: it is over a limit.
    """
    check_size(len(content), MAX_MAIL_BYTES)
    try:
        ole = olefile.OleFileIO(content)
    except Exception as error:
        raise UnreadableDocument(_DAMAGED) from error
    with ole:
        streams = frozenset(tuple(path) for path in ole.listdir())
        return _Message(ole, streams, ()).mail(0)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of the compound file whose streams are named after properties: a message or an attachment."""

    ole: olefile.OleFileIO
    streams: frozenset[tuple[str, ...]]  # paths of all streams of the file
    place: tuple[str, ...]

    def data(self, number: int, kind: int) -> bytes:
        """A property that has a stream of its own; b"" where there is none."""
        return self._stream(f"__substg1.0_{number:04X}{kind:04X}")

    def text(self, *numbers: int) -> str:
        """The first of these properties that holds text."""
        for number in numbers:
            wide, narrow = self.data(number, 0x001F), self.data(number, 0x001E)
            text = wide.decode("utf-16-le", "replace") if wide else narrow.decode(self._encoding(), "replace")
            if text := text.rstrip("\x00"):
                return text
        return ""

    def value(self, number: int, kind: int) -> int | None:
        """A property of fixed length, as an unsigned number."""
        content = self._stream(PROPERTIES)
        start = {0: 32}.get(len(self.place), 24 if isinstance(self, _Message) else 8)
        for at in range(start, len(content) - 15, 16):
            found_kind, found, _, value = struct.unpack_from("<HHIQ", content, at)
            if (found, found_kind) == (number, kind):
                return int(value & 0xFFFFFFFF if kind == 0x0003 else value & 0xFFFF if kind == 0x000B else value)
        return None

    def _encoding(self) -> str:
        """Of text in bytes, after the message's code page."""
        for number in _CODE_PAGES:
            page = self.value(number, 0x0003)
            try:
                return codecs.lookup("utf-8" if page == 65001 else f"cp{page}").name
            except LookupError:
                continue
        return "cp1252"

    def _stream(self, name: str) -> bytes:
        path = (*self.place, name)
        if path not in self.streams:
            return b""
        try:
            content: bytes = self.ole.openstream(list(path)).read()
        except Exception as error:
            raise UnreadableDocument(_DAMAGED) from error
        return content


class _Message(_Folder):
    """A message."""

    __slots__ = ()

    def mail(self, level: int) -> Mail:
        """What people see of it, which stands in `level` others."""
        moment, body, kind = self._moment(), self._body(), self.text(_CLASS).casefold()
        files = list(self._files(level, body.html))
        subject, dated = self.text(_SUBJECT), moment.date().isoformat() if moment else ""
        headers = tuple((name, value) for name, value in self._headers(moment) if value)
        if kind.startswith("ipm.note.smime"):
            if not kind.endswith("multipartsigned"):
                raise EncryptedDocument(ENCRYPTED)
            inner = parse_eml(next((file.content for file, _ in files if file.content), b"\n"))  # as it travelled, signed
            return Mail(subject, headers, dated, inner.bodies, inner.attachments, inner.pictures)
        attachments = tuple(file for file, is_shown in files if not is_shown)
        return Mail(subject, headers, dated, (body,), attachments, tuple(file.name for file, is_shown in files if is_shown))

    def _headers(self, moment: datetime.datetime | None) -> Iterator[tuple[str, str]]:
        name = self.text(*_SENDER)
        address = next((text for text in (self.text(number) for number in _ADDRESSES) if "@" in text), "")
        yield "From", f"{name} <{address}>" if name and address and name != address else name or address
        for label, number in _RECIPIENTS:
            yield label, self.text(number)
        yield "Date", format_datetime(moment) if moment else ""

    def _moment(self) -> datetime.datetime | None:
        ticks = self.value(_SENT, 0x0040) or self.value(_DELIVERED, 0x0040)  # of 100 ns
        try:
            return _EPOCH + datetime.timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def _body(self) -> Body:
        plain, html = self.text(_PLAIN), self.text(_HTML)
        if not html and (raw := self.data(_HTML, 0x0102)):
            page = self.value(_CODE_PAGES[0], 0x0003)
            try:
                html = raw.decode("utf-8" if page == 65001 else f"cp{page}")
            except (LookupError, UnicodeDecodeError):
                html = decode_text(raw, declared=True)[0]
        if not plain.strip() and not html and (packed := self.data(_RTF, 0x0102)):
            plain, html = rtf_text(unpack_rtf(packed))
        return Body(plain.replace("\r\n", "\n"), html)

    def _files(self, level: int, html: str) -> Iterator[tuple[Attachment, bool]]:
        """Each attachment, and whether it is a picture that the text shows."""
        depth = len(self.place)
        folders = {path[depth] for path in self.streams if path[:depth] == self.place and len(path) > depth + 1}
        names = sorted(name for name in folders if name.startswith("__attach_version1.0_"))
        if len(names) > MAX_ATTACHMENTS or level > MAX_LEVELS:
            raise DocumentTooLarge(
                f"The message has more than {MAX_ATTACHMENTS:,} attachments, or more than {MAX_LEVELS} messages inside each "
                "other. Save its attachments as files."
            )
        shown = pictures_in(html)
        for number, name in enumerate(names, start=1):
            folder = _Folder(self.ole, self.streams, (*self.place, name))
            is_shown = folder.text(_CONTENT_ID).strip("<> ") in shown or bool(folder.value(_HIDDEN, 0x000B) and html)
            yield self._file(folder, number, level), is_shown

    def _file(self, folder: _Folder, number: int, level: int) -> Attachment:
        name = folder.text(*_NAMES)
        method = folder.value(_METHOD, 0x0003)
        place = (*folder.place, f"__substg1.0_{_CONTENT:04X}000D")
        if method == _EMBEDDED and (*place, PROPERTIES) in self.streams:
            inner = _Message(self.ole, self.streams, place).mail(level + 1)
            name = name or inner.subject or f"message {number}"
            return Attachment(name if name.lower().endswith(".eml") else f"{name}.eml", write_eml(inner))
        name = name or f"attachment {number}"
        if method == _OBJECT:
            return Attachment(
                name, b"", "It is an object drawn into the text. Open the message in Outlook and save it as a file."
            )
        content = folder.data(_CONTENT, 0x0102)
        if not content and method not in (None, *_BY_VALUE):
            return Attachment(name, b"", "It is only a link to a file that lies elsewhere. Give the file itself.")
        return Attachment(name, content)
