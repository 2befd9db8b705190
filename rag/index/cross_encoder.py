"""A cross-encoder in this process: question and passage go through the model together. Importing it loads torch.

In: a question and passages. Out: a score each. The product runs it in a child process (`reranker.py`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging as transformers_logging

from rag.index.embedder import Vectors
from rag.index.passes import pass_limit, pass_threads, passes
from rag.index.profile import read_profile
from rag.index.reranker import find_reranker, refusal

PAIR_TOKENS = 384  # of question and passage together; a passage has 254 at most, longer questions are cut with it


class CrossEncoder:
    """A sequence classifier with one label, on the CPU."""

    def __init__(self, model: str, precision: Literal["float32", "bfloat16"] = "float32") -> None:
        """Load the model.

        Raises:
            SettingsError: the model is not on this machine, is no cross-encoder with one label, or cannot be loaded.
        """
        folder = find_reranker(model)
        transformers_logging.disable_progress_bar()  # its bar is no message for a person
        transformers_logging.set_verbosity_error()  # nor its report: what is missing is told below
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
            self._model, found = AutoModelForSequenceClassification.from_pretrained(
                str(folder), local_files_only=True, output_loading_info=True, dtype=getattr(torch, precision)
            )
        except Exception as error:  # whatever the libraries and their Rust parts raise over a damaged file
            raise refusal(model, f"it cannot be loaded ({error})") from error
        _refuse_incomplete(model, found, self._model.config.num_labels)
        if self._tokenizer.pad_token is None:
            raise refusal(model, "its tokenizer has no padding token, so several passages cannot be read at once")
        self._model.eval()
        self._window = min(PAIR_TOKENS, read_profile(folder).window)
        self._passing = pass_threads("rerank")

    def scores(self, question: str, passages: Sequence[str]) -> Vectors:
        """(n,) float32, higher is better: the model's logits. A pair beyond its window is cut there."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        pairs = self._tokenizer([question] * len(passages), list(passages), truncation=True, max_length=self._window)
        lengths = [len(ids) for ids in pairs["input_ids"]]
        parts = list(passes(lengths, pass_limit(lengths)))
        padded = [
            self._tokenizer.pad({k: [v[row] for row in rows] for k, v in pairs.items()}, return_tensors="pt") for rows in parts
        ]
        scores = np.empty(len(passages), dtype=np.float32)
        for rows, part in zip(parts, self._passing.map(self._pass, padded), strict=True):
            scores[rows] = part
        if not np.isfinite(scores).all():
            raise ValueError("the reranker gave no number")
        return scores

    def _pass(self, features: Mapping[str, Any]) -> Vectors:
        """Scores of pairs that go through the model together, in one thread."""
        with torch.inference_mode():
            logits = self._model(**features).logits
        return np.asarray(logits.to(torch.float32).numpy()[:, 0], dtype=np.float32)


def _refuse_incomplete(model: str, found: Mapping[str, Any], labels: int) -> None:
    """Refuse a model that was completed with random numbers.

    Raises:
        SettingsError: weights are missing or of another shape, or there is not exactly one label.
    """
    missing = sorted(str(name) for kind in ("missing_keys", "mismatched_keys") for name in found.get(kind) or ())
    if missing:
        raise refusal(model, f"its weights lack {', '.join(missing[:3])}, as those of an embedding model")
    if labels != 1:
        raise refusal(model, f"it sorts texts into {labels} classes instead of giving one score")
