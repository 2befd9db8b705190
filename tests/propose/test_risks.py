"""The risk register: what counts as a risk of this project, how it is told, and what is done about it."""

import pytest

from rag.brief.brief import Status
from rag.extract.fact import Fact
from rag.propose.draft import start_draft
from rag.propose.risks import Risk, find_risks
from rag.propose.wording import is_row, shorten_at_clause
from tests.propose.factory import field, make_brief, make_inputs, quote, said


def register(*facts: tuple[str, str], worries: tuple[str, ...] = (), answer: str = "") -> tuple[Risk, ...]:
    """The risks of a company whose papers hold these statements, each with the rule that read it."""
    source = quote("key person").citation
    assert source is not None
    read = tuple(
        Fact(id=f"f{number}", kind="risk", statement=text, rule=rule, value="", citation=source)
        for number, (rule, text) in enumerate(facts)
    )
    brief = make_brief()
    if worries:
        feared = field("risk.stated", list(worries), said(answer or worries[0], "Q47"), status=Status.STATED)
        brief = brief.model_copy(update={"fields": {**brief.fields, "risk.stated": feared}})
    return find_risks(start_draft(make_inputs(brief, facts=read)))


def told(risks: tuple[Risk, ...], id_: str) -> list[str]:
    """The causes of one rule."""
    return [claim.sentence for risk in risks if risk.row.id == id_ for claim in risk.claims]


@pytest.mark.parametrize(
    "text",
    [
        "It used to be a list on the wall, and the list was full by noon.",
        "Früher ist der Rechner jeden Montag ausgefallen.",
        "Pump house;Core;Anna;412;3;-;slow",
        "Boiler control: nicht anfassen",
    ],
)
def test_how_it_was_before_and_rows_as_they_stand_are_no_risks(text: str) -> None:
    """History, cells side by side and advice to leave something alone name no risk of what is planned."""
    assert told(register(("K33-x-fails", text)), "RK-FAILS") == []


def test_what_is_done_follows_from_what_went_wrong() -> None:
    """Sold twice, the line away: each has its measure; where none fits, the owner is asked, and nothing is made up."""
    risks = register(
        ("K33-zz-doubled", "Eleven berths were sold twice."), ("K33-zz-lost", "The line to Ennis went for fifty seconds.")
    )
    (row,) = [risk.row for risk in risks if risk.row.id == "RK-FAILS"]
    assert "a repeat counts once" in row.mitigation
    assert "pulling the plug" in row.mitigation
    (other,) = [risk.row for risk in register(("K33-y-harm", "Wrong labels went out.")) if risk.row.id == "RK-STATED"]
    assert other.mitigation.startswith("Open, for the owner to say")


def test_worries_that_were_asked_for_stand_beside_those_of_the_papers() -> None:
    """Named in a few words each, or quoted as a whole; no worry is none."""
    paper = ("K33-y-harm", "Wrong labels went out.")
    assert told(register(paper, worries=("budget", "skills")), "RK-FEARED") == [
        "Asked what worries most: “budget”",
        "Asked what worries most: “skills”",
    ]
    whole = "That the walls get holes, and we are blamed for it."
    told_whole = told(register(paper, worries=("That the walls get holes", "we are blamed for it"), answer=whole), "RK-FEARED")
    assert told_whole == ["Asked what worries most: “That the walls get holes, and we are blamed for it”"]
    assert told(register(paper, worries=("Nothing really",)), "RK-FEARED") == []


def test_who_says_that_they_may_go_is_named_by_the_paper() -> None:
    """The words of a customer's letter are quoted as that letter's."""
    (cause,) = told(register(("K33-zz-leaves", "I was asked to say what we need to stay:")), "RK-LEAVES")
    assert cause == "In policy.pdf: “I was asked to say what we need to stay”"


@pytest.mark.parametrize(
    ("quotation", "versions", "ended"),
    [
        ("The till is written in Angular 15.", {"15": "Angular"}, ["Vendor support of Angular 15 ended on 18 May 2024."]),
        (
            "Angular 15, to be Angular 22 by May",
            {"15": "Angular", "22": "Angular"},
            ["Vendor support of Angular 15 ended on 18 May 2024."],
        ),
        (
            "We moved from Angular 15 to Angular 22.",
            {"15": "Angular", "22": "Angular"},
            ["Vendor support of Angular 22 ends on 30 June 2028."],
        ),
        ("Angular 15 Extended Support until 2030", {"15": "Angular"}, []),
    ],
)
def test_what_programs_are_written_in_has_support_dates_too(quotation: str, versions: dict[str, str], ended: list[str]) -> None:
    """A version in use whose support ends; not one that was left or is only planned, nor an edition of its own."""
    source = quote("key person").citation
    assert source is not None
    cited = source.model_copy(update={"quote": quotation})
    facts = tuple(
        Fact(
            id=f"t{version}",
            kind="technology",
            statement=quotation,
            value=name,
            slots={"category": "framework", "version": version, "role": ""},
            citation=cited,
        )
        for version, name in versions.items()
    )
    risks = find_risks(start_draft(make_inputs(facts=facts)))
    assert told(risks, "RK-RUNTIME") == ended


def test_a_cause_is_cut_where_a_clause_ends() -> None:
    """The clause that tells it stays; an ellipsis shows what is left out."""
    text = "The gate stood open for a day, and nobody knew; " + "the guard had gone home because of the weather " * 4
    assert shorten_at_clause(text, "stood open", 60) == "The gate stood open for a day, and nobody knew…"
    assert shorten_at_clause("Short.", "Short", 60) == "Short."
    assert is_row("a;b;c;d;e;f;g")
    assert not is_row("Salt, flour, eggs, butter, milk, sugar, and a spoon")


def test_what_somebody_thinks_weighs_less_than_what_has_happened() -> None:
    """A feeling about other people is no risk; an opinion about one's own things is less likely than an incident."""
    feeling = "I think they will leave us with something that nobody can repair."
    assert told(register(("K33-person", feeling)), "RK-PERSON") == []
    assert told(register(("K33-person", "Creo que la agencia nos deja con algo que nadie sabe arreglar.")), "RK-PERSON") == []
    (thought,) = [one for one in register(("K33-person", "I think only Nora can mend the press.")) if one.row.id == "RK-PERSON"]
    (known,) = [one for one in register(("K33-person", "Only Nora can mend the press.")) if one.row.id == "RK-PERSON"]
    assert thought.score < known.score
    dated = "We think they lost 340 orders in May."
    assert told(register(("K33-zz-lost", dated)), "RK-FAILS") == [dated]
