"""Facts → the systems of today, with version, support, fate, owner and contract; and the integrations."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rag.brief.brief import AnswerRecord, Conflict, Integration, System
from rag.brief.evidence import Candidate, candidate, fills, source, sources, superseded
from rag.brief.resolve import conflict_id
from rag.brief.show import show_date
from rag.extract.fact import Fact, Modality, Time
from rag.knowledge.brief_fields import BriefFields, BriefKnowledge
from rag.knowledge.lifecycle import SupportDates

_ABOUT = ("disposition", "contract_end", "owner")
_SYSTEMS = ("legacy_system", "makeshift")  # of today, and what stands in the place of one: sheets, paper
_MAKES_LEGACY = (*_SYSTEMS, "disposition", "contract_end")
_IN_USE = frozenset({"use", "hosting", "store", "inventory"})
_OWN = "own"
_SYSTEM = "legacy.system"  # field: the name of the system of today, and what it is made with
_NOT_IN_USE = frozenset({"skill", "target"})


def build_systems(
    facts: Sequence[Fact], answers: Sequence[AnswerRecord], knowledge: BriefKnowledge, as_of: str
) -> tuple[tuple[System, ...], tuple[Conflict, ...]]:
    """The systems by name, and the contradictions about their fate."""
    groups = _group(facts, knowledge)
    systems, conflicts = [], []
    for name in sorted(groups, key=str.casefold):
        system, found = _system(name, groups[name], knowledge, as_of)
        systems.append(_answered(system, answers))
        conflicts += [conflict for conflict in found if not _is_answered(system.name, answers)]
    known = {system.name.casefold() for system in systems}
    systems += _named_in_answers(answers, known)
    return tuple(systems), tuple(conflicts)


def build_integrations(facts: Sequence[Fact], systems: Sequence[System]) -> tuple[Integration, ...]:
    """One integration per system and protocol, the fullest statement of each; "SAP" is the one system that begins so."""
    best: dict[tuple[str, str], tuple[int, str, Fact]] = {}
    full = {name: _full_name(name, systems) for name in {_partner(fact) for fact in facts if fact.kind == "integration"}}
    for fact in facts:
        if fact.kind != "integration" or not fills(fact) or not fact.polarity:
            continue
        slots = fact.slots
        key = (full[_partner(fact)], str(slots.get("protocol") or ""))
        rank = (sum(bool(slots.get(name)) for name in ("protocol", "direction", "frequency")), fact.id, fact)
        if key not in best or rank[:2] > best[key][:2]:
            best[key] = rank
    with_protocol = {system for system, protocol in best if protocol}
    found = []
    for (system, protocol), (_, _, fact) in sorted(best.items(), key=lambda item: (item[0][0].casefold(), item[0][1])):
        if protocol or system not in with_protocol:
            slots = fact.slots
            direction, frequency = str(slots.get("direction") or ""), str(slots.get("frequency") or "")
            provenance = sources([Candidate(fact.value, fact, 0, fact.confidence)])
            found.append(
                Integration(system=system, protocol=protocol, direction=direction, frequency=frequency, provenance=provenance)
            )
    return tuple(found)


def _partner(fact: Fact) -> str:
    return str(fact.slots.get("system") or fact.value)


def _full_name(name: str, systems: Sequence[System]) -> str:
    """The name under which a system is known, where just one begins with it."""
    called = name.casefold()
    if any(called in system.names for system in systems):
        return name
    longer = [system.name for system in systems if system.name.casefold().startswith(f"{called} ")]
    return longer[0] if len(longer) == 1 else name


def _group(facts: Sequence[Fact], knowledge: BriefKnowledge) -> dict[str, list[Fact]]:
    """System name → the facts about it. A system of the inventory takes over what is said of its technology."""
    categories = set(knowledge.fields.system_categories)
    protocols = re.compile(knowledge.lexicon.protocols)
    live = [fact for fact in sorted(facts, key=lambda item: item.id) if fills(fact)]
    listed = {
        str(fact.value): str(fact.slots.get("technology") or "")
        for fact in live
        if fact.kind == "legacy_system" and fact.slots.get("technology") not in (None, "", fact.value)
    }
    owners = Counter(technology for technology in listed.values() if technology)
    home = {technology: name for name, technology in listed.items() if owners[technology] == 1}
    clouds = {str(fact.value) for fact in live if fact.kind == "technology" and fact.slots.get("category") == "cloud"}
    groups: dict[str, list[Fact]] = {}
    for fact in live:
        name = _name(fact, categories, protocols)
        if name and not (fact.kind == "contract_end" and name in clouds):  # a contract with a cloud makes no system of it
            groups.setdefault(home.get(name, name), []).append(fact)
    _join_short_names(groups)
    spoken = {name.casefold(): name for name in groups}
    rows = _rows(groups)
    for fact in live:
        if fact.kind in _ABOUT:
            about = spoken.get(fact.subject.casefold()) or rows.get(_row(fact), "")
            if about and fact not in groups[about]:
                groups[about].append(fact)
    return groups


def _rows(groups: Mapping[str, Sequence[Fact]]) -> dict[tuple[str, str, str], str]:
    """Rows of inventories → the one system that each is about, however its first cell writes it: “SAP S/4”."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for name, facts in groups.items():
        for fact in facts:
            if fact.slots.get("role") == "inventory":
                found.setdefault(_row(fact), set()).add(name)
    return {row: next(iter(names)) for row, names in found.items() if len(names) == 1}


def _row(fact: Fact) -> tuple[str, str, str]:
    return fact.citation.sha256, fact.citation.locator, fact.citation.quote


def _join_short_names(groups: dict[str, list[Fact]]) -> None:
    """Join a system that is only named ("SAP stays") to the one whose name begins with it ("SAP ECC"), if there is just one."""
    for short in sorted(groups, key=len):
        if any(fact.slots.get(slot) for fact in groups[short] for slot in ("version", "technology", "system")):
            continue
        longer = [name for name in groups if name.casefold().startswith(f"{short.casefold()} ")]
        if len(longer) == 1:
            groups[longer[0]] += groups.pop(short)


def _name(fact: Fact, categories: set[str], protocols: re.Pattern[str]) -> str:
    slots = fact.slots
    if fact.kind in _SYSTEMS:
        return "" if protocols.fullmatch(str(fact.value)) and not fact.rule.startswith("B4") else str(fact.value)
    if fact.kind == "disposition" and (slots.get("technology_id") or fact.subject[:1].isupper()):
        return fact.subject
    if fact.kind == "contract_end" and fact.subject and fact.subject[0].isupper():
        return fact.subject
    if fact.kind == "technology" and fact.polarity and slots.get("category") in categories:
        if (
            fact.modality in (Modality.SHOULD_NOT, Modality.MUST_NOT, Modality.MAY, Modality.SHOULD)
            and slots.get("role") != "inventory"
        ):
            return ""
        if slots.get("role") in _NOT_IN_USE or fact.time is Time.PLANNED or protocols.fullmatch(str(fact.value)):
            return ""
        if slots.get("role") in _IN_USE or slots.get("version"):
            return str(slots.get("system") or fact.value)
    return ""


def _system(name: str, facts: Sequence[Fact], knowledge: BriefKnowledge, as_of: str) -> tuple[System, list[Conflict]]:
    table = knowledge.fields
    ranked = sorted((candidate(fact, table, as_of) for fact in facts), key=lambda item: item.order, reverse=True)
    described = [one.fact for one in ranked if one.fact.kind == "legacy_system" and one.fact.rule.startswith("B4")]
    described += [one.fact for one in ranked if one.fact.kind in (*_SYSTEMS, "technology")]
    ends = [one.fact for one in ranked if one.fact.kind == "contract_end" and isinstance(one.fact.value, str)]
    fates = [one for one in ranked if one.fact.kind == "disposition"]
    fate, hard, conflicts = _fate(name, fates, as_of)
    told = {
        "technology": _first(described, "technology_id"),
        "owner": next((one.fact for one in ranked if one.fact.kind == "owner"), None),
        "contract_end": next((fact for fact in ends if fact.slots.get("what") == "contract"), None),
        "support_end": next((fact for fact in ends if fact.slots.get("what") == "support"), None),
        "disposition": next((one.fact for one in fates if one.value == fate), None),
        "criticality": _first(described, "tier"),
    }
    technology_of = told["technology"]
    technology = "" if technology_of is None else str(technology_of.slots.get("technology") or technology_of.value)
    version_of = _first([fact for fact in described if _names(fact, technology)], "version")
    version, release_of = _slot(version_of, "version"), _first(described, "release")
    told["version"] = version_of or (None if technology else release_of)
    others = [f for f in described if f.kind == "technology" and f.slots.get("version")]
    parts = {(str(f.value), str(f.slots["version"])) for f in others if not is_edition(f, table)}
    if not any(is_edition(f, table) for f in others if str(f.value) == technology):
        parts.add((technology, version))
    rows = [row for row in (knowledge.lifecycle.find(*part) for part in sorted(parts) if part[0]) if row is not None]
    first = min(rows, key=lambda row: (str(row.support_end or "9999"), row.product), default=None)
    support, note = _support(first, technology, ends)
    owner_of, contract_of = told["owner"], told["contract_end"]
    system = System(
        name=name,
        technology=technology,
        technology_id=_slot(technology_of, "technology_id"),
        version=""
        if version and name_ends(technology, version)
        else version or ("" if technology else _slot(release_of, "release")),
        category=_category(name, technology, described, table),
        is_legacy=any(one.fact.kind in _MAKES_LEGACY for one in ranked),
        disposition=fate,
        disposition_hard=hard,
        owner="" if owner_of is None else str(owner_of.value),
        contract_end="" if contract_of is None else str(contract_of.value),
        support_end=support,
        support_of=f"{first.product} {first.version}".strip() if first is not None else "",
        support_note=note,
        criticality=_slot(told["criticality"], "tier"),
        origins={part: source(fact) for part, fact in told.items() if fact is not None},
        provenance=sources(ranked, 4),
    )
    return system, conflicts


def is_edition(fact: Fact, table: BriefFields) -> bool:
    """Whether a product is named in an edition with support dates of its own: “Windows 10 IoT LTSC”, “Ubuntu 18.04 ESM”."""
    name, version = str(fact.value), str(fact.slots.get("version") or "")
    named = re.escape(name if name_ends(name, version) else f"{name} {version}".strip()).replace(r"\ ", r"\W{1,3}")
    return (
        re.search(rf"{named}\W{{1,3}}(?:\w+\W{{1,2}}){{0,2}}(?:{table.editions})\b", fact.citation.quote, re.IGNORECASE)
        is not None
    )


def _first(facts: Iterable[Fact], slot: str) -> Fact | None:
    """The first fact that fills a slot."""
    return next((fact for fact in facts if fact.slots.get(slot)), None)


def _category(name: str, technology: str, facts: Iterable[Fact], table: BriefFields) -> str:
    """What sort of system it is; one that is only known by the language it is written in is the company's own."""
    found = [str(fact.slots["category"]) for fact in facts if fact.slots.get("category")]
    known = next((category for category in found if category in table.system_categories), "")
    return known or (_OWN if found and name != technology else next(iter(found), ""))


def _slot(fact: Fact | None, slot: str) -> str:
    return "" if fact is None else str(fact.slots[slot])


def name_ends(name: str, version: str) -> bool:
    """Whether a name carries its version already: `Windows 10`, `Microsoft 365`."""
    return name.casefold().endswith(f" {version.casefold()}")


def _names(fact: Fact, technology: str) -> bool:
    return not technology or technology in (fact.value, fact.slots.get("technology"))


def _fate(name: str, ranked: Sequence[Candidate], as_of: str) -> tuple[Any, bool, list[Conflict]]:
    """(disposition, is it binding, contradiction)."""
    if not ranked:
        return "unknown", False, []
    replaced = superseded(ranked, _contradict)
    live = [one for one in ranked if one.fact.id not in replaced]
    best = live[0]
    against = [one for one in live if _contradict(one, best)]
    hard = any(one.fact.hard for one in live if one.value == best.value)
    overtaken = [one for one in ranked if one.fact.id in replaced and _contradict(one, best)]
    conflicts = [_overtaken(name, best, overtaken)] if overtaken else []
    if not against:
        return best.value, hard, conflicts
    other = against[0]
    sides = " or ".join(f"{one.value} ({one.fact.citation.file}, {one.fact.citation.locator})" for one in (best, other))
    reason = (
        "it outranks the other source"
        if best.rank > other.rank
        else "it is newer"
        if best.fact.dated > other.fact.dated
        else "neither source outranks the other"
    )
    conflict = Conflict(
        id=conflict_id("legacy.disposition", name),
        field="legacy.disposition",
        subject=name,
        fact_ids=tuple(sorted(one.fact.id for one in live)),
        suggested=best.value,
        used=best.value,
        reason=f"{best.fact.citation.file}: {reason}",
        question=f"What becomes of {name}: {sides}?",
    )
    return best.value, hard, [conflict, *conflicts]


def _contradict(one: Candidate, other: Candidate) -> bool:
    return one.value != other.value and {str(one.value), str(other.value)} != {"replace", "retire"}


def _overtaken(name: str, used: Candidate, overtaken: Sequence[Candidate]) -> Conflict:
    old = overtaken[0]
    sides = [f"{one.value} ({one.fact.citation.file}, {show_date(one.fact.dated)})" for one in (used, old)]
    return Conflict(
        id=conflict_id("legacy.disposition", f"{name}\x1fsuperseded"),
        kind="superseded",
        field="legacy.disposition",
        subject=name,
        fact_ids=tuple(sorted({one.fact.id for one in (used, *overtaken)})),
        replaced=tuple(sorted(one.fact.id for one in overtaken)),
        suggested=used.value,
        used=used.value,
        reason=f"What becomes of {name}: {sides[0]} supersedes {sides[1]}",
    )


def _support(row: SupportDates | None, technology: str, ends: Sequence[Fact]) -> tuple[str, str]:
    """The first end of support among the parts of a system, and what to know about it."""
    stated = next((str(fact.value) for fact in ends if fact.slots.get("what") == "support"), "")
    if row is None:
        return stated, "as a document says" if stated else ""
    ordinary = row.support_end.isoformat() if row.support_end else ""
    parts = [f"{row.product} {row.version}".strip()] if row.product != technology else []
    if row.extended_end:
        parts.append(f"extended support until {row.extended_end.isoformat()}")
    if row.note:
        parts.append(row.note)
    parts.append(f"{row.source}, snapshot {row.snapshot.isoformat()}; verify with the vendor")
    if stated and stated != ordinary:  # whoever wrote it beside the product knows which edition and contract it is
        return stated, "; ".join(["as a document says", f"the table says {ordinary or 'no date'}: {parts[0]}", *parts[1:]])
    return ordinary or (row.extended_end.isoformat() if row.extended_end else stated), "; ".join(parts)


def _answered(system: System, answers: Sequence[AnswerRecord]) -> System:
    """The system as people's answers about it have it."""
    update: dict[str, Any] = {}
    for record in answers:
        if record.subject.casefold() == system.name.casefold():
            said = _from_answer(record.values)
            update.update(said)
            origins = {name: record.source(f"legacy.{name}") for name in said}
            update["origins"] = {**update.get("origins", system.origins), **origins}
    return system.model_copy(update=update) if update else system


def _from_answer(values: Mapping[str, Any]) -> dict[str, Any]:
    update: dict[str, Any] = {}
    for path, name in (
        ("legacy.disposition", "disposition"),
        ("legacy.contract_end", "contract_end"),
        ("legacy.support_end", "support_end"),
        ("legacy.owner", "owner"),
    ):
        value = values.get(path)
        if isinstance(value, str) and (name != "disposition" or value in ("keep", "replace", "retire", "unknown")):
            update[name] = value
    if "support_end" in update:
        update["support_of"] = ""
    if update.get("disposition") == "keep":
        update["disposition_hard"] = True
    return update


def _is_answered(name: str, answers: Sequence[AnswerRecord]) -> bool:
    return any(record.subject.casefold() == name.casefold() and "legacy.disposition" in record.values for record in answers)


def _named_in_answers(answers: Sequence[AnswerRecord], known: set[str]) -> list[System]:
    """Systems that only an answer speaks of."""
    found: dict[str, System] = {}
    for record in answers:
        told = record.values.get(_SYSTEM)
        own = told if isinstance(told, Mapping) else {}
        name = record.subject or str(own.get("name") or "")
        if name and name.casefold() not in known and any(path.startswith("legacy.") for path in record.values):
            technology = "" if record.subject else str(own.get("technology") or "")
            provenance = () if record.subject else (record.source(_SYSTEM),)
            new = System(name=name, is_legacy=True, technology=technology, provenance=provenance)
            base = found.get(name.casefold(), new)
            found[name.casefold()] = base.model_copy(update=_from_answer(record.values))
    return [found[key] for key in sorted(found)]
