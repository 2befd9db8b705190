"""Amounts, dates and names of technologies in a person's words → values of a field, in the field's own units."""

import datetime
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from rag.extract.amounts import AmountFinder
from rag.extract.entities import Entity
from rag.extract.moments import MomentFinder
from rag.extract.normalise import normalise
from rag.extract.service_hours import ServiceHours
from rag.extract.technologies import TechnologyMatcher
from rag.interview.days import YEAR, DayReader
from rag.interview.peaks import PeakReader
from rag.interview.rates import EVENTS, FEW_WORDS, MEAN, PEAK, SECONDS, RateReader
from rag.interview.restated import Restated
from rag.interview.spoken import SpokenAmounts
from rag.knowledge.brief_fields import Told
from rag.knowledge.gazetteer import Gazetteer
from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken

FEW = 5  # things of which a part are met: “1 of 2” is how many there are
MONTHS = 12
HOURS, THOUSAND, MILLION = 24, 1000, 1_000_000
HOUR, DAY = 3600, 86_400  # seconds
USUAL, EVERY = 95, 100  # of a hundred: have to be as fast as is said
BEYOND = 0.001  # of an amount: “more than 50k” is none of those up to 50k
A_WHILE, LONG = 0.5, 2.0  # years from which something counts as known, and as long known
KNOWN, LONG_KNOWN = 3, 4  # levels of experience
DAYS_A_YEAR, FEW_DAYS = 365, 40  # a load of so many days of the year at most is a rare one
UNLIKE = 100  # so many times smaller than the first number: no figure of the same load
PER_SECOND = "1/s"  # the unit of a rate, which people give by the day or the hour, too
TIMES = "times"  # the unit of a factor
HORIZONS = ("day1", "m6", "m24")
EACH_HORIZON = "users.mau"  # asked for at each of them
BUSIEST = frozenset({"users.concurrent_peak", EVENTS, PEAK, MEAN})  # asked for at its peak
SCALES = frozenset({EACH_HORIZON, "users.concurrent_peak", "team.engineers", PEAK, MEAN, EVENTS})
LOADS = SCALES - {"team.engineers"}
GROWTH = "scale.growth"
LIMITS = "int.limits"
MONTHS_LEAST, MONTHS_MOST = 1.0, 72.0  # over which a growth is told
PAIR = 2  # figures of one load: of day one and of later


class AmountReader:
    """Reads values."""

    def __init__(self, quantities: Quantities, gazetteer: Gazetteer, spoken: Spoken, told: Told, today: str) -> None:
        """Bring the parts together; `told`: what a rate may be of; `today`: ISO date that "in 24 months" starts from."""
        self._finder = AmountFinder(quantities)
        self._number_words = {word: value for words in quantities.number_words.values() for word, value in words.items()}
        self.spoken = SpokenAmounts(spoken, self._number_words)
        self.restated = Restated(spoken, quantities, self.figures)
        self._later = re.compile(spoken.later, re.IGNORECASE)
        self._joins = re.compile(rf"\s*-?\s*(?:{spoken.joins})?\s*", re.IGNORECASE)
        self._half = re.compile(rf"\s+(?:{spoken.and_a_half})(?!\w)", re.IGNORECASE)
        self._stays = re.compile(spoken.stays, re.IGNORECASE)
        self._shrinks = re.compile(spoken.shrinks, re.IGNORECASE)
        self._builds = re.compile(spoken.builders, re.IGNORECASE)
        self._grows = re.compile(spoken.grows, re.IGNORECASE)
        self._currencies = quantities.currencies
        money = "|".join(sorted(map(re.escape, self._currencies), key=len, reverse=True))
        self._each, self._each_before, self._each_in, self._in_each = {}, {}, {}, {}
        for name, words in spoken.periods.items():
            once = rf"(?:{spoken.per}|/)\s*(?:{words})|{'|'.join(word for word, of in spoken.adverbs.items() if of == name)}"
            self._each[name] = re.compile(rf"^[^\w,;.]*(?:(?:{money})[^\w,;.]*)?(?:{once})(?!\w)", re.IGNORECASE)
            self._in_each[name] = re.compile(rf"(?<!\w)(?:{once}|(?:{spoken.every})\s+(?:{words}))(?!\w)", re.IGNORECASE)
            self._each_in[name] = re.compile(rf"(?<!\w)(?:{once})(?!\w)", re.IGNORECASE)
            self._each_before[name] = re.compile(rf"(?<!\w)(?:{once})\W+(?:\w+\W+){{0,4}}$", re.IGNORECASE)
        self._since = re.compile(rf"\b(?:{spoken.since})\b\s+(?:\w+\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
        self._factor_before = re.compile(rf"(?<![\w\d])(?<!\d )(?:{spoken.factor_before})\s*$", re.IGNORECASE)
        self._foreseen = re.compile(spoken.foreseen, re.IGNORECASE)
        self._factor = re.compile(rf"\s*-?(?:{spoken.factor})(?!\w)", re.IGNORECASE)
        self._clock_before = re.compile(rf"(?:{spoken.clock_before})\s+$", re.IGNORECASE)
        self._clock_behind = re.compile(rf"\s*(?:{spoken.clock_behind})", re.IGNORECASE)
        self._moments = MomentFinder(quantities)
        self._days = DayReader(quantities, spoken, self.spoken, today)
        self._technologies = TechnologyMatcher(gazetteer)
        self._today = today
        self._groups = re.compile(rf"\s*(?:{spoken.groups})(?!\w)", re.IGNORECASE)
        nth = "|".join(spoken.ordinals)
        rhythm = "|".join((*spoken.periods.values(), *spoken.weekdays))  # “every second Thursday” is no half of them
        self._one_in = re.compile(
            rf"(?<!\w)(?:(?:{spoken.one_in})|(?:{spoken.each_nth}))\s+(?P<n>{nth}|\w+)(?!\w|\s+(?:{rhythm})(?!\w))",
            re.IGNORECASE,
        )
        self._out_of = re.compile(rf"(?<![\w.,])(?P<n>\d+) (?:{spoken.of_all}) (?P<all>\d+)(?![\w.,]\d)", re.IGNORECASE)
        self._places = re.compile(rf"\s*(?:\w+\s+)?(?:{spoken.places})(?!\w)", re.IGNORECASE)
        self._few = re.compile(rf"(?<!\w){spoken.few}(?!\w)", re.IGNORECASE)
        self._only_one = re.compile(spoken.only_one, re.IGNORECASE)
        self._alone = re.compile(spoken.bare_behind, re.IGNORECASE)
        self._lines = re.compile(rf"\s*(?:{spoken.lines})(?!\w)", re.IGNORECASE)
        self._rates = RateReader(quantities, spoken, told, self._number_words)
        self._peaks = PeakReader(spoken, self._rates)
        self._unforeseen = re.compile(spoken.unforeseen, re.IGNORECASE)
        self._ends_there = re.compile(spoken.ends_there, re.IGNORECASE)
        self._shown = re.compile(spoken.shown, re.IGNORECASE)
        self._in_use = re.compile(spoken.in_use, re.IGNORECASE)
        self._on_other_days = re.compile(spoken.on_other_days, re.IGNORECASE)
        self._replayed = re.compile(spoken.replayed, re.IGNORECASE)
        self._never_lost = re.compile(spoken.never_lost, re.IGNORECASE)
        self._too_late = re.compile(spoken.too_late, re.IGNORECASE)
        self._of_hundred = re.compile(
            rf"(?<![\w.,])(?P<n>9\d)(?: (?:{spoken.of_all}) (?:a |one )?(?:100|hundred|hundert|cent|cien|cem)| ?%)(?!\w)"
        )
        self._per_place = re.compile(
            rf"(?<!\w)(?:{spoken.per_place})\s+(?:{spoken.places}|{spoken.machines})(?!\w)", re.IGNORECASE
        )
        self._people_named = re.compile(spoken.people, re.IGNORECASE)
        self._yearly = self._in_each["year"]
        self._a_year_on = re.compile(spoken.a_year_on, re.IGNORECASE)
        self._ceiling = re.compile(spoken.ceiling, re.IGNORECASE)
        self._service_hours = ServiceHours(quantities)
        self._else_nothing = re.compile(spoken.else_nothing, re.IGNORECASE)
        named = "|".join(sorted(map(re.escape, self._number_words), key=len, reverse=True))
        self._days_a_year = re.compile(rf"(?<![\w.,])(?P<n>\d+|{named})\s+(?:{spoken.days_a_year})(?!\w)", re.IGNORECASE)
        self._within_a_day = spoken.within_a_day
        self._by_then = re.compile(rf"\s*(?:{spoken.over}|{spoken.at_month}|{spoken.more_behind})(?!\w)", re.IGNORECASE)
        self._more_before = re.compile(rf"(?<!\w)(?:{spoken.more_before})\W+(?:\w+\W+)?$", re.IGNORECASE)
        self._more_behind = re.compile(rf"\s*(?:{spoken.more_behind})(?!\w)", re.IGNORECASE)

    def read(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        """Field path → value; money may fill a second field. Empty where the words hold no such value.

        Args:
            plain: the words, in the form in which rules read them.
            path: of the field.
            unit: what the value is: weeks (a date), EUR (any money), s, ms, times (a factor), or that of a number.
        """
        reader = {"weeks": self._moment, "EUR": self._money, "s": self._seconds, "ms": self._milliseconds}.get(unit)
        if reader is not None:
            return reader(plain, path)
        things = self._things(plain) if path == EACH_HORIZON else None
        return self._number(plain, path, unit) if things is None else things

    def figures(self, plain: str) -> list[Entity]:
        """Every amount, date and time of day that is said, "one" among them; none inside another."""
        found = list(self._moments.find(plain))
        for entity in [*self._entities(plain), *self._spoken(plain)]:
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
        return sorted(found, key=lambda entity: entity.start)

    def _spoken(self, plain: str) -> Iterator[Entity]:
        """Numbers in words, also where they may be an article."""
        for match in re.finditer(r"[^\W\d_]+", plain):
            number = self._number_words.get(match.group().casefold())
            if number is not None:
                yield Entity("NUM", match.start(), match.end(), match.group(), value=number)

    def technologies(self, plain: str, path: str, category: str = "") -> dict[str, Any]:
        """The technologies that are named; of one category of the gazetteer, or of any."""
        found = (mention.technology for mention in self._technologies.find(plain))
        names = list(dict.fromkeys(one.name for one in found if category in ("", one.category)))
        return {path: names} if names else {}

    def has_amount(self, plain: str) -> bool:
        """Whether something is measured: a span of time, a size, a part, money."""
        return any(one.kind != "NUM" for one in self._entities(plain))

    def mentions(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Where each technology is named, and how."""
        for mention in self._technologies.find(plain):
            yield mention.start, mention.end, mention.written

    def named(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Where each technology is named, and which it is."""
        for mention in self._technologies.find(plain):
            yield mention.start, mention.end, mention.technology.name

    def share(self, plain: str) -> float | None:
        """A part of the whole, 0…1, as a figure: “30 %”, “one in ten”, “jeder zehnte”; None where none is told."""
        percents = [one.number for one in self._entities(plain) if one.kind == "PCT"]
        if percents:
            return percents[0] / 100
        for told in self._out_of.finditer(plain):
            met, every = float(told["n"]), float(told["all"])
            if 0 < met <= every and every >= FEW:
                return round(met / every, 4)
        match = self._one_in.search(plain)
        if match is None:
            return None
        words = match["n"].casefold()
        many = self.spoken.ordinal(words) or (float(words) if words.isdigit() else self._number_words.get(words, 0.0))
        return round(1 / many, 3) if 1 < many <= THOUSAND else None  # “one in 2020” is none

    def most_per_hour(self, plain: str) -> float | None:
        """The largest amount that is told, in an hour where it is told of another span; None where none is."""
        found = []
        figures = [one for one in self._entities(plain) if one.kind in ("NUM", "MONEY")]
        for number, one in enumerate(figures):
            end = figures[number + 1].start if number + 1 < len(figures) else len(plain)
            span = self._rates.span(plain[one.end : end])
            is_clock = self._is_clock(one, plain)
            strictly = (
                1 + BEYOND * ((one.low is not None) - (one.high is not None)) if (one.low is None) != (one.high is None) else 1
            )
            found += [] if is_clock else [strictly * (one.number if span is None else one.number * HOUR / span)]
        return max(found, default=None)

    def experience(self, text: str) -> int | None:
        """The level of experience that a time with something stands for: “since 2019”, “for four years”; None without one."""
        since = self._since.search(text)
        years = float(self._today[:4]) - float(since[1]) if since else 0.0
        for entity in self._entities(normalise(text).text):
            if entity.kind == "DUR":
                years = max(years, entity.number / SECONDS["year"])
        is_long = years >= LONG and not self.is_in_one_place(text)
        return None if years < A_WHILE else LONG_KNOWN if is_long else KNOWN

    def service_hours(self, text: str) -> float | None:
        """The hours of a week that are named, by days and times of day; None where they are not."""
        return self._service_hours.of(normalise(text).text)

    def is_harmless(self, text: str) -> bool:
        """Whether what is lost is put in again, and it is not said that it must not be lost."""
        return self._replayed.search(text) is not None and self._never_lost.search(text) is None

    def ends_there(self, text: str) -> bool:
        """Whether it is said beside an amount of money that there is no more."""
        return self._ends_there.search(text) is not None

    def is_in_one_place(self, text: str) -> bool:
        """Whether it is said of what is known that it is in one place alone."""
        return self._only_one.search(text) is not None

    def code_lines(self, text: str) -> float | None:
        """How many lines of code are said: “1,6 Mio. Zeilen”, “900k lines”; None where none are."""
        plain = normalise(text).text
        told = (one.number for one in self._entities(plain) if one.kind == "NUM" and self._lines.match(plain[one.end :]))
        return next(told, None)

    @staticmethod
    def is_denied(text: str, denies: str) -> bool:
        """Whether the words begin by denying."""
        return re.match(denies, text.strip(), re.IGNORECASE) is not None

    def currency(self, words: str) -> str:
        """The code of the currency that is named; "" where none is. Of several names the longest counts: “US dollars”."""
        named = [name for name in self._currencies if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE)]
        return self._currencies[max(named, key=len)] if named else ""

    def _entities(self, plain: str) -> list[Entity]:
        """Amounts in the order in which they stand; points between groups of three digits are no decimal points.

        Numbers in words that make up one are one: “four hundred”, “a hundred and twenty”.
        """
        grouped = _GROUPED.sub(lambda match: match.group().replace(".", ","), plain)
        found = sorted(self._finder.find(grouped, "."), key=lambda entity: entity.start)
        for rule in (self._of_thousands, self._added):
            found = self._joined(found, grouped, rule)
        return [self._and_a_half(one, grouped) for one in found]

    def _joined(self, found: Sequence[Entity], text: str, rule: Callable[[float, float], float | None]) -> list[Entity]:
        """The amounts, those in words that a rule makes one number of joined."""
        joined: list[Entity] = []
        for entity in found:
            last = joined[-1] if joined else None
            whole = rule(last.number, entity.number) if last is not None and self._is_one(last, entity, text) else None
            if last is not None and whole is not None:
                joined[-1] = replace(entity, value=whole, start=last.start, text=text[last.start : entity.end])
            else:
                joined.append(entity)
        return joined

    def _is_one(self, last: Entity, entity: Entity, text: str) -> bool:
        """Whether two amounts may be parts of one number: in words, and nothing but an “and” between them."""
        in_words = not re.search(r"\d", entity.text if entity.number in _TIMES else f"{last.text}{entity.text}")
        is_near = self._joins.fullmatch(text[last.end : entity.start]) is not None
        return in_words and is_near and last.kind == "NUM" and entity.kind in ("NUM", "MONEY")

    def _and_a_half(self, entity: Entity, text: str) -> Entity:
        """“Two million and a half”: half of what is counted comes on top."""
        match = self._half.match(text[entity.end :]) if entity.kind == "NUM" else None
        size = next((size for size in (MILLION, THOUSAND) if entity.number >= size and entity.number % size == 0), 0)
        if match is None or not size:
            return entity
        return replace(entity, value=entity.number + size / 2, end=entity.end + match.end())

    @staticmethod
    def _of_thousands(high: float, low: float) -> float | None:
        """Hundreds before thousands are of them: “three hundred and fifty thousand”; “four hundred” is four times as many."""
        if low in _TIMES and high < low:
            return high * low
        size = next((size for size in (MILLION, THOUSAND) if low % size == 0 and size <= low < 100 * size), 0)
        return high * size + low if size and high < THOUSAND and high % 100 == 0 else None

    @staticmethod
    def _added(high: float, low: float) -> float | None:
        """A round number and what comes on top.

        Behind millions hundreds are thousands, and a digit hundreds of thousands, as people say them: “siete millones
        ochocientos”, “deux millions trois”.
        """
        if high >= MILLION and high % MILLION == 0 and low < THOUSAND:
            return high + low * (THOUSAND if low % 100 == 0 else MILLION / 10 if low < 10 else 1)
        step = next((size for size in _STEPS if high >= size and high % size == 0), 0)
        return high + low if low < step else None

    def _is_clock(self, entity: Entity, plain: str) -> bool:
        """Whether a number is a time of day: “five past eight”, “um 7 Uhr”."""
        if not entity.number <= HOURS or entity.kind != "NUM":
            return False
        return bool(self._clock_before.search(plain[: entity.start]) or self._clock_behind.match(plain[entity.end :]))

    def with_unit(self, plain: str, unit: str) -> str:
        """The words, with a unit behind the first number if that is a bare one: “fifteen, because of the asbestos”."""
        first = next((one for one in self.figures(plain) if one.kind == "NUM"), None)
        if first is None or not unit or self.has_amount(plain) or not self._stands_alone(first, plain):
            return plain
        return f"{plain[: first.end]}{unit}{plain[first.end :]}"

    def _stands_alone(self, entity: Entity, plain: str) -> bool:
        """Whether it is a bare number, and none of something else: “two, at most” and not “two people”."""
        return entity.kind == "NUM" and self._alone.match(plain[entity.end :]) is not None

    def _number(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        if unit == TIMES:
            return self._factor_of(plain, path)
        if unit == "GB":
            return self._volume(plain, path)
        kinds = {"%": ("PCT", "NUM")}.get(unit, ("NUM",))
        dates = [date for date in self._moments.find(plain) if date.kind == "DATE"]
        entities = [
            entity
            for entity in self._entities(plain)
            if entity.kind in kinds
            and not self._is_clock(entity, plain)
            and not any(date.start <= entity.start < date.end for date in dates)  # “70 by mid 2028”
        ]
        if path == "team.engineers":
            entities = [one for one in entities if not self._groups.match(plain[one.end :])]  # “68 in nine teams”
            entities = self._builders(entities, plain)
        if unit == PER_SECOND:
            return self._per_second(plain, path, entities)
        if path == EACH_HORIZON:
            entities = self._alike(self._people(entities, plain), plain)
        if path in SCALES and path != EACH_HORIZON:
            entities = self._ends(entities, plain)
        if path in SCALES:
            entities = self._with_more(entities, plain)
        numbers = [one.number for one in entities]
        if not numbers and re.fullmatch(r"\D*\d+\D*", plain):
            numbers = [float(re.sub(r"\D", "", plain))]
        if not numbers and len(plain.split()) <= FEW_WORDS:
            numbers = [entity.number for entity in self._spoken(plain)]  # “a dozen”, “one”
        if not numbers:
            return {}
        if path in SCALES:
            scale = self._scale([_with_multiplier(one, entities[0]) for one in entities] or numbers, path, plain)
            later = {"team.m24": scale["m24"]} if path == "team.engineers" and "m24" in scale else {}
            return {path: scale, **later}
        return {path: whole_number(numbers[0])}

    def _factor_of(self, plain: str, path: str) -> dict[str, Any]:
        """How many times as much: as it is said, or as two loads tell it."""
        numbers = [one for one in self._entities(plain) if one.kind == "NUM"]
        factors = [many for one in numbers if (many := self._times_as_much(one, plain))]
        told = [one for one in numbers if not self._is_clock(one, plain)]
        factor = max(factors) if factors else self._peaks.rise(plain, told) or self.spoken.factor(plain)
        factor = factor or self._peaks.factor(plain, told)
        factor = factor or self._of_few_days(plain)
        return {path: whole_number(factor)} if factor else {}

    def _of_few_days(self, plain: str) -> float | None:
        """How high the peak is of what happens on some days of the year alone: “eleven days a year, the rest is nothing”."""
        told = self._days_a_year.search(plain)
        if told is None or not self._else_nothing.search(plain):
            return None
        days = float(told["n"]) if told["n"].isdigit() else self._number_words[told["n"].casefold()]
        return float(round(DAYS_A_YEAR / days * self._within_a_day)) if 0 < days <= FEW_DAYS else None

    def _times_as_much(self, entity: Entity, plain: str) -> float:
        """The factor that a number tells: “three times”, “three and a half times”, “fois 9”; 0 where it tells none."""
        tail = plain[entity.end :]
        half = self._half.match(tail)
        if half is not None and self._is_factor(tail[half.end() :]):
            return entity.number + 0.5
        is_one = self._is_factor(tail) or self._factor_before.search(plain[: entity.start]) is not None
        return entity.number if is_one else 0.0

    def is_foreseen(self, plain: str) -> bool:
        """Whether it is said that it is known before when it gets busy."""
        return self._foreseen.search(plain) is not None

    def is_unforeseen(self, plain: str) -> bool:
        """Whether it is said that nobody knows before when it gets busy."""
        return self._unforeseen.search(plain) is not None

    def _is_factor(self, tail: str) -> bool:
        """Whether a number is so many times as much: “three times”, and not “three times a year”."""
        match = self._factor.match(tail)
        return match is not None and not self._period(tail[match.end() :], "")[0]

    def _builders(self, entities: list[Entity], plain: str) -> list[Entity]:
        """Of several numbers of people those beside whom it says that they build: “eight of us, but only three program”."""
        beside = [
            one
            for number, one in enumerate(entities)
            if self._builds.search(re.split(r"[,;.]", plain[entities[number - 1].end if number else 0 : one.start])[-1])
            or self._builds.search(re.split(r"[,;.]", plain[one.end :])[0])
        ]
        return entities[entities.index(beside[0]) :] if beside else entities

    def _people(self, entities: list[Entity], plain: str) -> list[Entity]:
        """The figures without one of places, beside which the next one tells the people there: “two schools, 700 children”."""
        places = [one for one, _ in itertools.pairwise(entities) if self._places.match(plain[one.end :])]
        return (
            [one for one in entities if one not in places] if len(places) < len(entities) - 1 or len(places) == 1 else entities
        )

    def _things(self, plain: str) -> dict[str, Any] | None:
        """Things in a span of time in place of people: “9,000 orders a day”, as rates; {} of things that nobody knows here.

        None where people are counted, or what is counted is not told by the day, the week or the year.
        """
        entities = [one for one in self._numbers(plain) if not self._is_clock(one, plain)]
        behind = re.split(r"[;.](?!\d)", plain[entities[0].end :])[0] if entities else ""
        behind = self._a_year_on.sub("", behind)
        first = re.split(r",(?!\d)", behind)[0]
        if self._rates.span(behind) in (None, SECONDS["month"]) or self._has_share(behind):
            return None
        if self._rates.is_of_things(first) and self._rates.span(first) is not None:
            rates = self._rates.by_field(plain, EVENTS, entities)
            return {field: self._scale([one.number for one in of], EACH_HORIZON, plain) for field, of in rates.items()}
        return {} if self._yearly.search(behind) and not self._people_named.search(plain) else None

    def _has_share(self, plain: str) -> bool:
        return any(one.kind == "PCT" for one in self._entities(plain))

    def _alike(self, entities: list[Entity], plain: str) -> list[Entity]:
        """The figures without those of other things than the first: “300 clerks, 7,000 buyers” are no two points in time."""
        if self._later.search(plain) or YEAR.search(plain):
            return entities
        nouns = [match[1].casefold() if (match := _NOUN.match(plain, one.end)) else "" for one in entities]
        return [one for one, noun in zip(entities, nouns, strict=True) if noun in ("", nouns[0])] if nouns else entities

    def _ends(self, entities: list[Entity], plain: str) -> list[Entity]:
        """Of more than two figures the first, and the one beside the words for later: “68 and 6, in two years perhaps 80”."""
        later = list(self._later.finditer(plain))
        if len(entities) <= 2 or not later:
            return entities
        start, end = later[-1].span()
        return [entities[0], min(entities[1:], key=lambda one: min(abs(one.start - end), abs(start - one.end)))]

    def _with_more(self, entities: list[Entity], plain: str) -> list[Entity]:
        """The figures, where the last comes on top with it added to the first: “16, in two years plus two”.

        Where no later time is named it is left out: whether it is there already is not said.
        """
        last = entities[-1] if len(entities) == PAIR else None
        if last is None or not self._is_more(last, plain):
            return entities
        whole = replace(last, value=entities[0].number + last.number)
        return [entities[0], whole] if self._later.search(plain) else entities[:1]

    def _is_more(self, entity: Entity, plain: str) -> bool:
        """Whether a figure comes on top of what was told: “plus two”, “two more”."""
        before, behind = self._more_before.search(plain[: entity.start]), self._more_behind.match(plain[entity.end :])
        return bool(before or behind)

    def _scale(self, numbers: Sequence[float], path: str, plain: str) -> dict[str, float]:
        """Figures of one load by horizon; what is a hundred times smaller than the first is a figure of something else.

        In a sentence a second figure is a later one only where the words say so, or the question asks for each: else it is
        of something else, and of a peak the largest counts.
        """
        alike = [number for number in numbers if number >= numbers[0] / UNLIKE]
        is_short = len(re.findall(r"[^\W\d_]+", plain)) <= FEW_WORDS
        if path != EACH_HORIZON and not is_short and not self._later.search(plain):
            alike = [max(alike)] if path in BUSIEST else alike[:1]
        horizons = HORIZONS if len(alike) >= len(HORIZONS) else ("day1", "m24")
        return dict(zip(horizons, map(whole_number, alike), strict=False))

    def growth(self, plain: str) -> float | None:
        """How many times as much a load is after 24 months: “6 % a year”, “it doubles by 2029”; None where nothing is said."""
        if self._stays.search(plain):
            return 1.0
        plain = re.sub(r"\+\s?(?=\d)", "plus ", plain)
        times = _AS_MUCH.fullmatch(plain.strip(" ."))
        if times is not None:
            return float((times[1] or times[2]).replace(",", "."))
        told_of = next((one for one in re.split(r"[,;.](?!\d)", plain) if self._has_share(one)), plain)
        yearly, months = self._pace(told_of)
        if not months and told_of != plain:
            yearly, months = self._pace(plain)
        told = [1 + one.number / 100 for one in self._entities(plain) if one.kind == "PCT"]
        is_growth = bool(told) and (bool(yearly) or self._grows.search(plain) is not None)
        factor = told[0] if is_growth else self.spoken.grown(plain) if months else None
        if factor is None or not MONTHS_LEAST <= (months or 2 * MONTHS) <= MONTHS_MOST:
            return None
        if is_growth and self._shrinks.search(plain):
            factor = 2 - factor
        return float(f"{max(factor, 0.0) ** (2 * MONTHS / (months or 2 * MONTHS)):.4g}")

    def keeps_pace(self, plain: str) -> bool:
        """Whether a load is the pace of a machine or of one place, of which more come but none gets faster."""
        return self._per_place.search(plain) is not None or self._rates.once_in(plain, self._numbers(plain)) is not None

    def _numbers(self, plain: str) -> list[Entity]:
        return [one for one in self._entities(plain) if one.kind == "NUM"]

    def _pace(self, plain: str) -> tuple[str, float]:
        """The period in each of which a load grows, "" for none, and the months in which it grows so."""
        yearly = next((name for name in ("year", "quarter", "month") if self._in_each[name].search(plain)), "")
        return yearly, SECONDS[yearly] / SECONDS["month"] if yearly else self._months_ahead(plain)

    def _months_ahead(self, plain: str) -> float:
        """The months to a time that is named; 0 where none is."""
        spans = [one.number / SECONDS["month"] for one in self._entities(plain) if one.kind == "DUR"]
        is_dated = not spans and self._later.search(plain) and YEAR.search(plain)
        day = self._days.day(plain, self._entities(plain)) if is_dated else ""
        if day:
            days = (datetime.date.fromisoformat(day) - datetime.date.fromisoformat(self._today)).days
            return max(0.0, days * 86_400 / SECONDS["month"])
        return max(spans, default=0.0)

    def _per_second(self, plain: str, path: str, entities: Sequence[Entity]) -> dict[str, Any]:
        """Numbers of things in a span of time, per second, each for the field of such things; what others take is a limit."""
        theirs = [one for one in re.split(r"(?<=[.;!?])\s+", plain) if self._ceiling.search(one) and re.search(r"\d", one)]
        if theirs:
            rest = " ".join(one for one in re.split(r"(?<=[.;!?])\s+", plain) if one not in theirs)
            return {LIMITS: [one.strip(" .") for one in theirs], **(self._number(rest, path, PER_SECOND) if rest else {})}
        counted = self._numbers(plain)
        few = self.spoken.seconds(plain) if self._few.search(plain) else None
        once = few or self._rates.once_in(plain, counted)
        grows = self._arriving(plain) if path == EVENTS else {}
        if once is not None:
            return {path: {"day1": float(f"{1 / once:.6g}")}, **grows}
        if not entities:  # “one file a minute”
            entities = [one for one in self._spoken(plain) if self._rates.span(plain[one.end :]) is not None]
        rates = self._rates.by_field(plain, path, entities)
        return {**{field: self._scale(self._busiest(of, plain), field, plain) for field, of in rates.items()}, **grows}

    def _arriving(self, plain: str) -> dict[str, Any]:
        """What the things that arrive weigh in a month: “71,000 files a night, 2.4 TB”, “2.4 TB a night”."""
        span: float | None = None
        for part in re.split(r"[,;.:](?!\d)", plain):
            sizes = [one for one in self._entities(part) if one.kind == "SIZE"]
            own = self._rates.span(part[sizes[0].end :]) if sizes else self._rates.span(part)
            is_bare = bool(sizes) and not re.search(r"\w", part[: sizes[0].start] + part[sizes[0].end :])
            span = own or span
            if len(sizes) == 1 and span is not None and span >= DAY and (own or is_bare):
                return {"data.growth_month": whole_number(float(f"{sizes[0].number * SECONDS['month'] / span:.4g}"))}
        return {}

    def _busiest(self, rates: Sequence[Entity], plain: str) -> list[float]:
        """The rates that count: of different things, or on different days, the highest; beside it the one of later."""
        numbers = [one.number for one in rates]
        later = list(self._later.finditer(plain))
        if len({one.unit for one in rates}) > 1 and not later:
            return [max(numbers)]
        if len(rates) <= PAIR or not later or len(later) >= len(rates) - 1:
            return numbers
        start, end = later[-1].span()
        last = min(rates[1:], key=lambda one: min(abs(one.start - end), abs(start - one.end)))
        return [max(one.number for one in rates if one is not last), last.number]

    def _volume(self, plain: str, path: str) -> dict[str, Any]:
        """What there is, and what comes on top in a month: “40 TB, 600 GB each month”, “190 TB, 9 a month on top”."""
        years = [match.span() for match in YEAR.finditer(plain)]
        sizes = [one for one in self._entities(plain) if one.kind in ("SIZE", "NUM") and (one.start, one.end) not in years]
        unit = next((one for one in sizes if one.kind == "SIZE"), None)
        held: list[float] = []
        values: dict[str, Any] = {}
        for number, one in enumerate(sizes):
            end = sizes[number + 1].start if number + 1 < len(sizes) else len(plain)
            amount = one.number if one.kind == "SIZE" or unit is None else one.number * self._per_unit(unit)
            begin = sizes[number - 1].end if number else 0
            period, _ = self._period(plain[one.end : end], re.split(r"[,;]", plain[begin : one.start])[-1])
            months = self._months_ahead(re.split(r"[,;](?!\d)", plain[begin:end])[-1]) if held and not period else 0.0
            is_more = self._is_more(one, plain)
            is_size = one.kind == "SIZE" or self._stands_alone(one, plain) or self._by_then.match(plain[one.end :])
            if months and is_size and (is_more or amount > held[0]):  # “140 TB, 310 in two years”
                more = amount if is_more else amount - held[0]
                values.setdefault("data.growth_month", whole_number(float(f"{more / months:.4g}")))
            elif period:
                values.setdefault(
                    "data.growth_month", whole_number(float(f"{amount * SECONDS['month'] / SECONDS[period]:.4g}"))
                )
            elif one.kind == "SIZE" or (len(sizes) == 1 and self._stands_alone(one, plain)):
                held.append(amount * (1 if one.kind == "SIZE" else self.restated.size_named(plain)))
        if held:
            values[path] = whole_number(held[0] if self._later.search(plain) else max(held))
        return values

    def _per_unit(self, size: Entity) -> float:
        """How many GB the unit of a size is."""
        number = _plain_number(size.text) if re.search(r"\d", size.text) else self.restated.bare(size)
        return size.number / number if number else 1.0

    def _period(self, tail: str, head: str) -> tuple[str, int]:
        """Day … year, where the words behind or before an amount say that it is in each; and how many characters behind do."""
        rest = tail.lstrip()
        grows = self._grows.match(rest)
        rest = rest[grows.end() :] if grows else tail
        for name, pattern in self._each.items():
            if (match := pattern.match(rest)) is not None:
                return name, len(tail) - len(rest) + match.end()
        return next((name for name, pattern in self._each_before.items() if pattern.search(head)), ""), 0

    def _money(self, plain: str, path: str) -> dict[str, Any]:
        """Amounts: the one per month is the running budget, the other the total. What a month costs counts before a year's."""
        plain = _NO_CENTS.sub("", plain)
        values: dict[str, Any] = {}
        yearly: float | None = None
        end = 0
        amounts = [entity for entity in self._entities(plain) if entity.kind in ("MONEY", "NUM")]
        for entity in amounts:
            entity = replace(entity, value=_with_multiplier(entity, amounts[0]))
            head = plain[end : entity.start]
            if entity.kind == "NUM" and entity.number < THOUSAND:  # no budget, but a figure of something else
                continue
            period, length = self._period(plain[entity.end :], "")
            period = period or ("month" if self._each_in["month"].search(head) else "")
            end = entity.end + length
            if period == "year":
                yearly = entity.number if yearly is None else yearly
            elif period == "month":
                values.setdefault("budget.monthly_run", whole_number(round(entity.number, 2)))
            else:
                values.setdefault(path if path.startswith("budget.") else "budget.total", whole_number(round(entity.number, 2)))
            if entity.kind == "MONEY" and entity.unit:
                values.setdefault("budget.currency", entity.unit)
        if yearly is not None:
            values.setdefault("budget.monthly_run", whole_number(round(yearly / MONTHS, 2)))
        named = self.currency(plain)
        return {**values, "budget.currency": named} if named and "budget.currency" in values else values

    def _seconds(self, plain: str, path: str) -> dict[str, Any]:
        """A span of time; a bare number is hours. Of one for some days and one for the others the shorter is kept."""
        spans = [one.number for one in self._entities(plain) if one.kind == "DUR"]
        if len(spans) == PAIR and self._on_other_days.search(plain):
            return {path: whole_number(min(spans))}
        for entity in self._entities(plain):
            if entity.kind == "DUR":
                return {path: whole_number(entity.number)}
            if self._stands_alone(entity, plain) and len(plain.split()) <= FEW_WORDS:
                return {path: whole_number(entity.number * 3600)}
        said = self.spoken.seconds(plain)
        return {} if said is None else {path: whole_number(said)}

    def _milliseconds(self, plain: str, path: str) -> dict[str, Any]:
        """A response time for 95 of 100, or for as many as are told; one behind which it is too late holds each time."""
        share = self._of_hundred.search(plain)
        pct = EVERY if self._too_late.search(plain) else int(share["n"]) if share else USUAL
        for entity in self._entities(plain):
            if entity.kind == "DUR" or (self._stands_alone(entity, plain) and not self._is_clock(entity, plain)):
                return {path: [{"ms": whole_number(entity.number * (1000 if entity.kind == "DUR" else 1)), "pct": pct}]}
        said = self.spoken.seconds(plain)
        return {} if said is None else {path: [{"ms": whole_number(said * 1000), "pct": pct}]}

    def _moment(self, plain: str, path: str) -> dict[str, Any]:
        """A date, or a span of time from today; of several dates that of the use before those of shows and rehearsals."""
        plain = self._about_use(plain)
        told = [one for one in self._entities(plain) if one.kind != "NUM" or self._stands_alone(one, plain)]
        day = self._days.day(plain, told)
        return {path: day} if day else {}

    def _about_use(self, plain: str) -> str:
        """Of words with several dates those about the day from which it is used; all of them where none is told apart."""
        dates = [one for one in self._moments.find(plain) if one.kind in ("DATE", "DAY")]
        breaks = [0]
        for first, second in itertools.pairwise(sorted(dates, key=lambda one: one.start)):
            gap = plain[first.end : second.start]
            parted = re.search(r"[.;!?:]\s", gap) or re.search(r",\s|\s[–—-]\s", gap)
            breaks += [first.end + parted.end()] if parted else []
        parts = [plain[start:end] for start, end in itertools.pairwise([*breaks, len(plain)])]
        used = [one for one in parts if self._in_use.search(one) and not self._shown.search(one)]
        rest = [one for one in parts if not self._shown.search(one)]
        return (used or rest or parts)[0] if len(parts) > 1 and len(rest) < len(parts) else plain


def grown(load: Any, growth: float) -> Any:
    """A load with what it grows to, where only that of day one was said."""
    if not isinstance(load, dict) or set(load) != {"day1"}:
        return load
    return {**load, "m24": whole_number(float(f"{load['day1'] * growth:.6g}"))}


def without_machines(said: dict[str, Any], devices: float | None) -> dict[str, Any]:
    """The values without machines among the people at once: “a shift of 4, and 44,000 connected devices”."""
    at_once = said.get("users.concurrent_peak")
    if not devices or not isinstance(at_once, dict) or devices not in at_once.values():
        return said
    people = [number for number in at_once.values() if number != devices]
    rest = {path: value for path, value in said.items() if path != "users.concurrent_peak"}
    return {**rest, "users.concurrent_peak": {"day1": people[0]}} if people else rest


def _with_multiplier(entity: Entity, first: Entity) -> float:
    """The number, in millions where the first was: “2.2 million now, 2.8 in two years”."""
    written = re.search(r"[a-zäöüéã]+\W*$", first.text, re.IGNORECASE)
    factor = round(first.number / _plain_number(first.text), 6) if written else 1.0
    is_short = entity.number < THOUSAND and re.fullmatch(r"[\d.,\s]+", entity.text.strip()) is not None
    return entity.number * factor if factor > 1 and is_short and entity.number < first.number / THOUSAND else entity.number


def _plain_number(text: str) -> float:
    grouped = re.match(r"\D*(\d{1,3}(?:[.,]\d{3})+)(?!\d)", text)
    if grouped is not None:
        return float(re.sub(r"[.,]", "", grouped[1]))
    digits = re.match(r"\D*(\d+(?:[.,]\d+)?)", text)
    return float(digits[1].replace(",", ".")) if digits else float("inf")


_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?!\d|[.,]\d|\s*(?:%|[GTKMP]i?B|[GTKMP]o\b|s\b|ms\b))")
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]{1,2}(?!\d)")  # “6.500,–”
_NOUN = re.compile(r"\s*([^\W\d_]{4,})")
_AS_MUCH = re.compile(r"[x×]\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?[x×]")  # “×3”
_TIMES = (100, 1000)
_STEPS = (1_000_000, 1000, 100)


def whole_number(number: float) -> float | int:
    """A number without a fraction as an integer."""
    return int(number) if float(number).is_integer() else number
