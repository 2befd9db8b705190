"""Tiny models, saved as transformers saves them: random ones, and a cross-encoder whose order is known."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizer

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,:;!?'-/()"
WORDS = ("service", "order", "restored", "within", "hours", "backup", "night", "budget", "shop", "team")


def tokenizer(folder: Path, words: Sequence[str]) -> int:
    """Save a WordPiece tokenizer of words and, for all others, letters; the size of its vocabulary."""
    pieces = [*SPECIAL, *words, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return len(pieces)


def config(size: int, **changes: Any) -> BertConfig:
    """Of a BERT that fits into a test."""
    given: dict[str, Any] = {
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        **changes,
    }
    return BertConfig(vocab_size=size, max_position_embeddings=512, **given)


def sentence_encoder(
    folder: Path, *, pooling: str = "mean", window: int = 128, prompts: dict[str, str] | None = None, card: str = ""
) -> Path:
    """A random sentence-transformers model: transformer, pooling ("mean" or "cls"), normalisation."""
    torch.manual_seed(1)
    BertModel(config(tokenizer(folder, WORDS))).save_pretrained(folder)
    kinds = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    modules = [
        {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (path, kind) in enumerate(kinds)
    ]
    pooled = {
        "word_embedding_dimension": 32,
        "pooling_mode_cls_token": pooling == "cls",
        "pooling_mode_mean_tokens": pooling == "mean",
    }
    write(folder / "modules.json", modules)
    write(folder / "1_Pooling" / "config.json", pooled)
    write(folder / "sentence_bert_config.json", {"max_seq_length": window, "do_lower_case": False})
    if prompts is not None:
        write(folder / "config_sentence_transformers.json", {"prompts": prompts, "default_prompt_name": None})
    if card:
        (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / "2_Normalize").mkdir(exist_ok=True)
    return folder


def cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A random cross-encoder."""
    torch.manual_seed(2)
    BertForSequenceClassification(config(tokenizer(folder, WORDS), num_labels=labels)).save_pretrained(folder)
    return folder


def overlap_cross_encoder(folder: Path, words: Sequence[str] = WORDS) -> Path:
    """A cross-encoder that scores the share of a passage's words which the question holds, too.

    Its weights are set by hand. A word's vector says which word it is, and whether it stands in the question or the passage. In
    the first layer every word looks at its equals and takes over whether they stand in the question; what a word of the passage
    found passes on as a hit. In the second layer [CLS] averages the hits, and the classifier reads them.
    """
    size = tokenizer(folder, words)
    hidden = size + 4
    question, passage, found, hit = range(size, hidden)
    model = BertForSequenceClassification(
        config(
            size,
            hidden_size=hidden,
            num_hidden_layers=2,
            num_attention_heads=1,
            intermediate_size=1,
            num_labels=1,
            hidden_act="relu",
        )
    )
    weights = {name: torch.full_like(old, float(name.endswith("LayerNorm.weight"))) for name, old in model.state_dict().items()}
    words_at, kinds_at = (f"bert.embeddings.{name}_embeddings.weight" for name in ("word", "token_type"))
    first, second = "bert.encoder.layer.0", "bert.encoder.layer.1"
    for word in range(size):
        for name in (words_at, f"{first}.attention.self.query.weight", f"{first}.attention.self.key.weight"):
            weights[name][word, word] = 1.0 if name == words_at else 3.0
    weights[kinds_at][0, question] = weights[kinds_at][1, passage] = 1.0
    weights[f"{first}.attention.self.value.weight"][found, question] = 1.0
    weights[f"{first}.attention.output.dense.weight"][found, found] = 1.0
    weights[f"{first}.intermediate.dense.weight"][0, [found, passage]] = 1.0
    weights[f"{first}.intermediate.dense.bias"][0] = -8.0  # after both norms a hit comes to 10, any other word to 7 at most
    weights[f"{first}.output.dense.weight"][hit, 0] = 1.0
    weights[f"{second}.attention.self.value.weight"][hit, hit] = 1.0
    weights[f"{second}.attention.output.dense.weight"][hit, hit] = 1.0
    weights["bert.pooler.dense.weight"][0, hit] = 0.1
    weights["classifier.weight"][0, 0] = 10.0
    model.load_state_dict(weights)
    model.save_pretrained(folder)
    return folder


def write(path: Path, content: object) -> None:
    """Write JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
