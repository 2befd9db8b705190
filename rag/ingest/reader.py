"""One file → one `Document`: finds out what it is, reads it, takes secrets and instructions out, says what was left out."""

import importlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from rag.errors import EmptyDocument, UnreadableDocument, UnsupportedFormat
from rag.ingest import sniff
from rag.ingest.classify import document_date, document_type
from rag.ingest.document import BlockKind, Document, Page, Quarantine, content_hash
from rag.ingest.legacy import READ_THROUGH, modernise
from rag.ingest.limits import check_size
from rag.ingest.ocr import Ocr
from rag.ingest.programs import NO_PROGRAMS, Programs
from rag.ingest.protected import open_office
from rag.ingest.quarantine import gives_orders, withhold
from rag.ingest.scan import Scanner
from rag.ingest.secrets import SecretFinder, black_out, secret_warning
from rag.ingest.sniff import SUPPORTED, legacy_advice, media_type_of
from rag.ingest.writer import Reading, short_title
from rag.knowledge.instruction_cues import InstructionCues
from rag.knowledge.reading import ReadingKnowledge, load_reading_knowledge

_NO_TITLE = re.compile(  # what programs write into the title by themselves
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|unbenannt.*|document ?\d*|dokument ?\d*|print|title"
    r"|powerpoint presentation|word document|presentation ?\d*|slide 1)$"
    r"|\.(?:docx?|pptx?|xlsx?|od[tsp]|rtf|pdf|indd|qxd|md|html?|tmp)$",
    re.IGNORECASE,
)
# Formats without marks for headings: a file name says more than a guess.
GUESSED_HEADINGS = {sniff.PDF, sniff.PLAIN, *sniff.PICTURES}
# Named, not given: each loads libraries of its own, all of them take a second and 60 MB, and most files need one.
_READERS: Mapping[str, str] = MappingProxyType(
    {
        sniff.XLSX: "spreadsheet:read_spreadsheet",
        sniff.ODT: "opendocument_text:read_opendocument_text",
        sniff.ODS: "opendocument_sheets:read_opendocument_sheets",
        sniff.ODP: "opendocument_slides:read_opendocument_slides",
        sniff.RTF: "rtf:read_rtf",
        sniff.MARKDOWN: "markdown:read_markdown",
        sniff.HTML: "html:read_html",
        sniff.CSV: "delimited:read_delimited",
    }
)
_SCANNING: Mapping[str, str] = MappingProxyType(  # formats whose pages may be pictures
    {
        sniff.DOCX: "word:read_word",
        sniff.PPTX: "slides:read_slides",
        **dict.fromkeys(sniff.PICTURES, "picture:read_pictures"),
    }
)
_PARSERS: Mapping[str, str] = MappingProxyType({sniff.EML: "eml:parse_eml", sniff.MSG: "msg:parse_msg"})
__all__ = ["SUPPORTED", "read_document", "read_file"]


def read_document(
    name: str,
    content: bytes,
    *,
    password: str = "",
    programs: Programs = NO_PROGRAMS,
) -> Document:
    """The document in `content`, whatever its name says it is.

    Raises:
        UnsupportedFormat: nothing here reads such files, or what would is not installed.
        UnreadableDocument: it is damaged.
        EmptyDocument: it holds no bytes or no text.
        EncryptedDocument: it needs a password.
        DocumentTooLarge: it, or what it unpacks to, is over a limit.
    """
    if not content:
        raise EmptyDocument("The file is empty (0 bytes). Check whether the upload or copy was complete.")
    check_size(len(content))
    opened = open_office(content, password)
    media_type, note = media_type_of(name, opened)
    knowledge = _knowledge()
    reading = _read(name, media_type, opened, password, knowledge, programs)
    if not _has_content(reading, media_type):
        raise EmptyDocument("The file holds no text. If it only shows pictures, give a searchable PDF made with OCR.")
    reading, secrets = black_out(reading, SecretFinder(knowledge.secrets))
    pages = withhold(reading.pages, knowledge.instructions)
    is_mail = media_type in sniff.MAILS
    title = _title(name, media_type, replace(reading, pages=pages), knowledge.instructions)
    return Document(
        name=name,
        sha256=content_hash(content),
        media_type=media_type,
        pages=pages,
        title=title,
        size=len(content),
        dated=(is_mail and reading.dated) or document_date(name, pages, reading.dated, knowledge.types),
        doc_type="mail" if is_mail else document_type(name, title, pages, knowledge.types),
        warnings=tuple(
            filter(
                None,
                (
                    *(note, secret_warning(secrets), *reading.warnings),
                    *(*_advice(pages, programs.ocr), *_quarantine_warnings(pages)),
                ),
            )
        ),
    )


def read_file(
    name: str,
    path: str,
    password: str = "",
    programs: Programs = NO_PROGRAMS,
) -> Document:
    """`read_document` of the file at `path`; runs in a worker process.

    Raises:
        IngestError: see `read_document`; also when the file cannot be opened.
    """
    try:
        check_size(Path(path).stat().st_size)
        content = Path(path).read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"The file cannot be opened ({error.strerror}). Check that it exists and may be read."
        ) from error
    return read_document(name, content, password=password, programs=programs)


@cache
def _knowledge() -> ReadingKnowledge:
    """Read once for each process: it takes longer than most files."""
    return load_reading_knowledge()


def _read(
    name: str, media_type: str, content: bytes, password: str, knowledge: ReadingKnowledge, programs: Programs
) -> Reading:
    if media_type in sniff.LEGACY:
        return _read_legacy(media_type, content, knowledge, programs)
    scanner = Scanner(programs.ocr) if programs.ocr.is_available else None
    arguments: tuple[Any, ...]
    if media_type in _PARSERS:
        reader, arguments = "mail:read_mail", (_named(_PARSERS[media_type])(content), knowledge.mail)
    elif media_type == sniff.CODE:
        reader, arguments = "structured_file:read_structured", (name, content)
    elif media_type == sniff.PDF:
        reader, arguments = "pdf:read_pdf", (content, password, scanner)
    elif media_type in _SCANNING:
        reader, arguments = _SCANNING[media_type], (content, scanner)
    else:
        reader, arguments = _READERS.get(media_type, "text:read_text"), (content,)
    reading: Reading = _named(reader)(*arguments)
    return reading


def _named(function: str) -> Callable[..., Any]:
    """A function of this package, given as "module:name"."""
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(f"rag.ingest.{module}"), name)
    return found


def _read_legacy(media_type: str, content: bytes, knowledge: ReadingKnowledge, programs: Programs) -> Reading:
    """A file of an older kind, through LibreOffice."""
    if not programs.office.program:
        raise UnsupportedFormat(f"{legacy_advice(media_type)} {programs.office.advice}")
    newer, content = modernise(content, sniff.LEGACY[media_type], programs.office)
    reading = _read("", SUPPORTED[f".{newer}"], content, "", knowledge, programs)
    return replace(reading, warnings=(READ_THROUGH, *reading.warnings))


def _advice(pages: tuple[Page, ...], ocr: Ocr) -> list[str]:
    """Once for a document: what to do about its pages without text."""
    return [ocr.advice] if ocr.advice and any(page.lacks_text for page in pages) else []


def _title(name: str, media_type: str, reading: Reading, cues: InstructionCues) -> str:
    """The document's own title, else the heading it starts with, else its file name."""
    page = reading.pages[0]
    opening = [block for block in page.blocks[:5] if block.kind is BlockKind.HEADING and block.quarantine is None]
    heading = page.text[opening[0].start : opening[0].end] if opening and media_type not in GUESSED_HEADINGS else ""
    own = "" if _NO_TITLE.search(reading.title) else reading.title
    candidates = (own, heading, PurePath(name.replace("\\", "/")).stem)
    return next((short_title(title) for title in candidates if title.strip() and not gives_orders(title, cues)), "")


def _has_content(reading: Reading, media_type: str) -> bool:
    """Whether there is text, or pages that a report can name."""
    return media_type in (sniff.PDF, *sniff.PICTURES) or any(page.needs_ocr or page.text.strip() for page in reading.pages)


def _quarantine_warnings(pages: tuple[Page, ...]) -> list[str]:
    """How many stretches were set aside, by reason and page."""
    counts: Counter[Quarantine] = Counter()
    places: dict[Quarantine, list[str]] = {}
    for page in pages:
        for block in page.blocks:
            if block.quarantine is not None:
                counts[block.quarantine] += 1
                place = f"p. {page.number}" if page.number is not None else block.locator
                if place not in places.setdefault(block.quarantine, []):
                    places[block.quarantine].append(place)
    words = {
        Quarantine.INSTRUCTION: ("sentence that addresses the assistant was", "sentences that address the assistant were"),
        Quarantine.HIDDEN: ("passage that a reader does not see was", "passages that a reader does not see were"),
    }
    warnings = []
    for reason, count in sorted(counts.items()):
        where = ", ".join(places[reason][:5]) + (" …" if len(places[reason]) > 5 else "")
        warnings.append(f"{count} {words[reason][count > 1]} set aside ({where})")
    return warnings
