"""Documents: names in versions, each pointing to a content.

Identity is workspace + name as given + content. The same name with new content is a new version; the same content under
another name is a copy of the first current document that has it, never a second witness. What is a copy of what, and what
replaced what, is worked out when it is asked for, so deleting the first leaves nothing dangling.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, insert, select, update

from rag.errors import StorageError
from rag.ingest.document import MOSTLY_PICTURE, NO_TEXT
from rag.store.content import digest, refresh
from rag.store.labels import Label, drop_labels_without_document, labels_of
from rag.store.schema import contents, documents

USER, FOLDER = "user", "folder"  # who set a document aside


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One version of one document, without its text."""

    id: str
    name: str  # the path as given
    title: str
    sha256: str
    version: int  # of this name, from 1
    pages: int
    has_pages: bool  # whether its pages have numbers
    chunks: int
    facts: int
    status: str  # stored: its vectors are still to come; indexed; retired: replaced or set aside, readable only
    pages_without_text: tuple[int, ...]
    warnings: tuple[str, ...]
    doc_type: str  # as a person said, else as detected
    dated: str  # likewise: ISO date, "" when unknown
    copy_of: str  # id of the document with the same content that counts; "" when this one does
    superseded_by: str  # id of the next version; "" for the current one
    size: int  # bytes
    media_type: str
    created: str  # ISO time
    is_current: bool
    is_excluded: bool  # set aside
    excluded_by: str  # "", user, or folder: its file is gone from a folder that is kept in step
    label: Label  # what a person said
    detected_type: str
    detected_date: str

    @property
    def lacks_text(self) -> bool:
        """Whether reading it again with OCR may find more."""
        return count_gaps(self.pages_without_text, self.warnings) > 0


def count_gaps(pages_without_text: Sequence[int], warnings: Sequence[str]) -> int:
    """Pages, or pictures in the place of pages, on which OCR may find more than reading did."""
    return max(len(pages_without_text), sum(said.endswith((NO_TEXT, MOSTLY_PICTURE)) for said in warnings))


def document_key(workspace_id: str, name: str, sha256: str) -> str:
    """Id of a document: the same file in the same place has the same id, on every machine."""
    return digest("document", workspace_id, name, sha256)


def list_documents(connection: Connection, workspace_id: str) -> tuple[DocumentSummary, ...]:
    """All versions of all documents, in order of arrival."""
    rows = connection.execute(_with_content().where(documents.c.workspace_id == workspace_id)).all()
    witness: dict[str, str] = {}
    versions: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        versions[row.name][row.version] = row.id
        if row.is_current and not row.is_excluded:
            witness.setdefault(row.content_id, row.id)
    labels = labels_of(connection, workspace_id)
    return tuple(_summary(row, witness, versions[row.name], labels.get(row.name, Label())) for row in rows)


def find_document(connection: Connection, document_id: str) -> Row[Any]:
    """A document's row with its content's.

    Raises:
        StorageError: there is no such document.
    """
    row = connection.execute(_with_content().where(documents.c.id == document_id)).one_or_none()
    if row is None:
        raise StorageError(f"There is no document {document_id}. It may have been deleted; list the documents again.")
    return row


def current_version(connection: Connection, workspace_id: str, name: str) -> Row[Any] | None:
    """The current document of this name, with its content."""
    chosen = (documents.c.workspace_id == workspace_id, documents.c.name == name, documents.c.is_current)
    return connection.execute(_with_content().where(*chosen)).one_or_none()


def witnesses(connection: Connection, content_ids: Collection[str]) -> dict[str, Row[Any]]:
    """For each content the document that counts: the first current one that is not set aside."""
    chosen = (documents.c.content_id.in_(list(content_ids)), documents.c.is_current, ~documents.c.is_excluded)
    found: dict[str, Row[Any]] = {}
    for row in connection.execute(select(documents).where(*chosen).order_by(documents.c.ordinal)):
        found.setdefault(row.content_id, row)
    return found


def link_document(connection: Connection, workspace_id: str, name: str, content: tuple[str, str], created: str) -> list[str]:
    """Make `content` (its id and SHA-256) the current version of `name`; chunk ids whose vectors have to go."""
    content_id, sha256 = content
    document_id = document_key(workspace_id, name, sha256)
    same_name = (documents.c.workspace_id == workspace_id, documents.c.name == name)
    before = connection.execute(select(documents.c.content_id).where(*same_name, documents.c.is_current)).scalars().all()
    version = 1 + (connection.execute(select(func.max(documents.c.version)).where(*same_name)).scalar() or 0)
    by_user = (*same_name, documents.c.is_current, documents.c.is_excluded, documents.c.excluded_by == USER)
    is_excluded = connection.execute(select(exists().where(*by_user))).scalar_one()  # what a person decided holds on
    connection.execute(update(documents).where(*same_name).values(is_current=False))
    values = {"version": version, "is_current": True, "is_excluded": is_excluded, "created": created}
    values["excluded_by"] = USER if is_excluded else ""
    known = update(documents).where(documents.c.id == document_id).values(**values)  # an old version that came back
    if connection.execute(known).rowcount == 0:
        place = {"id": document_id, "workspace_id": workspace_id, "content_id": content_id, "name": name}
        connection.execute(insert(documents).values(**place, **values))
    gone = [chunk for other in before if other != content_id for chunk in refresh(connection, other)]
    return gone + refresh(connection, content_id)


def exclude_document(connection: Connection, document_id: str, excluded: bool, by: str = USER) -> tuple[str, list[str]]:
    """Set a document aside, or take it back; its workspace, and the chunk ids whose vectors have to go."""
    row = find_document(connection, document_id)
    values = {"is_excluded": excluded, "excluded_by": by if excluded else ""}
    connection.execute(update(documents).where(documents.c.id == document_id).values(**values))
    return row.workspace_id, refresh(connection, row.content_id)


def delete_documents(connection: Connection, document_ids: Sequence[str]) -> list[str]:
    """Delete documents of one workspace: a current one with its earlier versions, an earlier one alone. Chunk ids to forget."""
    gone: list[str] = []
    for document_id in document_ids:
        row = connection.execute(select(documents).where(documents.c.id == document_id)).one_or_none()
        if row is None:
            continue  # went with a later version
        chosen = [documents.c.id == document_id]
        if row.is_current:
            chosen = [documents.c.workspace_id == row.workspace_id, documents.c.name == row.name]
        touched = connection.execute(select(documents.c.content_id).where(*chosen)).scalars().all()
        connection.execute(delete(documents).where(*chosen))
        gone += [chunk for content_id in dict.fromkeys(touched) for chunk in refresh(connection, content_id)]
        drop_labels_without_document(connection, row.workspace_id)
    return gone


def kept_hashes(connection: Connection) -> set[str]:
    """Hashes of all contents that some document of some workspace refers to."""
    return set(connection.execute(select(contents.c.sha256).distinct()).scalars())


def _with_content() -> Select[Any]:
    """Documents with their content; `content` columns that share a name come first as the document's own."""
    columns = [column for column in contents.c if column.name not in ("id", "workspace_id")]
    return select(documents, *columns).join(contents, contents.c.id == documents.c.content_id).order_by(documents.c.ordinal)


def _summary(row: Row[Any], witness: dict[str, str], versions: dict[int, str], label: Label) -> DocumentSummary:
    first = witness.get(row.content_id, row.id)
    later = min((version for version in versions if version > row.version), default=None)
    return DocumentSummary(
        id=row.id,
        name=row.name,
        title=row.title,
        sha256=row.sha256,
        version=row.version,
        pages=row.pages,
        has_pages=row.has_page_numbers,
        chunks=row.chunks,
        facts=row.facts,
        status=row.status if row.is_current and not row.is_excluded else "retired",
        pages_without_text=tuple(row.pages_without_text),
        warnings=tuple(row.warnings),
        doc_type=row.doc_type if label.doc_type is None else label.doc_type,
        dated=row.dated if label.dated is None else label.dated,
        copy_of=first if row.is_current and first != row.id else "",
        superseded_by="" if later is None else versions[later],
        size=row.size,
        media_type=row.media_type,
        created=row.created,
        is_current=row.is_current,
        is_excluded=row.is_excluded,
        excluded_by=row.excluded_by,
        label=label,
        detected_type=row.doc_type,
        detected_date=row.dated,
    )
