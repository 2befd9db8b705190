"""How a load grows of which only one horizon is known: as the users do, or another load of which both ends were said.

In: the Brief's fields, with triples filled in by the usual growth. Out: the same fields, where somebody said more.
"""

from collections.abc import Mapping

from rag.brief.brief import Field
from rag.brief.resolve import fill_triple

GROWING = (
    "users.mau",
    "users.concurrent_peak",
    "scale.rps_peak",
    "scale.rps_avg",
    "scale.events_per_s",
)  # whose growth tells most first
ASSUMED = "assumed"  # in the note of a triple that was filled in by the usual growth
LEAST, MOST = 0.2, 200.0  # a growth outside is no growth but two different things


def grow_alike(fields: dict[str, Field]) -> None:
    """Replaces the usual growth by one that was said of another load; the note of the field tells of which."""
    said = next(((path, growth) for path in GROWING if (growth := _growth(fields.get(path))) is not None), None)
    if said is None:
        return
    like, growth = said
    for path in GROWING:
        field = fields.get(path)
        if field is None or ASSUMED not in field.note or not isinstance(field.value, Mapping):
            continue
        known = "m24" if "month 24 ÷" in field.note else "day1"
        if "growth ×" in field.note or not field.value.get(known):
            continue
        triple, note = fill_triple({known: float(field.value[known])}, growth)
        others = [part for part in field.note.split("; ") if ASSUMED not in part]
        fields[path] = field.model_copy(update={"value": triple, "note": "; ".join([*others, f"{note}, as {like} grows"])})


def _growth(field: Field | None) -> float | None:
    """From day 1 to month 24, where both were said."""
    if field is None or not isinstance(field.value, Mapping) or ASSUMED in field.note:
        return None
    first, last = field.value.get("day1"), field.value.get("m24")
    if not first or not last or not LEAST <= last / first <= MOST:
        return None
    return float(last / first)
