"""What pictures of a design are made of: places, recovery, trust boundaries, migration: `diagrams.yaml`."""

from pydantic import model_validator

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable

ALL = "all"  # of a crossing: every kind of data that is named


class PictureRow(KnowledgeRow):
    """A picture that is left out when it would say nothing."""

    id: str
    section: str
    title: str
    without: str  # why it is left out
    spoken: str = ""  # the same, where sources speak of systems of today
    instead: str = ""  # id of the picture that stands in for it


class PlaceRow(KnowledgeRow):
    """What places are called under a kind of hosting; no hosting named: under any."""

    hosting: tuple[str, ...]
    main: str
    second: str
    today: str  # of systems that stay


class SecondPlaceRow(KnowledgeRow):
    """What stands in the second place under a recovery tier."""

    tier: str
    app: str  # "": nothing runs there
    store: str
    reached: str = ""  # when users get there
    copied: str  # how data get there


class CrossingRow(KnowledgeRow):
    """Data that go from one zone of trust to another."""

    by: str
    to: str = ""
    unless: str = ""  # left out where the design has this part
    carries: str  # `all`, or words
    control: str


class ZoneRow(KnowledgeRow):
    """A zone of trust."""

    id: str
    title: str
    parts: tuple[str, ...]
    is_stacked: bool = False  # its boxes stand one below the other


class StageRow(KnowledgeRow):
    """A stage on a replaced system's way out."""

    id: str
    name: str
    share: float = 0.0  # of the time of its wave, 0…1
    text: str


class MigrationRule(KnowledgeRow):
    """Which milestones the stages hang on."""

    facade: str
    waves: tuple[str, ...]
    end: str
    entry: str
    stages: tuple[StageRow, ...]


class DiagramTable(KnowledgeTable):
    """`diagrams.yaml`."""

    pictures: tuple[PictureRow, ...]
    places: tuple[PlaceRow, ...]
    second_places: tuple[SecondPlaceRow, ...]
    single: tuple[str, ...]  # parts with a box of their own in the deployment diagram
    crossings: tuple[CrossingRow, ...]
    zones: tuple[ZoneRow, ...]
    migration: MigrationRule

    @model_validator(mode="after")
    def _parts_have_a_zone(self) -> "DiagramTable":
        zoned = {part for zone in self.zones for part in zone.parts}
        used = {end for row in self.crossings for end in (row.by, row.to) if end and end != "neighbours"}
        if used - zoned:
            raise ValueError(f"crossings of parts without a zone: {', '.join(sorted(used - zoned))}")
        if not any(not row.hosting for row in self.places):
            raise ValueError("places need a row that fits any hosting")
        return self
