"""Laws and standards that apply, or may, and what they ask: what people and documents say first, then the trigger rules.

Source: `advisor.md` G; rules, duties and facts are `regimes.yaml`. Never legal advice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rag.advise.decision import Obligation
from rag.brief.brief import Brief, Constraint, Status
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.regimes import Regime, RegimeRule, RegimeTable, Result

PERSONAL = frozenset(
    {
        "personal",
        "special_category",
        "health",
        "payment_card",
        "bank_account",
        "children",
        "employee",
        "location",
        "credentials",
    }
)
APPLIES = ("in_scope", "likely")
CONSUMERS = frozenset({"b2c", "citizen", "patient"})
DROPPED = ("waived", "rejected")
STRENGTH = {"unknown": 0, "likely": 1, "not_in_scope": 2, "in_scope": 3}  # of two statements the stricter one counts
REASONS = {
    "in_scope": "a document says that it applies",
    "not_in_scope": "a document says that it does not apply",
    "likely": "a document mentions it without saying whether it applies",
}


def derive_places(values: dict[str, Any], knowledge: AdviseKnowledge) -> None:
    """Adds where company, market and data are, whether data is personal, and whether consumers in the EU are served."""
    groups = knowledge.regimes.groups
    company, market = values.get("company_countries"), values.get("market_countries")
    if company:
        values["company_places"] = groups(company)
    if market:
        values["market_places"] = groups(market)
    if company or market:
        values["places"] = sorted({*values.get("company_places", ()), *values.get("market_places", ())})
        consumers = not CONSUMERS.isdisjoint(values.get("segments") or ())
        values["consumer_service_eu"] = consumers and "EU" in values["places"]
    kept = [str(name).upper() for name in (values.get("residency"), *(values.get("residency_countries") or ())) if name]
    if inside := groups(kept):
        values["residency_places"] = inside
    classes = values.get("data_classes")
    if classes:
        values["personal"] = not PERSONAL.isdisjoint(classes)


def find_obligations(brief: Brief, values: Mapping[str, Any], knowledge: AdviseKnowledge) -> tuple[Obligation, ...]:
    """The regimes about which something can be said, in table order."""
    spoken = _spoken(brief, values, knowledge)
    found = []
    for regime in knowledge.regimes.regimes:
        told = spoken.get(regime.id)
        rule = next((rule for rule in regime.rules if rule.when.holds(values)), None)
        if told is not None and not (told.result == "likely" and rule is not None and rule.result in APPLIES):
            found.append(_obligation(regime, told))
        elif rule is not None:  # says more than a mention does
            by_rule = _by_rule(regime, rule, brief)
            behind = (
                {"names": tuple(dict.fromkeys(told.names)), "constraint_ids": told.constraint_ids} if told is not None else {}
            )
            found.append(by_rule.model_copy(update=behind))
    ours = {regime.id for regime in knowledge.regimes.regimes}
    other = knowledge.regimes.other
    found += [_obligation(other.model_copy(update={"id": id_}), told) for id_, told in spoken.items() if id_ not in ours]
    return tuple(found)


def regimes_in_force(obligations: tuple[Obligation, ...]) -> list[str]:
    """The ids of the regimes that apply or probably apply."""
    return [obligation.regime for obligation in obligations if obligation.result in APPLIES]


def assurance_level(obligations: tuple[Obligation, ...], knowledge: AdviseKnowledge) -> str:
    """The ASVS level to meet."""
    levels = {knowledge.regimes.base_level}
    for id_ in regimes_in_force(obligations):
        regime = knowledge.regimes.regime(id_)
        if regime is not None and regime.level:
            levels.add(regime.level)
    return max(levels)


@dataclass(frozen=True, slots=True)
class _Told:
    """What people or documents say about a regime."""

    result: Result
    reason: str
    rule: str
    fields: tuple[str, ...]
    names: tuple[str, ...] = ()  # as written there
    constraint_ids: tuple[str, ...] = ()


def _spoken(brief: Brief, values: Mapping[str, Any], knowledge: AdviseKnowledge) -> dict[str, _Told]:
    """What documents, then answers, say about regimes; “out of scope” counts as much as “applies”."""
    written = list(_written(brief))
    said = [name for name in values.get("named_regimes") or () if name.lower() not in ("none", "unknown")]
    meant = _meant([*said, *(name for name, _, _ in written)], values, knowledge.regimes)
    told = {name: _unresolved(name, knowledge.regimes) for name, ids in meant.items() if not ids}
    for name, result, constraint_ids in written:
        for id_ in meant[name] or (name,):
            earlier = told.get(id_, _Told("unknown", "", "", ()))
            if meant[name] and (not earlier.rule or STRENGTH[result] > STRENGTH[earlier.result]):
                earlier = replace(earlier, result=result, reason=REASONS[result], rule="R-DOC", fields=("reg",))
            names = (*earlier.names, name)
            told[id_] = replace(earlier, names=names, constraint_ids=(*earlier.constraint_ids, *constraint_ids))
    for name in said:
        for id_ in meant[name]:
            constraint_ids = told[id_].constraint_ids if id_ in told else ()
            told[id_] = _Told("in_scope", "it was named as applying", "R-SAID", ("reg.regimes",), (name,), constraint_ids)
    return told


def _meant(names: list[str], values: Mapping[str, Any], table: RegimeTable) -> dict[str, tuple[str, ...]]:
    """Name → regimes it stands for, or itself for a law that our table does not know; none where only a country could tell."""
    named = {id_ for name in names if (id_ := table.canonical(name))}
    places = {*(values.get("places") or ()), *(values.get("residency_places") or ())}
    is_located = any(values.get(key) for key in ("company_countries", "market_countries", "residency_places"))
    found = {name: table.meant(name, places, named) for name in names}
    return {name: ids or (() if table.bearers(name) and not is_located else (name,)) for name, ids in found.items()}


def _unresolved(name: str, table: RegimeTable) -> _Told:
    """A name that several countries use, and no country is known."""
    laws = [regime.name for id_ in dict.fromkeys(table.bearers(name).values()) if (regime := table.regime(id_))]
    reason = table.unresolved.format(laws=", ".join(laws))
    return _Told("unknown", reason, "R-NAME", ("reg", "reg.regimes", "org.country", "market.country"), (name,))


def _written(brief: Brief) -> Iterator[tuple[str, Result, tuple[str, ...]]]:
    """Regime, scope and constraint ids of every statement in documents."""
    for entry in brief.value("reg") or ():
        if isinstance(entry, Mapping) and entry.get("regime"):
            scope = str(entry.get("in_scope"))
            result: Result = "in_scope" if scope == "in_scope" else "not_in_scope" if scope == "not_in_scope" else "likely"
            yield str(entry["regime"]), result, ()
    for constraint in brief.constraints:
        if constraint.kind == "compliance" and constraint.state not in DROPPED and _regime_name(constraint):
            yield _regime_name(constraint), _scope(constraint), (constraint.id,)


def _scope(constraint: Constraint) -> Result:
    if constraint.slots.get("in_scope") is False:
        return "not_in_scope"
    return "likely" if constraint.slots.get("scope") == "mentioned" else "in_scope"


def _regime_name(constraint: Constraint) -> str:
    return str(constraint.slots.get("regime") or constraint.value or constraint.subject or "")


def _obligation(regime: Regime, told: _Told) -> Obligation:
    return Obligation(
        regime=regime.id,
        result=told.result,
        reason=told.reason,
        rule=told.rule,
        fields=told.fields,
        names=tuple(dict.fromkeys(told.names)),
        constraint_ids=told.constraint_ids,
        duties=regime.duties if told.result in APPLIES else (),
        facts=regime.facts if told.result in APPLIES else (),
        level=regime.level if told.result in APPLIES else "",
        entry=regime.entry,
    )


def _by_rule(regime: Regime, rule: RegimeRule, brief: Brief) -> Obligation:
    """What a rule says; a rule that rests on a default of the Brief only makes the regime likely."""
    statuses = [brief.fields[path].status for path in rule.fields if path in brief.fields]
    result, reason = rule.result, rule.reason
    if result == "in_scope" and Status.ASSUMED in statuses:
        result, reason = "likely", f"{reason}; part of this is assumed"
    return _obligation(regime, _Told(result, reason, rule.id, rule.fields))
