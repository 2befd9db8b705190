"""How large a file may be, packed and unpacked, before it is refused instead of read."""

import io
import lzma
import zipfile
import zlib

from rag.errors import DocumentTooLarge, UnreadableDocument

MB = 1_000_000
MAX_FILE_BYTES = 500 * MB
MAX_TEXT_BYTES = 50 * MB  # of a text file: some 15,000 printed pages
MAX_PAGES = 5_000  # of a PDF
MAX_UNPACKED_BYTES = 250 * MB  # of an office file
MAX_MEMBERS = 20_000  # files inside an office file
MAX_ROWS = 200_000  # of one sheet
PART_ERRORS = (  # what a damaged, missing or encrypted part of a ZIP container raises
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, KeyError, ValueError, OSError, EOFError, NotImplementedError),
    RuntimeError,
)
MAX_MAIL_BYTES = 150 * MB  # of one message with its attachments
MAX_PARTS = 10_000  # files in one archive or mail that was given, those in its own archives and mails included
MAX_PARTS_BYTES = 2_000 * MB  # what they unpack to, together
MAX_RATIO = 200  # of what they unpack to, to the size of the archive: text reaches 20, a bomb 1,000 and more
SMALL_PARTS_BYTES = 100 * MB  # so much may come out of the smallest archive
MAX_DEPTH = 3  # archives and mails inside each other


def check_size(size: int, limit: int = MAX_FILE_BYTES) -> None:
    """Refuse a file of more than `limit` bytes.

    Raises:
        DocumentTooLarge: it is over the limit.
    """
    if size > limit:
        raise DocumentTooLarge(
            f"The file has {size / MB:,.0f} MB; the limit for its kind is {limit / MB:,.0f} MB. "
            "Split it, or leave out what is not needed."
        )


def open_package(content: bytes) -> zipfile.ZipFile:
    """The ZIP container of an office file, once its directory says that it unpacks to a bearable size.

    Raises:
        UnreadableDocument: it is not a ZIP file, or its directory is damaged.
        DocumentTooLarge: it unpacks to more than the limit, or holds too many parts.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        unpacked = sum(info.file_size for info in package.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableDocument(
            "The file is damaged: its package cannot be opened. Open it in its program and save it again."
        ) from error
    if unpacked > MAX_UNPACKED_BYTES or len(package.infolist()) > MAX_MEMBERS:
        raise DocumentTooLarge(
            f"The file unpacks to {unpacked / MB:,.0f} MB in {len(package.infolist()):,} parts; the limits are "
            f"{MAX_UNPACKED_BYTES / MB:,.0f} MB and {MAX_MEMBERS:,} parts. Save it without its pictures or in smaller files."
        )
    return package
