"""Times of day in text, "9 p.m.", "22 Uhr", "0100-0340", and windows of two of them, as hh:mm."""

import re
from collections.abc import Iterator

from rag.extract.entities import Entity
from rag.knowledge.quantities import Quantities

_LAST_HOUR = 24
_NOON = 12
_HALF = r"\s?[ap]\.?\s?m\b\.?"
_JOINT = r"\s*(?:-|to|and|until|till?|through|bis|und|à|et|a|y|e|às|hasta|até)\s*"


class ClockReader:
    """Finds times of day."""

    def __init__(self, quantities: Quantities) -> None:
        """`quantities` knows the words for noon and midnight, and the days that may stand beside a time."""
        self._noons = quantities.noons
        noon = "|".join(sorted(map(re.escape, quantities.noons), key=len, reverse=True))
        day = rf"(?:(?:on\s+|the\s+)?(?:{quantities.weekdays})\b\.?,?\s*(?:at\s+|um\s+)?)?"
        hour = r"(?:[01]?\d|2[0-4])"
        full = rf"{hour}[:.h][0-5]\d(?:{_HALF}|\s?Uhr|\s?hrs?\b|\s?h\b)?|{hour}(?:{_HALF}|\s?Uhr|\s?o'clock)|\b(?:{noon})\b"
        self._windows = re.compile(
            rf"(?<![\w.,:])(?:(?P<from>{full}){_JOINT}{day}(?P<to>{full})"
            rf"|(?P<bare>{hour}){_JOINT}(?P<half>{hour}(?:[:.][0-5]\d)?(?:{_HALF}|\s?Uhr))"
            rf"|(?:(?<=de\s)|(?<=entre\s))(?P<french>{hour}\s?h){_JOINT}(?P<french2>{hour}\s?h)\b"
            r"|(?P<digits>(?:0\d|1\d|2[0-3])[0-5]\d)\s?(?:h|hrs)?\s?(?:-|to|until|till)\s?(?P<digits2>(?:0\d|1\d|2[0-3])[0-5]\d)"
            r"(?:(?<=0\d\d\d)|(?=\s?(?:hrs?|h|nightly|daily|hours|UTC|GMT|CET)\b)))(?!\w|[.:]\d)",
            re.IGNORECASE,
        )
        self._times = re.compile(
            rf"(?<![\w.,:])(?:(?:[01]?\d|2[0-3]):[0-5]\d(?:{_HALF}|\s?Uhr)?|{hour}(?:{_HALF}|\s?Uhr))(?![\w:])", re.IGNORECASE
        )

    def find(self, text: str) -> Iterator[Entity]:
        """All windows (TIMES, "hh:mm-hh:mm") and then the single times (TIME), those of windows among them."""
        for match in self._windows.finditer(text):
            low, high = self._ends(match)
            if low and high:
                yield Entity("TIMES", match.start(), match.end(), match.group(), value=f"{low}-{high}")
        for match in self._times.finditer(text):
            value = self._clock(match.group())
            if value:
                yield Entity("TIME", match.start(), match.end(), match.group(), value=value)

    def _ends(self, match: re.Match[str]) -> tuple[str, str]:
        """Where a window begins and ends; "" where it is none."""
        if match["bare"]:  # "5 to 7 am": the half of the day counts for both
            half = re.search(r"[ap](?=\.?\s?m)", match["half"], re.IGNORECASE)
            return self._clock(match["bare"] + (f" {half.group()}m" if half else ":00")), self._clock(match["half"])
        if match["digits"]:
            return f"{match['digits'][:2]}:{match['digits'][2:]}", f"{match['digits2'][:2]}:{match['digits2'][2:]}"
        return self._clock(match["from"] or match["french"]), self._clock(match["to"] or match["french2"])

    def _clock(self, text: str) -> str:
        if noon := self._noons.get(text.lower().strip()):
            return noon
        match = re.match(r"(\d{1,2})(?:[:.h](\d\d))?\s?(?:([ap])\.?\s?m)?", text, re.IGNORECASE)
        if match is None:
            return ""
        hour, minute, half = int(match.group(1)), match.group(2) or "00", (match.group(3) or "").lower()
        if half:
            hour = hour % _NOON + (_NOON if half == "p" else 0)
        return f"{hour:02d}:{minute}" if hour <= _LAST_HOUR else ""
