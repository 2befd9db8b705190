"""Diagrams parse, draw, escape what documents say, and leave out no system that stays."""

import mmdr
import pytest

from rag.brief.brief import System
from rag.propose.compose import compose
from rag.propose.diagrams.mermaid import InvalidDiagram, draw, escape, plain
from rag.propose.diagrams.picture import MOST_NODES
from rag.propose.proposal import Diagram, Proposal
from tests.propose.factory import make_brief, make_inputs, quote


def diagrams(proposal: Proposal) -> dict[str, Diagram]:
    """The diagrams of a proposal by id."""
    return {b.id: b for section in proposal.sections for b in section.blocks if isinstance(b, Diagram)}


def test_diagrams_are_drawn_and_described() -> None:
    """Every picture is valid Mermaid with a drawing, an alternative text and a table in words."""
    found = diagrams(compose(make_inputs()))
    assert {"context", "container", "sequence-write", "sequence-integration", "plan"} <= set(found)
    for diagram in found.values():
        assert diagram.id.startswith("chart-") or mmdr.render(diagram.source).svg()
        assert diagram.svg.startswith("<svg")
        assert diagram.alt
        assert 1 < len(diagram.nodes) <= MOST_NODES


def test_every_kept_system_is_drawn() -> None:
    """Systems that stay appear in the context and in the container diagram."""
    found = diagrams(compose(make_inputs()))
    for name in ("Billing core", "Meter gateway"):
        assert name in found["context"].source
        assert name in found["container"].source


def test_hostile_names_stay_text() -> None:
    """A system's name cannot end a label, add a node, a directive or a script."""
    name = 'Core"] --> x["owned <script>alert(1)</script> %%{init: {}}%% `a` end'
    system = System(name=name, technology="Oracle #quot; Database", disposition="keep", provenance=(quote("Oracle"),))
    found = diagrams(compose(make_inputs(make_brief(systems=(system,), integrations=()))))
    source = found["context"].source
    assert "<script" not in source
    assert source.count("%%{init") == 1
    assert '"] --> x["' not in source
    assert "<script" not in found["context"].svg


def test_escape() -> None:
    """Characters that mean something to Mermaid become codes or go."""
    assert escape('a "b" <c> & `d`') == "a #quot;b#quot; #lt;c#gt; #amp; #96;d#96;"
    assert plain("a: b; c, #d") == "a b c d"
    assert plain("::") == "–"


def test_a_diagram_that_does_not_parse_is_an_error() -> None:
    """The validator refuses broken source instead of printing it."""
    with pytest.raises(InvalidDiagram):
        draw("flowchart TB\n  a[unclosed --> b")
