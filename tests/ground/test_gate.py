"""The gate as a whole, and where sentences end."""

import pytest

from rag.ground.citation import Citation, CitationState
from rag.ground.clauses import split_sentences
from rag.ground.gate import NO_CITATION, gate

PAGES = {0: "The ERP must be restored within 4 h. It may be moved.", 1: "Backups are kept for 30 days."}


def cited(quote: str, page: int = 0) -> Citation:
    """A citation of one of the pages."""
    return Citation(document_id="d", document="dr.pdf", sha256="0", page=page + 1, page_index=page, locator="p", quote=quote)


def text_of(citation: Citation) -> str | None:
    """The cited page."""
    return PAGES.get(citation.page_index)


def others(_citation: Citation) -> list[str]:
    """Every page."""
    return list(PAGES.values())


def test_a_sentence_that_its_quotation_carries_stands() -> None:
    """A supported sentence comes back with the place of its quotation."""
    result = gate("The ERP is back within four hours.", [cited("must be restored within 4 h")], text_of, others)
    assert (result.is_supported, result.reason) == (True, "")
    assert PAGES[0][result.citations[0].start : result.citations[0].end] == "must be restored within 4 h"


@pytest.mark.parametrize(
    ("sentence", "citations", "reason"),
    [
        ("The ERP is back.", [], NO_CITATION),
        ("Backups are kept for 30 days.", [cited("Backups are kept for 30 days")], "another place"),
        ("Backups are kept.", [cited("Backups are kept for 30 days", page=9)], "another place"),
        ("The ERP may be moved.", [cited("The ERP must be restored It may be moved")], "separate parts"),
        ("The ERP is gone.", [cited("The ERP is gone")], "not in the document"),
        ("The ERP is back within 8 h.", [cited("must be restored within 4 h")], "8 h"),
        ("The ERP must be moved.", [cited("It may be moved")], "may"),
        ("The ERP is back within 4 h.", [cited("must be restored within 4 h"), cited("so the board said")], "not in"),
    ],
)  # fmt: skip
def test_a_sentence_that_is_not_carried_is_stopped(sentence: str, citations: list[Citation], reason: str) -> None:
    """Whatever is wrong with a sentence or one of its citations, it does not pass, and the reason is told."""
    result = gate(sentence, citations, text_of, others)
    assert not result.is_supported
    assert reason in result.reason


def test_states_of_all_citations_are_told() -> None:
    """Each citation keeps its own verdict."""
    result = gate("It may be moved.", [cited("It may be moved"), cited("Nobody said this")], text_of)
    assert [one.state for one in result.citations] == [CitationState.EXACT, CitationState.ABSENT]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("See e.g. the plan, approx. 3 pages. It ends.", ["See e.g. the plan, approx. 3 pages.", "It ends."]),
        ("Dr. Ada wrote v1.2.3 of No. 5 at 3.5 GB. Done.", ["Dr. Ada wrote v1.2.3 of No. 5 at 3.5 GB.", "Done."]),
        ("J. Doe owns it. Good.", ["J. Doe owns it.", "Good."]),
        ("Frist ist der 3. Mai 2027. Dann gilt z.B. nichts.", ["Frist ist der 3. Mai 2027.", "Dann gilt z.B. nichts."]),
        ("Intro:\n- first point\n- second point\n* third", ["Intro:", "first point", "second point", "third"]),
        ("# Title\n\nText here\nruns on.\n1. One\n2. Two", ["Title", "Text here\nruns on.", "One", "Two"]),
        ("4. Recovery targets\n\nThe ERP.", ["Recovery targets", "The ERP."]),
        ("| System | RTO |\n|---|---|\n| ERP | 4 h |", ["| System | RTO |", "| ERP | 4 h |"]),
        ('He said "stop." Then left.', ['He said "stop."', "Then left."]),
        ("It is 99.95 % of Q4. Next", ["It is 99.95 % of Q4.", "Next"]),
        (
            "Between A and B\nSigned 14 June 2023\nOwner Ada\nThe agreement of both, renewed yearly, ends.",
            ["Between A and B", "Signed 14 June 2023", "Owner Ada", "The agreement of both, renewed yearly, ends."],
        ),
        ("It is run by the group at\nOslo and by nobody else.", ["It is run by the group at\nOslo and by nobody else."]),
        ("", []),
        (" \n- \n", []),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    """Sentences end where a reader would end them."""
    assert [text[start:end] for start, end in split_sentences(text)] == sentences
