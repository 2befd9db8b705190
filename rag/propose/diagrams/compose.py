"""The section of pictures: each kind that says something about this company, in the order in which they are read."""

from collections.abc import Callable

from rag.propose.diagrams.overview import container, context
from rag.propose.diagrams.sequence import integration_path, write_path
from rag.propose.draft import Draft
from rag.propose.parts import Model, build_model
from rag.propose.proposal import BlockType, Diagram

Painter = Callable[[Draft, Model], Diagram | None]
PAINTERS: tuple[Painter, ...] = (context, container, write_path, integration_path)


def compose_diagrams(draft: Draft) -> list[BlockType]:
    """Every picture that has something to show; those without are left out, and named as such."""
    if not draft.inputs.decision.options:
        return []
    model = build_model(draft)
    drawn = [paint(draft, model) for paint in PAINTERS]
    return [diagram for diagram in drawn if diagram is not None]
