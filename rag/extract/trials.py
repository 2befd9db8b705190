"""What was tried, or was in use for a while, and given up: found in a sentence and those after it, by the words of a table.

In: tagged text. Out: where it stands, what was tried and why it was given up. What is told so is not there any more, and it is
a fact of its own: whoever proposes it again has to know.
"""

import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.extract.entities import Tagged
from rag.extract.guarded import Guarded
from rag.extract.technologies import Mention
from rag.knowledge.tried import TriedCues

_TECH = re.compile(r"⟦TECH\d+⟧")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LATER = 3  # sentences after the trial in which it may be taken back
_FAR = 420  # characters until then
_REACH = 240  # characters between what was tried and its end, within a sentence
_MASK = "\ue000"  # for each letter of a thing of architecture: in no text
_ONE = rf"(?:⟦TECH\d+⟧|{_MASK}+)"
_AND = r"(?: \([^()]{0,80}\))?(?:, |,? (?:and|or|und|oder|et|ou|y|o|e) )"  # between those of a list
_WHAT = re.compile(re.escape("{what}"))
_IN = re.compile(
    r"\b(?:in|on|from|to|into|onto|with|by|via|through|of|at|aus|auf|mit|von|bei|im|dans|sur|par|depuis|avec|en|con|desde|em|no|na|com|do|da|del|de)\s(?:\w{1,4}\s)?$",
    re.IGNORECASE,
)
_COLON = re.compile(r"(?:\s[^:;–—.]{0,40})?(?::|;|\s[–—-])\s*")
_NOTE = re.compile(r"\s?\((?P<why>[^()]{5,120})\)")
_BLANK = re.compile(r"\s+")
_NEXT = 120  # characters of the sentence after it that may say that it did not fit
_SHORTEST_REASON = 3  # words
_CELL = ": "  # between the cells of a row that is read as a sentence
_CLOSE = 3  # characters between a thing and the product that it is made with: “a broker (Kafka)”
_NO_PRODUCT = frozenset({"format", "own"})  # categories of names that are nothing one tries


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial that is over; offsets in the tagged text of its block."""

    start: int
    end: int  # of what tells of it
    what: tuple[int, int]
    styles: tuple[str, ...]  # that are built around it
    technologies: tuple[int, ...]  # where its products stand
    why: tuple[int, int] | None = None
    in_use: bool = True  # for a while; False: it was turned down before

    def holds(self, text: str, offset: int) -> bool:
        """Whether what stands at an offset was part of it; of products, those that were tried."""
        is_product = _TECH.match(text, offset) is not None
        return offset in self.technologies if is_product else self.start <= offset < self.end


class TrialFinder:
    """The compiled words."""

    def __init__(self, table: TriedCues) -> None:
        self._categories = {name: tuple(styles) for name, styles in table.categories.items()}
        self._styles = [row.styles for row in table.things]
        things = "|".join(f"(?P<t{number}>{row.pattern})" for number, row in enumerate(table.things))
        self._thing = re.compile(rf"(?<![\w-])(?:{things})(?![\w-])", re.IGNORECASE)
        self._before = re.compile(rf"(?<!\w){table.before}$", re.IGNORECASE)
        self._strict = Guarded(table.tried)
        self._changed = Guarded(table.changed)
        self._attempt = Guarded(table.attempt)
        self._taken_back = Guarded(table.taken_back)
        self._dropped = Guarded(table.dropped)
        self._badly = Guarded(table.badly)
        self._after = Guarded(table.after)
        self._never = Guarded(table.never)
        self._beside = re.compile(table.beside, re.IGNORECASE)
        self._replaced = re.compile(table.replaced, re.IGNORECASE)
        self._because = re.compile(table.because, re.IGNORECASE)
        self._heading = Guarded(table.heading)
        self._rejected_heading = Guarded(table.rejected_heading)
        self._rejected = [Guarded(_numbered(frame), groups=False) for frame in table.rejected]
        self._weighed = Guarded(_numbered(table.weighed), groups=False)
        self._turning = Guarded(table.turning)
        self._unfit = Guarded(table.unfit)
        self._reason_word = Guarded(table.reason)
        self._reason_next = Guarded(table.reason_next)
        self._kept = Guarded(table.kept)

    def lists(self, lines: Iterable[str]) -> bool:
        """Whether a heading, or the line before a list or a table, says that what stands below was tried and given up."""
        return any(map(self._heading.search, lines))

    def lists_rejected(self, lines: Iterable[str]) -> bool:
        """Whether one of them says that it was turned down before it was in use."""
        return any(map(self._rejected_heading.search, lines))

    def find(self, tagged: Tagged, sentence: tuple[int, int], *, listed: bool = False, rejected: bool = False) -> Trial | None:
        """The trial that a sentence begins to tell of.

        Args:
            tagged: the text of the block.
            sentence: start and end of the sentence in it.
            listed: it stands where only what was tried and given up, or turned down, is listed.
            rejected: and there it was turned down before it was in use.
        """
        low, high = sentence
        text = tagged.text
        if not listed and not self.may_tell(text, low, high):
            return None
        if rejection := self._turned_down(tagged, low, high):
            return rejection
        if self._never.search(text, low, high):
            return None
        for stop, why in (*self._ends(text, low, high), *(((high, None),) if listed else ())):
            found = self._what(tagged, low, min(stop, high))
            if found is None or (not listed and min(stop, high) - found[1] > _REACH):
                continue
            start, what_end, styles = found
            why = why or self._reason(text, stop, high) or (_last_cell(text, what_end, high) if listed else None)
            places = self._products(tagged, low, min(stop, high))
            return Trial(low, max(stop, high), (start, what_end), styles, places, why, in_use=not rejected)
        return None

    def may_tell(self, text: str, low: int = 0, high: int = sys.maxsize) -> bool:
        """Whether a stretch of text holds any word for a trial."""
        cues = (self._strict, self._changed, self._attempt, self._taken_back)
        return any(cue.search(text, low, high) for cue in cues) or self._may_turn_down(text, low, high)

    def _may_turn_down(self, text: str, low: int, high: int) -> bool:
        """Whether a stretch of text holds any word for turning down or looking at something."""
        return self._turning.search(text, low, high) is not None

    def _turned_down(self, tagged: Tagged, low: int, high: int) -> Trial | None:
        """What a sentence says was turned down before it was in use."""
        text = tagged.text
        if not self._may_turn_down(text, low, high):
            return None
        if "⟦TECH" not in text[low:high] and self._thing.search(text, low, high) is None:
            return None
        masked = text[:low] + self._thing.sub(lambda thing: _MASK * len(thing.group()), text[low:high])
        found = next(filter(None, (frame.search(masked, low) for frame in self._rejected)), None)
        stop = found.end() if found else 0
        why = None
        if found is None:
            found = self._weighed.search(masked, low)
            unfit = self._unfit.search(text, found.end(), high + _NEXT) if found else None
            if found is None or unfit is None or self._kept.search(text, low, high) or "?" in text[low : unfit.end()]:
                return None
            stop, why = unfit.end(), _told_from(text, found.end(), unfit)
            high = max(high, _end_of_sentence(text, unfit.end()))
        start, end = next(found.span(name) for name, said in found.groupdict().items() if said)
        if _IN.search(text[low:start]) and found.start() == start:  # “the records in it were rejected”
            return None
        why = self._reason_of(text, stop, high) or why
        places = tuple(one.start() for one in _TECH.finditer(text, start, end) if self._is_product(tagged, one.start()))
        if not places and masked[start] != _MASK:
            return None
        styles = self._styles_of(tagged, places[0]) if places else self._styles_in(text, start, end)
        return Trial(low, high, (start, end), styles, places, why, in_use=False)

    def _reason_of(self, text: str, stop: int, high: int) -> tuple[int, int] | None:
        """Why something was turned down: behind a word for it, behind a colon, or in the next sentence."""
        if word := self._reason_word.search(text, stop, high):
            return _told(text, word.end(), high) or (word.end(), high)
        if (note := _NOTE.match(text, stop, high)) and len(note["why"].split()) > 1:
            return note.span("why")
        mark = _COLON.match(text, stop, high)
        if mark and (told := _told(text, mark.end(), high)):
            return told
        after = _SENTENCE.match(text, high) or _BLANK.match(text, high)
        if after and self._reason_next.match(text[after.end() :]):
            return _told(text, after.end(), _end_of_sentence(text, after.end()))
        return None

    def _is_product(self, tagged: Tagged, place: int) -> bool:
        mention = product_at(tagged, place)
        return mention is not None and mention.technology.category not in _NO_PRODUCT

    def _styles_in(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """The styles that are built around the thing in a stretch."""
        thing = self._thing.search(text, start, end)
        return self._styles[int((thing.lastgroup or "t0")[1:])] if thing else ()

    def _ends(self, text: str, low: int, high: int) -> Iterator[tuple[int, tuple[int, int] | None]]:
        """Where it is told that it is over, and the reason if that tells it."""
        if back := self._taken_back.search(text, low, high):
            yield back.end(), None
        tried = self._strict.search(text, low, high) or self._attempt.search(text, low, high)
        if tried:
            if dropped := self._dropped.search(text, tried.end(), high):
                yield dropped.end(), None
            if badly := self._badly.search(text, tried.end(), high):
                yield badly.start(), (badly.start(), high)
        if tried or self._changed.search(text, low, high):
            yield from self._later(text, high)

    def _later(self, text: str, high: int) -> Iterator[tuple[int, tuple[int, int] | None]]:
        """The end of a later sentence that takes it back; what is told between is why."""
        start = high
        for _ in range(_LATER):
            start += len(text[start:]) - len(text[start:].lstrip())
            if start >= len(text) or start - high > _FAR:
                return
            stop = _SENTENCE.search(text, start)
            end = stop.start() if stop else len(text)
            if self._after.search(text[start:end]):
                between = text[high:start].strip()
                yield end, ((high, start) if len(between.split()) >= _SHORTEST_REASON else None)
                return
            start = end

    def _what(self, tagged: Tagged, low: int, high: int) -> tuple[int, int, tuple[str, ...]] | None:
        """The first thing that can be tried: where it stands, with the words that belong to it, and its styles."""
        text = tagged.text
        things = (one for one in self._thing.finditer(text, low, high) if not self._replaced.search(text[low : one.start()]))
        thing = next(things, None)
        product = next(iter(self._products(tagged, low, high)), None)
        if product is not None and (thing is None or product < thing.start()):
            return product, text.index("⟧", product) + 1, self._styles_of(tagged, product)
        if thing is None:
            return None
        before = self._before.search(text, low, thing.start())
        styles = self._styles[int((thing.lastgroup or "t0")[1:])]
        close = product is not None and product - thing.end() <= _CLOSE
        end = max(thing.end(), text.index("⟧", product) + 1 if close and product is not None else 0)
        end += text[end : end + 1] == ")"
        start = before.start() if before else thing.start()
        return start, end, styles

    def _products(self, tagged: Tagged, low: int, high: int) -> tuple[int, ...]:
        """Where the products stand that were tried, and not only stood beside it."""
        places = []
        for found in _TECH.finditer(tagged.text, low, high):
            mention = product_at(tagged, found.start())
            if mention is None or mention.technology.category in _NO_PRODUCT:
                continue
            before = tagged.text[low : found.start()]
            if not (self._beside.search(before) or self._replaced.search(before)):
                places.append(found.start())
        return tuple(places)

    def _styles_of(self, tagged: Tagged, place: int) -> tuple[str, ...]:
        mention = product_at(tagged, place)
        return self._categories.get(mention.technology.category, ()) if mention else ()

    def _reason(self, text: str, stop: int, high: int) -> tuple[int, int] | None:
        """What follows in the sentence where it is over, after a word or a stop that says that it is the reason."""
        found = self._because.match(text, min(stop, high), high)
        return _told(text, found.end(), high) if found else None


def _numbered(frame: str) -> str:
    """A frame with a group of its own for each {what}."""
    count = itertools.count()
    return _WHAT.sub(lambda _: f"(?<![\\w-])(?P<what{next(count)}>{_ONE}(?:{_AND}{_ONE})*)", frame)


def _told_from(text: str, start: int, unfit: re.Match[str]) -> tuple[int, int]:
    """The clause that says that something did not fit."""
    opening = max((text.rfind(stop, start, unfit.start()) for stop in (",", ";", ":", ".")), default=-1)
    return (opening + 1 if opening >= start else start), _end_of_sentence(text, unfit.end())


def _end_of_sentence(text: str, start: int) -> int:
    stop = _SENTENCE.search(text, start)
    return stop.start() if stop else len(text)


def product_at(tagged: Tagged, place: int) -> Mention | None:
    """The product whose token stands at a place of tagged text."""
    token = _TECH.match(tagged.text, place)
    return tagged.at(token.group()).mention if token else None


def _last_cell(text: str, start: int, high: int) -> tuple[int, int] | None:
    """The last part of a row or an item, which tells what came of it."""
    place = text.rfind(_CELL, start, high)
    return _told(text, place + len(_CELL), high) if place > 0 else None


def _told(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A stretch, if it is more than a word or two."""
    return (start, end) if len(text[start:end].split()) >= _SHORTEST_REASON else None
