"""Answers about laws and places in people's own words, read by the rules for documents as well: no law that nobody named."""

from collections.abc import Iterator
from typing import Any

import pytest

from rag.build.application import open_application
from rag.consultation import Consultation
from rag.interview.named import with_read
from rag.settings import Settings


@pytest.fixture
def consultation(settings: Settings) -> Iterator[Consultation]:
    """A workspace without documents."""
    with open_application(settings, writing=True, as_of="2026-11-29", indexes=False) as application:
        yield application.consultation(settings.workspace)


LAWS = {
    "the Data Protection Act": ["Data Protection Act"],
    "data protection": ["Data Protection Act"],
    "Datenschutz": ["Data Protection Act"],
    "the privacy act": ["Privacy Act"],
    "Kenya Data Protection Act 2019": ["Kenya Data Protection Act"],
    "UK GDPR, DPA 2018 and PCI": ["PCI", "Data Protection Act 2018", "UK GDPR"],
    "GDPR and the Data Protection Act 2018": ["GDPR", "Data Protection Act 2018"],
    "POPIA and ISO 27001": ["ISO27001", "POPIA"],
    "the NZ Privacy Act, nothing else": ["NZ Privacy Act"],
    "Protection of Personal Information Act": ["POPIA"],
    "HIPAA does not apply, only GDPR": ["GDPR"],
    "none that I know of": [],
}
PLACES = {
    "Kenya": "KE",
    "in Kenya": "KE",
    "kenya": "KE",
    "Switzerland": "CH",
    "in der Schweiz": "CH",
    "in australia": "AU",
    "it must not leave Nigeria": "NG",
    "Afrique du Sud": "ZA",
    "Québec": "CA-QC",
}


def test_laws_are_read_by_their_own_names(consultation: Consultation) -> None:
    """Each is kept as it was called, all in one answer are kept, and “the Data Protection Act” is not taken for the GDPR."""
    read = {text: consultation.interview.reads("Q45", "", text).values.get("reg.regimes") for text in LAWS}
    assert read == LAWS


def test_a_country_says_where_data_stay(consultation: Consultation) -> None:
    """A bare name, in any of the languages and in small letters, is a rule that data stay there; other words are none."""
    read = {text: consultation.interview.reads("Q26", "", text).values["data.residency"] for text in PLACES}
    assert {text: (value["rule"], value["countries"]) for text, value in read.items()} == {
        text: ("national", [code]) for text, code in PLACES.items()
    }
    assert consultation.interview.reads("Q26", "", "in a nice place").values == {}


@pytest.mark.parametrize(
    ("chosen", "read", "joined"),
    [
        (["PCI", "SOC2"], ["PCI DSS", "SOC 2", "LGPD"], ["PCI", "SOC2", "LGPD"]),
        (["GDPR"], ["UK GDPR"], ["UK GDPR"]),
        (["GDPR"], ["GDPR", "UK GDPR"], ["GDPR", "UK GDPR"]),
        (["Data Protection Act"], ["Data Protection Act 2018"], ["Data Protection Act 2018"]),
        ([], ["Privacy Act"], ["Privacy Act"]),
        (["GDPR"], [{"name": "kept"}], [{"name": "kept"}]),
    ],
)
def test_names_of_both_readings_are_joined(chosen: list[Any], read: list[Any], joined: list[Any]) -> None:
    """Each thing once, the longer name before its part; what is no list of names is as the rules read it."""
    assert with_read({"f": chosen, "g": 1}, {"f": read}) == {"f": joined, "g": 1}
