"""Facts and answers → the Brief.

Facts may come in any order; answers are a sequence, in which a later one corrects an earlier one. Precedence: an answer, then a
fact that a person confirmed, then documents by authority and date. What loses stays as an alternative.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rag.brief.brief import (
    Alternative,
    AnswerRecord,
    Brief,
    Conflict,
    Constraint,
    Field,
    Integration,
    Provenance,
    Status,
    System,
)
from rag.brief.constraints import build_constraints, withdraw
from rag.brief.disagreements import find_disagreements
from rag.brief.evidence import Candidate
from rag.brief.growth import grow_alike
from rag.brief.hints import add_hints
from rag.brief.names import add_names
from rag.brief.offers import OfferMaker, Offers
from rag.brief.product import COVERAGE, chosen_product, without_product
from rag.brief.resolve import Resolved, differ, fill_triple, resolve_list, resolve_scalar, resolve_scale
from rag.brief.settled import Settled, settle
from rag.brief.stances import find_opposed
from rag.brief.systems import build_integrations, build_systems
from rag.brief.work_signs import find_work
from rag.extract.fact import Fact, FactState
from rag.extract.stances import KIND as STANCE
from rag.knowledge.brief_fields import BriefField, BriefKnowledge

_NOT_APPLICABLE = "not_applicable"
HEADCOUNT, INTERNAL = "org.headcount", "internal"
_NOTHING: tuple[list[str], ...] = ([], ["none"])


def reconcile(facts: Sequence[Fact], answers: Sequence[AnswerRecord], as_of: str, knowledge: BriefKnowledge) -> Brief:
    """The Brief of a workspace.

    Args:
        facts: of all current documents, with the decisions of people in their states; in any order.
        answers: in the order in which they were given; sorted by date first where dates are set.
        as_of: ISO date that "today" means.
        knowledge: fields, authority, support dates.
    """
    facts = sorted(facts, key=lambda fact: fact.id)
    heard = [fact for fact in facts if fact.kind == STANCE and fact.state is FactState.HEARD]
    facts = [fact for fact in facts if fact.kind != STANCE]
    answers = sorted(answers, key=lambda record: record.at)
    systems, system_conflicts = build_systems(facts, answers, knowledge, as_of)
    integrations = build_integrations(facts, systems)
    constraints = build_constraints(facts, answers, knowledge, as_of)
    settled = settle(_offers(facts, knowledge, as_of), answers, knowledge.fields)
    fields, conflicts = _documented(settled.offers, knowledge, as_of)
    constraints = withdraw(constraints, [*conflicts, *system_conflicts], settled.overruled)
    standing = [fact for fact in facts if fact.id not in settled.overruled]
    conflicts += find_disagreements(standing, knowledge.fields, [*conflicts, *system_conflicts])
    told = {path for record in answers for path in record.values}
    opposed = find_opposed(heard, facts, knowledge, [*conflicts, *system_conflicts])
    conflicts += [one for one in opposed if one.field not in told]
    coverage = _with_answers(knowledge.fields.by_path[COVERAGE], fields[COVERAGE], answers, settled)
    product = chosen_product(coverage, systems, knowledge.fields.products)
    systems, integrations = without_product(product, systems, integrations)
    fields.update(_collections(systems, integrations, constraints))
    if (work := find_work(facts, knowledge.work_signs)) is not None:
        fields[work.path] = work
    for path, field in list(fields.items()):
        fields[path] = _with_answers(knowledge.fields.by_path[path], field, answers, settled)
    grow_alike(fields)
    _derive(fields)
    _localise(fields, knowledge)
    _fill_defaults(fields, knowledge, as_of)
    answered = {path for record in answers for path in record.values if not record.subject} | {
        record.accepts for record in answers
    }
    conflicts = [one for one in conflicts if one.field != "budget.currency"]  # who pays in two currencies contradicts nothing
    open_conflicts = [one for one in (*conflicts, *system_conflicts) if one.field not in answered and one.id not in answered]
    return Brief(
        as_of=as_of,
        fields=dict(sorted(fields.items())),
        constraints=constraints,
        systems=systems,
        integrations=integrations,
        product=product,
        conflicts=tuple(sorted(open_conflicts, key=lambda one: (one.field, one.subject, one.id))),
        missing_core=_missing_core(fields, answers, knowledge),
    )


def _offers(facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> Offers:
    """What documents offer for each field."""
    offers = OfferMaker(knowledge, as_of).offers(facts)
    add_hints(offers, facts, knowledge, as_of)
    add_names(offers, facts, knowledge, as_of)
    return offers


def _documented(
    offers: Mapping[str, Sequence[Candidate]], knowledge: BriefKnowledge, as_of: str
) -> tuple[dict[str, Field], list[Conflict]]:
    """Every field of the table as documents have it, and where they contradict each other."""
    fields: dict[str, Field] = {}
    conflicts: list[Conflict] = []
    for row in knowledge.fields.fields:
        candidates = offers.get(row.path)
        if not candidates:
            fields[row.path] = Field(path=row.path, unit=row.unit)
            continue
        resolver = resolve_scale if row.scale else resolve_list if row.type == "list" else resolve_scalar
        if row.path == "team.by_role":
            resolver = resolve_list
        resolved: Resolved = resolver(row, candidates, knowledge.fields, as_of)
        fields[row.path] = resolved.field
        conflicts += resolved.conflicts
    return fields, conflicts


def _collections(
    systems: Sequence[System], integrations: Sequence[Integration], constraints: Sequence[Constraint]
) -> dict[str, Field]:
    """The fields that mirror the Brief's own lists."""
    shown: dict[str, tuple[list[Any], list[Provenance]]] = {
        "legacy": (
            [
                {"name": s.name, "technology": s.technology, "version": s.version, "disposition": s.disposition}
                for s in systems
                if s.is_legacy
            ],
            [source for s in systems if s.is_legacy for source in s.provenance[:1]],
        ),
        "int.systems": (
            [
                {"name": i.system, "protocol": i.protocol, "direction": i.direction, "frequency": i.frequency}
                for i in integrations
            ],
            [source for i in integrations for source in i.provenance[:1]],
        ),
        "con": ([c.id for c in constraints if c.state != "rejected"], [s for c in constraints for s in c.provenance[:1]][:24]),
    }
    return {
        path: Field(path=path, value=items, status=Status.DOCUMENTED, confidence=0.75, provenance=tuple(provenance))
        if items and provenance
        else Field(path=path)
        for path, (items, provenance) in shown.items()
    }


def _with_answers(row: BriefField, field: Field, answers: Sequence[AnswerRecord], settled: Settled) -> Field:
    """The field after every answer that speaks of it."""
    for record in answers:
        if row.path in record.values and settled.concerns(record, row) and field.status is not Status.UNKNOWN:
            if not differ(row, record.values[row.path], field.value):
                field = _answer(row, field, record, record.values[row.path])
        elif row.path in record.values and not (row.per_system and record.subject):
            field = _answer(row, field, record, record.values[row.path])
        elif row.per_system and record.subject and row.path in record.values:
            field = _answer_about_system(row, field, record)
    return field


def _answer(row: BriefField, field: Field, record: AnswerRecord, value: Any) -> Field:
    source = record.source(row.path)
    if value == _NOT_APPLICABLE:
        update = {
            "value": None,
            "status": Status.NOT_APPLICABLE,
            "provenance": (source,),
            "confidence": record.confidence,
            "as_of": record.at,
        }
        return field.model_copy(update=update)
    known = field.status not in (Status.UNKNOWN, Status.NOT_APPLICABLE)
    given, note = _shaped(row, value)
    items: tuple[tuple[Provenance, ...], ...] = ()
    if row.type == "list" and not row.whole and known and value not in _NOTHING and _is_added(record, given, field.value):
        said, given = given, [*given, *(item for item in field.value if not any(_same_item(item, other) for other in given))]
        items = _item_provenance(field, said, given, source)
        provenance, lost = (source, *field.provenance), field.alternatives
        status = Status.CONFIRMED
    elif known and not differ(row, given, field.value):
        provenance, lost, status = (source, *field.provenance), field.alternatives, Status.CONFIRMED
        note = note or field.note  # a “yes” to a figure says nothing of the growth that was assumed for it
    else:
        provenance, status = (source,), Status.STATED
        lost = field.alternatives
        if known and field.value is not None:
            lost = (Alternative(value=field.value, provenance=field.provenance, reason="an answer outranks it"), *lost)
    currency = value.get("currency", "") if isinstance(value, Mapping) else ""
    currency = currency or (record.values.get("budget.currency", "") if row.type == "money" else "")
    unit = row.unit or str(currency) or field.unit
    confidence = max(record.confidence, field.confidence) if status is Status.CONFIRMED else record.confidence
    return field.model_copy(
        update={
            "value": given,
            "unit": unit,
            "status": status,
            "confidence": confidence,
            "provenance": provenance,
            "item_provenance": items,
            "alternatives": lost,
            "as_of": record.at or field.as_of,
            "note": note,
        }
    )


def _item_provenance(
    field: Field, said: Sequence[Any], given: Sequence[Any], source: Provenance
) -> tuple[tuple[Provenance, ...], ...]:
    """Where each item comes from: what was said from the answer, and all from where it was known before."""

    def known(item: Any) -> tuple[Provenance, ...]:
        held = isinstance(field.value, list) and any(_same_item(item, other) for other in field.value)
        return field.sources_of(lambda other: _same_item(item, other)) if held else ()

    return tuple((*((source,) if number < len(said) else ()), *known(item)) for number, item in enumerate(given))


def _answer_about_system(row: BriefField, field: Field, record: AnswerRecord) -> Field:
    """What was said about one system, kept by its name."""
    held = dict(field.value) if isinstance(field.value, dict) else {}
    return field.model_copy(
        update={
            "value": {**held, record.subject: record.values[row.path]},
            "status": Status.STATED,
            "confidence": record.confidence,
            "provenance": (*field.provenance, record.source(row.path)),
            "as_of": record.at,
        }
    )


def _shaped(row: BriefField, value: Any) -> tuple[Any, str]:
    """An answer's value in the field's own shape."""
    if row.scale and isinstance(value, int | float) and not isinstance(value, bool):
        return fill_triple({"day1": float(value)})
    if row.scale and isinstance(value, Mapping):
        known = {key: float(number) for key, number in value.items() if key in ("day1", "m6", "m24") and number is not None}
        return fill_triple(known) if known else (dict(value), "")
    if row.type == "money" and isinstance(value, Mapping):
        return value.get("amount", value.get("value")), ""
    if row.type == "list" and isinstance(value, tuple):
        return list(value), ""
    return value, ""


def _is_added(record: AnswerRecord, given: Any, known: Any) -> bool:
    """Whether items are added to those that are known. Plain words set for the very field take their place."""
    if not isinstance(given, list) or not isinstance(known, list):
        return False
    is_set = record.question.startswith("field:") and all(isinstance(item, str) for item in (*given, *known))
    return not is_set


def _same_item(left: Any, right: Any) -> bool:
    def name(item: Any) -> str:
        if isinstance(item, Mapping):
            item = next((item[key] for key in ("tech", "regime", "name", "date") if item.get(key)), item)
        return str(item).casefold()

    return name(left) == name(right)


def _derive(fields: dict[str, Field]) -> None:
    """Fields that follow from others."""
    dates = fields["time.deadlines"]
    if fields["time.first_release"].value is None and isinstance(dates.value, list):
        binding = sorted(
            str(item["date"]) for item in dates.value if isinstance(item, Mapping) and item.get("hard") and item.get("date")
        )
        if binding:
            fields["time.first_release"] = fields["time.first_release"].model_copy(
                update={
                    "value": binding[0],
                    "status": Status.DOCUMENTED,
                    "confidence": 0.5,
                    "provenance": (
                        *dates.provenance,
                        Provenance(kind="derived", parents=("time.deadlines",), text="the first binding date"),
                    ),
                    "hard": True,
                    "note": "the first binding date among those found",
                }
            )


def _localise(fields: dict[str, Field], knowledge: BriefKnowledge) -> None:
    """The money of the company's country, where the words for it are those of several countries: dollars, rupees, pesos."""
    countries = fields["org.country"].value
    if not isinstance(countries, list) or len(countries) != 1:
        return
    for path in [path for path in fields if path.startswith("budget.")]:
        field = fields[path]
        read_as = field.value if path == "budget.currency" else field.unit
        said = " ".join(source.citation.quote if source.citation else source.text for source in field.provenance)
        for row in knowledge.fields.shared_money:
            local = row.local.get(str(countries[0]))
            if not local or read_as != row.taken_for or not re.search(row.words, said) or re.search(row.unless, said):
                continue
            source = Provenance(kind="derived", parents=("org.country",), text="the money of the company's country")
            named = {"value": local} if path == "budget.currency" else {}
            unit = local if field.unit else ""
            fields[path] = field.model_copy(update={"unit": unit, "provenance": (*field.provenance, source), **named})


def _own_users(fields: Mapping[str, Field]) -> int:
    """How many of the company's own people are counted among the users."""
    groups = fields["users.segments"].value
    internal = [one for one in groups if isinstance(one, Mapping)] if isinstance(groups, list) else []
    counts = [one.get("count") for one in internal if one.get("kind") == INTERNAL]
    return int(sum(count for count in counts if isinstance(count, int | float)))


def _fill_defaults(fields: dict[str, Field], knowledge: BriefKnowledge, as_of: str) -> None:
    """Assumptions, each with its reason, where nothing is known."""
    values = {path: field.value for path, field in fields.items() if field.value is not None}
    for row in knowledge.fields.fields:
        field = fields[row.path]
        if field.value is not None or field.status is not Status.UNKNOWN or row.default is None:
            continue
        case = next((one for one in row.when if one.condition.holds(values)), None)
        value, reason = (case.value, case.reason) if case else (row.default, row.reason)
        if row.path == HEADCOUNT and (own := _own_users(fields)) > value:
            value, reason = own, "so many of its own people use the system; more may work there"
        if isinstance(value, str) and value.startswith("+") and value.endswith("w"):
            value = (date.fromisoformat(as_of[:10]) + timedelta(weeks=int(value[1:-1]))).isoformat()
        fields[row.path] = field.model_copy(
            update={
                "value": value,
                "status": Status.ASSUMED,
                "confidence": 0.2,
                "provenance": (Provenance(kind="default", text=reason, at=as_of),),
                "note": f"if wrong: {row.effect}",
            }
        )


def _missing_core(fields: Mapping[str, Field], answers: Sequence[AnswerRecord], knowledge: BriefKnowledge) -> tuple[str, ...]:
    """The fields to ask for in groups of the core where nobody said anything and no assumption was shown.

    What a person told twice in words that name no value was told: it weighs nothing, and is asked for no more.
    """
    shown = {record.question.partition(":")[0] for record in answers if record.dont_know or record.skipped}
    notes = {record.question for record in answers if record.is_note}
    told = {id_ for id_ in notes if sum(record.question == id_ for record in answers) > 1}  # put once more, and told again
    missing = []
    for group, path in knowledge.fields.groups.items():
        members = [row for row in knowledge.fields.fields if row.core == group]
        known = any(fields[row.path].status not in (Status.UNKNOWN, Status.ASSUMED) for row in members)
        accepted = any(
            row.question in shown and (row.stands_in or fields[row.path].status is Status.ASSUMED) for row in members
        )
        if not known and not accepted and not any(row.question in told for row in members):
            missing.append(path)
    return tuple(missing)
