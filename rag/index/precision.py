"""Which number format embeds fastest on this processor: measured once per data directory, in a child process.

In: the data directory and the model. Out: "float32" or "bfloat16", kept in `embedding.json`
with the processor it was measured on. bfloat16 is some 3 times as fast on processors with AMX or AVX512-BF16,
and slower on many others.
Run as `python -m rag.index.precision MODEL` it is the child, and prints the measurement.
"""

import json
import platform
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from rag.index.embedder import Embedder, Vectors
from rag.index.process import Precision, load_embedder
from rag.index.weights import absolute, find_model

MIN_SPEEDUP = 1.25  # below this the exact format is worth more
MIN_COSINE = 0.998  # between the two formats' vectors of a text; measured .9999
SAMPLE = 32  # chunks
LOOK = 4  # chunks of the first look
ROUNDS = 3
FORMATS: tuple[Precision, ...] = ("float32", "bfloat16")
WORDS = 150  # words of a chunk of ordinary length (some 196 word pieces)
_FILE = "embedding.json"
_TIMEOUT_S = 180.0
_VOCABULARY = ("service", "order", "system", "data", "recovery", "team", "must", "within", "hours", "policy", "of", "the", "to")
_ROOT = Path(__file__).resolve().parents[2]


def choose_precision(data_dir: Path, model: str) -> Precision:
    """The format to embed with; measures (some 10 s) when this data directory has no measurement for this model and processor.

    A measurement that fails gives "float32" and is not kept.

    Raises:
        SettingsError: the model is not on this machine.
    """
    if model == "hashing":
        return "float32"
    find_model(model)
    path, key = data_dir / _FILE, {"model": model, "processor": processor()}
    kept = _read(path)
    if not all(kept.get(name) == value for name, value in key.items()):
        command = [sys.executable, "-m", "rag.index.precision", absolute(model)]
        try:
            done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=_TIMEOUT_S, check=True)  # noqa: S603 our own module
            kept = {**key, **json.loads(done.stdout.splitlines()[-1])}
        except (subprocess.SubprocessError, OSError, ValueError, IndexError):
            return "float32"
        data_dir.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return "bfloat16" if kept.get("precision") == "bfloat16" else "float32"


def measure(model: str) -> dict[str, Any]:
    """Chunks per second in both formats, the least cosine between their vectors, and the choice."""
    texts = sample_texts()
    embedders = {precision: load_embedder(model, precision) for precision in FORMATS}
    speed, vectors = _compare(embedders, texts[:LOOK], 1)
    if speed["bfloat16"] > speed["float32"] / 2:  # else it is emulated here, and a full measurement would take minutes
        speed, vectors = _compare(embedders, texts, ROUNDS)
    cosine = float(np.sum(vectors["float32"] * vectors["bfloat16"], axis=1).min())
    faster = speed["bfloat16"] >= MIN_SPEEDUP * speed["float32"] and cosine >= MIN_COSINE
    return {
        "precision": "bfloat16" if faster else "float32",
        "float32_chunks_per_s": round(speed["float32"], 1),
        "bfloat16_chunks_per_s": round(speed["bfloat16"], 1),
        "least_cosine": round(cosine, 5),
    }


def _compare(
    embedders: dict[Precision, Embedder], texts: list[str], rounds: int
) -> tuple[dict[Precision, float], dict[Precision, Vectors]]:
    """Chunks per second, best of the rounds, and vectors, by format."""
    vectors = {precision: embedder.encode(texts) for precision, embedder in embedders.items()}  # warms up, too
    speed = dict.fromkeys(embedders, 0.0)
    for _ in range(rounds):  # in turns, so that other work on the machine slows both alike
        for precision, embedder in embedders.items():
            started = time.perf_counter()
            embedder.encode(texts)
            speed[precision] = max(speed[precision], len(texts) / (time.perf_counter() - started))
    return speed, vectors


def sample_texts() -> list[str]:
    """Chunks of ordinary length; their sense does not matter for speed."""
    rng = random.Random(20261121)  # noqa: S311 no secret
    return [" ".join(rng.choices(_VOCABULARY, k=WORDS)) + f" {number}." for number in range(SAMPLE)]


def processor() -> str:
    """Name of the processor, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    flags = {flag for line in lines if line.startswith("flags") for flag in line.split() if "bf16" in flag}
    return " ".join([names[0] if names else platform.processor() or platform.machine(), *sorted(flags)])


def _read(path: Path) -> dict[str, Any]:
    """An earlier measurement, or nothing."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1])) + "\n")
