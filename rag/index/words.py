"""Text → the words that full-text search compares: lower case, without accents, stemmed.

The same reader serves documents and queries: a text in the language that its function words tell, a query in every language of
the texts it is put to. Scripts written without spaces are compared in overlapping pairs of characters.
"""

import re
import unicodedata

import Stemmer

from rag.index.languages import FUNCTION_WORDS, language_of, script_of

# A number with thousands separators; a number with decimals; a language's name such as C++ and C#; a run of letters and digits.
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)+|\b[a-z](?:\+\+|#)|(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_SPACED = re.compile(
    r"[^\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
# Words that stand alone, as function words do: the "com" of an address is not Portuguese.
_ALONE = re.compile(r"(?<![\w./@:-])[a-z]+(?![\w/@:-]|\.\w)")
_CUT = re.compile(r"([^\W\d_]+)-[ \t]*\n[ \t]*([^\W\d_]+)")  # by a line end; the hyphen may be its own
_MARKS = re.compile(r"[\u0300-\u036f]")


class WordReader:
    """Reads texts and queries alike. It keeps its stemmers, so make one where it is used and use it in one thread."""

    def __init__(self) -> None:
        self._stemmers: dict[str, Stemmer.Stemmer] = {}

    def read(self, text: str) -> tuple[str, list[str]]:
        """The language of `text`, and its words, without function words, stemmed in that language."""
        tokens = _tokens(fold(text))
        language = language_of(tokens)
        return language, self._stemmed(tokens, language)

    def read_as(self, text: str, language: str) -> list[str]:
        """The words of `text`, taken to be in `language`."""
        return self._stemmed(_tokens(fold(text)), language)

    def _stemmed(self, tokens: list[str], language: str) -> list[str]:
        """Stems of `tokens`, function words left out."""
        if language not in self._stemmers:
            self._stemmers[language] = Stemmer.Stemmer(language)
        left_out = FUNCTION_WORDS[language]
        return [str(word) for word in self._stemmers[language].stemWords([t for t in tokens if t not in left_out])]


def language_in(text: str) -> str:
    """The language or script that `text` is in, as `languages.CODES` names it; English when in doubt."""
    return script_of(text) or language_of(_ALONE.findall(_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))))


def fold(text: str) -> str:
    """`text` in one case, one width and without accents; a word that a line end cuts stands there whole, and in its parts."""
    if "-" in text and "\n" in text:
        text = _CUT.sub(r"\1\2 \g<0>", text)
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))


def _tokens(folded: str) -> list[str]:
    """The words as written."""
    found: list[str] = _TOKEN.findall(folded)
    if folded.isascii():
        return [t.replace(",", "") for t in found]
    tokens: list[str] = []
    for token in found:
        if not _UNSPACED.search(token):
            tokens.append(token.replace(",", ""))
            continue
        tokens += _SPACED.findall(token)
        for run in _UNSPACED.findall(token):
            tokens += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return tokens
