"""What the recommendation hangs on, over public cases: simpler engines, noise, constants and attributes left out.

The 20 public cases and 10 scenarios of the reference model, each with the styles that history or its authors accept. A score is
the number of cases whose first style is accepted. Noise moves 15 % of the cells by one level, up or down, 200 times.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rag.advise.scoring import Incumbent, Situation, condition_values, leader, rank_situation, rate
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from rag.knowledge.styles import ATTRIBUTES, Style

CASES = Path(__file__).resolve().parents[1] / "tests" / "golden" / "advisor-golden-scores.json"
CONSTANTS = ("burden_factor", "premium_points", "switch_points", "tax_points")
FACTORS = (0.0, 0.75, 1.5)
SHARE, DRAWS, SEED = 0.15, 200, 7
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Case:
    """A situation, and the styles that are right for it."""

    situation: Situation
    accept: frozenset[str]


Pick = Callable[[Situation], str]  # the style that an engine puts first; "" for none


def read_cases(kind: str) -> list[Case]:
    """`cases` or `scenarios` of the golden file."""
    found = []
    for row in json.loads(CASES.read_text(encoding="utf-8"))[kind]:
        given = row.get("incumbent") or row.get("input", {}).get("incumbent")
        context = row.get("ctx") or row.get("input", {}).get("ctx", {})
        incumbent = Incumbent(given["style"], given["size"], given["forced"]) if given else None
        found.append(Case(Situation(row["D"], row["C"], context, incumbent), frozenset(row["accept"])))
    return found


def accepted(cases: Iterable[Case], pick: Pick) -> int:
    """Cases whose first style is right."""
    return sum(pick(case.situation) in case.accept for case in cases)


def engine(knowledge: AdviseKnowledge) -> Pick:
    """The product's own."""
    return lambda situation: leader(situation, knowledge)[0]


def weighted_sum(knowledge: AdviseKnowledge, *, with_vetoes: bool) -> Pick:
    """The usual table of stars: each rating times the demand, added up."""

    def pick(situation: Situation) -> str:
        out = {one.style for one in rank_situation(situation, knowledge).vetoed} if with_vetoes else set()
        values = condition_values(situation, knowledge)
        sums = [
            (-_stars(style, values, situation.demands), number, style.code)
            for number, style in enumerate(knowledge.styles.styles)
            if style.code not in out
        ]
        return min(sums)[2] if sums else ""

    return pick


def _stars(style: Style, values: Mapping[str, Any], demands: Mapping[str, int]) -> int:
    ratings = rate(style, values, ()).ratings
    return sum(demands[attribute] * ratings[attribute] for attribute in ATTRIBUTES)


def fit_alone(knowledge: AdviseKnowledge) -> Pick:
    """Fit and vetoes, without what a style costs those who run it."""

    def pick(situation: Situation) -> str:
        order = {style.code: number for number, style in enumerate(knowledge.styles.styles)}
        viable = rank_situation(situation, knowledge).viable
        return min(viable, key=lambda one: (-one.fit, order[one.style])).style if viable else ""

    return pick


def baselines(knowledge: AdviseKnowledge, cases: Sequence[Case], scenarios: Sequence[Case]) -> dict[str, tuple[int, int]]:
    """Engine → accepted of the public cases, and of all with the scenarios."""
    picks: dict[str, Pick] = {
        "always a modular monolith": lambda _situation: "MM",
        "weighted sum": weighted_sum(knowledge, with_vetoes=False),
        "weighted sum and vetoes": weighted_sum(knowledge, with_vetoes=True),
        "fit alone": fit_alone(knowledge),
        "groundplan": engine(knowledge),
    }
    return {name: (accepted(cases, pick), accepted([*cases, *scenarios], pick)) for name, pick in picks.items()}


def constants(knowledge: AdviseKnowledge, cases: Sequence[Case]) -> dict[str, dict[float, int]]:
    """Constant → factor on it → accepted."""
    found: dict[str, dict[float, int]] = {}
    for name in CONSTANTS:
        for factor in FACTORS:
            weights = knowledge.weights.model_copy(update={name: factor * getattr(knowledge.weights, name)})
            found.setdefault(name, {})[factor] = accepted(cases, engine(replace(knowledge, weights=weights)))
    return found


def without_attribute(knowledge: AdviseKnowledge, cases: Sequence[Case]) -> dict[str, int]:
    """Attribute that counts nothing → accepted."""
    pick = engine(knowledge)
    return {
        attribute: accepted(
            [replace(case, situation=replace(case.situation, weights={attribute: 0.0})) for case in cases], pick
        )
        for attribute in ATTRIBUTES
    }


def noise_in_ratings(knowledge: AdviseKnowledge, cases: Sequence[Case], draws: int = DRAWS) -> list[int]:
    """Accepted, once for each draw of other ratings of the styles."""
    chance, found = random.Random(SEED), []  # noqa: S311 - noise, no secret
    for _ in range(draws):
        styles = tuple(style.model_copy(update={"ratings": _moved(style.ratings, chance)}) for style in knowledge.styles.styles)
        other = replace(knowledge, styles=knowledge.styles.model_copy(update={"styles": styles}))
        found.append(accepted(cases, engine(other)))
    return found


def noise_in_demands(knowledge: AdviseKnowledge, cases: Sequence[Case], draws: int = DRAWS) -> list[int]:
    """Accepted, once for each draw of other demands of the cases."""
    chance, pick, found = random.Random(SEED), engine(knowledge), []  # noqa: S311
    for _ in range(draws):
        moved = [
            replace(case, situation=replace(case.situation, demands=_moved(case.situation.demands, chance))) for case in cases
        ]
        found.append(accepted(moved, pick))
    return found


def _moved(levels: Mapping[str, int], chance: random.Random) -> dict[str, int]:
    return {
        name: max(LOWEST, min(HIGHEST, level + chance.choice((-1, 1)))) if chance.random() < SHARE else level
        for name, level in levels.items()
    }


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS)
    given = parser.parse_args()
    knowledge, cases, scenarios = load_advise_knowledge(), read_cases("cases"), read_cases("scenarios")
    for name, (public, everything) in baselines(knowledge, cases, scenarios).items():
        print(f"{name}: {public} of {len(cases)}, {everything} of {len(cases) + len(scenarios)}")
    for name, by_factor in constants(knowledge, cases).items():
        print(f"{name}: " + ", ".join(f"× {factor:g} → {count}" for factor, count in by_factor.items()))
    dropped = without_attribute(knowledge, cases)
    print(f"without one attribute: {min(dropped.values())} to {max(dropped.values())} ({dropped})")
    for name, draws in (
        ("ratings", noise_in_ratings(knowledge, cases, given.draws)),
        ("demands", noise_in_demands(knowledge, cases, given.draws)),
    ):
        print(f"one level on {SHARE:.0%} of the {name}: mean {sum(draws) / len(draws):.1f}, least {min(draws)} of {len(cases)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
