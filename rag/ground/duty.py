"""Is a sentence as binding as the sentences it was taken from, and does it deny what they deny?"""

import re
from collections.abc import Iterator, Sequence

from rag.ground.comparison import Comparison, Tongue
from rag.ground.lexicon import Lexicon
from rag.ground.mismatch import Mismatch
from rag.ground.polarity import Clause, denial_mismatches, modality_mismatches, read_clauses
from rag.ground.topic import read_terms

_END = re.compile(r"[,;]")
_HEDGES = ("considered", "planned", "required", "attributing")


def duty_mismatches(both: Comparison) -> Iterator[Mismatch]:
    """A duty made of a description or a permission, a recommendation told as a fact, a "not" lost or won."""
    claimed = _clauses(both.claim, both.own, both.lexicon)
    quoted = [clause for part in both.evidence.parts for clause in _clauses(part, both.theirs, both.lexicon)]
    denies = any(clause.denied for clause in claimed) or both.own.words.says("negative", both.claim)
    yield from (Mismatch("negation", what) for what in denial_mismatches(claimed, quoted, denies=denies))
    kinds = {clause.modality for clause in claimed}
    if not (_restricts(both) and (kinds & {"may", "can", "is"} or _permits(both))):
        main = _clauses(_main_clauses(both), both.own, both.lexicon)
        yield from (Mismatch("modality", what) for what in modality_mismatches(main, quoted))
    yield from _raised(both)
    yield from _of_last_word(both, quoted)
    is_plain = kinds == {"is"} and both.own.lexicon.modal.search(both.claim) is None
    if (
        is_plain
        and {clause.modality for clause in quoted} == {"should"}
        and not any(both.own.words.says(field, both.claim) for field in _HEDGES)
    ):
        yield Mismatch("modality", "the sentence states as a fact what the quotation recommends")


def _of_last_word(both: Comparison, quoted: Sequence[Clause]) -> Iterator[Mismatch]:
    """A duty whose object stands in one clause only, which is no duty: "… must be red; blue is desirable"."""
    modal = both.own.lexicon.modal.search(both.claim)
    end = _END.search(both.claim, modal.end()) if modal else None
    terms = read_terms(both.claim[: end.start() if end else None], both.own, both.lexicon)
    if (
        not terms
        or modal is None
        or _permits(both)
        or not str(modal.lastgroup).startswith("must_")
        or "not" in str(modal.lastgroup)
    ):
        return
    holding = [clause for clause in quoted if terms[-1].stem in clause.stems]
    if len(holding) == 1 and holding[0].modality in ("should", "may", "can"):
        yield Mismatch("modality", f"the sentence says “{modal.group()}”, the quotation only “{holding[0].modality}”")


def _clauses(text: str, tongue: Tongue, lexicon: Lexicon) -> tuple[Clause, ...]:
    return read_clauses(text, lexicon, tongue.lexicon)


def _main_clauses(both: Comparison) -> str:
    """The sentence without the clauses that set its conditions: they bind nobody. The whole of it where nothing is left."""
    clauses = re.split(r"(?<=[,;])\s", both.claim)
    words = both.own.words
    main = [one for one in clauses if not any(words.cues[field].match(one) for field in ("condition", "exception"))]
    return " ".join(main) or both.claim


def _restricts(both: Comparison) -> bool:
    """Whether sentence and quotation both restrict: "may only" and "must" say the same of what is left."""
    theirs = any(both.theirs.words.says(field, both.evidence.said) for field in ("only", "required"))
    return both.own.words.says("only", both.claim) and theirs


def _permits(both: Comparison) -> bool:
    """Whether the sentence says "may only", which counts as "must"."""
    modal = both.own.lexicon.modal.search(both.claim)
    return modal is not None and both.own.words.says("only", modal.group())


def _raised(both: Comparison) -> Iterator[Mismatch]:
    """A duty made of a description: neither the quotation nor where it stands speaks of requirements."""
    modal = both.own.lexicon.modal.search(both.claim)
    kind = str(modal.lastgroup).rpartition("_")[0] if modal else ""
    if modal is None or kind not in ("must", "should"):
        return
    said = both.evidence.said
    if any(both.theirs.words.says(field, said) for field in ("considered", "planned")):
        return  # compared as a plan
    if not both.theirs.lexicon.modal.search(said) and not both.theirs.words.says("required", both.evidence.around):
        yield Mismatch("modality", f"the sentence says “{modal.group()}”, the quotation only says that it is so")
