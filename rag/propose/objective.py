"""Objective Overview: purpose, what is known, scale, current landscape, constraints, quality goals."""

from collections.abc import Mapping, Sequence

from rag.advise.wording import approximate
from rag.brief.brief import Constraint, Field, System
from rag.brief.growth import guessed, is_between
from rag.knowledge.scenarios import ScenarioRow
from rag.propose.assumptions import GROWTH
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import BlockType, Claim, Paragraph
from rag.propose.situation import names_of, runs_out
from rag.propose.spoken import told, unnamed_system, unplaced, unread, words_of
from rag.propose.wording import (
    HORIZONS,
    counted,
    join_names,
    readable,
    sentence,
    shorten,
    show_date,
    show_value,
    upper_first,
)

MOST_STATEMENTS = 3
MOST_SYSTEMS = 20
MOST_CONSTRAINTS, MOST_SOFT = 14, 3  # of the table; soft ones where none is hard: all stand in the coverage matrix
DISPOSITIONS = {"keep": "stays", "replace": "to be replaced", "retire": "to be switched off", "unknown": "not decided"}


def compose_objective(draft: Draft) -> list[BlockType]:
    """Purpose in a paragraph, then what is known, then the scale over 24 months."""
    blocks: list[BlockType] = []
    opening = _purpose(draft)
    if opening:
        blocks.append(Paragraph(claims=tuple(opening)))
    groups = ((group.title, _overview(draft, group.fields)) for group in draft.knowledge.sections.overview)
    rows: list[tuple[Cell, ...]] = [(title, claims) for title, claims in groups if claims]
    if rows:
        blocks.append(table(draft.say("objective.known_table"), ("Topic", "What is known"), rows, (1, 6)))
    scale = [_scale_row(draft, path) for path in draft.knowledge.sections.scale if _is_triple(draft, path)]
    if scale:
        header = ("Measure", *(upper_first(text.split(" ", 1)[1]) for text in HORIZONS.values()))
        blocks.append(table(draft.say("objective.scale_table"), header, scale, (2, 1, 1, 1)))
    return blocks


def _purpose(draft: Draft) -> list[Claim]:
    claims: list[Claim] = []
    if draft.has("objective.primary"):
        claims.append(draft.ledger.said("objective.primary", draft.say("objective.primary", goal=draft.goal)))
    else:
        answers = [one.source for one in unread(draft) if "objective.primary" in one.fields]
        claims += [told(draft, "objective.answered", answers)] if answers else []
        claims.append(draft.ledger.judged(draft.say("objective.unknown"), "brief: objective.primary is unknown"))
    statements = draft.inputs.brief.value("objective.statements") or []
    first = (statements if isinstance(statements, list | tuple) else [statements])[:MOST_STATEMENTS]
    quoted = [f"“{shorten(readable(show_value(item)), 220).rstrip('.')}”" for item in first]
    if quoted:
        text = draft.say("objective.statement", text=join_names(quoted))
        claims.append(draft.ledger.said("objective.statements", text))
    return claims


def _overview(draft: Draft, paths: Sequence[str]) -> tuple[Claim, ...]:
    """What is known of a topic, a line for each field."""
    brief = draft.inputs.brief
    known = [
        path
        for path in paths
        if path != "objective.primary"
        and draft.has(path)
        and (brief.is_known(path) or path in ("rel.slo", "rel.rto", "rel.rpo"))
    ]
    return tuple(
        draft.ledger.said(
            path, draft.say("objective.known", label=draft.label(path), value=shorten(draft.shown(path), 260).rstrip("."))
        )
        for path in known
    )


def _is_triple(draft: Draft, path: str) -> bool:
    value = draft.inputs.brief.value(path)
    return isinstance(value, Mapping) and any(value.get(key) is not None for key in HORIZONS)


def _scale_row(draft: Draft, path: str) -> tuple[Cell, ...]:
    """A measure at its three points in time: what was said, what follows from it, and what rests on an assumed growth."""
    field = draft.inputs.brief.fields[path]
    cells: list[Cell] = [draft.label(path)]
    for key in HORIZONS:
        value = field.value.get(key)
        cells.append((_scale_claim(draft, field, key, value),) if value is not None else "–")
    return tuple(cells)


def _scale_claim(draft: Draft, field: Field, key: str, value: float) -> Claim:
    rounded = draft.show(field.path, approximate(value))
    if key in guessed(field) and draft.inputs.brief.is_known(field.path):
        return draft.ledger.assumed(rounded, GROWTH)
    if key == "m6" and is_between(field):
        ends = {"day 1": field.value["day1"], "month 24": field.value["m24"], "months": 6}
        return draft.ledger.figured(rounded, "BETWEEN", {**ends, "result": approximate(value)}, fields=(field.path,))
    return draft.ledger.said(field.path, draft.show(field.path, value))


def compose_landscape(draft: Draft) -> list[BlockType]:
    """What runs today: version, support, owner, and what becomes of it."""
    systems = [system for system in draft.inputs.brief.systems if _is_described(system)]
    systems.sort(key=lambda s: (s.disposition == "unknown", not s.disposition_hard, not s.is_legacy, s.name.lower()))
    placed = [system for system in systems if system.disposition != "unknown" or system.owner or system.support_end]
    shown = (placed or systems)[:MOST_SYSTEMS]
    rows = [*_unnamed_row(draft), *(_system_row(draft, system) for system in shown)]
    header = ("System", "Technology", "Support until", "What becomes of it", "Owner")
    blocks: list[BlockType] = [table(draft.say("landscape.table"), header, rows, (1.7, 1.4, 2.1, 1.4, 2.2))] if rows else []
    rest = [system for system in systems if system not in placed] if placed else []
    if rest:
        blocks.append(Paragraph(claims=(_only_named(draft, rest),)))
    if len(placed or systems) > MOST_SYSTEMS:
        total = len(placed or systems)
        text = draft.say("landscape.more", total=total, shown=MOST_SYSTEMS)
        blocks.append(Paragraph(claims=(draft.ledger.figured(text, "COUNT", {"of": "systems", "result": total}),)))
    return [*blocks, *_of_today(draft)]


def _of_today(draft: Draft) -> list[BlockType]:
    """What sources say of systems of today without a name that could be read, and what has to be decided about them."""
    described = unnamed_system(draft)
    known = {words_of(source) for source in described}
    rest = [source for source in unplaced(draft) if words_of(source) not in known]
    claims = [told(draft, "landscape.unplaced", rest)] if rest else []
    if described:
        claims.append(draft.ledger.known(draft.say("landscape.undecided"), "migration/strangler-fig", "table/release"))
    return [Paragraph(claims=tuple(claims))] if claims else []


def _unnamed_row(draft: Draft) -> list[tuple[Cell, ...]]:
    """The system of today in the words of the sources, where none of that kind is known by name."""
    described = unnamed_system(draft)
    if not described:
        return []
    technology = join_names(names_of(draft.inputs.brief.value("stack.today"), "tech"))
    name = told(draft, "landscape.unnamed", described)
    return [((name,), technology or "–", "not known", DISPOSITIONS["unknown"], "–")]


def _only_named(draft: Draft, systems: Sequence[System]) -> Claim:
    """Systems of which only a name or a version is known, in one sentence."""
    names = join_names(f"{one.name} {one.version}" if one.version else one.name for one in systems[:MOST_SYSTEMS])
    text = draft.say("landscape.named" if len(systems) > 1 else "landscape.named_one", systems=names)
    sources = [source for system in systems[:MOST_SYSTEMS] for source in system.provenance[:1]]
    if draft.ledger.evidence_of(sources):
        return draft.ledger.cited(text, sources, fields=("legacy",))
    return draft.ledger.judged(text, "brief: systems that are named only")


def _is_described(system: System) -> bool:
    """Whether anything is known of it besides its name."""
    known = (system.technology, system.version, system.owner, system.contract_end, system.support_end)
    return any(known) or system.disposition != "unknown"


def _system_row(draft: Draft, system: System) -> tuple[Cell, ...]:
    support: Cell = "not known"
    if system.support_end:
        text = draft.say(f"landscape.{support_state(system, draft)}", date=show_date(system.support_end))
        text = f"{system.support_of}: {text}" if system.is_part_first else text
        support = (draft.ledger.known(text, "table/lifecycle", trace=system.support_note),)
    name = (system_claim(draft, system, system.name),)
    return name, technology_of(system) or "–", support, decision_of(system), system.owner or "–"


def technology_of(system: System) -> str:
    """“Oracle Database 19c”; "" when it says no more than the name."""
    version = "" if system.version in system.technology.split() or system.version in system.name.split() else system.version
    if not system.technology or system.technology == system.name:
        return f"version {version}" if version else ""
    return f"{system.technology} {version}".strip()


def support_state(system: System, draft: Draft) -> str:
    """Whether support is `ended`, `ending` within two years or `later`."""
    if system.support_end < draft.inputs.brief.as_of:
        return "ended"
    return "ending" if runs_out(system, draft.inputs.brief.as_of) else "later"


def system_claim(draft: Draft, system: System, text: str) -> Claim:
    """Something said about a system, resting on where the system is named."""
    if draft.ledger.evidence_of(system.provenance):
        return draft.ledger.cited(text, system.provenance, fields=("legacy",))
    return draft.ledger.judged(text, f"brief: system {system.name}")


def decision_of(system: System) -> str:
    """What becomes of a system, in words."""
    words = DISPOSITIONS[system.disposition]
    if system.contract_end:
        words += f"; contract ends {show_date(system.contract_end)}"
    return words


def compose_constraints(draft: Draft) -> list[BlockType]:
    """The hard constraints with their own words and places; the whole ledger is in the coverage matrix."""
    active = [c for c in draft.inputs.brief.constraints if c.state != "rejected"]
    if not active:
        return []
    hard = [c for c in active if c.hard]
    counts = draft.ledger.figured(
        draft.say("constraints.counts", total=counted(len(active), "constraint"), hard=len(hard)),
        "COUNT",
        {"of": "constraints", "hard": len(hard), "result": len(active)},
    )
    numbers = hard_numbers(draft)
    shown = spread(hard, max(MOST_CONSTRAINTS, len(hard))) if hard else spread(active, MOST_SOFT)
    same: dict[tuple[str, str], list[Constraint]] = {}
    for constraint in shown:
        same.setdefault((constraint.text, place_of(draft, constraint)), []).append(constraint)
    rows: list[tuple[Cell, ...]] = []
    for (text, _), group in same.items():
        claim = constraint_claim(draft, group[0], sentence(shorten(readable(text), 240)), [one.id for one in group])
        kinds = ", ".join(dict.fromkeys(one.category for one in group))
        rows.append((numbers.get(group[0].id, "–"), (claim,), kinds))
    blocks: list[BlockType] = [Paragraph(claims=(counts,))]
    caption = draft.say("constraints.table" if len(shown) == len(hard) else "constraints.table_part", shown=len(rows))
    head, widths = ("No.", "What it asks", "Kind"), (0.4, 6.8, 1.2)
    first = 0 if hard else 1  # only hard ones have a number
    blocks.append(table(caption, head[first:], [row[first:] for row in rows], widths[first:]))
    return blocks


def hard_numbers(draft: Draft) -> dict[str, str]:
    """Id → number of each hard constraint that was not rejected, in the order of the table; same words, same number."""
    hard = [c for c in draft.inputs.brief.constraints if c.hard and c.state != "rejected"]
    found: dict[tuple[str, str], str] = {}
    return {
        constraint.id: found.setdefault((constraint.text, place_of(draft, constraint)), f"H{len(found) + 1}")
        for constraint in spread(hard, len(hard))
    }


def spread(constraints: Sequence[Constraint], most: int) -> list[Constraint]:
    """At most so many constraints, taken in turn from every category, in ledger order within each."""
    queues: dict[str, list[Constraint]] = {}
    for constraint in constraints:
        queues.setdefault(constraint.category, []).append(constraint)
    picked: list[Constraint] = []
    while len(picked) < most and any(queues.values()):
        for queue in queues.values():
            if queue and len(picked) < most:
                picked.append(queue.pop(0))
    return sorted(picked, key=lambda c: (list(queues).index(c.category), constraints.index(c)))


def constraint_claim(draft: Draft, constraint: Constraint, text: str, ids: Sequence[str]) -> Claim:
    """A constraint as a sentence with its source; `ids` are those of the ledger that say it."""
    if draft.ledger.evidence_of(constraint.provenance):
        return draft.ledger.cited(text, constraint.provenance, constraint_ids=ids)
    return draft.ledger.judged(text, f"constraint {constraint.id} of the brief", constraint_ids=ids)


def place_of(draft: Draft, constraint: Constraint) -> str:
    """Document and place of a constraint, or who said it."""
    for source in constraint.provenance:
        if source.citation is not None:
            document = source.citation.document
            return f"{draft.names.get(document, document)}, {source.citation.locator}"
        if source.kind == "answer":
            return f"answer{' of ' + source.by if source.by else ''}{', ' + show_date(source.at[:10]) if source.at else ''}"
    return "–"


def compose_quality(draft: Draft) -> list[BlockType]:
    """The demands that shape the decision, each with what it asks and how that is measured."""
    scenarios = draft.knowledge.scenarios
    by_code = {row.code: row for row in scenarios.scenarios}
    demands = [
        level
        for level in draft.inputs.decision.demands.values()
        if level.code in by_code and level.value >= by_code[level.code].least
    ]
    strong = [level for level in demands if level.value >= scenarios.least_level]
    weak = [level for level in demands if level.value < scenarios.least_level and not level.is_assumed]
    strong.sort(key=lambda level: (-level.value, level.is_assumed))
    weak.sort(key=lambda level: -level.value)
    chosen = (strong or weak)[: scenarios.most]  # what weighs little shapes nothing beside what weighs much
    rows = [_scenario(draft, by_code[level.code], level.code, level.value, level.reason) for level in chosen]
    if not rows:
        return []
    return [table(draft.say("quality.table"), ("Quality", "What it asks", "Measure", "Weight"), rows, (1.2, 3.4, 2.9, 0.7))]


def _scenario(draft: Draft, row: ScenarioRow, code: str, level: int, reason: str) -> tuple[Cell, ...]:
    path = next((path for path in row.fields if draft.has(path)), "")
    trace = f"{code} {level} of 5: {reason}"
    if path and row.measure:
        measure = draft.value_claim(path, shorten(row.measure.format(value=draft.shown(path)), 110))
    else:
        measure = draft.ledger.judged(row.measures.get(level, reason), trace)
    weight = "high" if level >= 4 else "medium" if level >= 3 else "low"
    response = draft.ledger.known(upper_first(row.response), "table/scenarios", trace=trace)
    return upper_first(row.quality), (response,), (measure,), weight
