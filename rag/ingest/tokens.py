"""Counting tokens as the embedding model will: exactly from its tokenizer file, or never too few by estimate."""

import math
import re
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from rag.errors import KnowledgeError

_PIECE = re.compile(r"[A-Za-z]+|\d+|\w|[^\w\s]")
LETTERS_PER_PIECE = 2.5  # of a word that the vocabulary does not hold; measured on names and German compounds, rounded down
DIGITS_PER_PIECE = 1.5
SHORT_WORD = 3  # letters; nearly every word this short is one piece


def word_piece_counter(tokenizer_json: Path) -> Callable[[str], int]:
    """A function that counts the word pieces of a text, without the special tokens that the model adds.

    Raises:
        KnowledgeError: the file cannot be read as a tokenizer.
    """
    try:
        tokenizer = Tokenizer.from_file(str(tokenizer_json))
    except Exception as error:  # the Rust library raises plain Exception for whatever is wrong with the file
        raise KnowledgeError(
            f"{tokenizer_json}: is not a tokenizer file ({error}). Install the embedding model again."
        ) from error
    tokenizer.no_truncation()  # the file asks for 128 tokens
    tokenizer.no_padding()

    def count(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    return count


def approximate_count(text: str) -> int:
    """Tokens of `text`, rather too many than too few; for tests and the hashing embedder, which have no tokenizer."""
    total = 0
    for piece in _PIECE.findall(text):
        if piece[0].isascii() and piece[0].isalpha():
            total += 1 if len(piece) <= SHORT_WORD else math.ceil(len(piece) / LETTERS_PER_PIECE)
        elif piece[0].isdigit():
            total += math.ceil(len(piece) / DIGITS_PER_PIECE)
        else:
            total += 1
    return total
