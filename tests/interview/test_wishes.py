"""How often it shall be released: what is wanted counts before what is today, in answers and in documents."""

from collections.abc import Iterator

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.settings import Settings


@pytest.fixture
def consultation(settings: Settings) -> Iterator[Consultation]:
    """A workspace without documents."""
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        yield application.consultation(settings.workspace)


RELEASES = {
    "quarterly, we want every two weeks": 2,
    "every two weeks": 2,
    "once a quarter today, our goal is weekly": 4,
    "im Quartal, wir wollen alle zwei Wochen": 2,
    "par trimestre, nous voulons toutes les deux semaines": 2,
    "trimestral, queremos cada dos semanas": 2,
    "trimestral, queremos a cada duas semanas": 2,
    "monthly": 1,
    "quarterly, and we want to keep it so": 0.33,  # nothing else is wanted
    "it is planned": None,
}


@pytest.mark.parametrize("said", RELEASES)
def test_what_is_wanted_counts(said: str, consultation: Consultation) -> None:
    """The rhythm behind a wish is the one that the design has to bear; without a wish, that of today."""
    assert consultation.interview.reads("Q56", "", said).values.get("eng.release_freq") == RELEASES[said]


def test_what_is_today_stays_what_is_today(consultation: Consultation) -> None:
    """A question about today is not answered by what is wanted."""
    assert consultation.interview.reads("Q55", "", "by hand, we want a pipeline").values == {"ops.ci": False, "ops.cd": False}


def test_the_size_of_today_s_system_says_nothing_about_its_style(consultation: Consultation) -> None:
    """How it is built is told by words for it; 210 services are no program in layers."""
    read = consultation.interview.reads("Q38", "", "huge: we run 210 services").values
    assert read == {"legacy.incumbent": {"size": 1.0, "forced": False}, "legacy.style": "MS"}
    assert "legacy.style" not in consultation.interview.reads("Q38", "", "medium").values


def test_a_part_that_is_told_apart_counts(consultation: Consultation) -> None:
    """What the rules read of the question's own fields goes before the quick reply that the words begin with."""
    assert consultation.interview.reads("Q55", "", "by hand, the build is automatic").values == {
        "ops.ci": True,
        "ops.cd": False,
    }
    assert consultation.interview.reads("Q55", "", "by hand").values == {"ops.ci": False, "ops.cd": False}


def test_every_level_of_experience_can_be_said(consultation: Consultation) -> None:
    """The highest level that a style may ask for is among the quick replies."""
    assert consultation.interview.reads("Q57", "", "specialists for each").values == {"ops.skill_distributed": 5}
    assert consultation.interview.reads("Q57", "", "for years").values == {"ops.skill_distributed": 4}
