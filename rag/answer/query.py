"""A question → what it asks about: terms, names and numbers that must occur, and the kind of answer it wants."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rag.ground.lexicon import LanguageLexicon, default_lexicon
from rag.ground.normalise import plain_text
from rag.ground.quantity import read_quantities
from rag.ground.words import WORD, common_words, content_stems, language_of, stem
from rag.knowledge.kin import kin_of
from rag.knowledge.question_cues import QuestionCues, QuestionKind, load_question_cues

SHORT = 2  # a follow-up has at most this many terms of its own

_IDENTIFIER = re.compile(r"\d")
_NAME = re.compile(r"[A-ZÀ-Þ]")
_SHORT = re.compile(r"(?<!\w)\w+['’]\w{1,2}(?!\w)")
_SENTENCES = re.compile(r"(?<=[.?!:])\s+(?=\S)")
ENOUGH_TERMS = 2
_OPENING = "¿¡\"'“„«‚‘([ "  # signs before the first word


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
    counted: tuple[str, ...] = ()  # stems of the words for what is counted: "How many service engineers …?"
    is_who: bool = False  # asks for somebody
    topic: tuple[str, ...] = ()  # the terms but for those that say what kind of value is wanted: "cost", "year"
    kin: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by term, the rows of `kin.yaml` that it is in


def read_query(question: str, cues: QuestionCues | None = None, papers: Sequence[str] = ()) -> Query:
    """What a question asks about.

    Args:
        question: what is asked.
        cues: words to read questions by; the shipped table without it.
        papers: texts that were found for it: theirs is its language where its own words do not tell.
    """
    cues = cues or load_question_cues()
    text = _SHORT.sub(lambda found: cues.short.get(found.group().lower(), found.group()), plain_text(question))
    language = _asked_in(text, cues, papers)
    words = [word for word in WORD.findall(text) if not _is_idle(word, language, cues)]
    telling = [part for word in words for part in _parts(word) if not _is_idle(part, language, cues)]  # "attend-elle"
    stems = stem(telling, language.cues.id)
    terms = tuple(dict.fromkeys(stems))
    kin = {one: kin_of(word, language.cues.id) for one, word in zip(stems, telling, strict=True)}
    has_capital_nouns = language.cues.id in cues.capital_nouns
    names = frozenset(
        one
        for place, word in enumerate(words)
        if _is_name(word, text, place, has_capital_nouns)
        for one in stem(_parts(word), language.cues.id)
    )
    identifiers = tuple(dict.fromkeys(word.lower() for word in words if _IDENTIFIER.search(word)))
    kind, after = _kind(text, cues, language)
    topic = _asked_of(text, terms, language)
    if kind is None:
        return Query(text, terms, identifiers, names, (), language, topic=topic, kin=kin)
    counted: tuple[str, ...] = ()
    wants = kind.wants
    if kind.counts and (things := _counted(after, names, language, cues)):
        counted = tuple(dict.fromkeys(one for word in things for one in stem(_parts(word), language.cues.id) if one in terms))
        wants = tuple(dict.fromkeys(one for word in things for one in _counting_kinds(word)))
    asking = _asking(kind.wants, cues, language)
    topic = tuple(one for one in topic if one not in asking) or topic
    return Query(text, terms, identifiers, names, wants, language, kind.value, counted, kind.person, topic, kin)


def _asked_in(text: str, cues: QuestionCues, papers: Sequence[str]) -> LanguageLexicon:
    """The language of a question: by its common words, its letters and the words that ask, which count twice."""
    lexicon, low = default_lexicon(), text.lower()
    words, counts = WORD.findall(low), common_words(text, default_lexicon())
    for one in cues.interrogatives:
        counts[one.language] += 2 * sum(word in one.words for word in words) + sum(letter in low for letter in one.letters)
    likely = [name for name, count in counts.items() if count == max(counts.values())]
    if len(likely) > 1:
        written = Counter(language_in(paper) for paper in papers)
        likely.sort(key=lambda name: -written[name])
    return lexicon.languages[likely[0]]


def _asked_of(text: str, terms: tuple[str, ...], language: LanguageLexicon) -> tuple[str, ...]:
    """Terms of the sentence that asks, where others lead to it: the last one, if it holds enough to tell."""
    last = _SENTENCES.split(text.strip())[-1]
    found = tuple(one for one in dict.fromkeys(content_stems(last, language.cues)) if one in terms)
    return found if len(found) >= ENOUGH_TERMS else terms


def _asking(wants: tuple[str, ...], cues: QuestionCues, language: LanguageLexicon) -> frozenset[str]:
    """Stems of words that ask for values of some kinds, and of units: a sentence that gives the value need not hold them."""
    phrases = [cue for kind in cues.kinds if kind.value and kind.wants == wants for cue in kind.cues]
    return frozenset(content_stems(" ".join((*phrases, *default_lexicon().units)), language.cues))


def _counted(after: str, names: frozenset[str], language: LanguageLexicon, cues: QuestionCues) -> list[str]:
    """The words for what is counted, names left out: "licences" of "how many Tally Prime licences".

    Where a noun may be written in two words ("service engineers"), the next one belongs to it.
    """
    words = WORD.findall(after)
    things = [word for word in words if not _is_idle(word, language, cues)]
    things = [word for word in things if not set(stem(_parts(word), language.cues.id)) & names] or things[:1]
    if not things or language.cues.id not in cues.open_nouns:
        return things[:1]
    return things[:2] if words[words.index(things[0]) + 1 :][:1] == things[1:2] else things[:1]


def _counting_kinds(word: str) -> tuple[str, ...]:
    """Kinds of quantities that count a thing: a number or a share, and of a unit what is measured in it."""
    measured = {one.kind for one in read_quantities(f"2 {word}", default_lexicon())}
    return tuple(dict.fromkeys((*sorted(measured), "number", "percent")))


def stems_of(text: str, query: Query) -> list[str]:
    """Stems of `text` as they compare with the query's terms."""
    return content_stems(text, query.language.cues)


@lru_cache(maxsize=4096)
def kin_in(text: str, language: str) -> frozenset[str]:
    """The rows of `kin.yaml` that words of `text` are in."""
    return frozenset().union(
        *(kin_of(word, language) for found in WORD.findall(text.lower()) for word in {found, *_parts(found)})
    )


def kin_held(query: Query, text: str, written: str) -> frozenset[str]:
    """Terms of the question for which `text` has a word that may stand for them.

    Args:
        query: what is asked.
        text: any.
        written: what it is part of, long enough to tell its language.
    """
    held = kin_in(text, language_in(written))
    return frozenset(term for term, rows in query.kin.items() if rows & held)


@lru_cache(maxsize=4096)
def language_in(text: str) -> str:
    """The language that a text is most likely in, by its common words."""
    return language_of(text, default_lexicon()).cues.id


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
    return not has_capital_nouns and bool(_NAME.match(word)) and (place > 0 or not text.lstrip(_OPENING).startswith(word))


def _kind(text: str, cues: QuestionCues, language: LanguageLexicon) -> tuple[QuestionKind | None, str]:
    """What kind of question it is, and the words after those that tell."""
    low = text.lower()
    is_bare = not any(word in cues.asking for word in WORD.findall(low))
    for kind in cues.kinds:
        if kind.holds and kin_in(text, language.cues.id).isdisjoint(kind.holds):
            continue
        for cue in kind.cues if is_bare or not kind.bare else ():
            found = re.search(_pattern(cue), low)
            if found and (not kind.next or _begins_with(low[found.end() :], kind.next, language)):
                return kind, low[found.end() :]
    return None, ""


def _begins_with(text: str, rows: tuple[str, ...], language: LanguageLexicon) -> bool:
    """Whether the first word is in one of some rows of kin.yaml."""
    return any(kin_of(word, language.cues.id) & set(rows) for word in WORD.findall(text)[:1])


@cache
def _pattern(cue: str) -> re.Pattern[str]:
    words = r"\b.{1,80}?\b".join(re.escape(part.strip()) for part in cue.split("…"))
    return re.compile(rf"(?<!\w){words}(?!\w)")
