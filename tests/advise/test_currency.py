"""The company's own currency: where it is known from, and that every amount is said in it."""

from typing import Any

import pytest

from rag.advise.assessment import assess
from rag.advise.currency import currency_of
from rag.advise.decide import decide
from rag.advise.sensitivity import describe_change
from rag.advise.sizing import Sizing, size
from rag.brief.brief import Brief, Field, Status
from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from tests.advise.briefs import STARTUP, brief


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def told(values: dict[str, Any], *, by_person: str = "", documented: str = "", budget_in: str = "") -> Brief:
    """A brief whose currency a person said, or a document; its running budget may be told in one, too."""
    of = brief(values)
    fields = dict(of.fields)
    for word, status in ((documented, Status.DOCUMENTED), (by_person, Status.STATED)):
        if word:
            fields["budget.currency"] = Field(path="budget.currency", value=word, status=status, confidence=0.9)
    if budget_in:
        fields["budget.monthly_run"] = fields["budget.monthly_run"].model_copy(update={"unit": budget_in})
    return of.model_copy(update={"fields": fields})


def sized(of: Brief, knowledge: AdviseKnowledge) -> Sizing:
    """The numbers of a brief."""
    return size(of, decide(of, knowledge), knowledge)


@pytest.mark.parametrize(
    ("country", "by_person", "documented", "budget_in", "code"),
    [
        ("DE", "CHF", "EUR", "EUR", "CHF"),  # what a person says goes before everything
        ("DE", "", "USD", "GBP", "GBP"),  # of two that documents name the budget's own is what is compared
        ("DE", "", "SEK", "", "SEK"),
        ("CH", "", "", "", "CHF"),
        ("KE", "", "", "", "KES"),
        ("BG", "", "", "", "EUR"),
        ("CA-QC", "", "", "", "CAD"),  # a part of a country pays as the country does
        ("AQ", "", "", "", "USD"),  # no country of the table: its own currency
        ("DE", "XYZ", "", "", "EUR"),  # no rate is known for it
    ],
)
def test_where_the_currency_is_known_from(
    country: str, by_person: str, documented: str, budget_in: str, code: str, knowledge: AdviseKnowledge
) -> None:
    """A person's word, then the budget's, then a document's, then the company's seat, then the price table's."""
    of = told({**STARTUP, "org.country": [country]}, by_person=by_person, documented=documented, budget_in=budget_in)
    assert currency_of(of, knowledge).code == code


def test_every_country_pays_in_one_currency_that_has_a_rate(knowledge: AdviseKnowledge) -> None:
    """No country stands under two currencies, and each currency can be converted."""
    codes = [code for codes in knowledge.prices.countries.values() for code in codes]
    assert len(codes) == len(set(codes))
    assert set(knowledge.prices.countries) <= set(knowledge.prices.exchange)


def test_all_amounts_are_the_same_money(knowledge: AdviseKnowledge) -> None:
    """In francs every figure of money is the dollars' at the rate; what is no money stays, and so does the recommendation."""
    plain, dear = told(STARTUP, by_person="USD"), told(STARTUP, by_person="CHF")
    plain_fields = {**plain.fields, "budget.monthly_run": plain.fields["budget.monthly_run"].model_copy(update={"value": 1150})}
    plain = plain.model_copy(update={"fields": plain_fields})
    dear_fields = {**dear.fields, "budget.monthly_run": dear.fields["budget.monthly_run"].model_copy(update={"value": 1000})}
    dear = dear.model_copy(update={"fields": dear_fields})
    dollars, francs = sized(plain, knowledge), sized(dear, knowledge)
    assert (dollars.figure("rate"), francs.currency.rate) == (None, 1.15)
    for one in dollars.figures:
        other = francs.figure(one.key)
        assert other is not None, one.key
        rate = 1.15 if one.unit == "USD" else 1.0
        assert other.value * rate == pytest.approx(one.value), one.key
        assert other.unit == ("CHF" if one.unit == "USD" else one.unit)
    assert [band.cost.low * 1.15 for band in francs.horizons] == pytest.approx([band.cost.low for band in dollars.horizons])
    assert decide(dear, knowledge).ranking[0].total == pytest.approx(decide(plain, knowledge).ranking[0].total)


def test_a_budget_is_said_as_it_was_told(knowledge: AdviseKnowledge) -> None:
    """What was told in euro is compared, and said, in euro: neither a finding nor a level turns it into dollars."""
    poor = told({**STARTUP, "budget.monthly_run": 99.99}, by_person="EUR")
    (finding,) = [one for one in sized(poor, knowledge).findings if one.rule == "X06"]
    assert "budget of 100 EUR" in finding.text
    assert "USD" not in finding.text
    assert decide(poor, knowledge).capabilities["MONEY"].reason == "99.99 EUR a month to run it"
    figure = sized(poor, knowledge).figure("budget_ratio")
    assert figure is not None
    assert figure.inputs["budget a month"] == 99.99


def test_what_would_change_it_is_in_the_same_money(knowledge: AdviseKnowledge) -> None:
    """The cut points of the table are dollars; a condition on the budget names the company's currency, in round figures."""
    of = told({**STARTUP, "budget.monthly_run": 400}, by_person="EUR")
    assessed = assess(of, knowledge)
    row = next(row for row in knowledge.levels.capabilities if row.code == "MONEY")
    now = assessed.situation.capabilities["MONEY"]
    told_as = describe_change(row, now + 1, now, assessed.placed["MONEY"], assessed.situation.context, knowledge.levels)
    assert (now, told_as) == (1, "454.5 EUR a month or more to run it")
