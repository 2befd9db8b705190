"""How far each input moves the lead, against the flips and against a new ranking."""

import pytest

from rag.advise.assessment import assess
from rag.advise.decide import decide
from rag.advise.scoring import points_lost, rank_situation
from rag.advise.sensitivity import with_level
from rag.advise.swings import Swing, find_swings
from rag.brief.brief import Brief
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from tests.advise.briefs import STARTUP, brief

BANKISH = {**STARTUP, "team.engineers": 60, "ops.cd": True, "ops.oncall": True, "ops.iac": True, "ops.skill_distributed": 4}
BRIEFS = [brief(), brief(STARTUP), brief(BANKISH)]


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def swings(given: Brief, knowledge: AdviseKnowledge) -> tuple[Swing, ...]:
    """The swings of a brief."""
    assessment = assess(given, knowledge)
    return find_swings(assessment.situation, assessment.placed, {}, knowledge)


@pytest.mark.parametrize("given", BRIEFS, ids=["empty", "start-up", "sixty engineers"])
def test_a_swing_is_what_a_new_ranking_gives(given: Brief, knowledge: AdviseKnowledge) -> None:
    """Each move names the style and the lead that ranking the changed situation from scratch gives."""
    situation = assess(given, knowledge).situation
    best = rank_situation(situation, knowledge).viable[0].style
    found = swings(given, knowledge)
    assert found
    for swing in found:
        for move in swing.moves:
            ranking = rank_situation(with_level(situation, swing.code, move.level), knowledge)
            assert move.style == (ranking.viable[0].style if ranking.viable else "")
            totals = {score.style: score.total for score in ranking.viable}
            rivals = [total for style, total in totals.items() if style != best]
            assert move.lead == (pytest.approx(totals[best] - max(rivals)) if best in totals and rivals else None)


@pytest.mark.parametrize("given", BRIEFS, ids=["empty", "start-up", "sixty engineers"])
def test_swings_and_flips_tell_the_same(given: Brief, knowledge: AdviseKnowledge) -> None:
    """An input is told as a flip exactly when one of its moves gives the lead to another style; those come first."""
    decision = decide(given, knowledge)
    best = decision.ranking[0].style
    found = swings(given, knowledge)
    losing = [swing.loses(best) for swing in found]
    assert {swing.code for swing in found if swing.loses(best)} == {flip.code for flip in decision.flips}
    assert losing == sorted(losing, reverse=True)


@pytest.mark.parametrize("given", BRIEFS, ids=["empty", "start-up", "sixty engineers"])
def test_points_lost_add_up_to_the_score(given: Brief, knowledge: AdviseKnowledge) -> None:
    """A hundred less every point lost is the score, for every style."""
    decision = decide(given, knowledge)
    for score in (*decision.ranking, *decision.vetoed):
        lost = points_lost(score)
        assert all(points >= 0 for points in lost.values())
        assert 100 - sum(lost.values()) == pytest.approx(score.total)
