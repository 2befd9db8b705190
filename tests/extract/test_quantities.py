"""Numbers, units, money, dates and names are read as companies write them."""

from typing import Any

import pytest

from rag.extract.amounts import AmountFinder, decimal_mark, month_first, parse_number
from rag.extract.entities import tag
from rag.extract.moments import MomentFinder
from rag.extract.normalise import normalise
from rag.extract.technologies import TechnologyMatcher
from rag.knowledge.gazetteer import load_gazetteer
from rag.knowledge.quantities import load_quantities

QUANTITIES = load_quantities()
AMOUNTS = AmountFinder(QUANTITIES)
MOMENTS = MomentFinder(QUANTITIES)
MATCHER = TechnologyMatcher(load_gazetteer())


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,200,000", ".", 1200000),
        ("1.200.000", ".", 1200000),
        ("1 200 000", ".", 1200000),
        ("1'200'000", ".", 1200000),
        ("1,5", ".", 1.5),
        ("1,25", ".", 1.25),
        ("1,200", ".", 1200),
        ("1.200", ",", 1200),
        ("1.200", ".", 1.2),
        ("1.234.567,89", ".", 1234567.89),
        ("1,234,567.89", ".", 1234567.89),
    ],
)
def test_digits_are_read_in_every_format(text: str, decimal: str, value: float) -> None:
    """Separators tell where they can; the document's decimal mark decides the rest."""
    assert parse_number(text, decimal) == value


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("50k customers", "NUM", 50000, ""),
        ("1,5 Mio Kunden", "NUM", 1500000, ""),
        ("3 Mrd. Zugriffe", "NUM", 3e9, ""),
        ("2 lakh", "NUM", 200000, ""),
        ("a dozen", "NUM", None, ""),
        ("EUR 450,000", "MONEY", 450000, "EUR"),
        ("$12k", "MONEY", 12000, "USD"),
        ("1.200.000 €", "MONEY", 1200000, "EUR"),
        ("CHF 2.5 million", "MONEY", 2500000, "CHF"),
        ("99.95 %", "PCT", 99.95, "%"),
        ("99,9 Prozent", "PCT", 99.9, "%"),
        ("800 ms", "DUR", 0.8, "s"),
        ("4 Stunden", "DUR", 14400, "s"),
        ("a 24-hour window", "DUR", 86400, "s"),
        ("half a day", "DUR", 14400, "s"),
        ("2 business days", "DUR", 57600, "s"),
        ("1.2 TB", "SIZE", 1200, "GB"),
        ("512 MiB", "SIZE", 0.536870912, "GB"),
        ("six developers", "NUM", 6, ""),
        ("two (2) hours", "DUR", 7200, "s"),
        ("forty-five minutes", "DUR", 2700, "s"),
        ("fünfundvierzig Minuten", "DUR", 2700, "s"),
        ("treinta y cinco minutos", "DUR", 2100, "s"),
        ("a quarter of an hour", "DUR", 900, "s"),
        ("three hundred users", "NUM", 300, ""),
        ("Rs. 5 lakh", "MONEY", 500000, "INR"),
        ("450 TEUR", "MONEY", 450000, "EUR"),
        ("15 gig", "SIZE", 15, "GB"),
    ],
)
def test_amounts_have_a_kind_a_value_and_a_unit(text: str, kind: str, value: float | None, unit: str) -> None:
    """One amount is found, in its normal unit."""
    found = list(AMOUNTS.find(text, "."))
    assert [(one.kind, one.unit) for one in found] == ([] if value is None else [(kind, unit)])
    assert [one.number for one in found] == ([] if value is None else pytest.approx([value]))


@pytest.mark.parametrize(
    ("text", "low", "high", "value"),
    [
        ("200-300 users", 200, 300, 300),
        ("between 200 and 300 users", 200, 300, 300),
        ("$10-12 million", 10e6, 12e6, 12e6),
        ("up to 50 users", None, 50, 50),
        ("at least 3 sites", 3, None, 3),
    ],
)
def test_ranges_keep_both_ends(text: str, low: float | None, high: float | None, value: float) -> None:
    """The upper end is the point; `up to` and `at least` set one end."""
    one = next(iter(AMOUNTS.find(text, ".")))
    assert (one.low, one.high, one.value) == (low, high, value)


@pytest.mark.parametrize(
    "text", ["tier 1", "24x7", "24/7", "section 4.2", "the 95th percentile", "p95", "R-12", "v3.2.1", "2.200.0", "one of us"]
)
def test_labels_and_names_are_no_amounts(text: str) -> None:
    """A number that names something counts nothing."""
    assert [one for one in AMOUNTS.find(text, ".") if one.kind == "NUM" and one.value in (1, 3, 24, 7, 4.2, 95, 12, 2.2)] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2027-01-11", "2027-01-11"),
        ("11 January 2027", "2027-01-11"),
        ("January 11, 2027", "2027-01-11"),
        ("11. Januar 2027", "2027-01-11"),
        ("31.12.2027", "2027-12-31"),
        ("12/31/2027", "2027-12-31"),
        ("Q4 2028", "2028-12-31"),
        ("2. Quartal 2028", "2028-06-30"),
        ("by the end of 2027", "2027-12-31"),
        ("end of March 2027", "2027-03-31"),
        ("Ende März 2027", "2027-03-31"),
        ("fin mars 2027", "2027-03-31"),
        ("marzo de 2027", "2027-03-31"),
        ("May 2027", "2027-05-31"),
        ("mid-2028", "2028-06-30"),
        ("FY27", "2027-12-31"),
        ("in 2029", "2029-12-31"),
        ("15 January.", "--01-15"),
        ("May 15 to July 31", "--05-15"),
        ("the 10th to 17th January", "--01-10"),
        ("November to March", "--03-31"),
        ("vom 27.11. bis 20.12.", "--11-27"),
        ("mid-December", "--12-15"),
        ("18-Dec-2026", "2026-12-18"),
        ("10 Dec 26.", "2026-12-10"),
        ("end 06/27", "2027-06-30"),
        ("H1 2027", "2027-06-30"),
        ("ersten Quartal 2027", "2027-03-31"),
        ("primer trimestre de 2028", "2028-03-31"),
    ],
)
def test_dates_become_iso_dates(text: str, value: str) -> None:
    """Months, quarters and years mean their last day."""
    assert value in [one.value for one in MOMENTS.find(text)]


def test_impossible_dates_are_not_dates() -> None:
    """There is no 31 February."""
    assert list(MOMENTS.find("31.02.2027")) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22:00 to 04:30", "22:00-04:30"),
        ("02:00-04:00", "02:00-04:00"),
        ("2 am to 4 am", "02:00-04:00"),
        ("5 and 7 am", "05:00-07:00"),
        ("11 p.m. to Sunday 3 a.m.", "23:00-03:00"),
        ("0100-0340 nightly", "01:00-03:40"),
        ("22 bis 2 Uhr", "22:00-02:00"),
        ("de 22h à 2h", "22:00-02:00"),
        ("midnight to 4 a.m.", "00:00-04:00"),
    ],
)
def test_windows_of_the_day_are_read(text: str, value: str) -> None:
    """Twelve and twenty-four hour clocks give the same."""
    assert [one.value for one in MOMENTS.find(text) if one.kind == "TIMES"] == [value]


def test_a_document_tells_how_it_writes() -> None:
    """Majority of what is unambiguous; the currency breaks the tie of dates."""
    assert decimal_mark(["99,5 % of 12,5 GB", "3.5 %"]) == ","
    assert decimal_mark(["no numbers"]) == "."
    assert month_first(["due 12/31/2027"])
    assert not month_first(["due 31/12/2027"])
    assert month_first(["due 03/04/2027, $500"])
    assert not month_first(["due 03/04/2027, 500 €"])


@pytest.mark.parametrize(
    ("text", "document", "value"),
    [
        ("Today 52,400 meters are live in the field.", ",", 52400.0),
        ("Hoy el portal tiene 52.400 usuarios en tres países.", ".", 52400.0),
        ("Das Portal hat 7,125 Sekunden für die Suche.", ",", 7.125),
        ("Das Archiv hat 99,5 % belegt und 4.200 Bücher.", ".", 4200.0),
        ("The test ran 7.125 seconds.", ".", 7.125),
    ],
)
def test_a_paragraph_in_another_language_has_its_own_decimal_mark(text: str, document: str, value: float) -> None:
    """A quoted paragraph is read as its language writes, whatever the rest of the document does."""
    found = list(AMOUNTS.find(text, AMOUNTS.decimal_in(text, document)))
    assert value in [entity.value for entity in found]


def test_offsets_lead_back_to_the_original() -> None:
    """Every unified character knows where it came from."""
    text = "A\u00a0“data-\nbase”  of\n1 200 €"
    done = normalise(text)
    assert done.text == 'A "database" of 1 200 €'
    for word in ("data", "base", "of", "€"):
        start = done.original(done.text.index(word))
        assert text[start : start + len(word)] == word


def test_tokens_keep_their_places() -> None:
    """Offsets in tagged text lead to the plain text on either side of a token."""
    plain = "RTO is 4 hours, RPO 15 minutes"
    tagged = tag(plain, AMOUNTS.find(plain, "."))
    assert tagged.text == "RTO is ⟦DUR0⟧, RPO ⟦DUR1⟧"
    start, end = tagged.text.index("⟦DUR0⟧"), tagged.text.index(", RPO")
    assert plain[tagged.to_plain(start) : tagged.to_plain_end(end)] == "4 hours"
    assert plain[tagged.to_plain(tagged.text.index("RPO")) :] == "RPO 15 minutes"


def names(text: str, **kwargs: Any) -> list[tuple[str, str]]:
    """(technology, version) of each mention."""
    return [(one.technology.name, one.version) for one in MATCHER.find(text, **kwargs)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Windows Server 2012 R2 and SQL Server 2016 SP3", [("Windows Server", "2012 R2"), ("SQL Server", "2016 SP3")]),
        ("SAP ECC 6.0 EHP 7 stays", [("SAP ECC", "6.0 EHP 7")]),
        ("Oracle 19c database", [("Oracle Database", "19c")]),
        ("We run React 18.2, Java 17 and .NET 8.", [("React", "18.2"), ("Java", "17"), (".NET", "8")]),
        ("PostgreSQL version 14.2", [("PostgreSQL", "14.2")]),
        ("Magento 1.9 without support", [("Magento 1", "1.9")]),
        ("AWS/Azure", [("AWS", ""), ("Azure", "")]),
        ("SQL Server 4 instances", [("SQL Server", "")]),
    ],
)
def test_names_are_found_with_their_versions(text: str, found: list[tuple[str, str]]) -> None:
    """The longest name wins and takes its version; a count is not a version."""
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Access to the vault is logged.",
        "React quickly to incidents.",
        "We go live in Spring 2027, in H2 2027 at the latest.",
        "Express your interest and excel at it.",
        "An Enterprise Service Bus connects them.",
        "See https://example.org/azure/kubernetes/docs and write to aws@example.org.",
        "The DMS holds contracts.",
    ],
)
def test_ordinary_words_and_addresses_are_no_technologies(text: str) -> None:
    """Precision first: words, dates, links and other trades' acronyms."""
    assert names(text) == []


def test_headings_capitalise_everything() -> None:
    """A capital letter in a heading makes no name of a word."""
    assert names("How to Excel in Slack Hours", heading=True) == []
