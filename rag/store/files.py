"""The original files, as they were handed in: kept under the hash of their bytes, for as long as a document refers to them."""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Collection
from pathlib import Path

from rag.errors import StorageError

FOLDER = "files"
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")
_PART = ".part"


class OriginalFiles:
    """The folder `files/` of a data directory: `<first two>/<sha256><suffix>`."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER

    def find(self, sha256: str) -> Path | None:
        """The file with this content, if it is kept."""
        return next(iter(sorted((self.folder / sha256[:2]).glob(f"{sha256}*"))), None) if sha256 else None

    def put(self, source: Path, sha256: str) -> Path:
        """Keep a copy of `source`; at the return it is safely on the disk. A content that is already kept is left as it is.

        Raises:
            StorageError: the file cannot be copied, or no longer has the content that was read.
        """
        kept = self.find(sha256)
        if kept is not None:
            return kept
        suffix = source.suffix.lower()
        target = self.folder / sha256[:2] / (sha256 + (suffix if _SUFFIX.fullmatch(suffix) else ""))
        part = self.folder / f"{secrets.token_hex(8)}{_PART}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as origin, part.open("wb") as copy:
                shutil.copyfileobj(origin, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
            if hash_file(part) != sha256:
                raise StorageError(f"{source.name} was changed while it was being read. Take it in again.")
            part.replace(target)
            _sync_folder(target.parent)
        except OSError as error:
            raise StorageError(f"{source.name} cannot be kept in {self.folder}: {error.strerror}. Is the disk full?") from error
        finally:
            part.unlink(missing_ok=True)
        return target

    def remove(self, sha256: str) -> None:
        """Delete the file with this content, if it is kept."""
        kept = self.find(sha256)
        if kept is not None:
            kept.unlink(missing_ok=True)

    def all_hashes(self) -> set[str]:
        """Hashes of all kept files."""
        return {path.name[:64] for path in self.folder.glob("??/*")}

    def keep_only(self, hashes: Collection[str]) -> int:
        """Delete files that no document refers to, and what an interrupted copy left; the number of files deleted."""
        wanted = set(hashes)
        orphans = [path for path in self.folder.glob("??/*") if path.name[:64] not in wanted]
        orphans += self.folder.glob(f"*{_PART}")
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex, read in parts."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system allows it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
