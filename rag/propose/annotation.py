"""What people write into a proposal: a paragraph in their own words, a section that is to stay as it is, a comment."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from rag.propose.proposal import Assumption, Evidence, Section

_FROZEN = ConfigDict(frozen=True, defer_build=True)


class KeptSection(BaseModel):
    """A section of an earlier version, with all that its sentences name."""

    model_config = _FROZEN

    section: Section
    evidence: tuple[Evidence, ...]
    assumptions: tuple[Assumption, ...]
    library: dict[str, str]  # corpus id → title


class Annotation(BaseModel):
    """One of them. Edits and locks go into every later draft; a comment is for those who work on it."""

    model_config = _FROZEN

    id: int = 0  # given by the record
    kind: Literal["edit", "lock", "comment"]
    section: str
    original: tuple[
        str, ...
    ] = ()  # the paragraph or list as it was composed, sentence by sentence; of a comment: () for the section
    text: str = ""  # what stands there instead, a line for each item of a list, "" leaves it out; or the comment
    kept: KeptSection | None = None  # of a lock
    version: int = 0  # of the proposal in which it was made
    by: str = ""
    at: str = ""  # ISO time
