"""The bundled model computed by torch alone."""

import numpy as np
import pytest
import torch

from rag.index.minilm import MiniLM
from rag.index.weights import MINILM, find_model

TEXTS = [
    "The order service must be restored within four hours of the loss of a site.",
    "",
    "[SEP] a document may hold [MASK] and [PAD] as words",
    "Überweisungen: 450 k€ für Größe № 5 — naïve café, ﬁne print",
    "東京のオフィスで注文を処理する 😀 ",
    "\x00 nul\tand\r\nlines\u200b",
    "recovery time objective " * 200,
    "x" * 300,
]


@pytest.mark.model
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_vectors_are_those_of_sentence_transformers(dtype: torch.dtype) -> None:
    """Whichever way the model is loaded, a text has the same tokens and the same vector, alone and beside longer ones."""
    from rag.index.any_model import AnyModel  # seconds, which no worker pays that only collects this file

    folder = find_model(MINILM)
    ours, theirs = MiniLM(folder, dtype), AnyModel(folder, dtype)
    assert ours.dimension == theirs.dimension
    assert ours.lengths(TEXTS) == theirs.lengths(TEXTS)
    for texts in (TEXTS, TEXTS[:1]):
        with torch.inference_mode():
            one, two = (model.vectors(texts, "").to(torch.float32).numpy() for model in (ours, theirs))
        cosines = np.sum(one * two, axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(two, axis=1)
        assert cosines.min() > 0.99999
