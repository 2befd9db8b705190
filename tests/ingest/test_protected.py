"""Office files behind a password are opened with it, and only with it."""

import io
import random
from contextlib import suppress

import msoffcrypto.format.ooxml
import pytest

from rag.errors import EncryptedDocument, IngestError
from rag.ingest.document import content_hash
from rag.ingest.protected import open_office
from rag.ingest.reader import read_document
from tests.ingest import samples
from tests.ingest.test_fuzz import damaged


def protected_word(password: str) -> bytes:
    """A Word file behind a password, as Office writes it."""
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(samples.word())).encrypt(password, out)
    return out.getvalue()


def test_the_right_password_opens_it() -> None:
    """Its pages are those of the file inside, its hash that of the file as it came."""
    content = protected_word("sesame")
    opened = read_document("contract.docx", content, password="sesame")
    assert opened.pages == read_document("contract.docx", samples.word()).pages
    assert (opened.sha256, opened.size) == (content_hash(content), len(content))


@pytest.mark.parametrize(("password", "said"), [("", "Give its password"), ("wrong", "does not open")])
def test_without_it_the_message_says_what_to_do(password: str, said: str) -> None:
    """No password and a wrong one are told apart."""
    with pytest.raises(EncryptedDocument, match=said):
        read_document("contract.docx", protected_word("sesame"), password=password)


def test_other_files_are_left_as_they_are() -> None:
    """A password for a file that is not protected changes nothing."""
    assert open_office(samples.word(), "sesame") == samples.word()


def test_whatever_bytes_come() -> None:
    """A damaged protected file is read or refused, nothing else happens."""
    content, draw = protected_word("sesame"), random.Random(7)  # noqa: S311 - the same damage in every run
    for _ in range(60):
        with suppress(IngestError):
            read_document("contract.docx", damaged(content, draw), password="sesame")
