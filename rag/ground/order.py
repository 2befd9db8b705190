"""Did two things change places? "A over B" where the quotation says "B over A"."""

import re
from collections.abc import Iterator

from rag.ground.comparison import Comparison
from rag.ground.mismatch import Mismatch
from rag.ground.words import WORD, stem

REACH = 4  # words with a meaning on either side of what stands between them
_TOKEN = re.compile(r"\d[\d.,]*\d|\d|" + WORD.pattern)

Link = tuple[frozenset[str], frozenset[str]]


def order_mismatches(both: Comparison) -> Iterator[Mismatch]:
    """Things that stand the other way round than in the quotation; unless an opposite makes up for it."""
    swapped = swapped_things(both)
    if swapped and not (is_compared(both) and opposed(both)):
        yield Mismatch("order", f"“{swapped[0]}” and “{swapped[1]}” have changed places")


def swapped_things(both: Comparison) -> tuple[str, str] | None:
    """Two things that have changed places; None when none have."""
    if both.is_foreign:
        return None
    there = [one for part in both.evidence.parts for one in _links(part, both)]
    for link, (left, right) in _links(both.claim, both):
        sides = [one for other, one in there if other == link]
        if any(left & (before - after) and right & (after - before) for before, after in sides):
            continue  # it stands so in the quotation, too
        for before, after in sides:
            moved = sorted((left & after) - before - right), sorted((right & before) - after - left)
            if all(moved):
                return moved[0][0], moved[1][0]
    return None


def opposed(both: Comparison) -> bool:
    """Whether the sentence compares by the opposite word: "faster" for "slower"."""
    for group in both.wording.exclusive:
        said = [one.search(both.claim) is not None for one in group.sets]
        there = [one.search(both.evidence.said) is not None for one in group.sets]
        if group.compares and any(said) and any(there) and not any(a and b for a, b in zip(said, there, strict=True)):
            return True
    return False


def is_compared(both: Comparison) -> bool:
    """Whether sentence and quotation both compare."""
    return both.own.words.says("compared", both.claim) and both.theirs.words.says("compared", both.evidence.said)


def _links(text: str, both: Comparison) -> Iterator[tuple[str, Link]]:
    """Each word of order with the stems before and after it."""
    language = both.own.lexicon
    idle = language.cues.function_words | language.light
    for found in both.own.words.cues["ordered"].finditer(text):
        clause = re.split(r"[;.]\s", text[: found.start()])[-1]
        if clause.split() and both.own.words.says("verbs", clause.split()[-1]):
            continue  # "was replaced": nothing stands behind it that it replaces
        rest = re.split(r"[;.]\s", text[found.end() :])[0]
        left = [word for word in _TOKEN.findall(clause.lower()) if word not in idle][-REACH:]
        right = [word for word in _TOKEN.findall(rest.lower()) if word not in idle][:REACH]
        link = stem([found.group().lower()], both.own.id)[0]
        yield link, (frozenset(stem(left, both.own.id)), frozenset(stem(right, both.own.id)))
