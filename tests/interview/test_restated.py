"""Figures in the roundabout ways of speech, as plain figures."""

import pytest

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.knowledge.brief_fields import load_brief_knowledge
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.quantities import load_quantities
from rag.knowledge.replies import load_replies

AMOUNTS = AmountReader(
    load_quantities(), load_gazetteer(), load_replies().spoken, load_brief_knowledge().fields.told, "2026-11-29"
)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Two days, no wait, three", "3 days"),
        ("cinco, perdón, siete personas", "siete personas"),
        ("quarante, enfin, cinquante", "cinquante"),
        ("ninety-nine point nine five", "99.95"),
        ("neunundneunzig Komma neun", "99.9"),
        ("noventa y nueve coma nueve", "99.9"),
        ("fünfzehnhundert", "1,500"),
        ("dreihundertfünfzigtausend Euro", "350,000 Euro"),
        ("zwei Zehntelsekunden", "0.2 seconds"),
        ("half a terabyte", "500 GB"),
        ("media hora", "30 minutes"),
        ("four minutes is too long, two will do", "2 minutes will do"),
        ("fifty now, then ten times that", "fifty now, then 500"),
        ("no, 70 people", "no, 70 people"),
        ("we have 60, no more", "we have 60, no more"),
        ("Jahrhunderthochwasser", "Jahrhunderthochwasser"),
    ],
)
def test_the_figure_that_holds_stands_there(said: str, plain: str) -> None:
    """What is taken back, too much, a part or a multiple is worked out; other words stay as they are."""
    assert AMOUNTS.restated.plain(normalise(said).text) == plain


def test_a_bare_figure_has_the_unit_of_the_one_before() -> None:
    """Where it is what the first comes to."""
    assert AMOUNTS.restated.with_unit("ten minutes hurt, so five at most") == "ten minutes hurt, so 300 seconds at most"
