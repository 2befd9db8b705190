"""How an enumeration in a person's words falls into items."""

import pytest

from rag.interview.lists import list_items
from rag.knowledge.replies import load_replies


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("orders, invoices and payments", ["orders", "invoices", "payments"]),
        ("orders and invoices", ["orders", "invoices"]),
        (
            "The counter reserves and sells, the sextons see where to dig, families find a grave.",
            ["The counter reserves and sells", "the sextons see where to dig", "families find a grave"],
        ),
        ("Six of us, and the families, though that is a guess.", ["Six of us", "the families"]),
        ("1,200 Kunden, Fahrer und Lager", ["1,200 Kunden", "Fahrer", "Lager"]),
        ("trocar de plano; comprar pacote e falar com alguém.", ["trocar de plano", "comprar pacote", "falar com alguém"]),
        ("approve orders", ["approve orders"]),
    ],
)
def test_commas_part_and_the_last_and_joins(said: str, items: list[str]) -> None:
    """An “and” inside an item leaves it whole where commas part the items; remarks and full stops are no part of it."""
    assert list_items(said, load_replies()) == items
