"""Two figures in one answer: what each is of, and what the two tell together."""

from collections.abc import Iterator
from typing import Any

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.settings import Settings


@pytest.fixture(scope="module")
def consultation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consultation]:
    """A workspace without documents."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("answers"), embedder="hashing", llm_base_url="")
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        yield application.consultation(settings.workspace)


FACTOR, AHEAD = "scale.peak_factor", "scale.predictable"
FLAT = {FACTOR: 2, AHEAD: True}
RARE = {FACTOR: 265, AHEAD: True}  # 365 ÷ 11 days, and eight times within one of them


@pytest.mark.parametrize(
    ("text", "total", "monthly"),
    [
        ("nine and a half million, 210k a month", 9_500_000, 210_000),
        ("two and a half million then 40k a month", 2_500_000, 40_000),
        ("neuneinhalb Millionen, dann 210k im Monat", 9_500_000, 210_000),
        ("neuf millions et demi, puis 210 000 par mois", 9_500_000, 210_000),
        ("nueve millones y medio, 210 mil al mes", 9_500_000, 210_000),
        ("nove milhões e meio, 210 mil por mês", 9_500_000, 210_000),
    ],
)
def test_half_a_million_on_top_is_part_of_the_total(consultation: Consultation, text: str, total: int, monthly: int) -> None:
    """Whether the half stands before the million or behind it."""
    read = consultation.interview.reads("Q48", "", text).values
    assert (read.get("budget.total"), read.get("budget.monthly_run")) == (total, monthly)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Average 260 orders a second, worst 31,000.", {FACTOR: 119.2}),
        ("900 a second on a quiet day, 64,000 in the last 90 secs before the start", {FACTOR: 71.11}),
        ("normally 40, forty times that on the day of the results", {FACTOR: 40}),
        ("normal 40 pro Sekunde, zur Spitze 1.200", {FACTOR: 30}),
        ("en moyenne 50 par minute, en pointe 30 par seconde", {FACTOR: 36}),
        ("de media 200 por hora, en el peor momento 4.000", {FACTOR: 20}),
        ("em média 10 por minuto, no pico 300", {FACTOR: 30}),
        ("normally 12 people, at the peak 900 orders", {}),
        ("normally 900 a second, at most 40", {}),
        ("a normal day 200 visits, on Saturdays 900", {FACTOR: 4.5, AHEAD: True}),
        ("Average 260 orders a second, worst 31,000. Some dates known, the important ones not.", {FACTOR: 119.2, AHEAD: False}),
        ("elf Tage im Jahr, der Rest ist null", RARE),
        ("onze jours par an, le reste c'est zéro", RARE),
        ("eleven days a year, the rest is zero. The evening before, at best.", {**RARE, AHEAD: False}),
        ("only on five days a year", {FACTOR: 584}),
        ("a few days a year, the rest is nothing", {FACTOR: 60, AHEAD: True}),
        ("on ten days a year three times as much", {FACTOR: 3}),
        ("never in advance", {FACTOR: 30, AHEAD: False}),
        ("toutes les nuits pareil", FLAT),
        ("every night the same", FLAT),
        ("Gar nicht, ein Stück nach dem anderen", FLAT),
        ("uno tras otro", FLAT),
    ],
)
def test_two_loads_tell_how_high_a_peak_is(consultation: Consultation, text: str, values: dict[str, Any]) -> None:
    """The worst beside the ordinary, of the same things; when it gets busy counts as unknown where that is said."""
    assert consultation.interview.reads("Q11", "", text).values == values


EVENTS, GROWTH = "scale.events_per_s", "data.growth_month"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("46.000 fotografias em três horas no pior dia; numa quarta, zero", {EVENTS: {"day1": 4.25926}}),
        ("12,000 scans in two hours", {EVENTS: {"day1": 1.66667}}),
        ("zwölftausend Belege in drei Stunden", {EVENTS: {"day1": 1.11111}}),
        ("12 000 pièces en deux heures", {EVENTS: {"day1": 1.66667}}),
        ("12.000 lecturas en dos horas", {EVENTS: {"day1": 1.66667}}),
        ("4,000 alerts, each handled in two minutes", {}),
        ("1.6 million/s at the final", {EVENTS: {"day1": 1_600_000}}),
        ("alle 3,2 Sekunden ein Teil, ein Scan hat 4 MB", {EVENTS: {"day1": 0.3125, "m24": 0.3125}}),  # a pace grows no faster
        ("one part every four seconds", {EVENTS: {"day1": 0.25, "m24": 0.25}}),
        ("90 things a second at the very top", {"scale.rps_peak": {"day1": 90}}),
        ("20,000 operations a day", {EVENTS: {"day1": 0.231481}}),
        ("71 000 fichiers par nuit, 2,4 To", {EVENTS: {"day1": 0.821759}, GROWTH: 73060}),
        ("71,000 files and 2.4 TB a night", {EVENTS: {"day1": 0.821759}, GROWTH: 73060}),
    ],
)
def test_what_arrives_in_a_span_is_a_rate(consultation: Consultation, text: str, values: dict[str, Any]) -> None:
    """Several hours are a span, too; the size of what arrives is what data grow by."""
    assert consultation.interview.reads("Q12", "", text).values == values


@pytest.mark.parametrize(
    ("text", "limit", "rest"),
    [
        ("the clearing house takes 80 a second and no more", "the clearing house takes 80 a second and no more", {}),
        ("70 Meldungen je Minute, mehr nimmt das Register nicht", "70 Meldungen je Minute, mehr nimmt das Register nicht", {}),
        ("300 messages a second. Their gateway has a quota of 50.", "Their gateway has a quota of 50", {"day1": 300}),
        ("40 par seconde, la banque n'accepte pas plus", "40 par seconde, la banque n'accepte pas plus", {}),
        ("la pasarela no admite más de 80 por segundo", "la pasarela no admite más de 80 por segundo", {}),
        ("o banco só aceita 30 por segundo", "o banco só aceita 30 por segundo", {}),
        ("we take 40 messages a second at most", None, {"day1": 40}),
    ],
)
def test_what_others_take_is_a_limit_and_no_load(
    consultation: Consultation, text: str, limit: str | None, rest: dict[str, float]
) -> None:
    """The ceiling of another party does not say how much there is, and does not grow."""
    read = consultation.interview.reads("Q12", "", text).values
    assert read.get("int.limits") == (None if limit is None else [limit])
    assert read.get(EVENTS, {}) == rest


MEAN = "scale.rps_avg"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("310,000 lambs, 90,000 calves a year. Six per cent more in two years", {"scale.growth": 1.06}),
        ("400 000 consultations par jour. 800 000 en 2028", {MEAN: {"day1": 4.62963, "m24": 9.25926}}),
        ("9,000 orders a day, 20,000 in two years", {EVENTS: {"day1": 0.104167, "m24": 0.231481}}),
        ("300 clerks, 7,000 buyers", {"users.mau": {"day1": 300}}),
        ("300 now, 7,000 later", {"users.mau": {"day1": 300, "m24": 7000}}),
        ("300 at first, 500 after half a year, 7,000 after 24 months", {"users.mau": {"day1": 300, "m6": 500, "m24": 7000}}),
        ("3,000 users, ten per cent more every year", {"users.mau": {"day1": 3000, "m24": 3630}}),
        ("90 000 visites par mois", {"users.mau": {"day1": 90_000}}),
    ],
)
def test_things_are_no_users_and_their_growth_is_kept(consultation: Consultation, text: str, values: dict[str, Any]) -> None:
    """What is counted by the day or the year is a rate; figures of different things are no two points in time."""
    read = consultation.interview.reads("Q10", "", text).values
    assert {path: value for path, value in read.items() if path.startswith(("users.mau", "scale."))} == values


def test_a_figure_of_one_place_does_not_grow(consultation: Consultation) -> None:
    """More places come; each stays as it is."""
    read = consultation.interview.reads("Q09", "", "three per machine at most").values
    assert read == {"users.concurrent_peak": {"day1": 3, "m24": 3}}


@pytest.mark.parametrize(
    ("text", "now", "growth"),
    [
        ("140 To, 310 dans deux ans", 140_000, 7084),
        ("140 TB now, 310 TB in two years", 140_000, 7084),
        ("40 TB, in zwei Jahren 100", 40_000, 2500),
        ("40 TB, 100 by the end of 2028", 40_000, 2394),
        ("dos teras, diez en tres años", 2000, 222.2),
        ("40 TB, 12 more in two years", 40_000, 500),
        ("40 TB, 300 tapes in two years", 40_000, None),
        ("6 TB, two years of it on tape", 6000, None),
    ],
)
def test_data_of_later_tell_how_they_grow(consultation: Consultation, text: str, now: float, growth: float | None) -> None:
    """What is there at a later time less what is there today, by the month."""
    read = consultation.interview.reads("Q13", "", text).values
    assert (read.get("data.volume_now"), read.get(GROWTH)) == (now, growth)


@pytest.mark.parametrize(
    ("text", "team"),
    [
        (
            "16: seven programmers, six analysts, three operations. Same in two years, plus two analysts.",
            {"day1": 16, "m24": 18},
        ),
        ("neun, in zwei Jahren noch drei dazu", {"day1": 9, "m24": 12}),
        ("16 now, 4 more in two years", {"day1": 16, "m24": 20}),
        ("six, then nine in two years", {"day1": 6, "m24": 9}),
        ("nine, plus two analysts", {"day1": 9}),
    ],
)
def test_who_comes_on_top_is_not_the_whole(consultation: Consultation, text: str, team: dict[str, int]) -> None:
    """They are added to those of today; without a time they are left out."""
    assert consultation.interview.reads("Q51", "", text).values["team.engineers"] == team


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("nine programs, 300 thousand lines of Java. they all ask each other", "SB"),
        ("drei große Anwendungen", "SB"),
        ("quatre gros blocs", "SB"),
        ("one program, 2 million lines", "LY"),
        ("one program per shop", None),
        ("400 programs", None),
        ("seventy services", "MS"),
        ("medium", None),
    ],
)
def test_how_many_programs_there_are_is_a_style(consultation: Consultation, text: str, style: str | None) -> None:
    """One is in layers, a few are services of some size; of hundreds nothing is said."""
    assert consultation.interview.reads("Q38", "", text).values.get("legacy.style") == style


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("two fifths, we looked", 0.4),
        ("zwei Drittel", 0.67),
        ("les deux tiers", 0.67),
        ("cuatro quintos", 0.8),
        ("três décimos", 0.3),
    ],
)
def test_fractions_in_words_are_shares(consultation: Consultation, text: str, share: float) -> None:
    """In five languages."""
    assert consultation.interview.reads("Q44", "", text).values == {"cap.saas_coverage": share}


@pytest.mark.parametrize(
    ("text", "is_cap"),
    [
        ("400k and not a penny more", True),
        ("250.000 im Jahr, nicht mehr", True),
        ("9 millions, 300 000 par mois. Pas 301.", True),
        ("300.000 como máximo", None),
        ("300.000 y no más", True),
        ("about 400k", None),
        ("40.000, vielleicht auch mehr", None),
    ],
)
def test_a_short_no_behind_the_amount_makes_it_a_ceiling(consultation: Consultation, text: str, is_cap: bool | None) -> None:
    """However it is put; a budget that may grow is none."""
    assert consultation.interview.reads("Q48", "", text).values.get("budget.cap") is is_cap


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Messe Bregenz, 10. Mai 2027, da zeigen wir was. Erste Filiale am 6. September 2027.", "2027-09-06"),
        ("We show it at the fair on 3 March 2027, go live on 1 June 2027", "2027-06-01"),
        ("le salon est le 4 mars 2027 ; mise en service le 1er juin 2027", "2027-06-01"),
        ("ensayo el 4 de marzo de 2027, en marcha el 1 de junio de 2027", "2027-06-01"),
        ("go-live 1 June 2027, rehearsal on 3 May 2027", "2027-06-01"),
        ("pilot on 3 March 2027", "2027-03-03"),
        ("1 June 2027 or 1 July 2027", "2027-06-01"),
    ],
)
def test_of_several_days_that_of_use_counts(consultation: Consultation, text: str, day: str) -> None:
    """Before those of fairs, shows and rehearsals, wherever they stand."""
    assert consultation.interview.reads("Q49", "", text).values["time.first_release"] == day


@pytest.mark.parametrize(
    ("text", "ms", "pct"),
    [
        ("The cutting plan, 90 ms from the picture, or the board is past the knife", 90, 100),
        ("Das Bild, 90 Millisekunden. Sonst ist das Brett vorbei.", 90, 100),
        ("90 ms, sinon la planche est passée", 90, 100),
        ("1.4 seconds for 95 of 100", 1400, 95),
        ("800 ms in 99 von 100", 800, 99),
        ("two seconds, or people complain", 2000, 95),
    ],
)
def test_a_limit_behind_which_it_is_too_late_holds_each_time(consultation: Consultation, text: str, ms: int, pct: int) -> None:
    """It is no percentile; a share that is told is taken."""
    assert consultation.interview.reads("Q14", "", text).values["perf.latency"] == [{"ms": ms, "pct": pct}]


@pytest.mark.parametrize(
    ("question", "text", "seconds"),
    [
        ("Q19", "two days normally, an hour on sale days", 3600),
        ("Q19", "eine Stunde in der Saison, sonst eine Woche", 3600),
        ("Q19", "une heure les jours de vote, deux jours sinon", 3600),
        ("Q20", "nothing to lose, we load the lists again", 86_400),
        ("Q20", "rien à perdre, on a toujours les fichiers, on recommence", 86_400),
        ("Q20", "nichts zu verlieren, die Listen kommen am nächsten Tag noch einmal", 86_400),
        ("Q20", "nothing may be lost", 0),
        ("Q20", "nichts, das darf nicht weg sein, sonst tippen wir alles neu ein", 0),
        ("Q20", "nothing can be lost, we cannot load it again", 0),
    ],
)
def test_the_stricter_of_two_spans_and_the_reason_of_a_loss(
    consultation: Consultation, question: str, text: str, seconds: int
) -> None:
    """What holds on some days sizes the whole; who loses nothing by a loss can bear it, who must lose nothing cannot."""
    path = {"Q19": "rel.rto", "Q20": "rel.rpo"}[question]
    assert consultation.interview.reads(question, "", text).values[path] == seconds
