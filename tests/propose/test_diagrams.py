"""Diagrams parse, draw, escape what documents say, and leave out no system that stays."""

import re

import mmdr
import pytest

from rag.advise.assessment import assess
from rag.advise.scoring import condition_values
from rag.advise.technology import connect_systems, pick_technologies
from rag.brief.brief import System
from rag.knowledge.advise import load_advise_knowledge
from rag.knowledge.propose import load_propose_knowledge
from rag.propose.compose import compose
from rag.propose.diagrams.mermaid import InvalidDiagram, draw, escape, plain
from rag.propose.diagrams.picture import MOST_NODES
from rag.propose.proposal import Diagram, Proposal, Table
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


def proposal_in(style: str) -> Proposal:
    """The proposal for the brief of the tests, as it would be if another base style had come first."""
    inputs, advise = make_inputs(), load_advise_knowledge()
    decision, assessment = inputs.decision, assess(inputs.brief, advise)
    values = {**assessment.readings.values, **condition_values(assessment.situation, advise)}
    parts = pick_technologies(inputs.brief, values, style, (), advise)
    first = decision.options[0].model_copy(update={"style": style, "overlays": ()})
    picks = (*parts, *connect_systems(inputs.brief, values, parts, advise))
    changed = decision.model_copy(update={"options": (first, *decision.options[1:]), "picks": picks})
    return compose(make_inputs(inputs.brief, changed))


@pytest.mark.parametrize(
    ("style", "parts", "absent"),
    [
        ("LY", {"Database", "Worker"}, {"Gateway"}),
        ("MM", {"Database", "Worker"}, {"Gateway"}),
        ("SB", {"Gateway", "Business services", "Databases"}, {"Application"}),
        ("SC", {"Shell", "Self-contained systems"}, {"Gateway"}),
        ("MS", {"Gateway", "Microservices"}, {"Application"}),
        ("SL", {"Functions", "Worker functions"}, {"Application"}),
        ("ED", {"Event log", "Consumers", "Schema registry"}, {"Queue", "Worker"}),
        ("SP", {"Router", "Processing units", "Journal", "Data pump"}, {"Application"}),
        ("MK", {"Core", "Extension interface", "Plug-ins"}, {"Application"}),
        ("PD", {"Raw store", "Processing steps", "Orchestration", "Served data"}, {"Application"}),
        ("IH", {"Validation and routing", "Directory of parties", "Evidence log"}, {"Application"}),
    ],
)
def test_the_parts_are_those_of_the_style(style: str, parts: set[str], absent: set[str]) -> None:
    """What is recommended is what is drawn: its parts stand in picture and table, its core path goes through them."""
    proposal = proposal_in(style)
    found = diagrams(proposal)
    names = {name[:1].upper() + name[1:].partition(" (")[0] for name, *_ in found["container"].nodes}
    assert parts <= names
    assert names.isdisjoint(absent)
    blocks = next(
        block
        for section in proposal.sections
        for block in section.blocks
        if isinstance(block, Table) and block.header[0] == "Building block"
    )
    assert names >= {row[0] for row in blocks.rows} >= parts
    drawn = {end for flow in re.findall(r"(\w+) -[.-]+>(?:\|[^|]*\|)? (\w+)", found["container"].source) for end in flow}
    boxes = set(re.findall(r"^ *(\w+)[\[(>]", found["container"].source, re.MULTILINE))
    ids = {part.id for part in load_propose_knowledge().containers.parts} & boxes
    assert drawn >= ids, f"without an arrow: {ids - drawn}"
    reached = {target for _, target in re.findall(r"(\w+) -[.-]+>(?:\|[^|]*\|)? (\w+)", found["container"].source)}
    assert ids - reached <= {"client", "orchestrator"}, f"nothing leads to {ids - reached}"
    assert "sequence-write" in found
