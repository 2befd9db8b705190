"""Whether a true quotation carries a claim: cases by hand, both ways, and properties."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rag.ground.carry import mismatches
from rag.ground.quantity import parse_number

CARRIED = [
    ("The order database must be restored within 4 hours.", "must be restored within 4 h after a failure"),
    ("Recovery takes at most 240 minutes.", "Recovery takes no more than 4 h."),
    ("The recovery time objective is four hours.", "Recovery time objective: 4 h"),
    ("The window is half an hour.", "The window is 30 minutes"),
    ("A restore takes 90 minutes.", "a restore takes 1 h 30 min"),
    ("There are 1,200 users.", "1.200 Benutzer"),
    ("There are 1 200 users.", "We serve 1200 users."),
    ("There are 1'200'000 documents.", "1.2 million documents"),
    ("The budget is EUR 450,000.", "The budget is 450k€."),
    ("The budget is $300,000.", "estimates a budget of $300,000 dollars for completion of this project"),
    ("The budget is 3.5 million euros.", "Das Budget beträgt 3,5 Mio. EUR."),
    ("It costs between $1 million and $2 million.", "costs of $1-2 million"),
    ("Separating it adds 10 to 12 minutes.", "currently estimated at 10-12 minutes total"),
    ("Availability is 99.95%.", "99,95 % availability"),
    ("The contract ends on 31 December 2027.", "Vertragsende: 31.12.2027"),
    ("The contract ends in December 2027.", "contract end 2027-12-31"),
    ("The contract ends in 2027.", "expires on December 31, 2027"),
    ("The contract ends in Q4 2027.", "ends on 30 November 2027"),
    ("It must be done by the end of 2027.", "muss bis Ende 2027 erledigt sein"),
    ("The maintenance window starts at 10 pm.", "Maintenance window: 22:00-02:00"),
    ("The database is Oracle 19c.", "runs on Oracle 19 c"),
    ("They follow ISO 27001.", "certified after ISO27001"),
    ("The p95 latency is 300 ms.", "the 95th percentile stays at 300 ms"),
    ("It handles 1 request per second.", "3,600 requests per hour"),
    ("The backup is kept for 12 months.", "Backups are kept for one year."),
    ("Two regions are used.", "2 regions are used"),
    ("The price is 1.578 dollars an hour.", "pricing starts at $1.578/hr"),
    ("ERP has an RTO of 4 hours.", "System | RTO (h)\nERP | 4"),
    ("The data must not leave the EU.", "Customer data must not leave the EU."),
    ("The data has to stay in the EU.", "Customer data must not leave the EU."),
    ("The mainframe cannot be replaced before 2028.", "The mainframe must not be replaced before 2028."),
    ("Proposals above this are non-responsive.", "Proposals priced at more than this are considered non-responsive."),
    ("Exports are prohibited.", "Exports are not allowed."),
    ("A second region is not required.", "A second region is optional."),
    ("Notice is due no later than 3 May 2027.", "Notice must be given by 3 May 2027"),
    ("Logs should be kept.", "Logs should be kept for a while."),
    ("Vendors may use other tools.", "Vendors may use other tools if they wish."),
    ("Die Daten dürfen die EU nicht verlassen.", "Daten dürfen die EU nicht verlassen."),
    ("Les sauvegardes doivent être chiffrées.", "Les sauvegardes doivent être chiffrées."),
    ("Los datos no deben salir de la UE.", "Los datos no deben salir de la UE."),
    ("Os dados devem ficar no Brasil.", "Os dados devem ficar no Brasil."),
    ("Passwords are rotated.", "Passwords must be rotated."),
    ("Not only orders but also invoices are archived.", "Orders and invoices are archived."),
    ("The system was retired.", "the system was retired in May"),
]  # fmt: skip

NOT_CARRIED = [
    ("The order database must be restored within 8 hours.", "must be restored within 4 h after a failure", "duration"),
    ("Recovery takes 4 minutes.", "Recovery takes 4 h.", "unit"),
    ("There are 12,000 users.", "1.200 Benutzer", "number"),
    ("There are 1,200 users and 40 sites.", "1,200 users", "number"),
    ("There are 1,200 orders.", "1,200 users", "unit"),
    ("It handles 5,000 orders per hour.", "5,000 orders per day", "unit"),
    ("The budget is EUR 450,000.", "The budget is $450,000.", "unit"),
    ("The budget is EUR 540,000.", "The budget is EUR 450,000.", "money"),
    ("The budget is 450,000 euros.", "The number is 450,000.", "unit"),
    ("Availability is 99.9%.", "99.95 % availability", "percent"),
    ("The contract ends on 31 December 2027.", "ends on 30 December 2027", "date"),
    ("The contract ends on 31 December 2027.", "ends in 2027", "date"),
    ("The contract ends in 2028.", "ends on 31.12.2027", "number"),
    ("The contract ends in Q3 2027.", "ends on 31.12.2027", "date"),
    ("The maintenance window starts at 10 am.", "Maintenance window: 22:00-02:00", "time"),
    ("The database is Oracle 12c.", "runs on Oracle 19c", "version"),
    ("They follow ISO 27017.", "certified after ISO27001", "number"),
    ("It needs TLS 1.3.", "TLS 1.2 or later", "number"),
    ("Version 1.2.3 is used.", "version 1.2.30", "version"),
    ("The disk holds 5 TB.", "the disk holds 5 GB", "unit"),
    ("Three teams work on it.", "two teams work on it", "number"),
    ("It must be restored within an hour.", "must be restored within 4 hours", "duration"),
    ("It takes at least 4 hours.", "It takes at most 4 hours.", "bound"),
    ("Notice is due before 3 May 2027.", "Notice from 3 May 2027", "bound"),
    ("The data must leave the EU.", "Customer data must not leave the EU.", "negation"),
    ("The data leaves the EU.", "Customer data never leaves the EU.", "negation"),
    ("The team has experience with Kubernetes.", "no experience with Kubernetes", "negation"),
    ("The mainframe is not supported.", "The mainframe is supported until 2030.", "negation"),
    ("Backups are stored without encryption.", "Backups are stored with encryption.", "negation"),
    ("Data may be processed outside.", "Data shall not be stored or processed outside.", "negation"),
    ("Backups must be encrypted.", "Backups may be encrypted.", "modality"),
    ("Backups may be encrypted.", "Backups must be encrypted.", "modality"),
    ("Backups must be encrypted.", "Backups should be encrypted.", "modality"),
    ("Vendors use other tools.", "Vendors may use other tools if they wish.", "modality"),
    ("Exports are required.", "Exports are prohibited.", "modality"),
    ("Exports are allowed.", "Exports are not permitted.", "modality"),
    ("Encryption is optional.", "Encryption is mandatory.", "modality"),
    ("Logs may be deleted.", "Logs must be kept and must be deleted after a year.", "modality"),
    ("Die Daten müssen die EU verlassen.", "Daten dürfen die EU nicht verlassen.", "negation"),
    ("Backups dürfen verschlüsselt werden.", "Backups müssen verschlüsselt werden.", "modality"),
    ("Les sauvegardes peuvent être chiffrées.", "Les sauvegardes doivent être chiffrées.", "modality"),
    ("Los datos deben salir de la UE.", "Los datos no deben salir de la UE.", "negation"),
    ("Os dados podem ficar no Brasil.", "Os dados devem ficar no Brasil.", "modality"),
    ("The system serves 200 users.", "The system serves its users well.", "number"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "quote"), CARRIED, ids=lambda text: text[:40])
def test_carried(claim: str, quote: str) -> None:
    """A claim that says what its quotation says, in another notation or words, passes."""
    assert mismatches(claim, [quote]) == ()


@pytest.mark.parametrize(("claim", "quote", "kind"), NOT_CARRIED, ids=lambda text: text[:40])
def test_not_carried(claim: str, quote: str, kind: str) -> None:
    """A claim with another number, unit, date, negation or obligation than its quotation is caught, and it is said which."""
    found = mismatches(claim, [quote])
    assert kind in {mismatch.kind for mismatch in found}
    assert all(mismatch.what for mismatch in found)


def test_quotations_count_together() -> None:
    """A cell and its column header carry a claim that neither carries alone."""
    claim = "The ERP is restored within 4 hours."
    assert mismatches(claim, ["ERP | 4", "System | RTO (hours)"]) == ()
    assert mismatches(claim, ["ERP | 4"])
    assert mismatches(claim, ["System | RTO (hours)"])


def test_no_quotation_carries_no_number() -> None:
    """A number without any quotation is a mismatch; a sentence without anything to compare is not."""
    assert mismatches("It takes 4 h.", [])
    assert mismatches("It works.", []) == ()


@pytest.mark.parametrize(
    ("digits", "values"),
    [
        ("1,200", {1200, 1.2}), ("1.200", {1200, 1.2}), ("1 200", {1200}), ("1'200", {1200}), ("1,5", {1.5}), ("1.25", {1.25}),
        ("1,234.5", {1234.5}), ("1.234,5", {1234.5}), ("1.234.567", {1234567}), ("12,34,567", {1234567}), ("0.125", {0.125}),
        ("42", {42}),
    ],
)  # fmt: skip
def test_parse_number(digits: str, values: set[float]) -> None:
    """Every habit of writing numbers is read, and what is ambiguous keeps both readings."""
    assert {float(value) for value in parse_number(digits)} == values


@given(st.integers(0, 10**9))
def test_every_notation_of_a_number_agrees(number: int) -> None:
    """A number written with commas, points, blanks, apostrophes or nothing is the same number."""
    plain = f"{number:,}"
    assume(number not in range(1900, 2101))
    for mark in (",", ".", " ", "'", ""):
        for other in (",", "."):
            assert (
                mismatches(f"It stores {plain.replace(',', mark)} things.", [f"{plain.replace(',', other)} things stored"])
                == ()
            )


@given(st.integers(2, 10**6), st.integers(2, 10**6))
def test_different_numbers_never_agree(one: int, other: int) -> None:
    """Another number is always noticed."""
    assume(one != other)
    assert mismatches(f"It stores {one} things.", [f"It stores {other} things."])


@given(st.integers(1, 500))
def test_units_convert(hours: int) -> None:
    """Hours and their minutes are the same duration; hours and as many minutes are not."""
    assert mismatches(f"It takes {hours} hours.", [f"It takes {hours * 60} min"]) == ()
    assert mismatches(f"It takes {hours} hours.", [f"It takes {hours} min"])


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_is_safe(claim: str, quote: str) -> None:
    """No text breaks the comparison, and a sentence is always carried by itself as far as its numbers go."""
    mismatches(claim, [quote])
    assert {found.kind for found in mismatches(claim, [claim])} <= {"negation", "modality"}
