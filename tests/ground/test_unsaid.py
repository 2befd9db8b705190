"""What a sentence says beyond the sentences its quotations were cut out of: one true and one false case for each check."""

import time

import pytest

from rag.ground.citation import Citation
from rag.ground.gate import GateResult, gate

PAGE = (
    "Backups must not be stored abroad. The archive server may be moved if the board agrees. Most branches use fibre. "
    "A new portal is planned for May 2028. The old portal was in use until 2021. Acme claims that its tool saves 20 % of time. "
    "The ERP must be back within 4 h, the data mart within 24 h. 42 of 118 people answered. "
    "It was agreed to buy 40 tablets, not 60. "
    "Disks are checked every quarter. The group chose Alder over Birch. Logs are kept for 9 days, except those of the firewall."
)
HEADING = "policy.md\nContinuity policy\nSystem | Servers | Sites"
ROWS = "Payroll\t7\t3\nWarehouse\t4\t2"


def check(sentence: str, quote: str, page: str = PAGE) -> GateResult:
    """The gate's word on a sentence with one quotation of a page."""
    citation = Citation(document_id="d", document="policy.md", sha256="0", page=1, page_index=0, locator="p", quote=quote)
    return gate(sentence, [citation], lambda _: page, lambda _: [page], lambda _: HEADING)


@pytest.mark.parametrize(
    ("kind", "sentence", "quote"),
    [
        ("negation", "Backups must be stored abroad.", "be stored abroad"),
        ("condition", "The archive server may be moved.", "The archive server may be moved"),
        ("scope", "All branches use fibre.", "branches use fibre"),
        ("scope", "Branches use fibre.", "branches use fibre"),
        ("certainty", "The new portal is live.", "A new portal"),
        ("certainty", "A new portal will come in May 2028.", "A new portal is planned for May 2028"),
        ("certainty", "The old portal is in use.", "The old portal was in use"),
        ("attributed", "The Acme tool saves 20 % of time.", "its tool saves 20 % of time"),
        ("binding", "The data mart must be back within 4 h.", "The ERP must be back within 4 h, the data mart within 24 h"),
        ("binding", "118 people answered.", "118 people answered"),
        ("negation", "It was agreed to buy 60 tablets.", "It was agreed to buy 40 tablets, not 60"),
        ("frequency", "Disks are checked every month.", "Disks are checked every quarter"),
        ("order", "The group chose Birch over Alder.", "The group chose Alder over Birch"),
        ("exception", "Logs are kept for 9 days.", "Logs are kept for 9 days"),
        ("cause", "Disks are checked every quarter because the auditor asks.", "Disks are checked every quarter"),
        ("name", "Disks are checked every quarter in Oslo.", "Disks are checked every quarter"),
        ("topic", "Disks are checked every quarter and shredded afterwards.", "Disks are checked every quarter"),
        ("topic", "Disks must be kept cool.", "Disks are checked every quarter"),
        ("opposite", "The ERP must be back after 4 h.", "The ERP must be back within 4 h"),
    ],
)  # fmt: skip
def test_what_is_not_said_is_found(kind: str, sentence: str, quote: str) -> None:
    """A true quotation, cut as it may be, does not carry a sentence that says more or something else."""
    result = check(sentence, quote)
    assert not result.is_supported
    assert kind in {one.kind for one in result.mismatches}


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Backups may not be stored abroad.", "Backups must not be stored abroad"),
        ("If the board agrees, the archive server may be moved.", "The archive server may be moved if the board agrees"),
        ("Most of the branches use fibre.", "Most branches use fibre"),
        ("A new portal is planned for May 2028.", "A new portal is planned for May 2028"),
        ("The old portal was used until 2021.", "The old portal was in use until 2021"),
        ("According to Acme, its tool saves 20 % of time.", "Acme claims that its tool saves 20 % of time"),
        ("The data mart must be back within a day, 24 h.", "The ERP must be back within 4 h, the data mart within 24 h"),
        ("Of 118 people, 42 answered.", "42 of 118 people answered"),
        ("Disks are checked quarterly.", "Disks are checked every quarter"),
        ("The group preferred Alder to Birch and chose Alder.", "The group chose Alder over Birch"),
        ("Logs are kept for 9 days, apart from the firewall's.", "Logs are kept for 9 days, except those of the firewall"),
    ],
)  # fmt: skip
def test_what_is_said_passes(sentence: str, quote: str) -> None:
    """The same, said as the document says it or in other words, stands."""
    assert check(sentence, quote).reason == ""


@pytest.mark.parametrize(
    ("sentence", "is_supported"),
    [
        ("Payroll has 7 servers.", True),
        ("Payroll has 3 servers.", False),
        ("Payroll runs at 3 sites.", True),
        ("The warehouse has 7 servers.", False),
    ],
)
def test_cells_belong_to_row_and_column(sentence: str, is_supported: bool) -> None:
    """A number of a table counts for its own row and column alone."""
    assert check(sentence, "Payroll\t7\t3", ROWS).is_supported is is_supported


def test_cells_do_not_run_together() -> None:
    """Two cells of a row are two numbers."""
    assert check("Payroll has 3 sites and 450,000 servers.", "Payroll\t450,000\t3", "Payroll\t450,000\t3").is_supported


@pytest.mark.parametrize("piece", ["red and ", "n't ", "4 h and ", "sind ", ", which is 5 h", "shall not x ", "of 4 ", "A "])
def test_a_hostile_page_is_compared_fast(piece: str) -> None:
    """Text made to choke the comparison takes a moment, and a sentence without an end is not checked but marked."""
    page = piece * 3000
    started = time.process_time()
    check((piece * 200)[:700], (piece * 15).strip(), page)
    assert time.process_time() - started < 5
    assert "too long" in check(page[:4000], (piece * 15).strip(), page).reason
