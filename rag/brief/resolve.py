"""Candidates for one field → its value, what lost and why, and the contradictions among them.

The order in which candidates come makes no difference. While sources disagree, the stricter value is used.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from rag.brief.brief import Alternative, Conflict, Field, Status
from rag.brief.evidence import Candidate, age_months, agreed, sources, superseded
from rag.brief.likeness import (
    is_beside,
    is_demand,
    is_measured,
    is_other_case,
    is_other_load,
    is_other_purpose,
    is_other_team,
    is_other_thing,
    is_other_time,
    is_same_place,
    stems,
)
from rag.brief.nesting import PATH as NESTED
from rag.brief.nesting import beside, binds
from rag.brief.show import show, show_date
from rag.extract.fact import Fact
from rag.knowledge.brief_fields import BriefField, BriefFields

TEAMS = ("team.engineers", "team.m24")
_GROWTH = 5.0
DISAGREE = "the sources disagree; the stricter value is used"
WIDER = "holds as well; the narrower place decides"
_EVERYTHING = ""
_ORIGIN = {"contract": "a contract", "policy": "a policy", "standard": "a standard"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A field and the contradictions found on the way."""

    field: Field
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is used within one subject, who carries it, and what became of the rest."""

    value: Any
    winners: list[Candidate]
    conflicts: tuple[Conflict, ...] = ()
    replaced: dict[str, Candidate] = dataclass_field(default_factory=dict)  # fact id → the newer statement
    held: frozenset[str] = frozenset()  # ids of facts that hold as well, of a wider place

    @property
    def is_open(self) -> bool:
        """Whether a contradiction is left to people."""
        return any(conflict.kind != "superseded" for conflict in self.conflicts)


def resolve_scalar(row: BriefField, candidates: Iterable[Candidate], table: BriefFields, as_of: str) -> Resolved:
    """One value, from all that is offered."""
    groups: dict[str, list[Candidate]] = {}
    for one in sorted(candidates, key=lambda item: item.fact.id):
        groups.setdefault(one.subject.casefold(), []).append(one)
    settled = {subject: _settle(row, subject, members, table) for subject, members in sorted(groups.items())}
    chosen = _EVERYTHING if _EVERYTHING in settled else _strictest_group(row, settled)
    best = settled[chosen]
    winners = best.winners
    alternatives = _losers(groups[chosen], best)
    for subject, other in settled.items():
        if subject != chosen:
            alternatives += _alternatives(other.winners, f"holds for {other.winners[0].subject or 'the whole'}")
    age = "" if row.type in ("text", "currency") else _age_note(winners, table, as_of)  # a name does not age
    notes = [f"for {winners[0].subject}" if chosen else "", age]
    field = Field(
        path=row.path,
        value=best.value,
        unit=winners[0].unit if row.type == "money" else row.unit or winners[0].unit,
        status=Status.CONFLICTED if best.is_open else Status.DOCUMENTED,
        confidence=agreed(winners),
        provenance=sources(winners),
        hard=any(one.fact.hard for one in winners),
        alternatives=tuple(alternatives),
        note="; ".join(note for note in notes if note),
        as_of=max((one.fact.dated for one in winners), default=""),
    )
    return Resolved(field, tuple(conflict for one in settled.values() for conflict in one.conflicts))


def resolve_scale(row: BriefField, candidates: Iterable[Candidate], table: BriefFields, as_of: str) -> Resolved:
    """A {day1, m6, m24} triple: each horizon settled by itself, missing ones filled in by growth."""
    by_horizon: dict[str, list[Candidate]] = {}
    for one in candidates:
        by_horizon.setdefault(_horizon(one.horizon, as_of), []).append(one)
    resolved = {horizon: resolve_scalar(row, members, table, as_of) for horizon, members in sorted(by_horizon.items())}
    triple, note = fill_triple({horizon: one.field.value for horizon, one in resolved.items()})
    first = next(resolved[name] for name in ("day1", "m6", "m24") if name in resolved).field
    conflicts = tuple(conflict for one in resolved.values() for conflict in one.conflicts)
    field = first.model_copy(
        update={
            "value": triple,
            "note": "; ".join(part for part in (first.note, note) if part),
            "provenance": tuple(item for one in resolved.values() for item in one.field.provenance),
            "alternatives": tuple(item for one in resolved.values() for item in one.field.alternatives),
            "status": Status.CONFLICTED
            if any(one.field.status is Status.CONFLICTED for one in resolved.values())
            else first.status,
        }
    )
    return Resolved(field, conflicts)


def fill_triple(known: dict[str, float], growth: float = _GROWTH) -> tuple[dict[str, float], str]:
    """The triple with its missing members, and what was assumed.

    Source: growth is geometric between known points; with one point, `growth` from day 1 to month 24 is assumed: ×5 where
    nobody says more.
    """
    day1, m6, m24 = known.get("day1"), known.get("m6"), known.get("m24")
    note = ""
    if day1 is None and m24 is None and m6 is not None:
        day1, m24, note = m6 / growth**0.25, m6 * growth**0.75, f"day 1 and month 24 assumed from growth ×{growth:.3g}"
    elif m24 is None and day1 is not None:
        m24, note = (m6**4 / day1**3 if m6 else day1 * growth), "" if m6 else f"month 24 assumed as ×{growth:.3g}"
    elif day1 is None and m24 is not None:
        day1, note = m24 / growth, f"day 1 assumed as month 24 ÷ {growth:.3g}"
    first, last = float(day1 or 0.0), float(m24 or 0.0)
    if m6 is None:
        m6 = first * (last / first) ** (6 / 24) if first > 0 else 0.0
    return {"day1": round(first, 4), "m6": round(float(m6), 4), "m24": round(last, 4)}, note


def resolve_list(row: BriefField, candidates: Iterable[Candidate], table: BriefFields, as_of: str) -> Resolved:
    """Every distinct item, the best supported first among equals, in a stable order."""
    items: dict[str, list[Candidate]] = {}
    for one in sorted(candidates, key=lambda item: item.fact.id):
        items.setdefault(_identity(row, one.value), []).append(one)
    kept = sorted(items.items(), key=lambda pair: (-max(one.confidence for one in pair[1]), pair[0]))
    everyone = [one for _, members in kept for one in members]
    field = Field(
        path=row.path,
        value=[max(members, key=lambda item: item.order).value for _, members in kept],
        unit=row.unit,
        status=Status.DOCUMENTED,
        confidence=round(max(agreed(members) for _, members in kept), 4),
        provenance=tuple(item for _, members in kept[:_MOST_SOURCES] for item in sources(members, 1)),
        item_provenance=tuple(sources(members) for _, members in kept),
        hard=any(one.fact.hard for one in everyone),
        note=_age_note(everyone, table, as_of),
        as_of=max((one.fact.dated for one in everyone), default=""),
    )
    return Resolved(field)


_MOST_SOURCES = 24


def differ(row: BriefField, left: Any, right: Any) -> bool:
    """Whether two values disagree beyond the field's tolerance."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is not right
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) > row.tolerance * max(abs(left), abs(right)) + 1e-9
    if row.type == "date":
        try:
            return abs((date.fromisoformat(str(left)) - date.fromisoformat(str(right))).days) > row.tolerance
        except ValueError:
            return bool(left != right)
    if isinstance(left, dict) and isinstance(right, dict):
        keys = ("rule", "countries") if "rule" in left else tuple(left)
        return any(left.get(key) != right.get(key) for key in keys)
    return str(left).casefold() != str(right).casefold()


def stricter(row: BriefField, values: Sequence[Any]) -> Any:
    """The value that binds the design while sources disagree; the first one where none is stricter."""
    if row.stricter == "last":
        return max(values, key=lambda value: row.values.index(value) if value in row.values else -1)
    if row.stricter and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return min(values) if row.stricter == "min" else max(values)
    if row.stricter and all(isinstance(value, str) for value in values):
        return min(values) if row.stricter == "min" else max(values)
    return values[0]


def conflict_id(path: str, subject: str) -> str:
    """The same contradiction keeps its id while documents change."""
    return "x" + hashlib.sha256(f"{path}\x1f{subject.casefold()}".encode()).hexdigest()[:12]


def _settle(row: BriefField, subject: str, members: Sequence[Candidate], table: BriefFields) -> _Settled:
    """What holds within one subject."""
    ranked = sorted(members, key=lambda item: item.order, reverse=True)
    if row.path == "objective.primary":
        value = _majority(ranked)
        return _Settled(value, [one for one in ranked if not differ(row, value, one.value)])
    if row.path == NESTED:
        ranked.sort(key=binds, reverse=True)
    first, held = beside(ranked, table.places, table.comparison) if row.path == NESTED else (ranked[0], frozenset())
    standing = [one for one in ranked if one is first or one.fact.id not in held]
    replaced = superseded(standing, lambda new, old: _overtakes(row, new, old))
    live = [one for one in ranked if one.fact.id not in replaced]
    live = _whole_team(live) if row.path in TEAMS else live
    best = first if held and first in live else live[0]
    against = [one for one in live if _speaks_against(row, best, one) and one.fact.id not in held]
    used = stricter(row, [best.value, *(one.value for one in against)]) if against else best.value
    winners = [one for one in live if not differ(row, used, one.value)]
    winners += [one for one in ranked if one.fact.id in replaced and not differ(row, used, one.value)]
    agreeing = [one for one in live if one is best or not (differ(row, best.value, one.value) or one.fact.id in held)]
    open_ = [one for one in against if not all(_is_apart(with_best.fact, one.fact, table) for with_best in agreeing)]
    sides = [best, *(one for one in live if one in open_ or (one is not best and not differ(row, best.value, one.value)))]
    conflicts = [_conflict(row, subject, sides, open_, used, table)] if open_ else []
    overtaken = [one for one in ranked if one.fact.id in replaced and differ(row, used, one.value)]
    if overtaken:
        conflicts.append(_overtaken(row, subject, winners[0], overtaken, table))
    return _Settled(used, winners, tuple(conflicts), replaced, held)


def _speaks_against(row: BriefField, one: Candidate, other: Candidate) -> bool:
    """Whether two values disagree; sums in two currencies are no values of one thing."""
    return differ(row, one.value, other.value) and (row.type != "money" or one.unit == other.unit)


def _overtakes(row: BriefField, new: Candidate, old: Candidate) -> bool:
    """Whether a newer statement can take the place of an older one that says otherwise."""
    return _speaks_against(row, new, old) and (row.path != NESTED or binds(new) or not binds(old))


def _whole_team(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Of statements on people, those in the role that counts most of them: other roles are parts of the team, or others."""
    most = max(ranked, key=lambda one: one.value if isinstance(one.value, int | float) else 0)
    return [one for one in ranked if one.fact.slots.get("role") == most.fact.slots.get("role")]


def _is_apart(best: Fact, other: Fact, table: BriefFields) -> bool:
    """Whether two differing statements go together: by place, case, time or role."""
    if is_same_place(best, other) or is_other_case(best, other, table.comparison):
        return True
    words = table.comparison
    if best.kind == "team" and (best.slots.get("role") != other.slots.get("role") or is_other_team(best, other, words)):
        return True
    if best.kind in _SCALES and any(apart(best, other, words) for apart in (is_other_time, is_other_load, is_demand)):
        return True
    if best.kind in _TARGETS and not best.subject and is_other_thing(best, other, words):
        return True
    if best.kind in _BY_WORDS and is_measured(best, other, words):
        return True
    if best.kind == "budget" and is_other_purpose(best, other, words):
        return True
    if best.citation.sha256 == other.citation.sha256:
        return is_beside(best, other, words)
    about = [stems(fact.statement, words) for fact in (best, other)]
    return best.kind in _BY_WORDS and all(about) and not about[0] & about[1]


_SCALES = frozenset({"users", "concurrency", "throughput", "data_volume"})  # what is and what is planned may differ
_TARGETS = frozenset({"rto", "rpo", "availability", "practice", "data_volume"})
_BY_WORDS = frozenset(  # their subject is seldom named: the words have to agree
    {
        *(
            "freshness",
            "throughput",
            "data_volume",
            "latency",
            "rto",
            "rpo",
            "availability",
            "concurrency",
            "practice",
            "hosting",
            "budget",
        )
    }
)


def _overtaken(row: BriefField, subject: str, used: Candidate, overtaken: Sequence[Candidate], table: BriefFields) -> Conflict:
    """Older statements that a newer one has settled: shown, never asked about."""
    about = f"{row.label} of {used.subject}" if used.subject else row.label
    old = overtaken[0]
    sides = [
        f"{show(row.path, one.value, table, one.unit)} ({one.fact.citation.file}, {show_date(one.fact.dated)})"
        for one in (used, old)
    ]
    return Conflict(
        id=conflict_id(row.path, f"{subject}\x1fsuperseded"),
        kind="superseded",
        field=row.path,
        subject=used.subject,
        fact_ids=tuple(sorted({one.fact.id for one in (used, *overtaken)})),
        replaced=tuple(sorted(one.fact.id for one in overtaken)),
        suggested=used.value,
        used=used.value,
        reason=f"{about}: {sides[0]} supersedes {sides[1]}",
    )


def _conflict(
    row: BriefField, subject: str, ranked: Sequence[Candidate], against: Sequence[Candidate], used: Any, table: BriefFields
) -> Conflict:
    best, other = ranked[0], against[0]
    if best.rank > other.rank:
        kinds = " over ".join(one.fact.authority or one.fact.doc_type for one in (best, other))
        reason = f"{best.fact.citation.file} outranks {other.fact.citation.file} ({kinds})"
    elif best.fact.dated != other.fact.dated:
        reason = f"{best.fact.citation.file} is newer"
    else:
        reason = "neither source outranks the other"
    if differ(row, used, best.value):
        reason += "; until it is settled, the stricter value is used"
    elif row.stricter and not differ(row, used, stricter(row, [best.value, other.value])):
        reason += "; it is also the stricter value"
    scope = best.fact.slots.get("business_hours") != other.fact.slots.get("business_hours")
    about = f"{row.label} of {best.subject}" if best.subject else row.label
    sides = " or ".join(
        f"{show(row.path, one.value, table, one.unit)} ({one.fact.citation.file}, {one.fact.citation.locator})"
        for one in (best, other)
    )
    return Conflict(
        id=conflict_id(row.path, subject),
        kind="scope" if scope else "unresolved",
        field=row.path,
        subject=best.subject,
        fact_ids=tuple(sorted({one.fact.id for one in ranked})),
        suggested=best.value,
        used=used,
        reason=reason,
        question=f"{about}: {sides}? Which one holds?",
    )


def _majority(ranked: Sequence[Candidate]) -> Any:
    weight: dict[str, float] = {}
    for one in ranked:
        weight[str(one.value)] = weight.get(str(one.value), 0.0) + one.confidence
    return max(sorted(weight), key=lambda value: weight[value])


def _strictest_group(row: BriefField, settled: dict[str, _Settled]) -> str:
    """Without a statement about the whole, the subject with the strictest value stands for it."""
    if not row.stricter:
        return max(settled, key=lambda subject: (settled[subject].winners[0].order, subject))
    wanted = stricter(row, [one.value for one in settled.values()])
    equal = [subject for subject, one in settled.items() if one.value == wanted]
    return min(equal, key=lambda subject: (not settled[subject].is_open, -len(settled[subject].winners), subject))


def _losers(members: Sequence[Candidate], settled: _Settled) -> list[Alternative]:
    """What is not used within a subject, each with the reason."""
    losers = [one for one in members if one not in settled.winners]
    reason = DISAGREE if settled.is_open else "another source says so"
    found = _alternatives([one for one in losers if one.fact.id not in {*settled.replaced, *settled.held}], reason)
    found += _alternatives([one for one in losers if one.fact.id in settled.held], WIDER)
    for one in sorted(losers, key=lambda item: item.order, reverse=True):
        newer = settled.replaced.get(one.fact.id)
        if newer is not None:
            said = f"superseded by {newer.fact.citation.file} of {show_date(newer.fact.dated)}"
            found += _alternatives([one], said)
    return found


def _alternatives(candidates: Sequence[Candidate], reason: str) -> list[Alternative]:
    by_value: dict[str, list[Candidate]] = {}
    for one in sorted(candidates, key=lambda item: item.order, reverse=True):
        by_value.setdefault(json.dumps(one.value, sort_keys=True, default=str), []).append(one)
    return [Alternative(value=group[0].value, provenance=sources(group, 3), reason=reason) for group in by_value.values()]


def _identity(row: BriefField, value: Any) -> str:
    """What makes two items of a list the same."""
    if isinstance(value, dict):
        for key in ("tech", "regime", "name", "date"):
            if value.get(key):
                return str(value[key]).casefold()
        return json.dumps(value, sort_keys=True, default=str).casefold()
    return str(value).casefold().strip(" .")


def _horizon(said: str, as_of: str) -> str:
    if said in ("day1", "m6", "m24"):
        return said
    try:
        months = (date.fromisoformat(said[:10]) - date.fromisoformat(as_of[:10])).days / 30.44
    except ValueError:
        return "day1"
    return "day1" if months < 3 else "m6" if months < 15 else "m24"


def _age_note(candidates: Sequence[Candidate], table: BriefFields, as_of: str) -> str:
    dated = [one for one in candidates if one.fact.dated]
    old = bool(dated) and all(age_months(one.fact, table, as_of) > table.old_months for one in dated)
    return f"older than {table.old_months:g} months" if old else ""
