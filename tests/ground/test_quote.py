"""Whether a quotation is where it claims to be."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.ground.citation import Citation, CitationState
from rag.ground.normalise import BREAK, normalise, plain_text
from rag.ground.quote import check_quote, find_span, resolve

PAGE = (
    "4.2 Recovery targets\nThe order database must be restored within 4 h after a failure.\n"
    "Availability of 99.95 % is promised to dealers. The infra-\nstructure team keeps the “run book” – see annex B.\n"
    "Backups are kept for 30 days. The cost-\neffective tier is used at night."
)


def citation(quote: str, start: int = -1, end: int = -1) -> Citation:
    """A citation of page 4."""
    return Citation(
        document_id="d",
        document="dr.pdf",
        sha256="0" * 64,
        page=4,
        page_index=3,
        locator="p. 4",
        quote=quote,
        start=start,
        end=end,
    )


@pytest.mark.parametrize(
    ("quote", "state"),
    [
        ("must be restored within 4 h", CitationState.EXACT),
        ("  must be restored within 4 h ", CitationState.EXACT),
        ("Recovery targets The order database", CitationState.NORMALISED),
        ("The infrastructure team keeps", CitationState.NORMALISED),
        ("The infra-structure team keeps", CitationState.NORMALISED),
        ("The cost-effective tier is used", CitationState.NORMALISED),
        ("The infrastructure team keeps the \"run book\" - see annex B. Backups are kept", CitationState.NORMALISED),
        ('keeps the "run book" - see', CitationState.NORMALISED),
        ("re\u00adstored within 4 h", CitationState.NORMALISED),
        ("The order database … after a failure", CitationState.STITCHED),
        ("The order database [...] is promised to dealers", CitationState.STITCHED),
        ("The order database must be restored is promised to dealers", CitationState.STITCHED),
        ("Backups are kept for 30 days ...", CitationState.STITCHED),
        ("must be restored within 8 h", CitationState.ABSENT),
        ("Availability of 99.9", CitationState.ABSENT),
        ("9.95 % is promised", CitationState.ABSENT),
        ("must be restore", CitationState.ABSENT),
        ("Must be restored within 4 h", CitationState.ABSENT),
        ("", CitationState.ABSENT),
        ("   ", CitationState.ABSENT),
        ("…", CitationState.ABSENT),
    ],
)  # fmt: skip
def test_states(quote: str, state: CitationState) -> None:
    """A quotation passes only when the page holds it whole; how it fails is told apart."""
    assert check_quote(citation(quote), PAGE) is state


def test_misattributed() -> None:
    """A quotation of another page is told apart from an invented one."""
    assert check_quote(citation("kept for 30 days"), "Nothing here.", lambda: [PAGE]) is CitationState.MISATTRIBUTED
    assert check_quote(citation("kept for 30\ndays"), "", lambda: ["", PAGE]) is CitationState.MISATTRIBUTED
    assert check_quote(citation("kept for 90 days"), "", lambda: [PAGE]) is CitationState.ABSENT


def test_parts_of_two_pages_are_stitched() -> None:
    """Sentences of two documents do not become one quotation."""
    quote = "The order database must be restored by the group in Lisbon"
    assert check_quote(citation(quote), PAGE, lambda: ["It is run by the group in Lisbon."]) is CitationState.STITCHED


def test_other_pages_are_asked_only_at_need() -> None:
    """A quotation that stands on its page costs no look at any other."""

    def never() -> list[str]:
        raise AssertionError("asked")

    assert check_quote(citation("kept for 30 days"), PAGE, never) is CitationState.EXACT


def test_offsets_given_are_used_and_wrong_ones_mended() -> None:
    """The place in the page is the cited one where it is right, and the true one where it is not."""
    text = "4 h. Again: 4 h."
    assert resolve(citation("4 h", 12, 15), text).start == 12
    assert resolve(citation("4 h", 3, 6), text).start == 0
    found = resolve(citation("4 h", 3, 6), "nothing")
    assert (found.state, found.start, found.end) == (CitationState.ABSENT, -1, -1)


def test_span_of_a_normalised_match_is_the_raw_text() -> None:
    """What is highlighted is the page's own text, with its line breaks."""
    span = find_span("The infrastructure team", PAGE)
    assert span is not None
    assert PAGE[slice(*span)] == "The infra-\nstructure team"


def test_scripts_without_blanks() -> None:
    """Words that nothing separates can still be quoted."""
    assert find_span("可用性は99.95", "目標可用性は99.95％とする") is not None
    assert find_span("可用性は99.9", "目標可用性は99.95％とする") is None


@given(st.text(alphabet="abc -‐\n\r\t\u00ad\u200b“”'`\u0301é\ufb01½", max_size=80))
def test_offsets_always_lead_back(text: str) -> None:
    """Every character of the unified text has a non-empty origin, in order."""
    unified = normalise(text)
    last = 0
    for index in range(len(unified.text)):
        start, end = unified.original_span(index, index + 1)
        assert 0 <= last <= start < end <= len(text)
        last = start


@settings(max_examples=200)
@given(st.text(alphabet="ab1,. -\n\u00ad“”–é", min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 40))
def test_every_slice_at_word_ends_is_found(text: str, start: int, length: int) -> None:
    """A slice of a page between blanks is always found, and what is found reads the same."""
    padded = f" {text} "
    low = padded.find(" ", min(start, len(padded) - 1))
    high = padded.rfind(" ", 0, low + length + 1)
    quote = padded[low:high].strip()
    if not plain_text(quote):
        return
    span = find_span(quote, padded)
    assert span is not None
    assert plain_text(padded[slice(*span)]) == plain_text(quote)


@example("0\r¨")
@given(st.text(max_size=60))
def test_unifying_twice_changes_nothing(text: str) -> None:
    """The unified form is stable, and idle signs are gone."""
    once = plain_text(text)
    assert plain_text(once) == once or "-" in once  # a hyphen may come to stand at a line end only once
    assert BREAK not in once


def test_private_signs_of_a_font_stand_for_nothing() -> None:
    """A sign from a font's private area is not taken for a hyphen at a line end."""
    assert find_span("ab-cd", f"ab{BREAK}cd") is None
    assert find_span(f"ab{BREAK}cd  e", f"ab{BREAK}cd e") is not None


def test_a_quote_is_found_at_the_end_of_a_very_long_page() -> None:
    """A page of two million characters is searched whole."""
    page = "The quick brown fox – jumps over the lazy dog. " * 42_000 + "Here is the nee-\ndle in a   haystack."
    assert find_span("the needle in a haystack", page) is not None
    assert check_quote(citation("this stands nowhere at all"), page) is CitationState.ABSENT
