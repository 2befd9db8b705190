"""How an entry of the evidence index names its source, in every format."""

from rag.propose.proposal import Evidence
from rag.propose.wording import show_date

NAMELESS = ("", "user")  # who gave no name


def source_of(entry: Evidence) -> str:
    """“policy.docx, section 2”, “Answer to Q01 by Ana Roth, 12 May 2026”, “Written by hand by Ana Roth, 12 May 2026”."""
    if entry.citation is not None:
        return f"{entry.document or entry.citation.document}, {entry.citation.locator}"
    opening = "Written by hand" if entry.is_written else f"Answer to {entry.question}" if entry.question else "Answer"
    by = f" by {entry.by}" if entry.by not in NAMELESS else ""
    at = f", {show_date(entry.at[:10])}" if entry.at else ""
    read = ", read by a language model and accepted" if entry.read_by else ""
    return f"{opening}{by}{at}{read}"


def words_of(entry: Evidence) -> str:
    """What the source says, without quotation marks."""
    return entry.citation.quote if entry.citation is not None else entry.answer
