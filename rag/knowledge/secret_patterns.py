"""How passwords and keys stand in files: patterns, each with lines that it must and must not hit."""

from pydantic import model_validator

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class SecretPattern(KnowledgeRow):
    """One form of a secret."""

    id: str
    name: str  # what it is called in a sentence, with its article: "an AWS access key"
    triggers: tuple[str, ...]  # small letters; the pattern is tried only where one occurs
    pattern: Pattern  # its group `secret` is blacked out
    needs_digit: bool = False  # a value of letters alone is a word, not a secret
    hits: tuple[str, ...]
    passes: tuple[str, ...]

    @model_validator(mode="after")
    def _is_triggered(self) -> "SecretPattern":
        for line in self.hits:
            if not any(trigger in line.casefold() for trigger in self.triggers):
                raise ValueError(f"{self.id}: no trigger occurs in {line!r}")
        return self


class SecretPatterns(KnowledgeTable):
    """The table `secret_patterns`."""

    not_secret: Pattern  # matches the whole of a value that is a reference, a placeholder or a word of a schema
    patterns: tuple[SecretPattern, ...]
    headers: Pattern  # names of table columns whose cells are secrets
