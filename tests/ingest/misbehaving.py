"""Functions for the tests of child processes; they stand in a module of their own because the child imports them by name."""

import ctypes
import os
import sys
import time
from pathlib import Path

from rag.errors import EmptyDocument
from rag.ingest.program import run_program, work_folder


def echo(text: str) -> str:
    """The text itself."""
    return text


def process_id() -> int:
    """The number of the process that answers."""
    return os.getpid()


def sleep(seconds: float) -> None:
    """Take a long time, without the interpreter noticing signals any sooner."""
    time.sleep(seconds)


def crash() -> None:
    """Die as native code dies."""
    ctypes.string_at(0)


def eat(megabytes: int) -> int:
    """Use memory."""
    return len(bytearray(megabytes << 20))


def refuse(message: str) -> None:
    """Raise an error of the product."""
    raise EmptyDocument(message)


def fail() -> None:
    """Raise an error that nobody expects."""
    raise KeyError("secret text of a document")


def print_noise() -> str:
    """Write where the replies go."""
    print("noise on standard output")  # noqa: T201 - that is the point
    os.write(1, b"more noise")
    return "answer"


def act(name: str, path: str, password: str = "") -> str:
    """Do what the file says."""
    del name, password
    word = Path(path).read_text(encoding="utf-8")
    if word == "crash":
        crash()
    if word == "sleep":
        sleep(60)
    return word


def run_for_long(note: str) -> None:
    """Call an outside program that takes long, after noting its number and folder."""
    code = f"import os, pathlib, time; pathlib.Path({note!r}).write_text(f'{{os.getpid()}} {{os.getcwd()}}'); time.sleep(60)"
    with work_folder() as folder:
        run_program([sys.executable, "-c", code], folder, timeout_s=60, memory_mb=1024)
