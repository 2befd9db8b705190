"""Lists in a person's words, as rows."""

from typing import Any

import pytest

from rag.interview.amounts import AmountReader
from rag.interview.rows import RowReader
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.quantities import load_quantities
from rag.knowledge.replies import load_replies


@pytest.fixture(scope="module")
def rows() -> RowReader:
    """The reader of lists."""
    amounts = AmountReader(
        load_quantities(), load_gazetteer(), load_replies().spoken, load_brief_knowledge().fields.told, "2026-11-29"
    )
    return RowReader(load_replies(), amounts, load_brief_knowledge().fields.feature_types)


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ("61 out of 66", 0.9242),
        ("it does 41 of the 44 points", 0.9318),
        ("41 von 44", 0.9318),
        ("one of two", None),
        ("30 %", 0.3),
    ],
)
def test_so_many_of_all_is_a_share(said: str, share: float | None) -> None:
    """“1 of 2” tells how many there are, and no part of them."""
    amounts = AmountReader(
        load_quantities(), load_gazetteer(), load_replies().spoken, load_brief_knowledge().fields.told, "2026-11-29"
    )
    assert amounts.share(said) == share


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("eight clerks and about 300 shops", [("clerks", "internal", 8), ("shops", "b2b", 300)]),
        ("die Patienten, etwa 4.000", [("Patienten", "patient", 4000)]),
        ("tous les habitants, pas les touristes", [("tous les habitants", "citizen", None)]),
        ("doctors of 310 practices", [("doctors of 310 practices", "internal", None)]),
        ("nosotras ocho y 90 talleres", [("our staff", "internal", 8), ("talleres", "b2b", 90)]),
        ("wir fünf plus sieben am Telefon", [("our staff", "internal", 5), ("our staff am Telefon", "internal", 7)]),
        ("Seventeen of us", [("our staff", "internal", 17)]),
        ("46 pharmacies, bientôt 70", [("pharmacies", "b2b", 46)]),  # the same ones, later
        ("1.800 Arbeitsplätze in 240 Kanzleien", [("Arbeitsplätze", None, 1800)]),
        ("3 mil de viajantes por mês", [("viajantes", "b2c", 3000)]),
        ("fornecedores no mercado e nós, 22", [("fornecedores no mercado", "partner", None), ("our staff", "internal", 22)]),
        ("Maschinen vor allem: 30 Pressen, 12 Öfen", [("Pressen", "machine", 30), ("Öfen", "machine", 12)]),
        ("Staff: 40, suppliers: 900", [("Staff", "internal", 40), ("suppliers", "partner", 900)]),
        ("30 now, soon 45", [("users", None, 30)]),
        ("80 voluntarios y otros", [("voluntarios", "internal", 80)]),
        (
            "310 Kellereien, in jeder drei bis vier Leute, also gut 1100. Dazu jetzt elf Abfüller mit eigenen Fahrern",
            [("Kellereien", None, 310), ("Abfüller", None, 11)],
        ),
        ("200 printers, maybe 30 binders, who bring their own tools", [("printers", None, 200), ("binders", None, 30)]),
        ("9.4 million readers (Korea 7.1, France 0.7)", [("readers", "b2c", 9400000)]),
        ("400 abonnés, dont 12 sont des machines", [("abonnés", "b2c", 400)]),
        ("26 of us, 41 if you count everybody", [("our staff", "internal", 26)]),
        ("two brokers, sixty-odd owners", [("brokers", "partner", 2), ("owners", "b2c", 60)]),
        ("600 sensores y 12 técnicos", [("sensores", "machine", 600), ("técnicos", "internal", 12)]),
        ("12 Fahrer, alles andere sind Geräte", [("Fahrer", "internal", 12)]),
    ],
)
def test_groups_have_a_kind_and_a_number(rows: RowReader, said: str, groups: list[tuple[str, str, int | None]]) -> None:
    """Who is shut out is none of them, and a number of others is not theirs."""
    assert [(row["name"], row.get("kind"), row.get("count")) for row in rows.read("user_groups", said)] == groups


def test_functions_stand_under_whom_they_serve(rows: RowReader) -> None:
    """“Owner: …” tells whose the functions behind it are; a list without such words tells nobody."""
    found = rows.read("features", "Owner: open a claim, change an address. Builder: declare a unit, pay.")
    assert [(row["segment"], row["name"]) for row in found] == [
        ("Owner", "open a claim"),
        ("Owner", "change an address"),
        ("Builder", "declare a unit"),
        ("Builder", "pay"),
    ]
    assert all("segment" not in row for row in rows.read("features", "search, book and pay"))


@pytest.mark.parametrize(
    ("said", "functions"),
    [
        ("search, book and pay", ["search", "book", "pay"]),
        (
            "The driver signs and leaves. The customer sees his crates and his deposit.",
            ["The driver signs and leaves", "The customer sees his crates and his deposit"],
        ),
        ("Der Verlag meldet ein Heft, prüft es und spielt es ein", ["Der Verlag meldet ein Heft, prüft es und spielt es ein"]),
        ("Das Lager sieht, ob die Kiste da ist", ["Das Lager sieht, ob die Kiste da ist"]),
        ("open a claim, follow it, sorry", ["open a claim, follow it"]),
        ("buscar un libro en el catálogo y pagar la multa", ["buscar un libro en el catálogo", "pagar la multa"]),
    ],
)
def test_what_somebody_does_in_one_go_is_one_function(rows: RowReader, said: str, functions: list[str]) -> None:
    """“And” parts functions of several kinds, and short words in a row; not what one person does and does after it."""
    assert [row["name"] for row in rows.read("features", said)] == functions


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("Complaints: 40 a week now, we want 10", (40, 10)),
        ("we aim for 90 percent, today it is 70", (70, 90)),
        ("Früher 12 Tage, heute 20, Ziel 5", (20, 5)),
        ("that the boss is happy", None),
    ],
)
def test_a_measure_has_its_value_of_today_and_its_target(rows: RowReader, said: str, numbers: tuple[int, int] | None) -> None:
    """What it was earlier is neither; without two figures there is no measure."""
    found = [(row["baseline"], row["target"]) for row in rows.read("measure", said)]
    assert found == ([] if numbers is None else [numbers])


@pytest.mark.parametrize(
    ("kind", "said", "found"),
    [
        ("left_out", "no payroll, and the archive comes next year", ["payroll", "archive"]),
        ("left_out", "weder Lager noch Versand", ["Lager", "Versand"]),
        ("tools", "the board in Tableau, not in Excel", ["Tableau"]),
        ("tools", "todos no Metabase, que é bom", ["Metabase"]),
        ("owners", "Salesforce has the customers", [{"entity": "customer", "system": "Salesforce"}]),
        ("owners", "Artikel kommen aus SAP", [{"entity": "product", "system": "SAP"}]),
        ("owners", "I keep it in my head", []),
    ],
)
def test_names_are_taken_without_what_is_said_of_them(rows: RowReader, kind: str, said: str, found: list[Any]) -> None:
    """Things, products and systems, but for those that are denied."""
    assert rows.read(kind, said) == found


def test_functions_have_a_type(rows: RowReader) -> None:
    """In several languages."""
    found = rows.read("features", "Book a room, chercher un livre; pagar la factura")
    assert [row["type"] for row in found] == ["schedule", "search", "payment"]


@pytest.mark.parametrize(
    ("said", "type_"),
    [
        ("what did I earn", "task"),
        ("cuánto me queda", "task"),
        ("combien il me reste", "task"),
        ("wieviel habe ich noch", "task"),
        ("Partners write a plug-in", "task"),
        ("le partenaire développe une extension", "task"),
        ("next box out, lid down", "task"),
        ("receptionists check in", "crud"),
        ("install plug-ins", "crud"),
        ("see what I was paid", "crud"),
        ("pay by card", "payment"),
        ("the analyst changes a mapping", "crud"),
    ],
)
def test_what_is_asked_and_what_others_make_is_nothing_to_build(rows: RowReader, said: str, type_: str) -> None:
    """A question is a task of its users, and having been paid is no payment by them."""
    assert [row["type"] for row in rows.read("features", said)] == [type_]


def test_what_the_house_pays_is_no_payment_of_its_users(rows: RowReader) -> None:
    """Lists of payments and wages bring no card data."""
    found = rows.read("features", "Office: payment list. Office: pay the suppliers. Customer: pay the invoice.")
    assert [row["type"] for row in found] == ["report", "crud", "payment"]


@pytest.mark.parametrize(
    ("said", "baseline", "target"),
    [
        ("Order corrections, 6.2 % of order lines today, 3 % by the end of 2028", 6.2, 3),
        ("minutes de panne : 200 en 2026, on veut moins de 5", 200, 5),
        ("Dias até estar nas escolas: hoje 44, queremos 10", 44, 10),
    ],
)
def test_a_comma_parts_what_is_from_what_is_wanted(rows: RowReader, said: str, baseline: float, target: float) -> None:
    """“Today” behind the first figure is not of the second, though it stands nearer to it."""
    [found] = rows.read("measure", said)
    assert (found["baseline"], found["target"]) == (baseline, target)
