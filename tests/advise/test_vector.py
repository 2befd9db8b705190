"""The decision in short, as the interview compares it."""

from typing import Any

import pytest

from rag.advise.decide import decide
from rag.advise.vector import decision_vector
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from rag.knowledge.questions import load_questions
from tests.advise.briefs import STARTUP, brief


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def test_it_has_every_component_that_the_interview_weighs(knowledge: AdviseKnowledge) -> None:
    """The names are those of the question bank's weights."""
    assert set(decision_vector(brief(), knowledge)) == set(load_questions().rules.weights)


@pytest.mark.parametrize(
    ("values", "component"),
    [
        ({"data.residency": {"rule": "eu"}}, "hosting"),
        ({"rel.rto": 300}, "dr"),
        ({"rel.slo": 99.99}, "dr"),
        ({"rel.safety_critical": True}, "assurance"),
        ({"data.classes": ["health"]}, "assurance"),
        ({"data.consistency_kind": ["ledger"]}, "consistency"),
        ({"scale.peak_factor": 30}, "elasticity"),
        ({"team.engineers": 0}, "style"),
        ({"team.engineers": 60}, "team"),
        ({"team.skills": ["Java"]}, "language"),
        ({"ten.model": "silo"}, "tenancy"),
        ({"users.segments": [{"kind": "b2c"}]}, "identity"),
        ({"rpt.freshness": 5}, "analytics"),
        ({"cap.client": ["native_ios"]}, "client"),
        ({"time.first_release": 6}, "plan"),
        ({"users.concurrent_peak": 15000}, "cost"),
        ({"org.country": ["DE"], "org.industry": "bank"}, "assurance"),
        ({"legacy.incumbent": {"style": "LY", "size": 0.5, "forced": False}}, "integration"),
        ({"cap.edge": True}, "overlays"),
        ({"stack.mandated": ["Oracle Database"]}, "db"),
    ],
)
def test_an_answer_that_matters_shows(values: dict[str, Any], component: str, knowledge: AdviseKnowledge) -> None:
    """Each component reacts to the answer that ought to change it."""
    assert decision_vector(brief(values), knowledge)[component] != decision_vector(brief(), knowledge)[component]


@pytest.mark.parametrize("values", [{}, STARTUP, {"team.engineers": 0}, {**STARTUP, "team.engineers": 60}])
def test_it_agrees_with_the_decision(values: dict[str, Any], knowledge: AdviseKnowledge) -> None:
    """Style and overlays are those of the full decision."""
    vector, decision = decision_vector(brief(values), knowledge), decide(brief(values), knowledge)
    option = decision.recommended
    assert vector["style"] == (option.style if option else "none")
    compared = [code for code in option.overlays if code not in knowledge.decisions.passed_over] if option else []
    assert vector["overlays"] == (", ".join(compared) or "none")


def test_an_answer_that_changes_nothing_known_changes_nothing(knowledge: AdviseKnowledge) -> None:
    """That a partner helps an unknown team says nothing against the team that is assumed."""
    assert decision_vector(brief({"team.partner": {"role": "build"}}), knowledge) == decision_vector(brief(), knowledge)


def test_teams_that_wait_ask_for_independent_releases(knowledge: AdviseKnowledge) -> None:
    """One level more where several teams wait for each other, one less where they work as one, none for a single team."""

    def level(engineers: int, teams: str) -> int:
        values = {"team.engineers": {"day1": engineers, "m24": engineers}, "team.dependency": teams}
        return decide(brief(values), knowledge).demands["DEP"].value

    usual = level(60, "some")
    assert level(60, "independent") == usual
    assert level(60, "waiting") == usual + 1
    assert level(60, "one") == usual - 1
    assert level(6, "waiting") == level(6, "some")
