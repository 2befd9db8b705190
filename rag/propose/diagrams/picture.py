"""What every picture has: its drawing, its rows in words, where the existing systems on it are named, what was left out."""

from collections.abc import Iterable, Sequence

from rag.propose.diagrams.mermaid import draw
from rag.propose.draft import Draft
from rag.propose.parts import Node
from rag.propose.proposal import Claim, Diagram
from rag.propose.wording import counted

MOST_NODES = 20
GATHERED = "rest"  # id of the box for those that do not fit one by one
KINDS = {
    "person": "people",
    "system": "the new system",
    "app": "part of the new system",
    "edge": "part of the new system",
    "store": "data store",
    "queue": "queue",
    "external": "outside system",
    "legacy": "existing system",
}


def diagram_of(draft: Draft, id_: str, source: str, alt: str, nodes: Sequence[Node], claims: Iterable[Claim] = ()) -> Diagram:
    """A picture of boxes, with a row for each of them."""
    return Diagram(
        id=id_,
        caption=draft.say(f"picture.{id_}"),
        source=source,
        alt=alt,
        nodes=tuple((full_name(node), KINDS[node.kind], node.does) for node in nodes),
        svg=draw(source),
        claims=tuple(claims),
    )


def full_name(node: Node) -> str:
    """“Database (Azure SQL)”."""
    return f"{node.name} ({node.detail})" if node.detail else node.name


def gathered(draft: Draft, nodes: Sequence[Node], most: int) -> list[Node]:
    """At most so many boxes (one at least): those that do not fit stand in one box together, by name."""
    if len(nodes) <= most:
        return list(nodes)
    shown, rest = list(nodes[: max(0, most - 1)]), nodes[max(0, most - 1) :]
    kind = "legacy" if any(node.kind == "legacy" for node in rest) else "external"
    names = ", ".join(node.name for node in rest)
    return [*shown, Node(GATHERED, names, kind, draft.say(draft.either("diagram.gathered", "diagram.gathered_bought")))]


def left_out_claims(draft: Draft, count: int) -> list[Claim]:
    """How many systems were too many for the picture."""
    if count <= 0:
        return []
    text = draft.say("diagram.left_out", count=counted(count, "further system"))
    return [draft.ledger.figured(text, "COUNT", {"of": "systems not drawn", "result": count})]
