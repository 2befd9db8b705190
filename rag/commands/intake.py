"""`sample`, `ingest`, `watch` and `documents`: documents come in, are listed, set aside, labelled and deleted."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from rag.commands.documents import act_on_documents, ask_password, command_of, read_passwords, unlock
from rag.commands.output import emit, open_for, show_progress
from rag.errors import UsageError
from rag.settings import Settings


def run_sample(arguments: argparse.Namespace, settings: Settings) -> int:
    """Create the sample company's workspace."""
    with open_for(arguments, settings) as application:
        application.prepare_intake()
        consultation = application.consultation(application.create_sample())
        report = consultation.ingest_sources(application.sample_sources(), show_progress())
    return emit(arguments, {"workspace": consultation.slug, **_ingest_payload(report)}, _ingest_text(report))


def run_ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take in files or folders; every input is in `documents` or in `failed`."""
    if arguments.sync and (len(arguments.paths) != 1 or arguments.password_file):
        raise UsageError("--sync takes one folder, and no --password-file.")
    if arguments.set_aside_gone and not arguments.sync:
        raise UsageError("--set-aside-gone goes with --sync.")
    passwords = read_passwords(arguments.password_file) if arguments.password_file else None
    with open_for(arguments, settings) as application:
        application.prepare_intake()
        consultation = application.consultation(application.ensure_workspace(settings.workspace))
        if arguments.sync:
            sync = consultation.shelf.sync(Path(arguments.paths[0]), sets_aside=arguments.set_aside_gone)
            found = sync.once(show_progress())
            return emit(arguments, _sync_payload(found), "\n".join(found.lines) or "In step.")
        report = consultation.ingest([Path(path) for path in arguments.paths], show_progress())
        asks = sys.stdin.isatty() and not arguments.json
        report = unlock(consultation, report, arguments.paths, ask_password if asks and passwords is None else passwords or ())
        if note := application.renewal():
            print(note, "Waiting for the rest; Ctrl+C leaves it to the next time.", file=sys.stderr, flush=True)
            application.wait_for_renewal()
    return emit(arguments, _ingest_payload(report), _ingest_text(report))


def run_watch(arguments: argparse.Namespace, settings: Settings) -> int:
    """Keep a folder in step until Ctrl+C."""
    with open_for(arguments, settings) as application:
        consultation = application.consultation(application.ensure_workspace(settings.workspace))
        sync = consultation.shelf.sync(arguments.folder, sets_aside=arguments.set_aside_gone, waits=True)
        print(f"Keeping {arguments.folder} in step; Ctrl+C ends it.", file=sys.stderr, flush=True)
        try:
            while True:
                try:
                    found = sync.once(show_progress())
                    if found.lines:
                        emit(arguments, _sync_payload(found), "\n".join(found.lines))
                        sys.stdout.flush()
                except UsageError as error:  # its drive may come back
                    print(error, file=sys.stderr, flush=True)
                time.sleep(arguments.interval)
        except KeyboardInterrupt:
            return 0


def run_documents(arguments: argparse.Namespace, settings: Settings) -> int:
    """List documents, set them aside, use them again, say what they are, or delete them."""
    arguments.command = command_of(arguments)
    with open_for(arguments, settings) as application:
        payload, shown = act_on_documents(arguments, application.consultation(settings.workspace))
    return emit(arguments, payload, shown)


def _sync_payload(found: Any) -> dict[str, Any]:
    gone = {"gone": list(found.gone), "set_aside": list(found.set_aside), "used_again": list(found.back), "note": found.note}
    return {**_ingest_payload(found.taken), **gone}


def _ingest_text(report: Any) -> str:
    lines = [f"{d.status:<12} {d.name}{f'  ({d.message})' if d.message else ''}" for d in report.documents]
    lines += [f"failed       {f.name}  ({f.message})" for f in report.failed]
    return "\n".join([*lines, f"{report.seconds:.1f} s"])


def _ingest_payload(report: Any) -> dict[str, Any]:
    documents = [
        {
            "id": d.id,
            "name": d.name,
            "sha256": d.sha256,
            "pages": d.pages,
            "chunks": d.chunks,
            "status": d.status,
            "pages_without_text": list(d.pages_without_text),
            "message": d.message,
        }
        for d in report.documents
    ]
    failed = [{"name": f.name, "code": f.code, "message": f.message} for f in report.failed]
    return {"documents": documents, "failed": failed, "seconds": round(report.seconds, 2)}
