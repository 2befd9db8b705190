"""Text → its words of topic; and whether another text holds them, as themselves, as one of their family or as a synonym."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.ground.comparison import Tongue
from rag.ground.lexicon import Lexicon
from rag.ground.wording import LanguageWording
from rag.ground.words import WORD, stem

PREFIX = 0.6  # of the longer word: so much shared beginning makes two words one family

_PARTICIPLE = re.compile(r"^(ab|an|auf|aus|ein|vor|zu|um|nach|bei|mit|her|hin|weg)ge(?=\w{3})|^ge(?=\w{5})")
_BREAKS = re.compile(r"[,;:.(]")
_UNCOMPARED = ("pronouns", "ordered", "periods", "verbs")  # cues that may be words of topic as well


@dataclass(frozen=True, slots=True)
class Term:
    """A word of topic."""

    text: str  # as written
    stem: str
    place: int  # among all words of its text
    start: int  # offset in its text
    after_break: bool  # a mark stands before it

    @property
    def is_first(self) -> bool:
        """Whether the text begins with it."""
        return self.start == 0


def read_terms(text: str, tongue: Tongue, lexicon: Lexicon) -> list[Term]:
    """The words of topic: no number, unit or date, no function word, nothing that another check compares."""
    language = tongue.lexicon
    plain = list(text)
    for pattern in (language.masked, language.contrast, language.modal, language.negation, *_qualifiers(tongue.words)):
        for found in pattern.finditer(text):
            plain[found.start() : found.end()] = " " * len(found.group())
    idle = language.cues.function_words | language.light
    terms: list[Term] = []
    for place, found in enumerate(WORD.finditer("".join(plain))):
        word = found.group()
        low = word.lower()
        if is_label(word) and text[found.start() - 1 : found.start()] == " ":
            terms.append(Term(word, word, place, found.start(), False))
            continue
        if low in idle or low[0].isdigit() or len(low) < 2 or tongue.words.generic.fullmatch(low) or low in lexicon.measures:
            continue
        gap = text[text.rfind(" ", 0, max(found.start() - 1, 0)) + 1 : found.start()]
        terms.append(Term(word, stem([low], tongue.id)[0], place, found.start(), _BREAKS.search(gap) is not None))
    return terms


def is_label(word: str) -> bool:
    """Whether a word is a letter that tells things apart: "option B"."""
    return len(word) == 1 and "A" <= word <= "Z" and word != "I"


def _qualifiers(words: LanguageWording) -> Iterator[re.Pattern[str]]:
    for field, pattern in words.cues.items():
        if field not in _UNCOMPARED:
            yield pattern


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text."""

    stems: frozenset[str]
    words: tuple[str, ...]  # lower case
    groups: frozenset[int]  # synonyms
    initials: str
    labels: frozenset[str]
    tongue: Tongue

    @classmethod
    def of(cls, text: str, tongue: Tongue) -> "Vocabulary":
        """The vocabulary of a text, read in the language of what it is compared with."""
        found = WORD.findall(text)
        words = tuple(dict.fromkeys(part.lower() for word in found for part in (word, *re.split(r"['\-/&.]", word)) if part))
        groups = frozenset(group for word in words for group in _groups(word, tongue.words))
        initials = "".join(word[0] if word[0].isupper() else " " for word in found)
        labels = frozenset(word for word in found if is_label(word))
        return cls(frozenset(stem(words, tongue.id)), words, groups, initials, labels, tongue)

    def holds(self, word: str) -> bool:
        """Whether the word, one of its family or one that may stand for it is among them."""
        if is_label(word):
            return word in self.labels
        parts = [part for part in re.split(r"['\-/&]", word.lower()) if part]
        return self._holds(word.lower()) or (len(parts) > 1 and any(self._holds(part) for part in parts))

    def holds_name(self, word: str) -> bool:
        """Whether a name is among them, spelled out or as initials."""
        if is_label(word):
            return word in self.labels
        parts = [part for part in re.split(r"['\-/&]", word) if len(part) > 1]
        return any(part.lower() in self.words or (part.isupper() and part in self.initials) for part in parts)

    def _holds(self, word: str) -> bool:
        if stem([word], self.tongue.id)[0] in self.stems or bool(_groups(word, self.tongue.words) & self.groups):
            return True
        return any(_is_family(word, other) for other in self.words)


def _groups(word: str, words: LanguageWording) -> frozenset[int]:
    return frozenset(place for place, group in enumerate(words.synonyms) if group.fullmatch(word))


@cache
def _is_family(one: str, other: str) -> bool:
    """Whether two words share their root: "approve" and "approval", "Portal" and "Kundenportal"."""
    one, other = _PARTICIPLE.sub(r"\1", one), _PARTICIPLE.sub(r"\1", other)
    short, long = sorted((one, other), key=len)
    if len(short) >= 5 and short in long:
        return True
    shared = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared >= max(4, PREFIX * len(long))
