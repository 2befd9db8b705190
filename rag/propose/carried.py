"""Do the quotations behind a sentence say what it says? The gate's comparison, for ledger, lint and verify."""

from collections.abc import Sequence

from rag.ground.carry import mismatches
from rag.propose.proposal import Evidence

Memory = dict[tuple[str, tuple[str, ...]], str]


def gap(sentence: str, evidence: Sequence[Evidence], memory: Memory | None = None) -> str:
    """What a sentence says that its quotations do not; "" when they carry it.

    An answer carries what was understood of it, so a sentence with an answer behind it is not compared. A number whose unit
    stands in the head of its table is carried by the row.
    """
    quotes = tuple(entry.citation.quote for entry in evidence if entry.citation is not None)
    if not quotes or len(quotes) < len(evidence):
        return ""
    key = (sentence, quotes)
    if memory is not None and key in memory:
        return memory[key]
    is_row = any("\t" in quote for quote in quotes)
    found = [mismatch.what for mismatch in mismatches(sentence, quotes) if not (is_row and mismatch.kind == "unit")]
    result = "; ".join(found)
    if memory is not None:
        memory[key] = result
    return result
