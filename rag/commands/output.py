"""Opening the application for a command, and printing what it gives."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from typing import Any

from pydantic import BaseModel

from rag.build.application import Application, open_application
from rag.settings import Settings

RECORD_ONLY = ("interview", "propose", "import", "edit", "add", "weigh")  # write, but need neither indexes nor model
READ_ONLY = (
    "documents",
    "facts",
    "conflicts",
    "brief",
    "diff",
    "doctor",
    "decide",
)  # beside the open app; others take the lock


def open_for(arguments: argparse.Namespace, settings: Settings) -> Application:
    """The application, opened as far as the command needs it."""
    writing = arguments.command not in READ_ONLY
    indexes = arguments.command not in RECORD_ONLY
    return open_application(settings, writing=writing, as_of=arguments.as_of or "", create_workspace=False, indexes=indexes)


def emit(arguments: argparse.Namespace, payload: Any, shown: str) -> int:
    """Print the JSON payload or its readable form."""
    print(json.dumps(payload, ensure_ascii=False, default=_plain) if arguments.json else shown)
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def show_progress() -> Callable[[Any], None]:
    """Shows the progress: one line that changes on a terminal, a line per finished file elsewhere."""
    shown = 0

    def redraw(report: Any) -> None:
        left = f", about {report.eta_s:.0f} s left" if report.eta_s else ""
        said = f"{report.done}/{report.total} files, {report.pages} pages{left}: {report.step} {report.name[-50:]}"
        print(f"\r{said:<110}", end="", file=sys.stderr, flush=True)
        if report.step == "done":
            print(file=sys.stderr)

    def add_line(report: Any) -> None:
        nonlocal shown
        if report.done > shown or report.step == "done":
            shown = report.done
            print(f"{report.done}/{report.total} files, {report.pages} pages", file=sys.stderr, flush=True)

    return redraw if sys.stderr.isatty() else add_line
