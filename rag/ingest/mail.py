"""A message, whatever file it came in → one page: subject, header lines, body, the names of what is attached.

In: a `Mail`, which `eml` and `msg` make. Out: a `Reading`. Earlier messages that a mail quotes stay in its text; they are notes
under a heading of their own, so that a reader of the facts can tell them from what this mail says.
"""

import codecs
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from urllib.parse import unquote

from rag.errors import EncryptedDocument
from rag.ingest.document import Block, BlockKind, Page
from rag.ingest.html import read_html
from rag.ingest.lines import BULLET, goes_on, is_list_item
from rag.ingest.quoted import quoted_spans
from rag.ingest.writer import PageWriter, Reading, clean, squeeze
from rag.knowledge.mail_forms import MailForms

QUOTED = "Quoted message"  # heading above what a mail repeats of earlier ones
HEADER_PLACE = "mail header"
MAX_NAMED = 20  # attachments named in one line of the text, and pictures in a warning
FEW_CHARS = 200  # of a plain version so short that it may only say "see the HTML version"
MUCH_MORE = 5  # times the plain version's length: then the HTML version is the message
ENCRYPTED = "The mail is encrypted. Open it in your mail program, save it there without encryption or as PDF, and give that."
BLANK_OR_MARK = " \t>"
_PICTURE = re.compile(r"""cid:([^"'\s>)]{1,200})""", re.IGNORECASE)
_PGP = "-----BEGIN PGP MESSAGE-----"
Span = tuple[int, int]  # start and end in a text


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail."""

    name: str  # as the mail has it: not to be trusted
    content: bytes
    problem: str = ""  # why there is no content, and what to do; "" when there is


@dataclass(frozen=True, slots=True)
class Body:
    """One piece of a mail's text, in one or both of its versions."""

    plain: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message."""

    subject: str = ""
    headers: tuple[tuple[str, str], ...] = ()  # (name, value) of those that people read: From, To, Cc, Date
    dated: str = ""  # ISO date on which it was sent, in the sender's time zone; "" when unknown
    bodies: tuple[Body, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    pictures: tuple[str, ...] = ()  # names of those that its HTML shows inside the text


def read_mail(mail: Mail, forms: MailForms) -> Reading:
    """The page of a mail.

    Raises:
        EncryptedDocument: its text is encrypted.
    """
    subject = squeeze(clean(mail.subject))
    path = (subject,) if subject else ()
    writer = PageWriter()
    writer.add(BlockKind.HEADING, subject, "subject", level=1)
    for name, value in mail.headers:
        writer.add(BlockKind.NOTE, f"{name}: {squeeze(clean(value))}", HEADER_PLACE, path)
    parts = [writer.page(), *(_body_page(body, path, forms) for body in mail.bodies)]
    if names := [squeeze(clean(attachment.name)) for attachment in mail.attachments]:
        attached = PageWriter()
        attached.add(BlockKind.NOTE, f"Attachments: {_listed(names)}", "list of attachments", path)
        parts.append(attached.page())
    return Reading((_joined(parts),), title=subject, dated=mail.dated, warnings=_warnings(mail))


def pictures_in(html: str) -> set[str]:
    """The labels (Content-ID) of the pictures that a mail's HTML shows."""
    return {unquote(found) for found in _PICTURE.findall(html)}


def _warnings(mail: Mail) -> tuple[str, ...]:
    if not mail.pictures:
        return ()
    names = _listed([squeeze(clean(name)) for name in mail.pictures])
    return (f"pictures inside the text were not read ({names})",)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MAX_NAMED
    return ", ".join(names[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


def _joined(parts: Sequence[Page]) -> Page:
    """The pages as one, a blank line between them."""
    text, blocks = "", list[Block]()
    for part in parts:
        if not part.text.strip():
            continue
        text += "\n\n" if text else ""
        shift = len(text)
        blocks += [_shifted(block, shift) for block in part.blocks]
        text += part.text
    return Page(text, tuple(blocks))


def _shifted(block: Block, by: int) -> Block:
    cells = tuple((start + by, end + by) for start, end in block.cells)
    return replace(block, start=block.start + by, end=block.end + by, cells=cells)


def _body_page(body: Body, path: tuple[str, ...], forms: MailForms) -> Page:
    """One piece of the text in its better version, with what it quotes told apart."""
    plain = clean(body.plain).strip("\n")
    if plain.lstrip().startswith(_PGP):
        raise EncryptedDocument(ENCRYPTED)
    page: Page | None = None
    if body.html.strip() and len(plain.strip()) < FEW_CHARS:
        (page,) = read_html(codecs.BOM_UTF8 + body.html.encode("utf-8", "replace")).pages
        if plain.strip() and len(page.text) < MUCH_MORE * len(plain):
            page = None
    if page is None:
        spans = quoted_spans(plain, forms)
        page = Page(plain, tuple(_text_blocks(plain, {start for start, _ in spans} | {end + 1 for _, end in spans})))
    else:
        spans = quoted_spans(page.text, forms)
    return replace(page, blocks=tuple(_placed(page, spans, path)))


def _text_blocks(text: str, borders: Set[int]) -> Iterator[Block]:
    """Paragraphs and list items of a plain text; none crosses one of `borders`, which are starts of lines."""
    number = 0
    for run in (run for group in _groups(text, borders) for run in _runs(text, group)):
        start, end = run[0][0], run[-1][1]
        mark = BULLET.match(text[start:end]) if is_list_item(text[slice(*run[0])]) else None
        start += mark.end() if mark else len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        if any(char.isalnum() for char in text[start:end]):
            number += 1
            yield Block(BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH, start, end, f"¶{number}")


def _groups(text: str, borders: Set[int]) -> Iterator[list[Span]]:
    """Runs of lines (start, end) without a blank line or a border between them."""
    group: list[Span] = []
    start = 0
    for line in text.split("\n"):
        is_blank = not line.strip(BLANK_OR_MARK)
        if group and (is_blank or start in borders):
            yield group
            group = []
        if not is_blank:
            group.append((start, start + len(line)))
        start += len(line) + 1
    if group:
        yield group


def _runs(text: str, group: Sequence[Span]) -> Iterator[list[Span]]:
    """The lines of each paragraph and list item of a group."""
    width = max(end - start for start, end in group)
    run: list[Span] = []
    for line in group:
        here = text[slice(*line)]
        after_item = bool(run) and is_list_item(text[slice(*run[0])])
        if run and (is_list_item(here) or (after_item and not goes_on(text[slice(*run[-1])], here.lstrip(), width))):
            yield run
            run = []
        run.append(line)
    yield run


def _placed(page: Page, spans: Sequence[Span], path: tuple[str, ...]) -> Iterator[Block]:
    """The blocks under the mail's subject; those that start in one of `spans` as notes of the quoted message."""
    for block in _cut(page.blocks, [start for start, _ in spans], page.text):
        if not any(start <= block.start < end for start, end in spans):
            yield replace(block, heading_path=(*path, *block.heading_path))
            continue
        kind = block.kind if block.kind is BlockKind.TABLE_ROW else BlockKind.NOTE
        headings = (*path, QUOTED, *block.heading_path)
        yield replace(block, kind=kind, level=0, heading_path=headings, locator=f"quoted message {block.locator}")


def _cut(blocks: Sequence[Block], places: Sequence[int], text: str) -> Iterator[Block]:
    """`blocks`, a running text in two where a place lies inside it: HTML breaks lines without starting a paragraph."""
    for block in blocks:
        at = block.start
        for place in places:
            if at < place < block.end and block.kind is not BlockKind.TABLE_ROW:
                yield replace(block, start=at, end=at + len(text[at:place].rstrip()))
                at = place
        yield replace(block, start=at) if at > block.start else block
