"""Graphviz and D2 files."""

from tests.ingest.structured.facts import glosses, page_of

DOT = """digraph G {
  rankdir=LR;
  web [label="Web shop"];
  web -> api -> db [label="JDBC"];
  node [shape=box];
}
"""
D2 = """# c
shop: Web shop {
  shape: cloud
}
shop -> db: SQL
x <- y
db: Orders {shape: cylinder}
"""


def test_graphviz() -> None:
    """Nodes by their labels, and each step of a chain of edges."""
    assert glosses(page_of("a.gv", DOT)) == ["node Web shop", "Web shop edge api label JDBC", "api edge db label JDBC"]


def test_d2() -> None:
    """Shapes by their labels, and connections in their direction."""
    assert glosses(page_of("a.d2", D2)) == ["shape Web shop", "Web shop edge Orders label SQL", "y edge x", "shape Orders"]
