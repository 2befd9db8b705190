"""Tables of loads: what is usual, and what is asked for at the worst moment."""

import pytest

from rag.extract.extract import own_extractor
from tests.extract.documents import document_of


@pytest.mark.parametrize(
    ("table", "loads"),
    [
        (
            "| | normal day, average | peak minute | 29 April, worst second |\n|---|---|---|---|\n"
            "| orders, per second | 260 | 900 | 31,000 |\n",
            [(260, False), (31_000, True)],
        ),
        ("| Menge | üblich | Spitze |\n|---|---|---|\n| Meldungen pro Sekunde | 40 | 1200 |\n", [(40, False), (1_200, True)]),
        (
            "| carga | media | lunes | martes |\n|---|---|---|---|\n| pedidos por segundo | 35 | 12 mil | 1500 |\n",
            [(35, False), (12_000, True)],
        ),
        ("| carga | hoy |\n|---|---|\n| pedidos por segundo | 35 |\n", [(35, False)]),
        ("| Product | Price | Weight |\n|---|---|---|\n| apples per box | 12 | 40 |\n", []),
    ],
)
def test_a_row_of_loads_tells_the_usual_and_the_highest(table: str, loads: list[tuple[float, bool]]) -> None:
    """Each with the whole row as its quotation; a row that names no load tells none."""
    facts = [fact for fact in own_extractor().extract(document_of(table), "d1") if fact.kind == "throughput"]
    assert [(fact.slots["amount"], fact.slots["peak"]) for fact in facts] == loads
    assert all("|" in fact.citation.quote for fact in facts)
