"""How an entry of the evidence index names its source, in every format."""

from rag.propose.proposal import Evidence
from rag.propose.wording import shorten, show_date

MOST_ASKED = 50  # characters of a question
NAMELESS = ("", "user")  # who gave no name


def source_of(entry: Evidence) -> str:
    """“policy.docx, section 2”, “Answer to Q01 by Ana Roth, 12 May 2026”, “Written by hand by Ana Roth, 12 May 2026”."""
    if entry.citation is not None:
        return f"{entry.document or entry.citation.document}, {entry.citation.locator}"
    opening = "Written by hand" if entry.is_written else f"Answer to {question_of(entry)}" if entry.question else "Answer"
    by = f" by {entry.by}" if entry.by not in NAMELESS else ""
    at = f", {show_date(entry.at[:10])}" if entry.at else ""
    read = ", read by a language model and accepted" if entry.read_by else ""
    return f"{opening}{by}{at}{read}"


def question_of(entry: Evidence) -> str:
    """“Q20, How much may be lost?”; of a confirmation what was to be confirmed, since “yes” says nothing alone."""
    head = entry.question.partition(":")[0]
    return f"{head} ({shorten(entry.asked, MOST_ASKED)})" if entry.asked else entry.question


def words_of(entry: Evidence) -> str:
    """What the source says, without quotation marks."""
    return entry.citation.quote if entry.citation is not None else entry.answer
