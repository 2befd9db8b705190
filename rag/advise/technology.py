"""Technologies for the components, from rules: hard constraints first, then what is owned, what the team knows, the default.

Source: `advisor.md` E; the rules are `technology.yaml` and `legacy_patterns.yaml`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from rag.advise.decision import Pick
from rag.advise.excluded import constraint_words, hard_constraints, named_technologies
from rag.advise.wording import word_runs
from rag.brief.brief import Brief, System
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.technology import Candidate, TechnologyRow

GONE = ("replace", "retire")
LANGUAGE, FRAMEWORK, DATABASE = "language", "framework", "rdbms"  # categories of the gazetteer
MINDS = 3  # level of operations from which a team minds parts beside its own programs
BACKEND = "backend"  # the component of which a team names what it knows in its own order
PRODUCT = "product"  # the component that a bought product fills
HOSTING = "hosting"  # the component that decides in whose cloud the others run


@dataclass(frozen=True)
class Wishes:
    """What constraints, standards and the landscape say about technologies, by canonical name."""

    mandated: Mapping[str, tuple[str, ...]]  # name → constraint ids
    forbidden: Mapping[str, tuple[str, ...]]
    preferred: tuple[str, ...]
    gaps: frozenset[str]  # what the team has never run
    given_up: frozenset[str] = frozenset()  # what was tried and taken out again

    @cached_property
    def banned(self) -> re.Pattern[str]:
        """Finds a forbidden technology by its name."""
        names = "|".join(re.escape(name) for name in self.forbidden)
        return re.compile(rf"(?<!\w)(?:{names})(?!\w)" if names else r"(?!)", re.IGNORECASE)


def pick_technologies(
    brief: Brief,
    values: Mapping[str, Any],
    style: str,
    overlays: Collection[str],
    knowledge: AdviseKnowledge,
    only: Collection[str] = (),
) -> tuple[Pick, ...]:
    """One pick per component that this system needs, in table order.

    Args:
        brief: what is known.
        values: readings, context and levels.
        style: the chosen base style; "" when none is viable.
        overlays: codes of its overlays.
        knowledge: the tables.
        only: components to look at; none means all.
    """
    wishes = read_wishes(brief, values, knowledge)
    seen = technology_values(brief, values, style, overlays, wishes, knowledge)
    rows: dict[str, list[TechnologyRow]] = {}
    for row in knowledge.technology.rows:
        rows.setdefault(row.component, []).append(row)
    picks = []
    for component in knowledge.technology.components:
        if (not only or component.id in only) and not (component.unless and component.unless.holds(seen)):
            pick = _pick(component.id, rows.get(component.id, []), seen, wishes, knowledge)
            if pick is not None:
                picks.append(_with_name(pick, brief, knowledge) if component.id == PRODUCT else pick)
                if component.id == HOSTING:
                    seen["known_families"] = _in_one_cloud(pick.name, seen["known_families"], knowledge)
    return tuple(picks)


def _with_name(pick: Pick, brief: Brief, knowledge: AdviseKnowledge) -> Pick:
    """The product by the name that the company has for it, where it has chosen one."""
    if brief.product is None:
        return pick
    chosen = knowledge.technology.chosen
    name = (chosen.counted if brief.product.covers else chosen.plain).format(
        name=brief.product.name, covers=brief.product.covers
    )
    return pick.model_copy(update={"name": name})


def _in_one_cloud(hosting: str, known: Collection[str], knowledge: AdviseKnowledge) -> list[str]:
    """The known families without those of other clouds than the one that was chosen; all where none of them was."""
    table = knowledge.technology
    clouds = {family: table.families[family][0] for family in table.hyperscalers}
    chosen = [family for family, name in clouds.items() if name in hosting]
    return [family for family in known if not chosen or family in chosen or family not in clouds]


def read_wishes(brief: Brief, values: Mapping[str, Any], knowledge: AdviseKnowledge) -> Wishes:
    """Mandated, forbidden and preferred technologies; a mention beside a “must” neither mandates nor forbids."""
    mandated = dict.fromkeys(canonical(values.get("mandated") or (), knowledge), ())
    forbidden = dict.fromkeys(canonical(values.get("forbidden_tech") or (), knowledge), ())
    wanted: dict[str, tuple[str, ...]] = dict(mandated)
    banned: dict[str, tuple[str, ...]] = dict(forbidden)
    for constraint, is_wanted in named_technologies(brief):
        target = wanted if is_wanted else banned
        named = {str(constraint.slots.get("technology") or ""), constraint.subject, *constraint_words(constraint)}
        for name in canonical(sorted(named), knowledge, strict=True):
            target[name] = (*target.get(name, ()), constraint.id)
    for names in knowledge.technology.families.values():
        if names[0] in banned:
            banned.update(dict.fromkeys(names, banned[names[0]]))
    kinds = knowledge.technology.kinds
    banned.update({name: banned[kind] for kind in kinds if kind in banned for name in kinds[kind]})
    preferred = canonical(values.get("preferred") or (), knowledge)
    return Wishes(
        mandated={name: ids for name, ids in wanted.items() if name not in banned},
        forbidden=banned,
        preferred=tuple(name for name in preferred if not knowledge.lifecycle.is_over(name, brief.as_of)),
        gaps=frozenset(name for gap in canonical(values.get("gaps") or (), knowledge) for name in (gap, *kinds.get(gap, ()))),
        given_up=frozenset(canonical(_given_up(brief), knowledge)),
    )


def canonical(names: Iterable[str], knowledge: AdviseKnowledge, *, strict: bool = False) -> list[str]:
    """Names as the gazetteer writes them; unknown ones stay as they are, or are left out if `strict`."""
    found = []
    for name in names:
        technology = knowledge.technologies.get(name.lower().strip())
        if technology is not None or not strict:
            found.append(technology.name if technology else name)
    return list(dict.fromkeys(found))


def technology_values(
    brief: Brief,
    values: Mapping[str, Any],
    style: str,
    overlays: Collection[str],
    wishes: Wishes,
    knowledge: AdviseKnowledge,
) -> dict[str, Any]:
    """What the tables' conditions may ask: readings, levels, and what is known, kept and skilled."""
    staying = [system for system in brief.systems if system.disposition not in GONE]
    skills = canonical(values.get("skills") or (), knowledge)
    leaving = {name for system in brief.systems if system.disposition in GONE for name in (system.name, system.technology)}
    today = [
        name
        for name in canonical(values.get("today") or (), knowledge, strict=True)
        if name not in leaving and not knowledge.lifecycle.is_over(name, brief.as_of)
    ]
    existing = canonical(values.get("host_existing") or (), knowledge)
    owned = [system.technology or system.name for system in staying]
    known = list(dict.fromkeys([*wishes.mandated, *wishes.preferred, *existing, *owned, *_licensed(values, knowledge)]))
    written_in = (
        _most_written_in(staying, knowledge) or _most_written_in(brief.systems, knowledge) or _first_language(today, knowledge)
    )
    seen = dict(values)
    seen.update(
        style=style,
        family=knowledge.styles.style(style).family if style else "",
        overlays=list(overlays),
        audience=_audience(values, knowledge),
        known=known,
        known_families=_families(known, knowledge),
        kept=owned,
        mandated=list(wishes.mandated),
        skill_names=skills,
        skill_families=_families(skills, knowledge),
        today=today,
        several=style in knowledge.technology.several,
        written_in=written_in,
        named=[
            *([] if written_in or _first_language(skills, knowledge) else _only_language(values.get("named") or (), knowledge)),
            *([] if _databases([*known, *skills, *today], knowledge) else _only_database(values.get("named") or (), knowledge)),
        ],
    )
    return seen


def _given_up(brief: Brief) -> Iterable[str]:
    """Technologies that were tried and taken out again."""
    tried = brief.value("legacy.tried")
    items = [item for item in tried if isinstance(item, Mapping)] if isinstance(tried, list) else []
    return (name for item in items for name in str(item.get("technology") or "").split(", ") if name)


def _most_written_in(systems: Iterable[System], knowledge: AdviseKnowledge) -> list[str]:
    """The language in which most of the company's own systems are written, and its families."""
    languages = Counter(
        system.technology
        for system in sorted(systems, key=lambda one: one.name)
        if (technology := knowledge.technologies.get(system.technology.lower()))
        and (technology.category == LANGUAGE or (technology.category == FRAMEWORK and technology.name in knowledge.families))
    )
    names = [name for name, _ in languages.most_common(1)]
    return [*names, *_families(names, knowledge)]


def _first_language(names: Iterable[str], knowledge: AdviseKnowledge) -> list[str]:
    """The language or framework that stands first, and its families."""
    written = _of_categories(names, (LANGUAGE, FRAMEWORK), knowledge)[:1]
    return [*written, *_families(written, knowledge)]


def _only_language(names: Iterable[str], knowledge: AdviseKnowledge) -> list[str]:
    """The language of the one family to which all belong that papers name; none where they name several, or others."""
    written = _of_categories(canonical(names, knowledge, strict=True), (LANGUAGE, FRAMEWORK), knowledge)
    families = {knowledge.families.get(name, "") for name in written}
    return [knowledge.technology.families[one][0] for one in families if one] if len(families) == 1 else []


def _only_database(names: Iterable[str], knowledge: AdviseKnowledge) -> list[str]:
    """The one relational database that papers name."""
    named = _databases(canonical(names, knowledge, strict=True), knowledge)
    return named if len(named) == 1 else []


def _databases(names: Iterable[str], knowledge: AdviseKnowledge) -> list[str]:
    return _of_categories(names, (DATABASE,), knowledge)


def _of_categories(names: Iterable[str], categories: Collection[str], knowledge: AdviseKnowledge) -> list[str]:
    """Those names that the gazetteer has in one of these categories, each once."""
    known = ((name, knowledge.technologies.get(name.lower())) for name in dict.fromkeys(names))
    return [name for name, technology in known if technology is not None and technology.category in categories]


def is_made_with(system: System, parts: Iterable[Pick]) -> bool:
    """Whether the new system itself is made with it: a broker that it runs on is no system beside it."""
    own = {pick.name.split(", ")[0].lower() for pick in parts}
    return any(name in own or any(name.endswith(f" {part}") for part in own) for name in system.names)


def connect_systems(
    brief: Brief, values: Mapping[str, Any], parts: Sequence[Pick], knowledge: AdviseKnowledge, family: str = ""
) -> tuple[Pick, ...]:
    """How each system that stays, or is to be exchanged with, is connected; component “integration: NAME”.

    Args:
        brief: what is known.
        values: the readings and levels.
        parts: what the new system is made with.
        knowledge: the tables.
        family: of the chosen style: a bought product brings its connections.
    """
    picks = []
    protocols: dict[str, list[str]] = {}
    frequency: dict[str, str] = {}
    staying = [system for system in brief.systems if system.disposition not in GONE]
    named = {system.name for system in staying}
    others: dict[str, list[str]] = {}  # of a system under another of its names: they count where its own say nothing
    for integration in brief.integrations:
        called = integration.system.lower()
        name = next((system.name for system in staying if called in system.names), integration.system)
        found = others if name in named and name != integration.system else protocols
        found.setdefault(name, []).extend(word_runs(integration.protocol))
        frequency.setdefault(integration.system, integration.frequency.lower())
    systems = {system.name: system for system in staying if system.is_legacy or system.name in others}
    freedom = brief.value("legacy.change_freedom")
    for name in dict.fromkeys([*systems, *protocols]):
        system = systems.get(name) or System(name=name)
        if is_made_with(system, parts):
            continue
        technology = knowledge.technologies.get(name.lower()) or knowledge.technologies.get(system.technology.lower())
        seen = {
            "family": family,
            "category": technology.category if technology else system.category,
            "technology": technology.name if technology else system.technology,
            "protocols": protocols.get(name, []),
            "frequency": frequency.get(name, ""),
            "freedom": freedom if isinstance(freedom, str) else "",
        }
        row = next(row for row in knowledge.legacy.rows if row.when.holds(seen))
        if row is knowledge.legacy.rows[-1] and name in others:
            row = next(row for row in knowledge.legacy.rows if row.when.holds({**seen, "protocols": others[name]}))
        if seen["category"] in knowledge.legacy.means and row is knowledge.legacy.rows[-1]:
            continue
        picks.append(
            Pick(
                component=f"integration: {name}",
                name=row.pick,
                why=row.why,
                rule=row.id,
                runner_up=row.runner_up,
                exit_cost=row.exit_cost,
                support_end=system.support_end,
                fields=("legacy", "int.systems"),
                constraint_ids=_constraints_about(brief, name),
                entry=row.entry,
                note=row.risk,
            )
        )
    return tuple(picks)


def _constraints_about(brief: Brief, system: str) -> tuple[str, ...]:
    kinds = ("disposition", "integration", "legacy_system")
    about = [one for one in hard_constraints(brief) if one.kind in kinds]
    return tuple(one.id for one in about if system.lower() in (one.subject.lower(), *constraint_words(one)))


def _audience(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> str:
    return next(row.id for row in knowledge.estimates.load.audiences if row.when.holds(values))


def _families(names: Iterable[str], knowledge: AdviseKnowledge) -> list[str]:
    return sorted({knowledge.families[name] for name in names if name in knowledge.families})


def _licensed(values: Mapping[str, Any], knowledge: AdviseKnowledge) -> list[str]:
    """Technologies that a paid licence names, as in “Azure enterprise agreement”."""
    words = "".join(letter if letter.isalnum() or letter == "." else " " for letter in " ".join(values.get("licences") or ()))
    text = f" {' '.join(words.lower().split())} "
    if not text.strip():
        return []
    found = [names[0] for family, names in knowledge.technology.families.items() if f" {family} " in text]
    return found + [name for names in knowledge.technology.families.values() for name in names if f" {name.lower()} " in text]


def _pick(
    component: str, rows: list[TechnologyRow], seen: Mapping[str, Any], wishes: Wishes, knowledge: AdviseKnowledge
) -> Pick | None:
    for row in rows:
        if (seen["family"] == "buy" and not row.bought) or not row.when.holds(seen):
            continue
        named = _named(component, row, rows, wishes, knowledge, seen)
        if named is not None:
            return named
        possible = [one for one in row.candidates if _is_possible(one, seen, knowledge) and one.when.holds(seen)]
        allowed = [one for one in possible if not _is_forbidden(one, wishes)]
        if allowed:
            in_order = (
                sorted(allowed, key=partial(_named_first, names=seen["skill_names"])) if component == BACKEND else allowed
            )
            chosen = _choose(in_order, seen, wishes, knowledge)
            spared = [id_ for one in possible for name in one.tech for id_ in wishes.forbidden.get(name, ())]
            pick = _as_pick(row, chosen.name, row.why, tuple(dict.fromkeys(spared)), allowed, seen, wishes)
            return pick.model_copy(update={"is_minded": chosen.run and set(seen["known"]).isdisjoint(chosen.tech)})
    return None


def _named_first(candidate: Candidate, names: Sequence[str]) -> int:
    """The place of its technologies among those that a team names: what comes to mind first is what it knows best."""
    return min((place for place, name in enumerate(names) if name in candidate.tech), default=len(names))


def _choose(allowed: Sequence[Candidate], seen: Mapping[str, Any], wishes: Wishes, knowledge: AdviseKnowledge) -> Candidate:
    """The first that the team has run or can do without minding it; a part of one's own is for who runs several anyway."""
    minds = seen["several"] and seen.get("OPS", 0) >= MINDS and knowledge.technology.self_run not in wishes.forbidden
    own = {*seen["known"], *seen["skill_names"]}
    doubted = wishes.gaps | wishes.given_up
    skilled = [one for one in allowed if doubted.isdisjoint(one.tech)]
    unminded = [one for one in skilled if minds or not one.run or not own.isdisjoint(one.tech)]
    return (unminded or skilled or allowed)[0]


def _named(
    component: str,
    row: TechnologyRow,
    rows: list[TechnologyRow],
    wishes: Wishes,
    knowledge: AdviseKnowledge,
    seen: Mapping[str, Any],
) -> Pick | None:
    """A technology of this component that a constraint, a standard or a preference names, or that runs already."""
    asked = (
        (list(wishes.mandated), "it is mandated", "stack.mandated"),
        (list(wishes.preferred), "the company prefers it", "stack.preferred"),
        ([name for name in seen["today"] if name in row.known], "it runs already", "stack.today"),
        ([name for name in seen["known"] if name in row.known], "it runs already", "legacy"),
        ([name for name in seen["skill_names"] if name in row.known], "the team knows it", "team.skills"),
        (_suitable(seen["named"], component, row, wishes), "it is the only one that the papers name", "stack.named"),
    )
    for names, why, field in asked:
        for name in names:
            technology = knowledge.technologies.get(name.lower())
            if name in wishes.forbidden or technology is None:
                continue
            if name not in row.known and knowledge.technology.component_of(technology.category) != component:
                continue
            known = [one for other in (row, *rows) for one in other.candidates if name in one.tech]
            possible = [one for one in known if _is_possible(one, seen, knowledge) and not _is_forbidden(one, wishes)]
            if possible or not known:
                family = knowledge.families.get(name)
                fitting = [one for one in possible if one.when.holds(seen)]
                fitting += [
                    one for one in possible if family and all(knowledge.families.get(tech) == family for tech in one.tech)
                ]
                text = fitting[0].name if fitting else name
                pick = _as_pick(row, text, why, wishes.mandated.get(name, ()), [], seen, wishes)
                return pick.model_copy(update={"fields": (field,)})
    return None


def _suitable(named: Sequence[str], component: str, row: TechnologyRow, wishes: Wishes) -> list[str]:
    """Those names that a new program may be made with for being named alone: no database that only old programs have."""
    doubted = wishes.gaps | wishes.given_up
    return [name for name in named if name not in doubted and (component == BACKEND or name in row.known)]


def _is_possible(candidate: Candidate, seen: Mapping[str, Any], knowledge: AdviseKnowledge) -> bool:
    if candidate.needs_cloud and seen.get("hosting") == "onprem":
        return False
    if seen.get("hosting") == "sovereign":
        return all(knowledge.families.get(name) not in knowledge.technology.hyperscalers for name in candidate.tech)
    return True


def _as_pick(
    row: TechnologyRow,
    name: str,
    why: str,
    constraint_ids: tuple[str, ...],
    allowed: list[Candidate],
    seen: Mapping[str, Any],
    wishes: Wishes,
) -> Pick:
    sources = seen.get("constraint_ids") or {}
    behind = (id_ for key in row.context for id_ in sources.get(key, ()))
    listed = (one for one in row.candidates if not _is_forbidden(one, wishes))
    others = [row.runner_up, *(one.name for one in allowed), *(one.name for one in listed)]
    runner_up = next(
        (other for other in others if other and other.lower() not in name.lower() and not _mentions(other, wishes)), ""
    )
    return Pick(
        component=row.component,
        name=name,
        why=why,
        rule=row.id,
        runner_up=runner_up,
        exit_cost=row.exit_cost,
        fields=row.fields,
        constraint_ids=tuple(dict.fromkeys((*constraint_ids, *behind))),
        entry=row.entry,
        note="" if _mentions(row.note, wishes) else row.note,
    )


def _is_forbidden(candidate: Candidate, wishes: Wishes) -> bool:
    if not wishes.forbidden:
        return False
    return not wishes.forbidden.keys().isdisjoint(candidate.tech) or _mentions(candidate.name, wishes)


def _mentions(text: str, wishes: Wishes) -> bool:
    """Whether a text names a forbidden technology."""
    return wishes.banned.search(text) is not None
