"""What the recommendation hangs on: the engine beside simpler ones, and under noise, on the public cases (D.7)."""

import pytest

from benchmarks.robustness import (
    Case,
    accepted,
    baselines,
    constants,
    engine,
    noise_in_demands,
    noise_in_ratings,
    read_cases,
    without_attribute,
)
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge

DRAWS = 20


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """The public cases."""
    return read_cases("cases")


def test_simpler_engines_are_worse(knowledge: AdviseKnowledge, cases: list[Case]) -> None:
    """One answer for all, stars, vetoes and fit each fall short of the whole by what the reference model says."""
    assert baselines(knowledge, cases, read_cases("scenarios")) == {
        "always a modular monolith": (9, 15),
        "weighted sum": (6, 8),
        "weighted sum and vetoes": (13, 18),
        "fit alone": (15, 22),
        "groundplan": (19, 29),
    }


def test_no_constant_decides(knowledge: AdviseKnowledge, cases: list[Case]) -> None:
    """From three quarters to one and a half of each nothing changes; without one at most two cases are lost."""
    for by_factor in constants(knowledge, cases).values():
        assert by_factor[0.75] == by_factor[1.5] == 19
        assert by_factor[0.0] >= 17


def test_no_attribute_decides(knowledge: AdviseKnowledge, cases: list[Case]) -> None:
    """Any one attribute may be left out."""
    found = without_attribute(knowledge, cases)
    assert (min(found.values()), max(found.values())) == (17, 20)


def test_noise_costs_one_case_of_twenty(knowledge: AdviseKnowledge, cases: list[Case]) -> None:
    """A level more or less on 15 % of the ratings or the demands: about 18 of 20 on average, never under 14."""
    for draws in (noise_in_ratings(knowledge, cases, DRAWS), noise_in_demands(knowledge, cases, DRAWS)):
        assert len(draws) == DRAWS
        assert 17 <= sum(draws) / DRAWS <= 19
        assert min(draws) >= 14
        assert len(set(draws)) > 1  # it is noise: the draws differ
    assert accepted(cases, engine(knowledge)) == 19
