"""Text → the words that full-text search compares: lower case, without accents, stemmed.

The same function reads documents and queries. English stems; other languages are compared word by word, and scripts written
without spaces in overlapping pairs of characters, so nothing is unfindable.
"""

import re
import unicodedata
from collections.abc import Callable

import Stemmer

# What carries no subject: articles, pronouns, auxiliaries, conjunctions and prepositions, question words.
_ENGLISH = """
a about after again against all also am an and any are as at be because been before being below between both but by can
could did do does doing down during each few for from further had has have having he her here hers herself him himself his
how i if in into is it its itself just me more most my myself no nor not now of off on once only or other our ours ourselves
out over own same she should so some such than that the their theirs them themselves then there these they this those
through to too under until up very was we were what when where which while who whom why will with would you your yours
yourself yourselves s t
"""
STOP_WORDS = frozenset(_ENGLISH.split())
# A number with thousands separators; a number with decimals; a language's name such as C++ and C#; a run of letters and digits.
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)+|\b[a-z](?:\+\+|#)|(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_SPACED = re.compile(
    r"[^\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)


def word_reader() -> Callable[[str], list[str]]:
    """A function from text to its words, stop words left out; it keeps a stemmer, so make one and use it in one thread."""
    stem = Stemmer.Stemmer("english").stemWords

    def read_words(text: str) -> list[str]:
        tokens = [t for t in _tokens(fold(text)) if t not in STOP_WORDS]
        return [str(word) for word in stem(tokens)]

    return read_words


def fold(text: str) -> str:
    """`text` in one case, one width and without accents."""
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
