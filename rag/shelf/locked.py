"""Files that wait for their password, so that nobody has to hand them in again.

Bytes of a dropped file are kept, locked as they came, in a folder of the data directory until it is opened, left out, or a day
old; of a file on this machine only its path is. A password is held while the file is read, and written nowhere.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import EncryptedDocument, UsageError
from rag.ingest.document import FailedDocument
from rag.ingest.workers import Source

FOLDER = "locked"
KEPT_S = 24 * 3600
_NOTE = ".json"


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file that needs a password."""

    id: str
    name: str  # the path as given
    message: str  # what the last try came to
    path: Path


class LockedFiles:
    """The files of one workspace that wait."""

    def __init__(self, data_dir: Path, workspace_id: str) -> None:
        self._data_dir = data_dir
        self._folder = data_dir / FOLDER / workspace_id

    def keep(self, failed: Iterable[FailedDocument], sources: Iterable[Source]) -> None:
        """Keep those that failed for want of a password."""
        paths = {source.name: source.path for source in sources}
        for failure in failed:
            path = paths.get(failure.name)
            if failure.code == EncryptedDocument.code and path is not None and path.is_file():
                self._keep(failure, path)

    def files(self) -> tuple[LockedFile, ...]:
        """Those that wait, by name; what is too old or gone is forgotten."""
        remove_stale_locked(self._data_dir)
        found = sorted(self._read(), key=lambda file: file.name)
        return tuple(file for file in found if file.path.is_file())

    def source(self, file_id: str, password: str) -> Source:
        """A file with its password, to be read.

        Raises:
            UsageError: it waits no longer.
        """
        file = next((file for file in self.files() if file.id == file_id), None)
        if file is None:
            raise UsageError("This file waits no longer: it was kept for a day. Drop it again.")
        return Source(file.name, file.path, password)

    def forget(self, names: Iterable[str]) -> None:
        """Delete what was kept of these files; a file that lies elsewhere on this machine is left alone."""
        for name in names:
            for path in self._folder.glob(f"{_id(name)}*"):
                path.unlink(missing_ok=True)

    def _keep(self, failure: FailedDocument, path: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.is_relative_to(self._data_dir) and not path.is_relative_to(self._folder):
            path = Path(shutil.copyfile(path, self._folder / f"{_id(failure.name)}{path.suffix}"))
        note = {"name": failure.name, "message": failure.message, "path": str(path.absolute())}
        (self._folder / f"{_id(failure.name)}{_NOTE}").write_text(json.dumps(note), encoding="utf-8")

    def _read(self) -> Iterator[LockedFile]:
        for note in self._folder.glob(f"*{_NOTE}"):
            try:
                told = json.loads(note.read_text(encoding="utf-8"))
                yield LockedFile(note.stem, told["name"], told["message"], Path(told["path"]))
            except (OSError, ValueError, KeyError):
                note.unlink(missing_ok=True)


def remove_stale_locked(data_dir: Path, kept_s: float = KEPT_S) -> None:
    """Delete what has waited for too long, in every workspace."""
    for path in (data_dir / FOLDER).glob("*/*"):
        if time.time() - path.stat().st_mtime > kept_s:
            path.unlink(missing_ok=True)


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:24]
