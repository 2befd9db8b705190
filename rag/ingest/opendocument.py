"""The outside of an OpenDocument file: its package or flat form, its parts as XML without entities, its title and date."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from rag.errors import EncryptedDocument, UnreadableDocument
from rag.ingest.limits import MAX_UNPACKED_BYTES, PART_ERRORS, check_size, open_package
from rag.ingest.writer import squeeze

DAMAGED = "The OpenDocument file is damaged and cannot be opened. Open it in LibreOffice or its program and save it again."
PROTECTED = "The file is protected by a password. Open it in its program, save it without a password and add it again."
TEMPLATE_YEAR = 2013  # of the empty templates of python-docx and python-pptx, which live on in what is converted from them
MAX_DEPTH = 100  # of elements inside each other; real documents stay below 40
_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_DATE = re.compile(r"(\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def qn(name: str) -> str:
    """The name of an element or attribute as lxml writes it: "text:p" → "{urn:…:text:1.0}p"."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """The XML of the parts that hold text; all three are the whole file where it is one XML file ("flat")."""

    content: bytes
    styles: bytes = b""
    meta: bytes = b""


def open_document(content: bytes) -> OpenDocument:
    """The parts of an OpenDocument file.

    Raises:
        EncryptedDocument: it needs a password.
        UnreadableDocument: its package, or the part with its text, is damaged.
        DocumentTooLarge: it unpacks to more than the limit.
    """
    if not content.startswith(b"PK"):
        check_size(len(content), MAX_UNPACKED_BYTES)
        return OpenDocument(content, content, content)
    with open_package(content) as package:
        if _is_encrypted(package):
            raise EncryptedDocument(PROTECTED)
        try:
            body = package.read("content.xml")
        except PART_ERRORS as error:
            raise UnreadableDocument(DAMAGED) from error
        return OpenDocument(body, _part(package, "styles.xml"), _part(package, "meta.xml"))


def parsed(xml: bytes) -> Any:
    """The root element of a part; entities stay unresolved, nothing is fetched.

    Raises:
        UnreadableDocument: it is not well-formed.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(DAMAGED) from error


def parsed_or_none(xml: bytes) -> Any:
    """The root element of a part that the document can do without; None when it is missing or damaged."""
    try:
        return parsed(xml) if xml else None
    except UnreadableDocument:
        return None


def walked(xml: bytes, *names: str) -> Iterator[tuple[str, Any]]:
    """("start" or "end", element) of the elements called `names`, while a large part is parsed; the same safety as `parsed`.

    Raises:
        UnreadableDocument: it is not well-formed; what came before has been given.
    """
    try:
        yield from etree.iterparse(
            io.BytesIO(xml),
            events=("start", "end"),
            tag=[qn(name) for name in names],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(DAMAGED) from error


def properties(document: OpenDocument) -> tuple[str, str]:
    """Title and ISO date of the last change; "" for what is not said or damaged."""
    root = parsed_or_none(document.meta)
    meta = next(root.iter(qn("office:meta")), None) if root is not None else None
    if meta is None:
        return "", ""
    stamp = meta.findtext(qn("dc:date")) or meta.findtext(qn("meta:creation-date")) or ""
    found = _DATE.match(stamp.strip())
    year = int(found.group(1)) if found else 0
    is_template = year == TEMPLATE_YEAR and "python-" in (meta.findtext(qn("dc:description")) or "")
    return squeeze(meta.findtext(qn("dc:title")) or ""), found.group() if found and year > 1990 and not is_template else ""


def _is_encrypted(package: zipfile.ZipFile) -> bool:
    """Whether the manifest says that the text, or the whole package inside this one, is encrypted."""
    if "encrypted-package" in package.namelist():
        return True
    manifest = parsed_or_none(_part(package, "META-INF/manifest.xml"))
    entries = manifest.iter(qn("manifest:file-entry")) if manifest is not None else ()
    return any(
        entry.get(qn("manifest:full-path")) == "content.xml" and entry.find(qn("manifest:encryption-data")) is not None
        for entry in entries
    )


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part that the document can do without; b"" when it is missing or damaged."""
    try:
        return package.read(name)
    except PART_ERRORS:
        return b""
