"""What the conditions of the composer's tables look at: Brief values, levels, context and what follows from them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rag.brief.brief import Brief, System
from rag.propose.inputs import ProposalInputs

PUBLIC_KINDS = {"b2c", "citizen", "citizens", "patient", "patients", "consumer", "consumers", "customers", "public"}
BROWSERS = {"web", "pwa", "kiosk"}
SEVERAL = ("SB", "SC", "MS", "SL", "ED", "SP", "PD", "IH")  # styles of more than one deployable
SMALL = 4  # people who build it, up to whom each does everything
ALWAYS = "24x7"
NOT_NEEDED = "not needed"  # the name of a pick where none is
TAKEOVER = "takeover"  # what the work items begin with that bring data along
SOON_DAYS = 730  # a support date nearer than this counts as running out


def situation(inputs: ProposalInputs) -> dict[str, Any]:
    """Every value a condition may name; a name that is missing is unknown."""
    brief, decision = inputs.brief, inputs.decision
    values: dict[str, Any] = {path: brief.value(path) for path in brief.fields}
    values.update(decision.context)
    values.update({code: level.value for code, level in (*decision.demands.items(), *decision.capabilities.items())})
    option = decision.recommended
    values["style"] = option.style if option else None
    styles = {style.code: style.family for style in inputs.knowledge.styles.styles}
    values["family"] = styles.get(option.style) if option else None
    values["overlays"] = list(option.overlays) if option else []
    values["label"] = decision.label
    values["regimes"] = [o.regime for o in decision.obligations if o.result in ("in_scope", "likely")]
    api = next((pick.name for pick in decision.picks if pick.component == "api"), "")
    values["api_style"] = "graphql" if "graphql" in api.lower() else "rest" if api else None
    values["components"] = [pick.component for pick in decision.picks if pick.name != NOT_NEEDED]
    values.update(_users_and_data(brief))
    values.update(_systems(brief))
    values.update(_work(brief))
    values["browser"] = values["browser"] and not values.get("installed")
    values["signed_in"] = "identity" in values["components"]
    values["several"] = values["style"] in SEVERAL if option else None
    incumbent = brief.value("legacy.incumbent")
    values["legacy_size"] = incumbent.get("size") if isinstance(incumbent, Mapping) else None
    values["deadline_hard"] = any(c.hard and c.category == "time" and c.state != "rejected" for c in brief.constraints)
    values["freeze"] = bool(_windows(brief, "freeze"))
    values["windows"] = bool(_windows(brief, ""))
    plan = inputs.sizing.plan.items if inputs.sizing is not None else ()
    values["takeover"] = any(item.estimate.startswith(TAKEOVER) for item in plan)
    values["conflicts"] = sum(1 for conflict in brief.conflicts if conflict.kind == "unresolved")
    values["options"] = len(decision.options)
    return {name: value for name, value in values.items() if value is not None}


def kept_systems(brief: Brief) -> tuple[System, ...]:
    """Systems that stay, and those nobody has said anything else about."""
    return tuple(system for system in brief.systems if system.disposition in ("keep", "unknown"))


def weighty(systems: Iterable[System], brief: Brief) -> list[System]:
    """Systems with those first that the design has to respect most: by constraint, by how often they are named."""
    texts = [constraint.text.lower() for constraint in brief.constraints if constraint.hard]
    return sorted(
        systems,
        key=lambda s: (not s.disposition_hard, -sum(s.name.lower() in text for text in texts), not s.is_legacy, s.name.lower()),
    )


def replaced_systems(brief: Brief) -> tuple[System, ...]:
    """Systems that are to go."""
    return tuple(system for system in brief.systems if system.disposition in ("replace", "retire"))


def runs_out(system: System, as_of: str) -> bool:
    """Whether vendor support has ended or ends within two years."""
    if not system.support_end:
        return False
    try:
        return (date.fromisoformat(system.support_end) - date.fromisoformat(as_of)).days < SOON_DAYS
    except ValueError:
        return False


def user_groups(brief: Brief) -> list[Any]:
    """The groups of users, without numbers that fuller words tell already: “4,200” in “4,200 customers with 6,500 users”."""
    items = _items(brief.value("users.segments"))
    return [item for item in items if not any(_tells(other, item) for other in items if other is not item)]


def _tells(fuller: Any, group: Any) -> bool:
    """Whether words for users hold a group with its number already."""
    count = group.get("count") if isinstance(group, Mapping) else None
    if not isinstance(count, int | float):
        return False
    if not isinstance(fuller, Mapping):
        return _says(str(fuller), count)
    name, other = str(group.get("name", "")).lower(), str(fuller.get("name", "")).lower()
    return len(other) > len(name) > 0 and name in other and _says(f"{fuller.get('count', '')} {other}", count)


def _says(text: str, count: float) -> bool:
    """Whether a text names a number of people."""
    return re.search(rf"(?<![\d.,]){count:.0f}(?![\d]|[.,]\d)", text.replace(",", "").replace("'", "")) is not None


def names_of(value: Any, key: str = "name") -> list[str]:
    """The names in a list of strings or of mappings."""
    items: Iterable[Any] = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return [str(item.get(key) or item.get("name") or "") if isinstance(item, Mapping) else str(item) for item in items]


def _users_and_data(brief: Brief) -> dict[str, Any]:
    found: dict[str, Any] = {}
    classes = brief.value("data.classes")
    if classes is not None:
        found["data_classes"] = names_of(classes, "class")
        found["personal_data"] = bool(set(found["data_classes"]) - {"public", "internal", "telemetry"})
    features = brief.value("cap.features")
    if features:
        found["feature_types"] = names_of(features, "type")
    segments = brief.value("users.segments")
    if segments:
        kinds = {kind.lower() for kind in (*names_of(segments, "kind"), *names_of(segments, "name"))}
        if kinds & PUBLIC_KINDS or all(isinstance(one, Mapping) and one.get("kind") for one in segments):
            found["public_users"] = bool(kinds & PUBLIC_KINDS)  # a group of which nobody knows what it is leaves it open
        found["tenants"] = "b2b" in kinds
    return found


def _systems(brief: Brief) -> dict[str, Any]:
    kept = kept_systems(brief)
    found: dict[str, Any] = {
        "kept_systems": len(kept),
        "replaced_systems": len(replaced_systems(brief)),
        "unsupported_systems": sum(1 for system in brief.systems if runs_out(system, brief.as_of)),
        "integration_count": len(brief.integrations),
        "ending_contracts": sum(1 for system in brief.systems if system.contract_end),
    }
    return found


def _work(brief: Brief) -> dict[str, Any]:
    """Who builds and minds it, and whether people meet it in a browser."""
    clients = set(names_of(brief.value("cap.client")))
    found: dict[str, Any] = {"browser": not clients or bool(clients & BROWSERS)}
    engineers = engineers_of(brief)
    if engineers is not None:
        found["small"] = engineers <= SMALL
    if brief.is_known("ops.oncall") or brief.is_known("rel.support_hours"):
        found["on_call"] = brief.value("ops.oncall") is True or brief.value("rel.support_hours") == ALWAYS
    return found


def engineers_of(brief: Brief) -> float | None:
    """How many people build it at the start, where somebody has said it."""
    value = brief.value("team.engineers") if brief.is_known("team.engineers") else None
    value = value.get("day1") if isinstance(value, Mapping) else value
    return float(value) if isinstance(value, int | float) else None


def _windows(brief: Brief, kind: str) -> list[Any]:
    frozen = _items(brief.value("time.frozen_periods"))
    found = [*_items(brief.value("rel.windows")), *frozen]
    if not kind:
        return found
    return [item for item in found if item in frozen or (isinstance(item, Mapping) and item.get("kind") == kind)]


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]
