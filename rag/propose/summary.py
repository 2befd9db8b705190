"""Summary and key decisions, method and limits: what is read first, and what a sceptic reads last."""

from collections.abc import Mapping

from rag.advise.wording import join_words
from rag.brief.brief import System
from rag.brief.growth import growth_of
from rag.propose.actions import next_steps
from rag.propose.architecture import INTEGRATION, component_name, pick_claim
from rag.propose.assumptions import GROWTH, growth_fields
from rag.propose.capacity import cost_claim, figure_claim
from rag.propose.compliance import is_only_mentioned, regime_name
from rag.propose.coverage import count_states
from rag.propose.draft import Cell, Draft, table
from rag.propose.feasibility import finding_claim
from rag.propose.options import name_of, only_left, style_of, the_style, trace_of
from rag.propose.plan import why_thin
from rag.propose.proposal import BlockType, BulletList, Claim, Paragraph
from rag.propose.situation import NOT_NEEDED, kept_systems, weighty
from rag.propose.slo import more_than_one, recovery_tier, resolves
from rag.propose.wording import counted, lower_first, sentence, upper_first

MOST_DECISIONS = 8
MOST_DANGERS = 3
MOST_CAUSES = 2  # of one danger; the register holds all
BY_RISK = {"X09", "X15"}  # collisions that the risk register already names: contracts and support that end
FIRST_COMPONENTS = (
    "hosting",
    "database",
    "backend",
    "integration",
    "identity",
    "web",
    "queue",
    "workflow",
    "analytics",
    "tenancy",
)


def compose_summary(draft: Draft) -> list[BlockType]:
    """One paragraph, the key decisions, the gravest risks, what is asked of the reader."""
    blocks: list[BlockType] = [Paragraph(claims=tuple(_paragraph(draft)))]
    decisions = key_decisions(draft)
    if decisions:
        blocks.append(table(draft.say("summary.decisions"), ("Decision", "Because", "Confidence"), decisions, (2.6, 4.4, 1)))
    dangers = _dangers(draft)
    if dangers:
        blocks += [_label(draft, "summary.risks"), BulletList(items=tuple(dangers))]
    asked = _asked(draft)
    if asked:
        blocks += [_label(draft, "summary.asked"), BulletList(items=tuple((claim,) for claim in asked))]
    steps = next_steps(draft)
    if steps:
        blocks += [_label(draft, "summary.steps"), BulletList(items=tuple((claim,) for claim in steps))]
    blocks.append(Paragraph(claims=tuple(_read(draft))))
    return blocks


def _dangers(draft: Draft) -> list[tuple[Claim, ...]]:
    """Up to two computed collisions, then the gravest risks."""
    findings = draft.inputs.sizing.findings if draft.inputs.sizing is not None else ()
    chosen = [finding for finding in findings if finding.rule not in BY_RISK and not resolves(draft, finding.rule)][:2]
    items: list[tuple[Claim, ...]] = [
        (
            draft.ledger.again(finding_claim(draft, finding)),
            draft.ledger.known(sentence(finding.remedy), "table/feasibility", trace=finding.rule),
        )
        for finding in chosen
    ]
    items += [
        (
            *(draft.ledger.again(claim) for claim in risk.claims[:MOST_CAUSES]),
            draft.ledger.known(sentence(risk.row.mitigation), risk.row.entry, "table/risks", trace=risk.row.id),
        )
        for risk in draft.risks[: MOST_DANGERS - len(items)]
    ]
    return items


def _label(draft: Draft, phrase: str) -> Paragraph:
    return Paragraph(claims=(draft.ledger.judged(draft.say(phrase), "order of the risk register and of the open points"),))


def _paragraph(draft: Draft) -> list[Claim]:
    decision = draft.inputs.decision
    claims: list[Claim] = []
    if decision.options:
        option = decision.options[0]
        phrase = "summary.recommend" if draft.is_named else "summary.recommend_unnamed"
        text = draft.say(phrase, option=style_of(draft, option))
        claims.append(draft.ledger.judged(text, trace_of(draft, option), entries=(option.entry,)))
    else:
        claims.append(draft.ledger.judged(draft.say("options.none"), "D: every style is vetoed"))
    if draft.has("objective.primary"):
        claims.append(draft.ledger.said("objective.primary", draft.say("summary.goal", goal=draft.goal)))
    named = _kept(draft)[:3]
    if named:
        sources = [source for system in named for source in system.provenance[:1]]
        text = draft.say("summary.keeps", systems=join_words([system.name for system in named]))
        claims.append(draft.ledger.cited(text, sources, fields=("legacy",)))
    hard = count_states(draft.coverage)["hard"]
    if hard["total"]:
        text = _hard_constraints(draft, hard)
        claims.append(draft.ledger.figured(text, "COVERAGE", {"kind": "hard", **hard, "result": hard["total"]}))
    claims += _when_and_what_cost(draft)
    if decision.options and decision.margin is not None and len(decision.ranking) > 1:
        text = draft.say(
            f"summary.{decision.label.replace('-', '_')}",
            second=the_style(decision.ranking[1].name),
            margin=f"{decision.margin:.1f}",
        )
        claims.append(draft.ledger.judged(text, f"D: margin {decision.margin:.2f}"))
    return claims


def _hard_constraints(draft: Draft, counts: Mapping[str, int]) -> str:
    """What became of the hard constraints, in a sentence."""
    met, planned = counts["satisfied"], counts["partly"]
    states = {"met": met, "planned": planned, "rest": counts["total"] - met - planned - counts["waived"]}
    parts = [(number, draft.say(f"summary.constraints_{state}")) for state, number in states.items() if number]
    if len(parts) == 1 and parts[0][0] == counts["total"]:
        return draft.say(
            f"summary.constraints_{'one' if counts['total'] == 1 else 'all'}", total=counts["total"], state=parts[0][1]
        )
    listed = join_words([f"{number} {'is' if number == 1 else 'are'} {text}" for number, text in parts])
    return draft.say("summary.constraints", total=counts["total"], states=listed)


def _when_and_what_cost(draft: Draft) -> list[Claim]:
    claims = []
    for path, phrase in (("budget.total", "summary.budget"), ("budget.monthly_run", "summary.run_budget")):
        if draft.has(path) and draft.inputs.brief.is_known(path):
            claims.append(draft.ledger.said(path, draft.say(phrase, value=draft.shown(path))))
    if draft.has("time.first_release") and draft.inputs.brief.is_known("time.first_release"):
        claims.append(
            draft.ledger.said("time.first_release", draft.say("summary.date", value=draft.shown("time.first_release")))
        )
    sizing = draft.inputs.sizing
    if sizing is not None and not sizing.is_yardstick and not sizing.load_is_assumed:
        cost = cost_claim(draft, "summary.cost")
        is_last = sizing.told is sizing.horizons[-1]  # else nothing is told that rests on a growth
        claims += [cost, *(_growth(draft) if is_last else [])] if cost is not None else []
    weeks = sizing.figure("weeks") if sizing is not None else None
    if weeks is not None and sizing is not None and not sizing.plan.engineers_assumed:
        why = why_thin(draft)
        text = draft.say("summary.weeks_thin", value="{value}", why=why) if why else draft.say("summary.weeks", value="{value}")
        claims.append(figure_claim(draft, weeks, text))
    return claims


def _growth(draft: Draft) -> list[Claim]:
    """That the load behind the cost is known for one point in time only."""
    sizing = draft.inputs.sizing
    peak = sizing.figure("peak_rps_m24") if sizing is not None else None
    behind = [field for field in growth_fields(draft.inputs) if peak is not None and field.path in peak.fields]
    text = draft.say("summary.growth", factor=f"{growth_of(behind[0]):.3g}") if behind else ""
    return [draft.ledger.assumed(text, GROWTH)] if text else []


def _kept(draft: Draft) -> list[System]:
    """Systems that stay and are named by a source, the weightiest first."""
    kept = [system for system in kept_systems(draft.inputs.brief) if system.disposition == "keep"]
    return weighty((s for s in kept if draft.ledger.evidence_of(s.provenance)), draft.inputs.brief)


def key_decisions(draft: Draft) -> list[tuple[Cell, ...]]:
    """Five to eight decisions: what, why with its source, how sure."""
    decision = draft.inputs.decision
    rows: list[tuple[Cell, ...]] = []
    if decision.options:
        option = decision.options[0]
        fields = tuple(dict.fromkeys(p for level in decision.demands.values() if level.value >= 3 for p in level.fields))
        strong = [
            level
            for level in sorted(decision.demands.values(), key=lambda x: -x.value)
            if level.value >= 3 and not level.is_assumed
        ][:2]
        why = join_words([f"{lower_first(level.name)} ({level.reason})" for level in strong])
        fits = draft.say("summary.style_fits", why=lower_first(option.best_if.rstrip(".")))
        phrase = draft.say("summary.style_because", why=why) if why else fits
        claim = (None if why else only_left(draft)) or draft.based(
            phrase, trace_of(draft, option), fields=fields, entry=option.entry
        )
        rows.append(
            (
                upper_first(name_of(draft, option).removeprefix("a ").removeprefix("an ")),
                (claim,),
                {"clear": "high", "leaning": "medium"}.get(decision.label, "low"),
            )
        )
    kept = _kept(draft)
    if kept:
        sources = [source for system in kept[:3] for source in system.provenance[:1]]
        phrase = "summary.keep_because" if len(kept) > 1 else "summary.keep_because_one"
        text = draft.say(phrase, systems=join_words([system.name for system in kept[:3]]))
        rows.append(
            (
                draft.say("summary.keep"),
                (draft.ledger.cited(text, sources, fields=("legacy",)),),
                "high" if any(s.disposition_hard for s in kept) else "medium",
            )
        )
    order = {name: number for number, name in enumerate(FIRST_COMPONENTS)}
    candidates = [p for p in decision.picks if not p.component.startswith(INTEGRATION) and p.name != NOT_NEEDED]
    picks = sorted(candidates, key=lambda p: (not p.constraint_ids, order.get(p.component.lower(), len(order))))
    service = _service_decisions(draft)
    known = [(pick, draft.confidence(pick.fields, pick.constraint_ids)) for pick in picks]
    sure = [(pick, how) for pick, how in known if how != "low"]  # what nothing of the company speaks for is no key decision
    for pick, how in (sure or known)[: min(5, MOST_DECISIONS - len(rows) - len(service))]:
        rows.append((f"{component_name(draft, pick)}: {pick.name}", (pick_claim(draft, pick),), how))
    return rows + service


def _service_decisions(draft: Draft) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    if draft.has("rel.slo") and not draft.values.get("alone"):
        words = more_than_one(draft)
        asked = "slo_asked_of" if words else "slo_asked" if draft.inputs.brief.is_known("rel.slo") else "slo_assumed"
        claims = [draft.ledger.said("rel.slo", draft.say(f"summary.{asked}", said=words))]
        sizing = draft.inputs.sizing
        allowed = sizing.figure("downtime_month") if sizing is not None else None
        if allowed is not None:
            claims.append(figure_claim(draft, allowed, draft.say("summary.slo_allows", value="{value}")))
        tier = recovery_tier(draft)
        what = (
            draft.say("summary.slo_tier", slo=draft.shown("rel.slo"), tier=tier.id)
            if tier
            else draft.say("summary.slo", slo=draft.shown("rel.slo"))
        )
        sure = draft.confidence(["rel.slo"])
        if sure == "high" and tier and not draft.inputs.brief.is_known("rel.rto"):
            sure = "medium"  # the tier rests on a default, what may fail does not
        rows.append((what, tuple(claims), sure))
    regimes = [o for o in draft.inputs.decision.obligations if o.result in ("in_scope", "likely") and not is_only_mentioned(o)]
    told = {o.regime for o in regimes if draft.ledger.evidence_of(draft.sources(o.fields, o.constraint_ids))}
    regimes.sort(key=lambda o: (o.result != "in_scope", o.regime not in told))  # a default of ours comes last
    if regimes:
        first = regimes[0]
        text = sentence(upper_first(first.reason))
        claim = draft.based(
            text,
            f"rule {first.rule}: {first.result}",
            fields=first.fields,
            constraint_ids=first.constraint_ids,
            entry=first.entry,
        )
        names = join_words(list(dict.fromkeys(regime_name(o.regime) for o in regimes))[:4])
        rows.append((draft.say("summary.regimes", regimes=names), (claim,), "high" if first.result == "in_scope" else "medium"))
    return rows


def _asked(draft: Draft) -> list[Claim]:
    claims: list[Claim] = []
    core = draft.inputs.brief.missing_core
    if core:
        text = draft.say("summary.answer_core", fields=", ".join(lower_first(draft.label(path)) for path in core[:5]))
        claims.append(draft.ledger.judged(text, f"brief: {', '.join(core)} unknown"))
    claims += [
        draft.ledger.judged(
            draft.say("summary.answer", question=question.text),
            f"question {question.id}, worth {question.value:.2f}",
            fields=question.fields,
        )
        for question in draft.inputs.questions[: 2 if core else 3]
    ]
    hard = count_states(draft.coverage)["hard"]
    if hard["open"] or hard["violated"]:
        text = draft.say("summary.settle", count=counted(hard["open"] + hard["violated"], "hard constraint"))
        claims.append(
            draft.ledger.figured(text, "COVERAGE", {"kind": "hard", **hard, "result": hard["open"] + hard["violated"]})
        )
    open_conflicts = sum(1 for conflict in draft.inputs.brief.conflicts if conflict.kind == "unresolved")
    if open_conflicts:
        text = draft.say("summary.conflicts", count=counted(open_conflicts, "contradiction"))
        claims.append(draft.ledger.figured(text, "COUNT", {"of": "unresolved contradictions", "result": open_conflicts}))
    return claims


def _read(draft: Draft) -> list[Claim]:
    documents = draft.inputs.documents
    if not documents:
        return [draft.ledger.judged(draft.say("summary.no_documents"), "record: no document in this workspace")]
    pages = sum(document.pages for document in documents)
    facts = len(draft.inputs.facts)
    has_answers = any(entry.citation is None for entry in draft.ledger.evidence.values())
    text = draft.say(
        "summary.read" if has_answers else "summary.read_alone",
        documents=counted(len(documents), "document"),
        pages=counted(pages, "page"),
        facts=counted(facts, "fact"),
    )
    return [
        draft.ledger.figured(
            text,
            "COUNT",
            {
                "of": "documents, pages and facts",
                "documents": len(documents),
                "pages": pages,
                "facts": facts,
                "result": len(documents),
            },
        )
    ]


def compose_method(draft: Draft) -> list[BlockType]:
    """How the proposal was made, and what it cannot know."""
    texts = draft.knowledge.phrases.phrases["method"]
    items = tuple((draft.ledger.known(draft.say(f"method.{name}"), "table/sections"),) for name in texts)
    return [BulletList(items=items)]
