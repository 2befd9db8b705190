"""Files that machines read (compose files, manifests, infrastructure as code) → technologies with their versions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.extract.rules import Draft
from rag.ingest.document import Page
from rag.knowledge.gazetteer import Gazetteer, Technology
from rag.knowledge.structured import StructuredRules


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule read, and where in the page."""

    rule: str
    draft: Draft
    start: int
    end: int


class StructuredReader:
    """The compiled rules."""

    def __init__(self, rules: StructuredRules, gazetteer: Gazetteer) -> None:
        self._rules = [(rule.id, re.compile(rule.files), re.compile(rule.pattern)) for rule in rules.rules]
        by_name = {one.name: one for one in gazetteer.technologies}
        self._technologies: dict[str, Technology] = {name: by_name[target] for name, target in rules.names.items()}

    def read(self, name: str, page: Page) -> Iterator[Finding]:
        """What the rules for a file of this name find in a page."""
        for rule, files, pattern in self._rules:
            if files.search(name) is None:
                continue
            for match in pattern.finditer(page.text):
                technology = self._technologies.get(match["name"].lower())
                if technology is not None:
                    version = (match["version"] or "").strip(".")
                    slots = {
                        "version": version,
                        "category": technology.category,
                        "technology_id": technology.id,
                        "role": "inventory",
                    }
                    start = match.start() + len(match.group()) - len(match.group().lstrip())
                    yield Finding(
                        rule,
                        Draft(technology.name, slots=slots, kind="technology", subject=technology.name),
                        start,
                        match.end(),
                    )
