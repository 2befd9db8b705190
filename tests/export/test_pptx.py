"""The board's deck, read by python-pptx: what it says, that everything fits, and that everybody can follow it."""

from io import BytesIO
from typing import Any

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.advise.wording import approximate
from rag.export.fitting import count_lines, pages, text_height
from rag.export.nodes import Layout
from rag.export.pptx import to_pptx
from rag.export.rows import MILESTONES, Rows
from rag.propose.handover import Handover
from rag.propose.proposal import Proposal

LEAST = 14  # points
FOOT = {11, 12}  # placeholders of footer and number


@pytest.fixture(scope="module")
def deck(proposal: Proposal, layout: Layout) -> Any:
    """The presentation."""
    return pptx.Presentation(BytesIO(to_pptx(proposal, layout)))


def texts(slide: Any) -> str:
    """Everything that is written on a slide."""
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    cells = [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join(found + cells)


def sized(slide: Any) -> list[Any]:
    """The paragraphs whose size is set on the slide, footers left out."""
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame and not is_foot(shape)]
    frames += [cell.text_frame for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return [paragraph for frame in frames for paragraph in frame.paragraphs if paragraph.font.size is not None]


def is_foot(shape: Any) -> bool:
    """Whether a shape is footer or slide number."""
    return bool(shape.is_placeholder) and shape.placeholder_format.idx in FOOT


def test_the_story_in_some_ten_slides(deck: Any) -> None:
    """Proposal, decisions, options, costs, plan, risks, needs, what would change it, sources: each has its slide."""
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    wanted = [
        "What we propose",
        "Key decisions",
        "The options compared",
        "What it looks like",
        "What it costs to run",
        "The plan",
    ]
    wanted += ["What we need from you", "Questions only you can answer", "What would change this", "Sources"]
    assert [title for title in titles if title in wanted] == wanted
    assert any("risks" in title.lower() for title in titles)
    assert 10 <= len(titles) <= 16
    assert len(set(titles)) == len(titles)


def test_slides_are_built_from_the_layout(deck: Any) -> None:
    """Titles, bullets, footer and number stand in placeholders, so that a change of the master reaches them."""
    for slide in deck.slides:
        assert slide.shapes.title is not None
        assert slide.notes_slide.notes_text_frame.text
    for slide in list(deck.slides)[1:]:
        assert {shape.placeholder_format.idx for shape in slide.placeholders} >= FOOT
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(set(ids)) == len(ids)
    assert len(deck.slide_layouts) == 3


def test_figures_are_those_of_the_proposal(proposal: Proposal, deck: Any) -> None:
    """The chart has the cost figures of the text as numbers, and the plan its milestones with their dates."""
    costs = proposal.handover.costs
    assert costs is not None
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    values = {series.name: list(series.values) for series in chart.plots[0].series}
    assert values["Base"] == [approximate(total) for total in costs.totals]
    assert values["High"] == [approximate(total * costs.high) for total in costs.totals]
    shown = "\n".join(texts(slide) for slide in deck.slides)
    for line in Rows(proposal).table(MILESTONES):
        assert line.cells[0] in shown
        assert line.cells[1] in shown
    assert proposal.decision.options[0].title in shown


def test_notes_name_the_sources(proposal: Proposal, deck: Any) -> None:
    """What a slide takes from a document is quoted in its notes with the place."""
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert "policy.pdf, p. 3: “The billing core on Oracle Database 19c must remain in place until 2031.”" in notes
    assert "formula F24" in notes
    assert "Answer to Q12 by Ada Moreau" in notes
    assert "assumption A-" in notes or not proposal.assumptions


def test_everything_has_room(deck: Any) -> None:
    """No shape leaves its slide, no table outgrows its frame, nothing is smaller than 14 points."""
    check_room(deck)


def check_room(deck: Any) -> None:
    """Everything on the slides of a deck is inside and legible."""
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_table:
                check_table(shape)
        assert min((p.font.size.pt for p in sized(slide)), default=LEAST) >= LEAST


def check_table(shape: Any) -> None:
    """The rows of a table are high enough for their text and end above the footer."""
    widths = [column.width.inches for column in shape.table.columns]
    for row in shape.table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            size = cell.text_frame.paragraphs[0].font.size.pt
            assert text_height(cell.text, width - 0.2, size) <= row.height.inches + 0.001
    assert shape.top.inches + sum(row.height.inches for row in shape.table.rows) <= 6.9


def test_everything_that_is_seen_can_be_heard(deck: Any) -> None:
    """Pictures, charts and tables have a text alternative."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if not shape.is_placeholder:
                (properties,) = shape._element.xpath(".//p:cNvPr")[:1]
                assert properties.get("descr"), shape.name


def test_long_words_do_not_overflow(proposal: Proposal, layout: Layout) -> None:
    """A proposal with long names still keeps its tables on the slides; without figures it has no cost slide."""
    long = "Verwaltungsverfahrensdigitalisierungsplattform " * 12
    documents = tuple(document.model_copy(update={"document": long}) for document in proposal.documents)
    picks = proposal.decision.model_copy(
        update={"options": tuple(o.model_copy(update={"title": long}) for o in proposal.decision.options)}
    )
    changed = proposal.model_copy(update={"documents": documents, "decision": picks, "handover": Handover()})
    found = pptx.Presentation(BytesIO(to_pptx(changed, layout)))
    assert not [shape for slide in found.slides for shape in slide.shapes if shape.has_chart]
    check_room(found)


@given(st.lists(st.floats(0.1, 9.0), max_size=30), st.floats(1.0, 9.0))
def test_pages_hold_every_row_once_and_in_order(heights: list[float], room: float) -> None:
    """Rows are never lost, doubled or reordered, and a page is only fuller than its room when one row alone is."""
    spans = pages(heights, room)
    assert [number for span in spans for number in span] == list(range(len(heights)))
    assert all(len(span) == 1 or sum(heights[number] for number in span) <= room + 1e-9 for span in spans)


def test_lines_are_counted_by_words() -> None:
    """A text that is too wide takes another line; one word that is wider than the column is broken."""
    assert count_lines("short", 3.0, 14) == 1
    assert count_lines("several words that go on and on until the line is full", 2.0, 14) == 3
    assert count_lines("x" * 100, 2.0, 14) > 3
