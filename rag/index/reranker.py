"""Rerankers: cross-encoders that read question and passage together. Checked without torch; run in a child process.

In: the setting `reranker`, a question and passages. Out: a score for each passage. Run as
`python -m rag.index.reranker MODEL PRECISION` it is the child; see `model_process.py`.
"""

import json
import re
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from rag.errors import SettingsError
from rag.index.embedder import Vectors
from rag.index.model_process import Answer, ModelProcess, Wording, be_child
from rag.index.weights import PAIRS, RERANKER, absolute, architectures, find_folder, read_json

SLICE = 8  # pairs per request: a question waits for at most one request of another's reranking
INSTEAD = (
    f"Set {RERANKER} to the folder or name of a downloaded cross-encoder with a single label, such as "
    "cross-encoder/ms-marco-MiniLM-L6-v2, or leave it empty to search without one."
)
_LABELS = 2  # what transformers assumes where a configuration says nothing
_HEAD = re.compile(r"classif|score|logits")  # names of the weights that turn vectors into a score
_HEADER_BYTES = 50_000_000
_PAIRS = b"P"
_WORDING = Wording(
    "The reranker",
    f"There may be too little memory for it; free some, or set {RERANKER} to a smaller one. Search works without it.",
)


class Reranker(Protocol):
    """Tells how well passages answer a question, reading both together."""

    @property
    def name(self) -> str:
        """What people call the model."""

    def scores(self, question: str, passages: Sequence[str]) -> Vectors:
        """(n,) float32, higher is better; comparable within one call only."""


def find_reranker(model: str) -> Path:
    """The folder of a cross-encoder that is on this machine.

    A model of another kind would be loaded with a head of random numbers, and its scores would mean nothing.

    Args:
        model: a folder, or a model name that the local Hugging Face cache holds.

    Raises:
        SettingsError: nothing of that name is here, or it is no cross-encoder with a single label.
    """
    folder = find_folder(model, RERANKER)
    classes, config = architectures(folder), read_json(folder / "config.json")
    if not any(name.endswith(PAIRS) for name in classes):
        said = f"{classes[0]} makes vectors or words" if classes else "its config.json names no architecture"
        raise refusal(model, f"{said}, not one score for a question and a passage")
    labels = config.get("id2label") if isinstance(config.get("id2label"), dict) else config.get("num_labels", _LABELS)
    count = len(labels) if isinstance(labels, dict) else labels
    if count != 1:
        raise refusal(model, f"it sorts texts into {count} classes instead of giving one score")
    names = _weight_names(folder)
    if names and not any(_HEAD.search(name) for name in names):
        raise refusal(model, "its weights hold no classifier, as those of an embedding model")
    return folder


def refusal(model: str, reason: str) -> SettingsError:
    """Why a model cannot rerank, and what to set instead."""
    return SettingsError(f"{RERANKER}: {model} is no reranker: {reason}. {INSTEAD}")


class ProcessReranker:
    """A cross-encoder in a child process. Threads may share it; whatever is wrong with it is told by the calls."""

    def __init__(self, model: str, precision: str = "float32") -> None:
        """Start the child; it checks the model and loads it while this process goes on."""
        self._name = Path(model).name
        self._refused = ""
        self._process = ModelProcess("rag.index.reranker", (absolute(model), precision), _WORDING)

    @property
    def name(self) -> str:
        """The last part of the model's path or name."""
        return self._name

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def scores(self, question: str, passages: Sequence[str]) -> Vectors:
        """(n,) float32, higher is better. Waits until the model is loaded, also for no passages at all.

        Raises:
            SettingsError: the model is not on this machine, is no cross-encoder or cannot be loaded.
            ModelError: the child died twice, or could not read a text.
        """
        if self._refused:  # it would be started, and refused, for every question
            raise SettingsError(self._refused)
        try:
            self._process.greeting()
        except SettingsError as error:
            self._refused = str(error)
            raise
        scores = np.zeros(len(passages), dtype=np.float32)
        order = sorted(range(len(passages)), key=lambda i: len(passages[i]))  # like lengths together: less padding
        for first in range(0, len(order), SLICE):
            rows = order[first : first + SLICE]
            reply = self._process.ask(_PAIRS, [question, [passages[i] for i in rows]])
            scores[rows] = np.frombuffer(reply, dtype=np.float32)
            time.sleep(0.0005 if first + SLICE < len(order) else 0)  # a Lock is not fair: let another question in between
        return scores

    def close(self) -> None:
        """End the child."""
        self._process.close()


def _weight_names(folder: Path) -> list[str]:
    """Names of the weights in a folder, as far as its safetensors files tell them without being loaded."""
    index = read_json(folder / "model.safetensors.index.json")
    if isinstance(index, dict) and isinstance(index.get("weight_map"), dict):
        return list(index["weight_map"])
    try:
        with (folder / "model.safetensors").open("rb") as file:
            size = struct.unpack("<Q", file.read(8))[0]
            header = json.loads(file.read(min(size, _HEADER_BYTES)))
    except (OSError, ValueError, struct.error):
        return []
    return list(header) if isinstance(header, dict) else []


def _load(model: str, precision: str) -> tuple[Mapping[str, Any], Answer]:
    """The child's greeting, and what answers it."""
    find_reranker(model)  # before the seconds that the import takes
    from rag.index.cross_encoder import CrossEncoder  # loads torch: only in the child

    encoder = CrossEncoder(model, "bfloat16" if precision == "bfloat16" else "float32")
    return {"name": Path(model).name}, lambda _kind, asked: encoder.scores(asked[0], asked[1])


if __name__ == "__main__":
    be_child(lambda: _load(sys.argv[1], sys.argv[2]))
