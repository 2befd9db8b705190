"""The command `documents`, and passwords of files that `ingest` takes in: arguments and a consultation → what is printed."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from getpass import getpass
from pathlib import Path
from typing import Any

from rag.commands.arguments import DETECTED
from rag.consultation import Consultation
from rag.errors import EncryptedDocument, UsageError
from rag.ingest.workers import find_sources
from rag.shelf.shelf import Shelf
from rag.store.batch import IngestReport
from rag.store.documents import DocumentSummary
from rag.store.labels import Label

_LOCKS = {"": "documents", "edit": "edit"}  # action → kind of command by what it opens; the others write indexes
Outcome = tuple[dict[str, Any], str]  # for --json, and for people
Ask = Callable[[str], str]  # name of a file → its password, "" to leave it out


def command_of(arguments: argparse.Namespace) -> str:
    """The kind of command that an action is, by the locks it needs: listing reads, editing writes the record alone."""
    return _LOCKS.get(arguments.action or "", "documents that change")


# Actions


def act_on_documents(arguments: argparse.Namespace, consultation: Consultation) -> Outcome:
    """Do what was asked for; afterwards, what the documents are now."""
    shelf = consultation.shelf
    if not arguments.action:
        rows = [_row(shelf, document) for document in consultation.documents()]
        return {"documents": rows}, "\n".join(map(_line, rows)) or "No documents yet."
    chosen = [shelf.find(name) for name in arguments.names]
    ids = list(dict.fromkeys(document.id for document in chosen))
    match arguments.action:
        case "delete":
            return _delete(arguments, shelf, ids)
        case "set-aside":
            shelf.set_aside(ids)
        case "use":
            shelf.use_again(ids)
        case _:
            shelf.edit(chosen[0], _label(arguments, chosen[0].label))
    now = [document for document in consultation.documents() if document.id in ids]
    rows = [_row(shelf, document) for document in now]
    return {"documents": rows}, "\n".join(map(_line, rows))


def _label(arguments: argparse.Namespace, before: Label) -> Label:
    given = {"doc_type": arguments.type, "dated": arguments.date, "authority": arguments.authority}
    said = {name: value for name, value in given.items() if value is not None}
    if not said:
        raise UsageError("Say what to change: --type, --date or --authority.")
    if said.get("dated") == "none":
        said["dated"] = ""
    return replace(before, **{name: None if value == DETECTED else value for name, value in said.items()})


def _delete(arguments: argparse.Namespace, shelf: Shelf, ids: Sequence[str]) -> Outcome:
    quoted = shelf.citing(ids)
    if not arguments.yes:
        _confirm(arguments, quoted, len(ids))
    removal = shelf.remove(ids)
    names = list(dict.fromkeys(document.name for document in removal.documents))
    payload = {
        "deleted": names,
        "versions": len(removal.documents),
        "passages": removal.passages,
        "quoted_by": {name: list(versions) for name, versions in quoted.items()},
        "log_emptied": removal.is_swept,
        "vectors_made_anew": removal.is_compacted,
    }
    lines = [f"deleted      {name}" for name in names] + _quoted(quoted)
    lines += [] if removal.is_swept else ["Something was reading the record: its log is emptied at the next start."]
    lines += (
        []
        if removal.is_compacted
        else ["Vectors of a large workspace stay in the files of chroma/, where no search finds them."]
    )
    return payload, "\n".join(lines)


def _confirm(arguments: argparse.Namespace, quoted: dict[str, tuple[int, ...]], count: int) -> None:
    """Ask at the terminal; without one the answer has to be given beforehand."""
    for line in _quoted(quoted):
        print(line, file=sys.stderr)
    if arguments.json or not sys.stdin.isatty():
        raise UsageError("Nothing was deleted. Give --yes to delete for good without being asked.")
    print(f"Delete {count} document{'s' if count > 1 else ''} for good? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("Nothing was deleted.")


def _quoted(quoted: dict[str, tuple[int, ...]]) -> list[str]:
    return [f"{name} is quoted by version {', '.join(map(str, found))} of the proposal." for name, found in quoted.items()]


def _row(shelf: Shelf, document: DocumentSummary) -> dict[str, Any]:
    return {
        "id": document.id,
        "name": document.name,
        "version": document.version,
        "type": document.doc_type,
        "date": document.dated,
        "authority": shelf.authority(document),
        "said": sorted(document.label.said),
        "pages": document.pages if document.has_pages else None,
        "passages": document.chunks,
        "facts": document.facts,
        "status": document.status,
        "set_aside": document.is_excluded,
        "set_aside_by": document.excluded_by,
        "copy_of": document.copy_of,
        "pages_without_text": list(document.pages_without_text),
    }


def _line(row: dict[str, Any]) -> str:
    said = [row["type"], row["date"] or "no date", row["authority"], f"version {row['version']}"]
    said += [f"{row['pages']} pages"] if row["pages"] is not None else []
    said += [f"{row['passages']} passages", f"{row['facts']} facts"]
    said += [f"pages without text: {', '.join(map(str, row['pages_without_text']))}"] if row["pages_without_text"] else []
    return f"{'set aside' if row['set_aside'] else row['status']:<12} {row['name']}  ({' · '.join(said)})"


# Passwords: never in an argument, where every process of the machine can read them


def read_passwords(file: Path) -> tuple[str, ...]:
    """The passwords in a file, one a line.

    Raises:
        UsageError: it cannot be read, or holds none.
    """
    try:
        lines = tuple(line for line in file.read_text(encoding="utf-8-sig").splitlines() if line)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read as text.") from error
    if not lines:
        raise UsageError(f"{file} holds no password.")
    return lines


def ask_password(name: str) -> str:
    """Ask the person at the terminal, without showing what is typed."""
    return getpass(f"Password for {name} (Enter leaves it out): ", stream=sys.stderr)


def unlock(
    consultation: Consultation, report: IngestReport, paths: Sequence[str], passwords: Ask | Sequence[str]
) -> IngestReport:
    """The report after those files were tried again that need a password.

    Args:
        consultation: takes them in.
        report: of the first try.
        paths: what was given.
        passwords: those to try on each file in turn, or a function that asks for one.
    """
    locked = {failure.name for failure in report.failed if failure.code == EncryptedDocument.code}
    sources, _ = find_sources(map(Path, paths)) if locked and passwords else ([], [])
    for source in sources:
        if source.name in locked:
            for password in [passwords(source.name)] if callable(passwords) else passwords:
                if password and source.name in {failure.name for failure in report.failed}:
                    again = consultation.ingest_sources([replace(source, password=password)])
                    report = _merged(report, again, source.name)
    return report


def _merged(report: IngestReport, again: IngestReport, name: str) -> IngestReport:
    others = tuple(failure for failure in report.failed if failure.name != name)
    seconds = round(report.seconds + again.seconds, 3)
    return replace(report, documents=(*report.documents, *again.documents), failed=(*others, *again.failed), seconds=seconds)
