"""What kind of work it is, what stands there today, and where it runs: read as narrowly and as widely as the words carry."""

from typing import Any

import pytest

from rag.advise.assessment import USUAL_INCUMBENT, assess, read_incumbent
from rag.advise.decide import decide
from rag.advise.decision import StyleScore
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from tests.advise.briefs import brief


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


CHAIN = {"data.chain": True, "users.concurrent_peak": {"day1": 30, "m24": 40}}


@pytest.mark.parametrize(
    ("values", "workload"),
    [
        ({**CHAIN, "data.growth_month": 95000}, "data"),
        ({**CHAIN, "data.growth_month": 3000}, "data"),
        ({**CHAIN, "data.growth_month": 100}, "app"),  # steps alone are the habit of any office
        ({"data.growth_month": 95000, "users.concurrent_peak": {"day1": 30}}, "app"),  # much to store is no chain
        ({**CHAIN, "data.growth_month": 95000, "data.consistency_kind": ["money"]}, "app"),
        ({**CHAIN, "data.growth_month": 95000, "users.concurrent_peak": {"day1": 9000, "m24": 20000}}, "app"),
        ({"scale.events_per_s": {"day1": 5000, "m24": 5000}, "users.concurrent_peak": {"day1": 30}}, "event"),
    ],
)
def test_a_chain_of_steps_over_much_data_is_a_data_workload(
    values: dict[str, Any], workload: str, knowledge: AdviseKnowledge
) -> None:
    """Both have to be there, and neither transactions nor many people at once."""
    assert assess(brief(values), knowledge).readings.values["workload"] == workload


def test_data_through_a_chain_is_data_in_motion(knowledge: AdviseKnowledge) -> None:
    """A megabyte a second weighs as a thousand events; the same growth without a chain says nothing."""
    level = assess(brief({**CHAIN, "data.growth_month": 3000}), knowledge).placed["STR"]
    assert (level.value, level.reasons) == (4, ("3,000 GB a month pass through a chain of steps",))
    assert assess(brief({"data.growth_month": 3000}), knowledge).placed["STR"].value == 2


@pytest.mark.parametrize(
    ("values", "hosting"),
    [
        ({"data.residency": {"rule": "national", "countries": ["IN"]}}, "cloud"),
        ({"data.residency": {"rule": "national", "countries": ["KE"]}}, "sovereign"),  # no region of a large cloud there
        ({"data.residency": {"rule": "national"}, "org.country": ["BR"]}, "cloud"),
        ({"data.residency": {"rule": "national"}}, "sovereign"),
        ({"data.residency": {"rule": "national", "countries": ["IN"]}, "host.preference": "sovereign"}, "sovereign"),
        ({"data.residency": {"rule": "eu"}}, "cloud"),
    ],
)
def test_residency_is_not_sovereignty(values: dict[str, Any], hosting: str, knowledge: AdviseKnowledge) -> None:
    """Data that stay in a country need a region; a sovereign provider only where one is asked for or no region is there."""
    assert assess(brief(values), knowledge).readings.values["hosting"] == hosting


def test_what_runs_today_is_what_is_told() -> None:
    """By itself, with the size of the answer; a size alone is a system of the usual kind, and nothing is none."""
    size = {"legacy.incumbent": {"size": 1.0, "forced": False}}
    told = read_incumbent(brief({**size, "legacy.style": "MS"}))
    assert told is not None
    assert (told.style, told.size) == ("MS", 1.0)
    usual = read_incumbent(brief(size))
    assert usual is not None
    assert usual.style == USUAL_INCUMBENT
    assert read_incumbent(brief({"legacy.incumbent": {"style": "none"}, "legacy.style": "MS"})) is None
    assert read_incumbent(brief({"legacy.style": "MS"})) is None  # how much of it is to be replaced is not known


@pytest.mark.parametrize(("ext", "vetoed"), [("partner_api", True), ("plugins", False), ("config", True)])
def test_an_interface_is_no_plug_in(ext: str, vetoed: bool, knowledge: AdviseKnowledge) -> None:
    """Partners call an interface of any style from outside; only code of others inside the product asks for a plug-in core."""
    decision = decide(brief({"ext.model": ext, "team.engineers": {"day1": 8, "m24": 10}}), knowledge)
    assert ("MK" in [score.style for score in decision.vetoed]) == vetoed


@pytest.mark.parametrize(
    ("values", "duty"),
    [
        ({"scale.events_per_s": {"day1": 3000, "m24": 3000}, "scale.peak_factor": 2}, "sustained"),
        ({"scale.events_per_s": {"day1": 3000, "m24": 3000}}, "sustained"),
        ({"scale.events_per_s": {"day1": 3000, "m24": 3000}, "scale.peak_factor": 40}, "normal"),
        ({"scale.peak_factor": 200, "users.concurrent_peak": {"day1": 90000, "m24": 120000}}, "idle"),
        ({"scale.peak_factor": 12, "users.concurrent_peak": {"day1": 90000, "m24": 120000}}, "normal"),
    ],
)
def test_bursts_are_no_steady_duty(values: dict[str, Any], duty: str, knowledge: AdviseKnowledge) -> None:
    """What comes in bursts is not sustained, however much it is; what is held for a rare peak is idle."""
    assert assess(brief(values), knowledge).readings.values["duty"] == duty


@pytest.mark.parametrize(("parties", "workload"), [(96, "integration"), (3, "app")])
def test_connecting_many_parties_is_integration(parties: int, workload: str, knowledge: AdviseKnowledge) -> None:
    """With the goal to connect, parties that a document counts weigh as systems that are named."""
    values = {"objective.primary": "integration", "int.parties": parties}
    assert assess(brief(values), knowledge).readings.values["workload"] == workload


TODAY = {"legacy.incumbent": {"size": 1.0, "forced": False}, "team.engineers": {"day1": 40, "m24": 60}}


@pytest.mark.parametrize(
    "leaves",
    [{"legacy.leaving": True}, {"objective.primary": "modernise"}, {"objective.primary": "modernise", "legacy.style": "MM"}],
)
def test_who_leaves_the_system_of_today_pays_little_for_the_way(leaves: dict[str, Any], knowledge: AdviseKnowledge) -> None:
    """What goes out of service anyway gives no style a lead for being near to it."""
    stays = {score.style: score.switch for score in decide(brief(TODAY), knowledge).ranking}
    goes = {score.style: score.switch for score in decide(brief({**TODAY, **leaves}), knowledge).ranking}
    assert stays["SB"] > 0
    assert all(goes[style] <= max(stays.get(style, 20.0), 20.0) / 4 for style in goes)


def test_teams_that_wait_for_each_other_ask_for_independent_releases(knowledge: AdviseKnowledge) -> None:
    """One level more than their number tells; two people who wait for each other are no matter of architecture."""
    many = {"team.engineers": {"day1": 40, "m24": 60}}
    few = {"team.engineers": {"day1": 4, "m24": 4}}
    waiting = {"team.dependency": "waiting"}
    assert (
        assess(brief({**many, **waiting}), knowledge).placed["DEP"].value
        == 1 + assess(brief(many), knowledge).placed["DEP"].value
    )
    assert assess(brief({**few, **waiting}), knowledge).placed["DEP"].value == assess(brief(few), knowledge).placed["DEP"].value


def test_a_peak_of_a_few_hours_is_dear_to_hold_ready(knowledge: AdviseKnowledge) -> None:
    """Where next to nobody comes for the rest of the year, a program that waits wastes most of what it costs."""
    rare = decide(brief({"scale.peak_factor": 60, "users.concurrent_peak": {"day1": 9000, "m24": 9000}}), knowledge)
    ratings = {score.style: {term.code: term.rating for term in score.terms} for score in (*rare.ranking, *rare.vetoed)}
    assert ratings["MM"]["EFF"] == 3
    assert ratings["SL"]["EFF"] == 5


@pytest.mark.parametrize(
    ("kind", "workload"), [("event", "event"), ("data", "data"), ("integration", "integration"), ("records", "app")]
)
def test_what_most_of_the_work_is_decides_the_workload(kind: str, workload: str, knowledge: AdviseKnowledge) -> None:
    """Where no number does."""
    assert assess(brief({"work.kind": kind}), knowledge).readings.values["workload"] == workload


def test_what_others_add_and_connect_weighs_at_its_most(knowledge: AdviseKnowledge) -> None:
    """A product that others add to asks for plug-ins, a hub for integration, listeners for some of it."""

    def level(kind: str, code: str) -> int:
        return assess(brief({"work.kind": kind}), knowledge).placed[code].value

    assert (level("extension", "EXT"), level("integration", "INT"), level("event", "INT")) == (5, 5, 4)
    assert (level("records", "EXT"), level("records", "INT")) == (2, 2)


def test_reacting_is_dear_to_build_by_hand(knowledge: AdviseKnowledge) -> None:
    """Who replays and catches up by hand integrates worse; a core for events does it anyway."""

    def rating(kind: str, style: str) -> int:
        decision = decide(brief({"work.kind": kind, "team.engineers": {"day1": 30, "m24": 30}}), knowledge)
        score = next(one for one in (*decision.ranking, *decision.vetoed) if one.style == style)
        return next(term.rating for term in score.terms if term.code == "INT")

    assert rating("event", "SB") < rating("records", "SB")
    assert rating("event", "ED") == rating("records", "ED")


@pytest.mark.parametrize(("latency", "pays"), [(8, True), (400, False)])
def test_a_grid_pays_where_many_want_the_same_at_once_and_in_no_time(
    latency: int, pays: bool, knowledge: AdviseKnowledge
) -> None:
    """With people who have run one; where a page may take its time a database does as well."""
    known = {"work.kind": "contention", "scale.peak_factor": 90, "users.concurrent_peak": {"day1": 90_000, "m24": 90_000}}
    team = {
        "team.engineers": {"day1": 36, "m24": 40},
        "ops.skill_distributed": 4,
        "ops.ci": True,
        "ops.cd": True,
        "ops.oncall": True,
    }
    decision = decide(brief({**known, **team, "perf.latency": latency}), knowledge)
    assert (decision.options[0].style == "SP") is pays
    assert ("SP" in {one.style for one in decision.vetoed}) is not pays


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"ops.cd": True}, 3),  # nobody has spoken of the rest, and thirty people have it usually
        ({"ops.cd": True, "ops.oncall": False}, 2),
        ({"ops.ci": False, "ops.cd": False}, 1),
        ({"ops.ci": True, "ops.cd": True, "ops.oncall": True}, 4),
        ({}, 3),
    ],
)
def test_what_nobody_spoke_of_is_not_absent(values: dict[str, Any], level: int, knowledge: AdviseKnowledge) -> None:
    """One practice that is told makes a company no worse than none; one that is denied counts."""
    large = {"team.engineers": {"day1": 35, "m24": 35}}
    assert assess(brief({**large, **values}), knowledge).placed["OPS"].value == level
    small = assess(brief({"team.engineers": {"day1": 2, "m24": 2}, "ops.cd": True}), knowledge)
    assert small.placed["OPS"].value == 2


@pytest.mark.parametrize(
    ("values", "ops", "skill"),
    [
        ({"team.platform": 16, "eng.release_freq": 60}, 5, 5),
        ({"team.platform": 16, "eng.release_freq": 4}, 4, 5),
        ({"team.platform": 2, "eng.release_freq": 60}, 4, 4),  # who releases daily with such experience does not do it by hand
        ({"eng.release_freq": 4}, 3, 4),
        ({"team.platform": 16, "eng.release_freq": 60, "ops.iac": False}, 1, 5),
        ({"team.platform": 16, "eng.release_freq": 60, "ops.skill_distributed": 3}, 3, 3),
    ],
)
def test_a_team_of_its_own_for_the_platform_runs_it(
    values: dict[str, Any], ops: int, skill: int, knowledge: AdviseKnowledge
) -> None:
    """Where several services have run on it for two years; a practice that is denied counts."""
    company = {"team.engineers": {"day1": 184, "m24": 230}, "ops.skill_distributed": 4}
    placed = assess(brief({**company, **values}), knowledge).placed
    assert (placed["OPS"].value, placed["SKILL"].value) == (ops, skill)
    small = assess(brief({**company, "team.engineers": {"day1": 12, "m24": 12}, **values}), knowledge).placed
    assert small["SKILL"].value == min(skill, 4)


@pytest.mark.parametrize("asked", [{"work.kind": "extension"}, {"ext.model": "plugins"}])
def test_what_others_add_is_dear_to_build_by_hand(asked: dict[str, Any], knowledge: AdviseKnowledge) -> None:
    """A core for plug-ins does it anyway, and asks for no people who have run queues: it is one program."""

    def scored(values: dict[str, Any], style: str) -> StyleScore:
        decision = decide(brief({"team.engineers": {"day1": 9, "m24": 9}, "ops.skill_distributed": 1, **values}), knowledge)
        return next(one for one in (*decision.ranking, *decision.vetoed) if one.style == style)

    def rating(values: dict[str, Any], style: str) -> int:
        return next(term.rating for term in scored(values, style).terms if term.code == "EXT")

    assert rating(asked, "MM") < rating({}, "MM")
    assert rating(asked, "MK") == rating({}, "MK")
    assert scored(asked, "MK").needs["SKILL"] == 2
    proof = {term.code: term.rating for term in scored(asked, "MK").terms}
    assert (proof["TST"], proof["AUD"]) == (5, 4)  # the core stays as it was proven; each addition is proven for itself
    assert decide(brief({"team.engineers": {"day1": 9, "m24": 9}, **asked}), knowledge).options[0].style == "MK"


def test_functions_that_run_today_ask_for_less_and_are_known_to_be_there(knowledge: AdviseKnowledge) -> None:
    """The provider runs the machines; a country without a region of a large cloud excludes what is not there, not what is."""
    at_home = {"data.residency": {"rule": "national", "countries": ["VN"]}, "team.engineers": {"day1": 2, "m24": 2}}

    def functions(values: dict[str, Any]) -> StyleScore:
        decision = decide(brief({**at_home, **values}), knowledge)
        return next(one for one in (*decision.ranking, *decision.vetoed) if one.style == "SL")

    assert [veto.rule for veto in functions({}).vetoes] == ["V3"]
    assert functions({"stack.functions": True}).vetoes == ()
    assert functions({"stack.functions": True}).burden < functions({}).burden
    assert functions({"stack.functions": True, "host.preference": "onprem"}).vetoes[0].rule == "V3"


def test_who_has_run_a_grid_for_years_watches_it_already(knowledge: AdviseKnowledge) -> None:
    """As who has run a broker does: nobody has to speak of a fourth practice for it."""
    known = {"work.kind": "contention", "perf.latency": 8, "team.engineers": {"day1": 36, "m24": 40}}

    def needs(skill: int) -> int:
        decision = decide(brief({**known, "ops.skill_distributed": skill}), knowledge)
        return next(one for one in (*decision.ranking, *decision.vetoed) if one.style == "SP").needs["OPS"]

    assert needs(4) < needs(3)
