"""Cells whose words have a fixed meaning."""

import pytest

from rag.extract.cells import RowReader
from rag.extract.tagging import Tagger
from rag.knowledge.facts import load_extract_knowledge

KNOWLEDGE = load_extract_knowledge()
ROWS = RowReader(KNOWLEDGE, Tagger(KNOWLEDGE))


def _said(header: list[str], cells: list[str]) -> set[tuple[str, object, bool]]:
    row = ROWS.read(header, cells)
    assert row is not None
    return {(one.kind, one.value, one.polarity) for one in ROWS.drafts(row, ".", month_first=False)}


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("Where", "Azure West Europe", "public_cloud"),
        ("Hébergement", "centre de données de Nantes", "on_premises"),
        ("Hosting", "SaaS", "saas"),
    ],
)
def test_a_cell_says_where_a_system_runs(header: str, cell: str, value: str) -> None:
    """As said, or by who hosts it."""
    assert ("hosting", value, True) in _said(["System", header, "Owner"], ["Planner", cell, "Finance"])


def test_a_list_of_products_says_which_are_approved_and_which_to_avoid() -> None:
    """The word of the status column becomes a preference; others are left alone."""
    header = ["Component", "Product", "Version", "Status", "Support until"]
    assert ("preference", "approved", True) in _said(header, ["Cache", "Redis", "7.2", "approved", "2027"])
    assert ("preference", "avoided", False) in _said(header, ["Cache", "Memcached", "1.6", "avoid", "2027"])
    assert not any(kind == "preference" for kind, _, _ in _said(header, ["Cache", "Redis", "7.2", "in review", "2027"]))


def test_a_law_out_of_scope_is_denied() -> None:
    """Yes and no in the column of the scope count."""
    header = ["Regime", "In scope", "Owner"]
    assert ("compliance", "GDPR", True) in _said(header, ["GDPR", "yes", "Legal"])
    assert ("compliance", "HIPAA", False) in _said(header, ["HIPAA", "no", "Legal"])


def test_a_remark_tells_a_fate_only_where_a_part_of_it_says_nothing_else() -> None:
    """A word of fate inside a longer remark is none."""
    header = ["System", "Owner", "Bemerkung"]
    assert ("disposition", "keep", True) in _said(header, ["Planner", "Finance", "führt die Stammdaten, bleibt"])
    assert not any(kind == "disposition" for kind, _, _ in _said(header, ["Planner", "Finance", "we keep asking for a manual"]))
