"""What every embedder promises, checked on each of them."""

from collections.abc import Iterator

import numpy as np
import pytest

from rag.index.embedder import Embedder
from rag.index.hashing import HashingEmbedder
from rag.index.process import ProcessEmbedder, load_embedder
from rag.index.weights import MINILM_SHA256


@pytest.fixture(
    scope="module",
    params=["hashing", "hashing in a process", pytest.param("minilm", marks=pytest.mark.model)],
)
def embedder(request: pytest.FixtureRequest) -> Iterator[Embedder]:
    """Each embedder of the product."""
    if request.param == "hashing":
        yield HashingEmbedder(64)
        return
    process = ProcessEmbedder("minilm" if request.param == "minilm" else "hashing")
    yield process
    process.close()


def test_rows_are_unit_vectors_in_the_order_given(embedder: Embedder) -> None:
    """(n, dimension) float32 of length 1, each row that of its text whatever stands beside it."""
    texts = [
        "the order service",
        "a much longer text about recovery targets " * 30,
        "",
        "  ",
        "übermäßig 日本語 😀",
        "\x00 nul",
    ]
    vectors = embedder.encode(texts)
    assert vectors.shape == (len(texts), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert float(embedder.encode([text])[0] @ vector) > 0.9999


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    """An empty list is not an error."""
    assert embedder.encode([]).shape == (0, embedder.dimension)


def test_equal_texts_get_equal_vectors(embedder: Embedder) -> None:
    """The same text twice, the same vector twice."""
    one, two = embedder.encode(["restore within four hours", "restore within four hours"])
    assert np.allclose(one, two, atol=1e-6)


def test_shared_words_are_nearness(embedder: Embedder) -> None:
    """A text that shares the subject is nearer than one that does not."""
    query, near, far = embedder.encode(["disaster recovery plan", "the recovery plan for a disaster", "pasta with tomatoes"])
    assert query @ near > query @ far


def test_fingerprint_is_stable_and_named(embedder: Embedder) -> None:
    """The fingerprint says what built the vectors, and says it again."""
    assert embedder.fingerprint == embedder.fingerprint
    assert embedder.fingerprint.split("-")[0] in {"hashing", "minilm"}


@pytest.mark.model
def test_formats_agree_and_differ_in_fingerprint() -> None:
    """bfloat16 gives nearly the same vectors as float32, yet the two are never mixed."""
    texts = ["The order service must be restored within four hours.", "Team of six engineers, budget 450 k€."] * 3
    exact, brief = load_embedder("minilm", "float32"), load_embedder("minilm", "bfloat16")
    assert float(np.sum(exact.encode(texts) * brief.encode(texts), axis=1).min()) > 0.998
    assert exact.fingerprint != brief.fingerprint
    assert MINILM_SHA256[:12] in exact.fingerprint
