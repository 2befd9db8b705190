"""Implementation plan (T3), release and rollback (T7), the decision records to write."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

from rag.advise.sizing import Sizing
from rag.advise.wording import join_words, show_number
from rag.advise.workplan import TIGHT
from rag.brief.brief import Constraint
from rag.brief.periods import FIELD as CLOSED
from rag.knowledge.delivery_plan import RecordRow
from rag.propose.capacity import figure_claim, round_weeks
from rag.propose.checks import checklist
from rag.propose.diagrams.gantt import Bar, plan_chart
from rag.propose.draft import Cell, Draft, only, table
from rag.propose.objective import constraint_claim
from rag.propose.options import style_of, trace_of
from rag.propose.proposal import BlockType, Claim, Paragraph
from rag.propose.schedule import (
    FIRST_RELEASE,
    Span,
    accepted,
    closed_in,
    first_release_weeks,
    frozen,
    is_date,
    schedule,
    start_date,
)
from rag.propose.situation import NOT_NEEDED, kept_systems
from rag.propose.slo import recovery_tier
from rag.propose.wording import counted, join_names, readable, sentence, shorten, show_date, upper_first

ONE_TEAM, TEAM_SIZE = 9, 8
MOST_MARKS = 6
MOST_WAITING, MOST_NAME = 4, 60  # functions that wait for a date; characters of one
CUTS = {
    "tight": "plan.cut_tight",
    "ground": "plan.cut_ground",
    "priority": "plan.cut_priority",
    "both": "plan.cut_both",
    "musts": "plan.cut_musts",
}
BUDGETS = {"covers": "plan.fits_budget_covers", "low": "plan.fits_budget_low", "below": "plan.fits_budget_below"}
THIN_FIELDS = ("budget.total", "legacy.incumbent")
MOST_WORK = 18
MOST_DATES = 10
CONTRACT = "contract_end"
WINDOWS = "rel.windows"
DATED = ("deadline", CONTRACT)  # kinds of constraints that name a day


def compose_plan(draft: Draft) -> list[BlockType]:
    """Milestones with acceptance criteria, chart, readiness review and definition of done."""
    spans = schedule(draft)
    blocks: list[BlockType] = [Paragraph(claims=tuple(_horizon(draft)))]
    blocks.append(_milestones(draft, spans))
    blocks.append(plan_chart(draft, _bars(draft, spans)))
    blocks += [only(block, is_long=True) for block in _days_set(draft)]
    lists: list[BlockType] = [_captioned(draft, "plan.readiness"), checklist(draft, "readiness")]
    lists += [_captioned(draft, "plan.done"), checklist(draft, "done")]
    return [*blocks, *(only(block, audience="engineering") for block in (*_work(draft), *lists))]


def _captioned(draft: Draft, phrase: str) -> Paragraph:
    return Paragraph(claims=(draft.ledger.known(draft.say(phrase), "table/checklists"),))


def _horizon(draft: Draft) -> list[Claim]:
    claims = []
    if draft.has("time.first_release"):
        claims.append(draft.ledger.said("time.first_release", draft.say("plan.date", date=draft.shown("time.first_release"))))
    else:
        claims.append(
            draft.ledger.judged(
                draft.say("plan.no_date", weeks=f"{first_release_weeks(draft):.0f}"), "brief: time.first_release is unknown"
            )
        )
    if draft.has("team.engineers"):
        claims.append(draft.ledger.said("team.engineers", draft.say("plan.team", team=draft.shown("team.engineers"))))
        claims += _team_shape(draft)
    return claims + effort_claims(draft) + _unset(draft)


def _team_shape(draft: Draft) -> list[Claim]:
    """One team up to nine people, then one per eight."""
    sizing = draft.inputs.sizing
    if sizing is None or sizing.plan.engineers <= 0:
        return []
    engineers = sizing.plan.engineers
    phrase = "plan.one_team" if engineers <= ONE_TEAM else "plan.split"
    text = draft.say(phrase, engineers=show_number(engineers), teams=ceil(engineers / TEAM_SIZE))
    return [draft.ledger.judged(text, f"team shape: one team up to {ONE_TEAM} people", fields=("team.engineers",))]


def effort_claims(draft: Draft) -> list[Claim]:
    """Effort, duration, the cut that a date asks for, and what the people cost."""
    sizing = draft.inputs.sizing
    if sizing is None:
        return []
    phrases = {
        "effort": "plan.effort",
        "weeks": "plan.weeks_assumed" if sizing.plan.engineers_assumed else "plan.weeks",
        "people": "plan.people",
    }
    claims = []
    for key, phrase in phrases.items():
        figure = sizing.figure(key)
        if figure is not None:
            text = draft.say(phrase, value="{value}", engineers=show_number(sizing.plan.engineers))
            claims.append(figure_claim(draft, figure, text))
    return claims + _fit_claims(draft, sizing)


def _fit_claims(draft: Draft, sizing: Sizing) -> list[Claim]:
    """What fits of date and budget, what waits for the date, and whether the count can be all of the work."""
    plan, fit = sizing.plan, sizing.fit
    claims, said = [], []
    cut = sizing.figure("cut")
    if cut is not None and cut.value > 0 and not fit.is_thin:
        names = [shorten(name.partition(": ")[2] or name, MOST_NAME) for name in fit.waits]
        more = [draft.say("plan.cut_more", count=len(names) - MOST_WAITING)] if len(names) > MOST_WAITING else []
        slots = {"items": join_names([*names[:MOST_WAITING], *more]), "musts": fit.musts, "fit": fit.musts - fit.waiting_musts}
        fits = fit.ground_fits and (fit.musts > fit.waiting_musts or not fit.musts)
        how = (
            "tight"
            if cut.value < TIGHT
            else "ground"
            if not fits
            else "priority"
            if not fit.waiting_musts
            else "both"
            if names
            else "musts"
        )
        claims.append(figure_claim(draft, cut, draft.say(CUTS[how], value="{value}", **slots)))
    elif cut is not None and not fit.is_thin and plan.deadline_weeks is not None and not plan.engineers_assumed:
        said.append(draft.say("plan.fits_date", weeks=show_number(round_weeks(plan.deadline_weeks))))
    if fit.budget and not fit.is_thin:
        said.append(draft.say(BUDGETS[fit.budget]))
    if said:
        text = sentence(upper_first(join_words(said)))
        claims.append(draft.based(text, "plan: work, date and budget", fields=(FIRST_RELEASE, "budget.total")))
    why = why_thin(draft)
    if why:
        claims.append(draft.based(draft.say("plan.thin", why=upper_first(why)), "plan: what was counted", fields=THIN_FIELDS))
    return claims


def why_thin(draft: Draft) -> str:
    """Why the count of the work can only be a part of it; "" where it may be all."""
    sizing = draft.inputs.sizing
    if sizing is None or not sizing.fit.is_thin:
        return ""
    times = show_number(round(sizing.fit.times)) if sizing.fit.times else ""
    said = [draft.say("plan.thin_budget", times=times)] if times else []
    said += [draft.say("plan.thin_size")] if sizing.fit.is_large else []
    return join_words([*said, *([draft.say("plan.thin_assumed")] if sizing.fit.is_assumed else [])])


def _work(draft: Draft) -> list[BlockType]:
    """The work items with their three-point estimates."""
    sizing = draft.inputs.sizing
    if sizing is None or not sizing.plan.items:
        return []
    rows: list[tuple[Cell, ...]] = []
    for item in sizing.plan.items[:MOST_WORK]:
        title = upper_first(shorten(item.title, 90))
        trace = f"estimate {item.estimate}" + (f" × {show_number(item.factor)}" if item.factor != 1 else "")
        fields = ("cap.features",) if item.kind == "feature" and draft.has("cap.features") else ()
        guessed = ", a usual share of work that nobody named" if item.is_assumed else ""
        claim = draft.ledger.judged(title, trace + guessed, fields=fields)
        numbers = [show_number(round(weeks, 1)) for weeks in (item.optimistic, item.likely, item.pessimistic)]
        rows.append((item.id, (claim,), item.milestone, item.priority, *numbers))
    if len(sizing.plan.items) > MOST_WORK:
        rest = sizing.plan.items[MOST_WORK:]
        totals = [
            show_number(round(sum(getattr(item, name) for item in rest), 1)) for name in ("optimistic", "likely", "pessimistic")
        ]
        text = draft.say("plan.more_work", count=counted(len(rest), "item"))
        claim = draft.ledger.figured(upper_first(text), "COUNT", {"of": "work items", "result": len(rest)})
        rows.append(("", (claim,), "", "", *totals))
    header = ("No.", "Work item", "In", "Priority", "Best", "Likely", "Worst")
    return [table(draft.say("plan.work"), header, rows, (0.6, 4, 0.6, 0.9, 0.7, 0.7, 0.7))]


def _milestones(draft: Draft, spans: list[Span]) -> BlockType:
    rows: list[tuple[Cell, ...]] = []
    for span in spans:
        accept = tuple(
            draft.ledger.known(text, draft.knowledge.milestones.entry, "table/milestones", trace=span.row.id)
            for text in accepted(draft, span.row)
        )
        accept += _waits(draft, span)
        window = f"{show_date(span.start.isoformat())} to {show_date(span.end.isoformat())}"
        rows.append((f"{span.row.id} {span.row.name}", window, upper_first(span.row.goal), accept))
    header = ("Milestone", "When", "Goal", "Accepted when")
    return table(draft.say("plan.milestones"), header, rows, (1.6, 1.5, 1.7, 4))


def _waits(draft: Draft, span: Span) -> tuple[Claim, ...]:
    """That nothing goes live in the periods which lie in a milestone or right beside its end."""
    periods = closed_in(draft, span)
    if not periods:
        return ()
    shown = join_words([f"{show_date(one.start.isoformat())} to {show_date(one.end.isoformat())}" for one in periods])
    return (draft.ledger.said(CLOSED, draft.say("plan.closed", periods=shown)),)


def _unset(draft: Draft) -> list[Claim]:
    """Seasons in which nothing may change and of which nobody said from which day to which."""
    windows = draft.inputs.brief.value(WINDOWS) or []
    named = [one for one in windows if isinstance(one, Mapping) and one.get("kind") == "freeze" and one.get("name")]
    if not named or draft.has(CLOSED):
        return []
    said = "; ".join(f"“{shorten(str(one['name']), MOST_NAME)}”" for one in named[:2])
    return [draft.ledger.said(WINDOWS, draft.say("plan.closed_unset", said=said), of=lambda one: one in named)]


def _days_set(draft: Draft) -> list[BlockType]:
    """The days ahead that documents and answers set beside the first release, each in the words of its source."""
    brief = draft.inputs.brief
    released = (start_date(draft) + timedelta(weeks=first_release_weeks(draft))).isoformat()
    said = str(brief.value("time.first_release", ""))
    days: dict[tuple[str, str], list[Constraint]] = {}
    for one in sorted(brief.constraints, key=lambda one: (_day_of(one), not one.hard)):
        day = _day_of(one)
        if one.state != "rejected" and day > brief.as_of and day != said:
            days.setdefault((day, _what_ends(one) or one.subject), []).append(one)
    rows: list[tuple[Cell, ...]] = []
    for (day, _), same in list(days.items())[:MOST_DATES]:
        ends = _what_ends(same[0])
        if ends:
            text = draft.say(ends, system=join_names(dict.fromkeys(one.subject for one in same)))
        else:
            text = sentence(shorten(readable(same[0].text), 160))
        together = same[0].model_copy(update={"provenance": tuple(one.provenance[0] for one in same if one.provenance)})
        claim = constraint_claim(draft, together if ends else same[0], text, [])
        place = draft.say("plan.dates_before") if day <= released else draft.say("plan.dates_after")
        rows.append((show_date(day), (claim,), place))
    if not rows:
        return []
    return [table(draft.say("plan.dates"), ("Day", "What it is", "It comes"), rows, (1.4, 5, 1.5))]


def _day_of(constraint: Constraint) -> str:
    """The day that a constraint names; "" when it names none."""
    day = str(constraint.value if constraint.kind in DATED else constraint.slots.get("date") or "")
    return day if is_date(day) else ""


def _what_ends(constraint: Constraint) -> str:
    """The phrase for a contract or a vendor's support that ends for a system; "" for any other day."""
    if constraint.kind != CONTRACT or not constraint.subject:
        return ""
    return "plan.dates_support" if constraint.slots.get("what") == "support" else "plan.dates_contract"


def _bars(draft: Draft, spans: list[Span]) -> list[Bar]:
    bars = [
        Bar(draft.say("plan.build"), f"{span.row.id} {span.row.name}", span.start.isoformat(), span.end.isoformat())
        for span in spans
    ]
    first, last = bars[0].start, max(bar.end for bar in bars)
    marks = [
        Bar(draft.say("plan.marks"), draft.say("plan.freeze"), start, end, "crit") for start, end in frozen(draft, first, last)
    ]
    marks += _dates(draft, first)
    return bars + marks[:MOST_MARKS]


def _dates(draft: Draft, first: str) -> list[Bar]:
    marks = []
    limit = f"{int(first[:4]) + 3}{first[4:]}"
    for system in kept_systems(draft.inputs.brief):
        for day, phrase in ((system.contract_end, "plan.contract"), (system.support_end, "plan.support")):
            if is_date(day) and first < day < limit:
                marks.append(
                    Bar(draft.say("plan.marks"), draft.say(phrase, system=shorten(system.name, 24)), day, day, "milestone")
                )
    return sorted(marks, key=lambda bar: (bar.start, bar.name))


def compose_release(draft: Draft) -> list[BlockType]:
    """Canary steps, flags and kill switches, rollback conditions, data forward and back."""
    release = draft.knowledge.release
    rows = [row for row in release.rows if row.when.holds(draft.values) is not False]
    cells: list[tuple[Cell, ...]] = []
    for kind, phrase in (
        ("step", "release.steps"),
        ("flag", "release.flags"),
        ("rollback", "release.rollback"),
        ("data", "release.data"),
    ):
        entry = release.data_entry if kind == "data" else release.entry
        for number, row in enumerate(row for row in rows if row.kind == kind):
            claim = draft.ledger.known(sentence(row.text), entry, "table/release", trace=row.id)
            cells.append((draft.say(phrase) if number == 0 else "", row.name, (claim,)))
    blocks: list[BlockType] = []
    if cells:
        blocks.append(table(draft.say("release.table"), ("Part", "What", "How"), cells, (1.2, 1.2, 5)))
    frozen = draft.inputs.brief.value("time.frozen_periods")
    if frozen:
        blocks.append(
            Paragraph(
                claims=(
                    draft.ledger.said(
                        "time.frozen_periods", draft.say("release.frozen", value=draft.shown("time.frozen_periods"))
                    ),
                )
            )
        )
    return blocks


def compose_decisions(draft: Draft) -> list[BlockType]:
    """The decisions that deserve a record, with reversibility and review trigger."""
    if not draft.inputs.decision.options:
        return []
    rows = [row for row in (_record(draft, record) for record in draft.knowledge.decision_records.records) if row is not None]
    return (
        [
            table(
                draft.say("decisions.table"),
                ("Record", "Decision", "Hard to undo", "Look again when"),
                rows,
                (1.1, 3.4, 0.9, 2.6),
            )
        ]
        if rows
        else []
    )


def _record(draft: Draft, record: RecordRow) -> tuple[Cell, ...] | None:
    decision = draft.inputs.decision
    option = decision.options[0]
    picks = [pick for pick in decision.picks if pick.name != NOT_NEEDED]
    pick = next((pick for pick in picks if pick.component.lower() == record.component), None)
    if (record.component and pick is None) or record.when.holds(draft.values) is not True:
        return None
    overlays = {overlay.code: overlay.name for overlay in decision.overlays}
    tier = recovery_tier(draft)
    title = record.title.format(
        style=style_of(draft, option),
        overlays=join_words([overlays[code] for code in option.overlays if code in overlays]),
        pick=pick.name if pick else "",
    )
    if record.id == "ADR-DR" and tier is not None:
        title = f"{title}: {tier.id}, {tier.form}"
    entry = draft.knowledge.decision_records.entry
    if pick is not None:
        ids, trace = pick.constraint_ids, f"rule {pick.rule}"
        claim = draft.based(sentence(title), trace, fields=pick.fields, constraint_ids=ids, entry=entry)
    else:
        claim = draft.ledger.judged(sentence(title), trace_of(draft, option), entries=(entry,))
    effort = {"S": "easy", "M": "some work", "L": "difficult"}[record.reversibility]
    return record.id, (claim,), effort, upper_first(record.review)
