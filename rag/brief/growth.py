"""How a load grows of which only one horizon is known: as the users do, or another load of which both ends were said.

In: the Brief's fields, with triples filled in by the usual growth. Out: the same fields, where somebody said more; and which
members of a triple nobody said.
"""

from collections.abc import Mapping
from typing import Any

from rag.brief.brief import Field
from rag.brief.resolve import fill_triple

USERS = "users.mau"  # of another load, that it stays as it is may be the pace of a machine or of one place
GROWING = (
    "users.mau",
    "users.concurrent_peak",
    "scale.rps_peak",
    "scale.rps_avg",
    "scale.events_per_s",
)  # whose growth tells most first
GROWTH = "scale.growth"  # from day 1 to month 24, told by itself
HORIZONS = ("day1", "m6", "m24")
ASSUMED = "assumed"  # in the note of a triple that was filled in by the usual growth
LEAST, MOST = 0.2, 200.0  # a growth outside is no growth but two different things
ESTABLISHED = 2.0  # growth in 24 months where a system of at least medium size carries the load already
STAFF = 1.4  # growth in 24 months where all users are people of the company
MEDIUM = 0.5  # size of such a system, 0…1


def grow_alike(fields: dict[str, Field]) -> None:
    """Replaces the usual growth by one that was said of another load, or by that of who runs already; the note says why."""
    told = fields.get(GROWTH)
    is_told = told is not None and isinstance(told.value, int | float) and LEAST <= told.value <= MOST
    said = (float(told.value), "as was said of the growth") if told is not None and is_told else None
    said = said or next(
        (
            (growth, f"as {path} grows")
            for path in GROWING
            if (growth := _growth(fields.get(path))) is not None and (growth != 1 or path == USERS)
        ),
        None,
    )
    if said is None and _is_for_staff(fields):
        said = STAFF, "a company's own people grow slowly"
    if said is None and _is_established(fields):
        said = ESTABLISHED, "the system of today carries it already"
    if said is None:
        return
    growth, why = said
    for path in GROWING:
        field = fields.get(path)
        if field is None or ASSUMED not in field.note or not isinstance(field.value, Mapping):
            continue
        known = "m24" if "month 24 ÷" in field.note else "day1"
        if "growth ×" in field.note or not field.value.get(known):
            continue
        triple, note = fill_triple({known: float(field.value[known])}, growth)
        others = [part for part in field.note.split("; ") if ASSUMED not in part]
        sources = (*field.provenance, *(told.provenance if told is not None and is_told else ()))
        update = {"value": triple, "note": "; ".join([*others, f"{note}, {why}"]), "provenance": sources}
        fields[path] = field.model_copy(update=update)


def guessed(field: Field) -> frozenset[str]:
    """The horizons of a triple whose value rests on an assumed growth, because another one alone was said."""
    if ASSUMED not in field.note or not isinstance(field.value, Mapping):
        return frozenset()
    said = "m24" if "month 24 ÷" in field.note else "m6" if "growth ×" in field.note else "day1"
    return frozenset(key for key in HORIZONS if key != said)


def as_said(field: Field) -> Any:
    """The value of a field; of a triple only the horizons that somebody named."""
    if not isinstance(field.value, Mapping) or not set(HORIZONS) >= set(field.value):
        return field.value
    left_out = guessed(field) | ({"m6"} if is_between(field) else set())
    return {key: value for key, value in field.value.items() if key not in left_out}


def growth_of(field: Field) -> float:
    """From day 1 to month 24 of a triple; 0 where it does not tell."""
    first, last = (field.value.get(key) for key in ("day1", "m24")) if isinstance(field.value, Mapping) else (None, None)
    return float(last / first) if first and last else 0.0


def is_between(field: Field) -> bool:
    """Whether the middle of a triple is what lies between its ends: nobody said it, it follows from what was said."""
    if guessed(field) or not growth_of(field):
        return False
    triple, _ = fill_triple({key: float(field.value[key]) for key in ("day1", "m24")})
    return bool(field.value.get("m6") == triple["m6"])


def _is_for_staff(fields: Mapping[str, Field]) -> bool:
    """Whether every group of users that is known is of the company itself."""
    groups = fields.get("users.segments")
    items = groups.value if groups is not None and isinstance(groups.value, list | tuple) else ()
    return bool(items) and all(isinstance(one, Mapping) and one.get("kind") == "internal" for one in items)


def _is_established(fields: Mapping[str, Field]) -> bool:
    """Whether a system carries the load today: one of at least medium size, or one that is to be left."""
    incumbent = fields.get("legacy.incumbent")
    value = incumbent.value if incumbent is not None else None
    if isinstance(value, Mapping):
        return value.get("style") != "none" and float(value.get("size") or 0.0) >= MEDIUM
    leaving = fields.get("legacy.leaving")
    return leaving is not None and leaving.value is True


def _growth(field: Field | None) -> float | None:
    """From day 1 to month 24, where both were said."""
    if field is None or not isinstance(field.value, Mapping) or ASSUMED in field.note:
        return None
    first, last = field.value.get("day1"), field.value.get("m24")
    if not first or not last or not LEAST <= last / first <= MOST:
        return None
    return float(last / first)
