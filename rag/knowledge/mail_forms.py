"""How mail programs announce an earlier message that a mail repeats: `corpus/tables/mail_forms.yaml`."""

from rag.knowledge.instruction_cues import Pattern
from rag.knowledge.tables import KnowledgeTable


class MailForms(KnowledgeTable):
    """The table `mail_forms`."""

    announcements: tuple[Pattern, ...]  # the whole of a line, or of up to three lines joined: "On … wrote:"
    separators: tuple[Pattern, ...]  # the whole of a line: "-----Original Message-----"
    sender_names: frozenset[str]  # lower case; a header in the text starts with one
    header_names: frozenset[str]  # lower case; and goes on with others
