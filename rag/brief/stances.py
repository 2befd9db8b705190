"""Stands that two papers take on one matter, and that do not go together, though one of them or both gave no fact.

They are shown and asked about, and settle nothing. Two sentences count only where they speak of one thing by the words that
they share, and where nothing sets them apart: another environment, other days, another case, a trial, a place.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from rag.brief.brief import Conflict
from rag.brief.disagreements import across
from rag.brief.likeness import is_measured, is_other_case, is_other_team, is_other_time, stems
from rag.brief.stands import dates_differ, numbers_differ, sides_differ
from rag.extract.fact import Fact, FactState
from rag.knowledge.brief_fields import BriefKnowledge, Comparison
from rag.knowledge.stances import Stances, Topic, whole_words

_DECIDED = (FactState.CONFIRMED, FactState.EDITED, FactState.WAIVED, FactState.REJECTED)
_SLOW = 1.5  # of what is allowed: what comes half again as seldom is too slow
_MOST = 300  # stands on one topic; beyond, pairs would take too long
_LONG = 9  # letters of a stem that tells as much as two
_COGNATE = 6  # letters that two stems need in common to be one word in two languages
_FEW = 2  # words on one side from which one word in common is enough
_AMOUNTS = ("count", "rate")  # what is and what is planned may differ
_OFTEN = 12  # statements of a workspace; a word of more tells little
_SHARE, _SHARE_OF_LARGER = 0.25, 0.14  # of the words of the one that has fewer, and of the other
_THIRD = 0.33  # of the words of a value alone and its fellow together
_HALF = 0.5  # of all words, of two values alone
_BOTH = 2  # words in common, of two rhythms: what is refreshed, and for whom
_ENOUGH = 2.0  # words in common
_NEXT = re.compile(r"(?<!\w)([^\W\d_]{3,})(?= ([^\W\d_]{3,}))")
_CAPITAL = re.compile(r"(?<!\w)[^\W\d_a-zß-ÿ]\w+")


def find_opposed(
    heard: Sequence[Fact], facts: Sequence[Fact], knowledge: BriefKnowledge, known: Sequence[Conflict]
) -> tuple[Conflict, ...]:
    """What contradicts each other by the words of its sentences alone, the same for stands in any order.

    Args:
        heard: the stands of all documents.
        facts: of all documents.
        knowledge: topics, and the words that tell statements apart.
        known: contradictions already found: what they show is not shown twice.
    """
    places = {fact.id: _place(fact) for fact in facts}
    shown = [(one.field, {places[id_][0] for id_ in one.fact_ids if id_ in places}) for one in known]
    settled = {(one.field, places[id_]) for one in known for id_ in one.replaced if id_ in places}
    by_topic: dict[str, list[Fact]] = {}
    kinds: dict[tuple[str, int, int], set[str]] = {}
    for fact in facts:
        kinds.setdefault(_place(fact), set()).add(fact.kind)
    decided = {_place(fact) for fact in facts if fact.state in _DECIDED}  # what a person settled there is settled
    for fact in (fact for fact in heard if _place(fact) not in decided):
        by_topic.setdefault(_topic(fact, kinds.get(_place(fact), set()), knowledge.stances), []).append(fact)
    judge = _Judge(knowledge, heard)
    pairs = [
        (weight, one, other, topic)
        for one, other, topic in _pairs(by_topic, knowledge.stances)
        if judge.may_oppose(one, other, topic)
        and not {(topic.path, _place(one)), (topic.path, _place(other))} & settled
        and not any(topic.path == path and {_place(one)[0], _place(other)[0]} <= told for path, told in shown)
        and (weight := judge.weight(one, other, topic)) > 0
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].id, pair[2].id))
    found: list[Conflict] = []
    told: set[tuple[str, tuple[str, int, int]]] = set()  # a sentence is shown against one other, the nearest
    for _, one, other, topic in pairs:
        own = {(topic.path, _place(one)), (topic.path, _place(other))}
        if not own & told:
            told |= own
            found.append(across(topic.path, one, other, knowledge.fields))
    return tuple(found)


def _topic(fact: Fact, kinds: Collection[str], stances: Stances) -> str:
    """The topic of a stand; that of a value alone is the kind of fact that was read in its sentence, where it is one."""
    own = stances.by_id[str(fact.slots["topic"])]
    if not own.bare:
        return own.id
    found = [one.id for one in stances.topics if one.value == own.value and one.kind in kinds and not one.bare]
    return found[0] if len(found) == 1 else own.id


def _place(fact: Fact) -> tuple[str, int, int]:
    return fact.citation.sha256, fact.citation.page_index, fact.citation.start


def _pairs(by_topic: dict[str, list[Fact]], stances: Stances) -> Iterable[tuple[Fact, Fact, Topic]]:
    bare = {topic.value: topic for topic in stances.topics if topic.bare}
    for id_, own in sorted(by_topic.items()):
        if (alone := bare.get(stances.by_id[id_].value)) is not None and alone.id != id_:
            yield from ((one, other, stances.by_id[id_]) for one in own[:_MOST] for other in by_topic.get(alone.id, ())[:_MOST])
        yield from ((one, other, stances.by_id[id_]) for one, other in combinations(own[:_MOST], 2))
    for pair in stances.above:
        for slow in by_topic.get(pair.slow, ())[:_MOST]:
            yield from ((slow, allowed, stances.by_id[pair.slow]) for allowed in by_topic.get(pair.allows, ())[:_MOST])


class _Judge:
    """Says of two stands whether they oppose each other."""

    def __init__(self, knowledge: BriefKnowledge, heard: Sequence[Fact]) -> None:
        words = knowledge.fields.comparison
        general = {*words.general_words, *knowledge.stances.general_words} - knowledge.stances.telling
        self._words = Comparison(
            **{**{name: getattr(words, name) for name in Comparison.model_fields}, "general": " ".join(sorted(general))}
        )
        self._inside = knowledge.fields.places
        self._stances = own = knowledge.stances
        self._apart = [whole_words(pattern) for pattern in (own.apart, own.calm, words.trial)]
        self._share, self._net, self._gross = (whole_words(pattern) for pattern in (own.share, own.net, own.gross))
        self._kept = [
            re.compile(pattern, re.IGNORECASE) for pattern in (words.copies, words.rhythm)
        ]  # copies, and of which rhythm
        self._common = self._said_often(heard)
        self._keys: dict[str, frozenset[str]] = {}

    def may_oppose(self, one: Fact, other: Fact, topic: Topic) -> bool:
        """False where two stands have no word in common and would need one: quick, since a workspace has very many pairs."""
        if topic.value == "product" or (topic.rule and self._is_rule(one) != self._is_rule(other)):
            return True
        return not self._keys_of(one).isdisjoint(self._keys_of(other))

    def _keys_of(self, fact: Fact) -> frozenset[str]:
        """The stems of what it is about, and all stretches of letters by which one of them can be a word of the other's."""
        if fact.id not in self._keys:
            told = self._told(fact)
            parts = (stem[at : at + _COGNATE] for stem in told for at in range(len(stem) - _COGNATE + 1))
            self._keys[fact.id] = told.union(parts)
        return self._keys[fact.id]

    def weight(self, one: Fact, other: Fact, topic: Topic) -> float:
        """How much two stands that oppose each other have in common; 0 for those that go together, or have too little."""
        if one.citation.sha256 == other.citation.sha256 or not self._differ(one, other, topic):
            return 0.0
        return 0.0 if self._set_apart(one, other, topic) else self._in_common(one, other, topic)

    def _said_often(self, heard: Sequence[Fact]) -> frozenset[str]:
        """Stems of so many statements that they tell no two of them apart."""
        texts = {_place(fact): str(fact.slots["about"]) for fact in heard}
        count = Counter(stem for text in texts.values() for stem in stems(text, self._words))
        return frozenset(stem for stem, times in count.items() if times > _OFTEN)

    def _differ(self, one: Fact, other: Fact, topic: Topic) -> bool:
        topics = [self._stances.by_id[str(fact.slots["topic"])] for fact in (one, other)]
        bare = next((fact for fact, own in zip((one, other), topics, strict=True) if own.bare), None)
        if bare is not None and isinstance(bare.value, int | float) and not topic.least <= bare.value <= topic.most:
            return False
        if bare is None and topics[0] != topics[1]:
            return (
                isinstance(one.value, float | int) and isinstance(other.value, float | int) and one.value > _SLOW * other.value
            )
        check = {
            "side": sides_differ,
            "date": dates_differ,
            "place": self._places,
            "who": self._who,
            "product": self._products,
            "version": _versions_differ,
        }.get(topic.value, numbers_differ)
        return check(one, other)

    def _set_apart(self, one: Fact, other: Fact, topic: Topic) -> bool:
        """Whether they speak of two cases, times, or parts."""
        if is_other_case(one, other, self._words) or is_measured(one, other, self._words):
            return True
        if topic.value == "percent" and self._over_a_spell(one) != self._over_a_spell(other):
            return True
        is_amount = topic.value in _AMOUNTS
        if is_amount and (is_other_time(one, other, self._words) or is_other_team(one, other, self._words)):
            return True
        if is_amount and self._shares(one) != self._shares(other):
            return True
        if (
            topic.value == "money"
            and self._is_net(one) != self._is_net(other)
            and None not in (self._is_net(one), self._is_net(other))
        ):
            return True
        patterns = [*self._apart, *(self._kept if topic.kind == "retention" else ())]
        return any(_found(pattern, one) != _found(pattern, other) for pattern in patterns)

    def _shares(self, fact: Fact) -> str:
        """What says that an amount is one of each, or of all together."""
        return str(fact.slots["share"]) if "share" in fact.slots else " ".join(sorted(_found(self._share, fact)))

    def _is_net(self, fact: Fact) -> bool | None:
        """Whether a sum is one without tax; None where nothing says so."""
        if self._net.search(fact.statement):
            return True
        return False if self._gross.search(fact.statement) else None

    def _over_a_spell(self, fact: Fact) -> bool:
        return re.search(self._words.spell, fact.statement, re.IGNORECASE) is not None

    def _in_common(self, one: Fact, other: Fact, topic: Topic) -> float:
        """How much the words that both have tell; 0 for too little. A rule for all binds what it does not name."""
        left, right = (self._told(fact) for fact in (one, other))
        shared = _in_common(left, right)
        weight = sum(_weight(stem) for stem in shared if stem not in self._common)
        bare = sum(self._stances.by_id[str(fact.slots["topic"])].bare for fact in (one, other))
        if topic.value == "product" or (not bare and topic.rule and self._is_rule(one) != self._is_rule(other)):
            return 1.0 + weight
        smaller, larger = sorted((len(left), len(right)))
        if bare > 1 and (topic.value == "place" or weight < _ENOUGH + 1 or len(shared) < _HALF * larger):
            return 0.0
        if len(shared) < _SHARE * smaller or len(shared) < _SHARE_OF_LARGER * larger:
            return 0.0
        if bare and (len(shared) < _BOTH or len(shared) < _HALF * smaller or len(shared) < _THIRD * larger):
            return 0.0
        if topic.value in _AMOUNTS:
            counted = stems(f"{one.slots['what']} {other.slots['what']}", self._words)
            rest = sum(_weight(stem) for stem in shared - counted)
            is_named = len(shared & counted) > 1  # collection centres, and not only centres
            return weight if (rest >= 1.0 or is_named) and not _named_apart(one, other) else 0.0
        if topic.value in ("who", "version") and len(shared) < _HALF * smaller:
            return 0.0
        is_rhythm = topic.value == "rhythm" and not topic.rule  # of a feed: what is refreshed, and for whom
        if is_rhythm and one.slots["topic"] == other.slots["topic"] and len(shared) < _BOTH:
            return 0.0
        if weight >= _ENOUGH and (len(shared) > 1 or not self._other_heads(one, other, shared)):
            return weight
        if bare:
            return 0.0
        if topic.value == "side" and not self._named(one, other, shared):
            return 0.0
        return weight if smaller <= _FEW and not self._other_heads(one, other, shared) else 0.0

    def _named(self, one: Fact, other: Fact, shared: frozenset[str]) -> bool:
        """Whether what they share is written as a name in both."""
        names = [stems(" ".join(_CAPITAL.findall(fact.statement)), self._words) for fact in (one, other)]
        return bool(_in_common(names[0], names[1]) & shared)

    def _is_rule(self, fact: Fact) -> bool:
        return fact.doc_type in self._stances.rules and bool(fact.slots.get("everyone"))

    def _told(self, fact: Fact) -> frozenset[str]:
        return stems(str(fact.slots["about"]), self._words)

    def _other_heads(self, one: Fact, other: Fact, shared: frozenset[str]) -> bool:
        """Whether what they share only describes two things: a furnace historian, and furnace controllers."""
        behind = [self._behind(str(fact.slots["about"]), shared) for fact in (one, other)]
        return bool(behind[0]) and bool(behind[1]) and not behind[0] & behind[1]

    def _behind(self, text: str, shared: frozenset[str]) -> frozenset[str]:
        """The words that stand right behind the shared ones, where they tell something."""
        found: set[str] = set()
        for match in _NEXT.finditer(text):
            if stems(match[1], self._words) & shared:
                found |= stems(match[2], self._words)
        return frozenset(found - shared)

    def _places(self, one: Fact, other: Fact) -> bool:
        left, right = (str(fact.value).split(",") for fact in (one, other))
        return not any(self._inside.lies_in(a, b) or self._inside.lies_in(b, a) for a in left for b in right)

    def _two_of_one_kind(self, one: Fact, other: Fact) -> bool:
        """Two products of one kind for one thing, of which none follows the other."""
        same = bool(one.slots["category"]) and one.slots["category"] == other.slots["category"] and one.value != other.value
        if not same or any(re.search(self._words.ends, fact.statement, re.IGNORECASE) for fact in (one, other)):
            return False
        left, right = (self._told(fact) - stems(str(fact.value), self._words) for fact in (one, other))
        shared = _in_common(left, right) - self._common
        return sum(map(_weight, shared)) >= _ENOUGH and len(shared) >= _HALF * max(len(left), len(right))

    def _who(self, one: Fact, other: Fact) -> bool:
        left, right = (stems(str(fact.value), self._words) for fact in (one, other))
        return bool(left) and bool(right) and not _in_common(left, right)

    def _products(self, one: Fact, other: Fact) -> bool:
        """A product that is banned and used, or one that is used beside the only one of its kind."""
        sides = {str(one.slots["side"]): one, str(other.slots["side"]): other}
        use = sides.get("used")
        if use is None:
            return False
        if len(sides) < 2:
            return self._two_of_one_kind(one, other)
        if "banned" in sides:
            is_practice = use.doc_type in self._stances.practice or self._is_decided(use)
            return one.value == other.value and is_practice
        same = bool(one.slots["category"]) and one.slots["category"] == other.slots["category"]
        return same and one.value != other.value and self._is_decided(use)

    def _is_decided(self, use: Fact) -> bool:
        return re.search(self._words.decides, use.statement, re.IGNORECASE) is not None


def _versions_differ(one: Fact, other: Fact) -> bool:
    """Two versions of one product, of which none is only the other written out."""
    left, right = str(one.value).casefold(), str(other.value).casefold()
    is_part = left.startswith(right) or right.startswith(left)
    return one.slots["product"] == other.slots["product"] and not is_part and one.time == other.time


def _found(pattern: re.Pattern[str], fact: Fact) -> frozenset[str]:
    return frozenset(match.group().casefold() for match in pattern.finditer(fact.statement))


def _named_apart(one: Fact, other: Fact) -> bool:
    """Whether both name something in capitals, and not the same."""
    names = [set(re.findall(r"(?<=[^\W\d_] )[^\W\d_a-zß-ÿ][^\W\d_]+", fact.statement)) for fact in (one, other)]
    return all(names) and not names[0] & names[1]


def _weight(stem: str) -> float:
    return 2.0 if len(stem) >= _LONG else 1.0


def _in_common(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """The stems that both have; a word in two languages, or in a longer one, is one."""
    shared = set(left & right)
    for stem in left - shared:
        shared |= {stem for other in right if _is_cognate(stem, other)}
    return frozenset(shared)


def _is_cognate(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _COGNATE:
        return False
    return short[: _COGNATE + 1] in long or (one[:_COGNATE] == other[:_COGNATE] and len(short) >= _COGNATE + 1)
