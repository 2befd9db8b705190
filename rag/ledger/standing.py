"""Facts as they stand after reconciling: superseded by a newer statement, or disputed until somebody decides."""

from collections.abc import Iterable, Sequence

from rag.brief.brief import Conflict
from rag.extract.fact import Fact, FactState

_OPEN = (FactState.EXTRACTED, FactState.HEARD)


def with_opposed(facts: Sequence[Fact], conflicts: Iterable[Conflict]) -> tuple[Fact, ...]:
    """The facts without what is but heard and contradicts nothing."""
    opposed = {id_ for conflict in conflicts for id_ in conflict.fact_ids}
    return tuple(fact for fact in facts if fact.state is not FactState.HEARD or fact.id in opposed)


def with_standing(facts: Sequence[Fact], conflicts: Iterable[Conflict]) -> tuple[Fact, ...]:
    """The facts, those in a contradiction marked so; what a person decided about a fact stays its state."""
    marks: dict[str, dict[str, object]] = {}
    for conflict in sorted(conflicts, key=lambda one: one.kind == "superseded"):
        if conflict.kind == "superseded":
            newer = next((id_ for id_ in conflict.fact_ids if id_ not in conflict.replaced), "")
            marks |= {id_: {"state": FactState.SUPERSEDED, "superseded_by": newer} for id_ in conflict.replaced}
        elif conflict.kind != "scope":
            marks |= {id_: {"state": FactState.DISPUTED} for id_ in conflict.fact_ids}
    return tuple(fact.model_copy(update=marks[fact.id]) if fact.id in marks and fact.state in _OPEN else fact for fact in facts)
