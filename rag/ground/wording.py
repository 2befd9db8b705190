"""The words of `claim_words.yaml`, turned into patterns once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rag.knowledge.claim_words import ClaimWords, LanguageWords, load_claim_words

_NOTHING = re.compile(r"(?!)")
_NO_CUES = frozenset({"id", "generic", "synonyms", "every", "times", "often", "determiners", "part_of", "weighing"})


@dataclass(frozen=True, slots=True)
class LanguageWording:
    """Patterns of one language."""

    words: LanguageWords
    cues: Mapping[str, re.Pattern[str]]  # by field of the table
    weighing: re.Pattern[str]
    generic: re.Pattern[str]  # a whole word that carries no topic
    synonyms: tuple[re.Pattern[str], ...]  # whole words that may stand for each other

    def says(self, field: str, text: str) -> bool:
        """Whether one of the field's cues stands in `text`."""
        return self.cues[field].search(text) is not None


@dataclass(frozen=True, slots=True)
class ExclusiveSets:
    """One group of words that exclude each other."""

    id: str
    sets: tuple[re.Pattern[str], ...]
    compares: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """Patterns of all languages."""

    languages: Mapping[str, LanguageWording]
    exclusive: tuple[ExclusiveSets, ...]


@cache
def default_wording() -> Wording:
    """The shipped table's patterns, built once: a pure function of a file of the program."""
    return build_wording(load_claim_words())


def build_wording(words: ClaimWords) -> Wording:
    """Patterns for `words`."""
    return Wording(
        languages={language.id: _language(language) for language in words.languages},
        exclusive=tuple(
            ExclusiveSets(group.id, tuple(cue_pattern(one) for one in group.sets), group.compares) for group in words.exclusive
        ),
    )


def cue_pattern(cues: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the cues as whole words, the longest first; `*` stands for any ending."""
    return re.compile(rf"(?<!\w)(?:{_any(cues)})(?!\w)", re.IGNORECASE)


def _language(words: LanguageWords) -> LanguageWording:
    fields = [field for field in LanguageWords.model_fields if field not in _NO_CUES]
    return LanguageWording(
        words=words,
        cues={field: cue_pattern(getattr(words, field)) if getattr(words, field) else _NOTHING for field in fields},
        weighing=cue_pattern(words.weighing),
        generic=re.compile(_any(words.generic), re.IGNORECASE),
        synonyms=tuple(re.compile(_any(group), re.IGNORECASE) for group in words.synonyms),
    )


def _any(cues: Iterable[str]) -> str:
    ordered = sorted(cues, key=lambda cue: (-len(cue), cue))
    return (
        "(?:"
        + "|".join(re.escape(cue).replace(r"\ \.\.\ ", r"(?:\s[^\s,;.]+){0,3}?\s").replace(r"\*", r"\w*") for cue in ordered)
        + ")"
    )
