"""From a Brief to a Decision."""

from typing import Any

import pytest

from rag.advise.decide import decide, derive_levels
from rag.advise.levels import HIGHEST
from rag.advise.sizing import size
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from tests.advise.briefs import STARTUP, brief, constraint


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def test_an_empty_brief_is_decided_on_assumptions(knowledge: AdviseKnowledge) -> None:
    """With nothing known every level is assumed, the usual default leads, and two runs give the same bytes."""
    decision = decide(brief(), knowledge)
    assert all(level.is_assumed for level in (*decision.demands.values(), *decision.capabilities.values()))
    assert decision.recommended is not None
    assert decision.recommended.style == "MM"
    assert decision.model_dump_json() == decide(brief(), knowledge).model_dump_json()


def test_levels_come_from_the_brief_with_reason_and_fields(knowledge: AdviseKnowledge) -> None:
    """The first scenario, said field by field, gives its reference levels, and each says why."""
    demands, capabilities = derive_levels(brief(STARTUP), knowledge)
    expected = {
        "SCA": 2,
        "ELA": 3,
        "LAT": 3,
        "AVA": 3,
        "ISO": 2,
        "CON": 2,
        "DEP": 2,
        "EVO": 4,
        "INT": 3,
        "AUD": 2,
        "STR": 2,
        "EXT": 2,
    }
    assert {code: demands[code].value for code in expected} == expected
    assert {code: level.value for code, level in capabilities.items()} == {
        "TEAM": 2,
        "OPS": 2,
        "SKILL": 2,
        "MONEY": 2,
        "TIME": 2,
    }
    assert demands["SCA"].reason == "40 requests per second at peak in 24 months"
    assert demands["SCA"].fields == ("scale.rps_peak",)
    assert not demands["SCA"].is_assumed
    assert "GDPR" in demands["AUD"].reason


def test_a_default_of_the_brief_counts_but_stays_assumed(knowledge: AdviseKnowledge) -> None:
    """A value that the brief assumed sets the level and leaves it marked as assumed."""
    demands, _ = derive_levels(brief(assumed={"rel.slo": 99.99}), knowledge)
    assert demands["AVA"].value == 5
    assert demands["AVA"].is_assumed


def test_what_is_said_beats_what_is_assumed(knowledge: AdviseKnowledge) -> None:
    """Of two fields that feed a reading, the one that somebody filled wins."""
    demands, _ = derive_levels(brief({"users.concurrent_peak": 5000}, assumed={"rel.slo": 99.5}), knowledge)
    assert demands["SCA"].value == 3  # 5,000 at once, 20.5 s per page of 3 requests: 732 per second
    assert not demands["SCA"].is_assumed


def test_nobody_to_build_leaves_only_a_product(knowledge: AdviseKnowledge) -> None:
    """Without engineers and without a partner only a fitting product is viable; a partner opens the others."""
    alone = decide(brief({"team.engineers": 0, "cap.saas_coverage": 0.9}), knowledge)
    assert [score.style for score in alone.ranking] == ["CS"]
    helped = decide(brief({"team.engineers": 0, "team.partner": {"role": "build"}}), knowledge)
    assert "MM" in [score.style for score in helped.ranking]


def test_who_buys_on_principle_and_has_nobody_is_told_to_buy(knowledge: AdviseKnowledge) -> None:
    """Which product it is, is still to be shown; a policy that is only assumed decides nothing."""
    nobody: dict[str, Any] = {"team.engineers": 0}
    assert decide(brief(nobody), knowledge).recommended is None
    bought = decide(brief({**nobody, "buy.policy": "buy_first"}), knowledge)
    assert bought.recommended is not None
    assert bought.recommended.style == "CS"


def test_nothing_viable_is_said_and_not_papered_over(knowledge: AdviseKnowledge) -> None:
    """Nobody to build and no product: no option, no margin, and every style says why."""
    decision = decide(brief({"team.engineers": 0}), knowledge)
    assert decision.options == ()
    assert decision.label == "none"
    assert decision.margin is None
    assert all(score.vetoes for score in decision.vetoed)


def test_hard_hosting_constraint_vetoes_with_its_id(knowledge: AdviseKnowledge) -> None:
    """A hard exclusion of the cloud takes serverless out and names the constraint; for part of the data it means hybrid."""
    everywhere = constraint("c-1", "hosting", "public cloud", modality="must_not")
    decision = decide(brief(STARTUP, constraints=(everywhere,)), knowledge)
    serverless = next(score for score in decision.vetoed if score.style == "SL")
    assert [(veto.rule, veto.constraint_ids) for veto in serverless.vetoes] == [("V3", ("c-1",))]
    partly = constraint("c-2", "hosting", "public_cloud", modality="must_not").model_copy(
        update={"text": "Public cloud is not permitted for patient records."}
    )
    assert decide(brief(STARTUP, constraints=(partly,)), knowledge).context["hosting"] == "hybrid"


def test_forbidden_technology_vetoes_the_style_that_depends_on_it(knowledge: AdviseKnowledge) -> None:
    """A hard constraint against serverless excludes that style by V14; the same wish as a preference does not."""
    ban = constraint("c-3", "preference", "forbidden", technology="AWS Lambda")
    vetoed = {score.style: score for score in decide(brief(STARTUP, constraints=(ban,)), knowledge).vetoed}
    assert [(veto.rule, veto.constraint_ids) for veto in vetoed["SL"].vetoes] == [("V14", ("c-3",))]
    wish = constraint("c-4", "preference", "avoided", modality="should_not", technology="AWS Lambda")
    assert "SL" in [score.style for score in decide(brief(STARTUP, constraints=(wish,)), knowledge).ranking]


def test_a_fixed_budget_below_the_low_estimate_vetoes(knowledge: AdviseKnowledge) -> None:
    """Only a budget that binds rules styles out, and a bought product is not priced by the deployment."""
    tight = {**STARTUP, "budget.monthly_run": 100, "cap.saas_coverage": 0.9}
    bound = decide(brief(tight, hard=("budget.monthly_run",)), knowledge)
    assert [score.style for score in bound.ranking] == ["CS"]
    assert "V15" in [veto.rule for score in bound.vetoed if score.style == "MM" for veto in score.vetoes]
    assert len(decide(brief(tight), knowledge).ranking) > 1


def test_a_limit_that_nothing_can_meet_chooses_nothing(knowledge: AdviseKnowledge) -> None:
    """A binding date within two weeks, or a budget no design meets, contradicts the rest: it is a finding, not a choice."""
    rushed = brief({**STARTUP, "time.first_release": "2026-12-05"}, hard=("time.first_release",))
    poor = brief({**STARTUP, "budget.monthly_run": 100}, hard=("budget.monthly_run",))
    for of, rule in ((rushed, "X07"), (poor, "X06")):
        decision = decide(of, knowledge)
        assert decision.recommended is not None
        assert rule in [finding.rule for finding in size(of, decision, knowledge).findings]


def test_a_fixed_date_takes_out_what_is_too_late(knowledge: AdviseKnowledge) -> None:
    """Where a product would be in time and nothing that has to be built would, only the product is left."""
    rushed = {**STARTUP, "time.first_release": "2026-12-05", "cap.saas_coverage": 0.9}
    decision = decide(brief(rushed, hard=("time.first_release",)), knowledge)
    assert [score.style for score in decision.ranking] == ["CS"]
    assert "V16" in [veto.rule for score in decision.vetoed if score.style == "MM" for veto in score.vetoes]


def test_objective_moves_the_weights(knowledge: AdviseKnowledge) -> None:
    """The objective raises the weights of its attributes and of no other."""
    decision = decide(brief({"objective.primary": "resilience"}), knowledge)
    assert {code for code, factor in decision.weights.items() if factor > 1} == {"AVA", "ISO"}


def test_growth_that_changes_nothing_is_told(knowledge: AdviseKnowledge) -> None:
    """What grows of itself within reach leads to another style or to none; where nothing is known of it, nothing is said."""
    assert decide(brief(), knowledge).steady == ()
    decision = decide(brief(STARTUP), knowledge)
    levels = {code: level.value for code, level in decision.demands.items()}
    flips = {flip.code: flip.level for flip in decision.flips if flip.level > levels.get(flip.code, HIGHEST)}
    told = {one.code: one.level for one in decision.steady}
    assert all(level < flips.get(code, HIGHEST + 1) for code, level in told.items())
    assert all(one.style == decision.ranking[0].style and one.condition for one in decision.steady)


def test_growth_out_of_reach_is_not_told(knowledge: AdviseKnowledge) -> None:
    """Ten times what is known may come; a village shop hears nothing of thousands of requests a second."""
    bought = {"team.engineers": {"day1": 0, "m24": 0}, "cap.saas_coverage": 0.9}
    small = decide(brief({**bought, "scale.rps_peak": {"day1": 1, "m6": 1, "m24": 1}}), knowledge)
    large = decide(brief({**bought, "scale.rps_peak": {"day1": 30, "m6": 30, "m24": 30}}), knowledge)
    assert small.steady == ()
    assert [one.condition for one in large.steady] == ["200 requests per second or more at peak"]


def test_flips_name_what_the_changed_level_would_give(knowledge: AdviseKnowledge) -> None:
    """Every flip is in words, in order of distance, and its style differs from the recommendation."""
    decision = decide(brief(STARTUP), knowledge)
    now = {code: level.value for code, level in {**decision.demands, **decision.capabilities}.items()}
    distances = [abs(flip.level - now[flip.code]) for flip in decision.flips]
    assert distances == sorted(distances)
    assert all(flip.condition and flip.style != decision.ranking[0].style for flip in decision.flips)
    assert {(flip.code, flip.level, flip.style) for flip in decision.flips} >= {("TEAM", 0, "")}


def test_near_ties_are_called_near_ties(knowledge: AdviseKnowledge) -> None:
    """The label follows the margin: below 3 a toss-up, below 5 leaning, else clear."""
    decision = decide(brief(), knowledge)
    assert decision.margin is not None
    expected = "toss-up" if decision.margin < 3 else "leaning" if decision.margin < 5 else "clear"
    assert decision.label == expected


def test_keeping_the_old_system_rests_on_its_own_style(knowledge: AdviseKnowledge) -> None:
    """Option C of a company with a system in place is to keep it, described by the style it has."""
    incumbent = {"style": "MS", "size": 0.5, "forced": False}
    option = decide(brief({**STARTUP, "legacy.incumbent": incumbent}), knowledge).options[-1]
    assert (option.key, option.style, option.entry) == ("C", "KEEP:MS", "style/microservices")


@pytest.mark.parametrize(
    ("values", "hosting"),
    [
        ({"host.preference": "on_premises"}, "onprem"),
        ({"host.preference": "private_cloud"}, "hybrid"),
        ({"host.preference": "public_cloud"}, "cloud"),
        ({"host.forbidden": ["public_cloud"]}, "onprem"),
        ({"data.residency": {"rule": "onsite"}}, "onprem"),
        ({"data.residency": {"rule": "national"}}, "sovereign"),
        ({"data.residency": {"rule": "national", "countries": ["US"]}}, "cloud"),
        ({"data.residency": {"rule": "onsite", "applies_to": ["patient records"]}}, "hybrid"),
        ({}, "cloud"),
    ],
)
def test_hosting_follows_what_was_said(values: dict[str, Any], hosting: str, knowledge: AdviseKnowledge) -> None:
    """Preference, prohibition and residency decide where it runs."""
    assert decide(brief(values), knowledge).context["hosting"] == hosting


def test_a_rule_that_rests_on_a_default_is_only_likely(knowledge: AdviseKnowledge) -> None:
    """Personal data that the brief merely assumes makes the privacy law likely, not certain."""
    decision = decide(brief({"org.country": ["DE"]}, assumed={"data.classes": ["internal", "personal"]}), knowledge)
    found = next(one for one in decision.obligations if one.regime == "GDPR")
    assert found.result == "likely"
    assert "assumed" in found.reason


@pytest.mark.parametrize("weeks", ["+14w", "2027-02-27", 14])
def test_dates_and_weeks_give_the_same_level(weeks: Any, knowledge: AdviseKnowledge) -> None:
    """A date, a number of weeks and a span from today are read alike."""
    _, capabilities = derive_levels(brief({"time.first_release": weeks}), knowledge)
    assert capabilities["TIME"].value == 2


def test_a_date_that_has_passed_is_no_plan(knowledge: AdviseKnowledge) -> None:
    """An old document's date does not make the project late; the time is unknown."""
    _, capabilities = derive_levels(brief({"time.first_release": "2008-07-01"}), knowledge)
    assert capabilities["TIME"].is_assumed
