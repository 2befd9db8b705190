"""How sentences look that give orders to an AI: cues in five languages, each with sentences that it must and must not hit."""

import re
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


def compile_pattern(value: object) -> object:
    """A pattern from the table: white space in it only folds it over lines, and case does not count."""
    return re.compile(value, re.IGNORECASE | re.VERBOSE) if isinstance(value, str) else value


Pattern = Annotated[re.Pattern[str], BeforeValidator(compile_pattern)]


class InstructionCue(KnowledgeRow):
    """One form of addressing an AI."""

    id: str
    language: str  # code of ISO 639, or "any"
    triggers: tuple[str, ...]  # lower-case text; the pattern is tried only where one occurs
    pattern: Pattern
    unless: tuple[Pattern, ...] = ()  # a sentence that matches one of these is ordinary prose
    hits: tuple[str, ...]
    passes: tuple[str, ...]

    @model_validator(mode="after")
    def _is_triggered(self) -> "InstructionCue":
        for sentence in self.hits:
            if not any(trigger in f" {sentence.casefold()} " for trigger in self.triggers):
                raise ValueError(f"{self.id}: no trigger occurs in {sentence!r}")
        return self


class InstructionCues(KnowledgeTable):
    """The table `instruction_cues`."""

    cues: tuple[InstructionCue, ...]
    continuations: Pattern  # how a sentence begins that goes on giving orders
