"""All tables behind the proposal in one value."""

from dataclasses import dataclass
from pathlib import Path

from rag.knowledge.backlog import BacklogTable
from rag.knowledge.brief_fields import BriefFields, shown_countries
from rag.knowledge.checklists import ChecklistTable
from rag.knowledge.containers import PartTable
from rag.knowledge.delivery_plan import MilestoneTable, RecordTable, ReleaseTable, ResponseTable, RiskTable
from rag.knowledge.delivery_targets import DeliveryTable
from rag.knowledge.diagrams import DiagramTable
from rag.knowledge.glossary import GlossaryTable
from rag.knowledge.lifecycle import Lifecycle, load_lifecycle
from rag.knowledge.lint import LintTable
from rag.knowledge.mentions import Mentions, load_mentions
from rag.knowledge.phrases import PhraseTable
from rag.knowledge.scenarios import ScenarioTable
from rag.knowledge.sections import SectionTable
from rag.knowledge.sequences import SequenceTable
from rag.knowledge.slo_policy import SloPolicyTable
from rag.knowledge.styles import StyleTable
from rag.knowledge.tables import TABLES, KnowledgeTable, read_table
from rag.knowledge.technology import TechnologyTable
from rag.knowledge.threats import ThreatTable
from rag.knowledge.weighing import WeighingTable, load_weighing


@dataclass(frozen=True)
class ProposeKnowledge:
    """What the composer knows; nothing in it changes after loading."""

    sections: SectionTable
    phrases: PhraseTable
    checklists: ChecklistTable
    scenarios: ScenarioTable
    slo_policy: SloPolicyTable
    milestones: MilestoneTable
    release: ReleaseTable
    risks: RiskTable
    responses: ResponseTable
    decision_records: RecordTable
    containers: PartTable
    diagrams: DiagramTable
    sequences: SequenceTable
    threats: ThreatTable
    delivery_targets: DeliveryTable
    glossary: GlossaryTable
    styles: StyleTable
    technology: TechnologyTable
    backlog: BacklogTable
    fields: BriefFields
    lint: LintTable
    weighing: WeighingTable
    mentions: Mentions
    lifecycle: Lifecycle

    def versions(self) -> dict[str, str]:
        """Table → version, as the proposal prints them."""
        tables = {name: value for name, value in vars(self).items() if isinstance(value, KnowledgeTable)}
        names = {"fields": "brief_fields"}
        return {names.get(name, name): table.version for name, table in sorted(tables.items())}


def load_propose_knowledge(folder: Path = TABLES) -> ProposeKnowledge:
    """Reads and validates every table of the composer.

    Raises:
        KnowledgeError: a table is missing or does not hold to its schema; the message names file, row and field.
    """
    return ProposeKnowledge(
        sections=read_table("sections", SectionTable, folder),
        phrases=read_table("phrases", PhraseTable, folder),
        checklists=read_table("checklists", ChecklistTable, folder),
        scenarios=read_table("scenarios", ScenarioTable, folder),
        slo_policy=read_table("slo_policy", SloPolicyTable, folder),
        milestones=read_table("milestones", MilestoneTable, folder),
        release=read_table("release", ReleaseTable, folder),
        risks=read_table("risks", RiskTable, folder),
        responses=read_table("responses", ResponseTable, folder),
        decision_records=read_table("decision_records", RecordTable, folder),
        containers=read_table("containers", PartTable, folder),
        diagrams=read_table("diagrams", DiagramTable, folder),
        sequences=read_table("sequences", SequenceTable, folder),
        styles=read_table("styles", StyleTable, folder),
        technology=read_table("technology", TechnologyTable, folder),
        backlog=read_table("backlog", BacklogTable, folder),
        fields=read_table("brief_fields", BriefFields, folder).model_copy(update={"countries": shown_countries(folder)}),
        threats=read_table("threats", ThreatTable, folder),
        delivery_targets=read_table("delivery_targets", DeliveryTable, folder),
        glossary=read_table("glossary", GlossaryTable, folder),
        lint=read_table("lint", LintTable, folder),
        weighing=load_weighing(folder),
        mentions=load_mentions(folder),
        lifecycle=load_lifecycle(folder),
    )
