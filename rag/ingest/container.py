"""Files whose parts are documents of their own: archives and mails. Which file is one, and what stands in it.

In: a file's name and its first bytes. Out: its kind; the modules that read each kind give `Entry`s.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.errors import IngestError
from rag.ingest.eml import starts_as_mail
from rag.ingest.msg import OLE_MARK
from rag.ingest.sniff import ADVISED, SUPPORTED, is_eml, suffix_of

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_PDF_MARK = b"%PDF-"
_TAR_MARK, _TAR_PLACE = b"ustar", 257
_PACKED_MARKS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_MBOX_SUFFIXES = {".mbox", ".mbx"}


class Container(StrEnum):
    """What holds parts."""

    ZIP = "zip"
    TAR = "tar"  # also packed, and a single packed file
    MBOX = "mbox"
    EML = "eml"
    MSG = "msg"

    @property
    def is_mail(self) -> bool:
        """Whether it is a document itself, beside its parts."""
        return self in (Container.EML, Container.MSG)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a container, before it is taken out."""

    name: str  # as the container has it: not to be trusted
    size: int  # bytes that it says it has; -1 where it does not say
    chunks: Callable[[], Iterator[bytes]]  # its bytes, once; raises IngestError where they cannot be had
    refusal: IngestError | None = None  # why it cannot be taken out


def container_of(name: str, head: bytes) -> Container | None:
    """What kind of container a file may be, by its first bytes (`HEAD_BYTES`); None for a plain document.

    An office file is a ZIP as well: one with such a name is a document, and reading any other decides (see `archive`).
    """
    suffix = suffix_of(name)
    is_named_otherwise = suffix in SUPPORTED or suffix in ADVISED
    if head.startswith(OLE_MARK):
        return Container.MSG if suffix == ".msg" or not is_named_otherwise else None
    if is_eml(name, head) and not head.startswith(_PDF_MARK):
        return Container.EML
    if suffix in _MBOX_SUFFIXES or (suffix == "" and head.startswith(b"From ") and starts_as_mail(head.partition(b"\n")[2])):
        return Container.MBOX
    if is_named_otherwise:
        return None
    if head.startswith(_ZIP_MARKS):
        return Container.ZIP
    is_tar = head[_TAR_PLACE : _TAR_PLACE + len(_TAR_MARK)] == _TAR_MARK
    return Container.TAR if suffix == ".tar" or is_tar or head.startswith(_PACKED_MARKS) else None
