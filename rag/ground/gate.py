"""The citation gate: a sentence and its citations → may it stand, and if not, why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rag.ground.bind import binding_mismatches
from rag.ground.carry import quantity_mismatches
from rag.ground.citation import Citation, CitationState
from rag.ground.comparison import Comparison
from rag.ground.cover import cover_mismatches
from rag.ground.duty import duty_mismatches
from rag.ground.evidence import Evidence, gather
from rag.ground.frequency import frequency_mismatches
from rag.ground.lexicon import default_lexicon
from rag.ground.mismatch import Mismatch
from rag.ground.normalise import plain_text
from rag.ground.order import order_mismatches
from rag.ground.parallel import mixed_mismatches
from rag.ground.qualify import qualifier_mismatches
from rag.ground.quote import resolve
from rag.ground.wording import default_wording

NO_CITATION = "no source is given"

MAX_SENTENCE = 800  # characters; the rules ask for short ones, and a longer one would take too long to compare

_REASONS = {
    CitationState.MISATTRIBUTED: "the quotation stands in another place than the one given",
    CitationState.STITCHED: "the quotation is put together from separate parts",
    CitationState.ABSENT: "the quotation is not in the document",
}


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the gate says of one sentence."""

    is_supported: bool
    reason: str  # "" when supported
    citations: tuple[Citation, ...]  # in the order given, with their true states and offsets
    mismatches: tuple[Mismatch, ...] = ()


def gate(
    sentence: str,
    citations: Sequence[Citation],
    page_text: Callable[[Citation], str | None],
    other_pages: Callable[[Citation], Iterable[str]] = lambda _citation: (),
    heading: Callable[[Citation], str] = lambda _citation: "",
) -> GateResult:
    """Check a sentence (without markers) against its citations.

    Args:
        sentence: what is said.
        citations: what it rests on; each has to pass, for a false one beside a true one is still false.
        page_text: text of the page a citation names; None when there is no such page.
        other_pages: texts of the pages that could have been meant instead.
        heading: what a citation's place is called: document, heading path, and on the last line the names of a table's columns.
    """
    if not citations:
        return GateResult(False, NO_CITATION, ())
    pages = [page_text(one) or "" for one in citations]
    checked = tuple(
        resolve(one, page, lambda one=one: other_pages(one))  # type: ignore[misc]
        for one, page in zip(citations, pages, strict=True)
    )
    failed = [one for one in checked if not one.state.passes]
    if failed:
        return GateResult(False, _REASONS[failed[0].state], checked)
    others = [text for one in citations for text in other_pages(one)]
    evidence = gather(
        checked, pages, [heading(one) for one in citations], others, lexicon=default_lexicon(), wording=default_wording()
    )
    found = unsaid(sentence, evidence)
    return GateResult(not found, "; ".join(mismatch.what for mismatch in found), checked, found)


def unsaid(sentence: str, evidence: Evidence) -> tuple[Mismatch, ...]:
    """What a sentence says that its evidence does not; empty when it carries the sentence.

    Numbers have to stand in the quotations themselves. What is denied, required, planned or spoken of is read in the whole
    sentences that the quotations were cut out of.
    """
    if len(sentence) > MAX_SENTENCE:
        return (Mismatch("length", "the sentence is too long to be checked"),)
    lexicon, wording = default_lexicon(), default_wording()
    claim = plain_text(sentence)
    both = Comparison.of(claim, evidence, lexicon, wording)
    found = [
        *quantity_mismatches(claim, evidence.quotes, lexicon),
        *duty_mismatches(both),
        *frequency_mismatches(both),
        *qualifier_mismatches(both),
        *mixed_mismatches(both),
        *binding_mismatches(both),
        *order_mismatches(both),
        *cover_mismatches(both),
    ]
    return tuple(dict.fromkeys(found))
