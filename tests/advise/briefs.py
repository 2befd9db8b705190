"""Briefs for the engine's tests, written as answers would leave them."""

from typing import Any

from rag.brief.brief import Brief, Constraint, Field, Integration, Status, System

AS_OF = "2026-11-21"


def brief(
    values: dict[str, Any] | None = None,
    *,
    assumed: dict[str, Any] | None = None,
    hard: tuple[str, ...] = (),
    constraints: tuple[Constraint, ...] = (),
    systems: tuple[System, ...] = (),
    integrations: tuple[Integration, ...] = (),
) -> Brief:
    """A brief in which `values` were said and `assumed` are defaults."""
    fields = {
        path: Field(path=path, value=value, status=Status.STATED, confidence=0.95, hard=path in hard)
        for path, value in (values or {}).items()
    }
    for path, value in (assumed or {}).items():
        fields[path] = Field(path=path, value=value, status=Status.ASSUMED, confidence=0.2)
    return Brief(as_of=AS_OF, fields=fields, constraints=constraints, systems=systems, integrations=integrations)


def constraint(id_: str, kind: str, value: Any, *, modality: str = "must", category: str = "", **slots: Any) -> Constraint:
    """A hard constraint as extraction leaves it."""
    return Constraint(
        id=id_,
        text=f"{kind} {modality} {value}",
        category=category or kind,
        hard=modality in ("must", "must_not"),
        modality=modality,
        kind=kind,
        value=value,
        slots=slots,
    )


STARTUP = {
    "objective.primary": "new_product",
    "users.segments": [{"name": "craftsmen", "kind": "b2b"}],
    "scale.rps_peak": {"day1": 4, "m6": 12, "m24": 40},
    "scale.peak_factor": 8,
    "scale.events_per_s": {"m24": 5},
    "perf.latency": 500,
    "rel.slo": 99.9,
    "data.consistency_kind": ["crud"],
    "data.classes": ["personal"],
    "org.country": ["DE"],
    "team.engineers": {"day1": 4, "m24": 12},
    "eng.release_freq": 8,
    "int.systems": ["mail", "maps", "payment", "calendar", "accounting"],
    "ten.model": "pooled",
    "ext.model": "config",
    "ops.ci": True,
    "ops.skill_distributed": 2,
    "budget.monthly_run": 1500,
    "time.first_release": 14,
}
