"""Headings, captions and labels of a proposal in other languages: `labels.yaml`. Sentences stay as they were composed."""

import re
from collections.abc import Callable

from pydantic import model_validator

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table

SLOT = "{}"
DEEPEST = 3  # labels within labels


class LabelRow(KnowledgeRow):
    """One label; {} stands for what it is put together with, in the same order in every language."""

    en: str
    de: str
    fr: str
    es: str
    pt: str

    @model_validator(mode="after")
    def _same_slots(self) -> "LabelRow":
        if len({text.count(SLOT) for text in (self.en, self.de, self.fr, self.es, self.pt)}) > 1:
            raise ValueError(f"“{self.en}”: the number of {{}} differs between the languages")
        return self

    def to(self, language: str) -> str:
        """The label in a language."""
        text: str = getattr(self, language)
        return text


class LabelTable(KnowledgeTable):
    """The whole table."""

    labels: tuple[LabelRow, ...]

    def translator(self, language: str) -> Callable[[str], str]:
        """English label → label in the language; what the table does not hold stays as it is."""
        if language == "en":
            return str
        exact = {row.en: row.to(language) for row in self.labels if SLOT not in row.en}
        slotted = [(_pattern(row.en), row.to(language)) for row in self.labels if SLOT in row.en]
        slotted.sort(key=lambda pair: -len(pair[0].pattern))

        def say(text: str, depth: int = 0) -> str:
            if text in exact or depth > DEEPEST:
                return exact.get(text, text)
            for pattern, wanted in slotted:
                found = pattern.fullmatch(text)
                if found is not None:
                    return wanted.format(*(say(part, depth + 1) for part in found.groups()))
            return text

        return say


def load_labels() -> LabelTable:
    """The table."""
    return read_table("labels", LabelTable)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in text.split(SLOT)))
