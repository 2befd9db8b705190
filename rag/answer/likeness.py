"""Two sentences of different documents: do they say the same, or the same thing with another value?

A false alarm is worse than a miss. Two statements contradict each other only when nearly all their words are the same, exactly
one value differs, and nothing in either or above it hints that they speak of different tiers, systems, periods or times.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.answer.candidates import Candidate
from rag.answer.query import Query, stems_of
from rag.ground.lexicon import default_lexicon
from rag.ground.normalise import plain_text
from rag.ground.polarity import polarity_mismatches, read_clauses
from rag.ground.quantity import Quantity, read_quantities
from rag.ground.words import content_stems, language_of
from rag.knowledge.asked_facts import AskedFacts, load_asked_facts

SAME_WORDS = 0.7  # share of common stems from which on two sentences say the same
NEARLY_ALL = 0.75  # … from which on a value that differs is a contradiction
ENOUGH = 4  # stems in common; with fewer nobody knows what a sentence speaks of
PERHAPS = 0.5  # share of common stems, values included, below which no closer look is worth while
VALUES = frozenset({"duration", "date", "money", "percent", "size", "time", "version"})  # a bare number counts anything

_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"[A-ZÀ-Þ]")
_NUMBERING = re.compile(r"(?:^|› )\d+(?:\.\d+)*\.?(?= )")
_FORBIDDEN = {"must_not", "banned"}
_DEMANDED = {"must", "may", "can", "should"}


class Likeness(StrEnum):
    """How two sentences stand to each other."""

    SAME = "same"
    OPPOSED = "opposed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence as it is compared."""

    text: str  # in unified form
    words: frozenset[str]  # of the topic: without values
    stems: frozenset[str]
    values: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing came to, and the values that differ, verbatim; "" where a must stands against a must not."""

    likeness: Likeness
    values: tuple[str, str] = ("", "")


def compare(query: Query, one: Candidate, other: Candidate) -> Comparison:
    """How the sentences of two candidates stand to each other, as far as the question goes."""
    if _share(one.stems, other.stems) < PERHAPS:
        return Comparison(Likeness.OTHER)
    left, right = _read(one.text), _read(other.text)
    share = _share(left.stems, right.stems)
    differing, is_denied = _differing(left.values, right.values), _is_contrary(left, right)
    if share >= SAME_WORDS and differing == [] and not is_denied:
        return Comparison(Likeness.SAME)
    is_near = share >= NEARLY_ALL and len(left.stems & right.stems) >= ENOUGH
    if not is_near or differing is None or _speak_of_others(query, one, other) or _words_apart(left, right):
        return Comparison(Likeness.OTHER)
    if is_denied and not differing:
        return Comparison(Likeness.OPPOSED)
    if not is_denied and len(differing) == 1 and _are_measured_alike(*differing[0]):
        first, second = differing[0]
        return Comparison(Likeness.OPPOSED, (first.text, second.text))
    return Comparison(Likeness.OTHER)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _read(text: str) -> _Statement:
    plain = re.sub(r"\*\*|__|`", "", plain_text(text))
    values = tuple(one for one in read_quantities(plain, default_lexicon()) if not one.is_soft)
    topic = plain
    for value in values:
        topic = topic[: value.start] + " " * (value.end - value.start) + topic[value.end :]
    language = language_of(plain, default_lexicon())
    return _Statement(plain, frozenset(_WORD.findall(topic)), frozenset(content_stems(topic, language.cues)), values)


def _differing(left: tuple[Quantity, ...], right: tuple[Quantity, ...]) -> list[tuple[Quantity, Quantity]] | None:
    """The pairs of values, in order, that do not agree; None when the sentences do not hold the same number of them."""
    if len(left) != len(right):
        return None
    return [(one, other) for one, other in zip(left, right, strict=True) if not _agree(one, other)]


def _agree(one: Quantity, other: Quantity) -> bool:
    if one.days or other.days:
        return any(a.agrees_with(b) or b.agrees_with(a) for a in one.days for b in other.days)
    if one.kind == other.kind == "version":
        return one.text.casefold() == other.text.casefold()
    return bool(one.readings & other.readings) and one.per == other.per


def _are_measured_alike(one: Quantity, other: Quantity) -> bool:
    """Whether two values are of one kind, in a unit and per a period that can be set against each other."""
    if one.kind != other.kind or one.kind not in VALUES or one.per != other.per or one.counted != other.counted:
        return False
    if one.kind == "version" and re.sub(r"[\d.]+.*", "", one.text) != re.sub(r"[\d.]+.*", "", other.text):
        return False
    if one.kind == "money" and one.unit != other.unit:
        return False
    bounds = {one.bound, other.bound} - {""}
    return len(bounds) < 2


def _is_contrary(left: _Statement, right: _Statement) -> bool:
    """Whether one denies what the other states, or forbids what it demands or permits."""
    one, other = (read_clauses(statement.text, default_lexicon()) for statement in (left, right))
    if any(polarity_mismatches(one, other)) or any(polarity_mismatches(other, one)):
        return True
    said = [{clause.modality for clause in clauses} for clauses in (one, other)]
    return any(bool(a & _FORBIDDEN) and not b & _FORBIDDEN and bool(b & _DEMANDED) for a, b in (said, said[::-1]))


def _words_apart(left: _Statement, right: _Statement) -> bool:
    """Whether a word of only one sentence sets them apart, as names do; or either is about its own paper."""
    table = load_asked_facts()
    firsts = {found.group() for one in (left, right) if (found := _WORD.search(one.text))}
    if any(word.casefold() in table.inward for word in left.words | right.words):
        return True
    unlike = {word for word in left.words ^ right.words if word.casefold() not in _lowered(left.words & right.words)}
    return any(word.casefold() in table.apart or (_NAME.match(word) and word not in firsts) for word in unlike)


def _speak_of_others(query: Query, one: Candidate, other: Candidate) -> bool:
    """Whether document, headings or what they hold of the question show that the sentences are of different things."""
    if one.passage.document_id == other.passage.document_id or any(
        "\t" in text or " | " in text for text in (one.text, other.text)
    ):
        return True
    table, terms = load_asked_facts(), set(query.terms)
    held = [terms & {*stems_of(each.passage.context, query), *each.stems} for each in (one, other)]
    if held[0] != held[1]:
        return True
    (title, headings), (other_title, other_headings) = _place(one.passage.context), _place(other.passage.context)
    if _are_parallel(title, other_title, table):
        return True
    return any(word in table.apart or word[0].isdigit() for word in headings ^ other_headings)


def _are_parallel(one: frozenset[str], other: frozenset[str], table: AskedFacts) -> bool:
    """Whether two titles name papers of one sort about different things, one paper of different years, or a mere draft."""
    unlike = one ^ other
    if unlike and all(word[0].isdigit() for word in unlike):
        return True
    return bool(unlike & table.tentative) or bool(unlike and one & other & table.papers)


def _place(context: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words of a document's title and of the headings below it; their numbering is none."""
    title, _, headings = context.partition(" › ")
    words = [re.findall(r"\d+|[^\W\d_]+", _NUMBERING.sub("", part).casefold()) for part in (title, f"› {headings}")]
    return frozenset(words[0]), frozenset(words[1])


def _lowered(words: frozenset[str]) -> set[str]:
    return {word.casefold() for word in words}
