"""A copy of all that cannot be made again: the record and the original files.

In: a data directory, which may be in use. Out: a folder that another data directory can be restored from, on any machine.
Vectors are left out; they are made anew at the next start.
"""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.errors import StorageError
from rag.store.database import FILE
from rag.store.files import FOLDER, OriginalFiles, hash_file
from rag.store.lock import lock_data_directory
from rag.store.record import utc_now

MANIFEST = "manifest.json"
FORMAT = 1
_PART = ".part"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was copied."""

    folder: Path
    files: int  # original files
    bytes: int  # of record and files
    missing: tuple[str, ...] = ()  # hashes of contents whose original file was gone already


def back_up(data_dir: Path, target: Path, clock: Callable[[], datetime] = utc_now) -> BackupReport:
    """Copy the record as it is at one moment, and the files it refers to, into the new folder `target`.

    Other processes may read and write meanwhile. `target` appears only when it is complete.

    Raises:
        StorageError: there is no record, `target` exists, or it cannot be written.
    """
    source = data_dir / FILE
    if not source.is_file():
        raise StorageError(f"There is no record in {data_dir}. Name the right folder with --data-dir.")
    if target.exists():
        raise StorageError(f"{target} exists already. Name a folder that does not.")
    part = target.with_name(target.name + _PART)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        _copy_record(source, part / FILE)
        copied, missing = _copy_files(part / FILE, OriginalFiles(data_dir), OriginalFiles(part))
        size = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
        manifest = {
            "format": FORMAT,
            "created": clock().astimezone(UTC).isoformat(timespec="seconds"),
            "schema": _revision(part / FILE),
            "record_sha256": hash_file(part / FILE),
            "files": copied,
        }
        (part / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        part.rename(target)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StorageError(
            f"The backup {target} cannot be written: {error}. See to free disk space and access rights."
        ) from error
    return BackupReport(target, copied, size, missing)


def restore(backup: Path, data_dir: Path) -> None:
    """Put a backup into a data directory that has no record. An older record is upgraded when it is next opened.

    Raises:
        StorageError: `backup` is none, is damaged, or `data_dir` has a record already.
        DataDirectoryLocked: a process works in `data_dir`.
    """
    manifest = _manifest(backup)
    if hash_file(backup / FILE) != manifest["record_sha256"]:
        raise StorageError(f"The backup {backup} is damaged: {FILE} is not what was written. Use another backup.")
    damaged = [path.name for path in sorted((backup / FOLDER).glob("??/*")) if hash_file(path) != path.name[:64]]
    if damaged:
        raise StorageError(f"The backup {backup} is damaged: {', '.join(damaged)} changed since. Use another backup.")
    with lock_data_directory(data_dir):
        if (data_dir / FILE).exists():
            raise StorageError(
                f"{data_dir} has a record already. Move it away, or restore into another folder with --data-dir."
            )
        part = data_dir / f"{FILE}{_PART}"
        try:
            if (backup / FOLDER).is_dir():
                shutil.copytree(backup / FOLDER, data_dir / FOLDER, dirs_exist_ok=True)
            shutil.copyfile(backup / FILE, part)
            part.replace(data_dir / FILE)  # last, so that a restore that was cut short can be started again
        except OSError as error:
            raise StorageError(f"The backup cannot be copied to {data_dir}: {error}. See to disk space and rights.") from error


def _copy_record(source: Path, target: Path) -> None:
    """Copy a database that may be in use, at one moment."""
    with contextlib.closing(sqlite3.connect(source)) as live, contextlib.closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _copy_files(record: Path, source: OriginalFiles, target: OriginalFiles) -> tuple[int, tuple[str, ...]]:
    """Copy the originals of all contents that have one; the number, and the hashes of those that are gone."""
    with contextlib.closing(sqlite3.connect(record)) as database:
        query = (
            "SELECT DISTINCT sha256 FROM contents c JOIN workspaces w ON w.id = c.workspace_id WHERE NOT w.is_hidden ORDER BY 1"
        )
        hashes = [str(row[0]) for row in database.execute(query)]
    missing: list[str] = []
    for sha256 in hashes:
        original = source.find(sha256)
        if original is None:
            missing.append(sha256)
        else:
            place = target.folder / sha256[:2] / original.name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original, place)
    return len(hashes) - len(missing), tuple(missing)


def _revision(record: Path) -> str:
    with contextlib.closing(sqlite3.connect(record)) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _manifest(backup: Path) -> dict[str, Any]:
    """The backup's own description, if it is one that we can read."""
    try:
        manifest: dict[str, Any] = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        is_known = manifest["format"] == FORMAT and bool(manifest["record_sha256"]) and (backup / FILE).is_file()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError(
            f"{backup} is no backup: it has no readable {MANIFEST}. Name the folder that a backup wrote."
        ) from error
    if not is_known:
        raise StorageError(f"{backup} is no backup that this version can read. Update Groundplan.")
    return manifest
