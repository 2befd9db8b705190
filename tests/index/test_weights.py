"""Which files a model's name stands for."""

from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.index.weights import find_model, model_fingerprint, verify_weights


def test_the_bundled_model_is_the_published_one() -> None:
    """The installed weights have the published checkpoint's hash."""
    verify_weights(find_model("minilm"))


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """Weights that were changed, or are missing, are told before they are used."""
    with pytest.raises(SettingsError, match="not the published ones"):
        verify_weights(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(SettingsError, match="not the published ones"):
        verify_weights(tmp_path)


def test_fingerprint_follows_the_files(tmp_path: Path) -> None:
    """A model in a folder has a new fingerprint when a file of it changes, or the format does."""
    (tmp_path / "config.json").write_text("{}")
    first = model_fingerprint(str(tmp_path), tmp_path, "float32")
    assert first == model_fingerprint(str(tmp_path), tmp_path, "float32")
    assert first != model_fingerprint(str(tmp_path), tmp_path, "bfloat16")
    (tmp_path / "config.json").write_text('{"a": 1}')
    assert first != model_fingerprint(str(tmp_path), tmp_path, "float32")
