"""Runs the command line, in this process or as a real one, and keeps what it said."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rag.cli import main
from rag.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-21"


def with_minilm(settings: Settings) -> Settings:
    """The same with the embedding model that is installed, without the measurement that chooses its number format."""
    return settings.model_copy(update={"embedder": "minilm", "embedding_precision": "float32"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which is one JSON document and nothing else."""
        assert self.out.count("\n") == 1, f"not one line:\n{self.out}\n{self.err}"
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs commands on one data directory, with an embedder that needs no model."""

    data_dir: Path
    embedder: str = "hashing"

    def __call__(self, *arguments: str | Path, status: int = 0) -> Outcome:
        """Run a command in this process; it has to end with `status`."""
        out, err = io.StringIO(), io.StringIO()
        with patch.dict(os.environ, self._environment()), redirect_stdout(out), redirect_stderr(err):
            try:
                ended = main(self._line(arguments))
            except SystemExit as end:
                ended = int(end.code or 0)
        outcome = Outcome(ended, out.getvalue(), err.getvalue())
        assert ended == status, f"{arguments} ended with {ended}\n{outcome.out}\n{outcome.err}"
        return outcome

    def start(self, *arguments: str | Path) -> "subprocess.Popen[str]":
        """Start a command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "rag", *self._line(arguments)],
            cwd=ROOT,
            env={**os.environ, **self._environment()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def process(self, *arguments: str | Path, status: int = 0) -> Outcome:
        """Run a command as a process of its own; it has to end with `status`."""
        started = self.start(*arguments)
        out, err = started.communicate(timeout=120)
        assert started.returncode == status, f"{arguments} ended with {started.returncode}\n{out}\n{err}"
        return Outcome(started.returncode, out, err)

    def _line(self, arguments: tuple[str | Path, ...]) -> list[str]:
        return [*map(str, arguments), "--data-dir", str(self.data_dir), "--as-of", TODAY]

    def _environment(self) -> dict[str, str]:
        return {
            "GROUNDPLAN_EMBEDDER": self.embedder,
            "GROUNDPLAN_EMBEDDING_PRECISION": "float32",  # without the measurement that chooses it
            "GROUNDPLAN_OCR": "off",  # the same pages on every machine, whatever is installed
            "GROUNDPLAN_LIBREOFFICE": "off",
            "HF_HUB_OFFLINE": "1",
        }
