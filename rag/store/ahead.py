"""Vectors of another embedding model, made while those of the earlier one still answer.

In: the record, cut for the earlier model. Out: a vector of the new one for every chunk that the record will have when it is cut
for that; the record itself stays as it is. `repair` then cuts it, and finds nothing left to embed. A kill in between costs
nothing: what was made is found again.
"""

from collections.abc import Callable

from rag.store.content import load_document
from rag.store.documents import witnesses
from rag.store.indexing import Indexer, ShouldStop, text_to_embed
from rag.store.record import Record
from rag.store.repair import findable
from rag.store.steps import Steps
from rag.store.workspaces import all_collections


def make_ahead(
    record: Record, indexer: Indexer, steps: Steps, progress: Callable[[int, int], None], should_stop: ShouldStop
) -> bool:
    """Make the vectors of every content that can be found; False when stopped before the end.

    Args:
        record: not changed.
        indexer: of the new model.
        steps: cut as that model wants it.
        progress: told (passages done, passages in all), as the record is cut now, after each document.
        should_stop: asked between batches.
    """
    with record.reading() as connection:
        rows = [(one, row) for one in all_collections(connection) for row in findable(connection, one)]
    done, total, held = 0, sum(row.chunks for _, row in rows), dict[str, set[str]]()
    for workspace_id, row in rows:
        if workspace_id not in held:
            held[workspace_id] = indexer.vectors.ids(workspace_id)
        with record.reading() as connection:
            source = witnesses(connection, [row.id])
            is_cut_anew = row.chunker != steps.chunker and row.id in source
            document = load_document(connection, row, source[row.id].name, row.id) if is_cut_anew else None
        if document is None:
            texts = indexer.texts_of([row.id])
        else:
            texts = ((chunk.id, text_to_embed(chunk.context, chunk.text)) for chunk in steps.split(document))
        if not indexer.make_vectors(workspace_id, texts, known=held[workspace_id], should_stop=should_stop):
            return False
        done += row.chunks
        progress(done, total)
    return True
