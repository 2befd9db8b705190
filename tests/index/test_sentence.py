"""Vectors of a sentence-transformers model."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from rag.errors import SettingsError
from rag.index.embedder import Vectors
from rag.index.process import ProcessEmbedder
from rag.index.sentence import SentenceEmbedder
from tests.index.tiny_models import cross_encoder, sentence_encoder

TEXTS = ("order service restored within hours", "the budget of the shop: 450", "")


def by_hand(folder: Path, texts: list[str], pooling: str) -> Vectors:
    """Vectors as the transformer alone gives them."""
    rows = []
    for text in texts:
        given = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt", truncation=True, max_length=128)
        with torch.inference_mode():
            tokens = AutoModel.from_pretrained(folder)(**given).last_hidden_state[0]
        row = (tokens[0] if pooling == "cls" else tokens.mean(dim=0)).numpy()
        rows.append(row / np.linalg.norm(row))
    return np.stack(rows)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_pooling_and_prompts_are_the_models_own(tmp_path: Path, pooling: str) -> None:
    """Mean or first token as the model says; before passages and queries stands what it wants there; rows have length 1."""
    folder = sentence_encoder(tmp_path, pooling=pooling, prompts={"query": "query: ", "passage": "passage: "})
    embedder = SentenceEmbedder(str(folder))
    assert embedder.dimension == 32
    passages = by_hand(folder, [f"passage: {text}" for text in TEXTS], pooling)
    assert embedder.encode(TEXTS) == pytest.approx(passages, abs=1e-5)
    query = by_hand(folder, ["query: order service"], pooling)[0]
    assert embedder.encode_query("order service") == pytest.approx(query, abs=1e-5)
    assert 0 < embedder.unrelated < 1


def test_prompts_make_other_vectors(tmp_path: Path) -> None:
    """A model whose prompts changed has another fingerprint: its vectors are made anew."""
    plain = SentenceEmbedder(str(sentence_encoder(tmp_path / "model")))
    prompted = SentenceEmbedder(str(sentence_encoder(tmp_path / "model", prompts={"document": "text: "})))
    assert plain.fingerprint != prompted.fingerprint
    assert plain.encode_query("order") == pytest.approx(prompted.encode_query("order"), abs=1e-6)
    assert plain.encode(["order"])[0] != pytest.approx(prompted.encode(["order"])[0], abs=1e-3)


def test_a_reranker_is_no_embedding_model(tmp_path: Path) -> None:
    """A cross-encoder named as embedding model is refused before anything is loaded, and its own setting is named."""
    with pytest.raises(SettingsError, match=r"GROUNDPLAN_EMBEDDER: .* Set GROUNDPLAN_RERANKER to it"):
        ProcessEmbedder(str(cross_encoder(tmp_path)))


@pytest.mark.model
def test_the_bundled_model_finds_unrelated_texts_far() -> None:
    """MiniLM's scale, on which the thresholds of answers stand, begins at 0 as it is."""
    assert abs(SentenceEmbedder()._measure_unrelated()) < 0.1


@pytest.mark.model
def test_a_text_has_the_same_vector_in_any_company() -> None:
    """Which texts go through the model together changes no vector by more than rounding."""
    embedder = SentenceEmbedder()
    texts = ["Orders must survive the loss of a site.", "Short.", "word " * 400, "The ERP is back within 4 hours."]
    together = embedder.encode(texts)
    for row, text in enumerate(texts):
        assert float(together[row] @ embedder.encode([text])[0]) == pytest.approx(1.0, abs=1e-5)
