"""The system among people and other systems (context), and the parts that it consists of (containers)."""

from rag.propose.diagrams.mermaid import arrow, box, flowchart, framed, stacked
from rag.propose.diagrams.picture import GATHERED, MOST_NODES, diagram_of, gathered, left_out_claims
from rag.propose.draft import Draft
from rag.propose.parts import Flow, Model
from rag.propose.proposal import Diagram
from rag.propose.wording import join_names

IN_ROW = 3  # systems in a row around the product: a wider picture has smaller letters on paper


def context(draft: Draft, model: Model) -> Diagram:
    """People, the product and the systems around it."""
    nodes = (*model.actors, model.product, *model.neighbours)
    flows = [Flow(actor.id, "product", "") for actor in model.actors]
    flows += [
        Flow(flow.source or "product", flow.target or "product", flow.label, flow.is_async) for flow in model.neighbour_flows
    ]
    lines = [*map(box, nodes), *stacked([node.id for node in model.neighbours], IN_ROW), *map(arrow, flows)]
    people, systems = (join_names(node.name for node in nodes) for nodes in (model.actors, model.neighbours))
    alt = draft.say("diagram.context_alt" if systems else "diagram.context_alone", people=people, systems=systems)
    claims = left_out_claims(draft, model.left_out)
    drawn = diagram_of(draft, "context", flowchart(lines), alt, nodes, claims)
    return drawn.model_copy(update={"is_told": True})  # its sentence names people and systems


def container(draft: Draft, model: Model) -> Diagram:
    """The parts of the product and what they talk to."""
    inside = [node for node in model.parts if node.kind != "external"]
    outside = [node for node in model.parts if node.kind == "external"]
    shown = gathered(draft, model.neighbours, MOST_NODES - len(model.parts))
    ids = {node.id for node in shown}
    flows = list(model.part_flows)
    flows += [
        Flow(flow.source or model.entry, flow.target or model.entry, flow.label, flow.is_async)
        for flow in model.neighbour_flows
        if (flow.source or flow.target) in ids
    ]
    flows += [Flow(model.entry, node.id, "") for node in shown if node.id == GATHERED]
    lines = [
        *framed("inside", draft.product, [box(node) for node in inside]),
        *(box(node) for node in (*outside, *shown)),
        *stacked([node.id for node in (*outside, *shown)]),
        *map(arrow, flows),
    ]
    alt = draft.say("diagram.container_alt", parts=join_names(node.name for node in inside))
    drawn = diagram_of(draft, "container", flowchart(lines), alt, (*inside, *outside, *shown))
    return drawn.model_copy(update={"is_told": True})  # the building blocks and the picture before say the same
