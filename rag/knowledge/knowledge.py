"""All knowledge in one value, each part read when it is first needed."""

from functools import cached_property

from rag.knowledge.advise import AdviseKnowledge, load_advise_knowledge
from rag.knowledge.brief_fields import BriefKnowledge, load_brief_knowledge
from rag.knowledge.changes import ChangeTable, load_changes
from rag.knowledge.claims import Claims, load_claims
from rag.knowledge.facts import ExtractKnowledge, load_extract_knowledge
from rag.knowledge.goals import GoalTable, load_goals
from rag.knowledge.intents import IntentTable, load_intents
from rag.knowledge.labels import LabelTable, load_labels
from rag.knowledge.library import Library, load_library
from rag.knowledge.propose import ProposeKnowledge, load_propose_knowledge
from rag.knowledge.quality import ExtractionQuality, load_extraction_quality
from rag.knowledge.questions import QuestionTable, load_questions
from rag.knowledge.reading import ReadingKnowledge, load_reading_knowledge
from rag.knowledge.replies import ReplyTable, load_replies


class Knowledge:
    """The corpus and its tables. A faulty file raises `KnowledgeError` where it is first used."""

    @cached_property
    def reading(self) -> ReadingKnowledge:
        """Types of documents and their names."""
        return load_reading_knowledge()

    @cached_property
    def extract(self) -> ExtractKnowledge:
        """Fact rules, gazetteer, cue words."""
        return load_extract_knowledge()

    @cached_property
    def claims(self) -> Claims:
        """What a connected model is asked for in documents."""
        return load_claims()

    @cached_property
    def quality(self) -> ExtractionQuality:
        """How well facts are read, as measured."""
        return load_extraction_quality()

    @cached_property
    def brief(self) -> BriefKnowledge:
        """Fields of the Brief, precedence, support dates."""
        return load_brief_knowledge()

    @cached_property
    def advise(self) -> AdviseKnowledge:
        """Styles, vetoes, cut points, technologies, regimes, prices."""
        return load_advise_knowledge()

    @cached_property
    def questions(self) -> QuestionTable:
        """The question bank."""
        return load_questions()

    @cached_property
    def goals(self) -> GoalTable:
        """How people say what they want most."""
        return load_goals()

    @cached_property
    def intents(self) -> IntentTable:
        """What people type."""
        return load_intents()

    @cached_property
    def labels(self) -> LabelTable:
        """Headings and labels of a proposal in other languages."""
        return load_labels()

    @cached_property
    def changes(self) -> ChangeTable:
        """How people ask for a change."""
        return load_changes()

    @cached_property
    def replies(self) -> ReplyTable:
        """How people answer."""
        return load_replies()

    @cached_property
    def propose(self) -> ProposeKnowledge:
        """Sections, phrases, checklists, lint."""
        return load_propose_knowledge()

    @cached_property
    def library(self) -> Library:
        """Reference architectures."""
        return load_library()
