"""EML: a message as it travels (RFC 5322 and MIME) → `Mail`; and back, for a message that another format holds inside."""

import email
import email.policy
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.header import Header, decode_header, make_header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.utils import collapse_rfc2231_value, parsedate_to_datetime

from rag.errors import DocumentTooLarge, EncryptedDocument, UnreadableDocument, UnsupportedFormat
from rag.ingest.encoding import decode_text
from rag.ingest.limits import MAX_MAIL_BYTES, check_size
from rag.ingest.mail import ENCRYPTED, Attachment, Body, Mail, pictures_in
from rag.ingest.writer import squeeze

HEAD_BYTES = 8_192  # of a file, in which its first lines tell whether it is a message
SHOWN = ("From", "To", "Cc", "Bcc", "Reply-To", "Date")  # headers that people read, in this order
MAX_LEVELS = 60  # multiparts inside each other
MAX_MIME_PARTS = 5_000  # of one message
SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
}
SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_MESSAGES = {"message/rfc822", "message/global"}
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}:[ \t]?")
_TELLING = {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to"}


class _AsTheyStand(email.policy.Compat32):
    """Leaves headers as they are, bytes over 127 included; the newer policies take minutes over hostile headers."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value of a header, undecoded."""
        return value


_POLICY = _AsTheyStand()


def starts_as_mail(head: bytes) -> bool:
    """Whether bytes are the start of a message: header lines only, the sender's and one that no person types among them."""
    names: set[bytes] = set()
    lines = head.lstrip(b"\r\n").splitlines()
    for number, line in enumerate(lines):
        if not line:
            break
        if line[:1] in b" \t" and number:
            continue
        if not _HEADER_LINE.match(line):
            if number == len(lines) - 1 and number > 2:
                break  # the head ends in this line
            return False
        names.add(line.partition(b":")[0].lower())
    return b"from" in names and bool(names & _TELLING) and len(names) >= 3


def parse_eml(content: bytes) -> Mail:
    """The message in `content`.

    Raises:
        UnreadableDocument: it is no message.
        EncryptedDocument: all of it is encrypted.
        UnsupportedFormat: its text is locked up in its signature.
        DocumentTooLarge: it is over a limit.
    """
    check_size(len(content), MAX_MAIL_BYTES)
    try:
        message = email.message_from_bytes(content.lstrip(b"\r\n"), policy=_POLICY)
    except Exception as error:
        raise UnreadableDocument("The message is damaged. Open it in a mail program and save it again, or as PDF.") from error
    if not message.keys():
        raise UnreadableDocument("The file is no message: it has no header lines. Save it from the mail program again.")
    return mail_of(message)


def mail_of(message: Message) -> Mail:
    """What people see of a parsed message."""
    _refuse_sealed(message)
    walk = _Walk()
    walk.take(message, 0)
    shown = {label for body in walk.bodies for label in pictures_in(body.html)}
    headers = [(name, header(message, name)) for name in SHOWN]
    return Mail(
        subject=header(message, "Subject"),
        headers=tuple((name, value) for name, value in headers if value),
        dated=_date(header(message, "Date")),
        bodies=tuple(walk.bodies),
        attachments=tuple(attachment for label, attachment in walk.files if label not in shown),
        pictures=tuple(attachment.name for label, attachment in walk.files if label in shown),
    )


def header(message: Message, name: str) -> str:
    """A header's decoded value on one line; "" where there is none."""
    value = message.get(name)
    return "" if value is None else decoded(str(value))


def decoded(value: str) -> str:
    """A header value with its encoded words read; as it stands where they are broken."""
    try:
        text = str(make_header(decode_header(value)))
    except Exception:  # noqa: BLE001 - unknown character sets, broken base64 and lone surrogates raise errors of many kinds
        text = value
    if any("\udc80" <= char <= "\udcff" for char in text):  # bytes over 127 without any declaration
        raw = text.encode("utf-8", "surrogateescape")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    return squeeze(text)


def _date(value: str) -> str:
    try:
        return parsedate_to_datetime(value).date().isoformat() if value else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _refuse_sealed(message: Message) -> None:
    kind = message.get_content_type()
    if kind == "multipart/encrypted":
        raise EncryptedDocument(ENCRYPTED)
    if kind in SEALED:
        if _parameter(message, "smime-type").lower().startswith("signed"):
            raise UnsupportedFormat(
                "The text is locked up in the signature. Save the mail without it, or as PDF, and give that."
            )
        raise EncryptedDocument(ENCRYPTED)


def _parameter(part: Message, name: str, of: str = "content-type") -> str:
    try:
        value = part.get_param(name, "", of)
        return collapse_rfc2231_value(value) if value else ""
    except Exception:  # noqa: BLE001 - broken continuations of parameters raise errors of many kinds
        return ""


@dataclass(slots=True)
class _Walk:
    """What stands in a message: its text, and its files with the label under which the text may show them."""

    bodies: list[Body] = field(default_factory=list)
    files: list[tuple[str, Attachment]] = field(default_factory=list)
    count: int = 0

    def take(self, part: Message, level: int) -> None:
        """Sort `part` and what stands in it."""
        self.count += 1
        if level > MAX_LEVELS or self.count > MAX_MIME_PARTS:
            raise DocumentTooLarge(
                f"The message has more than {MAX_MIME_PARTS:,} parts, or more than {MAX_LEVELS} inside each other. "
                "Save it as PDF, and its attachments as files."
            )
        kind, name = part.get_content_type(), _file_name(part)
        if kind == "multipart/alternative":
            self._take_versions(part, level)
        elif part.get_content_maintype() == "multipart" and part.is_multipart():
            for inner in _inner(part):
                self.take(inner, level + 1)
        elif kind in ("text/plain", "text/html") and not name and part.get_content_disposition() != "attachment":
            text = _text(part)
            self.bodies.append(Body(plain=text) if kind == "text/plain" else Body(html=text))
        elif kind not in SIGNATURES:
            label = str(part.get("Content-ID", "")).strip(" <>") if part.get_content_maintype() == "image" else ""
            self.files.append((label, _attachment(part, name, len(self.files) + 1)))

    def _take_versions(self, part: Message, level: int) -> None:
        """Of a text in several versions: both in one piece, and whatever files stand in it."""
        versions = _Walk(count=self.count)
        for inner in _inner(part):
            if inner.get_content_type() != "text/calendar":  # the invitation again, for calendars
                versions.take(inner, level + 1)
        self.count = versions.count
        self.files += versions.files
        plain = "\n".join(body.plain for body in versions.bodies if body.plain)
        html = "\n".join(body.html for body in versions.bodies if body.html)
        self.bodies.append(Body(plain, html))


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _file_name(part: Message) -> str:
    name = _parameter(part, "filename", "content-disposition") or _parameter(part, "name")
    return decoded(name) if name else ""


def _text(part: Message) -> str:
    """The text of a part in the character set that it names, or else in the likeliest one."""
    content = _bytes(part)
    charset = _parameter(part, "charset").strip(" '\"")
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode_text(content)[0]


def _bytes(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - broken transfer encodings raise errors of many kinds
        content = None
    return content if isinstance(content, bytes) else b""


def _attachment(part: Message, name: str, number: int) -> Attachment:
    """A file in a message; a message in it is a file as well."""
    if part.get_content_maintype() == "message":
        inner = _inner(part)
        if part.get_content_type() in _MESSAGES and inner:
            name = name or f"{header(inner[0], 'Subject') or f'message {number}'}.eml"
            name = name if name.lower().endswith(".eml") else f"{name}.eml"
        return Attachment(name or f"message {number}.txt", b"\n".join(map(_source, inner)) or _bytes(part))
    ending = mimetypes.guess_extension(part.get_content_type(), strict=False) or ""
    return Attachment(name or f"attachment {number}{ending}", _bytes(part))


def _source(message: Message) -> bytes:
    """A parsed message as bytes; they are those that were parsed, but for damaged ones."""
    try:
        return message.as_bytes(policy=_POLICY)
    except Exception:  # noqa: BLE001 - writing a message that was read with defects raises errors of many kinds
        return b""


def write_eml(mail: Mail) -> bytes:
    """A message file with what people see of `mail`; the same bytes for the same mail."""
    message = _text_part(mail.bodies)
    if mail.attachments:
        inner, message = message, MIMEMultipart("mixed")
        message.attach(inner)
        for attachment in mail.attachments:
            file = MIMEApplication(attachment.content)
            file.add_header("Content-Disposition", "attachment", filename=("utf-8", "", squeeze(attachment.name)))
            message.attach(file)
    for name, value in (("Subject", mail.subject), *mail.headers):
        message[name] = Header(squeeze(value), None if value.isascii() else "utf-8", maxlinelen=900).encode()
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_groundplan_{number}")
    return message.as_bytes(policy=_POLICY)


def _text_part(bodies: Sequence[Body]) -> MIMENonMultipart | MIMEMultipart:
    plain, html = "\n\n".join(b.plain for b in bodies if b.plain), "\n".join(b.html for b in bodies if b.html)
    if not html:
        return MIMEText(plain, "plain", "utf-8")
    return MIMEMultipart("alternative", None, [MIMEText(plain, "plain", "utf-8"), MIMEText(html, "html", "utf-8")])
