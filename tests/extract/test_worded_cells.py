"""Cells whose words have a fixed meaning."""

import pytest

from rag.extract.cells import RowReader
from rag.extract.fact import Time
from rag.extract.tagging import Tagger
from rag.knowledge.facts import load_extract_knowledge

KNOWLEDGE = load_extract_knowledge()
ROWS = RowReader(KNOWLEDGE, Tagger(KNOWLEDGE))


def _said(header: list[str], cells: list[str]) -> set[tuple[str, object, bool]]:
    row = ROWS.read(header, cells)
    assert row is not None
    return {(one.kind, one.value, one.polarity) for one in ROWS.drafts(row, ".", month_first=False)}


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("Where", "Azure West Europe", "public_cloud"),
        ("Hébergement", "centre de données de Nantes", "on_premises"),
        ("Hosting", "SaaS", "saas"),
        ("Where it sits", "comms room Leeds", "on_premises"),
        ("Emplacement", "cave de la mairie", "on_premises"),
        ("Standort", "Keller Rathaus", "on_premises"),
    ],
)
def test_a_cell_says_where_a_system_runs(header: str, cell: str, value: str) -> None:
    """As said, or by who hosts it."""
    assert ("hosting", value, True) in _said(["System", header, "Owner"], ["Planner", cell, "Finance"])


def test_a_list_of_products_says_which_are_approved_and_which_to_avoid() -> None:
    """The word of the status column becomes a preference; others are left alone."""
    header = ["Component", "Product", "Version", "Status", "Support until"]
    assert ("preference", "approved", True) in _said(header, ["Cache", "Redis", "7.2", "approved", "2027"])
    assert ("preference", "avoided", False) in _said(header, ["Cache", "Memcached", "1.6", "avoid", "2027"])
    assert not any(kind == "preference" for kind, _, _ in _said(header, ["Cache", "Redis", "7.2", "in review", "2027"]))


def test_a_law_out_of_scope_is_denied() -> None:
    """Yes and no in the column of the scope count."""
    header = ["Regime", "In scope", "Owner"]
    assert ("compliance", "GDPR", True) in _said(header, ["GDPR", "yes", "Legal"])
    assert ("compliance", "HIPAA", False) in _said(header, ["HIPAA", "no", "Legal"])


def test_a_remark_tells_a_fate_only_where_a_part_of_it_says_nothing_else() -> None:
    """A word of fate inside a longer remark is none."""
    header = ["System", "Owner", "Bemerkung"]
    assert ("disposition", "keep", True) in _said(header, ["Planner", "Finance", "führt die Stammdaten, bleibt"])
    assert not any(kind == "disposition" for kind, _, _ in _said(header, ["Planner", "Finance", "we keep asking for a manual"]))


def test_headers_in_other_words_are_known() -> None:
    """Who minds it, until when it is paid, and how long one can do without it."""
    header = ["system", "minded by", "paid up to", "can do without it for", "EUR a year"]
    said = _said(header, ["Planner", "Finance", "31-03-2027", "4 hours", "8.400"])
    assert {
        ("owner", "Finance", True),
        ("contract_end", "2027-03-31", True),
        ("rto", 14400.0, True),
        ("cost", 8400.0, True),
    } <= said


def test_three_digits_after_a_mark_are_thousands_of_people_and_of_money() -> None:
    """Even where the versions of the document have decimal points."""
    assert ("users", 5200.0, True) in _said(["Anwendung", "Benutzer", "Version"], ["Portal", "5.200", "6.1"])


def test_a_column_counts_by_the_time_that_its_header_names() -> None:
    """A header with a period is a rate; what is paid in a period, or done in a named year, is none."""
    rate = ("throughput", round(14500 / 86400, 6), True)
    assert rate in _said(["Lab", "Samples a day now", "Logins"], ["North", "14,500", "310"])
    assert not any(kind == "throughput" for kind, _, _ in _said(["Lab", "Price per day", "Logins"], ["North", "14,500", "310"]))
    assert not any(
        kind == "throughput" for kind, _, _ in _said(["Lab", "Samples a day, 2024", "Logins"], ["North", "14", "310"])
    )


def test_a_remark_that_starts_with_a_size_says_how_much_a_system_holds() -> None:
    """A size inside a remark, or one that is added, is something else."""
    header = ["System", "Owner", "Remarks"]
    assert ("data_volume", 4200.0, True) in _said(header, ["Scans", "Finance", "4.2 TB and full by May"])
    for other in ("refuses files over 50 MB", "35 GB a month"):
        assert not any(kind == "data_volume" for kind, _, _ in _said(header, ["Scans", "Finance", other]))


@pytest.mark.parametrize(
    ("remark", "gone"), [("gone since 2021", True), ("2019 abgeschaltet", True), ("wird 2027 abgeschaltet", False)]
)
def test_a_row_of_what_is_gone_is_past(remark: str, gone: bool) -> None:
    """Its product is no longer in use."""
    row = ROWS.read(["System", "Technology", "Owner", "Remarks"], ["Shop", "WordPress", "Finance", remark])
    assert row is not None
    times = {one.time for one in ROWS.drafts(row, ".", month_first=False) if one.kind == "technology"}
    assert times == ({Time.HISTORIC} if gone else {None})


def test_a_list_of_pieces_says_what_each_is_made_with_and_what_becomes_of_it() -> None:
    """The columns “piece”, “with” and “state” make an inventory, too."""
    header = ["piece", "built", "with", "squad", "state"]
    found = _said(header, ["gate boxes", "2019", "Go", "Gates", "stays"])
    assert {("technology", "Go", True), ("disposition", "keep", True), ("owner", "Gates", True)} <= found
    assert ("disposition", "replace", True) in _said(
        header, ["hygiene", "2016", "inside Master", "Safety", "to be rebuilt, first"]
    )
    header = ["morceau", "avec", "état"]
    assert ("disposition", "keep", True) in _said(header, ["AS/400", "RPG", "intouchable jusqu'en 2031"])


def test_a_list_of_participants_is_one_of_interfaces() -> None:
    """Who takes part is the other end, and what he “speaks” the protocol."""
    header = ["participante", "cuantos", "sistema", "habla", "sentido"]
    found = _said(header, ["Notarias grandes", "74", "SIGNO 4", "SOAP", "ida y vuelta"])
    assert ("integration", "Notarias grandes", True) in found
    assert ("integration", "Riverbank", True) in _said(["participant", "speaks", "way"], ["Riverbank", "REST", "both"])
    assert "integration" not in {kind for kind, _, _ in _said(["data", "from", "to", "format"], ["rut", "2014", "2026", "CSV"])}


def test_pieces_of_a_program_are_no_systems() -> None:
    """A list of pieces with crews is no inventory until a column says what they are made with or what becomes of them."""
    assert not {kind for kind, _, _ in _said(["piece", "crew", "lives today in"], ["cart", "Checkout", "Orders"])} & {
        "legacy_system",
        "technology",
    }


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        (["No", "Risk", "Likelihood", "Owner"], ["1", "One clerk holds every key", "high", "Huber"], True),
        (
            ["Nr.", "Was kann schiefgehen", "Folge", "Wer"],
            ["2", "Der Keller läuft im Herbst voll", "Stillstand", "Amsel"],
            True,
        ),
        (["Finding", "Severity", "Recommendation"], ["Two people share a password", "high", "Separate them"], True),
        (["Risk", "Likelihood", "Owner"], ["medium", "high", "Huber"], False),
        (["Issue", "Owner", "Status"], ["Print button is too small", "Huber", "open"], False),
    ],
)
def test_a_register_tells_a_risk_in_each_row(header: list[str], cells: list[str], told: bool) -> None:
    """A table of risks, or of findings that are judged; who answers for a row owns no system."""
    kinds = {kind for kind, _, _ in _said(header, cells)}
    assert ("risk" in kinds) is told
    if told:
        assert kinds == {"risk"}


def test_a_row_of_a_register_that_is_closed_is_settled() -> None:
    """What is closed is no risk any more; a finished row of another table stays one."""
    closed = ROWS.read(["Risk", "Impact", "State"], ["The lease ends too early", "4", "closed"])
    other = ROWS.read(["Task", "Impact", "State"], ["Move the racks", "4", "closed"])
    assert closed is not None
    assert other is not None
    assert ROWS.is_settled(closed)
    assert not ROWS.is_settled(other)
