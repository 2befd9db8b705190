"""Citations and what the gate says of them."""

from enum import StrEnum
from pathlib import PureWindowsPath

from pydantic import BaseModel, ConfigDict


class CitationState(StrEnum):
    """What the gate found. Only the first two pass."""

    EXACT = "exact"  # the quotation is a substring of the cited page
    NORMALISED = "normalised"  # it is, after unifying spaces, quotes, dashes and line-break hyphens
    MISATTRIBUTED = "misattributed"  # it is found, but at another place than cited
    STITCHED = "stitched"  # its parts are found, but not next to each other
    ABSENT = "absent"

    @property
    def passes(self) -> bool:
        """Whether a sentence may rest on it."""
        return self in (CitationState.EXACT, CitationState.NORMALISED)


class Citation(BaseModel):
    """A verbatim quotation with its place."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    document_id: str
    document: str  # the path as given
    sha256: str  # of the document version quoted
    page: int | None  # from 1; None where the format has no pages
    page_index: int  # position in the document's pages, from 0
    locator: str
    quote: str  # at most 300 characters, a slice of the page's text
    start: int = -1  # offset of the quotation in the page's text; -1: not resolved
    end: int = -1
    state: CitationState = CitationState.EXACT

    @property
    def file(self) -> str:
        """The document's name without the folders before it."""
        return PureWindowsPath(self.document).name  # takes both kinds of separators
