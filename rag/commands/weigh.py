"""`decide`: the recommendation opened up; with options, weights and figures of the user's own are set or given back first."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rag.advise.scoring import points_lost
from rag.commands.output import emit, open_for
from rag.errors import UsageError
from rag.settings import Settings

SMALL = 0.05  # points that are not told


def run_decide(arguments: argparse.Namespace, settings: Settings) -> int:
    """What is recommended, why, what is ruled out, and what would change it."""
    figures = dict(_pair(text) for text in arguments.figure)
    weights = {name: _factor(name, text) for name, text in map(_pair, arguments.weight)}
    is_setting = bool(figures or weights or arguments.reset)
    if is_setting:
        arguments.command = "weigh"  # writes: takes the lock
    with open_for(arguments, settings) as application:
        consultation = application.consultation(settings.workspace)
        weighing = consultation.weighing
        changed = weighing.choose(weights, figures, arguments.reset, arguments.by) if is_setting else ""
        decision = consultation.decision()
        payload: dict[str, Any] = {
            "changed": changed,
            "label": decision.label,
            "margin": decision.margin,
            "ranking": [_score(one) for one in decision.ranking],
            "vetoed": [{**_score(one), "vetoes": [veto.model_dump() for veto in one.vetoes]} for one in decision.vetoed],
            "swings": [asdict(one) for one in weighing.swings()],
            "flips": [one.model_dump() for one in decision.flips],
            "weights": [{**asdict(one), "factor": one.factor} for one in weighing.weights()],
            "figures": [asdict(one) for one in weighing.figures()],
        }
        names = {one.style: one.name for one in (*decision.ranking, *decision.vetoed)}
        names |= {code: level.name for code, level in decision.demands.items()}
    return emit(arguments, payload, "\n".join(_told(payload, names, is_listing=arguments.list)))


def _score(score: Any) -> dict[str, Any]:
    return {"style": score.style, "name": score.name, "score": score.total, "lost": points_lost(score)}


def _told(payload: dict[str, Any], names: dict[str, str], *, is_listing: bool) -> Sequence[str]:
    if is_listing:
        return [*_weights(payload["weights"]), "", *_figures(payload["figures"])]
    lines = [payload["changed"], ""] if payload["changed"] else []
    for row in payload["ranking"]:
        lost = ", ".join(f"{names.get(name, name)} −{points:.1f}" for name, points in row["lost"].items() if points > SMALL)
        lines.append(f"{row['score']:6.1f}  {row['name']}  (100 less {lost or 'nothing'})")
    lines += ["", "Ruled out:"] if payload["vetoed"] else []
    lines += [f"  {row['name']}: {'; '.join(veto['reason'] for veto in row['vetoes'])}" for row in payload["vetoed"]]
    lines += ["", "It would change:"] if payload["flips"] else []
    lines += [f"  if {flip['condition']}: {names.get(flip['style'], 'no option is left')}" for flip in payload["flips"]]
    own = [line for line, row in zip(_weights(payload["weights"]), payload["weights"], strict=True) if row["own"]]
    own += [line for line, row in zip(_figures(payload["figures"]), payload["figures"], strict=True) if row["own"]]
    return [*lines, *(["", "Your own:", *own] if own else [])]


def _weights(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [f"  {row['id']:<16} {row['factor']:g} times ours  {', '.join(row['names'])}" for row in rows]


def _figures(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [f"  {row['id']:<16} {row['said'] or _ours(row)}  {row['label']}" for row in rows]


def _ours(row: dict[str, Any]) -> str:
    return f"{' to '.join(f'{value:,.10g}' for value in row['ours'])} {row['unit']} ({row['source']})"


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise UsageError(f"“{text}”: give a name and a value, like operations=2 or cpu=50ms. `decide --list` names all.")
    return name.strip(), value.strip()


def _factor(name: str, text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise UsageError(f"The weight of {name} is a number of times ours, like 2 or 0.5; “{text}” is none.") from error
