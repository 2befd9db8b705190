"""A folder of structured files, taken in and searched as a person would."""

from pathlib import Path

import pytest

from tests.command import Shell
from tests.ingest.structured.test_ddl import ORACLE
from tests.ingest.structured.test_structurizr import WORKSPACE
from tests.ingest.structured.test_wsdl import WSDL


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The command line on a data directory that holds a service description, a database script and a model."""
    folder = tmp_path_factory.mktemp("papers")
    for name, text in (("billing.wsdl", WSDL), ("crm.sql", ORACLE), ("bank.dsl", WORKSPACE)):
        (folder / name).write_text(text, encoding="utf-8")
    shell = Shell(tmp_path_factory.mktemp("data"))
    shell("ingest", folder)
    return shell


@pytest.mark.parametrize(
    ("query", "document", "words", "line"),
    [
        ("column balance of table crm.customers with role money", "crm.sql", "balance       NUMBER(12,2)", 6),
        ("operation GetInvoice in BillingPort", "billing.wsdl", '<wsdl:operation name="GetInvoice">', 24),
        ("relationship with Mainframe Banking System protocol XML/HTTPS", "bank.dsl", "ibs.api.signin -> mainframe", 22),
    ],
)
def test_search_finds_the_line(shell: Shell, query: str, document: str, words: str, line: int) -> None:
    """A question in the words of an element leads to the lines that hold it, among the first three hits."""
    hits = shell("search", query, "--json").json["hits"]
    hit = next(hit for hit in hits if words in hit["text"])
    assert hit["rank"] <= 3
    assert Path(hit["document"]).name == document
    first, _, last = hit["locator"].rpartition(" ")[2].partition("–")
    assert int(first) <= line <= int(last or first)


def test_facts_are_quoted_from_the_files(shell: Shell) -> None:
    """Products, data classes and connections are facts, each with the words of its file."""
    facts = {(fact["kind"], str(fact["value"])): fact["quote"] for fact in shell("facts", "--json").json["facts"]}
    assert facts["data_class", "personal"].startswith("email         VARCHAR2(255 CHAR)")
    assert facts["technology", "SOAP"].startswith('<wsdl:binding name="BillingSoap"')
    assert facts["integration", "Mainframe Banking System"].startswith("ibs.api.signin -> mainframe")
    assert "technology" in {kind for kind, _ in facts}
