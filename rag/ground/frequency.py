"""How often? "Every quarter", "twice a year", "monthly" → so many times a period, compared between sentence and evidence."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

from rag.ground.comparison import Comparison, Tongue
from rag.ground.lexicon import Lexicon
from rag.ground.mismatch import Mismatch

Frequency = tuple[str, Fraction]  # dimension of the period, times per base unit of it


def frequency_mismatches(both: Comparison) -> Iterator[Mismatch]:
    """A frequency that the sentence gives and the evidence does not."""
    around = both.evidence.around
    there = {one for _, one in _frequencies(around, both.theirs, both.lexicon)}
    there |= {_per(rate["unit"], Fraction(1), both.lexicon) for rate in _per_unit(both.lexicon).finditer(around)}
    for text, one in _frequencies(both.claim, both.own, both.lexicon):
        if one not in there:
            yield Mismatch("frequency", f"the quotation does not say “{text}”")


def _frequencies(text: str, tongue: Tongue, lexicon: Lexicon) -> Iterator[tuple[str, Frequency]]:
    every, often, adverb = _patterns(tongue, lexicon)
    for found in every.finditer(text):
        count = _number(found["n"] or "1", lexicon)
        if count:
            yield found.group(), _per(found["unit"], 1 / count, lexicon)
    for found in often.finditer(text):
        word = found["often"]
        times = Fraction(tongue.words.words.often[word.lower()]) if word else _number(found["n"], lexicon)
        if times:
            yield found.group(), _per(found["unit"], times, lexicon)
    for found in adverb.finditer(text):
        count = _times_before(text[: found.start()], tongue, lexicon)
        yield found.group(), _per(lexicon.cues.periods[found.group().lower()], count, lexicon)


def _times_before(text: str, tongue: Tongue, lexicon: Lexicon) -> Fraction:
    """How many times are said before "yearly"; 1 where none are."""
    words = text.lower().split()[-2:]
    often = tongue.words.words.often
    if words and words[-1] in often:
        return Fraction(often[words[-1]])
    if len(words) == 2 and words[1] in tongue.words.words.times:
        return _number(words[0], lexicon) or Fraction(1)
    return Fraction(1)


def _number(word: str, lexicon: Lexicon) -> Fraction:
    return Fraction(word) if word.isdigit() else Fraction(lexicon.number_words.get(word.lower(), 0))


def _per(unit: str, times: Fraction, lexicon: Lexicon) -> Frequency:
    period = lexicon.units[unit.lower()][0]
    return period.dimension, times / period.factor


@cache
def _patterns_of(
    every: tuple[str, ...],
    times: tuple[str, ...],
    often: tuple[str, ...],
    per: tuple[str, ...],
    units: tuple[str, ...],
    adverbs: tuple[str, ...],
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    unit = rf"(?P<unit>{_any(units)})(?!\w)"
    often_or_never = _any(often) if often else "(?!)"
    return (
        re.compile(rf"(?<!\w)(?:{_any(every)})\s(?:(?P<n>\w+)\s)?{unit}", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:(?P<often>{often_or_never})|(?P<n>\w+)\s(?:{_any(times)}))\s?(?:{_any(per)}|im|am|in der)\s?{unit}",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{_any(adverbs)})(?!\w)", re.IGNORECASE),
    )


def _per_unit(lexicon: Lexicon) -> re.Pattern[str]:
    """Finds "a day" in "5 a day", which carries "each day"."""
    return re.compile(rf"(?<!\w)(?:{_any(lexicon.cues.per)})\s?(?P<unit>{_any(_periods(lexicon))})(?!\w)", re.IGNORECASE)


def _periods(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(name for name, found in lexicon.units.items() if found[0].dimension in ("second", "month") and len(name) > 2)


def _patterns(tongue: Tongue, lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = tongue.words.words
    periods = tuple(lexicon.cues.periods)
    return _patterns_of(words.every, words.times, tuple(words.often), lexicon.cues.per, _periods(lexicon), periods)


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
