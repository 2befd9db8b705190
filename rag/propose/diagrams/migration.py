"""How each replaced system leaves: coexist, shadow, cut over, read-only, with the plan's dates and those of its contract."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rag.brief.brief import System
from rag.knowledge.diagrams import MigrationRule
from rag.propose.diagrams.gantt import Bar, gantt, gantt_diagram
from rag.propose.diagrams.picture import left_out_claims
from rag.propose.draft import Draft
from rag.propose.parts import Model
from rag.propose.proposal import Claim, Diagram
from rag.propose.schedule import Span, frozen, is_date, schedule
from rag.propose.situation import replaced_systems, weighty
from rag.propose.wording import join_names, sentence, shorten, show_date, upper_first

MOST_SYSTEMS = 5


@dataclass(frozen=True, slots=True)
class Wave:
    """A system with the dates of its way out."""

    system: System
    facade: date
    shadow: date
    cut: date
    moved: date  # nobody writes to it any more
    off: date


def migration(draft: Draft, _model: Model) -> Diagram | None:
    """The stages of every system that goes; None where none does or the plan has no waves."""
    waves, left_out = plan_waves(draft)
    if not waves:
        return None
    rule = draft.knowledge.diagrams.migration
    bars = [bar for wave in waves for bar in _bars(draft, wave, rule)]
    first, last = min(bar.start for bar in bars), max(bar.end for bar in bars)
    freezes = frozen(draft, first, last)
    marks = [Bar(draft.say("plan.marks"), draft.say("plan.freeze"), start, end, "crit") for start, end in freezes]
    source = gantt([*bars, *marks])
    alt = draft.say(
        "diagram.migration_alt",
        systems=join_names(wave.system.name for wave in waves),
        first=show_date(first),
        last=show_date(last),
    )
    rows = tuple((bar.name, bar.section, bar.dates) for bar in (*bars, *marks))
    claims = [*left_out_claims(draft, left_out), *_stages(draft, rule), *_warnings(draft, waves)]
    return gantt_diagram(draft, "migration", source, alt, rows, claims)


def plan_waves(draft: Draft) -> tuple[list[Wave], int]:
    """The replaced systems in the order in which they leave, and how many were too many to show.

    What has a contract or support that ends goes first; the waves share the time that the plan has for them.
    """
    rule = draft.knowledge.diagrams.migration
    spans = {span.row.id: span for span in schedule(draft)}
    if rule.facade not in spans or rule.end not in spans or not all(id_ in spans for id_ in rule.waves):
        return [], 0
    gone = weighty(replaced_systems(draft.inputs.brief), draft.inputs.brief)
    gone.sort(key=lambda system: min((d for d in (system.contract_end, system.support_end) if is_date(d)), default="9"))
    shown = gone[:MOST_SYSTEMS]
    start, end = spans[rule.waves[0]].start, spans[rule.waves[-1]].end
    waves = [_wave(rule, spans, system, start, end, number, len(shown)) for number, system in enumerate(shown)]
    return waves, len(gone) - len(shown)


def _wave(rule: MigrationRule, spans: dict[str, Span], system: System, start: date, end: date, number: int, of: int) -> Wave:
    length = (end - start).days / of
    shadow = start + timedelta(days=round(length * number))
    moved = start + timedelta(days=round(length * (number + 1)))
    share = next(stage.share for stage in rule.stages if stage.id == "shadow")
    cut = shadow + timedelta(days=round((moved - shadow).days * share))
    return Wave(system, spans[rule.facade].start, shadow, cut, moved, spans[rule.end].end)


def _bars(draft: Draft, wave: Wave, rule: MigrationRule) -> Iterator[Bar]:
    """The stages of one system, then the ends that matter for it."""
    section = shorten(wave.system.name, 24)
    edges = (wave.facade, wave.shadow, wave.cut, wave.moved, wave.off)
    for stage, start, end in zip(rule.stages, edges, edges[1:], strict=False):
        yield Bar(section, stage.name, start.isoformat(), end.isoformat())
    for day, phrase in ((wave.system.contract_end, "diagram.contract_end"), (wave.system.support_end, "diagram.support_end")):
        if is_date(day) and wave.facade.isoformat() <= day <= wave.off.isoformat():
            yield Bar(section, draft.say(phrase), day, day, "milestone")


def _stages(draft: Draft, rule: MigrationRule) -> list[Claim]:
    return [
        draft.ledger.known(sentence(f"{stage.name}: {stage.text}"), rule.entry, "table/diagrams", trace=stage.id)
        for stage in rule.stages
    ]


def _warnings(draft: Draft, waves: Sequence[Wave]) -> list[Claim]:
    """Contracts and support that end before their system has been replaced."""
    claims = []
    for wave in waves:
        moved = wave.moved.isoformat()
        for day, end in ((wave.system.contract_end, "contract"), (wave.system.support_end, "support")):
            if is_date(day) and day < moved:
                name = upper_first(wave.system.name)
                phrase = f"wave.{end}_{'over' if day < draft.inputs.brief.as_of else 'early'}"
                text = draft.say(phrase, system=name, date=show_date(day), moved=show_date(moved))
                trace = f"plan: {wave.system.name} moved by {moved}, ends {day}"
                claims.append(draft.ledger.judged(text, trace, fields=("legacy",)))
    return claims
