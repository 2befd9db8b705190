"""What a file that machines read says, as typed values: systems, versions, relations, settings, each with its own lines.

An element is found by its gloss, a line made of its values ("service orders-db postgres 13 port 5432"). It is cited by the
lines of the file, never by the gloss.
"""

from dataclasses import dataclass
from enum import StrEnum

MAX_VALUE_CHARS = 120  # of one value in a gloss; a longer one is cut


class ElementKind(StrEnum):
    """What an element is, whatever the format calls it."""

    SYSTEM = "system"  # what runs or is run: a service, database, queue, host, function, actor of a model
    INTERFACE = "interface"  # an operation, endpoint, topic or message
    DATA = "data"  # a table, record, entity, column, bucket or volume
    PACKAGE = "package"  # a library or program that is depended on
    RELATION = "relation"  # `name` uses, calls, feeds or contains `target`
    SETTING = "setting"  # a value that somebody chose: region, replicas, retention, schedule
    OWNER = "owner"  # `name` answers for `target`
    STEP = "step"  # of a process, a pipeline or a job
    OBJECTIVE = "objective"  # a level that is promised or watched: an SLO, an alert


@dataclass(frozen=True, slots=True)
class Element:
    """One statement of a structured file. `Page.text[start:end]` are the lines that make it, as short as they can be."""

    kind: ElementKind
    name: str  # as the file has it
    start: int  # offset in Page.text, from 0
    end: int  # exclusive
    type: str = ""  # what the format calls it: "service", "aws_db_instance", "table"
    technology: str = ""  # the product as the file names it: "postgres", "aws_db_instance postgres", "spring-boot-starter"
    version: str = ""  # of the technology: "13", "2.7.3"; "" when none or a variable is given
    target: str = ""  # RELATION: where it leads; OWNER: what is owned
    details: tuple[tuple[str, str], ...] = ()  # further values by their names in the file: ("port", "5432")

    @property
    def gloss(self) -> str:
        """The element in one line, for search."""
        subject = [self.name, self.type, self.target] if self.target else [self.type, self.name]
        parts = [*subject, self.technology, self.version]
        parts += [f"{name} {value}" for name, value in self.details]
        seen = dict.fromkeys(" ".join(part.split())[:MAX_VALUE_CHARS] for part in parts)
        return " ".join(part for part in seen if part)

    def detail(self, name: str) -> str:
        """The value called `name`, or ""."""
        return next((value for key, value in self.details if key == name), "")
