"""Does a sentence give its numbers, names and ranks to the things that the quotation gives them to?

All words of a sentence may stand in its quotation and the sentence still be false: a cell of the wrong column, the number of
another name, the whole in place of the part.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.ground.clause_values import is_subject
from rag.ground.comparison import Comparison
from rag.ground.lexicon import LanguageLexicon
from rag.ground.mismatch import Mismatch
from rag.ground.quantity import Quantity, read_quantities
from rag.ground.topic import Term, Vocabulary, read_terms
from rag.ground.words import WORD, content_stems

_NUMBERED = re.compile(r"(?<!\w)([^\W\d_a-z][\w-]*[^\W\d_])\s(\d+(?:\.\d+)*[a-z]?)(?![\w.,]*\d|\s?%)")


def binding_mismatches(both: Comparison) -> Iterator[Mismatch]:
    """What the sentence gives to the wrong thing."""
    for part in both.evidence.parts:
        yield from _whole_for_part(both, part)
    yield from _wrong_number(both)
    yield from _denied_number(both)
    yield from _widened(both)
    yield from _subject_of_heading(both)
    for row in both.evidence.rows:
        yield from _wrong_column(both, row)


def _subject_of_heading(both: Comparison) -> Iterator[Mismatch]:
    """A thing that only the heading names, given what the quotation says of its own subject."""
    terms = read_terms(both.claim, both.own, both.lexicon)
    if not terms or both.is_foreign or both.evidence.rows or both.evidence.before or both.claim.endswith(":"):
        return
    there, said = Vocabulary.of(both.evidence.said, both.own), Vocabulary.of(both.claim, both.own)
    if any(_begins_idle(part, both) for part in both.evidence.parts):
        return  # "We …", "In 2027 …": what it speaks of does not show
    subjects = [_subject(part, both) for part in both.evidence.parts]
    if not there.holds(terms[0].text) and all(own and not any(said.holds(term.text) for term in own) for own in subjects):
        yield Mismatch("binding", f"the quotation says it of “{subjects[0][0].text}”, not of “{terms[0].text}”")


def _begins_idle(part: str, both: Comparison) -> bool:
    word = WORD.search(part)
    low = word.group().lower() if word else ""
    return low in both.theirs.lexicon.cues.function_words and low not in both.theirs.words.words.determiners


def _subject(part: str, both: Comparison) -> list[Term]:
    terms = read_terms(part, both.own, both.lexicon)
    return [term for term in terms if is_subject(term, part, both)] or terms[:1]


def _whole_for_part(both: Comparison, part: str) -> Iterator[Mismatch]:
    """The second number of "42 of 118" without the first."""
    found = read_quantities(part, both.lexicon)
    claimed = read_quantities(both.claim, both.lexicon)
    links = both.theirs.words.words.part_of
    for one, whole in pairwise(found):
        is_part = part[one.end : whole.start].strip().lower() in links and one.kind == whole.kind == "number"
        if is_part and _among(whole, claimed) and not _among(one, claimed):
            yield Mismatch("binding", f"the quotation says “{part[one.start : whole.end]}”")


def _denied_number(both: Comparison) -> Iterator[Mismatch]:
    """The number of "40, not 60" that is denied."""
    denied: list[Quantity] = []
    stated: list[Quantity] = []
    for part in both.evidence.parts:
        for one in read_quantities(part, both.lexicon):
            (denied if _is_denied(one, part, both.theirs.lexicon) else stated).append(one)
    for one in read_quantities(both.claim, both.lexicon) if denied else ():
        if _among(one, denied) and not _among(one, stated) and not _is_denied(one, both.claim, both.own.lexicon):
            yield Mismatch("negation", f"the quotation says that it is not “{one.text}”")


def _widened(both: Comparison) -> Iterator[Mismatch]:
    """A ban that the quotation sets for some of a kind, told of the whole kind: "staff" for "temporary staff"."""
    terms = read_terms(both.claim, both.own, both.lexicon)
    if not terms or both.is_foreign or both.own.lexicon.negation.search(both.claim) is None:
        return
    said = Vocabulary.of(both.claim, both.own)
    for part in both.evidence.parts:
        own = read_terms(part, both.own, both.lexicon)
        kinds = [place for place, term in enumerate(own) if term.stem == terms[-1].stem]
        if len(kinds) == 1 and kinds[0] > 0:
            kind, before = own[kinds[0]], own[kinds[0] - 1]
            if kind.place == before.place + 1 and not kind.after_break and not said.holds(before.text):
                yield Mismatch("scope", f"the sentence leaves out “{before.text}”")


def _is_denied(quantity: Quantity, text: str, language: LanguageLexicon) -> bool:
    words = text[: quantity.start].split()
    return bool(words) and language.negation.fullmatch(words[-1]) is not None


def _among(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    return any(quantity.numbers & other.numbers for other in others)


def _wrong_number(both: Comparison) -> Iterator[Mismatch]:
    """A name with the number of another one: "PostgreSQL 15" where 15 is what stands behind another name."""
    around = both.evidence.around
    for found in _NUMBERED.finditer(both.claim):
        theirs = [other[2] for other in _NUMBERED.finditer(around) if other[1].lower() == found[1].lower()]
        is_month = found[1].lower() in both.lexicon.months
        if theirs and not is_month and found[2] not in theirs and not any(one.startswith(f"{found[2]}.") for one in theirs):
            yield Mismatch("version", f"the quotation says “{found[1]} {theirs[0]}”")


def _wrong_column(both: Comparison, row: Sequence[tuple[str, str]]) -> Iterator[Mismatch]:
    """A number with the name of another column of numbers than its own."""
    cues = both.own.lexicon.cues
    said = set(content_stems(both.claim, cues))
    cells = [(name, read_quantities(cell, both.lexicon)) for name, cell in row[1:]]
    named = {name for name, found in cells if found and set(content_stems(name, cues)) & said}
    claimed = read_quantities(both.claim, both.lexicon)
    used = {name for name, found in cells if any(one.numbers & other.numbers for one in claimed for other in found)}
    wrong, missing = sorted(used - named), sorted(named - used)
    if wrong and missing:
        yield Mismatch("binding", f"the number stands under “{wrong[0]}”, not under “{missing[0]}”")
