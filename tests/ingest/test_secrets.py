"""Passwords and keys are blacked out before anything is kept, and said to have been there."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.document import Block, BlockKind, Page
from rag.ingest.element import ElementKind
from rag.ingest.reader import read_document
from rag.ingest.secrets import BLACKED_OUT, SecretFinder
from rag.knowledge.reading import load_reading_knowledge
from rag.knowledge.secret_patterns import SecretPattern

TABLE = load_reading_knowledge().secrets
FINDER = SecretFinder(TABLE)


def _page(text: str) -> Page:
    return Page(text, (Block(BlockKind.PARAGRAPH, 0, len(text), "line 1"),))


@pytest.mark.parametrize("row", TABLE.patterns, ids=lambda row: row.id)
def test_each_pattern_hits_and_passes_its_lines(row: SecretPattern) -> None:
    """A secret in a line is found, and a line that only speaks of one is left alone, whichever pattern looks at it."""
    for line in row.hits:
        assert row.name in [name for _, _, name in FINDER.find(_page(line))], line
    for line in row.passes:
        assert FINDER.find(_page(line)) == [], line


def test_a_configuration_file() -> None:
    """The value is nowhere in what is kept; places stay; what it was and where is said, for the reader and for search."""
    text = "# mail\nSMTP_HOST=mail.example.com\nSMTP_PASSWORD=n0t4ny0ne\nSMTP_PORT=25\n"
    document = read_document("mail.env", text.encode())
    page = document.pages[0]
    assert "n0t4ny0ne" not in repr(document)
    assert len(page.text) == len(text)
    assert f"SMTP_PASSWORD={BLACKED_OUT * 9}" in page.text
    (element,) = [one for one in page.elements if one.type == "secret"]
    assert (element.kind, page.text[element.start : element.end]) == (
        ElementKind.SETTING,
        f"SMTP_PASSWORD={BLACKED_OUT * 9}",
    )
    assert document.warnings == (
        "1 secret was blacked out (a password or key: line 3); the original file still holds what should be changed "
        "and kept in a vault",
    )


def test_a_column_of_passwords() -> None:
    """Cells below such a header are blacked out, others are not."""
    book = openpyxl.Workbook()
    for row in (("System", "User", "Password"), ("ERP", "admin2", "Gr0ssGeheim"), ("CRM", "root", "see vault")):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    document = read_document("logins.xlsx", buffer.getvalue())
    assert "Gr0ssGeheim" not in repr(document)
    assert "admin2" in document.pages[0].text
    assert "see vault" in document.pages[0].text


def test_a_secret_in_a_heading_is_nowhere_else() -> None:
    """What readers derive from the text, such as the path of headings, is cleaned, too."""
    document = read_document("note.md", b"# password: Geheim2024!\n\nUse it for the tests of the orders database.\n")
    assert "Geheim2024" not in repr((document.pages, document.title))


@given(st.text(alphabet="pasword=: 'A1{$\n█", max_size=120))
def test_any_text_keeps_its_length(text: str) -> None:
    """Whatever stands there, places are those of the text."""
    for start, end, _ in FINDER.find(_page(text)):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "manifest",
    [
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  login: {0}\n  pass: '{1}'\ntype: Opaque\n",
        'kind: Secret\nstringData: {{login: {0}, pass: "{1}"}}\n',
        '{{"kind": "Secret",\n"data": {{"login": "{0}",\n"pass": "{1}"}}}}\n',
        "- kind: Secret\n  stringData:\n    login: {0}\n    conf.ini: |\n      user = x\n      {1}\n",
    ],
)
def test_every_value_of_a_kubernetes_secret_is_one(manifest: str) -> None:
    """Base64 and harmless names protect nothing; what is no value, and what stands in other documents, stays."""
    text = f"kind: ConfigMap\ndata:\n  region: eu-central-1\n---\n{manifest.format('c2hvcA==', 'aHVudGVyMg==')}"
    read = read_document("secret.yaml", text.encode()).pages[0].text
    assert "c2hvcA" not in read
    assert "aHVudGVyMg" not in read
    assert "region: eu-central-1" in read
    assert "login" in read


def test_a_kubernetes_secret_of_references_is_left_alone() -> None:
    """A template's variables, and a document that only names a Secret, hold none."""
    text = "kind: Secret\ndata:\n  pass: ${DB_PASSWORD}\n---\nkind: Pod\ndata:\n  note: kept in a Secret\n"
    assert BLACKED_OUT not in read_document("secret.yaml", text.encode()).pages[0].text
