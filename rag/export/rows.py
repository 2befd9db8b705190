"""The tables of a proposal as plain rows with the markers of their basis: what spreadsheets, slides and trackers draw."""

from collections.abc import Callable
from dataclasses import dataclass

from rag.export.markers import Markers
from rag.export.nodes import clean
from rag.propose.proposal import BlockType, Claim, Paragraph, Proposal, Table, block_claims

RISKS = ("challenges", "No.")
DECISIONS = ("summary", "Decision")
RECORDS = ("decisions", "Record")
FLIPS = ("sensitivity", "If …")
ACTIONS = ("actions", "No.")
QUESTIONS = ("questions", "No.")
MILESTONES = ("plan", "Milestone")
LOAD = ("capacity", "Measure")
COMPARISON = ("options", "Style")
REGIMES = ("compliance", "Regime")
DATA_MAP = ("compliance", "Kind of data")
THREATS = ("security", "Boundary")
CHECKS = ("security", "Item")
FAILURES = ("architecture", "If one of these is away")
BLOCKS = ("architecture", "Building block")
TECHNOLOGIES = ("technologies", "Component")
CONNECTED = ("data", "System and its interface today")
KNOWN_TABLES = (
    *(RISKS, DECISIONS, RECORDS, FLIPS, ACTIONS, QUESTIONS, MILESTONES, LOAD, COMPARISON, REGIMES, DATA_MAP, THREATS),
    *(CHECKS, FAILURES, BLOCKS, TECHNOLOGIES, CONNECTED),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table."""

    cells: tuple[str, ...]
    basis: tuple[str, ...]  # markers without brackets: 1, L2, F3, A-1, J4
    claims: tuple[Claim, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """Numbers of the places and answers behind the row."""
        return tuple(dict.fromkeys(id_ for claim in self.claims for id_ in claim.evidence))


class Rows:
    """The tables and lists of one proposal."""

    def __init__(self, proposal: Proposal) -> None:
        self.markers = Markers(proposal)
        self._sections = {section.id: section for section in proposal.sections}

    def table(self, place: tuple[str, str]) -> tuple[Line, ...]:
        """The rows of a section's first table whose header begins with a word; none where the proposal has no such table."""
        section, first = place
        return self._lines(section, lambda table: table.header[0] == first)

    def captioned(self, section: str, caption: str) -> tuple[Line, ...]:
        """The rows of a section's table with this caption."""
        return self._lines(section, lambda table: table.caption == caption)

    def header(self, place: tuple[str, str]) -> tuple[str, ...]:
        """The header of that table."""
        section, first = place
        found = (block.header for block in self._blocks(section) if isinstance(block, Table) and block.header[0] == first)
        return next(found, ())

    def claims(self, section: str, kind: type | None = None) -> tuple[Claim, ...]:
        """The sentences of a section's blocks, or of those of one kind, in reading order."""
        blocks = [block for block in self._blocks(section) if kind is None or isinstance(block, kind)]
        return tuple(claim for block in blocks for claim in block_claims(block))

    def first_claims(self, section: str, kind: type = Paragraph) -> tuple[Claim, ...]:
        """The sentences of a section's first paragraph, or first block of another kind."""
        block = next((block for block in self._blocks(section) if isinstance(block, kind)), None)
        return tuple(block_claims(block)) if block is not None else ()

    def last_claims(self, section: str) -> tuple[Claim, ...]:
        """The sentences of a section's last paragraph."""
        found = [block for block in self._blocks(section) if isinstance(block, Paragraph)]
        return found[-1].claims if found else ()

    def basis(self, claim: Claim) -> tuple[str, ...]:
        """The markers of a sentence, without brackets."""
        return tuple(mark.text.strip("[]") for mark in self.markers.of(claim))

    def _blocks(self, section: str) -> tuple[BlockType, ...]:
        found = self._sections.get(section)
        return found.blocks if found is not None else ()

    def _lines(self, section: str, is_wanted: Callable[[Table], bool]) -> tuple[Line, ...]:
        tables = [block for block in self._blocks(section) if isinstance(block, Table) and is_wanted(block)]
        return tuple(self._line(row) for row in tables[0].rows) if tables else ()

    def _line(self, row: tuple[tuple[Claim, ...] | str, ...]) -> Line:
        claims = tuple(claim for cell in row if not isinstance(cell, str) for claim in cell)
        cells = tuple(clean(cell) if isinstance(cell, str) else _joined([claim.sentence for claim in cell]) for cell in row)
        return Line(cells, tuple(dict.fromkeys(mark for claim in claims for mark in self.basis(claim))), claims)


def _joined(sentences: list[str]) -> str:
    """Sentences one after the other; a semicolon stands behind those that end without a stop."""
    stopped = [text if text.endswith((".", "!", "?", "…", "”")) or text == sentences[-1] else f"{text};" for text in sentences]
    return clean(" ".join(stopped))
