"""Verdicts on facts → precision, recall, harm and the rules to look at, as figures and in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rag.evaluate.fact_set import INVENTED, PACKS
from rag.evaluate.facts import FALSE, MISSED, OPTIONAL, RIGHT, Judged, Outcome

STRICT_KINDS = ("rto", "rpo", "contract_end", "disposition", "constraint", "residency", "budget", "deadline")  # K08, K09 …
PAGE = 3000  # characters


def figures(outcomes: Sequence[Outcome], left_out: Iterable[str] = (), *, failures: bool = False) -> dict[str, Any]:
    """The figures of all sets, of invented ones and of packs, of each set, kind and rule; also all that went wrong."""
    by_origin = {origin: [one for one in outcomes if one.origin == origin] for origin in (INVENTED, PACKS)}
    facts = [fact for one in outcomes for fact in one.facts]
    found: dict[str, Any] = {
        **_figures(outcomes),
        "origins": {origin: _figures(own) for origin, own in by_origin.items() if own},
        "sets": {one.name: {**_shares(one.facts), "contradictions": _contradictions([one])} for one in outcomes},
        "rules": _rules(facts),
        "near": dict(Counter(one.near for one in facts if one.verdict == FALSE and one.near).most_common()),
        "left_out": [*left_out, *(said for one in outcomes for said in one.left_out)],
        "misplaced": [said for one in outcomes for said in one.misplaced],
    }
    if failures:
        found["failures"] = _failures(outcomes)
    return found


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    facts = [fact for one in outcomes for fact in one.facts]
    quotations, pages = sum(one.quotations for one in outcomes), sum(one.characters for one in outcomes) / PAGE
    misplaced, seconds = sum(len(one.misplaced) for one in outcomes), sum(one.seconds for one in outcomes)
    kinds = sorted({_kind(one) for one in facts})
    return {
        "documents": sum(one.documents for one in outcomes),
        **_shares(facts),
        "places_right": 1.0 if not misplaced else round(1 - misplaced / quotations, 4),
        "harm": _harm(facts),
        "strict_kinds": _shares([one for one in facts if _kind(one) in STRICT_KINDS]),
        "technology_with_version": _shares([one for outcome in outcomes for one in outcome.versions]),
        "contradictions": _contradictions(outcomes),
        "seconds_per_100_pages": round(100 * seconds / pages, 3) if pages else 0.0,
        "kinds": {kind: _shares([one for one in facts if _kind(one) == kind]) for kind in kinds},
    }


def _kind(one: Judged) -> str:
    if one.wanted is not None:
        return one.wanted.gold.kind
    return one.found.first.kind if one.found is not None else ""


def _shares(facts: Iterable[Judged]) -> dict[str, Any]:
    """Counts and shares; optional facts count in neither."""
    count = Counter(one.verdict for one in facts)
    right, false, missed = count[RIGHT], count[FALSE], count[MISSED]
    return {
        "annotated": right + missed,
        "right": right,
        "false": false,
        "missed": missed,
        "optional": count[OPTIONAL],
        **_of(right, right + false, right, right + missed),
    }


def _of(right: int, found: int, met: int, wanted: int) -> dict[str, float]:
    precision, recall = _share(right, found), _share(met, wanted)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _share(part: int, whole: int) -> float:
    """1 of nothing."""
    return part / whole if whole else 1.0


def _harm(facts: Iterable[Judged]) -> dict[str, Any]:
    """Hard constraints that nobody stated, among all hard constraints that were read."""
    hard = [one for one in facts if one.found is not None and one.found.first.kind == "constraint" and one.found.first.hard]
    false = sum(one.wanted is None or one.wanted.gold.hard is False for one in hard)
    return {"hard_constraints": len(hard), "false": false, "rate": round(false / len(hard), 4) if hard else 0.0}


def _contradictions(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    count = Counter(one.verdict for outcome in outcomes for one in outcome.contradictions)
    false, met, missed = count["false"] + count["trap"], count["found"], count["missed"]
    return {
        "annotated": met + missed,
        "found": met,
        "right": count["right"],
        "false": false,
        "traps": count["trap"],
        **_of(count["right"], count["right"] + false, met, met + missed),
    }


def _rules(facts: Iterable[Judged]) -> dict[str, dict[str, Any]]:
    """For each rule how much of what it read is false; those with the most false facts first."""
    count: dict[str, Counter[str]] = {}
    for one in facts:
        for rule in one.found.rules if one.found is not None else ():
            count.setdefault(rule, Counter())[one.verdict] += 1
    rows = {
        rule: {
            "found": own.total(),
            "false": own[FALSE],
            "precision": round(_share(own[RIGHT], own[RIGHT] + own[FALSE]), 4),
        }
        for rule, own in sorted(count.items())
    }
    return dict(sorted(rows.items(), key=lambda row: -int(row[1]["false"])))


def _failures(outcomes: Iterable[Outcome]) -> dict[str, list[dict[str, Any]]]:
    failures: dict[str, list[dict[str, Any]]] = {FALSE: [], MISSED: [], "harm": [], "contradictions": []}
    for outcome in outcomes:
        for one in outcome.facts:
            place = {"document": f"{outcome.name}/{one.document}", "kind": _kind(one), "near": one.near, "nearest": one.nearest}
            if one.verdict == FALSE and one.found is not None:
                fact = one.found.first
                read = {"value": fact.value, "time": str(fact.time), "hard": fact.hard, "rule": fact.rule}
                failures[FALSE].append({**place, **read, "quote": fact.citation.quote})
            elif one.verdict == MISSED and one.wanted is not None:
                gold = one.wanted.gold
                stated = {"value": gold.value, "time": gold.time, "is_placed": bool(one.wanted.quotation.spans)}
                failures[MISSED].append({**place, **stated, "quote": gold.quote})
            if _harm([one])["false"] and one.found is not None:
                fact = one.found.first
                failures["harm"].append({**place, "rule": fact.rule, "quote": fact.citation.quote})
        failures["contradictions"] += [
            {"set": outcome.name, "verdict": one.verdict, "about": one.about, "quotes": list(one.quotes)}
            for one in outcome.contradictions
            if one.verdict in ("missed", "false", "trap")
        ]
    return failures


def in_words(figures: Mapping[str, Any]) -> str:
    """The figures for people: the whole, its halves, sets, kinds and rules, and what went wrong when that is asked for."""
    lines = [
        *_summary("all", figures),
        *(line for origin, own in figures["origins"].items() for line in _summary(origin, own)),
        *(f"set {name}: {_set_said(own)}" for name, own in figures["sets"].items()),
        *(f"  {kind}: {_said(own)} ({own['right']} right, {own['false']} false)" for kind, own in figures["kinds"].items()),
        *(
            f"rule {rule}: {own['false']} of {own['found']} false, precision {own['precision']:.1%}"
            for rule, own in figures["rules"].items()
            if own["false"]
        ),
        *(f"false, but near: {why}: {count}" for why, count in figures["near"].items()),
        *(f"not in its place: {said}" for said in figures["misplaced"]),
        *(f"left out: {said}" for said in figures["left_out"]),
    ]
    failures = figures.get("failures", {})
    for name in (FALSE, MISSED):
        for one in failures.get(name, ()):
            by = f" by {one['rule']}" if name == FALSE else "" if one["is_placed"] else ", not in the text as read"
            near = ", ".join(filter(None, (one["nearest"], one["near"])))
            said = f"{one['kind']} {one['value'] or ''} {one['time']}".replace("  ", " ")
            lines.append(f"{name} {one['document']}: {said}{by}{f' ({near})' if near else ''}: {one['quote']!r}")
    lines += [f"harm {one['document']} by {one['rule']}: {one['quote']!r}" for one in failures.get("harm", ())]
    lines += [
        f"contradiction {one['verdict']} ({one['set']}): {one['about']}: {' | '.join(one['quotes'])}"
        for one in failures.get("contradictions", ())
    ]
    return "\n".join(lines)


def _summary(name: str, own: Mapping[str, Any]) -> list[str]:
    harm, pairs = own["harm"], own["contradictions"]
    return [
        f"{name}: documents: {own['documents']}, annotated facts: {own['annotated']}; {_said(own)}",
        f"  places right {own['places_right']:.1%}; harm {harm['rate']:.1%} of {harm['hard_constraints']} hard constraints",
        f"  strict kinds: {_said(own['strict_kinds'])}; technology with version: {_said(own['technology_with_version'])}",
        f"  contradictions: {pairs['annotated']} annotated; {_said(pairs)}; {pairs['traps']} traps",
        f"  {own['seconds_per_100_pages']} s per 100 pages",
    ]


def _set_said(own: Mapping[str, Any]) -> str:
    pairs = own["contradictions"]
    parts = [_said(own)] if own["annotated"] or own["false"] else []
    parts += [f"contradictions: {_said(pairs)}"] if pairs["annotated"] or pairs["false"] else []
    return "; ".join(parts) or "nothing annotated"


def _said(own: Mapping[str, Any]) -> str:
    return f"precision {own['precision']:.1%}, recall {own['recall']:.1%}, F1 {own['f1']:.1%}"
