"""Office files behind a password: their bytes and the password → the bytes of the file inside.

A protected Word, Excel or PowerPoint file is a compound file that holds the real one, encrypted. The file inside is read like
any other; what is kept, and what its SHA-256 is of, is the protected one.
"""

import io

import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError

from rag.errors import EncryptedDocument
from rag.ingest.limits import check_size

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of a compound file
INSIDE = "EncryptedPackage".encode("utf-16-le")
WRONG = "The password does not open this file. Check it and try again."
CANNOT = "The file uses a kind of protection that cannot be opened, or is damaged. Save a copy without protection."


def open_office(content: bytes, password: str) -> bytes:
    """The file inside a protected office file; any other content, and one without a password, as it is.

    Raises:
        EncryptedDocument: the password is wrong, or the protection is of a kind that cannot be opened.
        DocumentTooLarge: the file inside is over a limit.
    """
    if not password or not content.startswith(MARK) or INSIDE not in content:
        return content
    inside = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=password, verify_password=True)
        file.decrypt(inside)
    except InvalidKeyError as error:
        raise EncryptedDocument(WRONG) from error
    except Exception as error:  # a damaged file makes the parser fail in ways that it does not name
        raise EncryptedDocument(CANNOT) from error
    check_size(inside.getbuffer().nbytes)
    return inside.getvalue()
