"""Numbers from a brief, each with formula, inputs and what is assumed."""

from datetime import date
from typing import Any

import pytest

from rag.advise.decide import decide
from rag.advise.deployment import reference_deployment
from rag.advise.sizing import Sizing, size
from rag.brief.brief import Alternative, Brief, Integration, System
from rag.brief.periods import start_of_work
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from rag.knowledge.own import adopt
from rag.knowledge.weighing import OwnChoice
from tests.advise.briefs import STARTUP, brief


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def sized(of: Brief, knowledge: AdviseKnowledge) -> Sizing:
    """The numbers of a brief."""
    return size(of, decide(of, knowledge), knowledge)


def value(sizing: Sizing, key: str) -> float:
    """The value of a figure that has to be there."""
    figure = sizing.figure(key)
    assert figure is not None, key
    return figure.value


def test_every_figure_names_formula_and_inputs(knowledge: AdviseKnowledge) -> None:
    """Each printed number has a formula in words, its inputs, and marks only inputs as assumed."""
    for of in (brief(), brief(STARTUP)):
        sizing = sized(of, knowledge)
        assert len({figure.key for figure in sizing.figures}) == len(sizing.figures)
        for figure in sizing.figures:
            assert figure.formula
            assert figure.inputs
            assert set(figure.assumed) <= set(figure.inputs)


def test_without_a_load_the_planning_value_is_marked(knowledge: AdviseKnowledge) -> None:
    """An empty brief is sized for the table's default peak, and every step of it is marked as assumed."""
    sizing = sized(brief(), knowledge)
    figure = sizing.figure("peak_rps_m24")
    assert sizing.load_is_assumed
    assert figure is not None
    assert figure.assumed == tuple(figure.inputs)


def test_stated_horizons_are_used_as_stated(knowledge: AdviseKnowledge) -> None:
    """A triple in the brief gives the peak at each horizon, without assumptions."""
    sizing = sized(brief(STARTUP), knowledge)
    assert [horizon.load.rps for horizon in sizing.horizons] == [4, 12, 40]
    assert all(horizon.load.assumed == () for horizon in sizing.horizons)


def test_a_missing_horizon_grows_and_says_so(knowledge: AdviseKnowledge) -> None:
    """With only the first day known, 24 months is five times that, and the growth is an assumed input."""
    sizing = sized(brief({"users.concurrent_peak": {"day1": 2000}}), knowledge)
    assert value(sizing, "peak_rps_day1") == pytest.approx(292.68, rel=1e-4)
    assert value(sizing, "peak_rps_m24") == pytest.approx(5 * 292.68, rel=1e-4)
    grown = sizing.figure("peak_rps_m24")
    assert grown is not None
    assert any("growth" in name for name in grown.assumed)


def test_registered_people_stand_in_for_monthly_users(knowledge: AdviseKnowledge) -> None:
    """With only the size of the user groups known, an assumed share of them comes in a month; machines are not people."""
    segments = [{"name": "members", "kind": "b2c", "count": 100_000}, {"name": "sensors", "kind": "machine", "count": 9e6}]
    figure = sized(brief({"users.segments": segments}), knowledge).figure("peak_rps_m24")
    assert figure is not None
    assert figure.inputs["registered people"] == 100_000
    assert "share that comes in a month" in figure.assumed
    assert figure.value == pytest.approx(100_000 * 0.3 * 0.2 * 1.5 * 40 / 86_400 * 8)


def test_worked_values_of_the_logistics_case(knowledge: AdviseKnowledge) -> None:
    """Sixty thousand trackers with 400 bytes every ten seconds: 6,000 messages per second, 207.36 GB a day, 12 partitions."""
    trackers = {"scale.devices": 60000, "scale.msg_period_s": 10, "scale.msg_bytes": 400}
    sizing = sized(brief(trackers), knowledge)
    assert value(sizing, "messages") == 6000
    assert value(sizing, "message_volume") == pytest.approx(207.36)
    assert value(sizing, "partitions") == 12


@pytest.mark.parametrize(
    ("rto", "rpo", "tier"),
    [
        (14400, 3600, "T2"),
        (14400, 900, "T1"),
        (28800, 86400, "T2"),
        (3600, None, "T1"),
        (None, 300, "T1"),
        (60, 0, "T0"),
        (14400, 0, "T1S"),
        (259200, 86400, "T4"),
        (None, None, "T3"),
    ],
)
def test_recovery_tier_is_the_least_strict_that_keeps_both_targets(
    rto: int | None, rpo: int | None, tier: str, knowledge: AdviseKnowledge
) -> None:
    """Either target may ask for the stricter tier."""
    values = {path: target for path, target in (("rel.rto", rto), ("rel.rpo", rpo)) if target is not None}
    assert sized(brief(values), knowledge).tier.code == tier


def test_a_restore_longer_than_the_target_is_said(knowledge: AdviseKnowledge) -> None:
    """Eight terabytes cannot be restored within four hours; the figure says what it takes instead."""
    figure = sized(brief({"data.volume_now": 8000, "rel.rto": 14400}), knowledge).figure("restore")
    assert figure is not None
    assert figure.value == pytest.approx(12.61, rel=1e-3)
    assert "replica" in figure.note


def test_a_stricter_tier_and_residency_cost_more(knowledge: AdviseKnowledge) -> None:
    """The same load costs more with a warm standby, and more again in EU regions; the band is 75 % to 160 %."""
    there = {**STARTUP, "org.country": ["US"]}
    plain = sized(brief(there), knowledge).cost
    warm = sized(brief({**there, "rel.rto": 3600}), knowledge).cost
    in_eu = sized(brief({**there, "rel.rto": 3600, "data.residency": {"rule": "eu"}}), knowledge).cost
    assert plain.base < warm.base < in_eu.base
    assert in_eu.base == pytest.approx(1.1 * warm.base)
    assert (plain.low, plain.high) == pytest.approx((0.75 * plain.base, 1.6 * plain.base))


@pytest.mark.parametrize(
    ("said", "region", "factor", "is_assumed"),
    [
        ({"org.country": ["DE"]}, "EU regions", 1.1, True),
        ({"org.country": ["CH"]}, "EU regions", 1.1, True),
        ({"org.country": ["US"]}, "a large US region", 1.0, False),
        ({"org.country": ["DE"], "data.residency": {"rule": "eu"}}, "EU regions", 1.1, False),
        ({"org.country": ["DE"], "data.residency": {"rule": "national", "countries": ["US"]}}, "a large US region", 1.0, False),
    ],
)
def test_prices_are_those_of_the_company_s_seat_while_nobody_says_where_data_must_be(
    knowledge: AdviseKnowledge, said: dict[str, Any], region: str, factor: float, is_assumed: bool
) -> None:
    """A European company gets European prices, as an assumption; what is said about data goes before."""
    found = sized(brief({**STARTUP, **said}), knowledge)
    assert (found.region, found.price_factor, found.region_is_assumed) == (region, factor, is_assumed)


def test_on_own_premises_rented_prices_are_a_yardstick(knowledge: AdviseKnowledge) -> None:
    """Nothing is rented there, so no budget is held against the prices of a cloud and nothing is ruled out by them."""
    said = {**STARTUP, "host.preference": "on_prem", "budget.monthly_run": 100, "budget.cap": True}
    own, rented = sized(brief(said), knowledge), sized(brief({**said, "host.preference": "cloud"}), knowledge)
    assert own.is_yardstick
    assert not rented.is_yardstick
    assert own.figure("budget_ratio") is None
    assert "X06" not in {finding.rule for finding in own.findings}
    assert "X06" in {finding.rule for finding in rented.findings}


def test_a_peak_is_not_taken_around_the_clock(knowledge: AdviseKnowledge) -> None:
    """Requests and messages of a month follow from the average that was stated, or from how far the peak is above it."""
    said = {**STARTUP, "scale.rps_peak": {"day1": 200, "m24": 200}, "scale.events_per_s": {"day1": 100, "m24": 100}}
    told = sized(brief({**said, "scale.rps_avg": {"day1": 4, "m24": 4}}), knowledge).horizons[-1].reference
    assert told.requests_per_month == pytest.approx(4 * 86_400 * 30.4)
    assert told.deployment.queue_millions == pytest.approx(100 / 50 * 86_400 * 30.4 / 1e6, abs=0.01)
    by_factor = sized(brief(said), knowledge).horizons[-1].reference
    assert by_factor.requests_per_month == pytest.approx(200 / 8 * 86_400 * 30.4)
    slow = sized(brief({**said, "scale.events_per_s": {"day1": 0.5, "m24": 0.5}}), knowledge).horizons[-1].reference
    assert slow.deployment.queue_millions == pytest.approx(0.5 * 86_400 * 30.4 / 1e6, abs=0.01)  # “43,000 a day” is no peak


def test_what_is_busy_on_few_days_is_not_paid_for_all_year(knowledge: AdviseKnowledge) -> None:
    """Between the few days of a rare load the smallest deployment runs; the peak has its instances all the same."""
    said = {**STARTUP, "scale.rps_peak": {"day1": 4000, "m24": 4000}}
    often, rarely = (sized(brief({**said, "scale.peak_factor": factor}), knowledge) for factor in (8, 250))
    assert value(rarely, "instances_m24") == value(often, "instances_m24")
    assert rarely.horizons[-1].reference.deployment.instances == 2
    assert rarely.cost.base < often.cost.base / 5
    assert often.horizons[-1].reference.busy == 1


def test_of_two_rates_the_smaller_stays(knowledge: AdviseKnowledge) -> None:
    """What an instrument writes a day passes through a chain of steps; what comes every month is what the store grows by."""
    said = {**STARTUP, "data.chain": True, "data.volume_now": 2_100_000.0, "data.growth_month": 852_320.0}
    plain = brief(said)
    other = Alternative(value=95_000.0, provenance=(), reason="another source says so")
    rate = plain.fields["data.growth_month"].model_copy(update={"alternatives": (other,)})
    both = plain.model_copy(update={"fields": {**plain.fields, rate.path: rate}})
    assert value(sized(both, knowledge), "volume") == pytest.approx(2_100_000 + 24 * 95_000)
    assert value(sized(plain, knowledge), "volume") == pytest.approx(2_100_000 + 24 * 852_320)


def test_work_follows_features_interfaces_and_migrations(knowledge: AdviseKnowledge) -> None:
    """Features, interfaces by protocol and replaced systems that hold data become items; old platforms weigh half again."""
    features = [
        {"name": "Book", "type": "workflow", "priority": "must"},
        {"name": "Find", "type": "search", "priority": "may"},
        {"name": "what was I paid", "type": "task", "priority": "must"},
    ]
    systems = (
        System(name="Core", category="mainframe", is_legacy=True, disposition="keep"),
        System(name="Old shop", category="commerce", is_legacy=True, disposition="replace"),
        System(name="JBoss EAP", category="appserver", is_legacy=True, disposition="replace"),
        System(name="Jetty", category="appserver", is_legacy=True, disposition="keep"),
    )
    links = (Integration(system="Bank", protocol="SFTP"), Integration(system="Core", protocol="MQ"))
    plan = sized(brief({**STARTUP, "cap.features": features}, systems=systems, integrations=links), knowledge).plan
    found = {item.title: item for item in plan.items}
    assert found["Search: Find"].priority == "may"
    assert found["Workflow with human tasks: Book"].estimate == "workflow"
    assert found["File exchange with Bank"].estimate == "file"
    assert found["Interface to Core"].factor == 1.5
    taken = [item for title, item in found.items() if "Old shop" in title]
    assert [(item.estimate, item.milestone) for item in taken] == [
        ("takeover_profile", "M1"),
        ("takeover_trial", "M2"),
        ("takeover_cutover", "M4"),
        ("takeover_archive", "M5"),
    ]
    assert not [title for title in found if "JBoss" in title or "Jetty" in title]  # what runs programs holds no data
    assert not [title for title in found if "paid" in title]  # what somebody asks is nothing to build by itself
    assert not any(item.is_assumed for item in plan.items)
    assert [item.id for item in plan.items] == [f"W{number}" for number in range(1, len(plan.items) + 1)]


def test_a_near_date_asks_for_a_cut(knowledge: AdviseKnowledge) -> None:
    """With four engineers and four weeks part of the scope has to leave; with a year nothing has."""
    assert value(sized(brief({**STARTUP, "time.first_release": 4}), knowledge), "cut") > 0.5
    assert value(sized(brief({**STARTUP, "time.first_release": 52}), knowledge), "cut") == 0


def test_a_large_team_cannot_share_every_piece_of_work(knowledge: AdviseKnowledge) -> None:
    """Past some size more people bring the date no nearer: milestones follow each other, and two people share an item."""
    weeks = {team: value(sized(brief({**STARTUP, "team.engineers": team}), knowledge), "weeks") for team in (4, 40, 400)}
    plan = sized(brief({**STARTUP, "team.engineers": 400}), knowledge).plan
    assert weeks[4] > weeks[40] == weeks[400] == pytest.approx(plan.longest / 1.3)
    longest = {item.milestone: 0.0 for item in plan.items}
    for item in plan.items:
        longest[item.milestone] = max(longest[item.milestone], (item.optimistic + 4 * item.likely + item.pessimistic) / 6)
    assert plan.longest == pytest.approx(sum(longest.values()))


def test_nobody_to_build_gives_no_duration(knowledge: AdviseKnowledge) -> None:
    """Without engineers there is an effort but no number of weeks to promise."""
    sizing = sized(brief({"team.engineers": 0, "cap.saas_coverage": 0.9}), knowledge)
    assert sizing.is_bought
    assert sizing.figure("weeks") is None
    assert value(sizing, "effort") > 0


def test_money_in_another_currency_is_converted(knowledge: AdviseKnowledge) -> None:
    """A budget in euro is compared in dollars at the table's rate."""
    dollars = value(sized(brief({**STARTUP, "budget.currency": "USD"}), knowledge), "budget_ratio")
    euro = value(sized(brief({**STARTUP, "budget.currency": "EUR"}), knowledge), "budget_ratio")
    assert euro == pytest.approx(1.1 * dollars)


def test_an_amount_without_a_currency_is_in_the_companys_own(knowledge: AdviseKnowledge) -> None:
    """310,000 of a company in Brazil are reals, compared with a cost in reals."""
    plain = {"budget.monthly_run": 310_000, "org.country": "BR", "scale.rps_peak": {"day1": 50}}
    said = {**plain, "budget.currency": "BRL"}
    assert value(sized(brief(plain), knowledge), "budget_ratio") == value(sized(brief(said), knowledge), "budget_ratio")


def test_the_cost_is_that_of_the_recommended_style(knowledge: AdviseKnowledge) -> None:
    """What a style runs beside the reference deployment is a line of its own, and in the sum."""
    of = brief(STARTUP)
    decision = decide(of, knowledge)
    dear = decision.ranking[0].model_copy(update={"style": "ED"})
    other = size(of, decision.model_copy(update={"ranking": (dear,)}), knowledge)
    plain = size(of, decision, knowledge)
    assert (plain.design_factor, "design" in plain.cost.lines) == (1, False)
    assert other.cost.base == pytest.approx(plain.cost.base * other.design_factor)
    assert sum(other.cost.lines.values()) == pytest.approx(other.cost.base)


def test_people_cost_what_is_usual_where_the_company_sits(knowledge: AdviseKnowledge) -> None:
    """An engineer costs less in Kenya than in Denmark, until the company's own figure is there."""
    here, there = (sized(brief({**STARTUP, "org.country": code, "budget.currency": "USD"}), knowledge) for code in ("DK", "KE"))
    assert value(there, "people") < value(here, "people") / 3
    own = adopt(knowledge, [OwnChoice(id="rate", value=120_000, unit="USD")])
    of = brief({**STARTUP, "org.country": "KE", "budget.currency": "USD"})
    assert value(size(of, decide(of, own), own), "people") > value(there, "people") * 3


def test_a_stream_of_events_has_readers_and_a_price(knowledge: AdviseKnowledge) -> None:
    """Thousands of events a second are carried by somebody: readers by F04, more database, more money; a handful is not."""
    quiet, handful, stream = (
        sized(brief({"scale.events_per_s": {"day1": rate, "m24": rate}} if rate else {}), knowledge) for rate in (0, 20, 4000)
    )
    assert value(stream, "readers_m24") == 7  # 4,000 × 0.002 ÷ (2 × 0.6), rounded up
    assert handful.figure("readers_m24") is quiet.figure("readers_m24") is None
    assert stream.cost.base > 1.5 * quiet.cost.base
    assert stream.horizons[-1].reference.deployment.db_vcpu > quiet.horizons[-1].reference.deployment.db_vcpu


def test_data_moves_with_the_first_release_where_no_system_is_named(knowledge: AdviseKnowledge) -> None:
    """Spreadsheets and papers that speak of it bring the data along; what nobody speaks of is no work."""
    said = brief({**STARTUP, "data.takeover": True})
    titles = {item.title: item for item in sized(said, knowledge).plan.items if item.estimate.startswith("takeover")}
    assert len(titles) == 4
    assert {item.milestone for item in titles.values()} == {"M1", "M2"}
    assert all("what is used today" in title for title in titles)
    plain = sized(brief(STARTUP), knowledge).plan
    assert not [item for item in plain.items if item.estimate.startswith("takeover")]


def test_a_count_far_below_the_budget_is_only_a_part(knowledge: AdviseKnowledge) -> None:
    """Where the budget pays many times the counted work, or a large program is replaced by little, the count says so."""
    named = {**STARTUP, "cap.features": ["quotes", "orders"]}
    rich = sized(brief({**named, "budget.total": 20_000_000}), knowledge).fit
    assert rich.is_thin
    assert rich.times > 3
    assert rich.budget == "covers"
    poor = sized(brief({**named, "budget.total": 5_000}), knowledge).fit
    assert (poor.budget, poor.is_thin) == ("below", False)
    large = sized(brief({**named, "legacy.incumbent": {"size": 1.0}}), knowledge).fit
    assert large.is_large
    assert not sized(brief(named), knowledge).fit.is_thin


def test_priorities_say_what_waits_for_a_date(knowledge: AdviseKnowledge) -> None:
    """What is no “must” waits first; where all must be there, only how many fit is told."""
    features = [{"name": name, "type": "crud", "priority": rank} for name, rank in (("a", "must"), ("b", "may"), ("c", "must"))]
    weeks = sized(brief({**STARTUP, "cap.features": features}), knowledge).plan.release_weeks
    near = {**STARTUP, "time.first_release": round(weeks - 0.8, 1)}
    fit = sized(brief({**near, "cap.features": features}), knowledge).fit
    assert [title.rpartition(": ")[2] for title in fit.waits] == ["b"]
    assert fit.ground_fits
    all_must = [{**one, "priority": "must"} for one in features]
    fit = sized(brief({**near, "cap.features": all_must}), knowledge).fit
    assert not fit.waits
    assert fit.waiting_musts
    assert fit.musts == 3


def test_a_small_load_runs_on_one_instance_and_functions_on_none(knowledge: AdviseKnowledge) -> None:
    """A small system without a standby pays no second one; what is paid by use waits for nobody."""
    said = {**STARTUP, "scale.rps_peak": {"day1": 5, "m24": 5}, "rel.slo": 99.0}
    small, strict = (sized(brief({**said, "rel.slo": slo}), knowledge) for slo in (99.0, 99.9))
    assert small.cost.base < strict.cost.base / 2
    assert small.horizons[-1].reference.deployment.zones == 0
    values = {"slo": 99.9}
    plain, used = (reference_deployment(4000, values, 0, knowledge, form=form) for form in ("usual", "use"))
    assert plain.deployment.instances
    assert not used.deployment.instances
    assert used.deployment.function_millions == pytest.approx(used.requests_per_month / 1e6, abs=0.01)


def test_weeks_run_from_the_start_of_the_work(knowledge: AdviseKnowledge) -> None:
    """A date leaves the weeks from the day on which work can start, not from that of the papers."""
    said = brief({**STARTUP, "time.first_release": "2027-06-30"})
    start = start_of_work(said.as_of)
    weeks = sized(said, knowledge).plan.deadline_weeks
    assert weeks == pytest.approx((date(2027, 6, 30) - start).days / 7, abs=0.1)


def test_a_release_in_a_closed_season_collides(knowledge: AdviseKnowledge) -> None:
    """A day inside a period in which nothing may change is told with the days beside it, each year anew."""
    season = {"time.frozen_periods": [{"from": "--05-01", "to": "--10-31"}]}
    inside = sized(brief({**STARTUP, **season, "time.first_release": "2027-06-30"}), knowledge).findings
    (found,) = [one for one in inside if one.rule == "X17"]
    assert "1 November 2027" in found.remedy
    assert "30 April 2027" in found.remedy
    outside = sized(brief({**STARTUP, **season, "time.first_release": "2027-11-02"}), knowledge).findings
    assert not [one for one in outside if one.rule == "X17"]
