"""The proposal: sections of typed claims. One model; every export format is drawn from it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rag.advise.decision import Decision
from rag.brief.brief import Brief
from rag.extract.fact import Fact
from rag.ground.citation import Citation
from rag.propose.handover import Handover

SCHEMA_VERSION = 1
_FROZEN = ConfigDict(frozen=True, defer_build=True)
ELEMENTS = ("Element", "Kind", "What it does")


class ClaimType(StrEnum):
    """The basis of a sentence. A sentence without one does not ship."""

    COMPANY = "C"  # a document and its place, or an answer
    KNOWLEDGE = "K"  # a library entry
    NUMBER = "N"  # a formula and its inputs
    ASSUMPTION = "A"  # a visible assumption A-n
    JUDGEMENT = "J"  # a trace: scores, levels, rule


class Evidence(BaseModel):
    """A numbered entry of the evidence index: a document citation or an answer."""

    model_config = _FROZEN

    id: str  # "1", "2", … in order of first use
    citation: Citation | None = None
    document: str = ""  # of a citation: the document's name for readers
    question: str = ""  # answers: question id
    asked: str = ""  # answers: what the question asked, or what was to be confirmed
    answer: str = ""
    by: str = ""
    at: str = ""
    read_by: str = ""  # answers: the model that read the value in the words, where the person accepted its reading
    is_written: bool = False  # a person wrote the sentences into the proposal; `answer` is what they wrote


class Claim(BaseModel):
    """One sentence with its basis."""

    model_config = _FROZEN

    id: str  # hash of section and sentence
    sentence: str  # without markers
    type: ClaimType
    evidence: tuple[str, ...] = ()  # Evidence ids (C)
    entries: tuple[str, ...] = ()  # corpus ids (K)
    assumption: str = ""  # A-n (A)
    formula: str = ""  # F id (N)
    inputs: dict[str, Any] = {}  # N: name → value
    trace: str = ""  # J: "D: MM 98.0, LY 85.4"
    fields: tuple[str, ...] = ()  # brief paths it speaks about
    constraint_ids: tuple[str, ...] = ()


class _Block(BaseModel):
    """What every block of a section has."""

    model_config = _FROZEN

    audience: Literal["", "board", "engineering"] = ""  # the only one that asks for it; "": all do
    is_long: bool = False  # only the full profile prints it


class Paragraph(_Block):
    """Running text."""

    kind: Literal["paragraph"] = "paragraph"
    claims: tuple[Claim, ...]
    edit: int = 0  # id of the annotation, where a person put it into their own words


class BulletList(_Block):
    """A list; each item is a run of claims."""

    kind: Literal["list"] = "list"
    ordered: bool = False
    items: tuple[tuple[Claim, ...], ...]
    edit: int = 0  # as of a paragraph


class Checklist(_Block):
    """A list of things to tick."""

    kind: Literal["checklist"] = "checklist"
    items: tuple[tuple[Claim, ...], ...]
    edit: int = 0  # as of a paragraph


class Table(_Block):
    """A table; a cell is a run of claims or plain text (labels, ids, figures that a claim in the row carries)."""

    kind: Literal["table"] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Claim, ...] | str, ...], ...]
    widths: tuple[float, ...] = ()  # relative column widths


class Diagram(_Block):
    """A Mermaid diagram, validated, or a chart, with its text alternative."""

    kind: Literal["diagram"] = "diagram"
    id: str
    caption: str
    source: str  # Mermaid; "" for a chart, which is drawn from the numbers in its table
    alt: str  # one or two sentences for those who cannot see it
    nodes: tuple[tuple[str, str, str], ...] = ()  # (name, kind, what it does): the text table under it
    header: tuple[str, str, str] = ELEMENTS  # of that table
    svg: str = ""
    claims: tuple[Claim, ...] = ()
    is_told: bool = False  # a table beside it holds the same, so that it needs none of its own


class Code(_Block):
    """A runnable example or a file's content."""

    kind: Literal["code"] = "code"
    language: str
    caption: str
    source: str
    claims: tuple[Claim, ...] = ()


WrittenBlock = Paragraph | BulletList | Checklist  # those that a person can put into their own words
BlockType = WrittenBlock | Table | Diagram | Code


class Kept(BaseModel):
    """Why a section is as it was in an earlier version."""

    model_config = _FROZEN

    version: int
    by: str = ""  # "" where only another section was written anew
    at: str = ""  # ISO time


class Section(BaseModel):
    """A numbered section; subsections follow as sections of level + 1."""

    model_config = _FROZEN

    id: str  # fixed: "summary", "objective", "options" …
    number: str  # "2.1"; "" for front matter
    title: str
    level: int  # 1 or 2
    template: str = ""  # T1…T7 of seed 1
    blocks: tuple[BlockType, ...]
    kept: Kept | None = None


class HandChange(BaseModel):
    """What a person changed in the text."""

    model_config = _FROZEN

    kind: Literal["edit", "lock"]
    section: str
    version: int  # in which it was made
    text: str  # of an edit: what stands there now; "": left out
    before: str  # what would stand there
    state: str  # "in place", or what became of the paragraph since
    by: str
    at: str  # ISO time


class Assumption(BaseModel):
    """A default in use."""

    model_config = _FROZEN

    id: str
    field: str
    text: str
    effect: str  # what changes if it is wrong
    decides: bool  # whether it can change the decision: then it is listed among the open questions


class CoverageRow(BaseModel):
    """A constraint and what became of it."""

    model_config = _FROZEN

    constraint_id: str
    text: str
    category: str
    hard: bool
    evidence: tuple[str, ...]
    how: str  # how it is met, by decision or component
    section: str  # section id
    verification: str  # test, review, contract
    status: Literal["satisfied", "partly", "violated", "waived", "open"]
    reason: str = ""
    accepted_by: str = ""


class DocumentUse(BaseModel):
    """A document in the evidence index."""

    model_config = _FROZEN

    document_id: str
    document: str
    shown: str = ""  # its name for readers
    sha256: str
    pages: int
    facts: int
    cited: int
    pages_without_text: tuple[int, ...] = ()
    note: str = ""  # "read, nothing used"


class LintFinding(BaseModel):
    """A rule that a sentence breaks."""

    model_config = _FROZEN

    rule: str  # L1 … L15
    section: str
    text: str


class Proposal(BaseModel):
    """One version of the proposal: everything that the exports print and that verify re-checks."""

    model_config = _FROZEN

    schema_version: int = SCHEMA_VERSION
    version: int
    workspace: str
    company: str
    product: str
    as_of: str  # ISO date
    status: Literal["provisional", "ready", "final"]
    status_reason: str  # what is missing for the next status
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]
    assumptions: tuple[Assumption, ...]
    coverage: tuple[CoverageRow, ...]
    documents: tuple[DocumentUse, ...]
    not_in_version: tuple[str, ...]  # sections whose engine does not exist yet, by title
    lint: tuple[LintFinding, ...] = ()
    brief: Brief
    decision: Decision
    facts: tuple[Fact, ...] = ()  # those the proposal rests on
    tables: dict[str, str] = {}  # knowledge table → version
    library: dict[str, str] = {}  # corpus id → title, of the entries cited
    by_hand: tuple[HandChange, ...] = ()
    handover: Handover = Handover()  # what planners, boards and operators get as files

    def claims(self) -> list[Claim]:
        """Every claim, in reading order."""
        found: list[Claim] = []
        for section in self.sections:
            for block in section.blocks:
                found.extend(block_claims(block))
        return found


def block_claims(block: BlockType) -> list[Claim]:
    """The claims of one block, in reading order."""
    match block:
        case Paragraph(claims=claims) | Diagram(claims=claims) | Code(claims=claims):
            return list(claims)
        case BulletList(items=items) | Checklist(items=items):
            return [claim for item in items for claim in item]
        case Table(rows=rows):
            return [claim for row in rows for cell in row if not isinstance(cell, str) for claim in cell]


def map_claims(block: BlockType, change: Callable[[Claim], Claim]) -> BlockType:
    """The same block with every claim changed."""
    match block:
        case Paragraph(claims=claims) | Diagram(claims=claims) | Code(claims=claims):
            return block.model_copy(update={"claims": tuple(map(change, claims))})
        case BulletList(items=items) | Checklist(items=items):
            return block.model_copy(update={"items": tuple(tuple(map(change, item)) for item in items)})
        case Table(rows=rows):
            cells = tuple(tuple(cell if isinstance(cell, str) else tuple(map(change, cell)) for cell in row) for row in rows)
            return block.model_copy(update={"rows": cells})
