"""What a person said a document is: its type, date and authority, in the place of what was detected.

A label belongs to a document's name in its workspace, so it holds for the next version too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, insert, select

from rag.extract.fact import Fact
from rag.store.schema import document_labels, documents


@dataclass(frozen=True, slots=True)
class Label:
    """What was said of one document; None: what was detected holds."""

    doc_type: str | None = None
    dated: str | None = None  # ISO date; "" says that it has none
    authority: str | None = None  # class of the table brief_fields

    @property
    def said(self) -> Mapping[str, str]:
        """What was said, by name."""
        given = {"doc_type": self.doc_type, "dated": self.dated, "authority": self.authority}
        return {name: value for name, value in given.items() if value is not None}

    def apply(self, fact: Fact) -> Fact:
        """The fact with what was said about its document."""
        return fact.model_copy(update=dict(self.said)) if self.said else fact


def labels_of(connection: Connection, workspace_id: str) -> dict[str, Label]:
    """Name of the document → label."""
    rows = connection.execute(select(document_labels).where(document_labels.c.workspace_id == workspace_id))
    return {row.name: Label(row.doc_type, row.dated, row.authority) for row in rows}


def put_label(connection: Connection, workspace_id: str, name: str, label: Label) -> None:
    """Keep a label in the place of the earlier one; an empty one gives everything back to detection."""
    _drop(connection, workspace_id, name)
    if label.said:
        connection.execute(insert(document_labels).values(workspace_id=workspace_id, name=name, **label.said))


def drop_labels_without_document(connection: Connection, workspace_id: str) -> None:
    """Forget what was said of documents that are deleted."""
    same = (documents.c.workspace_id == document_labels.c.workspace_id, documents.c.name == document_labels.c.name)
    here = document_labels.c.workspace_id == workspace_id
    connection.execute(delete(document_labels).where(here, ~exists(select(documents.c.id).where(*same))))


def _drop(connection: Connection, workspace_id: str, name: str) -> None:
    place = (document_labels.c.workspace_id == workspace_id, document_labels.c.name == name)
    connection.execute(delete(document_labels).where(*place))
