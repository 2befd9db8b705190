"""Laws and standards that apply, or may, and what they ask: what people and documents say first, then the trigger rules.

Source: `advisor.md` G; rules, duties and facts are `regimes.yaml`. Never legal advice.
"""

from collections.abc import Mapping
from typing import Any

from rag.advise.decision import Obligation
from rag.brief.brief import Brief, Constraint, Status
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.regimes import Regime, RegimeRule, Result

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


def derive_places(values: dict[str, Any], knowledge: AdviseKnowledge) -> None:
    """Adds where company and market are, whether data is personal, and whether consumers in the EU are served."""
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
        if told is not None:
            found.append(_obligation(regime, *told))
        elif rule is not None:
            found.append(_by_rule(regime, rule, brief))
    ours = {regime.id for regime in knowledge.regimes.regimes}
    other = knowledge.regimes.other
    found += [_obligation(other.model_copy(update={"id": id_}), *spoken[id_]) for id_ in spoken if id_ not in ours]
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


Told = tuple[Result, str, str, tuple[str, ...], tuple[str, ...]]  # result, reason, rule, fields, constraint ids


def _spoken(brief: Brief, values: Mapping[str, Any], knowledge: AdviseKnowledge) -> dict[str, Told]:
    """What answers and documents say about regimes; “out of scope” counts as much as “applies”."""
    told: dict[str, Told] = {}
    for name in values.get("named_regimes") or ():
        id_ = knowledge.regimes.canonical(name) or name
        if id_.lower() not in ("none", "unknown"):
            told[id_] = ("in_scope", "it was named as applying", "R-SAID", ("reg.regimes",), ())
    for constraint in brief.constraints:
        name = _regime_name(constraint)
        if constraint.kind != "compliance" or constraint.state in DROPPED or not name:
            continue
        id_ = knowledge.regimes.canonical(name) or name
        result, reason = _scope(constraint)
        earlier = told.get(id_)
        if earlier is not None and result == "likely":
            result, reason = earlier[0], earlier[1]
        ids = earlier[4] if earlier else ()
        told[id_] = (result, reason, "R-DOC", ("reg.regimes",), (*ids, constraint.id))
    return told


def _scope(constraint: Constraint) -> tuple[Result, str]:
    if constraint.slots.get("in_scope") is False:
        return "not_in_scope", "a document says that it does not apply"
    if constraint.slots.get("scope") == "mentioned":
        return "likely", "a document mentions it without saying whether it applies"
    return "in_scope", "a document says that it applies"


def _regime_name(constraint: Constraint) -> str:
    return str(constraint.slots.get("regime") or constraint.value or constraint.subject or "")


def _obligation(
    regime: Regime, result: Result, reason: str, rule: str, fields: tuple[str, ...], constraint_ids: tuple[str, ...]
) -> Obligation:
    return Obligation(
        regime=regime.id,
        result=result,
        reason=reason,
        rule=rule,
        fields=fields,
        constraint_ids=constraint_ids,
        duties=regime.duties if result in APPLIES else (),
        entry=regime.entry,
    )


def _by_rule(regime: Regime, rule: RegimeRule, brief: Brief) -> Obligation:
    """What a rule says; a rule that rests on a default of the Brief only makes the regime likely."""
    statuses = [brief.fields[path].status for path in rule.fields if path in brief.fields]
    result, reason = rule.result, rule.reason
    if result == "in_scope" and Status.ASSUMED in statuses:
        result, reason = "likely", f"{reason}; part of this is assumed"
    return _obligation(regime, result, reason, rule.id, rule.fields, ())
