"""Dates and times of day in text, in the ways companies write them, as ISO dates and hh:mm."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from rag.extract.entities import Entity
from rag.knowledge.quantities import Quantities

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class MomentFinder:
    """Finds dates and times of day."""

    def __init__(self, quantities: Quantities) -> None:
        self._month = {word: number for number, words in quantities.months.items() for word in words}
        month = "|".join(sorted(self._month, key=len, reverse=True))
        end, start, quarter = (_spaced(cue) for cue in (quantities.end_cues, quantities.start_cues, quantities.quarter_words))
        cue = quantities.year_cues
        edge = rf"(?:(?P<end>{end})\s+|(?P<begin>{start})\s+)?"
        self._dates = re.compile(
            rf"""(?<![\w.,/-])(?:
            (?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)
            |(?P<dotted>\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:19|20)\d\d)(?!\d)
            |(?P<slashed>\d{{1,2}}/\d{{1,2}}/(?:(?:19|20)\d\d|\d\d))(?![\d/])
            |(?P<dmy>(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er)?\.?\s+(?:of\s+|de\s+)?(?P<m1>{month})\b\.?,?\s+(?:de\s+|del\s+)?(?P<y1>(?:19|20)\d\d))(?!\d)
            |(?P<mdy>(?P<m2>{month})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d))(?!\d)
            |(?P<my>{edge}(?:of\s+|de\s+)?(?P<m3>{month})\b\.?,?\s+(?:of\s+|de\s+|del\s+)?(?P<y3>(?:19|20)\d\d))(?!\d)
            |(?P<qy>(?:(?:{quarter})\s?(?P<q1>[1-4])|(?P<q2>first|second|third|fourth|last|[1-4])(?:st|nd|rd|th|\.)?\s+(?:quarter|quartal|trimestre)(?:\s+of)?)
                [\s/,-]*(?:fy\s?)?(?P<y4>(?:19|20)\d\d))(?!\d)
            |(?P<yq>(?P<y5>(?:19|20)\d\d)[\s/-]?q(?P<q3>[1-4]))(?!\d)
            |(?P<fy>(?:fy|fiscal\s+year)\s?(?:(?:19|20)\d\d[-/])?(?P<y6>(?:20)?\d\d))(?!\d)
            |(?P<dm>(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<m4>{month})(?!\w|\.\d))
            |(?P<mid>(?:mid|middle\s+of|mitte|mi-|mediados\s+de|meados\s+de)[\s-]*(?P<y8>(?:19|20)\d\d))(?![\d\w-])
            |(?P<ey>(?:(?P<end2>{end})|(?P<begin2>{start}))\s+(?P<y7>(?:19|20)\d\d))(?![\d\w-])
            )""",
            re.IGNORECASE | re.VERBOSE,
        )
        self._year = re.compile(
            rf"(?:(?<=\s)|(?<=^)|(?<=\())(?:(?:{cue})\s+)(?P<year>(?:19[89]|20[0-6])\d)(?![\w%-]|[.,]\d|\s?(?:users|%))", re.I
        )
        time = r"(?:(?:[01]?\d|2[0-4])[:.h][0-5]\d|(?:1[0-2]|0?[1-9])(?=\s?[ap]\.?m\b))(?:\s?(?:[ap]\.?m\.?|uhr))?"
        self._times = re.compile(
            rf"(?<![\w.,])(?P<from>{time})\s*(?:-|to|and|until|till|bis|und|à|et|a|y|e|às)\s*(?P<to>{time})(?![\w])|(?<![\w.,:])(?P<one>(?:[01]?\d|2[0-3]):[0-5]\d)(?![\w:])",
            re.IGNORECASE,
        )

    def find(self, text: str, *, month_first: bool = False) -> Iterator[Entity]:
        """All dates and times; `month_first`: how to read 03/04/2027."""
        for match in self._dates.finditer(text):
            read = self._read(match, month_first)
            if read is not None:
                value, precision = read
                kind = "DAY" if precision == "day_of_year" else "DATE"
                yield Entity(kind, match.start(), match.end(), match.group(), value=value, note=precision)
        for match in self._year.finditer(text):
            year = match.group("year")
            yield Entity("DATE", match.start("year"), match.end("year"), year, value=f"{year}-12-31", note="year")
        for match in self._times.finditer(text):
            if match.group("one"):
                yield Entity("TIME", match.start(), match.end(), match.group(), value=_clock(match.group("one")))
                continue
            low, high = _clock(match.group("from")), _clock(match.group("to"))
            if low and high:
                yield Entity("TIMES", match.start(), match.end(), match.group(), value=f"{low}-{high}")

    def _read(self, match: re.Match[str], month_first: bool) -> tuple[str, str] | None:
        found = match.groupdict()
        if found["iso"]:
            return _day(*map(int, found["iso"].split("-")))
        if found["dotted"]:
            day, month, year = map(int, re.split(r"\.\s?", found["dotted"]))
            return _day(year, month, day)
        if found["slashed"]:
            first, second, year = map(int, found["slashed"].split("/"))
            year += 2000 if year < 100 else 0
            day, month = (second, first) if (month_first and first <= 12) or second > 12 else (first, second)
            return _day(year, month, day)
        for form, number in (("dmy", "1"), ("mdy", "2")):
            if found[form]:
                return _day(int(found["y" + number]), self._month[found["m" + number].lower()], int(found["d" + number]))
        if found["my"]:
            year, month = int(found["y3"]), self._month[found["m3"].lower()]
            day = 1 if found["begin"] else calendar.monthrange(year, month)[1]
            return f"{year}-{month:02d}-{day:02d}", "month"
        if found["qy"] or found["yq"]:
            quarter = _ORDINALS[(found["q1"] or found["q2"] or found["q3"]).lower()]
            year = int(found["y4"] or found["y5"])
            return f"{year}-{quarter * 3:02d}-{calendar.monthrange(year, quarter * 3)[1]}", "quarter"
        if found["mid"]:
            return f"{found['y8']}-06-30", "year"
        if found["fy"]:
            year = int(found["y6"])
            return f"{year + 2000 if year < 100 else year}-12-31", "fiscal_year"
        if found["dm"]:
            return f"--{self._month[found['m4'].lower()]:02d}-{int(found['d3']):02d}", "day_of_year"
        return f"{found['y7']}-{'01-01' if found['begin2'] else '12-31'}", "year"


def _day(year: int, month: int, day: int) -> tuple[str, str] | None:
    try:
        return date(year, month, day).isoformat(), "day"
    except ValueError:
        return None


def _spaced(pattern: str) -> str:
    """`pattern` for a verbose expression, where a bare blank would mean nothing."""
    return pattern.replace(" ", r"\s+")


def _clock(text: str) -> str:
    match = re.match(r"(\d{1,2})(?:[:.h](\d\d))?\s?([ap])?", text, re.IGNORECASE)
    if match is None:
        return ""
    hour, minute = int(match.group(1)), match.group(2) or "00"
    half = (match.group(3) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute}" if hour <= 24 else ""
