"""A question → what it asks about: terms, names and numbers that must occur, and the kind of answer it wants."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rag.ground.lexicon import LanguageLexicon, default_lexicon
from rag.ground.normalise import plain_text
from rag.ground.quantity import read_quantities
from rag.ground.words import WORD, content_stems, language_of, stem
from rag.knowledge.question_cues import QuestionCues, QuestionKind, load_question_cues

SHORT = 2  # a follow-up has at most this many terms of its own

_IDENTIFIER = re.compile(r"\d")
_NAME = re.compile(r"[A-ZÀ-Þ]")


@dataclass(frozen=True, slots=True)
class Query:
    """A question as far as an answer depends on it."""

    text: str
    terms: tuple[str, ...]  # stems, each once, in order
    identifiers: tuple[str, ...]  # words with digits, in lower case: an answer is about exactly these
    names: frozenset[str]  # stems of words written with a capital inside the question
    wants: tuple[str, ...]  # kinds of quantities, `name`, `reason`; empty when anything may answer
    language: LanguageLexicon
    needs_value: bool = False  # nothing answers but a quantity that is wanted
    counted: str = ""  # stem of what is counted: "How many engineers …?"
    topic: tuple[str, ...] = ()  # the terms but for those that say what kind of value is wanted: "cost", "year"


def read_query(question: str, cues: QuestionCues | None = None) -> Query:
    """What a question asks about."""
    cues = cues or load_question_cues()
    text = plain_text(question)
    language = language_of(text, default_lexicon())
    words = [word for word in WORD.findall(text) if not _is_idle(word, language, cues)]
    telling = [part for word in words for part in _parts(word) if not _is_idle(part, language, cues)]  # "attend-elle"
    terms = tuple(dict.fromkeys(stem(telling, language.cues.id)))
    has_capital_nouns = language.cues.id in cues.capital_nouns
    names = frozenset(
        one
        for place, word in enumerate(words)
        if _is_name(word, text, place, has_capital_nouns)
        for one in stem(_parts(word), language.cues.id)
    )
    identifiers = tuple(dict.fromkeys(word.lower() for word in words if _IDENTIFIER.search(word)))
    kind, after = _kind(text, cues)
    if kind is None:
        return Query(text, terms, identifiers, names, (), language, topic=terms)
    counted, wants = "", kind.wants
    if kind.counts and (word := _counted(after, terms, names, language)):
        counted, wants = stem(_parts(word), language.cues.id)[0], _counting_kinds(word)
    asking = _asking(kind.wants, cues, language)
    topic = tuple(one for one in terms if one not in asking) or terms
    return Query(text, terms, identifiers, names, wants, language, kind.value, counted, topic)


def _asking(wants: tuple[str, ...], cues: QuestionCues, language: LanguageLexicon) -> frozenset[str]:
    """Stems of words that ask for values of some kinds, and of units: a sentence that gives the value need not hold them."""
    phrases = [cue for kind in cues.kinds if kind.value and kind.wants == wants for cue in kind.cues]
    return frozenset(content_stems(" ".join((*phrases, *default_lexicon().units)), language.cues))


def _counted(after: str, terms: tuple[str, ...], names: frozenset[str], language: LanguageLexicon) -> str:
    """The word for what is counted: the first that is no name, "licences" of "how many Tally Prime licences"."""
    words = [one for one in WORD.findall(after) if set(stem(_parts(one), language.cues.id)) & {*terms}]
    return next((one for one in words if not set(stem(_parts(one), language.cues.id)) & names), "".join(words[:1]))


def _counting_kinds(word: str) -> tuple[str, ...]:
    """Kinds of quantities that count a thing: a number or a share, and of a unit what is measured in it."""
    measured = {one.kind for one in read_quantities(f"2 {word}", default_lexicon())}
    return tuple(dict.fromkeys((*sorted(measured), "number", "percent")))


def stems_of(text: str, query: Query) -> list[str]:
    """Stems of `text` as they compare with the query's terms."""
    return content_stems(text, query.language.cues)


def resolve_question(question: str, earlier: Sequence[str], cues: QuestionCues | None = None) -> str:
    """A question that can be searched for by itself.

    A follow-up ("and how long may it take?") gets the content words of the question before it; any other question is
    returned as it is.

    Args:
        question: what is asked now.
        earlier: the user's questions before it, oldest first.
        cues: words to read questions by; the shipped table without it.
    """
    cues = cues or load_question_cues()
    own = read_query(question, cues)
    if not earlier or not _points_back(own, cues):
        return question
    topic: list[str] = []
    for before in reversed(earlier):
        query = read_query(before, cues)
        kept = [word for word in WORD.findall(query.text) if not _is_idle(word, query.language, cues)]
        topic = [word for word in kept if stem([word.lower()], query.language.cues.id)[0] not in own.terms]
        if len(read_query(before, cues).terms) > SHORT or not _points_back(query, cues):
            break
    return f"{question.strip()} ({' '.join(dict.fromkeys(topic))})" if topic else question


def _points_back(query: Query, cues: QuestionCues) -> bool:
    """Whether the question cannot stand alone: it has hardly a term, or few and a word that points back."""
    words = [word.lower() for word in WORD.findall(query.text)]
    points = any(word in cues.back for word in words)
    if not query.terms:
        return True
    return len(query.terms) <= SHORT and not query.names and not query.identifiers and (points or len(words) <= SHORT + 1)


def _is_idle(word: str, language: LanguageLexicon, cues: QuestionCues) -> bool:
    low = word.lower()
    return low in cues.idle or low in language.cues.function_words or (len(low) == 1 and not low.isdigit())


def _parts(word: str) -> list[str]:
    low = word.lower()
    return [part for part in re.split(r"['\-/&]", low) if len(part) > 1 or part.isdigit()] or [low]  # "l'inventaire"


def _is_name(word: str, text: str, place: int, has_capital_nouns: bool) -> bool:
    """Whether the word is written as a name: a capital, and not because the sentence begins with it or it is a noun."""
    if _NAME.search(word[1:]):
        return True
    return not has_capital_nouns and bool(_NAME.match(word)) and (place > 0 or not text.startswith(word))


def _kind(text: str, cues: QuestionCues) -> tuple[QuestionKind | None, str]:
    """What kind of question it is, and the words after those that tell."""
    low = text.lower()
    is_bare = not any(word in cues.asking for word in WORD.findall(low))
    for kind in cues.kinds:
        for cue in kind.cues if is_bare or not kind.bare else ():
            if found := re.search(_pattern(cue), low):
                return kind, low[found.end() :]
    return None, ""


@cache
def _pattern(cue: str) -> re.Pattern[str]:
    words = r"\b.{1,80}?\b".join(re.escape(part.strip()) for part in cue.split("…"))
    return re.compile(rf"(?<!\w){words}(?!\w)")
