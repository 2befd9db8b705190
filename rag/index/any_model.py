"""Any sentence-transformers model. Importing it takes seconds and 250 MB more than torch: the bundled one does without.

In: texts. Out: a vector each. How tokens become a vector (mean or first token, further layers) is as the model's own
`modules.json` says.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor
from transformers.utils import logging as transformers_logging

from rag.index.passes import PASS_TOKENS


class AnyModel:
    """A sentence-transformers model on the CPU. Threads may share it."""

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        """Load the model from its folder."""
        transformers_logging.disable_progress_bar()  # its bar is no message for a person
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype})
        self._model.eval()
        self._tokenizing = threading.Lock()  # the tokenizer is not made for threads
        self.dimension = self._model.get_embedding_dimension() or len(self._model.encode("a"))

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text that the model will see."""
        window = self._model.max_seq_length or PASS_TOKENS
        return [min(len(ids), window) for ids in self._model.tokenizer(list(texts), verbose=False)["input_ids"]]

    def vectors(self, texts: Sequence[str], prompt: str) -> Tensor:
        """(n, dimension); `prompt` stands before each of the texts."""
        with self._tokenizing:
            features = self._model.preprocess(list(texts), prompt=prompt or None)
        encoded: Tensor = self._model(features)["sentence_embedding"]
        return encoded
