"""The citation gate: a sentence and its citations → may it stand, and if not, why."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rag.ground.carry import Mismatch, mismatches
from rag.ground.citation import Citation, CitationState
from rag.ground.quote import resolve

NO_CITATION = "no source is given"

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
) -> GateResult:
    """Check a sentence (without markers) against its citations.

    Args:
        sentence: what is said.
        citations: what it rests on; each has to pass, for a false one beside a true one is still false.
        page_text: text of the page a citation names; None when there is no such page.
        other_pages: texts of the pages that could have been meant instead.
    """
    if not citations:
        return GateResult(False, NO_CITATION, ())
    checked = tuple(resolve(one, page_text(one) or "", lambda one=one: other_pages(one)) for one in citations)  # type: ignore[misc]
    failed = [one for one in checked if not one.state.passes]
    if failed:
        return GateResult(False, _REASONS[failed[0].state], checked)
    found = mismatches(sentence, [one.quote for one in checked])
    return GateResult(not found, "; ".join(mismatch.what for mismatch in found), checked, found)
