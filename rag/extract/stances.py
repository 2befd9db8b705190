"""A sentence → the stands it takes on matters that papers contradict each other about, by its words alone.

They are no facts: too wide a net for that. `brief/stances.py` holds them against those of other papers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rag.extract.clauses import Clause, last_match
from rag.extract.entities import Entity
from rag.extract.fact import Time
from rag.extract.guarded import Guarded
from rag.extract.rules import Draft
from rag.extract.technologies import trie
from rag.knowledge.countries import Countries
from rag.knowledge.stances import Stances, Topic, whole_words

KIND = "stance"
_KINDS = {"span": "DUR", "percent": "PCT", "money": "MONEY", "date": "DATE"}
_NEEDED = {
    "percent": "⟦PCT",
    "money": "⟦MONEY",
    "date": "⟦DATE",
    "product": "⟦TECH",
    "version": "⟦TECH",
    "rate": "⟦",
    "count": "⟦",
}  # without it: no stand
_TOKEN = re.compile(r"⟦[A-Z]+\d+⟧")
_PART = re.compile(r"[,;:(]")
_NAME = 4  # words of who has the say, before the verb
_CODE = re.compile(r"`|\w\(|\w_\w|\]\(|<\w|[{}\\]")  # no prose: words of a machine mean something else
_WORDS = re.compile(r"[^\W\d_]{2,}")
_FEWEST = 4  # words of a sentence that states something
_BESIDE = 8  # words before and behind those of a side: what it is taken on stands near
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LONGEST = 400  # characters of a sentence that takes a stand
_BEFORE_COUNT, _BEHIND_COUNT = 16, 12  # characters around a count in which stands what is counted
_NEAR, _AHEAD = 40, 80  # characters before a value in which a ceiling, and a floor, is said
_REACH = 3  # words between a negation and what it denies
_LEAD = 5  # words of a sentence that only names what the next one is about
_WORDS_OF_STAND = 30  # characters; longer matches hold what the sentence is about as well
_ABOUT = 400  # characters
_SHORT_PART = 4  # words of a part that cannot tell alone what it is about
_OLDEST, _LATEST = 1900, 2100  # numbers that are years
_COUNTED = "count", "rate", "who"  # whose words are what the sentence is about
_FEW = 2  # of something: more often an article than a number that somebody counts on
_BY_ROW = "who", "version"  # in a row they are told of what its first cell names
_OF_PRODUCT = 60  # characters between a product and what is said of it
_FOREVER = 3e9  # seconds of what is never over


class _Matter:
    """A topic with its words."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self._needed = _NEEDED.get(topic.value, "")
        self._words, self._unless = (_listed(words) if words else None for words in (topic.words, topic.unless))
        self._sides = {name: _listed(words) for name, words in topic.sides.items()}

    def find(self, text: str) -> "_Said | None":
        """Its words in a sentence; None where it is not spoken of."""
        if self._needed not in text and not self.topic.names:
            return None
        words = self._words.search(text) if self._words else None
        if (self._words and words is None) or (self._unless and self.topic.value != "count" and self._unless.search(text)):
            return None
        sides = {name: match for name, one in self._sides.items() if (match := one.search(text))}
        if self._sides and not sides and self.topic.value != "product":
            return None
        counted = tuple(self._words.finditer(text)) if self._words and self.topic.value == "count" else ()
        return _Said(words, sides, counted)

    def is_else(self, text: str) -> bool:
        """Whether a stretch of text says that something else is meant."""
        return self._unless is not None and self._unless.search(text) is not None

    def without(self, text: str) -> str:
        """A text without the words that make a stand on it."""
        for one in filter(None, (self._words, *self._sides.values())):
            text = one.sub(_without_stand, text)
        return text


@dataclass(frozen=True, slots=True)
class _Said:
    """Where the words of a topic, and those of its sides, first stand in a sentence."""

    words: re.Match[str] | None
    sides: Mapping[str, re.Match[str]]
    all_words: tuple[re.Match[str], ...] = ()  # of what is counted: each number has its own

    @property
    def at(self) -> int:
        """Where its words begin."""
        return self.words.start() if self.words is not None else 0


class StanceReader:
    """The compiled topics."""

    def __init__(self, stances: Stances, countries: Countries) -> None:
        """Compile `stances`; cities are those of `countries`."""
        self._matters = [_Matter(topic) for topic in stances.topics]
        self._void, self._past, self._everyone = map(_listed, (stances.void, stances.past, stances.everyone))
        self._share = whole_words(stances.share)
        self._every, self._rate = Guarded(whole_words(stances.every).pattern), Guarded(whole_words(stances.rate).pattern)
        self._rhythms = [(Guarded(whole_words(one.pattern).pattern), one.seconds) for one in stances.rhythms]
        self._spans = [(Guarded(whole_words(one.pattern).pattern), one.seconds) for one in stances.spans]
        self._floor, self._ceiling = whole_words(stances.floor), whole_words(stances.ceiling)
        self._floor_behind = whole_words(stances.floor_behind)
        self._parts = re.compile(stances.parts, re.IGNORECASE)
        self._pronoun, self._every_word = whole_words(stances.pronoun), whole_words(stances.every_word)
        self._double, self._never = whole_words(stances.double), whole_words(stances.never)
        self._denies = whole_words(stances.denies)
        self._monthly, self._yearly = whole_words(stances.monthly), whole_words(stances.yearly)
        self._leaves, self._seconds = whole_words(stances.leaves), stances.rate_seconds
        self._city_codes = countries.cities.by_name(with_doubtful=False)
        self._cities = re.compile(rf"(?<!\w)(?=[^\W\d_a-zß-ÿ]){trie(self._city_codes)}(?!\w)")

    def read(self, clause: Clause, before: str) -> Iterator[tuple[str, Draft]]:
        """The stands of a sentence, with the ids of their topics.

        Args:
            clause: the sentence as one clause.
            before: the sentence before it, for one that says "it".
        """
        text = clause.text
        if len(text) > _LONGEST or _CODE.search(text) or len(_WORDS.findall(text)) < _FEWEST:
            return
        if self._void.search(text) or self._past.search(text):
            return
        if clause.is_question or clause.time in (Time.HISTORIC, Time.HYPOTHETICAL):
            return
        told: set[str] = set()  # kinds of value on which a topic was spoken of
        for matter in self._matters:
            topic = matter.topic
            said = None if topic.bare and topic.value in told else matter.find(text)
            if said is None:
                continue
            for draft, at in self._stands(matter, clause, said):
                told.add(topic.value)
                slots = {
                    **draft.slots,
                    "topic": topic.of or topic.id,
                    "about": self._about(matter, clause, at, before, str(draft.value)),
                }
                if topic.value == "place":
                    slots["compares"] = "place"
                if self._everyone.search(text):
                    slots["everyone"] = True
                yield topic.of or topic.id, replace(draft, kind=KIND, slots=slots, subject="", hard=False)

    def _about(self, matter: _Matter, clause: Clause, at: int, before: str, stand: str) -> str:
        """What a stand is about: the words of its part of the sentence, without those that make the stand."""
        text, topic = clause.text, matter.topic
        if " | " not in text and self._says_several(topic, clause):
            cuts = [0, *(match.start() for match in self._parts.finditer(text)), len(text)]
            low = max(cut for cut in cuts if cut <= at)
            part = text[low : min((cut for cut in cuts if cut > at), default=len(text))]
            text = part if len(part.split()) >= _SHORT_PART else text
            if topic.value == "side" and not topic.words and text is part:
                text = " ".join([*clause.text[low:at].split()[-_BESIDE:], *clause.text[at : low + len(part)].split()[:_BESIDE]])
        elif topic.value in _BY_ROW:
            text = text.split(" | ")[0]
        if stand and topic.value == "who":
            text = text.replace(stand, " ")
        if topic.value not in _COUNTED:
            text = matter.without(text)
        shown = "⟦TECH" if topic.value != "version" else "⟦OWN"  # a product is not what its version is about
        text = _TOKEN.sub(lambda token: clause.tagged.at(token.group()).text if token.group().startswith(shown) else " ", text)
        if before and (self._pronoun.search(text) or len(before.split()) <= _LEAD):
            text = f"{before} {text}"
        return " ".join(text.split())[:_ABOUT]

    def _says_several(self, topic: Topic, clause: Clause) -> bool:
        """Whether a sentence holds several values of the topic's kind, or sides: a part of it tells what each is about."""
        if topic.whole:
            return False
        kind = _KINDS.get(topic.value) or {"rhythm": "DUR", "count": "NUM"}.get(topic.value, "")
        return topic.value == "side" or (bool(kind) and len(_tokens(clause, kind)) > 1)

    def _stands(self, matter: _Matter, clause: Clause, said: _Said) -> Iterator[tuple[Draft, int]]:
        """The stands on a topic, each with its place in the sentence."""
        topic = matter.topic
        if topic.value == "side":
            yield from self._sides(topic, clause, said.sides)
        elif topic.value == "rhythm":
            seconds = self._rhythm(clause)
            if seconds:
                yield Draft(seconds, "s"), said.at
        elif topic.value == "place":
            yield from self._place(clause, said.at)
        elif topic.value == "who" and said.words is not None:
            yield from _who(clause, said.words)
        elif topic.value == "product":
            yield from self._product(topic, clause, said.sides)
        elif topic.value == "version":
            yield from _versions(clause)
        elif topic.value == "rate":
            yield from self._per_time(clause)
        elif topic.value == "count" and said.words is not None:
            yield from self._counts(matter, clause, said.all_words)
        else:
            yield from self._number(topic, clause, said.at if said.words is not None else None)

    def _counts(self, matter: _Matter, clause: Clause, found: Iterable[re.Match[str]]) -> Iterator[tuple[Draft, int]]:
        """So many of each thing that is counted."""
        for words in found:
            behind = _PART.split(clause.text[words.end() : words.end() + _BEHIND_COUNT])[0]
            near = clause.text[max(0, words.start() - _BEFORE_COUNT) : words.end()] + behind
            if not matter.is_else(near):
                yield from _count(clause, words, " ".join(map(str.casefold, self._share.findall(near))))

    def _number(self, topic: Topic, clause: Clause, words: int | None) -> Iterator[tuple[Draft, int]]:
        """The value of the topic's kind that stands nearest to its words; without words, the only one."""
        text = clause.text
        spots = [spot for spot in _tokens(clause, _KINDS[topic.value]) if topic.least <= _size(spot[1]) <= topic.most]
        if topic.value == "span":
            taken = [match.span() for match in (*self._every.finditer(text), *self._rate.finditer(text))]
            spots = [
                (match, entity)
                for match, entity in spots
                if not any(low <= match.start() < high for low, high in taken) and not self._every_word.match(entity.text)
            ]
            if not spots:
                yield from () if topic.bare else self._worded_span(topic, text)
                return
        if not spots or (words is None and len(spots) > 1):
            return
        match, entity = min(spots, key=lambda spot: abs(spot[0].start() - (words or 0)))
        slots: dict[str, Any] = {"bound": self._bound(text, match)}
        if topic.value == "money":
            near = text[max(0, match.start() - _AHEAD) : match.end() + _NEAR]
            slots["period"] = "month" if self._monthly.search(near) else "year" if self._yearly.search(near) else "total"
        if topic.value == "date":
            slots["precision"] = entity.note
        yield Draft(entity.value, entity.unit, entity.low, entity.high, slots=slots), match.start()

    def _worded_span(self, topic: Topic, text: str) -> Iterator[tuple[Draft, int]]:
        for pattern, seconds in self._spans:
            match = pattern.search(text)
            if match is not None and (topic.least <= seconds <= topic.most or (seconds > _FOREVER and topic.id == "keeping")):
                yield Draft(seconds, "s", slots={"bound": self._bound(text, match)}), match.start()
                return

    def _bound(self, text: str, value: re.Match[str]) -> str:
        """Whether a value is the least or the most."""
        ahead, behind = text[max(0, value.start() - _AHEAD) : value.start()], text[value.end() : value.end() + _NEAR]
        if self._floor.search(ahead) or self._floor_behind.search(behind):
            return "floor"
        return "ceiling" if self._ceiling.search(ahead[-_NEAR:]) else ""

    def _rhythm(self, clause: Clause) -> float:
        """How often something happens, in seconds; 0 where that is not said."""
        for _, entity in _tokens(clause, "DUR"):
            if self._every_word.match(entity.text):
                return entity.number
        match = self._every.search(clause.text)
        token = _TOKEN.search(match.group()) if match is not None else None
        if token is not None:
            return clause.tagged.at(token.group()).number
        return next((seconds for pattern, seconds in self._rhythms if pattern.search(clause.readable)), 0.0)

    def _sides(self, topic: Topic, clause: Clause, sides: Mapping[str, re.Match[str]]) -> Iterator[tuple[Draft, int]]:
        """The side of a sentence; nothing where it speaks for two."""
        names = list(topic.sides)
        said: dict[str, int] = {}
        for number, side in enumerate(names):
            match = sides.get(side)
            if match is None:
                continue
            if not self._denied(clause, match):
                said.setdefault(side, match.start())
            elif len(names) == 2:
                said.setdefault(names[1 - number], match.start())
        if len(said) == 1:
            side, at = next(iter(said.items()))
            days = [str(entity.value) for _, entity in _tokens(clause, "DATE")] or _YEAR.findall(clause.readable)
            yield Draft(side, slots={"date": days[0]} if days else {}), at

    def _denied(self, clause: Clause, match: re.Match[str]) -> bool:
        if self._double.search(clause.text[: match.start()]):
            return False
        last = last_match(self._denies, clause.text[: match.start()])
        near = last is not None and len(clause.text[last.end() : match.start()].split()) <= _REACH
        return near or self._never.search(clause.text) is not None

    def _place(self, clause: Clause, at: int) -> Iterator[tuple[Draft, int]]:
        """Where data lie; nothing where a sentence says where they do not."""
        codes = {str(entity.note or entity.value) for _, entity in _tokens(clause, "PLACE")}
        codes |= {self._city_codes[match.group()] for match in self._cities.finditer(clause.readable)}
        denied = clause.cues.negation.search(clause.text) is not None
        if codes and denied == (self._leaves.search(clause.text) is not None):
            yield Draft(",".join(sorted(codes))), at

    def _product(self, topic: Topic, clause: Clause, sides: Mapping[str, re.Match[str]]) -> Iterator[tuple[Draft, int]]:
        """A product that is the only one, banned, or used."""
        if topic.names and sides:
            yield from ((Draft(name, slots={"side": next(iter(sides)), "category": ""}), 0) for name in topic.names)
            return
        named = [spot for spot in _tokens(clause, "TECH") if spot[1].mention is not None]
        if len(named) != 1:
            return
        match, entity = named[0]
        near = (side for side in topic.sides if side in sides and _is_near(sides[side], match))
        side = next(near, "")
        if entity.mention is not None and (side or not clause.cues.negation.search(clause.text)):
            technology = entity.mention.technology
            yield Draft(technology.name, slots={"side": side or "used", "category": technology.category}), match.start()

    def _per_time(self, clause: Clause) -> Iterator[tuple[Draft, int]]:
        """So many of something in a span of time."""
        match = self._rate.search(clause.text)
        token = _TOKEN.search(match.group()) if match is not None else None
        if match is None or token is None:
            return
        entity, per = clause.tagged.at(token.group()), match["per"]
        named = (seconds for name, seconds in self._seconds.items() if match[name])
        seconds = next(named, 0.0) or clause.tagged.at(per).number
        if seconds and entity.number:
            low, high = (None if end is None else end / seconds for end in (entity.low, entity.high))
            slots = {"what": match["what"].strip().casefold(), "bound": self._bound(clause.text, match)}
            yield Draft(round(entity.number / seconds, 9), "1/s", low, high, slots=slots), match.start()


def _listed(words: str) -> Guarded:
    """Words of a list, found only where words begin and end."""
    return Guarded(rf"(?<!\w)(?:{words})(?!\w)", groups=False)


def _is_near(words: re.Match[str], name: re.Match[str]) -> bool:
    """Whether words stand near enough to a product to be said of it."""
    return max(words.start() - name.end(), name.start() - words.end()) <= _OF_PRODUCT


def _who(clause: Clause, words: re.Match[str]) -> Iterator[tuple[Draft, int]]:
    """Who has the say, or owns: a group of the words, or what stands before them."""
    named = [text for name, text in words.groupdict().items() if name.startswith("who") and text]
    ahead = _PART.split(clause.text[: words.start()])[-1].split()[-_NAME:]
    who = named[0].strip() if named else " ".join(ahead)
    if who:
        yield Draft(who), words.start()


def _count(clause: Clause, words: re.Match[str], share: str) -> Iterator[tuple[Draft, int]]:
    """So many of something; `share` is what says that each has so many, or all together."""
    token = _TOKEN.search(words.group())
    if token is None:
        return
    entity = clause.tagged.at(token.group())
    if entity.number > _FEW and entity.number.is_integer() and not _OLDEST < entity.number < _LATEST:
        yield (
            Draft(entity.number, "", entity.low, entity.high, slots={"what": words["what"].casefold(), "share": share}),
            words.start(),
        )


def _versions(clause: Clause) -> Iterator[tuple[Draft, int]]:
    """The version of the only product of its name in a sentence."""
    named = [(match, entity.mention) for match, entity in _tokens(clause, "TECH") if entity.mention is not None]
    for match, mention in named:
        name = mention.technology.name
        if mention.version and sum(other.technology.name == name for _, other in named) == 1:
            yield Draft(mention.version, slots={"product": name}), match.start()


def _tokens(clause: Clause, kind: str) -> list[tuple[re.Match[str], Entity]]:
    """The entities of a kind with their places in the sentence."""
    found = [match for match in _TOKEN.finditer(clause.text) if match.group().startswith(f"⟦{kind}")]
    spots = [(match, clause.tagged.at(match.group())) for match in found]
    return [spot for spot in spots if spot[1].kind == kind]


def _without_stand(match: re.Match[str]) -> str:
    """Words of a stand are left out; where they hold what it is about as well, they stay."""
    return " " if match.end() - match.start() <= _WORDS_OF_STAND else match.group()


def _size(entity: Entity) -> float:
    """A number to hold against the limits of a topic; dates have none."""
    return entity.number if isinstance(entity.value, int | float) else 1.0
