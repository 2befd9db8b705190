"""The tables of the record, and how values are kept in their cells.

What a document says belongs to its *content*: pages, chunks and facts hang on (workspace, SHA-256). A *document* is a name in a
version that points to a content. So the same content under two names is one witness, and a version that is replaced keeps its
pages for as long as something refers to it. Times are UTC in ISO form; portable SQL only (full text has its own module).
"""

import json
import zlib
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

HEAD = "0007"  # the migration that this code expects


class Json(TypeDecorator[Any]):
    """A JSON value as text, keys sorted: the same value gives the same bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Python → text."""
        return None if value is None else encode_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Text → Python."""
        return None if value is None else json.loads(value)


class PackedJson(TypeDecorator[Any]):
    """A large JSON value, compressed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Python → compressed text."""
        return None if value is None else zlib.compress(_encode_in_order(value).encode(), 6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Compressed text → Python."""
        return None if value is None else json.loads(zlib.decompress(value))


def encode_json(value: Any) -> str:
    """One text for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _encode_in_order(value: Any) -> str:
    """With the keys in the order that they have: what is read from the record is written out as what was put into it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _workspace(primary_key: bool = False) -> Column[str]:
    owner = ForeignKey("workspaces.id", ondelete="CASCADE")
    return Column("workspace_id", String(24), owner, nullable=False, primary_key=primary_key)


def _content() -> Column[str]:
    return Column("content_id", String(24), ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True)


workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(24), primary_key=True),  # also the name of its collection in both indexes
    Column("slug", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("is_hidden", Boolean, nullable=False),  # the library's own
    Column("created", String(32), nullable=False),
)

contents = Table(
    "contents",
    metadata,
    Column("id", String(24), primary_key=True),
    _workspace(),
    Column("sha256", String(64), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("doc_type", Text, nullable=False),
    Column("dated", String(32), nullable=False),
    Column("warnings", Json, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("has_page_numbers", Boolean, nullable=False),
    Column("pages_without_text", Json, nullable=False),
    Column("chunks", Integer, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("chunker", Text, nullable=False),  # version of what cut it
    Column("extractor", Text, nullable=False),  # version of what read its facts
    Column("status", String(16), nullable=False),  # stored, indexed, retired
    UniqueConstraint("workspace_id", "sha256"),
)

documents = Table(
    "documents",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=True),  # order of arrival
    Column("id", String(24), nullable=False, unique=True),
    _workspace(),
    Column("content_id", String(24), ForeignKey("contents.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),  # the path as given
    Column("version", Integer, nullable=False),  # of this name, from 1
    Column("is_current", Boolean, nullable=False),
    Column("is_excluded", Boolean, nullable=False),  # set aside: kept, but no evidence
    Column("excluded_by", String(16), nullable=False, server_default=""),  # user, or folder: its file is gone from there
    Column("created", String(32), nullable=False),
    UniqueConstraint("workspace_id", "name", "version"),
)

document_labels = Table(
    "document_labels",
    metadata,
    _workspace(primary_key=True),
    Column("name", Text, primary_key=True),  # of the document, in all its versions
    Column("doc_type", Text),  # NULL, here and below: what was detected holds
    Column("dated", String(32)),
    Column("authority", Text),
)

watched_folders = Table(
    "watched_folders",
    metadata,
    _workspace(primary_key=True),
    Column("path", Text, primary_key=True),
    Column("sets_aside", Boolean, nullable=False),  # documents whose file is gone
)

pages = Table(
    "pages",
    metadata,
    _content(),
    Column("page_index", Integer, primary_key=True, autoincrement=False),  # from 0
    Column("number", Integer),
    Column("label", Text),
    Column("text", Text, nullable=False),
    Column("blocks", PackedJson, nullable=False),
    Column("needs_ocr", Boolean, nullable=False),
    Column("problem", Text, nullable=False),
    Column("elements", PackedJson),  # of a structured file; NULL for none
)

chunks = Table(
    "chunks",
    metadata,
    _content(),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    _workspace(),
    Column("chunk_id", String(32), nullable=False),
    Column("page_index", Integer, nullable=False),
    Column("page", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("heading_path", Json, nullable=False),
    Index("ix_chunks_workspace_id_chunk_id", "workspace_id", "chunk_id", unique=True),
)

facts = Table(
    "facts",
    metadata,
    _content(),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("fact_id", String(64), nullable=False, index=True),
    Column("kind", String(64), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("key", String(32), nullable=False, index=True),  # of the statement, over document versions
    Column("payload", Json, nullable=False),
)

added_facts = Table(
    "added_facts",  # by a person, from words of a page that reading had missed
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=True),
    _workspace(),
    Column("fact_id", String(64), nullable=False),
    Column("document", Text, nullable=False),  # name, in all its versions
    Column("payload", Json, nullable=False),  # cited from the version in which it was found
    UniqueConstraint("workspace_id", "fact_id"),
)

fact_decisions = Table(
    "fact_decisions",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=True),  # the last one holds, the others are history
    _workspace(),
    Column("key", String(32), nullable=False, index=True),
    Column("kind", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("edits", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _workspace(),
    Column("role", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("payload", PackedJson, nullable=False),
    Column("created", String(32), nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=True),
    _workspace(),
    Column("key", String(32), nullable=False),  # question, subject and what it settles
    Column("is_current", Boolean, nullable=False),
    Column("payload", Json, nullable=False),
    Column("created", String(32), nullable=False),
    Index("ix_answers_workspace_id_key", "workspace_id", "key"),
)

brief_imports = Table(
    "brief_imports",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=True),
    _workspace(),
    Column("name", Text, nullable=False),
    Column("payload", PackedJson, nullable=False),
    Column("created", String(32), nullable=False),
)

own_choices = Table(
    "own_choices",  # of weights and figures; the last one for each id holds
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=True),
    _workspace(),
    Column("choice_id", String(64), nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("payload", Json, nullable=False),
    Column("created", String(32), nullable=False),
)

logos = Table(
    "logos",  # one for each workspace at most
    metadata,
    _workspace(primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # PNG
    Column("created", String(32), nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    _workspace(primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("status", String(16), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("input_hash", String(64), nullable=False),
    Column("basis_hash", String(64), nullable=False, server_default=""),  # as input_hash, without what people wrote into it
    Column("payload", PackedJson, nullable=False),
    Column("created", String(32), nullable=False),
)

annotations = Table(
    "annotations",  # what people wrote into the proposal
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _workspace(),
    Column("kind", String(16), nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("payload", PackedJson, nullable=False),
    Column("created", String(32), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(64), nullable=False),  # slug; outlives the workspace
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("what", String(64), nullable=False),
    Column("detail", Json, nullable=False),  # ids, names and counts; never document text
)

egress = Table(
    "egress",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("sent_characters", Integer, nullable=False),
    Column("received_characters", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("outcome", Text, nullable=False),
)
