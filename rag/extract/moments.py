"""Dates in text, in the ways companies write them, as ISO dates; times of day are read by `ClockReader`."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from rag.extract.clock import ClockReader
from rag.extract.entities import Entity
from rag.extract.guarded import Guarded
from rag.knowledge.quantities import Quantities

_MID_MONTH = 15
_CENTURY = 2000
_FIGURES = re.compile(r"\d(?:[./]\s?\d|-\d\d?-\d|\d(?<=19|20)\d\d)|['’][2-4]\d")
_YEAR2 = r"['’]?[2-4]\d(?=\s*(?:[.,;:)|\n]|$|-))"  # "10 Dec 26", where nothing follows that it could count


class MomentFinder:
    """Finds dates and times of day."""

    def __init__(self, quantities: Quantities) -> None:
        self._month = {word: number for number, words in quantities.months.items() for word in words}
        self._ordinals = {word: number for number, words in quantities.ordinals.items() for word in words}
        self._clock = ClockReader(quantities)
        month = "|".join(sorted(self._month, key=len, reverse=True))
        capital = "|".join(sorted((word.capitalize() for word in self._month), key=len, reverse=True))
        ordinal = "|".join(sorted(self._ordinals, key=len, reverse=True))
        end, start, quarter, half, mid = (
            _spaced(cue)
            for cue in (
                quantities.end_cues,
                quantities.start_cues,
                quantities.quarter_words,
                quantities.half_words,
                quantities.mid_cues,
            )
        )
        cue = quantities.year_cues
        edge = rf"(?:(?P<end>{end})\s+|(?P<begin>{start})\s+|(?P<middle>{mid})[\s-]*)?"
        of = r"(?:[\s,/-]|\bof\b|\bde\b|\bdel\b|\bdes\b|\bdu\b|\bJahres\b|\bfy\b)*"
        self._dates = re.compile(
            rf"""(?<![\w.,/-])(?:
            (?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)
            |(?P<dotted>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:(?:19|20)\d\d|[2-4]\d(?![\d.])))(?!\d)
            |(?P<slashed>\d{{1,2}}/\d{{1,2}}/(?:(?:19|20)\d\d|\d\d)|\d{{1,2}}-\d{{1,2}}-(?:19|20)\d\d)(?![\d/])
            |(?P<dmy>(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|[ºo])?\.?[\s-]+(?:of\s+|de\s+)?(?P<m1>{month})\b\.?,?[\s-]+(?:de\s+|del\s+)?(?P<y1>(?:19|20)\d\d|{_YEAR2}))(?!\d)
            |(?P<mdy>(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d))(?!\d)
            |(?P<my>{edge}(?:of\s+|de\s+)?(?P<m3>{month})\b\.?,?[\s-]+(?:of\s+|de\s+|del\s+)?(?P<y3>(?:19|20)\d\d))(?!\d)
            |(?P<numbered>(?:(?P<end3>{end}|by|until|due|bis)\s+)?(?P<m5>0\d|1[0-2])/(?P<y9>20\d\d|(?(end3)[2-4]\d|20\d\d)))(?![\d/])
            |(?P<qy>(?:(?:{quarter})\s?(?P<q1>[1-4])|(?P<q2>{ordinal})(?:st|nd|rd|th|\.)?\s+(?:quarter|quartals?|trimestre)){of}
                (?P<y4>(?:19|20)\d\d|['’][2-4]\d))(?!\d)
            |(?P<yq>(?P<y5>(?:19|20)\d\d)[\s/-]?q(?P<q3>[1-4]))(?!\d)
            |(?P<hy>(?:H(?P<h1>[12])|(?P<h2>{ordinal})(?:st|nd|rd|th|\.)?\s+(?:{half}){{1}}s?){of}(?P<y10>(?:19|20)\d\d))(?!\d)
            |(?P<fy>(?:fy|fiscal\s+year|fiscal|Geschäftsjahr|GJ|exercice)\s?(?:(?:19|20)\d\d[-/])?(?P<y6>(?:20)?\d\d))(?!\d)
            |(?P<dm>(?:(?:{mid})[\s-]*(?P<m6>{month})|(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|[ºo])?\.?\s+(?:of\s+|de\s+)?(?P<m4>{month}))(?!\w|\.\d|\.?\s+(?:de\s+)?(?:19|20)\d\d))
            |(?P<md>(?-i:(?P<m7>{capital}))\.?\s+(?P<d7>\d{{1,2}})(?:st|nd|rd|th)?(?!\w|[.,:]\d|,?\s+(?:19|20)\d\d))
            |(?P<dotday>(?P<d8>[0-3]\d)\.(?P<m8>[01]\d)\.(?!\s?\d))
            |(?P<mid>(?:{mid})[\s-]*(?P<y8>(?:19|20)\d\d))(?![\d\w-])
            |(?P<ey>(?:(?P<end2>{end})|(?P<begin2>{start}))\s+(?P<y7>(?:19|20)\d\d))(?![\d\w-])
            )""",
            re.IGNORECASE | re.VERBOSE,
        )
        year = rf"(?:(?<=\s)|(?<=^)|(?<=\())(?:(?:{cue})\s+)(?P<year>(?:19[89]|20[0-6])\d)(?![\w%-]|[.,]\d|\s?(?:users|%))"
        self._year = Guarded(year)
        self._first_day = re.compile(
            r"(?<![\w.,/:-])(?P<written>(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|[ºo])?)\s*(?:-|to|through|until|till|bis(?:\s+zum)?|au|al|a|à|and|und)\s*(?:the\s+)?$",
            re.IGNORECASE,
        )
        months = rf"(?<![\w-])(?P<first>{month})\b\.?\s*(?:-|to|through|until|bis|à|a|au)\s*(?P<last>{month})\b(?!\.?\s+\d)"
        between = (
            rf"\b(?:between|zwischen|entre)\s+(?P<first>{month})\b\.?\s+(?:and|und|et|y|e)\s+(?P<last>{month})\b(?!\.?\s+\d)"
        )
        self._months = (Guarded(months), Guarded(between))
        self._named = Guarded(rf"\b(?:{month})\b|(?:{mid})[\s-]*(?:{month})\b|\b(?:fy|fiscal|Geschäftsjahr|GJ|exercice)")

    def find(self, text: str, *, month_first: bool = False) -> Iterator[Entity]:
        """All dates and times; `month_first`: how to read 03/04/2027."""
        for match in self._dates.finditer(text) if self._may_date(text) else ():
            read = self._read(match, month_first)
            if read is not None:
                value, precision = read
                kind = "DAY" if precision == "day_of_year" else "DATE"
                yield Entity(kind, match.start(), match.end(), match.group(), value=value, note=precision)
                yield from self._start_of_span(text[: match.start()], kind, value, precision)
        for match in self._year.finditer(text):
            year = match.group("year")
            yield Entity("DATE", match.start("year"), match.end("year"), year, value=f"{year}-12-31", note="year")
        yield from self.months(text)
        yield from self._clock.find(text)

    def months(self, text: str) -> Iterator[Entity]:
        """Both ends of every span of months, which needs no figures."""
        for spans in self._months:
            for match in spans.finditer(text):
                yield from self._span_of_months(match)

    def _may_date(self, text: str) -> bool:
        """Whether there are figures as of a date, or the name of a month or of a fiscal year: all dates have one of them."""
        return _FIGURES.search(text) is not None or self._named.may_match(text)

    def _start_of_span(self, before: str, kind: str, value: str, precision: str) -> Iterator[Entity]:
        """The 10 of "10 to 17 January"."""
        if precision not in ("day", "day_of_year"):
            return
        match = self._first_day.search(before[-24:])
        if match is not None and 1 <= int(match["day"]) < int(value[-2:]):
            start = max(0, len(before) - 24)
            yield Entity(
                kind,
                start + match.start("written"),
                start + match.end("written"),
                match["written"],
                value=f"{value[:-2]}{int(match['day']):02d}",
                note=precision,
            )

    def _span_of_months(self, match: re.Match[str]) -> Iterator[Entity]:
        """Both ends of "November to March" and of "between May and October"."""
        first, last = (self._month[match[name].lower()] for name in ("first", "last"))
        for name, value in (("first", f"--{first:02d}-01"), ("last", f"--{last:02d}-{calendar.monthrange(2027, last)[1]:02d}")):
            yield Entity("DAY", match.start(name), match.end(name), match[name], value=value, note="day_of_year")

    def _read(self, match: re.Match[str], month_first: bool) -> tuple[str, str] | None:
        found = match.groupdict()
        if found["iso"]:
            return _day(*map(int, found["iso"].split("-")))
        if found["dotted"]:
            day, month, year = map(int, re.split(r"\.\s?", found["dotted"]))
            return _day(year, month, day)
        if found["slashed"]:
            first, second, year = map(int, re.split(r"[/-]", found["slashed"]))
            day, month = (second, first) if (month_first and first <= 12) or second > 12 else (first, second)
            return _day(year, month, day)
        for form, number in (("dmy", "1"), ("mdy", "2")):
            if found[form]:
                return _day(_number(found["y" + number]), self._month[found["m" + number].lower()], int(found["d" + number]))
        for form, month_group, day_group in (("dm", "m4", "d3"), ("md", "m7", "d7")):
            if found[form]:
                month = self._month.get((found[month_group] or found["m6"] or "").lower(), 0)
                return _day_of_year(month, int(found[day_group] or _MID_MONTH))
        if found["dotday"]:
            return _day_of_year(int(found["m8"]), int(found["d8"]))
        return self._long(found)

    def _long(self, found: dict[str, str]) -> tuple[str, str] | None:
        """A month or more, which means its last day, or the first where it says "start of"."""
        if found["my"] or found["numbered"]:
            year = _number(found["y3"] or found["y9"])
            month = self._month[found["m3"].lower()] if found["my"] else int(found["m5"])
            last = calendar.monthrange(year, month)[1]
            return f"{year}-{month:02d}-{1 if found['begin'] else _MID_MONTH if found['middle'] else last:02d}", "month"
        if found["qy"] or found["yq"]:
            quarter = self._ordinals[(found["q1"] or found["q2"] or found["q3"]).lower()]
            year = _number(found["y4"] or found["y5"])
            return f"{year}-{quarter * 3:02d}-{calendar.monthrange(year, quarter * 3)[1]}", "quarter"
        if found["hy"]:
            half = self._ordinals[(found["h1"] or found["h2"]).lower()]
            return f"{found['y10']}-{'06-30' if half == 1 else '12-31'}", "half"
        if found["mid"]:
            return f"{found['y8']}-06-30", "year"
        if found["fy"]:
            return f"{_number(found['y6'])}-12-31", "fiscal_year"
        return f"{found['y7']}-{'01-01' if found['begin2'] else '12-31'}", "year"


def _number(year: str) -> int:
    number = int(year.strip("'’"))
    return number + _CENTURY if number < 100 else number


def _day(year: int, month: int, day: int) -> tuple[str, str] | None:
    try:
        return date(year + _CENTURY if year < 100 else year, month, day).isoformat(), "day"
    except ValueError:
        return None


def _day_of_year(month: int, day: int) -> tuple[str, str] | None:
    """A day without a year; 29 February is one."""
    return (f"--{month:02d}-{day:02d}", "day_of_year") if _day(2028, month, day) else None


def _spaced(pattern: str) -> str:
    """`pattern` for a verbose expression, where a bare blank would mean nothing."""
    return pattern.replace(" ", r"\s+")
