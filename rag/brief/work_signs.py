"""The signs of all documents → what most of the work of the system is, where they are many enough.

Facts of the kind `work_sign` carry what one document shows; see `work_signs.yaml` for what is enough.
"""

from collections.abc import Sequence

from rag.brief.brief import Field, Provenance, Status
from rag.extract.fact import Fact, FactState
from rag.knowledge.work_signs import WorkSigns

PATH, KIND = "work.kind", "work_sign"
_CONFIDENCE = 0.5
_SHOWN = 3  # quotations


def find_work(facts: Sequence[Fact], table: WorkSigns) -> Field | None:
    """The field, or None where no sort of work stands out."""
    told = [fact for fact in facts if fact.kind == KIND and fact.state is FactState.HEARD]
    words = sum({fact.citation.sha256: _number(fact, "words") for fact in told}.values())
    scored: list[tuple[float, str, list[Fact]]] = []
    for row in table.kinds:
        own = sorted((fact for fact in told if fact.value == row.kind), key=lambda fact: -_number(fact, "sentences"))
        sentences = sum(_number(fact, "sentences") for fact in own)
        signs = {sign for fact in own for sign in str(fact.slots["signs"]).split(", ")}
        score = len(signs) * min(1000 * sentences / words, table.dense_at_most) if own else 0.0
        if sentences >= table.least_sentences and table.suffices(row, signs, score):
            scored.append((score, row.kind, own))
    if not scored:
        return None
    _, kind, own = max(scored)
    says = next(row.says for row in table.kinds if row.kind == kind)
    return Field(
        path=PATH,
        value=kind,
        status=Status.DOCUMENTED,
        confidence=_CONFIDENCE,
        provenance=tuple(
            Provenance(kind="document", citation=fact.citation, fact_id=fact.id, rule=fact.rule) for fact in own[:_SHOWN]
        ),
        note=f"{says}: {sum(_number(fact, 'sentences') for fact in own)} sentences speak of it",
        as_of=max(fact.dated for fact in own),
    )


def _number(fact: Fact, slot: str) -> int:
    return int(str(fact.slots[slot]))
