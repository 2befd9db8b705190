"""Do the quotations speak of what a sentence speaks of? Words, names and things → what stands nowhere in them.

A paraphrase brings a few words of its own; another system, person or place, or a second claim hung on to the first, is none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.ground.comparison import Comparison
from rag.ground.mismatch import Mismatch
from rag.ground.quantity import read_quantities
from rag.ground.topic import Term, Vocabulary, is_label, read_terms

OWN_SHARE = 1 / 3  # of a sentence's words of topic: so many that stand in no quotation are too many
MIN_TAIL = 2  # words of topic, all new, that make a claim of their own

_ADDS = re.compile(r"[\s,]*(?:and|und|et|y|e|sowie|as well as)\s", re.IGNORECASE)
_CUT = re.compile(r"[,;:(]\s?|\s(?:and|or|which|that|who|because|und|oder|et|ou|qui|y|que|e)\s", re.IGNORECASE)


def cover_mismatches(both: Comparison) -> Iterator[Mismatch]:
    """What the sentence speaks of and the evidence does not."""
    terms = read_terms(both.claim, both.own, both.lexicon)
    there = Vocabulary.of(both.evidence.around, both.own)
    new = [term for term in terms if not there.holds(term.text)]
    rest = "\n".join(both.evidence.elsewhere)
    names = [term for term in new if _is_name(term, rest, both.own.id) and not there.holds_name(term.text)]
    if names:
        yield Mismatch("name", f"the quotation does not speak of “{names[0].text}”")
    elif both.is_foreign:
        return  # words of two languages cannot be compared
    elif thing := next(_things_elsewhere(terms, new, rest), ""):
        yield Mismatch("subject", f"the quotation does not speak of “{thing}”")
    elif _is_too_new(both, terms, new) or _has_new_tail(both, new):
        yield Mismatch("topic", f"the quotation speaks of something else than “{', '.join(term.text for term in new[:3])}”")


def _is_name(term: Term, rest: str, language: str) -> bool:
    """Whether a word is a name: capitals inside, or one at the front where the language writes only names so."""
    if is_label(term.text) or any(char.isupper() for char in term.text[1:]):
        return True
    if not term.text[0].isupper():
        return False
    if not term.is_first and language != "de":
        return True
    return not re.search(rf"(?<!\w){re.escape(term.text.lower())}", rest) and (
        re.search(rf"(?<!\w){re.escape(term.text)}(?!\w)", rest) is not None
    )


def _things_elsewhere(terms: Sequence[Term], new: Sequence[Term], rest: str) -> Iterator[str]:
    """Things of two words that the sentence names, and another sentence than the quoted one does."""
    for first, second in pairwise(terms):
        thing = f"{first.text} {second.text}"
        is_thing = second.place == first.place + 1 and not second.after_break
        if is_thing and (first in new or second in new) and re.search(rf"(?<!\w){re.escape(thing)}(?!\w)", rest, re.IGNORECASE):
            yield thing


def _is_too_new(both: Comparison, terms: Sequence[Term], new: Sequence[Term]) -> bool:
    """Whether too much of the sentence is new: a third of it, all of what it speaks of, or all of what it says."""
    if not new:
        return False
    verb = both.own.lexicon.modal.search(both.claim) or both.own.verb.search(both.claim)
    subject = [term for term in terms if verb and term.start < verb.start()]
    rest = [term for term in terms if term not in subject]
    if subject and all(term in new for term in subject):
        return True
    if subject and rest and all(term in new for term in rest) and not read_quantities(both.claim, both.lexicon):
        return True
    share = len(new) / len(terms)
    return share > OWN_SHARE or (share == OWN_SHARE and any(term in (subject or terms[:1]) for term in new))


def _clauses(text: str) -> list[str]:
    starts = [0, *(found.start() for found in _CUT.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def _has_new_tail(both: Comparison, new: Sequence[Term]) -> bool:
    """Whether a clause of the sentence holds nothing but new words."""
    unknown = {term.text for term in new}
    for clause in _clauses(both.claim):
        own = read_terms(clause, both.own, both.lexicon)
        few = 1 if _ADDS.match(clause) else MIN_TAIL
        if len(own) >= few and all(term.text in unknown for term in own):
            return True
    return False
