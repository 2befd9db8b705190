"""Figures in the roundabout ways of speech → the same words with plain figures.

“Two hours … no, six” is six hours, “ninety-nine point nine” 99.9, “eine Viertelmillion” 250,000, “twice what we had, and that
was 400” is 800. What is not of this kind stays as it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.extract.amounts import number_words
from rag.extract.entities import Entity
from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken

BEFORE, BEHIND = 45, 14  # characters between a figure, the words that take it back, and the one that holds
LONG = 4  # letters of the name of a unit: shorter ones are words of everyday speech, too
MOST = 3  # times that somebody corrects himself
UNITS = {"DUR": " seconds", "SIZE": " GB", "PCT": " %"}
HOUR, SECOND = 3600.0, 1.0
THOUSAND = 1000


class Restated:
    """Rewrites such figures."""

    def __init__(self, spoken: Spoken, quantities: Quantities, find: Callable[[str], Sequence[Entity]]) -> None:
        """`find`: the figures of words, in their order."""
        self._find = find
        self._numbers = number_words(quantities)
        self._spoken = spoken
        named = "|".join(sorted(map(re.escape, (*self._numbers, *spoken.digits)), key=len, reverse=True))
        number = rf"(?:\d+(?:[.,]\d+)?|{named})"
        self._decimal = _words(rf"(?P<whole>{number})\s+(?:{spoken.point})\s+(?P<digits>{number}(?:[\s-]+{number})*)")
        self._digit = _words(named)
        self._head = re.compile(rf"\W*(?P<n>{number})(?!\w)", re.IGNORECASE)
        units = {unit.seconds: "|".join(unit.words) for unit in quantities.durations if not unit.business}
        parts = "|".join(spoken.parts)
        self._part = _words(rf"(?P<n>{number}|{spoken.one_of})[\s-]+(?P<part>{parts})\s*{spoken.of_unit}(?:{units[SECOND]})")
        self._half_hour = _words(rf"(?<!and a )(?:half|{spoken.half_of})[\s-]*(?:{units[HOUR]})")
        self._sizes = {name.casefold(): size for name, size in quantities.sizes.items() if len(name) >= LONG or name == "gig"}
        sizes = "|".join(sorted(map(re.escape, self._sizes), key=len, reverse=True))
        self._size = _words(rf"(?:(?P<half>{spoken.half_of})|(?:{spoken.one_of}))[\s-]*(?P<size>{sizes})s?")
        self._unit = _words(rf"(?P<size>{sizes})s?")
        times = "|".join(sorted(map(re.escape, spoken.doubled), key=len, reverse=True))
        large = (word for one in quantities.multipliers if one.factor >= THOUSAND for word in one.words)
        sizes_named = "|".join(sorted(map(re.escape, large), key=len, reverse=True))
        self._and_a_half = _words(rf"(?P<n>{number})\s+(?:{spoken.and_a_half})(?=\s+(?:{sizes_named})(?!\w))")
        self._of_that = _words(rf"(?P<n>{times}|{number}\s*-?(?:{spoken.factor}))\s+(?:{spoken.that_many})")
        self._of_what = re.compile(rf"(?<!\w)(?P<n>{times})\s+(?:{spoken.compared})", re.IGNORECASE)
        self._so_often = re.compile(rf"\s*(?:{spoken.factor})(?!\w)", re.IGNORECASE)  # “twice a year” is no figure of a load
        self._takes_back = re.compile(f"(?:{spoken.takes_back})\\s*", re.IGNORECASE)
        self._too_much = re.compile(spoken.too_much, re.IGNORECASE)
        self._concludes = re.compile(spoken.concludes, re.IGNORECASE)

    def plain(self, words: str, *, multiplies: bool = True) -> str:
        """The words with plain figures; with those that are so many times another, too, unless a factor is asked for."""
        words = re.sub(r"[^\W\d_]{7,}", lambda match: self._unstacked(match.group()), words)
        words = self._decimal.sub(self._with_point, words)
        words = self._and_a_half.sub(lambda match: _written(self._number(match["n"]) + 0.5), words)
        words = self._part.sub(
            lambda match: f"{_written(self._number(match['n']) * self._share(match['part']))} seconds", words
        )
        words = self._half_hour.sub("30 minutes", words)
        words = self._size.sub(self._of_size, words)
        words = self._multiplied(words) if multiplies else words
        for _ in range(MOST):
            words = self._corrected(words)
        return words

    def with_unit(self, words: str) -> str:
        """The same, and what was said before gives a bare figure at the end its unit: “six minutes hurt, so five at most”."""
        words = self.plain(words)
        figures = self._find(words)
        for number, one in enumerate(figures):
            if one.kind == "NUM" and number and self._concludes.search(words[: one.start]):
                old = next((other for other in reversed(figures[:number]) if other.kind == "DUR"), None)
                if old is not None:
                    return words[: one.start] + self._write(self._in_unit(one, old)) + words[one.end :]
        return words

    def size_named(self, words: str) -> float:
        """How many GB the unit of a size is that stands apart from its number: “terabytes, maybe six”; 1 where none does."""
        match = self._unit.search(words)
        return self._sizes[match["size"].casefold()] / 1e9 if match else 1.0

    def bare(self, entity: Entity) -> float:
        """The number of a figure without its unit: 16 of “sixteen weeks”."""
        if entity.kind not in ("DUR", "SIZE"):
            return entity.number
        head = self._head.match(entity.text)
        return self._number(head["n"]) if head else entity.number

    def _unstacked(self, word: str) -> str:
        value = None if word.casefold() in self._numbers else self._stacked(word.casefold())
        return word if value is None else _written(value)

    def _stacked(self, word: str) -> float | None:
        """The number of a word that is made up of several."""
        if word in self._numbers:
            return self._numbers[word]
        whole = word.removesuffix(self._spoken.half_behind)
        if whole != word and whole in self._numbers:  # “neuneinhalb”
            return self._numbers[whole] + 0.5
        for name, size in self._spoken.stacks.items():
            left, found, right = word.partition(name)
            if not found or not (left or right):
                continue
            many = 1.0 if not left else self._spoken.parts_before.get(left) or self._stacked(left)
            more = 0.0 if not right else self._stacked(right.removeprefix("und"))
            return None if many is None or more is None else many * size + more
        return None

    def _with_point(self, match: re.Match[str]) -> str:
        digits = "".join(
            f"{self._number(one.group()):g}"
            for one in re.finditer(rf"\d+|{self._digit.pattern}", match["digits"], re.IGNORECASE)
        )
        return f"{self._number(match['whole']):g}.{digits}"

    def _number(self, words: str) -> float:
        """A number in digits or in words; one, where it is an article."""
        folded = words.casefold()
        if folded in self._numbers:
            return self._numbers[folded]
        digits = self._spoken.digits.get(folded, folded.replace(",", "."))
        return float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 1.0

    def _share(self, words: str) -> float:
        return next(share for name, share in self._spoken.parts.items() if re.fullmatch(name, words, re.IGNORECASE))

    def _of_size(self, match: re.Match[str]) -> str:
        size = self._sizes[match["size"].casefold()] / 1e9
        return f"{_written(size * (0.5 if match['half'] else 1.0))} GB"

    def _multiplied(self, words: str) -> str:
        """“A hundred, then twenty times that”; “twice what we had, and that was 400”."""
        match = self._of_that.search(words)
        if match is not None:
            head = words[: match.start()]
            before = [
                one for one in self._find(head) if one.kind in ("NUM", "MONEY") and not self._so_often.match(head[one.end :])
            ]
            if before:
                product = replace(before[-1], value=before[-1].number * self._times(match["n"]))
                return words[: match.start()] + self._write(product) + words[match.end() :]
        match = self._of_what.search(words)
        if match is not None:
            behind = [one for one in self._find(words[match.end() :]) if one.kind in ("NUM", "MONEY")]
            if len(behind) == 1 and not self._find(words[: match.start()]):
                product = replace(behind[0], value=behind[0].number * self._times(match["n"]))
                rest = words[match.end() :]
                return words[: match.start()] + rest[: product.start] + self._write(product) + rest[product.end :]
        return words

    def _times(self, words: str) -> float:
        folded = words.casefold()
        head = self._head.match(words)
        return self._spoken.doubled.get(folded) or (self._number(head["n"]) if head else 1.0)

    def _corrected(self, words: str) -> str:
        """The words with the figure that holds in the place of the one that was taken back."""
        figures = self._find(words)
        for pattern in (self._takes_back, self._too_much):
            for match in pattern.finditer(words):
                old = next((one for one in reversed(figures) if one.end <= match.start() + 1), None)
                new = next((one for one in figures if one.start >= match.end() - 1), None)
                if old is None or new is None:
                    continue
                before, behind = match.start() - old.end, new.start - match.end()
                if before > BEFORE or (behind > BEHIND and before + behind > BEFORE):
                    continue
                held = self._with_number(old, new) if new.kind == "NUM" and old.kind != "NUM" else new.text
                return words[: old.start] + held + words[new.end :]
        return words

    def _with_number(self, old: Entity, new: Entity) -> str:
        """A figure with another number: “siete minutos” with nine is “9 minutos”."""
        head = self._head.match(old.text)
        if head is None:
            return self._write(self._in_unit(new, old))
        return f"{old.text[: head.start('n')]}{_written(new.number)}{old.text[head.end('n') :]}"

    def _in_unit(self, number: Entity, other: Entity) -> Entity:
        """A bare number in the unit of another figure."""
        per = other.number / (self.bare(other) or 1.0)
        return replace(number, kind=other.kind, unit=other.unit, value=number.number * per)

    def _write(self, entity: Entity) -> str:
        return _written(entity.number) + (f" {entity.unit}" if entity.kind == "MONEY" else UNITS.get(entity.kind, ""))


def _written(number: float) -> str:
    return f"{number:,.6f}".rstrip("0").rstrip(".")


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
