"""What may be weighed or replaced, and the tables with a person's own choices in force."""

import pytest

from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from rag.knowledge.own import adopt, converted, values_of
from rag.knowledge.styles import ATTRIBUTES, NEEDS
from rag.knowledge.weighing import MONEY, OwnChoice


@pytest.fixture(scope="module")
def knowledge() -> AdviseKnowledge:
    """The product's own tables."""
    return load_advise_knowledge()


def test_each_demand_and_capability_belongs_to_one_group(knowledge: AdviseKnowledge) -> None:
    """No part of the score is weighed twice, and none cannot be weighed."""
    codes = [code for row in knowledge.weighing.weights for code in row.codes]
    assert sorted(codes) == sorted([*ATTRIBUTES, *NEEDS])


def test_every_figure_leads_to_a_value_within_its_range(knowledge: AdviseKnowledge) -> None:
    """Ids are used once; each path exists, and our own value could have been said by a person."""
    ids = [row.id for row in knowledge.weighing.weights] + [row.id for row in knowledge.weighing.figures]
    assert len(ids) == len(set(ids))
    for row in knowledge.weighing.figures:
        assert all(row.least <= value <= row.most for value in values_of(knowledge, row)), row.id


def test_every_figure_changes_the_tables_and_nothing_else_does(knowledge: AdviseKnowledge) -> None:
    """A choice puts its value where the row says, in the table's unit; without choices the tables are ours."""
    assert adopt(knowledge, ()) is knowledge
    for row in knowledge.weighing.figures:
        said = (row.least + row.most) / 2
        unit = knowledge.prices.currency if row.unit == MONEY else row.unit
        adopted = adopt(knowledge, [OwnChoice(id=row.id, value=said, unit=unit)])
        assert values_of(adopted, row) == pytest.approx((said,) * len(row.paths)), row.id
        assert values_of(knowledge, row) != values_of(adopted, row), row.id


def test_money_follows_the_rate_of_exchange_that_a_person_set(knowledge: AdviseKnowledge) -> None:
    """A price in another currency is converted by the person's own rate, whichever was said first."""
    row = next(row for row in knowledge.weighing.figures if row.id == "vcpu")
    price, rate = OwnChoice(id="vcpu", value=0.05, unit="EUR"), OwnChoice(id="euro", value=2.0, unit="USD")
    for choices in ([price, rate], [rate, price]):
        assert values_of(adopt(knowledge, choices), row) == pytest.approx((0.1,))


def test_units_convert(knowledge: AdviseKnowledge) -> None:
    """Fifty milliseconds are a twentieth of a second; a currency is no time."""
    row = next(row for row in knowledge.weighing.figures if row.id == "cpu")
    assert converted(knowledge, row, 50, "ms") == pytest.approx(0.05)
    assert converted(knowledge, row, 50, "EUR") is None


def test_weights_multiply_those_of_the_objective(knowledge: AdviseKnowledge) -> None:
    """A person's factor comes on top of the objective's; a choice that the table no longer knows is passed over."""
    own = [OwnChoice(id="cost", value=2.0), OwnChoice(id="gone", value=2.0)]
    factors = adopt(knowledge, own).factors("cost_reduction")
    assert factors["EFF"] == 2 * knowledge.weights.objectives["cost_reduction"]["EFF"]
    assert factors["MONEY"] == 2
    assert "SCA" not in factors
