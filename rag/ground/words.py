"""Text → words and stems, in the language it is written in."""

import re
from collections.abc import Iterable
from functools import cache

import Stemmer

from rag.ground.lexicon import LanguageLexicon, Lexicon
from rag.knowledge.claim_cues import LanguageCues

WORD = re.compile(r"[^\W_]+(?:['.\-/&][^\W_]+)*", re.UNICODE)
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "pt": "portuguese"}


def language_of(text: str, lexicon: Lexicon) -> LanguageLexicon:
    """The language with most of its common words in `text`; the table's first one when none has more."""
    counts = common_words(text, lexicon)
    return lexicon.languages[max(counts, key=lambda language: counts[language])]


def common_words(text: str, lexicon: Lexicon) -> dict[str, int]:
    """How many of each language's common words `text` holds."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {name: sum(word in language.vocabulary for word in words) for name, language in lexicon.languages.items()}


def stem(words: Iterable[str], language: str) -> list[str]:
    """Stems of lower-case words."""
    return _stemmer(language).stemWords(list(words))  # type: ignore[no-any-return]


def content_stems(text: str, language: LanguageCues) -> list[str]:
    """Stems of the words that carry the topic, in order; compounds with a hyphen or a slash count as their parts too."""
    words: list[str] = []
    for found in WORD.findall(text.lower()):
        parts = re.split(r"['\-/&]", found)
        words += [
            part for part in ([found, *parts] if len(parts) > 1 else [found]) if part and part not in language.function_words
        ]
    return stem(words, language.id)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS.get(language, "english"))
