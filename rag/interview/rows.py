"""Lists in a person's words → rows of a field: who uses it, what they do, which system leads, by what success is measured.

In: the words of an answer. Out: the rows; none where the words hold none.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rag.extract.entities import Entity
from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.interview.figures import whole_number
from rag.interview.groups import GroupReader
from rag.interview.lists import list_items
from rag.interview.named import is_denied
from rag.knowledge.brief_fields import FeatureType
from rag.knowledge.replies import ReplyTable

AMOUNTS = ("NUM", "PCT", "MONEY", "DUR", "SIZE")
LONGEST = 6  # words of a thing that is left out
WHO_DOES = 3  # words from which a function names who does what
TWO = 2  # figures of a measure: today's and the target
COMMA = r"[,;](?!\d)"
NEAR = 30  # characters before a figure that speak of it
_ROLE = re.compile(
    r"(?:^|(?<=[.;!?\n]))[ \t]*([^\W\d][^:.;,\n]{1,40}?)[ \t]?:[ \t]+(?=\S)"
)  # whose the functions behind it are


class RowReader:
    """Reads such lists."""

    def __init__(self, replies: ReplyTable, amounts: AmountReader, features: Sequence[FeatureType]) -> None:
        """`features`: what a capability is, by its words."""
        self._replies = replies
        self._rows = replies.rows
        self._amounts = amounts
        self._features = [(row.type, re.compile(row.pattern, re.IGNORECASE)) for row in features]
        self._groups = GroupReader(replies, amounts)
        self._entities = [(name, _words(words)) for name, words in replies.rows.entities.items()]

    def read(self, kind: str, text: str) -> list[Any]:
        """The rows of one kind: that of `reads` in the table of questions."""
        readers: dict[str, Callable[[str], list[Any]]] = {
            "measure": self._measure,
            "left_out": self._left_out,
            "user_groups": self._groups.read,
            "features": self._functions,
            "tools": self._tools,
            "owners": self._owners,
        }
        return readers[kind](normalise(text).text)

    def _measure(self, words: str) -> list[dict[str, Any]]:
        """The number by which success is measured: what it is today, and what it shall be."""
        plain = self._amounts.restated.plain(words)
        figures = [one for one in self._amounts.figures(plain) if one.kind in AMOUNTS]
        beside = {one: self._beside(plain, one, figures) for one in figures}
        held = [one for one in figures if not re.search(self._rows.earlier, beside[one], re.IGNORECASE)]
        held = held if len(held) >= TWO else figures  # “200 in 2026, we want 5”: the last that is known is what it is today
        if len(held) < TWO:
            return []
        today = [one for one in held if self._speaks_last(self._rows.today, self._rows.wanted, beside[one])]
        wanted = [one for one in held if one not in today and re.search(self._rows.wanted, beside[one], re.IGNORECASE)]
        alike = [one for one in held if one not in today and all(one.kind == other.kind for other in today)]
        target = (wanted or alike or held)[-1]
        today = [one for one in today if one is not target]
        baseline = next((one for one in [*today, *held] if one is not target), held[0])
        numbers = {"baseline": self._amounts.restated.bare(baseline), "target": self._amounts.restated.bare(target)}
        return [{"name": words.strip(" ."), **{key: whole_number(value) for key, value in numbers.items()}}]

    @staticmethod
    def _speaks_last(words: str, others: str, beside: str) -> bool:
        """Whether the words stand nearer to a figure than the others: “on est à 8” is of today, though “à” alone is not."""
        ends = [max((match.end() for match in re.finditer(one, beside, re.IGNORECASE)), default=-1) for one in (words, others)]
        return ends[0] >= 0 and ends[0] >= ends[1]

    def _beside(self, plain: str, one: Entity, figures: Sequence[Entity]) -> str:
        """The words that speak of a figure: those before it, back to the figure before, and those behind it up to a comma.

        Between two figures a comma parts what is said of the one from what is said of the other.
        """
        start = max([other.end for other in figures if other.end <= one.start], default=0)
        end = min([other.start for other in figures if other.start >= one.end], default=len(plain))
        head = re.split(self._rows.sentences, plain[start : one.start])[-1]
        parted = re.split(COMMA, plain[one.end : end])
        behind = parted[0] if len(parted) > 1 or end == len(plain) else ""
        return f"{re.split(COMMA, head)[-1] if start else head}"[-NEAR:] + re.split(self._rows.sentences, behind)[0]

    def _left_out(self, words: str) -> list[str]:
        """What is left out, without what is said of it."""
        found: list[str] = []
        for item in [part for one in self._items(words) for part in re.split(self._rows.neither, one, flags=re.IGNORECASE)]:
            if re.search(self._rows.remark, item, re.IGNORECASE):
                continue
            thing = re.sub(self._rows.left_before, "", item, flags=re.IGNORECASE)
            thing = re.sub(self._rows.left_behind, "", thing, flags=re.IGNORECASE).strip(" .,")
            known = {one.casefold() for one in found}
            if thing and thing.casefold() not in known and len(thing.split()) <= LONGEST:
                found.append(thing)
        return found

    def _functions(self, words: str) -> list[dict[str, Any]]:
        """What users must be able to do, each with its type."""
        found = []
        for who, said in self._by_role(words):
            items = [item for item in self._whole(self._told(said), said) if self._is_function(item, said)]
            whose = {"segment": who} if who else {}
            found += [{"name": item, "type": self._type(item), "priority": "must", **whose} for item in items]
        return found

    def _whole(self, items: list[str], said: str) -> list[str]:
        """The items, each with the pieces behind it that tell nothing alone: “checks it”, “what is stuck”."""
        found: list[str] = []
        for item in items:
            is_piece = found and re.search(self._rows.piece, item, re.IGNORECASE)
            joined = re.search(rf"{re.escape(found[-1])}[^.;!?]{{1,8}}{re.escape(item)}", said) if is_piece else None
            if joined is not None:
                found[-1] = joined.group()
            else:
                found.append(item)
        return found

    def _is_function(self, item: str, said: str) -> bool:
        """Whether an item is something that somebody does, and no pronoun, remark or time before it."""
        if is_denied(item.split()[0], self._replies, said) or re.fullmatch(self._rows.ours, item, re.IGNORECASE):
            return False
        is_aside = re.search(self._rows.remark, item, re.IGNORECASE) or re.match(self._rows.at, item, re.IGNORECASE)
        return not is_aside or self._type(item) != self._features[-1][0]

    @staticmethod
    def _by_role(words: str) -> list[tuple[str, str]]:
        """Who does something, where every part begins with that: “Owner: open a claim. Builder: pay.”; and what."""
        parts = _ROLE.split(words.strip())
        if parts[0].strip():
            return [("", words)]
        return list(zip(parts[1::2], parts[2::2], strict=True))

    def _type(self, function: str) -> str:
        return next(kind for kind, pattern in self._features if pattern.search(function))

    def _told(self, words: str) -> list[str]:
        """The items; what somebody does and does after it is one, “search, book and pay” are three."""
        found: list[str] = []
        for item in self._items(words):
            joined = rf"{re.escape(found[-1])}\s+(?:{self._replies.spoken.joins})\s+{re.escape(item)}" if found else ""
            match = re.search(joined, words, re.IGNORECASE) if joined and len(found[-1].split()) >= WHO_DOES else None
            types = {self._type(item), self._type(found[-1])} - {self._features[-1][0]} if match is not None else set()
            if match is not None and len(types) <= 1:  # looking for one thing and paying another are two
                found[-1] = match[0]
            else:
                found.append(item)
        return found

    def _tools(self, words: str) -> list[str]:
        """The products that are named, and not denied."""
        return list(dict.fromkeys(name for _, name, _ in self._named(words)))

    def _owners(self, words: str) -> list[dict[str, Any]]:
        """Which system leads for which records: that beside them, on the side on which the first one stands."""
        found: list[dict[str, Any]] = []
        for sentence in re.split(self._rows.sentences, words):
            systems = sorted(self._named(sentence))
            taken = [(start, end) for start, _, end in systems]
            records = sorted(
                {
                    match.start(): name
                    for name, pattern in self._entities
                    for match in pattern.finditer(sentence)
                    if not any(start <= match.start() < end for start, end in taken)
                }.items()
            )
            if not systems or not records:
                continue
            leads = systems[0][0] < records[0][0]
            for place, name in records:
                before = [system for system in systems if system[0] < place]
                behind = [system for system in systems if system[0] > place]
                side = (before[-1:] or behind[:1]) if leads else (behind[:1] or before[-1:])
                found.append({"entity": name, "system": side[0][1]})
        return found

    def _named(self, words: str) -> Iterator[tuple[int, str, int]]:
        """Where each product stands that is named and not denied, its name as it is written, and where it ends."""
        for start, end, written in self._amounts.mentions(words):
            clause = re.split(self._replies.clauses, words[:start])[-1]
            if not is_denied(re.split(r"[,;]", clause)[-1], self._replies, words):
                yield start, written, end
        known = [(start, end) for start, end, _ in self._amounts.mentions(words)]
        names = self._rows.german_name if re.search(self._rows.german, words) else self._rows.capital
        for match in re.finditer(rf"(?<!\w)(?:{self._rows.systems})(?!\w)|{names}", words):
            clause = re.split(r"[,;]", re.split(self._replies.clauses, words[: match.start()])[-1])[-1]
            is_name = not re.search(self._rows.no_name, match.group())
            is_new = not any(start < match.end() and match.start() < end for start, end in known)
            if is_name and is_new and not is_denied(clause, self._replies, words):
                yield match.start(), match.group(), match.end()

    def _items(self, words: str) -> list[str]:
        return [
            item
            for sentence in re.split(self._rows.sentences, words)
            if sentence.strip()
            for item in list_items(sentence, self._replies)
        ]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
