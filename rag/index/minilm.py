"""The bundled embedding model, computed by torch alone: all-MiniLM-L6-v2, a BERT whose tokens' vectors are averaged.

In: texts. Out: a vector each. Loading it through sentence-transformers takes four times as long, most of it for imports that
one BERT does not need; the vectors are the same (`tests/index/test_minilm.py`).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from rag.index.profile import read_profile
from rag.index.weights import read_json


class MiniLM:
    """The model on the CPU. Threads may share it."""

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        """Load the model from its folder."""
        config = read_json(folder / "config.json")
        self._weights = {
            name: weight.to(dtype)
            for name, weight in load_file(folder / "model.safetensors").items()
            if weight.is_floating_point()
        }
        self._layers, self._heads = int(config["num_hidden_layers"]), int(config["num_attention_heads"])
        self._eps = float(config["layer_norm_eps"])
        self._window = read_profile(folder).window
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()  # it is set to 128 tokens for every text
        self._tokenizer.enable_truncation(self._window)
        self.dimension = int(config["hidden_size"])

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text that the model will see."""
        return [len(encoded.ids) for encoded in self._tokenizer.encode_batch(list(texts))]

    def vectors(self, texts: Sequence[str], prompt: str) -> Tensor:
        """(n, dimension): the mean of each text's tokens; `prompt` stands before each of them."""
        rows = [encoded.ids for encoded in self._tokenizer.encode_batch([prompt + text for text in texts])]
        ids = pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
        seen = torch.arange(ids.shape[1]) < torch.tensor([[len(row)] for row in rows])
        tokens = self._tokens(ids, seen)
        counted = seen.unsqueeze(-1).to(tokens.dtype)
        return (tokens * counted).sum(dim=1) / counted.sum(dim=1)

    def _tokens(self, ids: Tensor, seen: Tensor) -> Tensor:
        """(n, tokens, dimension): the last layer's vectors. Where not `seen` there is padding."""
        part = "embeddings"
        words, kinds, places = (
            self._weights[f"{part}.{name}_embeddings.weight"] for name in ("word", "token_type", "position")
        )
        vectors = self._norm(f"{part}.LayerNorm", words[ids] + kinds[0] + places[: ids.shape[1]])
        for number in range(self._layers):
            layer = f"encoder.layer.{number}"
            attended = self._dense(f"{layer}.attention.output.dense", self._attention(f"{layer}.attention.self", vectors, seen))
            vectors = self._norm(f"{layer}.attention.output.LayerNorm", attended + vectors)
            inner = functional.gelu(self._dense(f"{layer}.intermediate.dense", vectors))
            vectors = self._norm(f"{layer}.output.LayerNorm", self._dense(f"{layer}.output.dense", inner) + vectors)
        return vectors

    def _attention(self, part: str, vectors: Tensor, seen: Tensor) -> Tensor:
        """What each token takes over from all tokens of its text."""
        query, key, value = (
            self._dense(f"{part}.{name}", vectors).unflatten(-1, (self._heads, -1)).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        mask = seen[:, None, None, :]
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).flatten(-2)

    def _dense(self, part: str, vectors: Tensor) -> Tensor:
        return functional.linear(vectors, *_of(self._weights, part))

    def _norm(self, part: str, vectors: Tensor) -> Tensor:
        return functional.layer_norm(vectors, vectors.shape[-1:], *_of(self._weights, part), eps=self._eps)


def _of(weights: Mapping[str, Tensor], part: str) -> tuple[Tensor, Tensor]:
    """Weight and bias of a part of the network."""
    return weights[f"{part}.weight"], weights[f"{part}.bias"]
