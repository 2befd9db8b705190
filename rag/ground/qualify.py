"""Does a sentence keep how its quotations qualify what they say? Plans, conditions, exceptions, scope, causes, opinions.

A plan must not become a fact, nor "some" become "all", nor "if approved" get lost. Words that exclude each other must
not change places.
"""

import re
from collections.abc import Iterator, Sequence

from rag.ground.comparison import Comparison, Tongue
from rag.ground.mismatch import Mismatch
from rag.ground.order import is_compared, swapped_things
from rag.ground.wording import LanguageWording
from rag.ground.words import WORD, content_stems

LEVELS = ("considered", "planned", "future", "fact")  # how sure it is that something is so
_SAID = {"considered": "is considered", "planned": "is planned", "future": "will be", "fact": "is so"}
_CUT = re.compile(r"[,;]\s|\s(?:and|und|et|y|e)\s")
BANNED = " \x00 "  # stands for "not allowed" while denials are counted
_ADDED = (  # field that a sentence must not bring along, field that allows it, kind
    ("universal", "universal", "scope"),
    ("only", "limiting", "scope"),
    ("cause", "causal", "cause"),
    ("compared", "compared", "comparison"),
)
_KEPT = (  # field that a sentence must not leave out, field that keeps it, kind
    ("only", "limiting", "scope"),
    ("partial", "partial", "scope"),
    ("uncertain", "hedged", "certainty"),
)
_SPOKEN = (
    ("attributed", "attributing", "the sentence states as a fact what the quotation says somebody claims"),
    ("told", "told", "the quotation tells its reader what to say; it does not say that it is so"),
)


def qualifier_mismatches(both: Comparison) -> Iterator[Mismatch]:
    """How the sentence says more, or something else, than the sentences quoted from."""
    nearest = [_nearest_clause(both, part) for part in both.evidence.parts]
    yield from _certainty(both, nearest)
    for part, clause in zip(both.evidence.parts, nearest, strict=True):
        yield from _dropped(both, part, clause)
    yield from _denial(both, nearest)
    yield from _added(both)
    yield from _exclusive(both)


def _nearest_clause(both: Comparison, part: str) -> str:
    """The clause of `part` that the sentence speaks of; what stands late in a sentence counts more, for it says what is new.

    A clause that is a condition or an exception is never it.
    """
    cues, words = both.own.lexicon.cues, both.theirs.words
    weights = {word: place for place, word in enumerate(content_stems(both.claim, cues), start=1)}
    clauses = [
        clause
        for clause in _CUT.split(part)
        if re.search(r"\w", clause)
        and not any(found.start() < 2 for field in ("condition", "exception") if (found := words.cues[field].search(clause)))
    ]
    if len(clauses) < 2:
        return clauses[0] if clauses else part
    shared = [sum(weights.get(word, 0) for word in set(content_stems(clause, cues))) for clause in clauses]
    return max(zip(shared, range(len(clauses)), clauses, strict=True))[2]


def _level(text: str, tongue: Tongue) -> str:
    return next((level for level in LEVELS[:-1] if tongue.words.says(level, text)), "fact")


def _certainty(both: Comparison, nearest: Sequence[str]) -> Iterator[Mismatch]:
    """A plan said as a fact, a fact said as a plan, and what was once so said as what is so."""
    own, theirs, there = both.own.words, both.theirs.words, both.evidence.said
    spoken_of = _spoken_of(both, nearest)
    said = _level(both.claim, both.own)
    true = max((_level(clause, both.theirs) for clause in spoken_of), key=LEVELS.index, default="fact")
    is_rule = said == "fact" and true == "future" and both.own.lexicon.modal.search(both.claim) is not None
    is_weighed = true == "considered" and own.weighing.search(both.claim) is not None
    is_done = true != "fact" and own.says("done", both.claim) and not theirs.says("done", there)
    is_more = LEVELS.index(said) > LEVELS.index(true) and not is_rule and not is_weighed
    is_less = true == "fact" and said in ("considered", "planned") and not theirs.says(said, there)
    is_early = true in ("planned", "future") and own.says("present", both.claim) and not theirs.says("present", there)
    if is_more or is_less or is_done or is_early:
        claimed = "was done" if is_done else _SAID[said]
        yield Mismatch("certainty", f"the sentence says that it {claimed}, the quotation that it {_SAID[true]}")
    if any(theirs.says("past", clause) for clause in spoken_of) and not own.says("ended", both.claim):
        yield Mismatch("certainty", "the quotation says that it ended or will end")


def _spoken_of(both: Comparison, nearest: Sequence[str]) -> list[str]:
    """The clauses with at least half as much in common with the sentence as the nearest one has."""
    said = set(content_stems(both.claim, both.own.lexicon.cues))
    shared = [len(said & set(content_stems(clause, both.own.lexicon.cues))) for clause in nearest]
    return [clause for clause, count in zip(nearest, shared, strict=True) if 2 * count >= max(shared)]


def _dropped(both: Comparison, part: str, nearest: str) -> Iterator[Mismatch]:
    """What the quotation says and the sentence leaves out, so that it says more."""
    own, theirs, claim = both.own.words, both.theirs.words, both.claim
    condition, exception = theirs.cues["condition"].search(part), theirs.cues["exception"].search(part)
    if condition and not own.says("conditional", claim):
        yield Mismatch("condition", f"the sentence leaves out the condition “{_phrase(part, condition.start())}”")
    if exception and not own.says("excepting", claim) and not _mentions(both, part[exception.end() :]):
        yield Mismatch("exception", f"the sentence leaves out “{_phrase(part, exception.start())}”")
    if (condition or exception) and own.says("regardless", claim) and not theirs.says("regardless", part):
        yield Mismatch("condition", "the sentence does away with a condition or an exception of the quotation")
    for field, kept, kind in _KEPT:
        found = theirs.cues[field].search(nearest) or theirs.cues[field].match(part)  # at its front it holds for all of it
        takes_back = field == "only" and own.says("also", claim) and _count(own, claim) < _count(theirs, part)
        if found and (takes_back or not own.says(kept, claim)):
            yield Mismatch(kind, f"the sentence leaves out “{found.group()}”")
    for field, kept, why in _SPOKEN:
        if theirs.says(field, part) and not own.says(kept, claim):
            yield Mismatch(field, why)


def _count(words: LanguageWording, text: str) -> int:
    """How often a text says "only"."""
    return len(words.cues["only"].findall(text))


def _denial(both: Comparison, nearest: Sequence[str]) -> Iterator[Mismatch]:
    """A "not" more or less than the quotation has."""
    denying = [clause for clause in _CUT.split(both.claim) if _denials(clause, both.own)]
    claimed = max((_denials(clause, both.own) for clause in denying), default=0)
    most = max((_denials(part, both.theirs) for part in both.evidence.parts), default=0)
    least = min((_denials(clause, both.theirs) for clause in nearest), default=0)
    if claimed > most or not all(_denied_there(both, clause) for clause in denying):
        yield Mismatch("negation", "the sentence denies what the quotation does not")
    if least and not claimed and not both.own.words.says("excepting", both.claim):
        yield Mismatch("negation", "the quotation denies what the sentence does not")


def _denied_there(both: Comparison, claim: str) -> bool:
    """Whether a clause with which a denying clause of the sentence has something in common denies, too."""
    cues = both.own.lexicon.cues
    said = set(content_stems(claim, cues))
    denying = [c for part in both.evidence.parts for c in _CUT.split(part) if _denials(c, both.theirs)]
    return both.is_foreign or any(said & set(content_stems(clause, cues)) for clause in denying)


def _denials(text: str, tongue: Tongue) -> int:
    """Words that deny: negations, and words such as "unable" or "prohibited"; a phrase that only looks so is none."""
    bans = {*tongue.lexicon.cues.must_not, *tongue.lexicon.cues.should_not}
    plain = tongue.lexicon.limit.sub(" ", text)
    plain = tongue.lexicon.masked.sub(lambda found: BANNED if found.group().lower() in bans else " ", plain)
    spans = [found.span() for found in tongue.words.cues["negative"].finditer(plain)]
    spans += [
        found.span()
        for found in tongue.lexicon.negation.finditer(plain)
        if not any(start < found.end() and found.start() < end for start, end in spans)
    ]
    return len(spans) + plain.count(BANNED)


def _added(both: Comparison) -> Iterator[Mismatch]:
    """What the sentence says and no quotation does."""
    for field, there, kind in _ADDED:
        for found in both.own.words.cues[field].finditer(both.claim):
            if field in ("universal", "compared") and _goes_with_number(both, found):
                continue
            if not any(both.theirs.words.says(there, part) for part in both.evidence.parts):
                yield Mismatch(kind, f"the quotation does not say “{found.group()}”")


def _goes_with_number(both: Comparison, found: re.Match[str]) -> bool:
    """Whether the word goes with a number or a period ("every week", "all 14", "more than 3"), or is part of "rather than"."""
    word = WORD.match(both.claim[found.end() :].lstrip())
    name = word.group().lower() if word else ""
    before = WORD.findall(both.claim[: found.start()])
    is_number = name[:1].isdigit() or name in both.lexicon.units or name in both.lexicon.number_words
    is_period = both.own.words.says("periods", name)
    return is_number or is_period or (bool(before) and before[-1].lower() in ("rather", "other"))


def _exclusive(both: Comparison) -> Iterator[Mismatch]:
    """Words of the sentence that exclude those of the quotations."""
    for group in both.wording.exclusive:
        said = [one.search(both.claim) for one in group.sets]
        there = [one.search(both.evidence.said) for one in group.sets]
        if group.compares and is_compared(both) and swapped_things(both):
            continue  # "A is faster than B" and "B is slower than A"
        if not any(a and b for a, b in zip(said, there, strict=True)) and any(said) and any(there):
            mine, theirs = next(filter(None, said)), next(filter(None, there))
            yield Mismatch("opposite", f"the sentence says “{mine.group()}”, the quotation “{theirs.group()}”")


def _mentions(both: Comparison, rest: str) -> bool:
    """Whether the sentence speaks of what is excepted."""
    cues = both.own.lexicon.cues
    wanted = set(content_stems(re.split(r"[,;.]", rest)[0], cues))
    return bool(wanted) and 2 * len(wanted & set(content_stems(both.claim, cues))) > len(wanted)


def _phrase(part: str, at: int) -> str:
    phrase = re.split(r"[,;]\s", part[at:])[0].rstrip(".")
    return phrase if len(phrase) <= 60 else phrase[:59] + "…"
