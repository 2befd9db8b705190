"""Quality scenarios, one per demand attribute: `scenarios.yaml`."""

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class ScenarioRow(KnowledgeRow):
    """How a demand shows itself, and how one knows that it is met."""

    code: str  # SCA … EXT
    quality: str
    response: str
    measures: dict[int, str]  # level → measure, for levels without a stated number
    fields: tuple[str, ...] = ()  # the first known one is the measure
    least: int = 0  # demands below it are left out, whoever named them
    measure: str = ""  # how the stated number is said: "p95 at most {value}"


class ScenarioTable(KnowledgeTable):
    """`scenarios.yaml`."""

    most: int
    least_level: int  # demands below it are left out
    scenarios: tuple[ScenarioRow, ...]
