"""Text → the quantities in it: numbers, money, percentages, durations, sizes, dates, times, versions.

One quantity may have several readings ("1.200" is 1200 or 1.2; "5m" is five minutes or five million); two quantities agree
when they share one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from rag.ground.lexicon import LanguageLexicon, Lexicon
from rag.ground.words import language_of

_DIGITS = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d+)?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(rf"(?<![^\W_])(?<!\d[.,])({_DIGITS})")
_IDENTIFIER = re.compile(
    r"(?<![\w.])(?:[^\W\d_]+[-/]?\d\w*(?:[.\-/]\d\w*)*|\d+(?:\.\d+){2,}\w*|\d+(?:[.,]\d+)?[^\W\d_]\w*|\d+/\d+(?!\d))"
)
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<![\d.,/])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d{2})(?!\d)")
_QUARTER = re.compile(r"\bQ([1-4])[ /-]{0,3}(\d{4})\b|\b(\d{4})[ /-]{0,3}Q([1-4])\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d:.,])([01]?\d|2[0-4])(?::([0-5]\d)|h([0-5]\d))(?::[0-5]\d)?(?!\d)(?:\s?([ap])\.?m\b\.?)?", re.IGNORECASE
)
_CLOCK_WORD = re.compile(r"(?<![\d:.,])(\d{1,2})\s?(?:([ap])\.?m\b\.?|Uhr\b)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<![\w.])(\d+)(?:st|nd|rd|th|er|ère|ème|º|ª|x)(?!\w)", re.IGNORECASE)
_JOIN = re.compile(r"\s*(?:-|to|bis|auf|à|a|até|and|und|et|y|e|or|oder|ou|o)\s*", re.IGNORECASE)
_SUM = re.compile(r",?\s*(?:(?:and|und|et|y|e)\s)?", re.IGNORECASE)
_NOUN_WORD = re.compile(r"[\s-]([^\W\d_]+)")
_OF = re.compile(r"\s(?:de|of|d')(?=\s?\w)", re.IGNORECASE)
MAX_NOUN_WORDS = 3  # of the name of a thing counted
KINDS = {
    "number": "number",
    "percent": "percent",
    "second": "duration",
    "month": "duration",
    "business day": "duration",
    "byte": "size",
}

Scale = tuple[str, Fraction]  # dimension, factor to its base unit


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is said; 0 for what is not."""

    year: int
    month: int = 0  # 1…12; −1…−4: a quarter
    day: int = 0

    def agrees_with(self, other: "Day") -> bool:
        """Whether `other` says everything that this date says."""
        if (self.year and self.year != other.year) or (self.day and self.day != other.day):
            return False
        return not self.month or self.month == other.month or (self.month < 0 and (other.month + 2) // 3 == -self.month)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity where it stands in a text."""

    kind: str  # number, money, percent, duration, size, date, time, version, or the dimension of a rarer unit
    text: str
    start: int
    end: int
    numbers: frozenset[Fraction] = frozenset()  # as written, before unit and multiplier
    scales: frozenset[Scale] = frozenset()  # one for each reading of the unit
    unit: str = ""  # id of the unit or currency
    counted: str = ""  # id of the group of things counted
    per: Scale | None = None  # period of a rate
    bound: str = ""  # at_least, at_most
    is_soft: bool = False  # "an hour" in passing: proves something in a quotation, claims nothing
    days: frozenset[Day] = frozenset()  # readings of a date
    total: frozenset[Scale] = frozenset()  # of a sum such as 1 h 30 min

    @property
    def readings(self) -> frozenset[Scale]:
        """(dimension, amount in its base unit) of every reading."""
        return self.total or frozenset((kind, number * factor) for number in self.numbers for kind, factor in self.scales)


def read_quantities(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """All quantities of `text` (in unified form, see `plain_text`), in order."""
    language = language_of(text, lexicon)
    found: list[Quantity] = []
    for reader in (_dates, _clocks, _fractions, _halves, _identifiers, _numbers, _number_words, _articles):
        for quantity in reader(text, lexicon, language):
            if all(quantity.end <= other.start or quantity.start >= other.end for other in found):
                found.append(quantity)
    found.sort(key=lambda quantity: quantity.start)
    return tuple(_with_bounds(_joined(found, text), text, language))


def parse_number(digits: str) -> frozenset[Fraction]:
    """What a number in digits may mean: both 1200 and 1.2 for "1.200", for language and habit differ."""
    plain = re.sub(r"[ ']", "", digits)
    points, commas = plain.count("."), plain.count(",")
    if points and commas:
        decimal = "." if plain.rfind(".") > plain.rfind(",") else ","
        other = "," if decimal == "." else "."
        return frozenset({Fraction(plain.replace(other, "").replace(decimal, "."))})
    if not points and not commas:
        return frozenset({Fraction(plain)})
    head, *groups = re.split("[.,]", plain)
    whole, broken = Fraction(plain.replace(".", "").replace(",", "")), Fraction(f"{head}.{groups[0]}")
    if len(groups) > 1:
        return frozenset({whole})
    if len(groups[0]) == 3 and len(head) <= 3 and not head.startswith("0") and " " not in digits:
        return frozenset({whole, broken})
    return frozenset({broken})


def _dates(text: str, lexicon: Lexicon, _language: LanguageLexicon) -> Iterator[Quantity]:
    for found in _ISO.finditer(text):
        if 1 <= int(found["m"]) <= 12:
            yield _date(found, {Day(int(found["y"]), int(found["m"]), int(found["d"] or 0))})
    for found in _NUMERIC_DATE.finditer(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        days = {Day(year, m, d) for d, m in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31}
        if days:
            yield _date(found, days)
    for found in _QUARTER.finditer(text):
        yield _date(found, {Day(int(found[2] or found[3]), -int(found[1] or found[4]))})
    for found in lexicon.year_end.finditer(text):
        yield _date(found, {Day(int(found["y"]), 12, 31)})
    for pattern in lexicon.month_dates:
        for found in pattern.finditer(text):
            if found["d"] and not 1 <= int(found["d"]) <= 31:
                continue
            yield _date(found, {Day(int(found["y"] or 0), lexicon.months[found["m"].lower()], int(found["d"] or 0))})


def _date(found: re.Match[str], days: set[Day]) -> Quantity:
    numbers = {Fraction(part) for day in days for part in (day.year, day.day) if part}
    return Quantity("date", found.group(), found.start(), found.end(), frozenset(numbers), days=frozenset(days))


def _clocks(text: str, _lexicon: Lexicon, _language: LanguageLexicon) -> Iterator[Quantity]:
    for found in _CLOCK.finditer(text):
        hours, minutes = int(found[1]), int(found[2] or found[3])
        total = {("clock", Fraction(_day_hour(hours, found[4]) * 60 + minutes))}
        if found[3]:
            total.add(("second", Fraction(hours * 3600 + minutes * 60)))
        yield Quantity("time", found.group(), found.start(), found.end(), total=frozenset(total))
    for found in _CLOCK_WORD.finditer(text):
        total = {("clock", Fraction(_day_hour(int(found[1]), found[2]) * 60))}
        yield Quantity("time", found.group(), found.start(), found.end(), total=frozenset(total))


def _day_hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour % 24
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _halves(text: str, lexicon: Lexicon, _language: LanguageLexicon) -> Iterator[Quantity]:
    for found in lexicon.half.finditer(text):
        yield _measured(lexicon, found.group(), found.span(), frozenset({Fraction(1, 2)}), found["name"].lower())


def _fractions(text: str, lexicon: Lexicon, _language: LanguageLexicon) -> Iterator[Quantity]:
    """Parts of a unit: "three quarters of an hour", "a year and a half"."""
    for found in lexicon.fraction.finditer(text):
        part = lexicon.fractions[found["part"].lower()]
        yield _measured(lexicon, found.group(), found.span(), frozenset({part}), found["name"].lower())
    for found in lexicon.article.finditer(text):
        if more := lexicon.and_half.match(text, found.end()):
            span = found.start(), more.end()
            yield _measured(lexicon, text[slice(*span)], span, frozenset({Fraction(3, 2)}), found["name"].lower())


def _identifiers(text: str, lexicon: Lexicon, _language: LanguageLexicon) -> Iterator[Quantity]:
    for found in _ORDINAL.finditer(text):
        number = frozenset({Fraction(found[1])})
        yield Quantity("number", found.group(), found.start(), found.end(), number, frozenset({("number", Fraction(1))}))
    for found in _IDENTIFIER.finditer(text):
        token = found.group()
        digits = _NUMBER.match(token)
        before = lexicon.currency_before.search(text[max(0, found.start() - 8) : found.start()] + _letters(token))
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", token):
            continue  # a number with points between its thousands
        if (digits and _is_tail(token[digits.end() :], lexicon)) or (before and _letters(token)):
            continue
        numbers = frozenset(Fraction(part) for part in re.findall(r"\d+", token))
        yield Quantity("version", token, found.start(), found.end(), numbers)


def _letters(token: str) -> str:
    return re.match(r"[^\W\d_]*", token).group()  # type: ignore[union-attr]


def _is_tail(rest: str, lexicon: Lexicon) -> bool:
    """Whether letters right after a number are its multiplier, unit or currency."""
    multiplier = lexicon.multiplier.match(rest)
    if multiplier and (multiplier.end() == len(rest) or _is_tail(rest[multiplier.end("name") :], lexicon)):
        return True
    return any(
        (found := pattern.match(rest)) and found.end() == len(rest) for pattern in (lexicon.unit, lexicon.currency_after)
    )


def _numbers(text: str, lexicon: Lexicon, _language: LanguageLexicon) -> Iterator[Quantity]:
    for found in _NUMBER.finditer(text):
        yield _quantity(text, lexicon, found.start(), found.end(), parse_number(found[1]))


def _number_words(text: str, lexicon: Lexicon, language: LanguageLexicon) -> Iterator[Quantity]:
    for found in lexicon.number_word.finditer(text):
        word = found["name"].lower()
        number = frozenset({Fraction(lexicon.number_words[word])})
        quantity = _quantity(text, lexicon, found.start(), found.end(), number)
        if word in language.cues.articles or word in language.cues.function_words:
            continue
        if word in language.light and word not in language.cues.numbers:
            continue  # "once" is eleven in Spanish only
        is_plain = quantity.kind == "number" and not quantity.counted and quantity.end == found.end()
        if not is_plain or word in language.cues.numbers:
            yield quantity


def _articles(text: str, lexicon: Lexicon, language: LanguageLexicon) -> Iterator[Quantity]:
    for found in lexicon.article.finditer(text):
        name = found["name"].lower()
        measured = _measured(lexicon, found.group(), found.span(), frozenset({Fraction(1)}), name)
        is_meant = (
            language.within.search(text[max(0, found.start() - 20) : found.start()]) is not None and measured.unit != "second"
        )
        yield replace(measured, is_soft=not is_meant)


def _measured(lexicon: Lexicon, text: str, span: tuple[int, int], numbers: frozenset[Fraction], name: str) -> Quantity:
    units = lexicon.units[name]
    scales = frozenset((unit.dimension, unit.factor) for unit in units)
    kind = KINDS.get(units[0].dimension, units[0].dimension)
    return Quantity(kind, text, span[0], span[1], numbers, scales, units[0].id)


def _quantity(text: str, lexicon: Lexicon, start: int, end: int, numbers: frozenset[Fraction]) -> Quantity:
    """The number at `start:end` with its currency, multiplier, unit, rate and counted thing."""
    before = lexicon.currency_before.search(text[max(0, start - 10) : start])
    currency = lexicon.currencies[before["name"].lower()] if before else ""
    if before:
        start -= before.end() - before.start()
    scales: set[Scale] = set()
    unit = ""
    tail = end
    multiplier = lexicon.multiplier.match(text, end)
    factor = Fraction(1)
    if multiplier:
        after = _currency_after(text, multiplier.end(), lexicon)
        is_short = len(multiplier["name"]) <= 2
        if not is_short or not multiplier["gap"] or currency or after:
            factor, tail = Fraction(lexicon.cues.multipliers[multiplier["name"].lower()]), multiplier.end()
    if not currency and (
        after := _currency_after(text, tail, lexicon) if multiplier else lexicon.currency_after.match(text, tail)
    ):
        currency, tail = lexicon.currencies[after["name"].lower()], after.end()
    named = None if currency else (lexicon.unit.match(text, tail) or (lexicon.unit.match(text, end) if multiplier else None))
    if currency:
        kind, unit = "money", currency
        scales.add((f"money {currency}", factor))
    elif named:
        own = factor if named.start() == tail else Fraction(1)
        units = lexicon.units[named["name"].lower()]
        scales |= {(unit.dimension, unit.factor * own) for unit in units}
        kind, unit = KINDS.get(units[0].dimension, units[0].dimension), units[0].id
        if own == 1 and factor != 1:
            scales.add(("number", factor))  # "5m": five million as well
        tail = named.end()
    else:
        kind = "number"
        scales.add(("number", factor))
    rate = lexicon.rate.match(text, tail)
    counted, noun_end = ("", tail) if named or currency else _counted(text, tail, lexicon)
    rate = rate or _rate_after(text, noun_end, lexicon)
    quantity = Quantity(kind, text[start:tail], start, tail, numbers, frozenset(scales), unit, counted)
    return replace(quantity, per=_period(rate, lexicon), end=rate.end(), text=text[start : rate.end()]) if rate else quantity


def _currency_after(text: str, at: int, lexicon: Lexicon) -> re.Match[str] | None:
    """The currency behind a multiplier: "2 million euros", "2 milhões de euros"."""
    link = _OF.match(text, at)
    return lexicon.currency_after.match(text, link.end() if link else at)


def _rate_after(text: str, at: int, lexicon: Lexicon) -> re.Match[str] | None:
    """The rate behind the thing counted: "40,000 order lines per day"."""
    for _ in range(MAX_NOUN_WORDS):
        if rate := lexicon.rate.match(text, at):
            return rate
        word = _NOUN_WORD.match(text, at)
        if word is None or word[1].lower() in lexicon.function_words:
            break
        at = word.end()
    return None


def _period(rate: re.Match[str], lexicon: Lexicon) -> Scale:
    name = rate["unit"].lower() if rate["unit"] else lexicon.cues.periods[rate["period"].lower()]
    unit = lexicon.units[name][0]
    return unit.dimension, unit.factor


def _counted(text: str, at: int, lexicon: Lexicon) -> tuple[str, int]:
    """The group of the thing counted, among the next three words of the phrase, and where its name ends."""
    for _ in range(MAX_NOUN_WORDS):
        word = _NOUN_WORD.match(text, at)
        if word is None or word[1].lower() in lexicon.function_words:
            break
        at = word.end()
        if group := lexicon.counted.get(word[1].lower()):
            return group, at
    return "", at


def _joined(found: list[Quantity], text: str) -> list[Quantity]:
    """Ranges share their unit ("2-3 GB", "$1-2 million"); parts of a sum become one ("1 h 30 min")."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        gap = text[last.end : quantity.start] if last and last.end <= quantity.start else None
        if last is None or gap is None:
            joined.append(quantity)
            continue
        if _is_sum(last, quantity) and _SUM.fullmatch(gap):
            total = frozenset((kind, a + b) for kind, a in last.readings for other, b in quantity.readings if kind == other)
            joined[-1] = replace(last, total=total, end=quantity.end, text=text[last.start : quantity.end])
            continue
        if _JOIN.fullmatch(gap):
            if last.kind == "number" and quantity.unit:
                joined[-1] = replace(last, kind=quantity.kind, scales=quantity.scales, unit=quantity.unit, per=quantity.per)
            elif last.kind == "number" and last.scales == {("number", Fraction(1))} and quantity.kind == "number":
                joined[-1] = replace(last, scales=quantity.scales, counted=quantity.counted, per=quantity.per)
            elif last.kind == "money" and quantity.kind == "number":
                scales = frozenset((f"money {last.unit}", factor) for _, factor in quantity.scales)
                joined[-1] = replace(last, scales=scales)
                quantity = replace(quantity, kind="money", scales=scales, unit=last.unit)
        joined.append(quantity)
    return joined


def _is_sum(first: Quantity, second: Quantity) -> bool:
    is_whole = not any(number.denominator > 1 for number in first.numbers)
    if not is_whole or first.is_soft or first.readings & second.readings:
        return False  # "a quarter of an hour, 15 minutes" says it twice
    if not (first.kind == second.kind == "duration") or first.total or first.per or second.per:
        return False
    big, small = max(factor for _, factor in first.scales), max(factor for _, factor in second.scales)
    return bool({kind for kind, _ in first.scales} & {kind for kind, _ in second.scales}) and small < big


def _with_bounds(found: list[Quantity], text: str, language: LanguageLexicon) -> Iterator[Quantity]:
    for quantity in found:
        before = text[max(0, quantity.start - 40) : quantity.start]
        if language.latest.search(before) and language.prior.match(text, quantity.end):
            yield replace(quantity, bound="at_least")  # "no later than 20 minutes before"
            continue
        low, high = language.at_least.search(before), language.at_most.search(before)
        if any(not before[limit.end() :].strip() for limit in language.limit.finditer(before)):
            yield replace(quantity, bound="at_most")  # "must not be kept longer than"
            continue
        if low and high:  # the longer cue is the whole one: "no more than" holds "more than"
            low, high = (low, None) if low.start() < high.start() else (None, high)
        is_low = language.or_more.match(text, quantity.end) or (low and not language.or_less.match(text, quantity.end))
        is_high = not is_low and (high or language.or_less.match(text, quantity.end))
        if (
            is_low
            and low
            and language.negation.search(_clause_before(text, quantity.start))
            and language.masked.search(before) is None
        ):
            is_low = None  # "cannot open more than 100"
        yield replace(quantity, bound="at_least" if is_low else "at_most" if is_high else "")


def _clause_before(text: str, at: int) -> str:
    return re.split(r"[.;:!?]\s|,", text[max(0, at - 80) : at])[-1]
