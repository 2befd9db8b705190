"""How binding a requirement is that says so beside itself: "A-03 (M) …", "[MUST] …", or its number under "Requirements"."""

import re

from rag.extract.fact import Modality
from rag.knowledge.facts import TableHeaders

_ID = r"(?:[A-Z]{1,6}[-. ]?\d{1,4}(?:[.-]\d{1,3})*[a-z]?|\d{1,3}(?:\.\d{1,3}){1,4})[.):]?"


class RequirementMarks:
    """The compiled marks."""

    def __init__(self, headers: TableHeaders) -> None:
        self._priorities = headers.priorities
        letters = "|".join(sorted(re.escape(word) for word in headers.priorities if len(word) == 1))
        words = "|".join(sorted((re.escape(word) for word in headers.priorities if len(word) > 1), key=len, reverse=True))
        self._numbered = re.compile(rf"\W*{_ID}\s+")
        self._coded = re.compile(rf"\W*(?:{headers.requirement_numbers})[.):]?\s")
        self._beside_number = re.compile(rf"\W*{_ID}\s*[(\[]\s*(?P<mark>{letters}|{words})\s*[)\]]", re.IGNORECASE)
        self._alone = re.compile(
            rf"\W*\[(?P<mark>{words})\]|\W*\((?P<mark2>{words})\)|\W*(?P<mark3>MUST|SHOULD|MUSS|SOLL|KANN|COULD):\s",
            re.IGNORECASE,
        )
        self._at_end = re.compile(rf"[(\[](?P<mark>{words})[)\]]\W*$", re.IGNORECASE)
        self._requirements = re.compile(headers.requirement_headings, re.IGNORECASE)
        self._mandatory = re.compile(headers.mandatory, re.IGNORECASE)

    def read(self, sentence: str) -> Modality | None:
        """What the mark at the beginning or end of a sentence says; None without one."""
        match = self._beside_number.match(sentence) or self._alone.match(sentence) or self._at_end.search(sentence)
        if match is None:
            return None
        mark = next(text for text in match.groupdict().values() if text)
        return Modality(self._priorities[mark.lower()])

    def numbered(self, sentence: str, headings: tuple[str, ...]) -> bool:
        """Whether it is an item of a list of requirements, by its number and the heading above it, or by its letters."""
        if self._coded.match(sentence) is not None:
            return True
        return self._numbered.match(sentence) is not None and self.asked_under(headings)

    def asked_under(self, headings: tuple[str, ...]) -> bool:
        """Whether the nearest headings say that requirements stand below."""
        return any(self._requirements.search(heading) for heading in headings[-2:])

    def binds(self, *titles: str) -> bool:
        """Whether headings or headers say that what stands there is mandatory."""
        return any(self._mandatory.search(title) for title in titles)
