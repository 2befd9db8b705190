"""The documents of one workspace, after they were taken in: everything that a page or a command can do with them.

What is changed here is followed at once by facts, search, brief and questions; a new draft follows, too.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import UsageError
from rag.ground.citation import Citation
from rag.ground.standing import Standing
from rag.ingest.document import FailedDocument
from rag.ingest.workers import Source
from rag.knowledge.knowledge import Knowledge
from rag.shelf.locked import LockedFile, LockedFiles
from rag.shelf.report import DocumentReport, report_document
from rag.shelf.standings import Standings
from rag.shelf.sync import FolderSync, Shelving, TakeIn
from rag.shelf.watch import FolderWatch, WatchState
from rag.store.documents import FOLDER, USER, DocumentSummary
from rag.store.folders import KeptFolder
from rag.store.intake import Intake
from rag.store.labels import Label
from rag.store.record import Record, Workspace
from rag.store.removal import Removal


@dataclass(frozen=True, slots=True)
class Hands:
    """What the shelf cannot do by itself."""

    intake: Callable[[], Intake]  # waits for the indexes; StorageError when the record is open for reading only
    take_in: TakeIn
    changed: Callable[[], None]  # told when what follows from the documents has to be worked out anew


class Shelf:
    """See the module. Threads may share it."""

    def __init__(self, workspace: Workspace, record: Record, knowledge: Knowledge, hands: Hands) -> None:
        self._workspace = workspace
        self._record = record
        self._knowledge = knowledge
        self._hands = hands
        self._locked = LockedFiles(record.data_dir, workspace.id)
        self._watches: dict[str, FolderWatch] = {}

    # What a document is

    def find(self, name: str) -> DocumentSummary:
        """The current document that a person means: by its name, its id, or the end of its path.

        Raises:
            UsageError: there is none, or more than one.
        """
        held = self._record.current_documents(self._workspace.id)
        found = [document for document in held if name in (document.name, document.id)]
        ending = name.replace("\\", "/")
        found = found or [d for d in held if d.name.replace("\\", "/").endswith(f"/{ending}")]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(
                f"{name} is the end of {len(found)} names: {', '.join(d.name for d in found[:5])}. Give one in full."
            )
        raise UsageError(f"There is no document {name}. `groundplan documents` lists them.")

    def report(self, document_id: str) -> DocumentReport:
        """All about one document."""
        return report_document(self._record, self._workspace.id, document_id)

    def types(self) -> Mapping[str, str]:
        """Types of documents that a person may give, with their names."""
        return self._knowledge.reading.types.labels

    def authorities(self) -> Mapping[str, str]:
        """Classes of authority, highest first, with their names."""
        return {one.id: one.label for one in self._knowledge.brief.fields.authority_classes}

    def authority(self, document: DocumentSummary) -> str:
        """The class of a document: as a person said, else that of its type."""
        return document.label.authority or self.authority_of_type(document)

    def authority_of_type(self, document: DocumentSummary) -> str:
        """The class that a document has by its type."""
        return self._knowledge.brief.fields.authority_of(document.doc_type)

    def edit(self, document: DocumentSummary, label: Label) -> None:
        """Say what a document is, in all its versions; None in the label gives a value back to detection.

        Raises:
            UsageError: there is no such type or class, or the date is none.
        """
        self._check(label)
        if label == document.label:
            return
        self._record.label_document(self._workspace.id, document.name, label)
        self._note("document edited", document=document.name, said=dict(label.said))

    def _check(self, label: Label) -> None:
        for value, known, what in ((label.doc_type, self.types(), "type"), (label.authority, self.authorities(), "authority")):
            if value is not None and value not in known:
                raise UsageError(f"There is no {what} {value}. There are: {', '.join(known)}.")
        try:
            if label.dated:
                datetime.date.fromisoformat(label.dated)
        except ValueError as error:
            raise UsageError(f"{label.dated} is not a date like 2026-11-21.") from error

    # Whether it counts

    def set_aside(self, documents: Sequence[str], by: str = USER) -> None:
        """Set documents aside, by id: they stay readable, but are neither found nor evidence."""
        self._exclude(documents, True, by)

    def use_again(self, documents: Sequence[str], by: str = USER) -> None:
        """Take documents back that were set aside, by id."""
        self._exclude(documents, False, by)

    def _exclude(self, ids: Sequence[str], excluded: bool, by: str) -> None:
        if not ids:
            return
        names = self._names(ids)
        try:
            self._hands.intake().exclude_all(ids, excluded, by)
        finally:
            self._hands.changed()
        self._note("documents set aside" if excluded else "documents used again", by, documents=names)

    # What relies on it

    def citing(self, documents: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Name of each of these documents, by id, that proposals quote → their versions."""
        return self._record.citing(self._workspace.id, self._names(documents))

    def standing(self, citation: Citation) -> Standing:
        """What became of a cited document since."""
        return Standings(self._record, self._workspace.id)(citation)

    def remove(self, documents: Sequence[str]) -> Removal:
        """Delete documents for good, by id, earlier versions included: text, vectors, facts and files.

        Raises:
            StorageError: one is not there, or something is still found afterwards.
        """
        citing = self.citing(documents)
        try:
            removal = self._hands.intake().remove_all(documents)
        finally:
            self._hands.changed()
        names = list(dict.fromkeys(document.name for document in removal.documents))
        self._note("documents deleted", documents=names, quoted_by={name: list(found) for name, found in citing.items()})
        return removal

    # Files that need a password

    def locked(self) -> tuple[LockedFile, ...]:
        """Files that were not taken in for want of a password, and are kept for a day."""
        return self._locked.files()

    def keep_locked(self, failed: Sequence[FailedDocument], sources: Sequence[Source]) -> None:
        """Keep what failed for want of a password, until it is opened or left out."""
        self._locked.keep(failed, sources)

    def locked_source(self, file_id: str, password: str) -> Source:
        """A locked file with its password, to be taken in.

        Raises:
            UsageError: it waits no longer.
        """
        return self._locked.source(file_id, password)

    def forget_locked(self, names: Sequence[str]) -> None:
        """Delete what was kept of files that are taken in, or left out."""
        self._locked.forget(names)

    # Folders kept in step

    def sync(self, folder: Path, *, sets_aside: bool, waits: bool = False) -> FolderSync:
        """A folder to be kept in step; see `FolderSync`."""
        shelving = Shelving(
            take_in=self._hands.take_in,
            documents=lambda: self._record.current_documents(self._workspace.id),
            set_aside=lambda ids: self.set_aside(ids, FOLDER),
            use_again=lambda ids: self.use_again(ids, FOLDER),
        )
        return FolderSync(folder, shelving, sets_aside=sets_aside, waits=waits)

    def keep_folder(self, path: str, *, sets_aside: bool) -> None:
        """Keep a folder in step from now on, after a restart too.

        Raises:
            UsageError: there is no such folder.
        """
        folder = Path(path).expanduser()
        if not folder.is_dir():
            raise UsageError(f"There is no folder {path}. Give the full path of one on this machine.")
        self.forget_folder(str(folder))
        self._record.keep_folder(self._workspace.id, KeptFolder(str(folder), sets_aside))
        self._note("folder kept in step", folder=str(folder), sets_aside=sets_aside)
        self.resume()

    def forget_folder(self, path: str) -> None:
        """Keep a folder in step no longer; its documents stay."""
        watch = self._watches.pop(path, None)
        if watch is not None:
            watch.stop()
            self._note("folder no longer kept in step", folder=path)
        self._record.forget_folder(self._workspace.id, path)

    def resume(self) -> None:
        """Keep those folders in step that were asked for before."""
        for folder in self._record.folders(self._workspace.id):
            if folder.path not in self._watches:
                sync = self.sync(Path(folder.path), sets_aside=folder.sets_aside, waits=True)
                self._watches[folder.path] = FolderWatch(sync)

    def folders(self) -> tuple[WatchState, ...]:
        """The folders that are kept in step."""
        return tuple(watch.state for watch in list(self._watches.values()))

    def close(self) -> None:
        """Stop looking at folders."""
        for watch in self._watches.values():
            watch.stop()
        self._watches.clear()

    def _names(self, ids: Sequence[str]) -> list[str]:
        wanted = set(ids)
        return [document.name for document in self._record.documents(self._workspace.id) if document.id in wanted]

    def _note(self, what: str, who: str = USER, **detail: object) -> None:
        self._record.add_audit(self._workspace.slug, who, what, detail)
        self._hands.changed()
