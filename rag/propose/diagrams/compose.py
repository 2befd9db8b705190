"""The section of pictures: each kind that says something about this company, in the order in which they are read."""

from collections.abc import Callable, Mapping, Sequence

from rag.knowledge.diagrams import DiagramTable
from rag.propose.diagrams.dataflow import data_flow
from rag.propose.diagrams.deployment import deployment
from rag.propose.diagrams.migration import migration
from rag.propose.diagrams.overview import container, context
from rag.propose.diagrams.sequence import integration_path, write_path
from rag.propose.draft import Draft, only
from rag.propose.parts import Model, build_model
from rag.propose.proposal import BlockType, Diagram

Painter = Callable[[Draft, Model], Diagram | None]
PAINTERS: tuple[Painter, ...] = (context, container, deployment, write_path, integration_path, data_flow, migration)
DECIDING = ("context",)  # what the short profile shows


def compose_diagrams(draft: Draft) -> list[BlockType]:
    """Every picture that has something to show; those without are left out, and named as such."""
    if not draft.inputs.decision.options:
        return []
    model = build_model(draft)
    drawn = [paint(draft, model) for paint in PAINTERS]
    figures: list[BlockType] = [only(one, is_long=one.id not in DECIDING) for one in drawn if one is not None]
    return figures


def left_out_pictures(
    table: DiagramTable, blocks: Mapping[str, Sequence[BlockType]], *, is_spoken_of: bool = False
) -> list[str]:
    """The pictures that this version does not have, each with the reason; those of sections that are left out go with them.

    `is_spoken_of`: sources speak of systems of today, whether or not one could be read by name.
    """
    drawn = {block.id for content in blocks.values() for block in content if isinstance(block, Diagram)}
    return [
        f"{row.title}: {(is_spoken_of and row.spoken) or row.without}."
        for row in table.pictures
        if blocks.get(row.section) and not drawn & {row.id, row.instead}
    ]
