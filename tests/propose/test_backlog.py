"""The backlog and the other things that are handed over: complete, and the same as the text says."""

import pytest

from rag.numbers.cost import Deployment, Prices, monthly_cost, quantities
from rag.propose.compose import compose
from rag.propose.proposal import Proposal, Table
from rag.propose.recheck import recheck, total
from rag.propose.verify import verify
from tests.propose.factory import make_brief, make_inputs, page_text


@pytest.fixture(scope="module")
def proposal() -> Proposal:
    """A proposal for the made-up company."""
    return compose(make_inputs())


def test_every_hard_constraint_is_in_the_backlog(proposal: Proposal) -> None:
    """Whoever works through the backlog proves or decides every hard constraint that was not waived."""
    carried = {id_ for item in proposal.handover.backlog if item.kind in ("proof", "decision") for id_ in item.constraint_ids}
    assert carried == {row.constraint_id for row in proposal.coverage if row.hard and row.status != "waived"}


def test_work_items_are_those_of_the_plan(proposal: Proposal) -> None:
    """Numbers, estimates and milestones are those of the work breakdown in the text."""
    plan = next(section for section in proposal.sections if section.id == "plan")
    work = next(block for block in plan.blocks if isinstance(block, Table) and block.header[0] == "No.")
    printed = {str(row[0]): (row[2], row[3], float(str(row[5]))) for row in work.rows}
    items = {item.id: item for item in proposal.handover.backlog if item.likely is not None}
    assert {id_: (item.milestone, item.priority, round(item.likely or 0, 1)) for id_, item in items.items()} == printed


def test_items_can_be_accepted_and_ordered(proposal: Proposal) -> None:
    """Each item has criteria in the form Given, when, then; depends only on items that exist; and has its own number."""
    items = proposal.handover.backlog
    ids = [item.id for item in items]
    assert len(set(ids)) == len(ids)
    for item in items:
        assert item.acceptance
        assert all(text.startswith("Given ") and ", when " in text and ", then " in text for text in item.acceptance)
        assert set(item.depends_on) <= set(ids) - {item.id}
        assert not any("{" in text for text in (item.story, *item.acceptance))
    order = [(item.milestone, -item.score) for item in items]
    assert order == sorted(order)


def test_criteria_carry_the_targets(proposal: Proposal) -> None:
    """Numbers in the criteria are the targets of the brief; a criterion whose number nobody gave is left out."""
    texts = {item.basis.split(" ")[1]: " ".join(item.acceptance) for item in proposal.handover.backlog if item.likely}
    assert "back within 4 h" in texts["recovery"]
    assert "at least 99.9 %" in texts["base"]
    fields = {path: field for path, field in make_brief().fields.items() if path not in ("rel.rto", "rel.slo")}
    without = compose(make_inputs(make_brief(fields=fields))).handover
    texts = {item.basis.split(" ")[1]: " ".join(item.acceptance) for item in without.backlog if item.likely}
    assert "back within" not in texts["recovery"]
    assert "99.9" not in texts["base"]
    assert without.service_level is None


def test_milestones_and_service_level_are_those_of_the_text(proposal: Proposal) -> None:
    """Dates follow each other, and the alert thresholds are the ones that the section on service levels prints."""
    handover = proposal.handover
    assert [m.id for m in handover.milestones] == ["M0", "M1", "M2", "M3", "M4", "M5"]
    assert all(m.start < m.end for m in handover.milestones)
    level = handover.service_level
    assert level is not None
    printed = [claim.sentence for claim in proposal.claims() if claim.formula == "F14b"]
    assert [f"{alert.threshold:g} %" for alert in level.alerts] == printed
    assert [round(alert.long_h / alert.short_h) for alert in level.alerts] == [12, 12, 12]


def test_quantities_times_prices_are_the_cost(proposal: Proposal) -> None:
    """The amounts that are handed over, with their prices and factors, add up to the figures of the proposal."""
    costs = proposal.handover.costs
    assert costs is not None
    assert [total(costs, number) for number in range(3)] == pytest.approx(costs.totals)
    assert list(recheck(proposal)) == []


def test_an_edited_hand_over_is_noticed(proposal: Proposal) -> None:
    """A price, a threshold, a target or a constraint that somebody changed is found when the proposal is verified."""
    handover = proposal.handover
    costs, level, items = handover.costs, handover.service_level, handover.backlog
    assert costs is not None
    assert level is not None
    dearer = costs.items[0].model_copy(update={"price": 2 * costs.items[0].price})
    changed = handover.model_copy(
        update={
            "costs": costs.model_copy(update={"items": (dearer, *costs.items[1:])}),
            "service_level": level.model_copy(update={"target": 99.5}),
            "backlog": (items[0].model_copy(update={"constraint_ids": ("c-gone",), "depends_on": ("W99",)}), *items[1:]),
        }
    )
    edited = proposal.model_copy(update={"handover": changed})
    findings = [finding.text for finding in verify(edited, page_text).findings if finding.where == "hand-over"]
    assert [text.split(" ")[0:2] for text in findings] == [
        ["item", "W1"],
        *[["the", "running"]] * 3,
        *[["the", "service"], ["the", "error"]],
        *[["the", "alert"]] * 3,
    ]
    assert "names c-gone, W99, which is not there" in findings[0]
    assert not [finding for finding in verify(proposal, page_text).findings if finding.where == "hand-over"]


def test_quantities_agree_with_the_formula() -> None:
    """Each line of the monthly cost is the sum of its amounts times their prices, standby and gateways included."""
    names = list(Prices.__dataclass_fields__)
    prices = Prices(**{name: 0.01 * number for number, name in enumerate(names, start=1)})
    used = Deployment(3, 2, 4, 8, 500, True, 2, 5, 300, 3, 200, 900, 700, 120, 12.5)
    lines: dict[str, float] = {}
    for row in quantities(used):
        lines[row.part] = lines.get(row.part, 0.0) + row.amount * getattr(prices, row.price)
    cost = monthly_cost(used, prices)
    assert lines == pytest.approx({name: amount for name, amount in cost.lines.items() if name not in ("nonprod", "overhead")})


def test_drafting_again_gives_the_same_backlog(proposal: Proposal) -> None:
    """The same inputs give the same items in the same order."""
    assert compose(make_inputs()).handover == proposal.handover
