"""What reading a document needs to know: cues for instructions aimed at the assistant, secrets, types, dates and mails."""

from dataclasses import dataclass
from pathlib import Path

from rag.knowledge.document_types import DocumentTypes
from rag.knowledge.instruction_cues import InstructionCues
from rag.knowledge.mail_forms import MailForms
from rag.knowledge.secret_patterns import SecretPatterns
from rag.knowledge.tables import TABLES, read_table


@dataclass(frozen=True, slots=True)
class ReadingKnowledge:
    """The tables that ingestion uses."""

    instructions: InstructionCues
    types: DocumentTypes
    secrets: SecretPatterns
    mail: MailForms


def load_reading_knowledge(folder: Path = TABLES) -> ReadingKnowledge:
    """The tables from `folder`.

    Raises:
        KnowledgeError: one is missing or does not hold to its schema.
    """
    return ReadingKnowledge(
        instructions=read_table("instruction_cues", InstructionCues, folder),
        types=read_table("document_types", DocumentTypes, folder),
        secrets=read_table("secret_patterns", SecretPatterns, folder),
        mail=read_table("mail_forms", MailForms, folder),
    )
