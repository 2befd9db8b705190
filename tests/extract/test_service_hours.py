"""Hours of the week in which something is promised."""

import pytest

from rag.extract.extract import own_extractor
from rag.extract.service_hours import ServiceHours
from rag.knowledge.quantities import load_quantities
from tests.extract.documents import document_of

HOURS = ServiceHours(load_quantities())


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Monday to Saturday, 8 in the morning to 10 at night", 84),
        ("Mon-Fri 8:00-18:00", 50),
        ("Mo–Fr 7 bis 19 Uhr", 60),
        ("lundi au samedi de 8h à 18h30", 63),
        ("lunes a viernes, de 8 de la mañana a 8 de la tarde", 60),
        ("segunda a sexta, 9h às 18h", 45),
        ("every day from 6:00 to 22:00", 112),
        ("weekdays 9 to 5", 40),
        ("Monday to Friday", None),
        ("from 8:00 to 18:00", None),
        ("every day except 2:00 to 4:00", None),
        ("99.9 % every month", None),
    ],
)
def test_days_and_times_of_day_are_hours_a_week(text: str, hours: float | None) -> None:
    """Both have to be named, and none of them may be left out."""
    assert HOURS.of(text) == hours


def test_these_hours_are_those_of_the_sentence_before() -> None:
    """And hours in a sentence of their own are none of the target."""
    read = {}
    for behind in ("In these hours 99.9 % of each month.", "Availability is 99.9 % of each month."):
        text = f"Counter hours are Monday to Friday, 8:00 to 18:00. {behind}"
        (read[behind],) = [one for one in own_extractor().extract(document_of(text), "d") if one.kind == "availability"]
    assert [fact.slots.get("hours") for fact in read.values()] == [50, None]
