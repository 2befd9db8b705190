"""Charts show the numbers of the text, each with a table in words, and are left out where there is nothing to compare."""

import re

from lxml import etree

from rag.propose.charts.canvas import Canvas, ticks
from rag.propose.charts.risks import LEVELS
from rag.propose.compose import compose
from rag.propose.proposal import Diagram, Proposal, Section, Table, block_claims
from tests.propose.factory import field, make_brief, make_inputs, said
from tests.propose.test_diagrams import diagrams


def section(proposal: Proposal, id_: str) -> Section:
    """One section."""
    return next(one for one in proposal.sections if one.id == id_)


def said_in(proposal: Proposal, id_: str) -> set[str]:
    """What the tables and paragraphs of a section say, without its pictures."""
    blocks = [block for block in section(proposal, id_).blocks if not isinstance(block, Diagram)]
    plain = {cell for b in blocks if isinstance(b, Table) for row in b.rows for cell in row if isinstance(cell, str)}
    return plain | {claim.sentence for block in blocks for claim in block_claims(block)}


def texts(svg: str) -> list[str]:
    """What a reader of a drawing reads."""
    return [element.text or "" for element in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text")]


def test_every_chart_is_well_formed_and_told_in_words() -> None:
    """All four charts have a drawing that parses, an alternative text and rows; they stand beside their table."""
    proposal = compose(make_inputs())
    charts = {id_: one for id_, one in diagrams(proposal).items() if id_.startswith("chart-")}
    assert set(charts) == {"chart-cost", "chart-options", "chart-risks", "chart-budget"}
    for chart in charts.values():
        assert etree.fromstring(chart.svg.encode()).tag.endswith("svg")
        assert chart.alt
        assert chart.nodes
    kinds = [block.kind for block in section(proposal, "challenges").blocks]
    assert kinds.index("diagram") == kinds.index("table") - 1


def test_costs_are_those_of_the_table() -> None:
    """Middle and band at each point in time are the words of the cost rows, and the last ones label the drawing."""
    proposal = compose(make_inputs())
    chart, told = diagrams(proposal)["chart-cost"], said_in(proposal, "capacity")
    for _, middle, band in chart.nodes[:3]:
        assert middle in told
        assert band in told
    last = chart.nodes[2]
    assert f"{last[1].removesuffix(' EUR')} middle" in texts(chart.svg)


def test_a_known_budget_is_a_line() -> None:
    """A stated monthly budget is drawn and compared with the band; without one, that is said."""
    assert "No monthly budget is known" in diagrams(compose(make_inputs()))["chart-cost"].alt
    brief = make_brief()
    budget = field("budget.monthly_run", 9500.0, said("9,500 EUR", "Q48"), unit="EUR")
    brief = brief.model_copy(update={"fields": {**brief.fields, "budget.monthly_run": budget}})
    chart = diagrams(compose(make_inputs(brief)))["chart-cost"]
    assert "stroke-dasharray" in chart.svg
    assert any(row[1] == "9,500 EUR" for row in chart.nodes)
    assert any(text.endswith(" budget") for text in texts(chart.svg))


def test_scores_are_those_of_the_comparison() -> None:
    """The recommended style's score is that of the comparison, and bars stand in the order of the ranking."""
    inputs = make_inputs()
    proposal = compose(inputs)
    chart = diagrams(proposal)["chart-options"]
    assert chart.nodes[0][1] in said_in(proposal, "options")
    scores = [float(score) for _, score, _ in chart.nodes]
    assert scores == sorted(scores, reverse=True)
    assert all(score in texts(chart.svg) for _, score, _ in chart.nodes)


def test_one_style_is_no_comparison() -> None:
    """With a single style left there is no chart, and the reason is named."""
    inputs = make_inputs()
    decision = inputs.decision.model_copy(update={"ranking": inputs.decision.ranking[:1]})
    proposal = compose(make_inputs(decision=decision))
    assert "chart-options" not in diagrams(proposal)
    assert any(text.startswith("Chart of the options") for text in proposal.not_in_version)


def test_every_risk_has_its_place() -> None:
    """Each risk of the register stands once in the field, in the cell of its likelihood and impact."""
    proposal = compose(make_inputs())
    chart = diagrams(proposal)["chart-risks"]
    register = next(block for block in section(proposal, "challenges").blocks if isinstance(block, Table))
    drawn = re.findall(r"R\d+", " ".join(texts(chart.svg)))
    assert sorted(drawn) == sorted(name.split(" ")[0] for name, _, _ in chart.nodes)
    assert [name.split(" ")[0] for name, _, _ in chart.nodes] == [row[0] for row in register.rows]
    scores = [cell[0].sentence for row in register.rows for cell in row[2:3] if not isinstance(cell, str)]
    assert [score for _, score, _ in chart.nodes] == scores
    assert len(re.findall(r"<rect", chart.svg)) > len(LEVELS) ** 2


def test_the_error_budget_is_that_of_the_text() -> None:
    """Minutes and thresholds are the words of the section; the alerts are those of its table."""
    proposal = compose(make_inputs())
    chart, told = diagrams(proposal)["chart-budget"], " ".join(said_in(proposal, "slo"))
    assert "43.2 minutes in 30 days" in told
    assert ("In 30 days", "43.2 minutes", "–") in chart.nodes
    for _, _, alert in chart.nodes[2:]:
        assert re.findall(r"above ([\d.]+) %", alert)[0] in told


def test_text_on_a_sheet_stays_text() -> None:
    """What is written on a chart cannot become an element."""
    sheet = Canvas(100, 50)
    sheet.text(0, 10, '<script>alert("x")</script> & more')
    assert texts(sheet.svg()) == ['<script>alert("x")</script> & more']


def test_ticks_are_round_and_reach_the_top() -> None:
    """An axis has at most five steps of a round size and covers its highest value."""
    assert ticks(11300) == [0, 2500, 5000, 7500, 10000, 12500]
    assert ticks(100) == [0, 20, 40, 60, 80, 100]
    assert ticks(0) == [0, 1]
