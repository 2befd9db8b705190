"""Architecture styles with their ratings, and the rework between them: `styles.yaml`, `distances.yaml`."""

from pydantic import Field, model_validator

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable

ATTRIBUTES = ("SCA", "ELA", "LAT", "EFF", "AVA", "ISO", "CON", "DEP", "EVO", "TST", "INT", "AUD", "STR", "EXT")
NEEDS = ("TEAM", "OPS", "SKILL", "MONEY", "TIME")


class ConditionalRating(KnowledgeRow):
    """Ratings that hold only in some situations."""

    when: Condition
    set: dict[str, int]
    needs: dict[str, int] = {}  # what it asks for then
    reason: str


class Style(KnowledgeRow):
    """A base style: what it gives (ratings, 1 poor … 5 excellent) and what it asks for (needs, 0 … 5)."""

    code: str
    name: str
    family: str  # styles of one family are no contrast to each other
    entry: str  # corpus id
    ratings: dict[str, int]
    needs: dict[str, int]
    complexity: float = Field(ge=1, le=5)
    tax_units: float = 0.0  # how much distribution has to be paid for when nobody needs it
    basis: tuple[str, ...]
    reason: str
    conditional: tuple[ConditionalRating, ...] = ()
    requires: tuple[str, ...] = ()  # what a hard constraint may forbid
    effort_factor: float = 1.0  # on the work items
    cost_factor: float = 1.0  # on the reference deployment; 0: priced by licence instead
    title: str
    summary: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    risks: tuple[str, ...]
    exit: str
    best_if: str
    fit_when: tuple[str, ...]
    avoid_when: tuple[str, ...]

    @model_validator(mode="after")
    def _is_complete(self) -> "Style":
        if set(self.ratings) != set(ATTRIBUTES) or set(self.needs) != set(NEEDS):
            raise ValueError(f"style {self.code}: ratings need {', '.join(ATTRIBUTES)}; needs {', '.join(NEEDS)}")
        return self


class StyleTable(KnowledgeTable):
    """`styles.yaml`."""

    styles: tuple[Style, ...]

    def style(self, code: str) -> Style:
        """The style with this code.

        Raises:
            KeyError: no style has it.
        """
        for style in self.styles:
            if style.code == code:
                return style
        raise KeyError(code)


class DistanceTable(KnowledgeTable):
    """`distances.yaml`: rework from an incumbent style to another, 0 none … 4 a rebuild."""

    default: float
    distances: dict[str, dict[str, float]]

    def between(self, incumbent: str, style: str) -> float:
        """The rework from `incumbent` to `style`."""
        return self.distances.get(incumbent, {}).get(style, self.default)
