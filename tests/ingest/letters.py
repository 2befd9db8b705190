"""Mails for the tests, made by the standard library's email package and by our writer of compound files."""

import datetime
from email.message import EmailMessage

from tests.ingest import samples
from tests.ingest.compound import attachment, compound, message

TEXT = """Hello,

the order system must be back within four hours.

- first point,
  which goes on
- second point

Kind regards
Ada
--
Ada Lovelace, Head of Operations

On Mon, 2 Nov 2026 at 10:11, Charles Babbage
<charles@northgate.example> wrote:
> How long may the order system be away?
> Two days?
"""
HTML = "<h1>Targets</h1><p>The order system must be back within four hours.</p><img src='cid:logo@northgate'>"
SENT = datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC)


def eml(
    text: str = TEXT,
    *,
    html: str = "",
    files: dict[str, bytes] | None = None,
    subject: str = "Wiederanlauf der Aufträge",
    inner: EmailMessage | None = None,
) -> EmailMessage:
    """A message with attachments, and another message as one of them."""
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Ada Lovelace <ada@northgate.example>"
    mail["To"] = "Charles Babbage <charles@northgate.example>, Größe <groesse@northgate.example>"
    mail["Date"] = "Tue, 03 Nov 2026 10:30:00 +0100"
    mail["Message-ID"] = "<1@northgate.example>"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
        related = mail.get_payload(1)
        assert isinstance(related, EmailMessage)
        related.add_related(b"\x89PNG\r\n\x1a\n" + bytes(40), "image", "png", cid="<logo@northgate>", filename="logo.png")
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if inner is not None:
        mail.add_attachment(inner)
    return mail


def msg() -> bytes:
    """An Outlook message with a PDF, a picture of its text, and a message that has a text file."""
    inner = message(
        {0x0037: "Earlier", 0x0C1A: "Charles Babbage", 0x1000: "The old text."},
        [attachment("old.txt", b"The budget was 450000 euros.")],
        sent=SENT - datetime.timedelta(days=40),
        inside=True,
    )
    files = [
        attachment("Übersicht.pdf", samples.pdf()),
        attachment("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(40), label="logo@northgate"),
        attachment("", inner),
    ]
    text = {
        0x001A: "IPM.Note",
        0x0037: "Recovery of orders",
        0x0C1A: "Ada Lovelace",
        0x5D01: "ada@northgate.example",
        0x0C1F: "/O=NORTHGATE/CN=ADA",
        0x0E04: "Charles Babbage; Größe",
        0x0E03: "Grace Hopper",
        0x1000: TEXT.replace("\n", "\r\n"),
    }
    return compound(message(text, files, binary={0x1013: HTML.encode()}, sent=SENT))
