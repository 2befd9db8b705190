"""Mails as people keep them: what is text, what is repeated, what is attached, and what cannot be read."""

from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import EncryptedDocument, IngestError, UnreadableDocument, UnsupportedFormat
from rag.ingest.document import BlockKind, Document
from rag.ingest.eml import parse_eml, starts_as_mail, write_eml
from rag.ingest.mail import QUOTED, Attachment, Body, Mail, read_mail
from rag.ingest.reader import read_document
from rag.knowledge.reading import load_reading_knowledge
from tests.ingest import letters
from tests.ingest.test_reader import assert_sound

FORMS = load_reading_knowledge().mail


def kinds(document: Document) -> list[tuple[BlockKind, str, str]]:
    """Kind, place and text of each block."""
    page = document.pages[0]
    return [(block.kind, block.locator, page.text[block.start : block.end]) for block in page.blocks]


def quoted(text: str) -> list[str]:
    """The pieces of a plain mail that are read as an earlier message."""
    page = read_mail(Mail("S", bodies=(Body(text),)), FORMS).pages[0]
    assert_sound(page)
    return [page.text[block.start : block.end] for block in page.blocks if QUOTED in block.heading_path]


def test_a_mail_is_one_page() -> None:
    """Subject, header lines, paragraphs, list items, the message that is answered and the attachments' names have places."""
    document = read_document("a.eml", letters.eml(files={"Plan für 2027.txt": b"x"}).as_bytes())
    assert (document.title, document.dated, document.doc_type) == ("Wiederanlauf der Aufträge", "2026-11-03", "mail")
    assert_sound(document.pages[0])
    blocks = kinds(document)
    assert blocks[0] == (BlockKind.HEADING, "subject", "Wiederanlauf der Aufträge")
    assert blocks[1] == (BlockKind.NOTE, "mail header", "From: Ada Lovelace <ada@northgate.example>")
    assert "Größe <groesse@northgate.example>" in blocks[2][2]
    assert (BlockKind.PARAGRAPH, "¶2", "the order system must be back within four hours.") in blocks
    assert (BlockKind.LIST_ITEM, "¶3", "first point,\n  which goes on") in blocks
    assert any(text.endswith("Ada Lovelace, Head of Operations") for _, _, text in blocks)
    assert blocks[-1] == (BlockKind.NOTE, "list of attachments", "Attachments: Plan für 2027.txt")
    notes = [block for block in document.pages[0].blocks if QUOTED in block.heading_path]
    assert {(block.kind, block.locator.rpartition("¶")[0]) for block in notes} == {(BlockKind.NOTE, "quoted message ")}
    assert document.pages[0].text[notes[0].start :].startswith("On Mon, 2 Nov 2026")


def test_html_is_read_where_there_is_no_text() -> None:
    """A mail in HTML alone keeps headings and hidden words apart, also behind a short stand-in; a full text comes first."""
    html = letters.HTML + "<p style='display:none'>hidden words</p>"
    for stand_in in ("", "Use a program that shows HTML."):
        document = read_document(
            "a.eml", letters.eml(stand_in, html=html.replace("</p>", " Orders come first." * 9 + "</p>", 1)).as_bytes()
        )
        assert (BlockKind.HEADING, "§ Targets", "Targets") in kinds(document)
        assert any(block.quarantine is not None for block in document.pages[0].blocks)
        assert "pictures inside the text were not read (logo.png)" in document.warnings
        assert "Attachments" not in document.pages[0].text
    assert "§ Targets" not in str(kinds(read_document("a.eml", letters.eml(html=html).as_bytes())))


@pytest.mark.parametrize(
    ("announcement", "follows"),
    [
        ("On Mon, 2 Nov 2026 at 10:11, Ada <a@x.example> wrote:", "> Old words."),
        ("Am Mo., 2. Nov. 2026 um 10:11 Uhr schrieb Ada Lovelace\n<a@x.example>:", "> Old words."),
        ("Le lun. 2 nov. 2026 à 10:11, Ada a écrit :", "> Old words."),
        ("El lun, 2 nov 2026 a las 10:11, Ada (<a@x.example>) escribió:", "> Old words."),
        ("Em seg., 2 de nov. de 2026 às 10:11, Ada escreveu:", "> Old words."),
        ("-----Original Message-----", "From: Ada\nSent: Monday\nTo: Bob\nSubject: Old\n\nOld words."),
        ("-----Ursprüngliche Nachricht-----", "Old words."),
        ("________________________________", "Von: Ada\nGesendet: Montag\nAn: Bob\nBetreff: Alt\n\nOld words."),
        ("-------- Message d'origine --------", "Old words."),
        ("De : Ada\nEnvoyé : lundi\nÀ : Bob", "Objet : Vieux\n\nOld words."),
        ("---------- Forwarded message ---------", "Old words."),
        ("-----Mensaje original-----", "Old words."),
        ("-----Mensagem original-----", "Old words."),
        ("*From:* Ada\n*Sent:* Monday\n*To:* Bob", "*Subject:* Old\n\nOld words."),
    ],
)
def test_earlier_messages_are_told_apart(announcement: str, follows: str) -> None:
    """What a mail repeats is a note under a heading of its own, in five languages and the forms of common programs."""
    found = quoted(f"New words.\n\n{announcement}\n{follows}")
    assert any("Old words." in piece for piece in found)
    assert not any("New words." in piece for piece in found)


def test_answers_between_the_lines_stay_the_mails_own() -> None:
    """Where marks show what is repeated, the words between and below are not taken for it."""
    found = quoted("On 2 Nov 2026, Ada wrote:\n> First question?\nYes.\n> Second question?\nNo.\n")
    assert found == ["On 2 Nov 2026, Ada wrote:\n> First question?", "> Second question?"]
    assert quoted("From: here on we go.\nTo: be honest, it is fine.\n") == []
    assert quoted("On Monday he wrote: it is fine.\nWe agree.") == []


def test_attachments_and_messages_inside() -> None:
    """Files, nameless parts and messages inside a message are attachments; signatures and calendars' copies are none."""
    mail = MIMEMultipart("signed")
    mail["From"], mail["Subject"] = "a@x.example", "S"
    body = MIMEMultipart("mixed")
    body.attach(MIMEText("Words.", "plain"))
    body.attach(MIMEText("a,b\n1,2\n", "csv"))
    inner = letters.eml(subject="Ein/Inhalt")
    body.attach(MIMEApplication(b"bytes", "pdf"))
    forwarded = EmailMessage()
    forwarded.set_content(inner)
    body.attach(forwarded)
    mail.attach(body)
    mail.attach(MIMEApplication(b"signature", "pkcs7-signature"))
    found = parse_eml(mail.as_bytes())
    assert [body.plain for body in found.bodies] == ["Words."]
    assert [attachment.name for attachment in found.attachments] == ["attachment 1.csv", "attachment 2.pdf", "Ein/Inhalt.eml"]
    assert found.attachments[1].content == b"bytes"
    assert parse_eml(found.attachments[2].content).subject == "Ein/Inhalt"


def test_broken_headers_are_read_as_far_as_they_go() -> None:
    """Wrong character sets, bytes without any, broken encodings and dates cost the header's beauty, never the mail."""
    raw = (
        b"From: =?nonsense?B?4p?= <a@x.example>\nTo: Gr\xf6\xdfe\nSubject: =?utf-8?B?R3LDtsOfZQ==?= =?utf-8?Q?_und_=C3\n"
        b"Date: the other day\nContent-Type: text/plain; charset=martian; name*0*=x''\nContent-Transfer-Encoding: base64\n\n"
        b"R3LDtsOfZSBkZXIgRmlybWE=\n"
    )
    document = read_document("a.eml", raw)
    assert document.title.startswith("Größe")
    assert "To: Größe" in document.pages[0].text
    assert document.dated == ""


def test_encrypted_mails_say_what_to_do() -> None:
    """PGP and S/MIME give the failure for what needs a key; a text locked up in its signature is told apart."""
    pgp = MIMEMultipart("encrypted")
    smime = MIMEApplication(b"0", "pkcs7-mime", name="smime.p7m")
    for mail in (pgp, smime):
        mail["From"], mail["Subject"] = "a@x.example", "S"
    inline = letters.eml("-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n")
    for content in (pgp.as_bytes(), smime.as_bytes(), inline.as_bytes()):
        with pytest.raises(EncryptedDocument, match="mail program"):
            read_document("a.eml", content)
    signed = smime.as_bytes().replace(b'name="smime.p7m"', b"smime-type=signed-data")
    with pytest.raises(UnsupportedFormat, match="signature"):
        read_document("a.eml", signed)


def test_a_mail_is_known_by_its_content() -> None:
    """Header lines make a mail of a file with another name; a text that merely starts with such words stays one."""
    content = letters.eml().as_bytes()
    for name in ("a.txt", "message", "a.msg"):
        assert read_document(name, content).media_type == "message/rfc822"
    for text in (b"From: us\nTo: you\n\nA note.\n", b"Subject: x\nwithout header\n", b"Note: a\nFrom: b\nDate of issue\n"):
        assert not starts_as_mail(text)
        assert read_document("a.txt", text).media_type == "text/plain"
    with pytest.raises(UnreadableDocument, match="no header"):
        read_document("a.eml", b"\x00\x01just bytes")
    with pytest.raises(UnsupportedFormat, match="winmail"):
        read_document("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(99))


def test_written_mails_are_read_back() -> None:
    """A message written from another format has the same text and files, and the same bytes each time."""
    mail = Mail(
        subject="Größe " * 30,
        headers=(("From", "Ädä <a@x.example>"), ("Date", "Tue, 03 Nov 2026 10:30:00 +0000")),
        dated="2026-11-03",
        bodies=(Body("Plain words.", "<p>HTML words.</p>"),),
        attachments=(Attachment('a "b" ü.txt', b"\x00bytes"),),
    )
    content = write_eml(mail)
    assert content == write_eml(mail)
    found = parse_eml(content)
    assert (found.subject, found.headers, found.dated) == (mail.subject.strip(), mail.headers, mail.dated)
    assert (found.bodies, found.attachments) == (mail.bodies, mail.attachments)


def test_a_mail_of_many_levels_is_refused() -> None:
    """Parts inside parts without end are refused, not followed."""
    content = b"From: a@x.example\nSubject: S\n"
    for level in range(400):
        content += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    with pytest.raises(IngestError):
        read_document("a.eml", content + b"\nend")


PIECES = st.sampled_from(
    [
        *(
            b"From: a@b.c\n",
            b"Subject: =?utf-8?Q?=C3=A4?=\n",
            b"Content-Type: multipart/mixed; boundary=x\n",
            b"\n",
            b"--x\n",
            b"--x--\n",
        ),
        *(
            b"Content-Type: text/html; charset=utf-16\n",
            b"Content-Transfer-Encoding: base64\n",
            b"<p>text",
            b"> old\n",
            b"On a wrote:\n",
        ),
        *(
            b"Content-Type: message/rfc822\n",
            b"Content-Disposition: attachment; filename*0=a; filename*2*=%zz\n",
            b"\xff\xfe",
            b"=?",
            b":\n",
        ),
        *(
            b"Content-Type: multipart/alternative; boundary=\n",
            b"Content-Transfer-Encoding: uuencode\n",
            b"begin 666 x\n",
            b"Date: 0 0 0\n",
        ),
    ]
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=30))
def test_any_bytes_give_a_mail_or_an_error_of_ours(pieces: list[bytes]) -> None:
    """Whatever follows the first header line, the result is a sound page or a failure that says what to do."""
    try:
        mail = parse_eml(b"From: a@x.example\n" + b"".join(pieces))
        assert_sound(read_mail(mail, FORMS).pages[0])
        write_eml(mail)
    except IngestError as error:
        assert len(str(error)) > 20  # noqa: PT017 - both outcomes are good


@given(
    st.lists(
        st.sampled_from([*"\n>-: ", "On ", "From: ", "To: ", "wrote:", "Sent: ", "Subject: ", "word ", "\n\n"]), max_size=60
    )
)
def test_any_text_is_told_apart(pieces: list[str]) -> None:
    """Whatever marks and announcements come together, the page is sound and keeps every line."""
    text = "".join(pieces)
    page = read_mail(Mail("S", bodies=(Body(text),)), FORMS).pages[0]
    assert_sound(page)
    assert text.strip() in page.text


@pytest.mark.shared
def test_mails_of_others(shared_data: Path) -> None:
    """Two mails by other programs: their text is read, once, and their files are named."""
    folder = shared_data / "torture" / "files"
    first = read_document("a.eml", (folder / "tika__testEML_embedded_xhtml_and_img.eml").read_bytes())
    assert (first.title, first.dated) == ("This is the subject", "2018-03-21")
    assert "Using inline content" in first.pages[0].text
    assert "Attachments: testimage.jpeg" in first.pages[0].text
    second = read_document("b.eml", (folder / "tika__testRFC822_multipart_attachments.eml").read_bytes())
    assert "This is test email for EML1" in second.pages[0].text
    assert "html body" not in second.pages[0].text
    assert "Attachments: Test TxtA.txt, Test TxtB.txt" in second.pages[0].text
