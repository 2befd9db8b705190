"""Which number format is chosen, and when it is measured."""

import json
from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.index.precision import choose_precision, processor


def test_a_measurement_of_this_processor_is_kept(tmp_path: Path) -> None:
    """What was measured here for this model is not measured again."""
    kept = {"model": "minilm", "processor": processor(), "precision": "bfloat16"}
    (tmp_path / "embedding.json").write_text(json.dumps(kept), encoding="utf-8")
    assert choose_precision(tmp_path, "minilm") == "bfloat16"


def test_hashing_needs_no_measurement(tmp_path: Path) -> None:
    """The embedder without a model has one format, and no file is written."""
    assert choose_precision(tmp_path, "hashing") == "float32"
    assert not list(tmp_path.iterdir())


def test_a_missing_model_is_an_error(tmp_path: Path) -> None:
    """A model that is not here is told, and nothing is kept."""
    with pytest.raises(SettingsError, match="nobody/nothing"):
        choose_precision(tmp_path, "nobody/nothing")
    assert not (tmp_path / "embedding.json").exists()


@pytest.mark.model
def test_measured_anew_on_another_processor(tmp_path: Path) -> None:
    """A data directory that moved to another machine is measured there."""
    path = tmp_path / "embedding.json"
    path.write_text(json.dumps({"model": "minilm", "processor": "another", "precision": "bfloat16"}), encoding="utf-8")
    chosen = choose_precision(tmp_path, "minilm")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["processor"] == processor()
    assert kept["precision"] == chosen
    assert kept["least_cosine"] > 0.99
