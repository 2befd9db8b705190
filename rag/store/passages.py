"""What search needs of the record: a workspace's chunks and, beside them, the library's (`retrieve.search.ChunkSource`)."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, func, or_, select

from rag.retrieve.passage import Passage, Scope
from rag.retrieve.search import LIBRARY
from rag.store.content import FINDABLE
from rag.store.documents import witnesses
from rag.store.schema import chunks, contents, documents

HEAD = 300  # characters of a document's beginning that tell who writes to whom: a letterhead, the parties of a contract
LEAST_HEAD = 100  # with fewer it goes on over the chunks after: the first of a contract is often no more than a logo's words
HEAD_CHUNKS = 4  # first chunks that it may go over


class WorkspaceChunks:
    """The chunks that one workspace may see: its own and the library's, from when their text is stored."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]], workspace_id: str) -> None:
        self._connect = connect
        self._collections = (workspace_id, LIBRARY)

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, Passage]:
        """Passages with their place and scope, scores 0; an id that is not (or no longer) there is left out."""
        query = (
            select(chunks)
            .join(contents, contents.c.id == chunks.c.content_id)
            .where(chunks.c.workspace_id.in_(self._collections), chunks.c.chunk_id.in_(list(chunk_ids)))
            .where(contents.c.status.in_(FINDABLE))
        )
        with self._connect() as connection:
            rows = {row.chunk_id: row for row in connection.execute(query)}
            contents_found = {row.content_id for row in rows.values() if row.workspace_id != LIBRARY}
            source = witnesses(connection, {row.content_id for row in rows.values()})
            heads = _heads(connection, contents_found)
        found: dict[str, Passage] = {}
        for chunk_id in chunk_ids:
            row = rows.get(chunk_id)
            document = None if row is None else source.get(row.content_id)
            if row is None or document is None:
                continue
            is_library = row.workspace_id == LIBRARY
            found[chunk_id] = Passage(
                chunk_id=chunk_id,
                document_id="" if is_library else document.id,
                document=document.name,
                page=row.page,
                page_index=row.page_index,
                start=row.start,
                end=row.end,
                locator=row.locator,
                text=row.text,
                context=row.context,
                score=0.0,
                dense=0.0,
                lexical=0.0,
                scope=Scope.LIBRARY if is_library else Scope.DOCUMENTS,
                head=heads.get(row.content_id, ""),
            )
        return found

    def neighbours(self, chunk_id: str) -> tuple[str, str]:
        """Texts of the chunks before and after in the same document, "" at its ends."""
        place = select(chunks.c.content_id, chunks.c.ordinal).where(
            chunks.c.workspace_id.in_(self._collections), chunks.c.chunk_id == chunk_id
        )
        with self._connect() as connection:
            here = connection.execute(place).first()
            if here is None:
                return "", ""
            around = select(chunks.c.ordinal, chunks.c.text).where(
                chunks.c.content_id == here.content_id, chunks.c.ordinal.in_((here.ordinal - 1, here.ordinal + 1))
            )
            texts = {row.ordinal: str(row.text) for row in connection.execute(around)}
        return texts.get(here.ordinal - 1, ""), texts.get(here.ordinal + 1, "")

    def chunk_ids(self, collection: str, documents_: Collection[str]) -> list[str]:
        """Ids of the searchable chunks of these documents (document ids or names; for the library entry ids)."""
        wanted = list(documents_)
        query = (
            select(chunks.c.chunk_id)
            .join(contents, contents.c.id == chunks.c.content_id)
            .where(contents.c.workspace_id == collection, contents.c.status.in_(FINDABLE))
            .where(
                contents.c.id.in_(
                    select(documents.c.content_id).where(
                        documents.c.workspace_id == collection,
                        documents.c.is_current,
                        ~documents.c.is_excluded,
                        or_(documents.c.id.in_(wanted), documents.c.name.in_(wanted)),
                    )
                )
            )
            .order_by(chunks.c.content_id, chunks.c.ordinal)
        )
        with self._connect() as connection:
            return list(connection.execute(query).scalars())

    def size(self, collection: str) -> tuple[int, int, int]:
        """Searchable documents and chunks of a collection, and its pages without text."""
        chosen = (contents.c.workspace_id == collection, contents.c.status.in_(FINDABLE))
        with self._connect() as connection:
            count, total = connection.execute(
                select(func.count(), func.coalesce(func.sum(contents.c.chunks), 0)).where(*chosen)
            ).one()
            gaps = select(contents.c.pages_without_text).where(*chosen, contents.c.pages_without_text != [])
            without_text = sum(len(pages) for pages in connection.execute(gaps).scalars())
        return int(count), int(total), without_text


def _heads(connection: Connection, contents_found: Collection[str]) -> dict[str, str]:
    """How each content begins."""
    first = (
        select(chunks.c.content_id, func.substr(chunks.c.text, 1, HEAD))
        .where(chunks.c.content_id.in_(contents_found), chunks.c.ordinal < HEAD_CHUNKS)
        .order_by(chunks.c.content_id, chunks.c.ordinal)
    )
    heads: dict[str, str] = {}
    for content, text in connection.execute(first):
        head = heads.get(content, "")
        if len(head) < LEAST_HEAD:
            heads[content] = f"{head}\n{text}"[:HEAD].lstrip("\n")
    return heads
