"""Reading answers without a model: right values, no invented ones."""

from collections.abc import Mapping
from typing import Any

import pytest

from rag.interview.question import Choice, Question
from rag.interview.read import AnswerReader
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.countries import load_countries
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.goals import load_goals
from rag.knowledge.quantities import load_quantities
from rag.knowledge.questions import load_questions
from rag.knowledge.replies import load_replies

TABLE = load_questions()


@pytest.fixture(scope="module")
def reader() -> AnswerReader:
    """A reader that has no rules for free text."""

    def nothing(text: str) -> Mapping[str, Any]:
        return {}

    return AnswerReader(
        TABLE,
        load_replies(),
        load_quantities(),
        load_gazetteer(),
        load_countries(),
        load_goals(),
        load_brief_knowledge().fields,
        nothing,
        lambda path, value: str(value),
        "2026-11-21",
    )


def question(id_: str) -> Question:
    """The question of the bank."""
    row = TABLE.by_id[id_]
    return Question(id=row.id, text=row.text, why=row.why, form=row.form, fields=row.fields)


def test_free_words_that_tell_nothing_fill_nothing(reader: AnswerReader) -> None:
    """Not known, not said, a question back; what would happen is one of the quick replies, or a note."""
    for text in ("Je n'en sais rien, on n'y a pas réfléchi", "None of your business", "¿Y a usted?", "Boa pergunta"):
        assert reader.read(text, question("Q03")).record.values == {}
    said = "Microsoft stops it in October, and from that day nobody can clock in any more"
    assert reader.read(said, question("Q03")).record.values == {"objective.inaction": "system stops"}
    assert reader.read("Que el jefe sonría", question("Q03")).record.values == {}


CASES = [
    ("Q01", "efficiency", {"objective.primary": "internal_efficiency"}),
    ("Q01", "Dass der Montag ohne ihn läuft. Also das alte Programm ablösen.", {"objective.primary": "modernise"}),
    ("Q01", "Que no se les vuelva a caer en plena feria.", {"objective.primary": "resilience"}),
    ("Q01", "Wir verbinden alle mit allen.", {"objective.primary": "integration"}),
    ("Q55", "automático y de vuelta igual", {"ops.ci": True, "ops.cd": True, "ops.iac": True}),
    ("Q57", "Jahre, und zwei kennen nichts anderes", {"ops.skill_distributed": 4}),
    ("Q58", "seis células, cada quien con lo suyo", {"team.dependency": "independent"}),
    ("Q60", "The dealers do. They build it and we check it.", {"ext.model": "plugins"}),
    ("Q21", "eine Filiale darf die anderen nicht aufhalten", {"rel.blast_radius_max": 0.2}),
    ("Q74", "Um den Kern herum steht, was andere mitbringen", {"work.kind": "extension", "ext.model": "plugins"}),
    ("Q74", "enterarse de que algo falla y que cada uno haga lo suyo", {"work.kind": "event"}),
    ("Q74", "Roh kommt es herein, und am Morgen sind es Zahlen", {"work.kind": "data"}),
    ("Q01", "Customer experience.", {"objective.primary": "customer_experience"}),
    ("Q01", "Que lo de la isla no se repita.", {"objective.primary": "resilience"}),
    ("Q01", "That 3 May never happens again.", {"objective.primary": "resilience"}),
    ("Q01", "Que les fabricants n'attendent plus après nous.", {"objective.primary": "scale"}),
    ("Q20", "ningún aviso", {"rel.rpo": 0}),
    ("Q21", "ein Bereich, nie der ganze Laden", {"rel.blast_radius_max": 0.2}),
    ("Q21", "Um quarto no máximo", {"rel.blast_radius_max": 0.25}),
    ("Q38", "One program in C#, 900k lines", {"legacy.style": "LY", "legacy.incumbent": {"size": 0.75, "forced": False}}),
    ("Q38", "Ein Programm, 1,6 Mio. Zeilen", {"legacy.incumbent": {"size": 1.0, "forced": False}}),
    ("Q60", "chacun apporte ses morceaux", {"ext.model": "plugins"}),
    ("Q09", "about 300", {"users.concurrent_peak": {"day1": 300}}),
    ("Q09", "2,000 at launch, 5,000 after two years", {"users.concurrent_peak": {"day1": 2000, "m24": 5000}}),
    ("Q09", "50–500", {"users.concurrent_peak": {"day1": 200, "m24": 500}}),
    ("Q09", "I do not know that for sure, a thousand perhaps", {"users.concurrent_peak": {"day1": 1000}}),  # “not …” ends there
    ("Q51", "There's Tom and two freelancers, so three", {"team.engineers": {"day1": 3}}),  # what is said in the end
    ("Q19", "We'd survive a day on paper, call it eight hours", {"rel.rto": 28800}),
    ("Q13", "1.5 TB", {"data.volume_now": 1500}),
    ("Q18", "99.95 %", {"rel.slo": 99.95}),
    ("Q19", "4 hours", {"rel.rto": 14400}),
    ("Q19", "4 h", {"rel.rto": 14400}),
    ("Q19", "90 minutes", {"rel.rto": 5400}),
    ("Q20", "none", {"rel.rpo": 0}),
    ("Q26", "EU", {"data.residency": {"rule": "eu"}}),
    ("Q41", "own data centre", {"host.preference": "on-prem"}),
    ("Q45", "GDPR, PCI", {"reg.regimes": ["GDPR", "PCI"]}),
    ("Q45", "GDPR and ISO 27001", {"reg.regimes": ["GDPR", "ISO27001"]}),
    ("Q48", "450 k€", {"budget.total": 450000, "budget.currency": "EUR"}),
    (
        "Q48",
        "$300,000 in total and $4,000 per month",
        {"budget.total": 300000, "budget.currency": "USD", "budget.monthly_run": 4000},
    ),
    ("Q49", "31 March 2027", {"time.first_release": "2027-03-31"}),
    ("Q49", "in 10 weeks", {"time.first_release": "2027-01-30"}),
    ("Q51", "no, 6 not 60", {"team.engineers": {"day1": 6}}),
    ("Q23", "yes", {"rel.safety_critical": True}),
    ("Q23", "nein", {"rel.safety_critical": False}),
    ("Q57", "years", {"ops.skill_distributed": 4}),
    (
        "Q05",
        "4,200 customers, 85 telesales staff",
        {
            "users.segments": [
                {"name": "customers", "kind": "b2c", "count": 4200},
                {"name": "telesales staff", "kind": "internal", "count": 85},
            ]
        },
    ),
    ("Q11", "Five times the average, Christmas is worse", {"scale.peak_factor": 5, "scale.predictable": True}),
    (
        "Q48",
        "280.000 Euro, 45.000 Euro im Jahr",
        {"budget.total": 280000, "budget.currency": "EUR", "budget.monthly_run": 3750},
    ),
    ("Q09", "four hundred", {"users.concurrent_peak": {"day1": 400}}),
    ("Q12", "12,000 events per second", {"scale.events_per_s": {"day1": 12000}}),
    ("Q12", "8,640 collections a day", {"scale.events_per_s": {"day1": 0.1}}),
    ("Q12", "3.600 Meldungen pro Stunde, in zwei Jahren 7.200 pro Stunde", {"scale.events_per_s": {"day1": 1, "m24": 2}}),
    ("Q12", "120 per minute", {"scale.events_per_s": {"day1": 2}}),
    ("Q52", "Java and PostgreSQL", {"team.skills": ["Java", "PostgreSQL"]}),
]


@pytest.mark.parametrize(("id_", "text", "values"), CASES)
def test_values(reader: AnswerReader, id_: str, text: str, values: dict[str, Any]) -> None:
    """An answer in a person's words becomes the value that it means."""
    assert reader.read(text, question(id_)).record.values == values


@pytest.mark.parametrize("text", ["banana", "the usual", "42 is the answer to everything else?", ""])
def test_nonsense_invents_nothing(reader: AnswerReader, text: str) -> None:
    """Words without a duration give no recovery time, and the reader says so."""
    reading = reader.read("banana" if not text else text.replace("42", "forty-two-ish"), question("Q19"))
    assert "rel.rto" not in reading.record.values
    assert reading.not_understood


@pytest.mark.parametrize("text", ["don't know", "I don't know", "Keine Ahnung", "not sure"])
def test_dont_know(reader: AnswerReader, text: str) -> None:
    """Not knowing is an answer: the assumption stays visible."""
    record = reader.read(text, question("Q19")).record
    assert record.dont_know
    assert not record.values


def test_hedged_answers_are_less_sure(reader: AnswerReader) -> None:
    """A hedge lowers the confidence."""
    assert (
        reader.read("maybe 4 hours", question("Q19")).record.confidence
        < reader.read("4 hours", question("Q19")).record.confidence
    )


def test_confirmation(reader: AnswerReader) -> None:
    """Yes confirms the constraint that was quoted, no rejects it."""
    asked = Question(id="Q71:abc", text="…?", why="…", form="choice")
    assert reader.read("yes", asked).record.values == {"state": "confirmed"}
    assert reader.read("no", asked).record.accepts == "abc"
    assert reader.read("outdated", asked).record.values == {"state": "rejected"}


@pytest.mark.parametrize(
    ("asked", "id_"),
    [
        ("Q19", "Q19"),
        ("q19", "Q19"),
        ("After a disaster, when must the system run again?", "Q19"),
        ("How many people will build it?", "Q51"),
        ("What is your favourite colour?", None),
    ],
)
def test_question_as_a_person_put_it(reader: AnswerReader, asked: str, id_: str | None) -> None:
    """A question is found by its id or by its words, and an unknown one is not mistaken for another."""
    found = reader.find_question(asked)
    assert (found.id if found else None) == id_


SIDES = (
    Choice(label="must stay in the EU", values={"data.residency": {"rule": "eu"}}),
    Choice(label="must stay in United Kingdom", values={"data.residency": {"rule": "national", "countries": ["GB"]}}),
    Choice(label="both, for different cases"),
)


@pytest.mark.parametrize(
    ("text", "rule", "settles"),
    [
        ("EU", "eu", "x1"),
        ("the United Kingdom, of course", "national", "x1"),
        ("both, for different cases", "", "x1"),
        ("ask the lawyers", "", ""),
        ("EU and United Kingdom", "", ""),
    ],
)
def test_a_contradiction_is_settled_by_what_only_one_side_says(
    reader: AnswerReader, text: str, rule: str, settles: str
) -> None:
    """A side may be named in part; words that name none, or both, leave the contradiction open."""
    asked = Question(id="Q24:x1", text="?", why="", form="choice", fields=("data.residency",), choices=SIDES)
    record = reader.read(text, asked).record
    assert record.values.get("data.residency", {}).get("rule", "") == rule
    assert record.accepts == settles


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("four teams, all blocked by the release train", "waiting"),
        ("die Teams warten aufeinander", "waiting"),
        ("we are one team", "one"),
        ("they do not wait for anybody, each team releases when it wants", "independent"),
    ],
)
def test_how_teams_depend_on_each_other(reader: AnswerReader, text: str, value: str) -> None:
    """Q58 in people's words."""
    assert reader.read(text, question("Q58")).record.values == {"team.dependency": value}


def test_a_text_keeps_its_denials(reader: AnswerReader) -> None:
    """“Not” takes a figure back; of what is not to be done it takes nothing away."""
    said = "do not touch anything around the Christmas sale"
    assert reader.read(said, question("Q22")).record.values == {"rel.windows": [{"kind": "freeze", "name": said}]}


def test_hundreds_of_thousands_in_words(reader: AnswerReader) -> None:
    """Two multipliers may follow each other."""
    assert reader.read("four hundred thousand at most", question("Q48")).record.values == {"budget.total": 400000}


RECOVERY = (Choice(label="8 h", values={"rel.rto": 28800}), Choice(label="2 days", values={"rel.rto": 172800}))


@pytest.mark.parametrize(
    ("text", "value", "settles"),
    [
        ("eight hours, the rest is wishful", 28800, "x2"),
        ("ni uno ni otro: 12 horas", 43200, "x2"),
        ("Sechs Jahre, so steht es im Steuerrecht", None, ""),  # of how long papers are kept
        ("sept ans", None, ""),
        ("The circular of May is newer than the memo", None, ""),
    ],
)
def test_what_fits_no_field_settles_no_contradiction(
    reader: AnswerReader, text: str, value: float | None, settles: str
) -> None:
    """A third value counts if it may be one; a recovery time of years is a word about something else."""
    asked = Question(id="Q24:x2", text="?", why="", form="choice", fields=("rel.rto",), choices=RECOVERY)
    record = reader.read(text, asked).record
    assert (record.values.get("rel.rto"), record.accepts) == (value, settles)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("users.concurrent_peak", "neither, 340 since Easter", {"day1": 340}),
        ("rel.slo", "99,7 %, das andere ist alt", 99.7),
        ("time.first_release", "1er mars 2028", "2028-03-01"),
        ("rel.slo", "140 %", None),
    ],
)
def test_a_contradiction_of_any_field_takes_a_third_value(reader: AnswerReader, path: str, text: str, value: Any) -> None:
    """Of a load, a share, a date, as the field has them."""
    asked = Question(id="Q24:x3", text="?", why="", form="choice", fields=(path,))
    assert reader.read(text, asked).record.values.get(path) == value


def test_nobody_recovers_in_years(reader: AnswerReader) -> None:
    """The same range holds for the questions themselves."""
    assert reader.read("zehn Jahre", question("Q19")).record.is_note
    assert reader.read("three weeks", question("Q19")).record.values == {"rel.rto": 1814400}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("480 requests a second when the tickets go on sale", {"scale.rps_peak": {"day1": 480}}),
        ("72.000 Abfragen am Tag", {"scale.rps_avg": {"day1": 0.833333}}),
        ("720 consultas por hora", {"scale.rps_avg": {"day1": 0.2}}),
        ("90 chamadas por minuto no pico", {"scale.rps_peak": {"day1": 1.5}}),
        ("40 encomendas por segundo", {"scale.rps_peak": {"day1": 40}}),
        ("600 relevés par minute", {"scale.events_per_s": {"day1": 10}}),
        ("4,320 crates a day", {"scale.events_per_s": {"day1": 0.05}}),
        (
            "43.200 Aufrufe am Tag und 120 Messwerte pro Sekunde",
            {"scale.rps_avg": {"day1": 0.5}, "scale.events_per_s": {"day1": 120}},
        ),
        (
            "700 signals a second as a rule, 950 of an evening, 2,100 by the end of 2029",
            {"scale.events_per_s": {"day1": 950, "m24": 2100}},
        ),
    ],
)
def test_what_is_counted_decides_of_what_a_rate_is(reader: AnswerReader, text: str, values: dict[str, Any]) -> None:
    """Requests are no events, and those of a whole day are their mean."""
    assert reader.read(text, question("Q12")).record.values == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Nuvem? Não. Máquinas próprias, na nossa cave.", {"host.preference": "on-prem"}),
        ("Dans le nuage, non. Chez nous, à la cave.", {"host.preference": "on-prem"}),
        ("In die Cloud? Nein. Auf unsere eigenen Server.", {"host.preference": "on-prem"}),
        ("¿La nube? No.", {}),
        ("Norway and never abroad", {"data.residency": {"rule": "national", "countries": ["NO"]}}),
        (
            "En cualquier parte de la Unión Europea",
            {"host.preference": "cloud", "data.residency": {"rule": "eu"}},
        ),
        (
            "Irgendwo in Österreich, Hauptsache es läuft",
            {"host.preference": "cloud", "data.residency": {"rule": "national", "countries": ["AT"]}},
        ),
        ("in the cloud, our people sit in Norway", {"host.preference": "cloud"}),  # a place of something else
    ],
)
def test_where_it_may_run_and_where_not(reader: AnswerReader, text: str, values: dict[str, Any]) -> None:
    """A no behind the cloud denies it; a place that is the only one is where data stay."""
    assert reader.read(text, question("Q41")).record.values == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "toutes les trois semaines, une fois sur dix on revient en arrière, ça échoue",
            {"eng.release_freq": 1.333, "ops.cfr": 0.1},
        ),
        ("cada quince días", {"eng.release_freq": 2}),
        ("tous les huit jours", {"eng.release_freq": 4}),
        (
            "once a quarter, one in five is taken back, fails. The shop apart: weekly, 1 in 40.",
            {"eng.release_freq": 0.33, "ops.cfr": 0.2},
        ),
        (
            "chaque mois, une sur quatre échoue. Le site à part : chaque semaine, 1 sur 50",
            {"eng.release_freq": 1, "ops.cfr": 0.25},
        ),
        ("monthly; it goes wrong twice a year", {"eng.release_freq": 1, "ops.cfr": 0.167}),
        ("Jede Woche, jede zehnte geht schief", {"eng.release_freq": 4, "ops.cfr": 0.1}),
        ("jeden zweiten Dienstag", {"eng.release_freq": 2}),  # and not one of two
        ("Dreimal im Jahr, dazu neun Notfallauslieferungen", {"eng.release_freq": 1, "ops.rework": 0.75}),
        ("uma vez por mês, uma em cinco falha", {"eng.release_freq": 1, "ops.cfr": 0.2}),
        ("twice a month for each of our three teams", {"eng.release_freq": 6}),
        (
            "weekly, nine days from the idea to its use, 4 % fail",
            {"eng.release_freq": 4, "ops.cfr": 0.04, "ops.lead_time": "nine days"},
        ),
        ("que sale mal una de cada cuatro", {"ops.cfr": 0.25}),
    ],
)
def test_an_answer_about_releases_tells_how_often_they_fail(reader: AnswerReader, text: str, values: dict[str, Any]) -> None:
    """How often, how often it fails, how long a change takes: each in its own field, and none taken for another."""
    read = reader.read(text, question("Q56")).record.values
    assert read == {path: pytest.approx(value) if isinstance(value, float) else value for path, value in values.items()}


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("duas vezes por mês quatro vezes mais", 4),
        ("cuatro veces al año, doce veces más", 12),
        ("Six fois par an, trois fois plus", 3),
        ("Viermal im Jahr das Siebenfache", 7),
        ("the same each day, Saturdays a little more", 2),
        ("Jeden Tag gleich, freitags ein wenig mehr", 2),
        ("toutes les semaines pareil, le lundi un peu plus", 2),
        ("lunes, y los viernes un poco", 4),
    ],
)
def test_how_often_a_peak_comes_is_not_how_high_it_is(reader: AnswerReader, text: str, factor: float) -> None:
    """Nor is a little more on one day a peak."""
    assert reader.read(text, question("Q11")).record.values["scale.peak_factor"] == factor


@pytest.mark.parametrize(
    ("id_", "text", "values"),
    [
        ("Q09", "70, und das wächst nicht", {"users.concurrent_peak": {"day1": 70, "m24": 70}}),
        ("Q09", "120 people, 10 % more every year", {"users.concurrent_peak": {"day1": 120, "m24": 145.2}}),
        ("Q09", "90, on va doubler en deux ans", {"users.concurrent_peak": {"day1": 90, "m24": 180}}),
        ("Q10", "2.000 al mes, sin crecimiento", {"users.mau": {"day1": 2000, "m24": 2000}}),
        ("Q10", "600 por mês, vai triplicar até ao fim de 2028", {"users.mau": {"day1": 600}}),
        ("Q10", "800, 5 % fewer every year", {"users.mau": {"day1": 800, "m24": 722}}),
        ("Q10", "We have what we have, it does not grow", {"scale.growth": 1.0}),
        ("Q10", "×3", {"scale.growth": 3}),
        ("Q10", "etwa 4 % im Jahr mehr", {"scale.growth": 1.082}),
        ("Q12", "43.200 mensajes al día, se duplica en dos años", {"scale.events_per_s": {"day1": 0.5, "m24": 1}}),
        ("Q09", "22. It will not grow.", {"users.concurrent_peak": {"day1": 22, "m24": 22}}),
        ("Q12", "86.400 relevés par jour, +10 % par an", {"scale.events_per_s": {"day1": 1, "m24": 1.21}}),
        ("Q10", "Environ 700, 10 % de plus chaque année", {"users.mau": {"day1": 700, "m24": 847}}),
        ("Q09", "45", {"users.concurrent_peak": {"day1": 45}}),
    ],
)
def test_a_growth_that_is_told_is_used(reader: AnswerReader, id_: str, text: str, values: dict[str, Any]) -> None:
    """By the year, by a factor, by none at all; without a figure of the load the growth is kept by itself."""
    read = reader.read(text, question(id_)).record.values
    if "2028" in text:
        assert read["users.mau"]["m24"] > 1500  # over somewhat more than two years
    else:
        assert read == values


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("New customers in Norway. Cheaper to run as well, I suppose.", "new_product"),
        ("Weniger Papier. Und moderner wäre es auch.", "internal_efficiency"),
        ("Que el abuelo se jubile tranquilo. Y gastar menos, bueno.", None),  # what is said first is no goal that is known
        ("Cheaper. But above all no more outages.", "resilience"),
        ("And also cheaper.", "cost_reduction"),
        ("Cheaper. And above all no more outages.", "resilience"),
        ("Dass die Akkreditierung verlängert wird. Und weniger Tipperei.", "compliance"),
    ],
)
def test_an_afterthought_is_not_the_goal(reader: AnswerReader, text: str, goal: str | None) -> None:
    """What is said first counts, unless something is said to count above all."""
    assert reader.read(text, question("Q01")).record.values.get("objective.primary") == goal


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("Kappura, Java EE on WebLogic, 2009, 800,000 lines, one Oracle.", {"name": "Kappura", "technology": "Jakarta EE"}),
        ("Lotse Nord, PHP, 2012, 140.000 Zeilen. Daneben ein Python-Skript.", {"name": "Lotse Nord", "technology": "PHP"}),
        ("Groß, Java, 2012", None),
        ("Monolithe, PHP, 2014, 200 000 lignes", None),
        ("One program, Java, 2012, 300,000 lines", None),
        ("Delphi, 2003, 300,000 lines", None),
        ("Kappura, old, nobody knows how big", None),
    ],
)
def test_the_system_of_today_is_named_before_what_it_is_made_with(
    reader: AnswerReader, text: str, system: dict[str, str] | None
) -> None:
    """Its name, with the technology of the same sentence; what it is like and what it is made with is no name."""
    assert reader.read(text, question("Q38")).record.values.get("legacy.system") == system
