"""Amounts that people tell in passing."""

from typing import Any

import pytest

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.interview.loads import without_machines
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.quantities import load_quantities
from rag.knowledge.replies import load_replies

AMOUNTS = AmountReader(
    load_quantities(), load_gazetteer(), load_replies().spoken, load_brief_knowledge().fields.told, "2026-11-29"
)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("70 times a day", 1400.0),
        ("twice a year, if that", 0.2),
        ("every six weeks", 0.667),
        ("alle drei Monate", 0.333),
        ("tous les mois", 1.0),
        ("cada tres meses", 0.333),
        ("ein paar Mal im Jahr", 0.3),
        ("every Thursday", 4.0),
        ("every second Thursday", 2.0),
        ("jeden zweiten Freitag", 2.0),
        ("un jeudi sur deux", 2.0),
        ("doce por semana", 48.0),
        ("940 a week, 1.6% go wrong", 3760.0),
        ("taxes every January", 0.1),
        ("when it is ready", None),
    ],
)
def test_how_often_is_told_in_many_ways(said: str, times: float | None) -> None:
    """A rhythm is times in a month, in any of five languages; where none is told, none is made up."""
    assert AMOUNTS.spoken.times_a_month(said) == (None if times is None else pytest.approx(times, rel=0.05))


def read(said: str, path: str, unit: str) -> dict[str, Any]:
    """What is read for one field."""
    return AMOUNTS.read(normalise(said).text, path, unit)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("a hundred and twenty, give or take", 120),
        ("unas trescientas cincuenta personas", 350),
        ("deux mille cinq cents", 2500),
        ("cento e cinquenta", 150),
        ("a dozen", 12),
        ("vierhundert", 400),
    ],
)
def test_hundreds_and_what_comes_on_top_are_one_number(said: str, number: int) -> None:
    """Numbers in words add up in every language."""
    assert read(said, "users.concurrent_peak", "users") == {"users.concurrent_peak": {"day1": number}}


def test_a_second_figure_is_of_later_only_where_that_is_said() -> None:
    """In a sentence a further figure is of something else: of people at once the larger counts, of a team the first."""
    assert read("forty as a rule, but ninety when it rains", "users.concurrent_peak", "users") == {
        "users.concurrent_peak": {"day1": 90}
    }
    assert read("eleven of our own and four at the agency", "team.engineers", "people") == {"team.engineers": {"day1": 11}}
    assert read("4, 12", "team.engineers", "people")["team.engineers"] == {"day1": 4, "m24": 12}
    assert read("25, 32 by mid 2028", "team.engineers", "people")["team.engineers"] == {"day1": 25, "m24": 32}


def test_things_come_once_in_several_units_of_time() -> None:
    """Every ten seconds is a tenth of every second, and a number in a time that is no unit of ours is no rate."""
    assert read("2,000 meters send every ten seconds", "scale.events_per_s", "1/s") == {"scale.events_per_s": {"day1": 200}}
    assert read("we see 4,000 of them in a season of hunting", "scale.events_per_s", "1/s") != {
        "scale.events_per_s": {"day1": 4000}
    }
    assert read("it was 4,000 when I last looked", "scale.events_per_s", "1/s") == {}
    assert read("one file a minute", "scale.events_per_s", "1/s")["scale.events_per_s"]["day1"] == pytest.approx(
        1 / 60, rel=0.01
    )


def test_a_clock_is_no_load() -> None:
    """The hour at which many come is no number of people."""
    assert read("200,000 at five past eight", "users.concurrent_peak", "users") == {"users.concurrent_peak": {"day1": 200000}}


def test_the_second_figure_is_in_millions_as_the_first() -> None:
    """Nobody falls from millions to a handful within two years."""
    assert read("2.2 million now, 2.8 in two years", "users.mau", "users") == {"users.mau": {"day1": 2200000, "m24": 2800000}}


def test_a_rate_has_the_span_that_is_said_before_or_behind_it() -> None:
    """Six hundred on the busiest day are not six hundred a second; a span holds on for those behind it; the busiest counts."""
    assert read("am stärksten Tag 600 Fuhren", "scale.events_per_s", "1/s")["scale.events_per_s"]["day1"] < 0.01
    both = read("40 files a month, 1.9 billion lines", "scale.events_per_s", "1/s")["scale.events_per_s"]
    assert both["day1"] == pytest.approx(722.4, rel=0.01)


def test_money_of_the_month_is_told_before_or_behind() -> None:
    """A sum at the beginning is no running cost because the words behind its comma speak of months."""
    assert read("25.000 Euro, im Monat fast nichts, 50 Euro vielleicht", "budget.total", "EUR") == {
        "budget.total": 25000,
        "budget.currency": "EUR",
        "budget.monthly_run": 50,
    }
    assert read("maybe 12 million dollars a year, running 1.4 million dollars a month", "budget.total", "EUR") == {
        "budget.monthly_run": 1400000,
        "budget.currency": "USD",
    }


def test_what_comes_on_top_each_month_is_growth() -> None:
    """Its unit is that of what is there, where it has none of its own."""
    assert read("190 TB, 9 a month on top", "data.volume_now", "GB") == {"data.volume_now": 190000, "data.growth_month": 9000}
    assert read("4 TB, wächst um 60 GB im Monat", "data.volume_now", "GB") == {"data.volume_now": 4000, "data.growth_month": 60}


def test_a_season_is_a_date_and_a_year_is_no_number_of_weeks() -> None:
    """The date lies in the year that is said."""
    assert read("before Easter 2028", "time.first_release", "weeks") == {"time.first_release": "2028-04-05"}


def test_machines_are_no_people() -> None:
    """What is connected does not click."""
    said = {"users.concurrent_peak": {"day1": 4, "m24": 44000}}
    assert without_machines(said, 44000.0) == {"users.concurrent_peak": {"day1": 4}}
    assert without_machines(said, None) == said


@pytest.mark.parametrize(("said", "level"), [("since 2019", 4), ("seit vier Jahren", 4), ("one year", 3), ("not yet", None)])
def test_time_with_something_is_experience(said: str, level: int | None) -> None:
    """Two years and more are long, half a year is some."""
    assert AMOUNTS.spans.experience(said) == level


@pytest.mark.parametrize(
    ("said", "factor"),
    [
        ("vierzehnmal so viel wie ein normaler Abend", 14),
        ("every evening, 9x of noon", 9),
        ("das Zwanzigfache", 20),
        ("dreimal im Jahr", None),  # so often, not so much
    ],
)
def test_how_many_times_as_much(said: str, factor: float | None) -> None:
    """A number and the word for times, in one word."""
    assert AMOUNTS.spoken.factor(said) == factor


def test_money_without_its_millions_has_those_of_the_sum_before() -> None:
    """“58 a month” after “2.350 millones” are 58 million; a sum that is written out is what it says."""
    assert read("2.350 millones de pesos y 58 al mes", "budget.total", "EUR")["budget.monthly_run"] == 58_000_000
    assert read("1.2 million and 30,000 a month", "budget.total", "EUR")["budget.monthly_run"] == 30_000


@pytest.mark.parametrize(
    ("said", "lines"),
    [("1,6 Mio. Zeilen, 15 Jahre", 1_600_000), ("14 thousand lines", 14_000), ("900k lines", 900_000), ("15 Jahre", None)],
)
def test_lines_of_code(said: str, lines: float | None) -> None:
    """However the number is written."""
    assert AMOUNTS.code_lines(said) == lines


@pytest.mark.parametrize(
    ("said", "team"),
    [
        ("68 in neun Mannschaften und 6 für die Plattform, in zwei Jahren vielleicht 80", {"day1": 68, "m24": 80}),
        ("212 in 29 teams, 260 in two years, plus platform 17", {"day1": 212, "m24": 260}),
        ("19, en dos años 22", {"day1": 19, "m24": 22}),
    ],
)
def test_teams_are_no_people_and_the_figure_for_later_stands_beside_its_words(said: str, team: dict[str, float]) -> None:
    """However many figures an answer has."""
    assert read(said, "team.engineers", "")["team.engineers"] == team


@pytest.mark.parametrize(
    ("said", "total", "monthly"),
    [
        ("três milhões e quatrocentos", 3_400_000, None),
        ("dos millones seiscientos", 2_600_000, None),
        ("cinco millones y trescientos mil pesos", 5_300_000, None),
        ("un millón ciento veinte mil", 1_120_000, None),
        ("trois millions deux", 3_200_000, None),
        ("six cent trente mille euros", 630_000, None),
        ("un million trois cent mille euros", 1_300_000, None),
        ("duzentos e cinquenta mil euros", 250_000, None),
        ("two hundred and forty thousand pounds, six thousand a month", 240_000, 6000),
        ("quatro milhões e meio", 4_500_000, None),
        ("vier Millionen siebenhundert", 4_700_000, None),
        ("€ 340.000,– für den Bau, danach € 2.900,– im Monat", 340_000, 2900),
        ("CHF 88'000.-", 88_000, None),
        ("nicht mehr als 1.750,-- € monatlich", None, 1750),
        ("not more than 900 euros a month", None, 900),
        ("2,3 Mio. Euro", 2_300_000, None),
    ],
)
def test_money_is_told_in_many_ways(said: str, total: float | None, monthly: float | None) -> None:
    """In words and in the notations of several countries."""
    told = AMOUNTS.read(AMOUNTS.restated.plain(normalise(said).text), "budget.total", "EUR")
    assert (told.get("budget.total"), told.get("budget.monthly_run")) == (total, monthly)
