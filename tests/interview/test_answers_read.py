"""What answers say without a figure: goals, kinds of work, places, what must agree, and once in a year."""

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


@pytest.mark.parametrize(
    ("text", "seat", "market"),
    [
        ("Mongolia. the owner is in Italy but no user there", ["MN"], ["MN"]),
        ("Italy, but no customers there; users in Mongolia", ["IT"], ["MN"]),
        ("Argentine, le propriétaire est en Espagne mais aucun utilisateur là-bas", ["AR"], ["AR"]),
        ("Perú, el dueño está en España pero sin clientes allí", ["PE"], ["PE"]),
        ("Österreich. Eigentümer in Italien, dort aber keine Kunden", ["AT"], ["AT"]),
        ("Germany, customers in Austria and Poland", ["DE"], ["DE", "AT", "PL"]),
    ],
)
def test_a_place_without_users_is_no_market(consultation: Consultation, text: str, seat: list[str], market: list[str]) -> None:
    """And not where the company sits either, where that was named before."""
    assert consultation.interview.reads("Q73", "", text).values == {"org.country": seat, "market.country": market}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("our machine in Ulaanbaatar, copy in Darkhan", "on-prem"),
        ("our own halls in Lima", "on-prem"),
        ("unsere Rechner in Graz", "on-prem"),
        ("nos salles à Lyon", "on-prem"),
        ("unsere Server in der Cloud", "cloud"),
        ("not our machines in Lima", None),
        ("Canada. Two halls, Québec and Toronto.", None),
        ("en la Argentina", None),
        ("on our customers' own servers, they are hospitals", "customer_site"),
        ("auf dem PC beim Kunden", "customer_pc"),
        ("sur les postes de nos clients", "customer_pc"),
    ],
)
def test_own_machines_in_a_place_are_on_premises(consultation: Consultation, text: str, where: str | None) -> None:
    """A place alone says nothing about whose machines they are."""
    assert consultation.interview.reads("Q41", "", text).values.get("host.preference") == where


@pytest.mark.parametrize(
    "text",
    [
        "A customer's exposure against his money. Not for one second.",
        "stakes",
        "the wallet, and what credit they have",
        "l'encours",
    ],
)
def test_what_is_at_stake_is_money(consultation: Consultation, text: str) -> None:
    """Also where no money is named; “against” denies nothing."""
    assert consultation.interview.reads("Q27", "", text).values == {"data.consistency_kind": ["money"]}


@pytest.mark.parametrize(
    "text", ["January, once", "once, in January", "einmal im Januar", "enero, una vez", "em janeiro, uma vez"]
)
def test_once_in_a_month_that_is_named_is_yearly(consultation: Consultation, text: str) -> None:
    """It comes once a year."""
    assert consultation.interview.reads("Q61", "", text).values == {"eng.rule_change": "yearly"}


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("poder crecer sin que todo pase por una sola ventanilla", "scale"),
        ("to grow without everything going through one counter", "scale"),
        ("grandir sans que tout passe par un seul guichet", "scale"),
        ("crescer sem que tudo passe por um só balcão", "scale"),
        ("wachsen können", "scale"),
        ("On est un carrefour, on relie des systèmes, c'est notre seul métier", "integration"),
        ("wir verbinden Systeme, das ist unser Geschäft", "integration"),
    ],
)
def test_room_to_grow_and_connecting_systems_are_goals(consultation: Consultation, text: str, goal: str) -> None:
    """As people say them."""
    assert consultation.interview.reads("Q01", "", text).values.get("objective.primary") == goal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It hears that something happened and does something about it. All night.", "event"),
        ("erfährt, dass etwas passiert ist, und tut etwas", "event"),
        ("il apprend que quelque chose s'est passé et fait quelque chose", "event"),
        ("se entera de que pasó algo y hace algo", "event"),
        ("ouve que aconteceu alguma coisa e faz algo", "event"),
        ("nothing happens at night", None),
    ],
)
def test_hearing_and_doing_something_about_it_is_reacting(consultation: Consultation, text: str, kind: Any) -> None:
    """In five languages."""
    assert consultation.interview.reads("Q74", "", text).values.get("work.kind") == kind


@pytest.mark.parametrize(
    ("question", "text", "people"),
    [
        ("Q51", "38 in five teams and 4 platform; 42 in two years", 4),
        ("Q51", "212 in 29 teams, 260 in two years, plus platform 17", 17),
        ("Q51", "44, and in two years 46 or so. Eight of them do nothing but the grid", 8),
        ("Q54", "Plattform, vier Leute, die haben Rufbereitschaft", 4),
        ("Q54", "neuf dans l’équipe plateforme", 9),
        ("Q65", "SRE, five of them, look at Grafana", 5),
        ("Q57", "años, con un equipo de plataforma de seis", 6),
        ("Q51", "nove fazem, dois no time de plataforma", 2),
        ("Q51", "40 on the platform", None),
        ("Q57", "the 1,200 suppliers on the platform need none of it", None),
    ],
)
def test_people_for_the_platform_are_counted(question: str, text: str, people: int | None, consultation: Consultation) -> None:
    """Whatever the question; people who work with a product that is called a platform are none."""
    assert consultation.interview.reads(question, "", text).values.get("team.platform") == people


def test_an_answer_to_another_question_names_no_company(consultation: Consultation) -> None:
    """A ministry that somebody mentions beside a date is not the company; it has to be asked for, or told by itself."""
    said = consultation.interview.reads("Q49", "", "1 March 2028 for Tralee, and the Department for Fisheries for June").values
    assert "org.name" not in said
    assert said["time.first_release"] == "2028-03-01"


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("Q01", "Donc croître, si je dois cocher.", {"objective.primary": "scale"}),
        ("Q01", "Renewing, I'd call it", {"objective.primary": "modernise"}),
        ("Q21", "When the webshop dies the tills must keep running", {"rel.blast_radius_max": 0.2}),
        ("Q21", "uma filial quebrada não pode segurar as outras", {"rel.blast_radius_max": 0.2}),
        ("Q21", "auf eine Sparte, bitte", {"rel.blast_radius_max": 0.2}),
        ("Q21", "un client sur deux, pas davantage", {"rel.blast_radius_max": 0.5}),
        ("Q21", "if it's down it's down", {"rel.blast_radius_max": 1}),
        ("Q21", "If it's down it must be back within the hour", {}),
        ("Q21", "one more", {}),
        ("Q27", "Soll und Haben", {"data.consistency_kind": ["ledger"]}),
        ("Q27", "que no se venda el mismo asiento a dos personas", {"data.consistency_kind": ["booking"]}),
        ("Q27", "who's allowed through the gate", {"data.consistency_kind": ["entitlement"]}),
        ("Q27", "nah, an hour out of date is fine", {"data.consistency_kind": ["crud"]}),
        ("Q46", "alle in derselben Oracle", {"ten.isolation": "logical"}),
        ("Q46", "one db per customer", {"ten.isolation": "strong"}),
        ("Q46", "chaves de quê? não percebi", {}),
        ("Q54", "whoever owns it", {"rel.support_hours": "24x7", "ops.oncall": True}),
        ("Q54", "um de cada equipa", {"rel.support_hours": "24x7", "ops.oncall": True}),
        ("Q54", "central IT till eight in the evening", {"rel.support_hours": "12x5"}),
        ("Q55", "pushen, und nach fünf Minuten ist es beim Kunden", {"ops.ci": True, "ops.cd": True}),
        ("Q55", "un .bat que lanza Paco", {"ops.ci": True, "ops.cd": False}),
        ("Q57", "un servidor y ya, eso es todo", {"ops.skill_distributed": 1}),
        ("Q57", "Leute für Kafka haben wir", {"ops.skill_distributed": 5}),
        ("Q57", "since 2018, all of it, and 16 people do nothing else", {"ops.skill_distributed": 5}),
        ("Q57", "what's a container", {}),
        ("Q58", "everybody needs something from the database people", {"team.dependency": "waiting"}),
        ("Q58", "chacune livre sans rien demander", {"team.dependency": "independent"}),
        ("Q58", "Teams, die unabhängig sein könnten und dauernd warten", {"team.dependency": "waiting"}),
        ("Q58", "depends who you ask, and nobody asks me", {}),
        ("Q60", "each council has its own version", {"ext.model": "variants"}),
        ("Q60", "ja, darum geht's", {"ext.model": "plugins"}),
        ("Q60", "they call us via SOAP", {"ext.model": "partner_api"}),
        ("Q60", "nö", {"ext.model": "none"}),
        ("Q74", "Einsammeln, putzen, zuordnen, ausliefern", {"work.kind": "data"}),
        ("Q74", "sensor trips, guard's phone buzzes", {"work.kind": "event"}),
        ("Q74", "leva e traz", {"work.kind": "integration"}),
        ("Q74", "the phone rings and we write it down", {}),
    ],
)
def test_roundabout_answers_are_read(question: str, text: str, values: dict[str, Any], consultation: Consultation) -> None:
    """As people say it, without the words of the quick replies; what does not say it fills nothing."""
    assert consultation.interview.reads(question, "", text).values == values


@pytest.mark.parametrize(
    ("text", "factor", "known"),
    [
        ("15th and 30th are three times an ordinary day, the week of December 15 is five times.", 5, True),
        ("Mother's day, all in the calendar. Three and a half times a normal night.", 3.5, True),
        ("Every evening from 30 thousand to 260 thousand requests a second. When a series ends, double.", 8.667, True),
        ("Vieh mal 9 vor dem Fest, das weiß man vorher", 9, None),
        ("Nine a day, then 26,000 in four days", 722.2, None),
        ("up from practically zero to 1,900 requests per second within a minute", 60, True),
        ("gar nicht", 2, True),
        ("am 1. und am 15. jedes Monats", 8, True),
        ("le 5, quand tombent les loyers, huit fois la charge des autres jours", 8, True),
        ("heatwave comes, nobody warns us", 30, False),
        ("immer gleich, im Dezember ein bisschen mehr", 2, True),
        ("avril et septembre, un peu plus", None, None),
        ("from 8 to 17", None, None),
    ],
)
def test_peaks_are_read(text: str, factor: float | None, known: bool | None, consultation: Consultation) -> None:
    """The highest that is told counts, however it is told; a little more is no peak."""
    values = consultation.interview.reads("Q11", "", text).values
    assert (values.get("scale.peak_factor"), values.get("scale.predictable")) == (factor, known)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("diario en patrullas; el receptor dos veces al año", 20),
        ("14-mal am Tag", 280),
        ("6 times daily", 120),
        ("once a fortnight, on Tuesdays", 2),
        ("le jeudi, quand ça part", 4),
        ("du lundi au vendredi", 20),
        ("era todas as semanas, agora uma vez em cada três meses", 0.33),
        ("sprint is 14 days and what's done goes out at the end of it", 2),
    ],
)
def test_the_rhythm_of_releases_is_read(text: str, rate: float, consultation: Consultation) -> None:
    """Of several sentences the first tells it, and what is counts before what was."""
    assert consultation.interview.reads("Q56", "", text).values.get("eng.release_freq") == rate


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("names of guests. Nothing medical", ["personal"]),
        ("des noms, rien de médical", ["personal"]),
        ("nothing but health records", ["health"]),
    ],
)
def test_nothing_of_a_kind_is_none_of_it(consultation: Consultation, text: str, classes: list[str]) -> None:
    """“Nothing but” is all of it."""
    assert consultation.interview.reads("Q25", "", text).values["data.classes"] == classes


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("there's a Norwegian one, does salmon, less than half", 0.5),
        ("yes, there is one", 0.85),
        ("there is one that covers nearly all", 0.85),
    ],
)
def test_a_product_that_does_half_is_no_yes(consultation: Consultation, text: str, share: float) -> None:
    """How much it does counts before that there is one."""
    assert consultation.interview.reads("Q44", "", text).values["cap.saas_coverage"] == share


@pytest.mark.parametrize(
    ("question", "text", "path", "value"),
    [
        ("Q41", "in der Werkstatt", "host.preference", "on-prem"),
        ("Q41", "on the PC at the test bench, no network", "host.preference", "on-prem"),
        ("Q41", "le serveur est dans l'atelier", "host.preference", "on-prem"),
        ("Q41", "en el taller, junto a la máquina", "host.preference", "on-prem"),
        ("Q26", "auf dem Rechner der Werkstatt", "data.residency", {"rule": "onsite"}),
        ("Q26", "auf den Rechnern der Telekom", "data.residency", None),
        ("Q09", "each alone on his own computer", "users.concurrent_peak", {"day1": 30, "m24": 50}),
        ("Q73", "NZ only", "org.country", ["NZ"]),
        ("Q25", "voices of people who walk by", "data.classes", ["personal"]),
        ("Q20", "sold and paid: nothing lost. Pictures can be taken again", "rel.rpo", 0),
        ("Q20", "orders none. Positions, who cares", "rel.rpo", 0),
        ("Q60", "they connect, they don't build in ours", "ext.model", "partner_api"),
        ("Q60", "the insurers want to listen", "ext.model", "partner_api"),
        ("Q60", "Ja, das ist die ganze Sache", "ext.model", "plugins"),
        ("Q01", "less running around for papers", "objective.primary", "internal_efficiency"),
        ("Q51", "Ana. One. In two years also one, or none", "team.engineers", {"day1": 1}),
        ("Q51", "none", "team.engineers", {"day1": 0, "m24": 0}),
        ("Q57", "functions and one queue, since 2023", "stack.functions", True),
        ("Q57", "une file et des fonctions, pour les SMS", "stack.functions", True),
        ("Q52", "Java. Never functions, never containers", "stack.functions", None),
        ("Q40", "AWS Lambda would be nice", "stack.functions", None),
        ("Q38", "one program with 40 functions", "stack.functions", None),
    ],
)
def test_places_of_a_machine_and_what_others_do_are_answers(
    consultation: Consultation, question: str, text: str, path: str, value: Any
) -> None:
    """A workshop is a place to run; who only listens builds nothing in; what runs as functions is not what is wished for."""
    assert consultation.interview.reads(question, "", text).values.get(path) == value
