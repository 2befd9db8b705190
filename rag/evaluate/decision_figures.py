"""Outcomes of scenarios → figures and faults, also in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rag.evaluate.decisions import Outcome
from rag.knowledge.lint import LintTable
from rag.knowledge.tables import read_table
from rag.propose.reading import reading_of

MOST_ROUNDS, MOST_QUESTIONS, MOST_SECONDS = 4, 25, 20.0  # bars


def figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """All scenarios, each by itself, and the number of faults."""
    scenarios = {one.scenario.content.set: _figures(one) for one in outcomes}
    rows = list(scenarios.values())
    return {
        "scenarios": len(rows),
        "accepted": sum(row["accepted"] for row in rows),
        "core_in_time": sum(row["core_after"] is not None and row["core_after"] <= MOST_ROUNDS for row in rows),
        "done_in_time": sum(row["done"] and row["rounds"] <= MOST_ROUNDS for row in rows),
        "questions": sum(row["questions"] for row in rows),
        "needless": sum(len(row["needless"]) for row in rows),
        "hinted": sum(len(row["hinted"]) for row in rows),
        "musts": sum(row["musts"] for row in rows),
        "missed": sum(len(row["missed"]) for row in rows),
        "must_nots": sum(row["must_nots"] for row in rows),
        "hit": sum(len(row["hit"]) for row in rows),
        "plants": sum(row["plants"] for row in rows),
        "unquoted": sum(len(row["unquoted"]) for row in rows),
        "hard_constraints": sum(row["hard_constraints"] for row in rows),
        "uncovered": sum(row["uncovered"] for row in rows),
        "lint": sum(len(row["lint"]) for row in rows),
        "slowest_draft": max((row["seconds"] for row in rows), default=0.0),
        "reading_ease": min((row["reading_ease"] for row in rows), default=0.0),
        "long_sentences": sum(row["long_sentences"] for row in rows),
        "faults": sum(len(row["faults"]) for row in rows),
        "sets": scenarios,
    }


def _figures(one: Outcome) -> dict[str, Any]:
    content, proposal = one.scenario.content, one.proposal
    decision = proposal.decision if proposal else None
    wanted = {style.partition(":")[0] for style in content.options}
    offered = [option.style for option in decision.options] if decision else []
    hard = [row for row in proposal.coverage if row.hard] if proposal else []
    reading = reading_of(proposal, _longest()) if proposal else None
    return {
        "held_out": content.held_out,
        "style": one.style,
        "accepted": one.style in content.accept,
        "margin": decision.margin if decision else None,
        "options": offered,
        "options_as_expected": not wanted or wanted <= {style.partition(":")[0] for style in offered},
        "rounds": one.rounds,
        "core_after": one.core_after,
        "done": one.is_done,
        "questions": len(one.asked),
        "unanswered": [one.question.id for one in one.asked if not one.answer],
        "not_understood": [f"{one.question.id}: {one.answer}" for one in one.asked if one.answer and not one.is_understood],
        "needless": [f"{one.question.id} ({one.stands_in})" for one in one.needless],
        "hinted": [asked.question.id for asked in one.asked if asked.is_hinted],
        "musts": len(content.must),
        "missed": one.missed,
        "must_nots": len(content.must_not),
        "hit": one.hit,
        "plants": len(content.plants),
        "unquoted": one.unquoted,
        "hard_constraints": len(hard),
        "uncovered": one.uncovered,
        "violated": [row.text for row in hard if row.status == "violated"],
        "lint": [f"{finding.rule}: {finding.text}" for finding in proposal.lint] if proposal else [],
        "status": proposal.status if proposal else "",
        "reading_ease": reading.ease if reading else 0.0,
        "long_sentences": len(reading.long) if reading else 0,
        "seconds": round(one.seconds, 2),
        "seconds_in_all": round(one.seconds_in_all, 2),
        "faults": list(_faults(one)),
    }


def _longest() -> int:
    """Words from which a sentence counts as long."""
    return read_table("lint", LintTable).longest_sentence


def _faults(one: Outcome) -> Iterator[str]:
    """Where a scenario falls short of the bars."""
    content = one.scenario.content
    if one.style not in content.accept:
        yield f"recommends {one.style or 'nothing'}, not {' or '.join(content.accept)}"
    if not one.is_done or one.rounds > MOST_ROUNDS:
        yield f"the interview is {'done' if one.is_done else 'not done'} after {one.rounds} rounds"
    if len(one.asked) > MOST_QUESTIONS:
        yield f"asks {len(one.asked)} questions"
    if one.core_after is None or one.core_after > MOST_ROUNDS:
        yield "the core of the Brief stays incomplete" if one.core_after is None else f"the core takes {one.core_after} rounds"
    yield from (f"asks {asked.question.id}, though documents say {asked.stands_in}" for asked in one.needless)
    yield from (f"misses: {name}" for name in one.missed)
    yield from (f"must not: {name}" for name in one.hit)
    yield from (f"does not quote: {quote}" for quote in one.unquoted)
    if one.uncovered:
        yield f"{one.uncovered} hard constraints are not answered"
    if one.proposal and one.proposal.lint:
        yield f"{len(one.proposal.lint)} lint findings"
    if one.seconds > MOST_SECONDS:
        yield f"drafting takes {one.seconds:.0f} s"


def in_words(found: Mapping[str, Any]) -> str:
    """The figures for people: the whole, then each scenario with its faults."""
    lines = [
        f"scenarios: {found['scenarios']}; style accepted {found['accepted']}; core complete in {MOST_ROUNDS} rounds "
        f"{found['core_in_time']}, interview done {found['done_in_time']}",
        f"questions: {found['questions']}, of which {found['needless']} whose answer stands in a document, and of "
        f"{found['hinted']} more a document speaks with little confidence",
        f"musts met {found['musts'] - found['missed']} of {found['musts']}; must-nots hit {found['hit']} of "
        f"{found['must_nots']}; planted sentences quoted {found['plants'] - found['unquoted']} of {found['plants']}",
        f"hard constraints answered {found['hard_constraints'] - found['uncovered']} of {found['hard_constraints']}; lint "
        f"{found['lint']}; slowest draft {found['slowest_draft']} s; faults {found['faults']}",
        f"reading ease of the hardest proposal {found['reading_ease']}; sentences of more than {_longest()} words "
        f"{found['long_sentences']}",
    ]
    if said := found.get("answers"):
        lines.append(
            f"messy answers: {said['right']} of {said['answers']} read right, {said['invented']} with an invented value"
        )
        lines += [f"  {one['question']}: {one['text']!r} read as {one['read']}" for one in said["wrong"]]
    for split, own in found.get("answers_in_passing", {}).items():
        shown = f"{own['right']} of {own['answers']} read right, {own['invented']} with an invented value"
        lines.append(f"answers in passing ({split}): {shown}")
    for name, row in found["sets"].items():
        margin = "" if row["margin"] is None else f" by {row['margin']:.1f}"
        lines.append(
            f"{name}{' (held out)' if row['held_out'] else ''}: {row['style'] or 'nothing'}{margin}, options "
            f"{' '.join(row['options'])}; {row['rounds']} rounds, core after {row['core_after']}, "
            f"{row['questions']} questions, {row['status']}, draft {row['seconds']} s"
        )
        lines += [f"  {fault}" for fault in row["faults"]]
        lines += [f"  nothing made of {said}" for said in row["not_understood"]]
    return "\n".join(lines)
