"""Weights and figures of a person's own: kept, followed, cited, compared and given back."""

from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.errors import UsageError
from rag.propose.proposal import Claim, ClaimType, Proposal, block_claims
from rag.settings import Settings
from tests.command import TODAY, Shell

BY = "A. Meier"


@pytest.fixture
def work(own_sample: Shell) -> Iterator[Consultation]:
    """The work on the sample company, open for writing."""
    settings = Settings(data_dir=own_sample.data_dir, embedder="hashing", ocr="off", libreoffice="off")
    with open_application(settings, writing=True, as_of=TODAY, indexes=False) as application:
        yield application.consultation("sample")


def claims(proposal: Proposal, section: str) -> list[Claim]:
    """The sentences of a section."""
    blocks = next(one.blocks for one in proposal.sections if one.id == section)
    return [claim for block in blocks for claim in block_claims(block)]


def test_a_weight_is_followed_and_given_back(work: Consultation) -> None:
    """Twice our weight doubles the points that operations cost, says what that changed, and one more word undoes it."""
    before = work.decision()
    said = work.weighing.choose({"operations": 2.0}, by=BY)
    after = work.decision()
    assert after.margin is not None
    assert f"{after.margin:.1f} points ahead" in said
    burdens = {score.style: score.burden for score in before.ranking}
    assert any(score.burden > burdens[score.style] + 1 for score in after.ranking)
    weight = next(one for one in work.weighing.weights() if one.id == "operations")
    assert (weight.factor, weight.own and weight.own.by, weight.own and weight.own.at) == (2.0, BY, TODAY)
    work.weighing.choose({"operations": 1.0})
    assert work.decision() == before


def test_the_same_choice_again_keeps_its_date(work: Consultation) -> None:
    """Saying a thing twice is saying it once: the draft stays the current one."""
    work.weighing.choose(figures={"cpu": "50 ms"}, by=BY)
    drafted = work.drafts.propose()
    work.weighing.choose(figures={"cpu": "50 ms"}, by=BY)
    assert work.drafts.propose().version == drafted.version


def test_nothing_is_set_when_one_part_does_not_fit(work: Consultation) -> None:
    """A wrong name, unit, range or number is refused with what would fit, and nothing of the call is kept."""
    for weights, figures, reset, words in (
        ({"operations": 3.0}, {}, [], "from 0.5 to 2"),
        ({"luck": 2.0}, {}, [], "Weights are: speed"),
        ({"operations": 2.0}, {"cpu": "2 EUR"}, [], "the unit “EUR” does not fit"),
        ({"operations": 2.0}, {"cpu": "soon"}, [], "is not understood"),
        ({"operations": 2.0}, {"cpu": "1.2.3 s"}, [], "is no number"),
        ({"operations": 2.0}, {"cpu": "9,000 s"}, [], "out of range"),
        ({"operations": 2.0}, {"luck": "1"}, [], "Figures are: rate"),
        ({}, {"cpu": "1 s"}, ["luck"], "no weight or figure"),
    ):
        with pytest.raises(UsageError, match=words):
            work.weighing.choose(weights, figures, reset)
    assert not any(one.own for one in work.weighing.weights())
    assert not any(one.own for one in work.weighing.figures())


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("0,035 EUR", 0.035, "EUR"),
        ("€ 0.035", 0.035, "EUR"),
        ("0.035", 0.035, "USD"),
        ("0.035 eur per vCPU hour", 0.035, "EUR"),
    ],
)
def test_figures_are_read_as_people_write_them(work: Consultation, said: str, value: float, unit: str) -> None:
    """A comma or a point, a sign or a code before or behind, or no currency at all: the table's."""
    work.weighing.choose(figures={"vcpu": said})
    own = next(one.own for one in work.weighing.figures() if one.id == "vcpu")
    assert own is not None
    assert (own.value, own.unit) == (value, unit)


def test_an_own_price_is_what_is_paid(work: Consultation) -> None:
    """A person's price for the region enters the cost as it is; the factor of the region does not come on top."""
    work.weighing.choose(figures={"vcpu": "0.10 USD", "memory": "0 USD"})
    sizing = work.sizing()
    run = sizing.horizons[-1].reference.deployment
    assert sizing.price_factor != 1
    rate = sizing.currency.rate
    assert sizing.cost.lines["compute"] == pytest.approx(run.instances * run.vcpu * 730 * 0.10 / rate)


def test_an_own_figure_is_cited_in_every_number_that_uses_it(work: Consultation) -> None:
    """The proposal computes with it, names it as theirs with name and date, and counts it among the assumed no more."""
    ours = work.sizing().figure("instances_m24")
    work.weighing.choose(figures={"cpu": "90 ms"}, by=BY)
    figure = work.sizing().figure("instances_m24")
    assert ours is not None
    assert figure is not None
    assert figure.value > ours.value
    assert figure.inputs[f"CPU seconds per request (90 ms, figure of {BY}, {TODAY})"] == 0.09
    assert "CPU seconds per request" in ours.assumed
    assert not any("seconds per request" in name for name in figure.assumed)
    proposal = work.drafts.propose()
    said = next(claim for claim in claims(proposal, "capacity") if claim.sentence.startswith("CPU time of a request"))
    assert said.sentence == f"CPU time of a request: 90 ms (figure of {BY}, 21 November 2026)."
    assert said.type is ClaimType.COMPANY
    evidence = next(entry for entry in proposal.evidence if entry.id in said.evidence)
    assert (evidence.answer, evidence.by, evidence.at) == ("90 ms", BY, TODAY)
    checked = work.drafts.verify(proposal)
    assert checked.passed, checked.summary


def test_a_weight_is_told_in_the_proposal_and_makes_a_new_version(work: Consultation) -> None:
    """A draft made with other weights is not the current one; the new one says who weighs how, and the difference why."""
    first = work.drafts.propose()
    assert not any("as high as we do" in claim.sentence for claim in first.claims())
    work.weighing.choose({"operations": 2.0, "change": 0.5}, by=BY)
    second = work.drafts.propose()
    assert second.version == first.version + 1
    said = [claim.sentence for claim in claims(second, "options")]
    assert f"{BY} weighs operations twice as high as we do (21 November 2026)." in said
    assert f"{BY} weighs change and extension half as high as we do (21 November 2026)." in said
    known = {change.what: change.after for change in work.drafts.difference(first.version, second.version).changes}
    assert known["Own choice: operations"] == "2 times our weight"
    work.weighing.choose(figures={"cpu": "3 s"})
    third = work.drafts.propose()
    numbers = [change for change in work.drafts.difference(second.version, third.version).changes if change.kind == "number"]
    assert any("own choice of 21 November 2026: cpu 3 s" in cause for change in numbers for cause in change.causes)
    assert work.drafts.verify(third).passed
    assert not third.lint


def test_the_workbook_computes_with_the_own_price(work: Consultation) -> None:
    """The shaded input of the sheet is the person's price before the factor, named as theirs, and the total follows."""
    work.weighing.choose(figures={"vcpu": "0.10 EUR"}, by=BY)
    proposal = work.drafts.propose()
    book = openpyxl.load_workbook(BytesIO(work.drafts.export_bytes(proposal, "xlsx")), data_only=True)
    rows = {str(row[1].value): row for row in book["Costs"].iter_rows() if row[1].value}
    name = next(name for name in rows if name.startswith("Container CPU"))
    assert name == f"Container CPU (0.1 EUR a vCPU hour, figure of {BY}, {TODAY})"
    assert rows[name][3].value == pytest.approx(0.10 * 1.1 / work.sizing().price_factor)
    assert rows["Base figure"][9].value == pytest.approx(work.sizing().cost.base)


def test_choices_survive_and_are_read_beside_the_app(own_sample: Shell) -> None:
    """The command line sets them, another command reads them, JSON gives all, and a reset leaves ours."""
    said = own_sample("decide", "--workspace", "sample", "--weight", "operations=0.5", "--figure", "cpu=50ms", "--by", BY).out
    assert said.startswith("The recommendation")
    found = own_sample("decide", "--workspace", "sample", "--json").json
    assert {row["id"] for row in found["weights"] if row["own"]} == {"operations"}
    assert {row["id"] for row in found["figures"] if row["own"]} == {"cpu"}
    for row in found["ranking"]:
        assert 100 - sum(row["lost"].values()) == pytest.approx(row["score"])
    assert "cpu              50 ms, figure of A. Meier" in own_sample("decide", "--workspace", "sample", "--list").out
    own_sample("decide", "--workspace", "sample", "--reset", "operations", "--reset", "cpu")
    found = own_sample("decide", "--workspace", "sample", "--json").json
    assert not [row for row in (*found["weights"], *found["figures"]) if row["own"]]
    wrong = own_sample("decide", "--workspace", "sample", "--weight", "operations", status=1)
    assert "like operations=2" in wrong.err


def test_an_own_rate_of_exchange_holds_for_every_amount(work: Consultation) -> None:
    """A person's rate stands in for the table's, in the cost, in the budget's share of it and among the inputs."""
    before = work.sizing()
    assert before.currency.code == "EUR"
    work.weighing.choose(figures={"euro": "1.25"}, by=BY)
    after = work.sizing()
    assert after.cost.base * 1.25 == pytest.approx(before.cost.base * before.currency.rate)
    rate = after.figure("rate")
    assert rate is not None
    assert (rate.value, rate.assumed) == (1.25, ())
    assert BY in rate.note
    proposal = work.drafts.propose()
    assert not any(one.field == "budget.currency" for one in proposal.assumptions)
    assert any("Exchange rate of EUR: 1.25 USD for 1 EUR" in claim.sentence for claim in claims(proposal, "capacity"))
    checked = work.drafts.verify(proposal)
    assert checked.passed, checked.summary


def test_every_currency_has_a_rate_that_a_person_may_know_better(work: Consultation) -> None:
    """The rate of a currency without a row of its own can be set, within the bounds around ours."""
    work.weighing.choose(figures={"sek": "0.11 USD"})
    own = next(one for one in work.weighing.figures() if one.id == "sek")
    assert own.said.startswith("0.11 USD for 1 SEK")
    with pytest.raises(UsageError, match="out of range"):
        work.weighing.choose(figures={"sek": "11"})
