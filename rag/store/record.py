"""The record: everything that was ingested, said, decided and proposed; what all the indexes are derived from.

In: typed values of the steps. Out: the same values. Each method is one transaction; the modules beside this one hold the
statements. Threads may share a `Record`. Writing documents goes through `intake.py`, which keeps the vector index in step.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine

from rag.brief.brief import AnswerRecord
from rag.extract.fact import Fact, FactState
from rag.index.fulltext import FullText
from rag.ingest.document import Document, Scan
from rag.knowledge.weighing import OwnChoice
from rag.propose.annotation import Annotation
from rag.propose.proposal import Proposal
from rag.store import (
    added,
    annotations,
    audit,
    choices,
    content,
    conversation,
    database,
    documents,
    facts,
    folders,
    labels,
    logos,
    proposals,
    workspaces,
)
from rag.store.audit import AuditEntry, ModelCall
from rag.store.conversation import BriefImport, Message
from rag.store.documents import DocumentSummary
from rag.store.facts import FactDecision
from rag.store.files import OriginalFiles
from rag.store.folders import KeptFolder
from rag.store.labels import Label
from rag.store.lock import lock_data_directory
from rag.store.logos import KeptLogo
from rag.store.passages import WorkspaceChunks
from rag.store.proposals import ProposalSummary
from rag.store.schema import HEAD, encode_json
from rag.store.workspaces import Workspace

__all__ = ["AuditEntry", "BriefImport", "DocumentSummary", "Message", "ModelCall", "ProposalSummary", "Record", "Workspace"]

_UPGRADE_WAIT_S = 5.0


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


class Record:
    """An open record."""

    def __init__(self, data_dir: Path, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        """Use `Record.open`."""
        self.data_dir = data_dir
        self.files = OriginalFiles(data_dir)
        self.texts = FullText(self.reading)
        self._engine = engine
        self._clock = clock

    @classmethod
    def open(
        cls, data_dir: Path, url: str = "", *, read_only: bool = False, clock: Callable[[], datetime] = utc_now
    ) -> "Record":
        """Open the record of a data directory, and bring its schema up to date.

        Args:
            data_dir: folder of the record and the original files; made if it does not exist.
            url: database to use instead of the one in `data_dir`.
            read_only: the caller does not hold the data directory's lock. A record of an older version is upgraded under
                the lock, which is taken for that moment only.
            clock: gives the times that the record notes.

        Raises:
            StorageError: the record cannot be read, or a newer version wrote it.
            DataDirectoryLocked: it has to be upgraded, and another process holds it.
        """
        engine = database.open_engine(data_dir, url)
        try:
            found = database.revision(engine)
            database.refuse_newer(engine, found)
            if found != HEAD:
                from rag.store.upgrade import upgrade  # seldom needed, and slow to load

                with lock_data_directory(data_dir, _UPGRADE_WAIT_S) if read_only else nullcontext():
                    upgrade(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(data_dir, engine, clock)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the record; for the modules of this package and the full text."""
        return database.reading(self._engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection in one transaction; for the modules of this package."""
        return database.writing(self._engine)

    def sweep(self) -> bool:
        """Overwrite what the write-ahead log still holds of deleted text; False when a reader was in the way."""
        return database.sweep(self._engine)

    def now(self) -> str:
        """The time, as the record notes it: ISO, UTC, to the second."""
        return self._clock().astimezone(UTC).isoformat(timespec="seconds")

    # Workspaces

    def create_workspace(self, slug: str, title: str = "") -> Workspace:
        """Make a workspace, or return the one that has this slug already.

        Raises:
            UsageError: the slug has other signs than small letters, digits and hyphens.
        """
        with self.writing() as connection:
            return workspaces.put_workspace(connection, slug, title, self.now())

    def workspaces(self) -> tuple[Workspace, ...]:
        """All workspaces, by slug."""
        with self.reading() as connection:
            return workspaces.list_workspaces(connection)

    def workspace(self, slug: str) -> Workspace:
        """The workspace with this slug.

        Raises:
            UnknownWorkspace: there is none; the message lists those that exist.
        """
        with self.reading() as connection:
            return workspaces.find_workspace(connection, slug)

    def delete_workspace(self, workspace_id: str) -> None:
        """Delete a workspace and its files. Its vectors stay until `Intake.remove_workspace` or the next repair takes them."""
        with self.writing() as connection:
            workspaces.drop_workspace(connection, workspace_id)
            kept = documents.kept_hashes(connection)
        self.files.keep_only(kept)
        self.sweep()

    # Documents

    def documents(self, workspace_id: str) -> tuple[DocumentSummary, ...]:
        """All versions of all documents, in order of arrival; see `is_current`."""
        with self.reading() as connection:
            return documents.list_documents(connection, workspace_id)

    def current_documents(self, workspace_id: str) -> tuple[DocumentSummary, ...]:
        """The newest version of each document, in order of arrival."""
        return tuple(document for document in self.documents(workspace_id) if document.is_current)

    def document(self, document_id: str) -> Document:
        """A document as it was read, with its pages.

        Raises:
            StorageError: there is no such document.
        """
        with self.reading() as connection:
            row = documents.find_document(connection, document_id)
            return content.load_document(connection, row, row.name, row.content_id)

    def original(self, sha256: str) -> Path | None:
        """The original file with this content, if it is kept."""
        return self.files.find(sha256)

    def page_text(self, workspace_id: str, sha256: str, page_index: int) -> str | None:
        """Verbatim text of a page, of replaced versions too; None when the workspace has no such page."""
        with self.reading() as connection:
            return content.load_page_text(connection, workspace_id, sha256, page_index)

    def page_scan(self, workspace_id: str, sha256: str, page_index: int) -> Scan | None:
        """How OCR read a page; None where it did not."""
        with self.reading() as connection:
            return content.load_page_scan(connection, workspace_id, sha256, page_index)

    def page_texts(self, workspace_id: str, sha256: str) -> list[str]:
        """Verbatim texts of all pages of a content, in order; empty when the workspace does not have it."""
        with self.reading() as connection:
            return content.load_page_texts(connection, workspace_id, sha256)

    def chunks(self, workspace_id: str) -> WorkspaceChunks:
        """What search needs: passages, neighbours, sizes of this workspace and the library."""
        return WorkspaceChunks(self.reading, workspace_id)

    def label_document(self, workspace_id: str, name: str, label: Label) -> None:
        """Keep what a person said a document is, in all its versions; an empty label gives it back to detection."""
        with self.writing() as connection:
            labels.put_label(connection, workspace_id, name, label)

    def folders(self, workspace_id: str) -> tuple[KeptFolder, ...]:
        """Folders that are kept in step with a workspace, by path."""
        with self.reading() as connection:
            return folders.list_folders(connection, workspace_id)

    def keep_folder(self, workspace_id: str, folder: KeptFolder) -> None:
        """Keep a folder in step from now on."""
        with self.writing() as connection:
            folders.put_folder(connection, workspace_id, folder)

    def forget_folder(self, workspace_id: str, path: str) -> None:
        """Keep a folder in step no longer; its documents stay."""
        with self.writing() as connection:
            folders.drop_folder(connection, workspace_id, path)

    # Facts

    def facts(self, workspace_id: str) -> tuple[Fact, ...]:
        """Facts of the documents that count, with what was decided about them."""
        with self.reading() as connection:
            return facts.list_facts(connection, workspace_id)

    def decide_fact(
        self,
        workspace_id: str,
        fact_id: str,
        state: FactState,
        *,
        by: str = "",
        reason: str = "",
        edits: Mapping[str, Any] | None = None,
    ) -> Fact:
        """Confirm, edit, waive or reject a fact; `EXTRACTED` takes the decisions back. The fact as it stands now.

        Raises:
            StorageError: there is no such fact.
            UsageError: the state or an edited field is none that a person may set.
        """
        decision = FactDecision(state, dict(edits or {}), reason, by, self.now())
        with self.writing() as connection:
            return facts.decide(connection, workspace_id, (fact_id,), decision)[0]

    def decide_facts(
        self, workspace_id: str, fact_ids: Sequence[str], state: FactState, *, by: str = "", reason: str = ""
    ) -> tuple[Fact, ...]:
        """The same decision about several facts, about all or none of them; the facts as they stand now.

        Raises:
            StorageError: there is no such fact.
            UsageError: the state is none that a person may set.
        """
        with self.writing() as connection:
            return facts.decide(connection, workspace_id, fact_ids, FactDecision(state, {}, reason, by, self.now()))

    def add_fact(self, workspace_id: str, fact: Fact, *, by: str, reason: str = "") -> None:
        """Keep a fact that a person added from a page; that it was added is its first decision."""
        with self.writing() as connection:
            added.put_added(connection, workspace_id, fact)
            facts.decide(connection, workspace_id, (fact.id,), FactDecision(fact.state, {}, reason, by, self.now()))

    def suggest_facts(self, workspace_id: str, suggested: Sequence[Fact]) -> None:
        """Keep facts that a model points to; they wait for a person's decision."""
        with self.writing() as connection:
            for fact in suggested:
                added.put_added(connection, workspace_id, fact)

    def fact_decisions(self, workspace_id: str, fact_id: str) -> tuple[FactDecision, ...]:
        """All that was decided about a fact's statement, first to last.

        Raises:
            StorageError: there is no such fact.
        """
        with self.reading() as connection:
            return facts.decisions_about(connection, workspace_id, fact_id)

    # Conversation

    def messages(self, workspace_id: str) -> tuple[Message, ...]:
        """The conversation, first to last."""
        with self.reading() as connection:
            return conversation.list_messages(connection, workspace_id)

    def add_message(self, workspace_id: str, role: str, text: str, payload: Mapping[str, Any] | None = None) -> Message:
        """Keep a message."""
        with self.writing() as connection:
            return conversation.put_message(connection, workspace_id, Message(0, role, text, payload or {}, self.now()))

    def replace_message(self, workspace_id: str, message: Message) -> Message:
        """Put a message in the place of the one with its id, as a reply does while it grows.

        Raises:
            StorageError: there is no message with that id.
        """
        with self.writing() as connection:
            return conversation.put_message(connection, workspace_id, message)

    def clear_messages(self, workspace_id: str) -> None:
        """Forget the conversation; answers stay."""
        with self.writing() as connection:
            conversation.clear_messages(connection, workspace_id)
        self.sweep()

    def answers(self, workspace_id: str) -> tuple[AnswerRecord, ...]:
        """The answers that hold, in order."""
        with self.reading() as connection:
            return conversation.list_answers(connection, workspace_id)

    def add_answer(self, workspace_id: str, answer: AnswerRecord) -> AnswerRecord:
        """Keep an answer in the place of an earlier one to the same question and subject; the same again changes nothing."""
        with self.writing() as connection:
            return conversation.put_answer(connection, workspace_id, answer, self.now())

    def withdraw_answer(self, workspace_id: str, answer: AnswerRecord) -> None:
        """Take an answer back."""
        with self.writing() as connection:
            conversation.withdraw_answer(connection, workspace_id, answer)

    def answer_history(self, workspace_id: str) -> tuple[AnswerRecord, ...]:
        """Every answer ever given, replaced and withdrawn ones too."""
        with self.reading() as connection:
            return conversation.answer_history(connection, workspace_id)

    def own_choices(self, workspace_id: str) -> tuple[OwnChoice, ...]:
        """Weights and figures that a person set, by id."""
        with self.reading() as connection:
            return choices.list_choices(connection, workspace_id)

    def put_own_choices(self, workspace_id: str, chosen: Sequence[OwnChoice], dropped: Sequence[str] = ()) -> None:
        """Set weights and figures, and give others back to the tables."""
        with self.writing() as connection:
            for id_ in dropped:
                choices.drop_choice(connection, workspace_id, id_)
            for choice in chosen:
                choices.put_choice(connection, workspace_id, choice, self.now())

    def logo(self, workspace_id: str) -> KeptLogo | None:
        """The workspace's logo; None where it has none."""
        with self.reading() as connection:
            return logos.find_logo(connection, workspace_id)

    def put_logo(self, workspace_id: str, logo: KeptLogo | None) -> None:
        """Keep a logo in the place of the earlier one; None: keep none."""
        with self.writing() as connection:
            if logo is None:
                logos.drop_logo(connection, workspace_id)
            else:
                logos.put_logo(connection, workspace_id, logo, self.now())

    def brief_imports(self, workspace_id: str) -> tuple[BriefImport, ...]:
        """Briefs handed in as files, first to last."""
        with self.reading() as connection:
            return conversation.list_brief_imports(connection, workspace_id)

    def add_brief_import(self, workspace_id: str, name: str, payload: Mapping[str, Any]) -> None:
        """Keep a brief that was handed in; the same one again changes nothing."""
        with self.writing() as connection:
            conversation.put_brief_import(connection, workspace_id, BriefImport(name, payload, self.now()))

    # Proposals

    def proposals(self, workspace_id: str) -> tuple[ProposalSummary, ...]:
        """All versions, first to last."""
        with self.reading() as connection:
            return proposals.list_proposals(connection, workspace_id)

    def proposal(self, workspace_id: str, version: int = 0) -> Proposal:
        """A version of the proposal; 0 is the latest.

        Raises:
            StorageError: there is no such version; the message lists those that exist.
        """
        with self.reading() as connection:
            return proposals.load_proposal(connection, workspace_id, version)

    def citing(self, workspace_id: str, names: Collection[str]) -> dict[str, tuple[int, ...]]:
        """Name of a document → versions of the proposal that quote it; names that none quotes are left out."""
        with self.reading() as connection:
            return proposals.citing(connection, workspace_id, names)

    def unchanged_proposal(self, workspace_id: str, input_hash: str) -> Proposal | None:
        """The latest version, when exactly this went into it."""
        with self.reading() as connection:
            return proposals.unchanged_proposal(connection, workspace_id, input_hash)

    def next_proposal_version(self, workspace_id: str) -> int:
        """The number that the next proposal gets."""
        with self.reading() as connection:
            return proposals.next_version(connection, workspace_id)

    def save_proposal(self, workspace_id: str, proposal: Proposal, input_hash: str, basis_hash: str = "") -> Proposal:
        """Keep a proposal as its next version, or in the place of the latest when it has that number; the proposal as kept."""
        with self.writing() as connection:
            return proposals.put_proposal(connection, workspace_id, proposal, (input_hash, basis_hash), self.now())

    def annotations(self, workspace_id: str) -> tuple[Annotation, ...]:
        """What people wrote into the proposal and holds, in that order."""
        with self.reading() as connection:
            return annotations.list_annotations(connection, workspace_id)

    def add_annotation(self, workspace_id: str, annotation: Annotation, instead: int = 0) -> Annotation:
        """Keep one, in the place of the one with the id `instead` where that is given; it as kept."""
        with self.writing() as connection:
            if instead:
                annotations.withdraw_annotation(connection, workspace_id, instead)
            return annotations.put_annotation(connection, workspace_id, annotation, self.now())

    def withdraw_annotations(self, workspace_id: str, ids: Iterable[int]) -> None:
        """Take some back, all or none.

        Raises:
            StorageError: one is not there, or was taken back before.
        """
        with self.writing() as connection:
            for id_ in ids:
                annotations.withdraw_annotation(connection, workspace_id, id_)

    def input_hash(self, workspace_id: str, extra: Iterable[str] = ()) -> str:
        """Hash of all that a proposal rests on in this workspace, and of `extra`: the date, versions of tables, settings."""
        state = {
            "documents": [(d.id, d.version, d.is_excluded) for d in self.current_documents(workspace_id)],
            "facts": [fact.model_dump(mode="json") for fact in self.facts(workspace_id)],
            "answers": [answer.model_dump(mode="json") for answer in self.answers(workspace_id)],
            "own": [choice.model_dump(mode="json") for choice in self.own_choices(workspace_id)],
            "imports": [(given.name, dict(given.payload)) for given in self.brief_imports(workspace_id)],
            "extra": list(extra),
        }
        return hashlib.sha256(encode_json(state).encode()).hexdigest()

    # Who did what, and what left the machine

    def add_audit(self, workspace: str, who: str, what: str, detail: Mapping[str, Any] | None = None) -> None:
        """Note that somebody did something: names, ids and counts, never text of a document."""
        with self.writing() as connection:
            audit.put_audit(connection, AuditEntry(self.now(), workspace, who, what, detail or {}))

    def audit(self, workspace: str, limit: int = 200) -> tuple[AuditEntry, ...]:
        """The latest entries of a workspace (by slug), newest first."""
        with self.reading() as connection:
            return audit.list_audit(connection, workspace, limit)

    def add_model_call(self, call: ModelCall) -> None:
        """Note what was sent to a language model, by size."""
        with self.writing() as connection:
            audit.put_call(connection, call if call.at else _dated(call, self.now()))

    def model_calls(self, workspace: str, limit: int = 200) -> tuple[ModelCall, ...]:
        """The latest calls of a workspace (by slug), newest first."""
        with self.reading() as connection:
            return audit.list_calls(connection, workspace, limit)


def _dated(call: ModelCall, at: str) -> ModelCall:
    return ModelCall(
        call.endpoint,
        call.purpose,
        call.sent_characters,
        call.received_characters,
        call.seconds,
        call.outcome,
        at,
        call.workspace,
    )
