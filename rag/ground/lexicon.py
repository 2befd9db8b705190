"""The cue words of `claim_cues.yaml`, turned into look-ups and patterns once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from rag.knowledge.claim_cues import ClaimCues, LanguageCues, Unit, load_claim_cues

MODALITIES = ("must_not", "should_not", "must", "should", "may", "can")


@dataclass(frozen=True, slots=True)
class LanguageLexicon:
    """Patterns of one language."""

    cues: LanguageCues
    masked: re.Pattern[str]
    latest: re.Pattern[str]  # right before a number
    prior: re.Pattern[str]  # right after a number
    limit: re.Pattern[str]  # a negation that makes an upper limit
    negation: re.Pattern[str]
    modal: re.Pattern[str]  # group name = modality; the longest cue wins
    contrast: re.Pattern[str]
    at_least: re.Pattern[str]  # right before a number
    at_most: re.Pattern[str]
    or_more: re.Pattern[str]  # right after a number
    or_less: re.Pattern[str]
    within: re.Pattern[str]  # right before an article
    light: frozenset[str]
    vocabulary: frozenset[str]  # words that tell the language


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Look-ups and patterns of all languages."""

    cues: ClaimCues
    languages: Mapping[str, LanguageLexicon]
    units: Mapping[str, tuple[Unit, ...]]  # name in lower case → units of that name
    currencies: Mapping[str, str]
    counted: Mapping[str, str]
    number_words: Mapping[str, int]  # of all languages
    months: Mapping[str, int]
    function_words: frozenset[str]  # of all languages
    measures: frozenset[str]  # words of numbers, units, currencies and dates, of all languages
    unit: re.Pattern[str]  # right after a number
    currency_before: re.Pattern[str]
    currency_after: re.Pattern[str]
    multiplier: re.Pattern[str]
    number_word: re.Pattern[str]
    half: re.Pattern[str]
    fraction: re.Pattern[str]  # groups part, name
    fractions: Mapping[str, Fraction]
    and_half: re.Pattern[str]  # right after a unit
    article: re.Pattern[str]
    rate: re.Pattern[str]
    month_dates: tuple[re.Pattern[str], ...]  # groups d, m, y
    year_end: re.Pattern[str]


@cache
def default_lexicon() -> Lexicon:
    """The shipped table's lexicon, built once: a pure function of a file of the program."""
    return build_lexicon(load_claim_cues())


def build_lexicon(cues: ClaimCues) -> Lexicon:
    """Patterns for `cues`."""
    units: dict[str, list[Unit]] = defaultdict(list)
    unit_names = [name for unit in cues.units for name in unit.names]
    for unit in cues.units:
        for name in unit.names:
            units[name.lower()].append(unit)
    currencies = {name: group.id for group in cues.currencies for name in group.names}
    words = {word: value for language in cues.languages for word, value in language.numbers.items()}
    months = {name: number for language in cues.languages for name, number in language.months.items()}
    month = f"(?P<m>{_any(months)})\\.?"
    articles = {article for language in cues.languages for article in language.articles}
    halves = {half for language in cues.languages for half in language.halves}
    fractions = {name: part for language in cues.languages for name, part in language.fractions.items()}
    more = {name for language in cues.languages for name in language.and_half}
    ends = {end for language in cues.languages for end in language.year_end}
    times = [name for name, found in units.items() if found[0].dimension in ("second", "month") and len(name) > 2]
    rate_units = [name for name in unit_names if name != "%"]
    return Lexicon(
        cues=cues,
        languages={language.id: _language(language) for language in cues.languages},
        units={name: tuple(found) for name, found in units.items()},
        currencies=currencies,
        counted={name: group.id for group in cues.counted for name in group.names},
        number_words=words,
        months=months,
        function_words=frozenset(word for language in cues.languages for word in language.function_words),
        measures=_words(unit_names, currencies, words, months, halves, cues.multipliers),
        unit=_compile(rf"[\s-]?(?P<name>{_any(unit_names)})(?![^\W_])"),
        currency_before=_compile(rf"(?<![^\W_])(?P<name>{_any(currencies)})\s?$"),
        currency_after=_compile(rf"\s?(?P<name>{_any(currencies)})(?![^\W_])"),
        multiplier=_compile(rf"(?P<gap>[\s-]?)(?P<name>{_any(cues.multipliers)})\.?(?![^\W_])"),
        number_word=_compile(rf"(?<![\w-])(?P<name>{_any(words)})(?![^\W_])"),
        half=_compile(rf"(?<![\w-])(?:{_any(halves)})[\s-]?(?P<name>{_any(times)})(?![^\W_])"),
        fraction=_compile(rf"(?<![\w-])(?P<part>{_any(fractions)})[\s-]?(?P<name>{_any(times)})(?![^\W_])"),
        fractions=fractions,
        and_half=_compile(rf"\s(?:{_any(more)})(?!\w)"),
        article=_compile(rf"(?<![\w-])(?:{_any(articles)})\s(?P<name>{_any(times)})(?![^\W_])"),
        rate=_compile(rf"(?:(?:\s?/\s?|\s(?:{_any(cues.per)})\s)(?P<unit>{_any(rate_units)})|\s(?P<period>{_any(cues.periods)}))(?![^\W_])"),
        month_dates=(
            _compile(rf"(?<![\d.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?{month}(?:,?\s(?:de\s|del\s)?(?P<y>\d{{4}}))?(?!\w)"),
            _compile(rf"(?<![^\W_]){month}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)(?:,?\s(?P<y>\d{{4}}))?(?!\w)"),
            _compile(rf"(?<![^\W_])(?P<d>){month},?\s(?:de\s|del\s|of\s)?(?P<y>\d{{4}})(?!\w)"),
        ),
        year_end=_compile(rf"(?<![^\W_])(?:{_any(ends)})\s(?:de\s|des\sJahres\s)?(?P<y>\d{{4}})(?!\w)"),
    )  # fmt: skip


def _language(cues: LanguageCues) -> LanguageLexicon:
    named = sorted(
        ((cue, kind) for kind in MODALITIES for cue in getattr(cues, kind)), key=lambda pair: (-len(pair[0]), pair[0], pair[1])
    )
    modal = "|".join(f"(?P<{kind}_{number}>{_cue(cue)})" for number, (cue, kind) in enumerate(named))
    return LanguageLexicon(
        cues=cues,
        masked=_compile(rf"(?<![\w'])(?:{_phrases(cues.masked, cues.negations)})(?![^\W_])"),
        latest=_compile(rf"(?<!\w)(?:{_any(cues.latest)})\s$"),
        prior=_compile(rf"\s(?:{_any(cues.prior)})(?!\w)"),
        limit=_compile(
            rf"(?<!\w)(?:{_any(cues.must_not)}|{_any(cues.negations)})(?:\s[^\W\d]+){{0,3}}?\s(?:{_any(cues.limits)})(?!\w)"
        ),
        negation=_compile(rf"(?<!\w)(?:{_any(cues.negations)})(?!\w)|\w+n't(?!\w)"),
        modal=_compile(rf"(?<![\w'])(?:{modal})(?![^\W_])"),
        contrast=_compile(rf"[;:]\s|[,(]\s?|\s-\s|(?<![\w'])(?:{_any(cues.contrast)})(?![^\W_])"),
        at_least=_compile(rf"(?<![\w'])(?:{_any(cues.at_least)})(?:\s(?:{_any(cues.function_words)}))?\s?$"),
        at_most=_compile(rf"(?<![\w'])(?:{_any(cues.at_most)})(?:\s(?:{_any(cues.function_words)}))?\s?$"),
        or_more=_compile(rf"\s?(?:{_any(cues.or_more)})(?!\w)"),
        or_less=_compile(rf"\s?(?:{_any(cues.or_less)})(?!\w)"),
        within=_compile(rf"(?<!\w)(?:{_any(cues.within)})\s$"),
        light=frozenset(cues.light),
        vocabulary=cues.function_words.union(
            cues.light, cues.negations, cues.must, cues.should, cues.may, cues.can, cues.at_least, cues.at_most, cues.numbers
        ),
    )


def _words(*names: Iterable[str]) -> frozenset[str]:
    """The single words, in lower case, that names are made of."""
    return frozenset(word for some in names for name in some for word in name.lower().split())


def _cue(cue: str) -> str:
    """A cue as a pattern: `*` stands for any letters, ` .. ` for up to five words between."""
    return re.escape(cue).replace(r"\ \.\.\ ", r"(?:\s[^\s,;.]+){0,5}?\s").replace(r"\*", r"\w*")


def _phrases(cues: Iterable[str], between: Iterable[str]) -> str:
    """Phrases, the longest first; none of the words `between` may stand in their gaps."""
    barred = rf"(?:\s(?!(?:{_any(between)})\b)"
    return "|".join(_cue(cue).replace(r"(?:\s", barred) for cue in sorted(cues, key=lambda cue: (-len(cue), cue)))


def _any(names: Iterable[str]) -> str:
    """An alternation in which the longest name is tried first; a name with a capital in the table needs it in the text."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name) if name.islower() or not name.isalpha() else f"(?-i:{name})" for name in ordered)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
