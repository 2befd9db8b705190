"""The answers that the citation suite runs on: `corpus/evaluation/` → companies with true and false answers.

Each file of `answers/` holds an invented company: passages of its documents, answers that they carry, and answers that they do
not, by hand. `corruptions.yaml` says by which words a true answer becomes a false one. The half `test` was written before the
gate was worked on and is not looked at while it is.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field

from rag.errors import UsageError
from rag.knowledge.tables import CORPUS, KnowledgeRow, KnowledgeTable, read_table

FOLDER = CORPUS / "evaluation"


class SetPassage(KnowledgeRow):
    """A passage of a document."""

    document: str
    context: str  # heading path; after a line break the header of a table
    text: str


class Adversarial(KnowledgeRow):
    """A false answer of one sentence, as a model would write it, with markers and quotations."""

    family: str  # what is wrong with it
    reply: str


class Company(KnowledgeTable):
    """A file of `answers/`."""

    company: str
    language: str
    split: Literal["tune", "test"]
    passages: tuple[SetPassage, ...]
    honest: tuple[str, ...]  # replies of which every sentence is true
    adversarial: tuple[Adversarial, ...]


class LanguageCorruptions(KnowledgeRow):
    """How sentences of one language become false."""

    id: str
    joint: str  # joins two sentences to one
    swaps: dict[str, tuple[tuple[str, str], ...]] = Field(description="family → pairs of words, the first becomes the second")


class Corruptions(KnowledgeTable):
    """`corruptions.yaml`."""

    languages: tuple[LanguageCorruptions, ...]


def read_companies(folder: Path = FOLDER) -> tuple[Company, ...]:
    """All companies, by file name.

    Raises:
        UsageError: there are none.
        KnowledgeError: a file does not hold to its schema.
    """
    names = sorted(path.stem for path in (folder / "answers").glob("*.yaml"))
    if not names:
        raise UsageError(f"{folder}: no answers to evaluate. They are part of Groundplan's source; run the command from there.")
    return tuple(read_table(name, Company, folder / "answers") for name in names)


def read_corruptions(folder: Path = FOLDER) -> Corruptions:
    """The words by which answers become false.

    Raises:
        KnowledgeError: the file is missing or does not hold to its schema.
    """
    return read_table("corruptions", Corruptions, folder)
